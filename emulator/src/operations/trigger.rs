//! Triggers of every type, as stored configuration. Nothing ever fires.

use serde_json::{Value, json};

use super::{body, bound, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::doc::{Doc, fill, required, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// The types that the API names.
const TYPES: &[&str] = &[
    "alb",
    "cdn_events",
    "eventbridge",
    "http",
    "log",
    "mns_topic",
    "oss",
    "tablestore",
    "timer",
];

/// Triggers of one function.
const MOST: usize = 50;

impl Cloud {
    /// `CreateTrigger`.
    pub(crate) fn create_trigger(&mut self, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_TRIGGER)?;
        let name = required(&doc, "triggerName")?.to_owned();
        bound::name("triggerName", &name, 128)?;
        required(&doc, "triggerType")?;
        bound::one_of(&doc, "triggerType", TYPES)?;
        check_config(&doc)?;
        let triggers = &self.function(call.name(0))?.triggers;
        if triggers.contains_key(&name) {
            return Err(ApiError::exists("TriggerAlreadyExists", "trigger", &name));
        }
        if triggers.len() >= MOST {
            let message = format!("a function has at most {MOST} triggers");
            return Err(ApiError::new(400, "LimitExceededError", message));
        }
        self.settle(call, &mut doc)?;
        let triggers = &mut self.function_mut(call.name(0))?.triggers;
        triggers.insert(name, doc.clone());
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// What the service adds to a new trigger (G32).
    fn settle(&mut self, call: &Call<'_>, doc: &mut Doc) -> Result<()> {
        let function = self.function(call.name(0))?;
        let (arn, region) = (function.arn().to_owned(), function.region().to_owned());
        fill(doc, json!({"description": "", "qualifier": "LATEST"}));
        let added = json!({
            "createdTime": call.now.iso(),
            "lastModifiedTime": call.now.iso(),
            // Only these triggers live in another service and so have a status of their own.
            "status": if text(doc, "triggerType") == Some("eventbridge") { "OK" } else { "" },
            "targetArn": arn,
            "triggerId": self.ids.uuid(),
        });
        fill(doc, added);
        if text(doc, "triggerType") == Some("http") {
            let addresses = self.addresses(&region, call.name(0));
            doc.insert("httpTrigger".to_owned(), addresses);
        }
        Ok(())
    }

    /// The addresses of an http trigger, which nobody can guess.
    fn addresses(&mut self, region: &str, function: &str) -> Value {
        let label = function.to_ascii_lowercase().replace(['_', '$'], "-");
        let host = format!("{label}-{}.{region}", self.ids.letters(10));
        json!({
            "urlInternet": format!("https://{host}.fcapp.run"),
            "urlIntranet": format!("https://{host}-vpc.fcapp.run"),
        })
    }

    /// `GetTrigger`.
    pub(crate) fn get_trigger(&mut self, call: &Call<'_>) -> Result<Response> {
        let doc = self.trigger_mut(call)?;
        Ok(Response::ok(&Value::Object(doc.clone())))
    }

    /// `UpdateTrigger`: what is left out stays, what is given takes the place of what was (G5).
    pub(crate) fn update_trigger(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, model::UPDATE_TRIGGER)?;
        let trigger = self.trigger_mut(call)?;
        let mut doc = trigger.clone();
        doc.extend(input);
        check_config(&doc)?;
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        trigger.clone_from(&doc);
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `DeleteTrigger`.
    pub(crate) fn delete_trigger(&mut self, call: &Call<'_>) -> Result<Response> {
        self.trigger_mut(call)?;
        let function = self.function_mut(call.name(0))?;
        function.triggers.remove(call.name(1));
        Ok(Response::empty(204))
    }

    /// `ListTriggers`.
    pub(crate) fn list_triggers(&mut self, call: &Call<'_>) -> Result<Response> {
        let triggers = self.function(call.name(0))?.triggers.iter();
        let listed = triggers.map(|(name, doc)| (name, Value::Object(doc.clone())));
        super::page::page(call, "triggers", listed)
    }

    /// A trigger, or the refusal that there is none of that name.
    fn trigger_mut(&mut self, call: &Call<'_>) -> Result<&mut Doc> {
        let (function, name) = (call.name(0), call.name(1));
        let found = self.function_mut(function)?.triggers.get_mut(name);
        found.ok_or_else(|| ApiError::no_trigger(name, function))
    }
}

/// The configuration is an object of JSON in a string. A Tablestore trigger needs none. Little more is checked,
/// and nothing filled in (G33).
fn check_config(doc: &Doc) -> Result<()> {
    let config = match text(doc, "triggerConfig") {
        None if text(doc, "triggerType") == Some("tablestore") => return Ok(()),
        None => return Err(ApiError::required("triggerConfig")),
        Some(config) => serde_json::from_str(config),
    };
    let Ok(Value::Object(config)) = config else {
        return Err(ApiError::invalid(
            "triggerConfig must be a JSON object in a string",
        ));
    };
    match text(doc, "triggerType") {
        Some("http") => bound::one_of(&config, "authType", &["anonymous", "function", "jwt"]),
        Some("timer") => required(&config, "cronExpression").map(|_| ()),
        // Of other types only that it is an object is checked.
        _ => Ok(()),
    }
}
