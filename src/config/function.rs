//! The function's own properties (fc3's schema; ranges from the API document).

use serde_json::{Map, Value, json};

use super::problem::Problems;
use super::schema::{Prop, Shape, may, must, text_of};
use super::trigger;
use super::{default, role_arn, text};
use crate::words;

/// All properties of a resource of component fc3.
pub(super) const PROPS: &[Prop] = &[
    must("region", Shape::Text),
    must("functionName", Shape::Name(64)),
    must("runtime", Shape::Text),
    may("handler", Shape::Text),
    may("code", Shape::Anything),
    may("description", Shape::Text),
    may("memorySize", Shape::Int(128, 32768, 64)),
    may("cpu", Shape::Number),
    may("diskSize", Shape::Numbers(&[512, 10240])),
    may("timeout", Shape::Int(1, 86400, 1)),
    may("instanceConcurrency", Shape::Int(1, 200, 1)),
    may("idleTimeout", Shape::Int(0, i64::MAX, 1)),
    may("internetAccess", Shape::Flag),
    may("environmentVariables", Shape::Texts),
    may("layers", Shape::List(&Shape::Text)),
    may("role", Shape::Text),
    may("logConfig", Shape::Block(LOG)),
    may("vpcConfig", Shape::Block(VPC)),
    may("nasConfig", Shape::Block(NAS)),
    may(
        "ossMountConfig",
        Shape::Block(&[must("mountPoints", Shape::List(&Shape::Block(OSS_MOUNT)))]),
    ),
    may("polarFsConfig", Shape::Block(POLAR_FS)),
    may("juiceFsConfig", Shape::Free),
    may("customContainerConfig", Shape::Block(CONTAINER)),
    may("customRuntimeConfig", Shape::Block(CUSTOM_RUNTIME)),
    may("microSandboxConfig", Shape::Free),
    may("customDNS", Shape::Block(DNS)),
    may("gpuConfig", Shape::Block(GPU)),
    may("tracingConfig", Shape::Block(TRACING)),
    may("instanceLifecycleConfig", Shape::Block(LIFECYCLE)),
    may("sessionAffinity", Shape::Text),
    may(
        "sessionAffinityConfig",
        Shape::Either(&Shape::Text, &Shape::Block(SESSION_AFFINITY)),
    ),
    may("instanceIsolationMode", Shape::Text),
    may("enableLongLiving", Shape::Flag),
    may("disableOndemand", Shape::Flag),
    may("disableInjectCredentials", Shape::Text),
    may("triggers", Shape::List(&Shape::Block(trigger::PROPS))),
    may("customDomain", Shape::Block(super::domain::PROPS)),
    may("annotations", Shape::Free),
    may("supplement", Shape::Anything),
    may("endpoint", Shape::Text),
    may("buildDir", Shape::Text),
];

/// Properties that are not settings of the function.
const ELSEWHERE: [&str; 8] = [
    "region",
    "code",
    "triggers",
    "customDomain",
    "annotations",
    "supplement",
    "endpoint",
    "buildDir",
];

const ANY_INT: Shape = Shape::Int(i64::MIN, i64::MAX, 1);

const LOG: &[Prop] = &[
    must("project", Shape::Text),
    must("logstore", Shape::Text),
    may("enableInstanceMetrics", Shape::Flag),
    may("enableRequestMetrics", Shape::Flag),
    may("enableLlmMetrics", Shape::Flag),
    may("logBeginRule", Shape::OneOf(&["None", "DefaultRegex"])),
];

const VPC: &[Prop] = &[
    must("vpcId", Shape::Text),
    must("securityGroupId", Shape::Text),
    must("vSwitchIds", Shape::List(&Shape::Text)),
    may("role", Shape::Text),
];

const NAS: &[Prop] = &[
    must("userId", ANY_INT),
    must("groupId", ANY_INT),
    must("mountPoints", Shape::List(&Shape::Block(NAS_MOUNT))),
];

const NAS_MOUNT: &[Prop] = &[
    must("serverAddr", Shape::Text),
    must("mountDir", Shape::Text),
    may("enableTLS", Shape::Flag),
];

const OSS_MOUNT: &[Prop] = &[
    must("bucketName", Shape::Text),
    must("endpoint", Shape::Text),
    must("mountDir", Shape::Text),
    may("bucketPath", Shape::Text),
    may("readOnly", Shape::Flag),
];

const POLAR_FS: &[Prop] = &[
    may("userId", ANY_INT),
    may("groupId", ANY_INT),
    must("mountPoints", Shape::List(&Shape::Free)),
];

const CONTAINER: &[Prop] = &[
    must("image", Shape::Text),
    may("port", Shape::Int(1, 65535, 1)),
    may("command", Shape::List(&Shape::Text)),
    may("entrypoint", Shape::List(&Shape::Text)),
    may("healthCheckConfig", Shape::Block(HEALTH_CHECK)),
    may("registryConfig", Shape::Block(REGISTRY)),
    may("acrInstanceId", Shape::Text),
    may("accelerationType", Shape::Text),
    may("accelerationInfo", Shape::Free),
];

