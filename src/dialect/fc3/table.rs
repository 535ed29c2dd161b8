//! The properties of a resource of component fc3: its schema, with the ranges of the API document.

use super::{configs, domain, tags, trigger};
use crate::dialect::props::schema::{Prop, PropShape, Range, int, may, must};
use crate::dialect::props::{form, known, policy, shown};

/// All properties. Those that are `aside` are no settings of the function.
pub(in crate::dialect) fn all() -> Vec<Prop> {
    TABLE.iter().copied().chain(configs::props()).collect()
}

/// All but the configurations beside the function.
pub(super) const TABLE: &[Prop] = &[
    must("region", PropShape::Like(known::region)).aside(),
    must("functionName", PropShape::Like(form::function_name)),
    must("runtime", PropShape::Like(known::runtime)),
    may("handler", PropShape::Text),
    may("description", PropShape::Text),
    // Their ranges depend on each other: see `size`.
    may("memorySize", PropShape::Whole),
    may("cpu", PropShape::Number),
    may("diskSize", PropShape::Whole),
    may("timeout", int(1, 86400)),
    may("idleTimeout", PropShape::Whole),
    may("instanceConcurrency", int(1, 200)),
    may("internetAccess", PropShape::Flag),
    may("environmentVariables", PropShape::Texts),
    may("layers", PropShape::UpTo(5, &PropShape::Like(form::layer))),
    may("role", PropShape::Like(form::role)),
    may("logConfig", PropShape::OrAuto(&PropShape::Block(LOG))).none_if_bare(),
    may("vpcConfig", PropShape::OrAuto(&PropShape::Block(VPC))).none_if_bare(),
    may("nasConfig", PropShape::OrAuto(&PropShape::Block(NAS))).none_if_bare(),
    may("ossMountConfig", PropShape::OrAuto(&PropShape::Block(OSS))).none_if_bare(),
    may("polarFsConfig", PropShape::Block(POLAR_FS)).none_if_bare(),
    may("juiceFsConfig", PropShape::Free),
    may("customContainerConfig", PropShape::Block(CONTAINER)),
    may("customRuntimeConfig", PropShape::Block(CUSTOM_RUNTIME)),
    may("microSandboxConfig", PropShape::Open(MICRO_SANDBOX)),
    may("customDNS", PropShape::Block(DNS)),
    may("gpuConfig", PropShape::Block(GPU)),
    may("tracingConfig", PropShape::Block(TRACING)),
    may("instanceLifecycleConfig", PropShape::Block(LIFECYCLE)),
    may("sessionAffinity", PropShape::Text),
    may(
        "sessionAffinityConfig",
        PropShape::Either(
            &PropShape::Like(form::json),
            &PropShape::Block(SESSION_AFFINITY),
        ),
    ),
    may("instanceIsolationMode", PropShape::Text),
    may("enableLongLiving", PropShape::Flag),
    may("disableOndemand", PropShape::Flag),
    may("disableInjectCredentials", PropShape::Text),
    may("resourceGroupId", PropShape::Text),
    may(
        "tags",
        PropShape::UpTo(tags::MOST, &PropShape::Block(tags::TABLE)),
    ),
    // What is deployed beside the function, or says how it is deployed.
    may("code", PropShape::Anything).aside(),
    may(
        "triggers",
        PropShape::List(&PropShape::Block(trigger::TABLE)),
    )
    .aside(),
    may("customDomain", PropShape::Block(domain::TABLE)).aside(),
    may(
        "annotations",
        PropShape::Open(&[may("headers", PropShape::Texts)]),
    )
    .aside(),
    may("endpoint", PropShape::Text).aside(),
    may("showValues", PropShape::List(&PropShape::Like(shown::name))).aside(),
    may(
        "driftPolicy",
        PropShape::List(&PropShape::Block(policy::TABLE)),
    )
    .aside(),
    may("mark", PropShape::Flag).aside(),
    // For other commands of fc3.
    may("supplement", PropShape::Anything).aside(),
    may("buildDir", PropShape::Anything).aside(),
    // Left over in real projects from FC 2.0 and from templates. They do nothing in fc3 either, and
    // a project that moves over must not stumble over them.
    may("initializer", PropShape::Anything).aside(),
    may("initializationTimeout", PropShape::Anything).aside(),
    may("version", PropShape::Anything).aside(),
];

const PORT: PropShape = int(1, 65535);

// Of the blocks, too, what fc3 hands on without is left to the service.
const LOG: &[Prop] = &[
    must("project", PropShape::Text),
    must("logstore", PropShape::Text),
    may("enableInstanceMetrics", PropShape::Flag),
    may("enableRequestMetrics", PropShape::Flag),
    may("enableLlmMetrics", PropShape::Flag),
    may("logBeginRule", PropShape::Like(known::log_begin_rule)),
];

const VPC: &[Prop] = &[
    must("vpcId", PropShape::Text),
    must("securityGroupId", PropShape::Text),
    must(
        "vSwitchIds",
        PropShape::OrAuto(&PropShape::List(&PropShape::Text)),
    ),
    may("role", PropShape::Text),
];

