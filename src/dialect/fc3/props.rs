//! The properties of a resource of component fc3: its schema, with the ranges of the API document.

use super::schema::{Prop, Range, Shape, int, may, must};
use super::{configs, domain, form, known, policy, shown, tags, trigger};

/// All properties. Those that are `aside` are no settings of the function.
pub(super) fn all() -> Vec<Prop> {
    TABLE.iter().copied().chain(configs::props()).collect()
}

/// All but the configurations beside the function.
pub(super) const TABLE: &[Prop] = &[
    must("region", Shape::Like(known::region)).aside(),
    must("functionName", Shape::Like(form::function_name)),
    must("runtime", Shape::Like(known::runtime)),
    may("handler", Shape::Text),
    may("description", Shape::Text),
    // Their ranges depend on each other: see `size`.
    may("memorySize", Shape::Whole),
    may("cpu", Shape::Number),
    may("diskSize", Shape::Whole),
    may("timeout", int(1, 86400)),
    may("idleTimeout", Shape::Whole),
    may("instanceConcurrency", int(1, 200)),
    may("internetAccess", Shape::Flag),
    may("environmentVariables", Shape::Texts),
    may("layers", Shape::UpTo(5, &Shape::Like(form::layer))),
    may("role", Shape::Like(form::role)),
    may("logConfig", Shape::OrAuto(&Shape::Block(LOG))),
    may("vpcConfig", Shape::OrAuto(&Shape::Block(VPC))),
    may("nasConfig", Shape::OrAuto(&Shape::Block(NAS))),
    may("ossMountConfig", Shape::OrAuto(&Shape::Block(OSS))),
    may("polarFsConfig", Shape::Block(POLAR_FS)),
    may("juiceFsConfig", Shape::Free),
    may("customContainerConfig", Shape::Block(CONTAINER)),
    may("customRuntimeConfig", Shape::Block(CUSTOM_RUNTIME)),
    may("microSandboxConfig", Shape::Open(MICRO_SANDBOX)),
    may("customDNS", Shape::Block(DNS)),
    may("gpuConfig", Shape::Block(GPU)),
    may("tracingConfig", Shape::Block(TRACING)),
    may("instanceLifecycleConfig", Shape::Block(LIFECYCLE)),
    may("sessionAffinity", Shape::Text),
    may(
        "sessionAffinityConfig",
        Shape::Either(&Shape::Like(form::json), &Shape::Block(SESSION_AFFINITY)),
    ),
    may("instanceIsolationMode", Shape::Text),
    may("enableLongLiving", Shape::Flag),
    may("disableOndemand", Shape::Flag),
    may("disableInjectCredentials", Shape::Text),
    may("resourceGroupId", Shape::Text),
    may("tags", Shape::UpTo(tags::MOST, &Shape::Block(tags::TABLE))),
    // What is deployed beside the function, or says how it is deployed.
    may("code", Shape::Anything).aside(),
    may("triggers", Shape::List(&Shape::Block(trigger::TABLE))).aside(),
    may("customDomain", Shape::Block(domain::TABLE)).aside(),
    may("annotations", Shape::Open(&[may("headers", Shape::Texts)])).aside(),
    may("endpoint", Shape::Text).aside(),
    may("showValues", Shape::List(&Shape::Like(shown::name))).aside(),
    may("driftPolicy", Shape::List(&Shape::Block(policy::TABLE))).aside(),
    // For other commands of fc3.
    may("supplement", Shape::Anything).aside(),
    may("buildDir", Shape::Anything).aside(),
    // Left over in real projects from FC 2.0 and from templates. They do nothing in fc3 either, and
    // a project that moves over must not stumble over them.
    may("initializer", Shape::Anything).aside(),
    may("initializationTimeout", Shape::Anything).aside(),
    may("version", Shape::Anything).aside(),
];

const PORT: Shape = int(1, 65535);

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
    must("vSwitchIds", Shape::OrAuto(&Shape::List(&Shape::Text))),
    may("role", Shape::Text),
];

const NAS: &[Prop] = &[
    must("userId", Shape::Whole),
    must("groupId", Shape::Whole),
    must("mountPoints", Shape::UpTo(5, &Shape::Block(NAS_MOUNT))),
];