const REGISTRY: &[Prop] = &[
    may(
        "authConfig",
        Shape::Block(&[may("userName", Shape::Text), may("password", Shape::Text)]),
    ),
    may(
        "certConfig",
        Shape::Block(&[
            may("insecure", Shape::Flag),
            may("rootCaCertBase64", Shape::Text),
        ]),
    ),
    may(
        "networkConfig",
        Shape::Block(&[
            may("vpcId", Shape::Text),
            may("vSwitchId", Shape::Text),
            may("securityGroupId", Shape::Text),
        ]),
    ),
];

const CUSTOM_RUNTIME: &[Prop] = &[
    may("command", Shape::List(&Shape::Text)),
    may("args", Shape::List(&Shape::Text)),
    may("port", Shape::Int(1, 65535, 1)),
    may("healthCheckConfig", Shape::Block(HEALTH_CHECK)),
];

const HEALTH_CHECK: &[Prop] = &[
    may("httpGetUrl", Shape::Text),
    may("initialDelaySeconds", Shape::Int(0, 120, 1)),
    may("periodSeconds", Shape::Int(1, 120, 1)),
    may("timeoutSeconds", Shape::Int(1, 3, 1)),
    may("failureThreshold", Shape::Int(1, 120, 1)),
    may("successThreshold", Shape::Int(1, 120, 1)),
];

const DNS: &[Prop] = &[
    may("nameServers", Shape::List(&Shape::Text)),
    may("searches", Shape::List(&Shape::Text)),
    may(
        "dnsOptions",
        Shape::List(&Shape::Block(&[
            must("name", Shape::Text),
            must("value", Shape::Text),
        ])),
    ),
];

const GPU: &[Prop] = &[
    must("gpuType", Shape::Text),
    may("gpuMemorySize", Shape::Int(1024, 1_048_576, 1024)),
];

const TRACING: &[Prop] = &[
    may("type", Shape::Text),
    may("params", Shape::Texts),
    may(
        "jaegerConfig",
        Shape::Block(&[must("endpoint", Shape::Text)]),
    ),
];

const LIFECYCLE: &[Prop] = &[
    may("initializer", Shape::Block(HOOK)),
    may("preStop", Shape::Block(HOOK)),
];

const HOOK: &[Prop] = &[
    may("handler", Shape::Text),
    may("command", Shape::List(&Shape::Text)),
    may("timeout", Shape::Int(1, 900, 1)),
];

const SESSION_AFFINITY: &[Prop] = &[
    may("affinityHeaderFieldName", Shape::Text),
    may("sseEndpointPath", Shape::Text),
    may("disableSessionIdReuse", Shape::Flag),
    may("sessionConcurrencyPerInstance", ANY_INT),
    may("sessionTTLInSeconds", ANY_INT),
    may("sessionIdleTimeoutInSeconds", ANY_INT),
];

/// Checks what depends on more than one property.
pub(super) fn check(props: &Map<String, Value>, problems: &mut Problems) {
    let runtime = text(props, "runtime");
    if is_container(&runtime) {
        if runtime == "custom-container" && !props.contains_key("customContainerConfig") {
            problems.add(
                "props.customContainerConfig",
                words!(
                    "is missing for runtime custom-container",
                    "runtime 为 custom-container 时必须填写"
                ),
            );
        }
    } else if !runtime.starts_with("custom") && !props.contains_key("handler") {
        problems.add("props.handler", words!("is missing", "缺少该属性"));
    }
    check_size(props, problems);
    check_variables(props, problems);
    for hook in ["initializer", "preStop"] {
        check_hook(props, hook, problems);
    }
    if let Some(Value::String(json)) = props.get("sessionAffinityConfig")
        && !serde_json::from_str::<Value>(json).is_ok_and(|value| value.is_object())
    {
        problems.add(
            "props.sessionAffinityConfig",
            words!("is not a JSON object", "不是 JSON 对象"),
        );
    }
}

/// CPU comes in steps of 0.05 from 0.05 to 16, and memory in GB is one to four times as much.
fn check_size(props: &Map<String, Value>, problems: &mut Problems) {
    let Some(cpu) = props.get("cpu").and_then(Value::as_f64) else {
        return;
    };
    let steps = cpu * 20.0;
    if !(0.05..=16.0).contains(&cpu) || (steps - steps.round()).abs() > 1e-6 {
        problems.add(
            "props.cpu",
            words!(
                "must be a multiple of 0.05 from 0.05 to 16",
                "必须是 0.05 到 16 之间 0.05 的倍数"
            ),
        );
        return;
    }
    let memory = props
        .get("memorySize")
        .and_then(Value::as_f64)
        .unwrap_or(512.0);
    let ratio = memory / 1024.0 / cpu;
    if !(1.0 - 1e-6..=4.0 + 1e-6).contains(&ratio) {
        problems.add(
            "props.cpu",
            words!(
                "memory in GB must be 1 to 4 times the number of CPUs",
                "内存（GB）必须是 cpu 数的 1 到 4 倍"
            ),
        );
    }
}