const NAS: &[Prop] = &[
    may("userId", PropShape::Whole),
    may("groupId", PropShape::Whole),
    must(
        "mountPoints",
        PropShape::UpTo(5, &PropShape::Block(NAS_MOUNT)),
    ),
];

const NAS_MOUNT: &[Prop] = &[
    must("serverAddr", PropShape::Text),
    must("mountDir", PropShape::Text),
    may("enableTLS", PropShape::Flag),
];

const OSS: &[Prop] = &[must(
    "mountPoints",
    PropShape::UpTo(5, &PropShape::Block(OSS_MOUNT)),
)];

const OSS_MOUNT: &[Prop] = &[
    must("bucketName", PropShape::Text),
    may("endpoint", PropShape::Text),
    must("mountDir", PropShape::Text),
    may("bucketPath", PropShape::Text),
    may("readOnly", PropShape::Flag),
];

const POLAR_FS: &[Prop] = &[
    may("userId", PropShape::Whole),
    may("groupId", PropShape::Whole),
    must("mountPoints", PropShape::List(&PropShape::Free)),
];

const CONTAINER: &[Prop] = &[
    must("image", PropShape::Like(form::filled)),
    may("port", PORT),
    may("command", PropShape::List(&PropShape::Text)),
    may("entrypoint", PropShape::List(&PropShape::Text)),
    may("healthCheckConfig", PropShape::Block(HEALTH_CHECK)),
    may("registryConfig", PropShape::Block(REGISTRY)),
    may("acrInstanceId", PropShape::Text),
    may("accelerationType", PropShape::Text),
    may("accelerationInfo", PropShape::Free),
];

/// The service is still adding to this one; what is not known yet is handed on.
const MICRO_SANDBOX: &[Prop] = &[
    must("image", PropShape::Like(form::filled)),
    may("registryConfig", PropShape::Block(REGISTRY)),
];

const REGISTRY: &[Prop] = &[
    may("authConfig", PropShape::Block(REGISTRY_AUTH)),
    may("certConfig", PropShape::Block(REGISTRY_CERT)),
    may("networkConfig", PropShape::Block(REGISTRY_NETWORK)),
];

const REGISTRY_AUTH: &[Prop] = &[
    may("userName", PropShape::Text),
    may("password", PropShape::Text),
];

const REGISTRY_CERT: &[Prop] = &[
    may("insecure", PropShape::Flag),
    may("rootCaCertBase64", PropShape::Text),
];

const REGISTRY_NETWORK: &[Prop] = &[
    may("vpcId", PropShape::Text),
    may("vSwitchId", PropShape::Text),
    may("securityGroupId", PropShape::Text),
];

const CUSTOM_RUNTIME: &[Prop] = &[
    may("command", PropShape::List(&PropShape::Text)),
    may("args", PropShape::List(&PropShape::Text)),
    may("port", PORT),
    may("healthCheckConfig", PropShape::Block(HEALTH_CHECK)),
];

const HEALTH_CHECK: &[Prop] = &[
    may("httpGetUrl", PropShape::Text),
    may("initialDelaySeconds", int(0, 120)),
    may("periodSeconds", int(1, 120)),
    may("timeoutSeconds", int(1, 3)),
    may("failureThreshold", int(1, 120)),
    may("successThreshold", int(1, 120)),
];

const DNS: &[Prop] = &[
    may("nameServers", PropShape::List(&PropShape::Text)),
    may("searches", PropShape::List(&PropShape::Text)),
    may("dnsOptions", PropShape::List(&PropShape::Block(DNS_OPTION))),
];

const DNS_OPTION: &[Prop] = &[must("name", PropShape::Text), may("value", PropShape::Text)];

const GPU: &[Prop] = &[
    may("gpuType", PropShape::Text),
    // The API document gives the step and no end.
    may(
        "gpuMemorySize",
        PropShape::Int(Range {
            least: 1024,
            most: 1024 * 1024,
            step: 1024,
        }),
    ),
];

const TRACING: &[Prop] = &[
    may("type", PropShape::Text),
    may("params", PropShape::Texts),
    may(
        "jaegerConfig",
        PropShape::Block(&[must("endpoint", PropShape::Text)]),
    ),
];

const LIFECYCLE: &[Prop] = &[
    may("initializer", PropShape::Block(HOOK)),
    may("preStop", PropShape::Block(HOOK)),
];

/// The documents disagree on the longest time of a hook; no hook outlives a function.
const HOOK: &[Prop] = &[
    may("handler", PropShape::Text),
    may("command", PropShape::List(&PropShape::Text)),
    may("timeout", int(1, 86400)),
];

/// The union of the API's four models, one for each kind of affinity.
pub(super) const SESSION_AFFINITY: &[Prop] = &[
    may("affinityHeaderFieldName", PropShape::Text),
    may("sseEndpointPath", PropShape::Text),
    may("disableSessionIdReuse", PropShape::Flag),
    may("sessionConcurrencyPerInstance", PropShape::Whole),
    may("sessionTTLInSeconds", PropShape::Whole),
    may("sessionIdleTimeoutInSeconds", PropShape::Whole),
];
