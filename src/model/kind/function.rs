//! The function (API model `Function`; defaults from the API document and from what upstream fc3 fills
//! in).

use super::calls::{PathSegment, own};
use super::{Adds, Existence, Generation, Naming, PropsPlace, Section, Spec, Work};
use crate::model::fields::{
    Fallback, Field, Fields, OwnCall, Shape, flag, free, id, list, map, number, object, scalar, set,
};
use crate::words;
use crate::words::Words;

pub(super) const SPEC: Spec = Spec {
    name: "function",
    generation: Generation::THIRD,
    holder: None,
    depth: 1,
    label: |_, name| words!("function {name}", "函数 {name}"),
    fields: Fields::One(FIELDS),
    renamed: None,
    along: &[],
    adds: Adds::Nothing,
    omits: &[],
    naming: Naming::Own("functionName"),
    place: PropsPlace::Props,
    existence: Existence::Created,
    calls: own!(
        "Function",
        &[PathSegment::Text("functions")],
        &["FunctionNotFound"],
        true
    ),
    section: Section::Function,
    work: Work::Image,
    switch: None,
    shared: false,
    code: Some("code"),
    rank: 0,
    replacing,
    letter: None,
};

/// What replacing anything means that is called by its name.
pub(super) fn replacing() -> Words {
    words!(
        "replacing it means deleting and creating it: it is unavailable in between",
        "替换意味着先删除再创建：期间不可用"
    )
}

