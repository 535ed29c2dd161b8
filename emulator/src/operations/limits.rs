//! The documented limits of a function (FC, "Limits", and the API's field descriptions), and what upstream's
//! own tests deploy beyond them.

use serde_json::Value;

use super::bound::{self, Range, at_most, range, stepped};
use crate::doc::{Doc, at, required, text};
use crate::error::{ApiError, Result};

/// Bounds of single settings.
const RANGES: &[Range] = &[
    range("timeout", 1, 86400),
    range("instanceConcurrency", 1, 200),
    stepped("gpuConfig.gpuMemorySize", 0, 1 << 20, 1024),
    // The document has 300 and 90, but upstream deploys a hook of 300 before the stop (G9).
    range("instanceLifecycleConfig.initializer.timeout", 1, 600),
    range("instanceLifecycleConfig.preStop.timeout", 1, 900),
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

/// Runtimes whose code is a container image, and the blocks of which one must say which image. Upstream
/// has `customContainerConfig` for both, the newest models a block of its own for the second (G7).
const CONTAINERS: [(&str, &[&str]); 2] = [
    ("custom-container", &["customContainerConfig"]),
    (
        "micro-sandbox",
        &["microSandboxConfig", "customContainerConfig"],
    ),
];

/// What an instance may be sized to.
struct Sizes {
    /// Of `memorySize`, in MB.
    memory: Range,
    /// GB of memory a CPU; at least one.
    proportion: f64,
    /// Of `diskSize`, in MB.
    disks: &'static [i64],
}

/// As the API's field descriptions have it.
const PLAIN: Sizes = Sizes {
    memory: stepped("memorySize", 128, 32768, 64),
    proportion: 4.0,
    disks: &[512, 10240],
};

/// With a GPU: as far as upstream's own tests go, since nothing is documented (G6).
const WITH_GPU: Sizes = Sizes {
    memory: stepped("memorySize", 128, 65536, 64),
    proportion: 8.0,
    disks: &[512, 10240, 61440],
};

impl Sizes {
    /// Those for that function.
    fn of(doc: &Doc) -> &'static Sizes {
        let gpu = at(doc, "gpuConfig.gpuType").and_then(Value::as_str);
        match gpu.is_some_and(|gpu| !gpu.is_empty()) {
            true => &WITH_GPU,
            false => &PLAIN,
        }
    }
}

/// The blocks of which one says which image the function runs; none where it runs code.
pub(super) fn image_blocks(doc: &Doc) -> &'static [&'static str] {
    let runtime = text(doc, "runtime");
    let mut known = CONTAINERS.iter();
    let found = known.find(|(name, _)| Some(*name) == runtime);
    found.map_or(&[], |(_, blocks)| blocks)
}

/// Whether the function's code is a container image.
pub(super) fn is_container(doc: &Doc) -> bool {
    !image_blocks(doc).is_empty()
}

/// Checks what a new function must have. Its runtime may be any (G47).
pub(super) fn new_function(input: &Doc) -> Result<()> {
    name(required(input, "functionName")?)?;
    required(input, "runtime")?;
    required(input, "handler")?;
    let sources = match image_blocks(input) {
        [] => &["code"],
        blocks => blocks,
    };
    match sources.iter().any(|source| input.contains_key(*source)) {
        true => tags(input),
        false => Err(ApiError::required(sources[0])),
    }
}

/// Checks a function's name. One of FC 2.0 has its service's name in front, joined by `$`; upstream takes
/// such names, so the service does, too, even of a new function (G8).
fn name(name: &str) -> Result<()> {
    let mut parts = name.splitn(2, '$');
    parts.try_for_each(|part| bound::name("functionName", part, 64))
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
    // What else they need is not checked (G51).
    at_most(doc, "nasConfig.mountPoints", 5)?;
    at_most(doc, "ossMountConfig.mountPoints", 5)?;
    size(doc)?;
    variables(doc)
}

/// Disk, CPU, and CPU in proportion to memory.
fn size(doc: &Doc) -> Result<()> {
    let number = |name: &str| doc.get(name).and_then(Value::as_f64);
    let sizes = Sizes::of(doc);
    sizes.memory.check(doc)?;
    let disk = doc.get("diskSize").and_then(Value::as_i64);
    if disk.is_some_and(|disk| !sizes.disks.contains(&disk)) {
        let allowed: Vec<String> = sizes.disks.iter().map(i64::to_string).collect();
        return Err(ApiError::out_of_range("diskSize", &allowed.join("|")));
    }
    let Some(cpu) = number("cpu") else {
        return Ok(());
    };
    // A CPU share may come as a 32-bit float, so it is never exactly a multiple.
    let steps = cpu * 20.0;
    if !(0.9999..=320.0001).contains(&steps) || (steps - steps.round()).abs() > 1e-4 {
        return Err(ApiError::out_of_range("cpu", "0.05-16, a multiple of 0.05"));
    }
    match number("memorySize").is_none_or(|memory| in_proportion(doc, memory, cpu)) {
        true => Ok(()),
        false => Err(ApiError::invalid(format!(
            "the ratio of memorySize (in GB) to cpu must be from 1 to {}",
            sizes.proportion
        ))),
    }
}

/// Whether there is as much memory a CPU as that function may have.
pub(super) fn in_proportion(doc: &Doc, memory: f64, cpu: f64) -> bool {
    let most = Sizes::of(doc).proportion + 0.0001;
    (0.9999..=most).contains(&(memory / 1024.0 / cpu))
}

/// The names and the size of the environment variables.
pub(super) fn variables(doc: &Doc) -> Result<()> {
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

    /// G6, G9: the sizes of `scaling/s2.yaml` and `model/s_file.yaml` of upstream's own tests.
    #[test]
    fn what_upstream_deploys_beside_a_gpu_passes_there_only() {
        let gpu = |kind: &str, memory: u32| json!({"gpuType": kind, "gpuMemorySize": memory});
        let scaling = json!({
            "memorySize": 65536, "cpu": 8, "diskSize": 10240,
            "gpuConfig": gpu("fc.gpu.ada.1", 49152),
        });
        let model = json!({
            "memorySize": 32768, "cpu": 8, "diskSize": 61440,
            "gpuConfig": gpu("fc.gpu.tesla.1", 16384),
            "instanceLifecycleConfig": {"preStop": {"handler": "true", "timeout": 300}},
        });
        for (doc, part) in [(scaling, "MemorySize"), (model, "DiskSize")] {
            assert_eq!(check(doc.clone()), Ok(()));
            let mut plain = doc;
            plain["gpuConfig"] = gpu("", 0);
            let message = check(plain).unwrap_err();
            assert!(message.contains(part), "{message}");
        }
    }

    /// G10.
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
