//! The state of one account, and the operations on it, one file a noun.

mod code;
mod domain;
mod function;
mod models;
mod oss;
mod page;
mod trigger;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::emulator::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

pub use code::checksum;

/// Everything that stands in the account.
#[derive(Debug)]
pub struct Cloud {
    account: String,
    region: String,
    functions: BTreeMap<String, Value>,
    packages: BTreeMap<String, Vec<u8>>,
    /// By function and trigger.
    triggers: BTreeMap<(String, String), Value>,
    domains: BTreeMap<String, Value>,
    /// By bucket and key.
    objects: BTreeMap<(String, String), Vec<u8>>,
    temporary: Vec<Key>,
    counter: u64,
}

impl Cloud {
    pub(crate) fn new(account: &str, region: &str) -> Cloud {
        Cloud {
            account: account.to_owned(),
            region: region.to_owned(),
            functions: BTreeMap::new(),
            packages: BTreeMap::new(),
            triggers: BTreeMap::new(),
            domains: BTreeMap::new(),
            objects: BTreeMap::new(),
            temporary: Vec::new(),
            counter: 0,
        }
    }

    /// All of it as JSON, for tests.
    pub(crate) fn state(&self) -> Value {
        let triggers: Vec<&Value> = self.triggers.values().collect();
        json!({"functions": self.functions, "triggers": triggers, "customDomains": self.domains})
    }

    /// An id in the form that the service gives its requests.
    pub(crate) fn next_id(&mut self) -> String {
        self.counter += 1;
        let time = jiff::Timestamp::now().as_second();
        format!("1-{time:08x}-{:024x}", self.counter)
    }

    /// The answer to reading something that nobody configured. Configuring it is not part of this
    /// emulator yet.
    pub(crate) fn nothing_configured(&self, action: &str, name: &str) -> Result<Response> {
        if action != "ListTagResources" && !self.functions.contains_key(name) {
            return Err(ApiError::function_not_found(name));
        }
        let arn = Value::String(String::new());
        match action {
            "GetAsyncInvokeConfig" => {
                let message = format!("async config of function '{name}' does not exist");
                Err(ApiError::new(404, "AsyncConfigNotExists", message))
            }
            "GetConcurrencyConfig" => {
                let message = format!("concurrency config of function '{name}' does not exist");
                Err(ApiError::new(404, "OnDemandConfigNotFound", message))
            }
            "GetProvisionConfig" => Ok(Response::json(
                200,
                &json!({"functionArn": arn, "target": 0, "current": 0}),
            )),
            "GetScalingConfig" => Ok(Response::json(
                200,
                &json!({"functionArn": arn, "minInstances": 0, "currentInstances": 0}),
            )),
            "ListVpcBindings" => Ok(Response::json(200, &json!({"vpcIds": []}))),
            _ => Ok(Response::json(
                200,
                &json!({"TagResources": [], "RequestId": ""}),
            )),
        }
    }

    fn function(&self, name: &str) -> Result<&Value> {
        self.functions
            .get(name)
            .ok_or_else(|| ApiError::function_not_found(name))
    }

    /// Something that looks like one of the service's random ids.
    fn uuid(&mut self) -> String {
        self.counter += 1;
        let n = self.counter;
        format!(
            "{:08x}-1c20-4b89-a8fb-{n:012x}",
            n.wrapping_mul(0x9E37_79B9) & 0xFFFF_FFFF
        )
    }
}

/// The time as functions, triggers and domains carry it.
fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

/// The request's body as an object with no field that the API does not know.
fn body(request: &Request, known: &[&str]) -> Result<Map<String, Value>> {
    let value: Value = serde_json::from_slice(&request.body)
        .map_err(|error| ApiError::invalid(format!("the body is not JSON: {error}")))?;
    let Value::Object(map) = value else {
        return Err(ApiError::invalid("the body is not a JSON object"));
    };
    match map.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(ApiError::invalid(format!("unknown field '{name}'"))),
        None => Ok(map),
    }
}

fn text<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    map.get(name).and_then(Value::as_str)
}

/// The rule for names of functions and triggers in the API document.
fn check_name(what: &str, name: &str, most: usize) -> Result<()> {
    let first = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let rest = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if first && rest && name.len() <= most {
        return Ok(());
    }
    Err(ApiError::invalid(format!("{what} is invalid: '{name}'")))
}
