//! The operations of the API, by the noun they work on.

pub(crate) mod code;
pub(crate) mod domain;
pub(crate) mod function;
pub(crate) mod list;
pub(crate) mod setting;
pub(crate) mod token;
pub(crate) mod trigger;

mod defaults;
mod limits;
pub(crate) mod object;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::config::{Config, Key};
use crate::encoding::hex;
use crate::error::ApiResult;
use crate::http::{Request, Response};
use crate::state::{Fields, State};

/// What carries out one operation.
pub(crate) type Handler = fn(&mut Call<'_>) -> ApiResult<Response>;

/// One request on its way through an operation.
pub(crate) struct Call<'a> {
    pub(crate) config: &'a Config,
    pub(crate) state: &'a mut State,
    pub(crate) request: &'a Request,
    /// The path variables in their order.
    pub(crate) names: Vec<String>,
    /// The key that signed the request.
    pub(crate) caller: Key,
    /// Chance that sets the ids of one emulator apart from those of another.
    pub(crate) seed: u64,
}

impl Call<'_> {
    /// A path variable.
    fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// The resource name of something in the account.
    fn arn(&self, resource: &str) -> String {
        let Config {
            region, account, ..
        } = self.config;
        format!("acs:fc:{region}:{account}:{resource}")
    }

    /// The present moment as the API writes it.
    fn now(&self) -> String {
        self.config.clock.text()
    }

    /// An id in the form of a UUID that was not given before.
    fn fresh_id(&mut self) -> String {
        self.state.serial += 1;
        let digest = hex(&Sha256::digest(format!(
            "{}:{}",
            self.seed, self.state.serial
        )));
        format!(
            "{}-{}-4{}-8{}-{}",
            &digest[..8],
            &digest[8..12],
            &digest[12..15],
            &digest[15..18],
            &digest[18..30]
        )
    }
}

/// The answer that shows one resource.
fn show(fields: &Fields) -> Response {
    Response::json(200, &Value::Object(fields.clone()))
}

/// The answer that shows one page of resources.
fn show_page(key: &str, items: Vec<Value>, next: Option<String>) -> Response {
    let mut body = Fields::new();
    body.insert(key.to_owned(), Value::Array(items));
    if let Some(next) = next {
        body.insert("nextToken".to_owned(), Value::String(next));
    }
    Response::json(200, &Value::Object(body))
}

/// Replaces the given top-level fields and leaves all others as they are.
fn merge(fields: &mut Fields, changes: Fields) {
    for (name, value) in changes {
        fields.insert(name, value);
    }
}

/// The text of a field, empty if it is absent.
fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_merge_replaces_whole_top_level_fields() {
        let object = |value: Value| value.as_object().cloned().unwrap();
        let mut fields = object(json!({"a": 1, "env": {"x": "1", "y": "2"}}));
        merge(&mut fields, object(json!({"env": {"x": "3"}})));
        assert_eq!(fields, object(json!({"a": 1, "env": {"x": "3"}})));
    }
}
