//! The documented limits of a function (FC, "Limits", and the API's field descriptions).

use serde_json::Value;

use super::bound::{self, Range, at_most, range, stepped};
use crate::doc::{Doc, at, required, text};
use crate::error::{ApiError, Result};

/// Bounds of single settings.
const RANGES: &[Range] = &[
    stepped("memorySize", 128, 32768, 64),
    range("timeout", 1, 86400),
    range("instanceConcurrency", 1, 200),
    stepped("gpuConfig.gpuMemorySize", 0, 1 << 20, 1024),
    range("instanceLifecycleConfig.initializer.timeout", 1, 300),
    range("instanceLifecycleConfig.preStop.timeout", 1, 90),
    range("customRuntimeConfig.port", 1, 65535),
    range("customContainerConfig.port", 1, 65535),
];

/// Bounds of a health check, which both kinds of custom runtimes have.
const HEALTH_CHECK: &[Range] = &[
    range("healthCheckConfig.failureThreshold", 1, 120),
    range("healthCheckConfig.successThreshold", 1, 120),
    range("healthCheckConfig.periodSeconds", 1, 120),
    range("healthCheckConfig.initialDelaySeconds", 0, 120),
    range("healthCheckConfig.timeoutSeconds", 1, 3),
];

/// Bytes of all environment variables together.
const VARIABLES: usize = 4096;

/// Runtimes whose code is a container image.
const CONTAINERS: [&str; 2] = ["custom-container", "micro-sandbox"];

/// Whether the function's code is a container image.
pub(super) fn is_container(doc: &Doc) -> bool {
    text(doc, "runtime").is_some_and(|runtime| CONTAINERS.contains(&runtime))
}

/// Checks what a new function must have.
pub(super) fn new_function(input: &Doc) -> Result<()> {
    bound::name("functionName", required(input, "functionName")?, 64)?;
    required(input, "runtime")?;
    required(input, "handler")?;
    let source = match text(input, "runtime") {
        Some("custom-container") => "customContainerConfig",
        Some("micro-sandbox") => "microSandboxConfig",
        // Every other runtime runs code.
        _ => "code",
    };
    if !input.contains_key(source) {
        return Err(ApiError::required(source));
    }
    tags(input)
}

/// Checks a function as it would be after a write.
pub(super) fn function(doc: &Doc) -> Result<()> {
    RANGES.iter().try_for_each(|range| range.check(doc))?;
    for runtime in ["customRuntimeConfig", "customContainerConfig"] {
        if let Some(Value::Object(config)) = doc.get(runtime) {
            HEALTH_CHECK
                .iter()
                .try_for_each(|range| range.check(config))?;
        }
    }
    at_most(doc, "layers", 5)?;
    at_most(doc, "nasConfig.mountPoints", 5)?;
    at_most(doc, "ossMountConfig.mountPoints", 5)?;
    size(doc)?;
    variables(doc)
}

/// Disk, CPU, and CPU in proportion to memory.
fn size(doc: &Doc) -> Result<()> {
    let number = |name: &str| doc.get(name).and_then(Value::as_f64);
    if number("diskSize").is_some_and(|disk| disk != 512.0 && disk != 10240.0) {
        return Err(ApiError::out_of_range("diskSize", "512|10240"));
    }
    let Some(cpu) = number("cpu") else {
        return Ok(());
    };
    // A CPU share may come as a 32-bit float, so it is never exactly a multiple.
    let steps = cpu * 20.0;
    if !(0.9999..=320.0001).contains(&steps) || (steps - steps.round()).abs() > 1e-4 {
        return Err(ApiError::out_of_range("cpu", "0.05-16, a multiple of 0.05"));
    }
    match number("memorySize").is_none_or(|memory| in_proportion(memory, cpu)) {
        true => Ok(()),
        false => Err(ApiError::invalid(
            "the ratio of memorySize (in GB) to cpu must be from 1 to 4",
        )),
    }
}

/// Whether there are one to four GB of memory a CPU.
pub(super) fn in_proportion(memory: f64, cpu: f64) -> bool {
    (0.9999..=4.0001).contains(&(memory / 1024.0 / cpu))
}

/// The names and the size of the environment variables.
fn variables(doc: &Doc) -> Result<()> {
    let Some(Value::Object(variables)) = doc.get("environmentVariables") else {
        return Ok(());
    };
    let length = |(name, value): (&String, &Value)| name.len() + value.as_str().map_or(0, str::len);
    if variables.iter().map(length).sum::<usize>() > VARIABLES {
        return Err(ApiError::invalid(format!(
            "environmentVariables exceed {VARIABLES} bytes"
        )));
    }
    match variables.keys().find(|name| !is_variable(name)) {
        Some(name) => Err(ApiError::invalid(format!(
            "environment variable name '{name}' is invalid"
        ))),
        None => Ok(()),
    }
}

/// Letters, digits and underscores, a letter first; names with `FC_` belong to the service.
fn is_variable(name: &str) -> bool {
    let rest = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(rest)
        && !name.starts_with("FC_")
}

/// How many tags there are, and how long.
pub(super) fn tags(doc: &Doc) -> Result<()> {
    at_most(doc, "tags", 20)?;
    let tags = at(doc, "tags").and_then(Value::as_array);
    for tag in tags.into_iter().flatten() {
        let length = |name: &str| tag[name].as_str().map_or(0, |text| text.chars().count());
        if length("Key") == 0 || length("Key") > 64 || length("Value") > 128 {
            let allowed = "keys of 1-64 and values of up to 128 characters";
            return Err(ApiError::out_of_range("tags", allowed));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::function;

    fn check(value: Value) -> Result<(), String> {
        let Value::Object(doc) = value else {
            return Err("not an object".to_owned());
        };
        function(&doc).map_err(|error| error.message)
    }

    #[test]
    fn what_the_document_allows_passes() {
        let doc = json!({
            "memorySize": 512, "cpu": f64::from(0.35_f32), "diskSize": 10240, "timeout": 86400,
            "environmentVariables": {"A_1": "x"}, "layers": ["a"],
        });
        assert_eq!(check(doc), Ok(()));
    }

    #[test]
    fn what_it_does_not_allow_is_refused_by_name() {
        let wrong = [
            (
                json!({"timeout": 0}),
                "Timeout is set to an invalid value (allowed: 1-86400)",
            ),
            (json!({"memorySize": 130}), "MemorySize"),
            (json!({"diskSize": 1024}), "DiskSize"),
            (json!({"cpu": 0.33}), "Cpu"),
            (json!({"cpu": 1, "memorySize": 512}), "ratio"),
            (json!({"instanceConcurrency": 201}), "InstanceConcurrency"),
            (json!({"environmentVariables": {"FC_X": ""}}), "FC_X"),
            (json!({"environmentVariables": {"1": ""}}), "'1'"),
            (
                json!({"environmentVariables": {"A": "x".repeat(4096)}}),
                "4096",
            ),
            (json!({"layers": ["", "", "", "", "", ""]}), "layers"),
            (
                json!({"customRuntimeConfig": {"healthCheckConfig": {"timeoutSeconds": 4}}}),
                "TimeoutSeconds",
            ),
        ];
        for (doc, part) in wrong {
            let message = check(doc).unwrap_err();
            assert!(message.contains(part), "{message}");
        }
    }
}