const FIELDS: &[Field] = &[
    id("functionName").fixed(),
    scalar("description"),
    id("runtime"),
    id("handler"),
    // The checksum of the code package; `code` is written through its own part of the request.
    // A file without code says nothing of it: an image stands in its place.
    id("code").or(Fallback::Served),
    number("memorySize").or(Fallback::Served).follows(SIZE),
    number("cpu").or(Fallback::Served).follows(SIZE),
    number("diskSize").or(Fallback::Served).follows(SIZE),
    number("timeout").or(Fallback::Int(3)),
    number("instanceConcurrency").or(Fallback::Int(1)),
    number("idleTimeout").or(Fallback::Served),
    flag("internetAccess").or(Fallback::Bool(true)),
    map("environmentVariables").secret(),
    list("layers").answered("arn"),
    id("role"),
    object("logConfig", LOG).clear(NO_LOG),
    object("vpcConfig", VPC).clear(NO_VPC),
    object("nasConfig", NAS).clear(NO_NAS),
    object("ossMountConfig", OSS_MOUNT).clear(r#"{"mountPoints":[]}"#),
    object("polarFsConfig", POLAR_FS).clear(NO_NAS),
    object("juiceFsConfig", JUICE_FS).clear(r#"{"mountPoints":[]}"#),
    object("customRuntimeConfig", CUSTOM_RUNTIME).clear(r#"{"command":[],"args":[]}"#),
    object("customContainerConfig", CONTAINER),
    object("customDNS", DNS),
    object("gpuConfig", GPU),
    object("microSandboxConfig", MICRO_SANDBOX),
    object("tracingConfig", TRACING),
    object("instanceLifecycleConfig", LIFECYCLE),
    id("sessionAffinity").or(Fallback::Text("NONE")),
    Field::new("sessionAffinityConfig", Shape::Json(SESSION_AFFINITY)),
    id("instanceIsolationMode").or(Fallback::Text("SHARE")),
    flag("enableLongLiving"),
    flag("disableOndemand"),
    id("disableInjectCredentials").or(Fallback::Text("None")),
    // `UpdateFunctionInput` has neither this nor the tags.
    id("resourceGroupId")
        .or(Fallback::Served)
        .own_call(OwnCall::ResourceGroup),
    Field::new("tags", Shape::Tags).own_call(OwnCall::Tags),
    id("codeChecksum").service(),
    number("codeSize").service(),
    id("createdTime").service(),
    id("lastModifiedTime").service(),
    id("functionArn").service(),
    id("functionId").service(),
    free("invocationRestriction").service(),
    free("lockInfo").service(),
    id("lastUpdateStatus").service(),
    id("lastUpdateStatusReason").service(),
    id("lastUpdateStatusReasonCode").service(),
    id("state").service(),
    id("stateReason").service(),
    id("stateReasonCode").service(),
];

/// The service keeps memory, CPU and disk in proportion, so writing one can move the others.
const SIZE: &[&str] = &["memorySize", "cpu", "diskSize", "gpuConfig", "runtime"];

const NO_LOG: &str = r#"{"project":"","logstore":"","logBeginRule":"None","enableInstanceMetrics":false,"enableRequestMetrics":false}"#;
const NO_VPC: &str = r#"{"vpcId":"","securityGroupId":"","vSwitchIds":[]}"#;
const NO_NAS: &str = r#"{"userId":0,"groupId":0,"mountPoints":[]}"#;

const LOG: &[Field] = &[
    id("project"),
    id("logstore"),
    id("logBeginRule").or(Fallback::Text("None")),
    flag("enableInstanceMetrics"),
    flag("enableRequestMetrics"),
    flag("enableLlmMetrics"),
];

const VPC: &[Field] = &[
    id("vpcId"),
    id("securityGroupId"),
    set("vSwitchIds"),
    id("role"),
];

const NAS: &[Field] = &[
    number("userId").or(Fallback::Int(0)),
    number("groupId").or(Fallback::Int(0)),
    list("mountPoints"),
];

const OSS_MOUNT: &[Field] = &[list("mountPoints")];

const POLAR_FS: &[Field] = NAS;

const JUICE_FS: &[Field] = &[
    map("envs").secret(),
    // Each mount point carries a token.
    list("mountPoints").secret(),
];

const CUSTOM_RUNTIME: &[Field] = &[
    list("command").arguments(),
    list("args").arguments(),
    number("port").or(Fallback::Served),
    object("healthCheckConfig", HEALTH_CHECK),
];

const CONTAINER: &[Field] = &[
    id("image"),
    number("port").or(Fallback::Served),
    list("command").arguments(),
    list("entrypoint").arguments(),
    object("healthCheckConfig", HEALTH_CHECK),
    object("registryConfig", REGISTRY),
    id("acrInstanceId"),
    id("accelerationType").or(Fallback::Served),
    free("accelerationInfo").service(),
    // The digest that the tag stood for when the image was last looked up.
    id("resolvedImageUri").answers("image"),
    // Which build of the image this machine pushed last.
    id("imageId").write_only().unsent(),
];

const HEALTH_CHECK: &[Field] = &[
    scalar("httpGetUrl").arguments(),
    number("initialDelaySeconds").or(Fallback::Served),
    number("periodSeconds").or(Fallback::Served),
    number("timeoutSeconds").or(Fallback::Served),
    number("failureThreshold").or(Fallback::Served),
    number("successThreshold").or(Fallback::Served),
];

const REGISTRY: &[Field] = &[
    object("authConfig", REGISTRY_AUTH),
    object("certConfig", REGISTRY_CERT),
    object("networkConfig", REGISTRY_NETWORK),
];

const REGISTRY_AUTH: &[Field] = &[id("userName"), scalar("password").hidden("userName")];

const REGISTRY_CERT: &[Field] = &[flag("insecure"), scalar("rootCaCertBase64").secret()];

const REGISTRY_NETWORK: &[Field] = &[id("vpcId"), id("vSwitchId"), id("securityGroupId")];

const DNS: &[Field] = &[list("nameServers"), list("searches"), list("dnsOptions")];

const GPU: &[Field] = &[id("gpuType"), number("gpuMemorySize")];

const MICRO_SANDBOX: &[Field] = &[
    id("image"),
    id("osType").or(Fallback::Served),
    free("startCommand").arguments(),
    free("readyCommand").arguments(),
    id("acrInstanceId"),
    object("registryConfig", REGISTRY),
];

const TRACING: &[Field] = &[
    id("type"),
    // A tracing endpoint carries its access token in the URL.
    map("params").secret(),
];

const LIFECYCLE: &[Field] = &[object("initializer", HOOK), object("preStop", HOOK)];

const HOOK: &[Field] = &[
    id("handler"),
    list("command").arguments(),
    number("timeout").or(Fallback::Int(3)),
];

const SESSION_AFFINITY: &[Field] = &[
    id("affinityHeaderFieldName"),
    scalar("sseEndpointPath"),
    flag("disableSessionIdReuse"),
    number("sessionConcurrencyPerInstance").or(Fallback::Served),
    number("sessionTTLInSeconds").or(Fallback::Served),
    number("sessionIdleTimeoutInSeconds").or(Fallback::Served),
];
