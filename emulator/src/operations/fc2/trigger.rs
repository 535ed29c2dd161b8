//! Triggers of functions of a service, as stored configuration. Nothing ever fires.

use serde_json::{Value, json};

use super::page::{End, page};
use super::trigger_config::{replaceable, settled};
use super::{body, limits, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::Fc2;
use crate::doc::{Doc, fill, required, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// Without this header a client sees no triggers of EventBridge.
const WITH_EVENT_BRIDGE: &str = "x-fc-enable-eventbridge-trigger";

impl Fc2 {
    /// `POST /services/S/functions/F/triggers`.
    pub(crate) fn create_trigger(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_TRIGGER)?;
        let name = limits::trigger_name(&doc)?.to_owned();
        let kind = required(&doc, "triggerType")?.to_owned();
        let config = doc
            .shift_remove("triggerConfig")
            .unwrap_or_else(|| json!({}));
        let config = settled(call, &kind, config)?;
        visible(call, &doc, &name)?;
        check(cloud, call, &doc, &name)?;
        fill(
            &mut doc,
            json!({"description": "", "sourceArn": "", "invocationRole": ""}),
        );
        fill(
            &mut doc,
            json!({
                "triggerId": cloud.ids.uuid(),
                "qualifier": "LATEST",
                "triggerConfig": config,
                "createdTime": call.now.iso(),
                "lastModifiedTime": call.now.iso(),
            }),
        );
        if kind == "http" {
            fill(&mut doc, addresses(cloud, call));
        }
        let function = cloud.service_function_mut(call.name(0), call.name(1))?;
        function.triggers.insert(name, doc.clone());
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `GET /services/S/functions/F/triggers/T`.
    pub(crate) fn get_trigger(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        Ok(Response::ok(&Value::Object(trigger(cloud, call)?.clone())))
    }

    /// `PUT /services/S/functions/F/triggers/T`: what is left out stays, what is given takes the place of what was
    /// (G62).
    pub(crate) fn update_trigger(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut input = body::read(call, model::UPDATE_TRIGGER)?;
        let old = trigger(cloud, call)?.clone();
        own(call)?;
        let kind = text(&old, "triggerType").unwrap_or_default();
        let stands = old.get("triggerConfig").cloned().unwrap_or_default();
        let config = match input.shift_remove("triggerConfig") {
            Some(config) => settled(call, kind, config)?,
            None => stands.clone(),
        };
        replaceable(kind, &stands, &config)?;
        let mut doc = old.clone();
        doc.extend(input);
        qualified(cloud, call, &doc)?;
        doc.insert("triggerConfig".to_owned(), config);
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        let function = cloud.service_function_mut(call.name(0), call.name(1))?;
        function
            .triggers
            .insert(call.name(2).to_owned(), doc.clone());
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `DELETE /services/S/functions/F/triggers/T`.
    pub(crate) fn delete_trigger(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        trigger(cloud, call)?;
        own(call)?;
        let function = cloud.service_function_mut(call.name(0), call.name(1))?;
        function.triggers.remove(call.name(2));
        Ok(Response::empty(204))
    }

    /// `GET /services/S/functions/F/triggers`.
    pub(crate) fn list_triggers(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let function = cloud.service(call.name(0))?.function(call.name(1))?;
        let triggers = function.triggers.iter();
        let seen = triggers.filter(|(name, doc)| visible(call, doc, name).is_ok());
        let listed = seen.map(|(name, doc)| (name.clone(), Value::Object(doc.clone())));
        page(call, "triggers", End::Null, listed)
    }
}

/// A trigger, or the refusal that there is none of that name that the caller sees.
fn trigger<'c>(cloud: &'c Cloud, call: &Call<'_>) -> Result<&'c Doc> {
    let (function, name) = (call.name(1), call.name(2));
    let triggers = &cloud.service(call.name(0))?.function(function)?.triggers;
    let missing = || ApiError::no_trigger(name, function);
    let doc = triggers.get(name).ok_or_else(missing)?;
    visible(call, doc, name)?;
    Ok(doc)
}

/// Whether the caller sees such a trigger. That one of EventBridge is not found by writes without the header either
/// is guessed (G67).
fn visible(call: &Call<'_>, doc: &Doc, name: &str) -> Result<()> {
    let asked = call.request.header(WITH_EVENT_BRIDGE) == Some("enable");
    match text(doc, "triggerType") == Some("eventbridge") && !asked {
        true => Err(ApiError::no_trigger(name, call.name(1))),
        false => Ok(()),
    }
}

/// What EventBridge made is neither changed nor deleted by anybody else (G75).
fn own(call: &Call<'_>) -> Result<()> {
    match limits::is_of_event_bridge(call.name(2)) {
        true => Err(ApiError::invalid("the trigger is managed by EventBridge")),
        false => Ok(()),
    }
}

/// Whether there may be a new trigger of that name and type.
fn check(cloud: &Cloud, call: &Call<'_>, doc: &Doc, name: &str) -> Result<()> {
    let triggers = &cloud
        .service(call.name(0))?
        .function(call.name(1))?
        .triggers;
    if triggers.contains_key(name) {
        return Err(ApiError::exists("TriggerAlreadyExists", "trigger", name));
    }
    let is_http = |doc: &Doc| text(doc, "triggerType") == Some("http");
    // That there is one at most is documented, the code is not (G66).
    if is_http(doc) && triggers.values().any(is_http) {
        let message = "a function has at most one http trigger";
        return Err(ApiError::invalid(message));
    }
    qualified(cloud, call, doc)
}

/// The version or alias that a trigger names must be there (G66).
fn qualified(cloud: &Cloud, call: &Call<'_>, doc: &Doc) -> Result<()> {
    let qualifier = text(doc, "qualifier").unwrap_or("LATEST");
    cloud.service(call.name(0))?.resolve(qualifier).map(drop)
}

/// The addresses of an http trigger, which nobody can guess.
fn addresses(cloud: &mut Cloud, call: &Call<'_>) -> Value {
    let label = format!("{}-{}", call.name(0), call.name(1));
    let label = label.to_ascii_lowercase().replace('_', "-");
    let (region, letters) = (&call.region, cloud.ids.letters(10));
    let host = format!("{label}-{letters}.{region}.fcapp.run");
    json!({
        "urlInternet": format!("https://{host}"),
        "urlIntranet": format!("https://{label}-{letters}.{region}-vpc.fcapp.run"),
        "domainName": host,
    })
}