fn check_variables(props: &Map<String, Value>, problems: &mut Problems) {
    let names = props.get("environmentVariables").and_then(Value::as_object);
    for name in names.into_iter().flat_map(Map::keys) {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !plain || !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            problems.add(
                &format!("props.environmentVariables.{name}"),
                words!(
                    "the name must start with a letter and have letters, digits and _ only",
                    "变量名必须以字母开头，且只包含字母、数字和 _"
                ),
            );
        }
    }
}

fn check_hook(props: &Map<String, Value>, hook: &str, problems: &mut Problems) {
    let hooks = props.get("instanceLifecycleConfig");
    let Some(Value::Object(given)) = hooks.and_then(|hooks| hooks.get(hook)) else {
        return;
    };
    let set = |name| {
        given
            .get(name)
            .is_some_and(|value| value != "" && value != &json!([]))
    };
    if set("handler") && set("command") {
        problems.add(
            &format!("props.instanceLifecycleConfig.{hook}"),
            words!(
                "has both handler and command; take one out",
                "同时设置了 handler 和 command；请去掉其中一个"
            ),
        );
    }
}

/// Whether the code of that runtime is an image.
pub(super) fn is_container(runtime: &str) -> bool {
    matches!(runtime, "custom-container" | "micro-sandbox")
}

/// Whether the runtime is one that the project brings along.
pub(super) fn is_custom(runtime: &str) -> bool {
    runtime.starts_with("custom") && !is_container(runtime)
}

/// The function as the API names its fields, with the defaults that upstream fc3 puts in.
pub(super) fn document(props: &Map<String, Value>, account: &str) -> Value {
    let mut map: Map<String, Value> = props
        .iter()
        .filter(|(name, _)| !ELSEWHERE.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let runtime = text(props, "runtime");
    let sized = ["cpu", "diskSize"]
        .iter()
        .any(|name| map.contains_key(*name));
    default(&mut map, "description", "");
    default(&mut map, "memorySize", 512);
    default(&mut map, "timeout", 3);
    default(&mut map, "internetAccess", true);
    if !sized && map.get("memorySize") == Some(&json!(512)) {
        map.insert("cpu".to_owned(), json!(0.35));
        map.insert("diskSize".to_owned(), json!(512));
    }
    if is_container(&runtime) || is_custom(&runtime) {
        default(&mut map, "handler", "handler");
        default(&mut map, "instanceConcurrency", 1);
    }
    reshape(&mut map, account);
    Value::Object(map)
}

/// What `s.yaml` writes in another form than the API takes.
fn reshape(map: &mut Map<String, Value>, account: &str) {
    if let Some(Value::String(role)) = map.get_mut("role") {
        *role = role_arn(role, account);
    }
    if let Some(Value::Object(variables)) = map.get_mut("environmentVariables") {
        variables
            .values_mut()
            .for_each(|value| *value = text_of(value).into());
    }
    if let Some(config) = map.get_mut("sessionAffinityConfig")
        && let Some(parsed) = config
            .as_str()
            .and_then(|text| serde_json::from_str(text).ok())
    {
        *config = parsed;
    }
    if let Some(Value::Object(tracing)) = map.get_mut("tracingConfig") {
        trace(tracing);
    }
    if let Some(Value::Object(hooks)) = map.get_mut("instanceLifecycleConfig") {
        for hook in hooks.values_mut().filter_map(Value::as_object_mut) {
            default(hook, "timeout", 3);
        }
    }
    if let Some(Value::Object(container)) = map.get_mut("customContainerConfig")
        && let Some(Value::String(image)) = container.get_mut("image")
    {
        *image = image.trim().to_owned();
    }
}

/// fc3's schema has `jaegerConfig`, which the API does not know (upstream loses it on the way): the
/// API's form of the same is a type and its parameters.
fn trace(tracing: &mut Map<String, Value>) {
    if let Some(Value::Object(jaeger)) = tracing.shift_remove("jaegerConfig") {
        default(tracing, "type", "Jaeger");
        default(tracing, "params", Value::Object(jaeger));
    }
}

/// The extra HTTP headers of `annotations.headers`.
pub(super) fn headers(props: &Map<String, Value>) -> Vec<(String, String)> {
    let headers = props
        .get("annotations")
        .and_then(|annotations| annotations.get("headers"));
    let headers = headers.and_then(Value::as_object).into_iter().flatten();
    headers
        .map(|(name, value)| (name.clone(), text_of(value)))
        .collect()
}
