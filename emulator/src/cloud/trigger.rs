//! Triggers of every type, as stored configuration.

use serde_json::{Value, json};

use super::models::{CREATE_TRIGGER, update_trigger};
use super::page::page;
use super::{Cloud, body, check_name, now, text};
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

const TYPES: [&str; 9] = [
    "http",
    "timer",
    "oss",
    "log",
    "mns_topic",
    "cdn_events",
    "tablestore",
    "eventbridge",
    "alb",
];

impl Cloud {
    pub(crate) fn create_trigger(&mut self, function: &str, request: &Request) -> Result<Response> {
        self.function(function)?;
        let mut trigger = body(request, CREATE_TRIGGER)?;
        let name = text(&trigger, "triggerName").unwrap_or_default().to_owned();
        check_name("triggerName", &name, 128)?;
        let kind = text(&trigger, "triggerType").unwrap_or_default().to_owned();
        if !TYPES.contains(&kind.as_str()) {
            return Err(ApiError::invalid(format!(
                "triggerType is invalid: '{kind}'"
            )));
        }
        check_config(&kind, trigger.get("triggerConfig"))?;
        let key = (function.to_owned(), name.clone());
        if self.triggers.contains_key(&key) {
            return Err(ApiError::exists("TriggerAlreadyExists", "trigger", &name));
        }
        let (id, time) = (self.uuid(), now());
        let target = format!(
            "acs:fc:{}:{}:functions/{function}",
            self.region, self.account
        );
        let mut put = |name: &str, value: Value| trigger.insert(name.to_owned(), value);
        put("createdTime", time.clone().into());
        put("lastModifiedTime", time.into());
        put("status", "".into());
        put("targetArn", target.into());
        if kind == "http" {
            put("httpTrigger", self.addresses(function, &id));
        }
        trigger.insert("triggerId".to_owned(), id.into());
        trigger
            .entry("qualifier")
            .or_insert_with(|| "LATEST".into());
        trigger.entry("description").or_insert_with(|| "".into());
        let trigger = Value::Object(trigger);
        self.triggers.insert(key, trigger.clone());
        Ok(Response::json(200, &trigger))
    }

    pub(crate) fn get_trigger(&self, function: &str, name: &str) -> Result<Response> {
        Ok(Response::json(200, self.trigger(function, name)?))
    }

    pub(crate) fn update_trigger(
        &mut self,
        function: &str,
        name: &str,
        request: &Request,
    ) -> Result<Response> {
        let mut trigger = self.trigger(function, name)?.clone();
        let input = body(request, update_trigger())?;
        if let Some(config) = input.get("triggerConfig") {
            check_config(
                trigger["triggerType"].as_str().unwrap_or_default(),
                Some(config),
            )?;
        }
        for (name, value) in input {
            trigger[name] = value;
        }
        trigger["lastModifiedTime"] = now().into();
        let key = (function.to_owned(), name.to_owned());
        self.triggers.insert(key, trigger.clone());
        Ok(Response::json(200, &trigger))
    }

    pub(crate) fn delete_trigger(&mut self, function: &str, name: &str) -> Result<Response> {
        self.trigger(function, name)?;
        self.triggers
            .remove(&(function.to_owned(), name.to_owned()));
        Ok(Response::empty(204))
    }

    pub(crate) fn list_triggers(&self, function: &str, request: &Request) -> Result<Response> {
        self.function(function)?;
        let triggers = self
            .triggers
            .iter()
            .filter(|((of, _), _)| of == function)
            .map(|((_, name), trigger)| (name.as_str(), trigger.clone()));
        page(request, "triggers", triggers)
    }

    fn trigger(&self, function: &str, name: &str) -> Result<&Value> {
        self.function(function)?;
        self.triggers
            .get(&(function.to_owned(), name.to_owned()))
            .ok_or_else(|| ApiError::trigger_not_found(name, function))
    }

    fn addresses(&self, function: &str, id: &str) -> Value {
        let host = format!("{function}-{}.{}", &id[..8], self.region);
        json!({
            "urlInternet": format!("https://{host}.fcapp.run"),
            "urlIntranet": format!("https://{host}-vpc.fcapp.run"),
        })
    }
}

/// The configuration is a JSON object in a string; Tablestore's may be empty.
fn check_config(kind: &str, config: Option<&Value>) -> Result<()> {
    let wrong = || ApiError::invalid("triggerConfig must be a JSON object in a string");
    let text = match config {
        Some(Value::String(text)) => text,
        None if kind == "tablestore" => return Ok(()),
        _ => return Err(wrong()),
    };
    if text.is_empty() && kind == "tablestore" {
        return Ok(());
    }
    let parsed: Value = serde_json::from_str(text).map_err(|_| wrong())?;
    let needs = |name: &str| match parsed.get(name) {
        Some(_) => Ok(()),
        None => Err(ApiError::invalid(format!(
            "triggerConfig.{name} is required but not provided"
        ))),
    };
    match kind {
        _ if !parsed.is_object() => Err(wrong()),
        "http" => needs("authType").and_then(|()| needs("methods")),
        "timer" => needs("cronExpression"),
        "oss" => needs("events"),
        _ => Ok(()),
    }
}
