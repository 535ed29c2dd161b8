//! Triggers: create, read, update, delete and list.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Call, limits, merge, show, show_page, text};
use crate::encoding::hex;
use crate::error::{ApiError, ApiResult};
use crate::http::Response;
use crate::page::page;
use crate::shape;
use crate::state::Fields;

const TYPES: [&str; 10] = [
    "http",
    "timer",
    "oss",
    "log",
    "mns_topic",
    "cdn_events",
    "tablestore",
    "eventbridge",
    "kafka",
    "alb",
];
const MOST_TRIGGERS: usize = 50;

/// Creates a trigger of a function.
pub(crate) fn create(call: &mut Call<'_>) -> ApiResult<Response> {
    let owner = call.name(0).to_owned();
    call.state.function(&owner)?;
    let mut fields = shape::body(call.request, "CreateTriggerInput")?;
    let name = text(&fields, "triggerName").to_owned();
    limits::trigger_name(&name)?;
    check_type(text(&fields, "triggerType"))?;
    check_config(&fields)?;
    check_room(call, &owner, &name)?;
    stamp_new(call, &owner, &mut fields);
    let response = show(&fields);
    call.state.function(&owner)?.triggers.insert(name, fields);
    Ok(response)
}

/// Shows a trigger.
pub(crate) fn get(call: &mut Call<'_>) -> ApiResult<Response> {
    Ok(show(found(call)?))
}

/// Changes the fields of a trigger that the request names.
pub(crate) fn update(call: &mut Call<'_>) -> ApiResult<Response> {
    let now = call.now();
    let mut fields = found(call)?.clone();
    merge(
        &mut fields,
        shape::body(call.request, "UpdateTriggerInput")?,
    );
    check_config(&fields)?;
    fields.insert("lastModifiedTime".to_owned(), json!(now));
    *found(call)? = fields;
    get(call)
}

/// Deletes a trigger.
pub(crate) fn delete(call: &mut Call<'_>) -> ApiResult<Response> {
    found(call)?;
    let (owner, name) = (call.name(0).to_owned(), call.name(1).to_owned());
    call.state.function(&owner)?.triggers.remove(&name);
    Ok(Response::empty(204))
}

/// Lists the triggers of a function page by page.
pub(crate) fn list(call: &mut Call<'_>) -> ApiResult<Response> {
    let owner = call.name(0).to_owned();
    let triggers = &call.state.function(&owner)?.triggers;
    let page = page(call.request, triggers.iter())?;
    let items = page.items.into_iter().cloned().map(Value::Object).collect();
    Ok(show_page("triggers", items, page.next))
}

fn found<'a>(call: &'a mut Call<'_>) -> ApiResult<&'a mut Fields> {
    let (owner, name) = (call.name(0).to_owned(), call.name(1).to_owned());
    let triggers = &mut call.state.function(&owner)?.triggers;
    triggers
        .get_mut(&name)
        .ok_or_else(|| ApiError::no_trigger(&name))
}

fn check_type(kind: &str) -> ApiResult<()> {
    if TYPES.contains(&kind) {
        return Ok(());
    }
    Err(ApiError::invalid(format!(
        "trigger type '{kind}' is not supported"
    )))
}

/// A configuration is JSON in a string; only a table store can do without one.
fn check_config(fields: &Fields) -> ApiResult<()> {
    let config = text(fields, "triggerConfig");
    if config.is_empty() && text(fields, "triggerType") == "tablestore" {
        return Ok(());
    }
    let parsed: Option<Fields> = serde_json::from_str(config).ok();
    let parsed = parsed
        .ok_or_else(|| ApiError::invalid("triggerConfig must be a JSON object in a string"))?;
    let required: &[&str] = match text(fields, "triggerType") {
        "http" => &["authType", "methods"],
        "timer" => &["cronExpression"],
        "oss" => &["events"],
        _ => &[],
    };
    match required.iter().find(|name| !parsed.contains_key(**name)) {
        Some(name) => Err(ApiError::invalid(format!(
            "triggerConfig.{name} is required but not provided"
        ))),
        None => Ok(()),
    }
}

fn check_room(call: &mut Call<'_>, owner: &str, name: &str) -> ApiResult<()> {
    let triggers = &call.state.function(owner)?.triggers;
    if triggers.contains_key(name) {
        let message = format!("trigger '{name}' already exists");
        return Err(ApiError::new(409, "TriggerAlreadyExists", message));
    }
    if triggers.len() >= MOST_TRIGGERS {
        let message = format!("a function has at most {MOST_TRIGGERS} triggers");
        return Err(ApiError::new(400, "LimitExceededError", message));
    }
    Ok(())
}

/// Writes the fields that a new trigger gets from the service.
fn stamp_new(call: &mut Call<'_>, owner: &str, fields: &mut Fields) {
    let now = call.now();
    for (name, default) in [
        ("description", ""),
        ("qualifier", "LATEST"),
        ("triggerConfig", ""),
    ] {
        fields.entry(name).or_insert(json!(default));
    }
    let target = call.arn(&format!("functions/{owner}"));
    fields.insert("triggerId".to_owned(), json!(call.fresh_id()));
    fields.insert("targetArn".to_owned(), json!(target));
    fields.insert("status".to_owned(), json!("Active"));
    fields.insert("createdTime".to_owned(), json!(now));
    fields.insert("lastModifiedTime".to_owned(), json!(now));
    if text(fields, "triggerType") == "http" {
        fields.insert("httpTrigger".to_owned(), addresses(call, owner));
    }
}

/// The addresses of a function with an HTTP trigger, the same for as long as it is called so.
fn addresses(call: &Call<'_>, owner: &str) -> Value {
    let digest = Sha256::digest(format!("{}:{owner}", call.config.account));
    let suffix = &hex(&digest)[..10];
    let region = &call.config.region;
    json!({
        "urlInternet": format!("https://{owner}-{suffix}.{region}.fcapp.run"),
        "urlIntranet": format!("https://{owner}-{suffix}.{region}-vpc.fcapp.run"),
    })
}
