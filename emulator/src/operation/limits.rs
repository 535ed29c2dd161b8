//! What values the fields of a function, a trigger and their names may have.

use serde_json::Value;

use super::text;
use crate::error::{ApiError, ApiResult};
use crate::state::Fields;

/// Checks the name of a function.
pub(super) fn function_name(name: &str) -> ApiResult<()> {
    name_of("function", name, 64)
}

/// Checks the name of a trigger.
pub(super) fn trigger_name(name: &str) -> ApiResult<()> {
    name_of("trigger", name, 128)
}

fn name_of(noun: &str, name: &str, longest: usize) -> ApiResult<()> {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let rest = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if starts && name.chars().all(rest) && name.len() <= longest {
        return Ok(());
    }
    Err(ApiError::invalid(format!(
        "{noun} name '{name}' must be 1 to {longest} letters, digits, '_' or '-', starting with a letter or '_'"
    )))
}

/// Checks a whole function, after all defaults are filled in.
pub(super) fn function(fields: &Fields) -> ApiResult<()> {
    for (name, label) in [("handler", "Handler"), ("runtime", "Runtime")] {
        if text(fields, name).is_empty() {
            return Err(ApiError::invalid(format!(
                "{label} is required but not provided"
            )));
        }
    }
    number(fields, "memorySize", 128, 32768, 64)?;
    number(fields, "timeout", 1, 86400, 1)?;
    number(fields, "instanceConcurrency", 1, 200, 1)?;
    disk(fields)?;
    cpu(fields)?;
    environment(fields)
}

fn number(fields: &Fields, name: &str, low: i64, high: i64, step: i64) -> ApiResult<()> {
    let fits = |n: i64| (low..=high).contains(&n) && n % step == 0;
    if fields.get(name).and_then(Value::as_i64).is_some_and(fits) {
        return Ok(());
    }
    let multiple = if step > 1 {
        format!(" and a multiple of {step}")
    } else {
        String::new()
    };
    Err(ApiError::invalid(format!(
        "{name} must be between {low} and {high}{multiple}"
    )))
}

fn disk(fields: &Fields) -> ApiResult<()> {
    match fields.get("diskSize").and_then(Value::as_i64) {
        Some(512 | 10240) => Ok(()),
        _ => Err(ApiError::invalid("diskSize must be 512 or 10240")),
    }
}

fn cpu(fields: &Fields) -> ApiResult<()> {
    let cpu = fields.get("cpu").and_then(Value::as_f64).unwrap_or(0.0);
    let steps = cpu / 0.05;
    if !(0.05..=16.0).contains(&cpu) || (steps - steps.round()).abs() > 1e-4 {
        return Err(ApiError::invalid(
            "cpu must be between 0.05 and 16 and a multiple of 0.05",
        ));
    }
    let memory = fields
        .get("memorySize")
        .and_then(Value::as_f64)
        .unwrap_or(0.0);
    let ratio = memory / 1024.0 / cpu;
    if (0.999..=4.001).contains(&ratio) {
        return Ok(());
    }
    Err(ApiError::invalid(
        "the ratio of memorySize (in GB) to cpu must be between 1 and 4",
    ))
}

fn environment(fields: &Fields) -> ApiResult<()> {
    let Some(variables) = fields
        .get("environmentVariables")
        .and_then(Value::as_object)
    else {
        return Ok(());
    };
    if let Some(name) = variables.keys().find(|name| name.starts_with("FC_")) {
        let message =
            format!("environment variable '{name}' starts with the reserved prefix 'FC_'");
        return Err(ApiError::invalid(message));
    }
    let size: usize = variables
        .iter()
        .map(|(k, v)| k.len() + v.as_str().map_or(0, str::len))
        .sum();
    if size > 4096 {
        return Err(ApiError::invalid("environment variables exceed 4096 bytes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(change: Value) -> Result<(), String> {
        let mut fields = json!({"handler": "h", "runtime": "r"})
            .as_object()
            .cloned()
            .unwrap();
        fields.extend(change.as_object().cloned().unwrap());
        super::super::defaults::fill_function(&mut fields);
        function(&fields).map_err(|error| error.message)
    }

    #[test]
    fn values_are_limited() {
        assert_eq!(check(json!({})), Ok(()));
        assert_eq!(check(json!({"cpu": 0.35, "memorySize": 512})), Ok(()));
        assert_eq!(
            check(json!({"handler": ""})),
            Err("Handler is required but not provided".to_owned())
        );
        assert!(check(json!({"memorySize": 100})).is_err());
        assert!(check(json!({"timeout": 0})).is_err());
        assert!(check(json!({"diskSize": 513})).is_err());
        assert!(check(json!({"cpu": 1, "memorySize": 8192})).is_err());
        assert!(check(json!({"environmentVariables": {"FC_X": "1"}})).is_err());
    }

    #[test]
    fn memory_alone_is_enough() {
        for memory in (128..=32768).step_by(64) {
            assert_eq!(check(json!({"memorySize": memory})), Ok(()), "{memory}");
        }
    }

    #[test]
    fn names_are_limited() {
        assert!(function_name("_a-1").is_ok());
        assert!(function_name("1a").is_err());
        assert!(function_name(&"a".repeat(65)).is_err());
        assert!(trigger_name("a b").is_err());
    }
}