const NAS_MOUNT: &[Prop] = &[
    must("serverAddr", Shape::Text),
    must("mountDir", Shape::Text),
    may("enableTLS", Shape::Flag),
];

const OSS: &[Prop] = &[must(
    "mountPoints",
    Shape::UpTo(5, &Shape::Block(OSS_MOUNT)),
)];

const OSS_MOUNT: &[Prop] = &[
    must("bucketName", Shape::Text),
    must("endpoint", Shape::Text),
    must("mountDir", Shape::Text),
    may("bucketPath", Shape::Text),
    may("readOnly", Shape::Flag),
];

const POLAR_FS: &[Prop] = &[
    may("userId", Shape::Whole),
    may("groupId", Shape::Whole),
    must("mountPoints", Shape::List(&Shape::Free)),
];

const CONTAINER: &[Prop] = &[
    must("image", Shape::Like(form::filled)),
    may("port", PORT),
    may("command", Shape::List(&Shape::Text)),
    may("entrypoint", Shape::List(&Shape::Text)),
    may("healthCheckConfig", Shape::Block(HEALTH_CHECK)),
    may("registryConfig", Shape::Block(REGISTRY)),
    may("acrInstanceId", Shape::Text),
    may("accelerationType", Shape::Text),
    may("accelerationInfo", Shape::Free),
];

/// The service is still adding to this one; what is not known yet is handed on.
const MICRO_SANDBOX: &[Prop] = &[
    must("image", Shape::Like(form::filled)),
    may("registryConfig", Shape::Block(REGISTRY)),
];

const REGISTRY: &[Prop] = &[
    may("authConfig", Shape::Block(REGISTRY_AUTH)),
    may("certConfig", Shape::Block(REGISTRY_CERT)),
    may("networkConfig", Shape::Block(REGISTRY_NETWORK)),
];

const REGISTRY_AUTH: &[Prop] = &[may("userName", Shape::Text), may("password", Shape::Text)];

const REGISTRY_CERT: &[Prop] = &[
    may("insecure", Shape::Flag),
    may("rootCaCertBase64", Shape::Text),
];

const REGISTRY_NETWORK: &[Prop] = &[
    may("vpcId", Shape::Text),
    may("vSwitchId", Shape::Text),
    may("securityGroupId", Shape::Text),
];

const CUSTOM_RUNTIME: &[Prop] = &[
    may("command", Shape::List(&Shape::Text)),
    may("args", Shape::List(&Shape::Text)),
    may("port", PORT),
    may("healthCheckConfig", Shape::Block(HEALTH_CHECK)),
];

const HEALTH_CHECK: &[Prop] = &[
    may("httpGetUrl", Shape::Text),
    may("initialDelaySeconds", int(0, 120)),
    may("periodSeconds", int(1, 120)),
    may("timeoutSeconds", int(1, 3)),
    may("failureThreshold", int(1, 120)),
    may("successThreshold", int(1, 120)),
];

const DNS: &[Prop] = &[
    may("nameServers", Shape::List(&Shape::Text)),
    may("searches", Shape::List(&Shape::Text)),
    may("dnsOptions", Shape::List(&Shape::Block(DNS_OPTION))),
];

const DNS_OPTION: &[Prop] = &[must("name", Shape::Text), must("value", Shape::Text)];

const GPU: &[Prop] = &[
    may("gpuType", Shape::Text),
    // The API document gives the step and no end.
    may(
        "gpuMemorySize",
        Shape::Int(Range {
            least: 1024,
            most: 1024 * 1024,
            step: 1024,
        }),
    ),
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

/// The documents disagree on the longest time of a hook; no hook outlives a function.
const HOOK: &[Prop] = &[
    may("handler", Shape::Text),
    may("command", Shape::List(&Shape::Text)),
    may("timeout", int(1, 86400)),
];

/// The union of the API's four models, one for each kind of affinity.
pub(super) const SESSION_AFFINITY: &[Prop] = &[
    may("affinityHeaderFieldName", Shape::Text),
    may("sseEndpointPath", Shape::Text),
    may("disableSessionIdReuse", Shape::Flag),
    may("sessionConcurrencyPerInstance", Shape::Whole),
    may("sessionTTLInSeconds", Shape::Whole),
    may("sessionIdleTimeoutInSeconds", Shape::Whole),
];
