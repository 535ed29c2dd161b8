//! The catalogue has every field that the API takes.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Field, Shape, find};
use crate::model::resource::Kind;

/// The input models of the API (2023-03-30, names and types as the official SDK declares them) and
/// every model inside of them.
type Models = BTreeMap<String, BTreeMap<String, String>>;

fn models() -> Models {
    serde_json::from_str(include_str!("models.json")).expect("JSON")
}

#[test]
fn every_field_of_the_input_models_is_known() {
    let models = models();
    let mut missing = Vec::new();
    for (kind, model) in [
        (Kind::Function, "CreateFunctionInput"),
        (Kind::Function, "UpdateFunctionInput"),
        (Kind::Trigger, "CreateTriggerInput"),
        (Kind::Trigger, "UpdateTriggerInput"),
        (Kind::CustomDomain, "CreateCustomDomainInput"),
        (Kind::CustomDomain, "UpdateCustomDomainInput"),
        (Kind::AsyncInvokeConfig, "PutAsyncInvokeConfigInput"),
        (Kind::ProvisionConfig, "PutProvisionConfigInput"),
        (Kind::ScalingConfig, "PutScalingConfigInput"),
        (Kind::ConcurrencyConfig, "PutConcurrencyInput"),
    ] {
        gather(&models, kind.fields(&json!({})), model, model, &mut missing);
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_field_of_what_is_carried_as_text_is_known() {
    let models = models();
    let mut missing = Vec::new();
    for (kind, model) in [
        ("http", "HTTPTriggerConfig"),
        ("timer", "TimerTriggerConfig"),
        ("oss", "OSSTriggerConfig"),
        ("log", "SLSTriggerConfig"),
        ("mns_topic", "MNSTopicTriggerConfig"),
        ("cdn_events", "CDNTriggerConfig"),
        ("eventbridge", "EventBridgeTriggerConfig"),
    ] {
        let fields = Kind::Trigger.fields(&json!({"triggerType": kind}));
        let config = inside(fields, "triggerConfig");
        gather(&models, config, model, model, &mut missing);
    }
    let affinity = inside(Kind::Function.fields(&json!({})), "sessionAffinityConfig");
    for model in [
        "MCPSSESessionAffinityConfig",
        "MCPStreamableSessionAffinityConfig",
        "CookieSessionAffinityConfig",
        "HeaderFieldSessionAffinityConfig",
    ] {
        gather(&models, affinity, model, model, &mut missing);
    }
    assert_eq!(missing, [""; 0]);
}

fn inside(fields: &'static [Field], name: &str) -> &'static [Field] {
    match find(fields, name).map(|field| field.shape) {
        Some(Shape::Json(fields)) => fields,
        shape => panic!("{name} is {shape:?}"),
    }
}

/// Notes every field of a model that the table lacks. What is compared as a whole needs no table.
fn gather(
    models: &Models,
    fields: &'static [Field],
    model: &str,
    path: &str,
    missing: &mut Vec<String>,
) {
    for (name, kind) in &models[model] {
        let path = format!("{path}.{name}");
        let Some(field) = find(fields, name) else {
            missing.push(path);
            continue;
        };
        let kind = kind.trim_end_matches("[]");
        match field.shape {
            Shape::Object(below) if models.contains_key(kind) => {
                gather(models, below, kind, &path, missing);
            }
            Shape::Keyed { entry, .. } if models.contains_key(kind) => {
                gather(models, entry, kind, &path, missing);
            }
            _ => {}
        }
    }
}

/// The names of all secrets that the tables know.
pub(crate) fn secret_names() -> Vec<&'static str> {
    let mut names = Vec::new();
    for fields in Kind::ALL.iter().flat_map(|kind| kind.spec().fields.all()) {
        gather_secrets(fields, &mut names);
    }
    assert!(names.len() > 10, "{names:?}");
    names
}

fn gather_secrets(fields: &'static [Field], names: &mut Vec<&'static str>) {
    for field in fields {
        if field.secret {
            names.push(field.name);
        }
        match field.shape {
            Shape::Object(below) | Shape::Json(below) => gather_secrets(below, names),
            Shape::Keyed { entry, .. } => gather_secrets(entry, names),
            _ => {}
        }
    }
}
