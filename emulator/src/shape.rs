//! What the fields of a request body may be called and of which type they must be.
//!
//! `models.json` holds the input models of the API, extracted from the official SDK.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::error::{ApiError, ApiResult};
use crate::http::Request;

static MODELS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("models.json")).unwrap_or_default());

/// The request's body as an object that fits the named model; a `null` counts as absent.
pub(crate) fn body(request: &Request, model: &str) -> ApiResult<Map<String, Value>> {
    let parsed: Value = serde_json::from_slice(&request.body)
        .map_err(|error| ApiError::invalid(format!("failed to parse the request body: {error}")))?;
    check(&parsed, model, "")?;
    match parsed {
        Value::Object(fields) => Ok(fields.into_iter().filter(|(_, v)| !v.is_null()).collect()),
        _ => Err(ApiError::invalid("the request body must be a JSON object")),
    }
}

/// Compares a value with a type such as `string`, `Tag[]` or `VPCConfig`.
fn check(value: &Value, kind: &str, path: &str) -> ApiResult<()> {
    if let Some(element) = kind.strip_suffix("[]") {
        return check_list(value, element, path);
    }
    let fits = match kind {
        "any" => true,
        _ if value.is_null() => true,
        "string" => value.is_string(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "map<string>" => value
            .as_object()
            .is_some_and(|map| map.values().all(Value::is_string)),
        model => return check_model(value, model, path),
    };
    if fits {
        Ok(())
    } else {
        Err(wrong_type(kind, path))
    }
}

fn check_list(value: &Value, element: &str, path: &str) -> ApiResult<()> {
    match value {
        Value::Null => Ok(()),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, element, path)),
        _ => Err(wrong_type("array", path)),
    }
}

fn check_model(value: &Value, model: &str, path: &str) -> ApiResult<()> {
    let fields = value
        .as_object()
        .ok_or_else(|| wrong_type("object", path))?;
    for (name, field) in fields {
        let inner = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        let kind = MODELS[model][name]
            .as_str()
            .ok_or_else(|| ApiError::invalid(format!("unknown field '{inner}'")))?;
        check(field, kind, &inner)?;
    }
    Ok(())
}

fn wrong_type(kind: &str, path: &str) -> ApiError {
    let subject = if path.is_empty() {
        "the request body"
    } else {
        path
    };
    ApiError::invalid(format!("{subject} must be of type {kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refusal(value: &Value, model: &str) -> String {
        check(value, model, "").unwrap_err().message
    }

    #[test]
    fn unknown_and_mistyped_fields_are_named() {
        let model = "CreateFunctionInput";
        let nested = json!({"vpcConfig": {"vpcID": "v"}});
        assert_eq!(refusal(&nested, model), "unknown field 'vpcConfig.vpcID'");
        assert_eq!(
            refusal(&json!({"timeout": "3"}), model),
            "timeout must be of type number"
        );
        assert_eq!(
            refusal(&json!({"triggerConfig": {}}), "CreateTriggerInput"),
            "triggerConfig must be of type string"
        );
    }

    #[test]
    fn every_model_is_defined() {
        let models = MODELS.as_object().unwrap();
        assert!(models.len() > 40);
        for kind in models
            .values()
            .flat_map(|m| m.as_object().unwrap().values())
        {
            let name = kind.as_str().unwrap().trim_end_matches("[]");
            let plain = ["any", "string", "number", "boolean", "map<string>"].contains(&name);
            assert!(plain || models.contains_key(name), "{name}");
        }
    }
}
