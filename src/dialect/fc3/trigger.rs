//! Triggers of every type, each with its own configuration.

mod jwt;
pub(super) mod table;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::role_arn;
use crate::dialect::props::problem::{Fault, Problems, Sort};
use crate::dialect::props::schema;
use crate::dialect::props::{default, object_mut, text};
use crate::model::path::Path;
use crate::words;

pub(super) use self::table::TABLE;

/// The props with the configuration of each trigger in the form of its type.
pub(super) fn settled(mut props: Map<String, Value>) -> Map<String, Value> {
    let list = props.get_mut("triggers").and_then(Value::as_array_mut);
    for trigger in list.into_iter().flatten() {
        let kind = trigger["triggerType"].as_str().and_then(table::kind);
        if let (Some(kind), Some(config)) = (kind, trigger.get_mut("triggerConfig")) {
            *config = schema::settled_value(kind.config, config);
        }
    }
    props
}

/// Checks what depends on the type of a trigger, and on the others.
pub(super) fn check(
    (props, account): (&Map<String, Value>, &str),
    path: &Path,
    problems: &mut Problems,
) {
    let mut names = BTreeSet::new();
    for (index, trigger) in triggers(props) {
        let path = path.item(&index.to_string());
        check_type(trigger, &path, problems);
        check_source((trigger, text(props, "region"), account), &path, problems);
        let name = text(trigger, "triggerName");
        // One without a name is missed by the table.
        if !name.is_empty() && !names.insert(name) {
            let wrong = words!("is the name of another trigger too", "与其他触发器重名");
            let remedy = words!("give each its own name", "请为每个触发器取不同的名称");
            problems.add(&path.key("triggerName"), Fault::new(wrong, remedy));
        }
    }
}

/// Checks what the type of a trigger asks for. An unknown type is complained about by the table.
fn check_type(trigger: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let Some(kind) = table::kind(text(trigger, "triggerType")) else {
        return;
    };
    if let Some(config @ Value::Object(map)) = trigger.get("triggerConfig") {
        let path = path.key("triggerConfig");
        schema::check(kind.config, config, &path, problems);
        jwt::check(map, &path, problems);
    }
}

/// Checks that a trigger names what calls the function. fc3 hands one without that on, and nothing documents that
/// the service refuses it.
fn check_source(
    (trigger, region, account): (&Map<String, Value>, &str, &str),
    path: &Path,
    problems: &mut Problems,
) {
    let kind = text(trigger, "triggerType");
    let needs_source = table::kind(kind).is_some_and(|kind| kind.needs_source);
    if !needs_source || trigger.contains_key("sourceArn") {
        return;
    }
    let missing = words!(
        "is missing, and the service may refuse the trigger",
        "缺少该属性，服务端可能拒绝该触发器"
    );
    let remedy = match bucket(trigger).filter(|_| kind == "oss") {
        Some(bucket) => words!(
            "add sourceArn: acs:oss:{region}:{account}:{bucket}",
            "请补充 sourceArn: acs:oss:{region}:{account}:{bucket}"
        ),
        None => words!(
            "add the ARN of what calls the function",
            "请补充事件源的 ARN"
        ),
    };
    let fault = Fault::new(missing, remedy).of(Sort::Doubtful);
    problems.add(&path.key("sourceArn"), fault);
}

/// The bucket that a trigger names as FC 2.0 does.
fn bucket(trigger: &Map<String, Value>) -> Option<&str> {
    let config = trigger.get("triggerConfig");
    let inner = config.and_then(|config| config.get("bucketName"));
    let name = trigger.get("bucketName").or(inner)?.as_str()?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    Some(name).filter(|name| !name.is_empty() && name.chars().all(is_plain))
}

fn triggers(props: &Map<String, Value>) -> impl Iterator<Item = (usize, &Map<String, Value>)> {
    let list = props.get("triggers").and_then(Value::as_array);
    let blocks = list.into_iter().flatten().map(Value::as_object).enumerate();
    blocks.filter_map(|(index, block)| Some((index, block?)))
}

/// The triggers as the API names their fields, with the defaults that upstream fc3 puts in.
pub(super) fn documents(props: &Map<String, Value>, account: &str) -> Vec<Value> {
    triggers(props)
        .map(|(_, trigger)| document(trigger.clone(), account))
        .collect()
}

/// One trigger as the API names its fields.
fn document(mut trigger: Map<String, Value>, account: &str) -> Value {
    default(&mut trigger, "description", "");
    default(&mut trigger, "qualifier", "LATEST");
    let kind = table::kind(text(&trigger, "triggerType"));
    if let Some(role) = kind.and_then(|kind| kind.role) {
        // Upstream makes sure through RAM that it exists; here the service says so where it does not.
        default(&mut trigger, "invocationRole", role);
    }
    if let Some(Value::String(role)) = trigger.get_mut("invocationRole") {
        *role = role_arn(role, account);
    }
    if let Some(config) = object_mut(&mut trigger, "triggerConfig") {
        jwt::normalise(config);
    }
    Value::Object(trigger)
}
