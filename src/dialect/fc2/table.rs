//! The properties of `s.yaml` (upstream's documents and code; real projects have both spellings of some).

use super::{domain, trigger};
use crate::dialect::props::problem::Fault;
use crate::dialect::props::schema::{Prop, PropShape, int, may, must};
use crate::dialect::props::{form, known, policy, shown};

/// All properties. Those that are `aside` are read in their own ways.
pub(in crate::dialect) const TABLE: &[Prop] = &[
    must("region", PropShape::Like(known::region)).aside(),
    must("service", PropShape::Block(SERVICE)).aside(),
    may("function", PropShape::Block(FUNCTION)).aside(),
    may(
        "triggers",
        PropShape::List(&PropShape::Block(trigger::TABLE)),
    )
    .aside(),
    may(
        "customDomains",
        PropShape::List(&PropShape::Block(domain::TABLE)),
    )
    .aside(),
    // fc-guard's own.
    may("endpoint", PropShape::Text).aside(),
    may("showValues", PropShape::List(&PropShape::Like(shown::name))).aside(),
    may(
        "driftPolicy",
        PropShape::List(&PropShape::Block(policy::TABLE)),
    )
    .aside(),
    may("mark", PropShape::Flag).aside(),
];

/// Those of the service. What has the same name and form in the API is no `aside`.
pub(in crate::dialect) const SERVICE: &[Prop] = &[
    must("name", PropShape::Like(form::older_name)).aside(),
    may("description", PropShape::Text),
    may("internetAccess", PropShape::Flag),
    may("role", PropShape::Text).aside(),
    may("logConfig", PropShape::OrAuto(&PropShape::Block(LOG))).none_if_bare(),
    may("vpcConfig", PropShape::OrAuto(&PropShape::Block(VPC)))
        .none_if_bare()
        .aside(),
    may("nasConfig", NAS_OR_AUTO).aside(),
    may("ossMountConfig", PropShape::Block(OSS)).none_if_bare(),
    // Upstream takes any block for off, which is what the service answers for it.
    may(
        "tracingConfig",
        PropShape::Either(&PropShape::Free, &PropShape::Text),
    )
    .aside(),
    may(
        "vpcBinding",
        PropShape::List(&PropShape::Like(form::filled)),
    )
    .aside(),
];

const NAS_OR_AUTO: PropShape = PropShape::Either(
    &PropShape::Like(super::service::is_auto_nas),
    &PropShape::Block(NAS),
);

const LOG: &[Prop] = &[
    must("project", PropShape::Text),
    must("logstore", PropShape::Text),
    may("enableInstanceMetrics", PropShape::Flag),
    may("enableRequestMetrics", PropShape::Flag),
    may("logBeginRule", PropShape::Like(known::log_begin_rule)),
];

const VPC: &[Prop] = &[
    must("vpcId", PropShape::Text),
    must("securityGroupId", PropShape::Text),
    may("vswitchIds", PropShape::List(&PropShape::Text)),
    // The console's export has these two.
    may("vSwitchIds", PropShape::List(&PropShape::Text)),
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
    must("nasDir", PropShape::Text),
    must("fcDir", PropShape::Text),
];

const OSS: &[Prop] = &[must(
    "mountPoints",
    PropShape::UpTo(5, &PropShape::Block(OSS_MOUNT)),
)];

const OSS_MOUNT: &[Prop] = &[
    must("bucketName", PropShape::Text),
    must("endpoint", PropShape::Text),
    must("mountDir", PropShape::Text),
    may("bucketPath", PropShape::Text),
    may("readOnly", PropShape::Flag),
];

/// A layer by its ARN, or by the id that it had before: `{32 hexadecimal digits}#NAME#VERSION`.
fn layer(text: &str) -> Result<(), Fault> {
    let parts: Vec<&str> = text.split('#').collect();
    let is_old =
        |account: &str| account.len() == 32 && account.bytes().all(|c| c.is_ascii_hexdigit());
    match parts[..] {
        [account, name, version]
            if is_old(account) && !name.is_empty() && version.parse::<u32>().is_ok() =>
        {
            Ok(())
        }
        _ => form::layer(text),
    }
}

/// Those of the function.
pub(in crate::dialect) const FUNCTION: &[Prop] = &[
    must("name", PropShape::Like(form::older_name)).aside(),
    may("description", PropShape::Text),
    may("runtime", PropShape::Like(form::filled)),
    may("handler", PropShape::Text),
    may("memorySize", PropShape::Whole),
    may("timeout", int(0, 86400)),
    may("instanceConcurrency", int(0, 200)),
    may("instanceSoftConcurrency", int(1, 200)),
    may("instanceType", PropShape::Text),
    may("cpu", PropShape::Number),
    may("diskSize", PropShape::Whole),
    may("gpuMemorySize", PropShape::Whole),
    may("caPort", int(1, 65535)),
    may("environmentVariables", PropShape::Texts),
    may("initializer", PropShape::Text),
    may("initializationTimeout", int(1, 300)),
    may("layers", PropShape::UpTo(5, &PropShape::Like(layer))),
    may("instanceLifecycleConfig", PropShape::Block(LIFECYCLE)),
    may("customDNS", PropShape::Block(DNS)),
    may("customRuntimeConfig", PropShape::Block(CUSTOM_RUNTIME)),
    may("customHealthCheckConfig", PropShape::Block(HEALTH_CHECK)),
    may("customContainerConfig", PropShape::Block(CONTAINER)),
    may("codeUri", PropShape::Text).aside(),
    may("ossBucket", PropShape::Text).aside(),
    may("ossKey", PropShape::Text).aside(),
    may("asyncConfiguration", PropShape::Block(ASYNC))
        .counts_empty()
        .aside(),
];

const LIFECYCLE: &[Prop] = &[
    may("preFreeze", PropShape::Block(HOOK)),
    may("preStop", PropShape::Block(HOOK)),
];

const HOOK: &[Prop] = &[may("handler", PropShape::Text), may("timeout", int(1, 90))];

const DNS: &[Prop] = &[
    may("nameServers", PropShape::List(&PropShape::Text)),
    may("searches", PropShape::List(&PropShape::Text)),
    may("dnsOptions", PropShape::List(&PropShape::Block(DNS_OPTION))),
];

const DNS_OPTION: &[Prop] = &[
    must("name", PropShape::Text),
    may("value", PropShape::AsText),
];

const CUSTOM_RUNTIME: &[Prop] = &[
    may("command", PropShape::List(&PropShape::AsText)),
    may("args", PropShape::List(&PropShape::AsText)),
];

const HEALTH_CHECK: &[Prop] = &[
    must("httpGetUrl", PropShape::Text),
    may("initialDelaySeconds", int(0, 120)),
    may("periodSeconds", int(1, 120)),
    may("timeoutSeconds", int(1, 3)),
    may("failureThreshold", int(1, 120)),
    may("successThreshold", int(1, 120)),
];

const CONTAINER: &[Prop] = &[
    must("image", PropShape::Like(form::filled)),
    // JSON in a text.
    may("command", PropShape::Text),
    may("args", PropShape::Text),
    may("accelerationType", PropShape::Text),
    may("instanceID", PropShape::Text),
    may("webServerMode", PropShape::Flag),
];

const ASYNC: &[Prop] = &[
    may("destination", PropShape::Block(DESTINATIONS)),
    may("maxAsyncEventAgeInSeconds", int(1, 2_592_000)),
    may("maxAsyncRetryAttempts", int(0, 8)),
    may("statefulInvocation", PropShape::Flag),
];

const DESTINATIONS: &[Prop] = &[
    may("onSuccess", PropShape::Text),
    may("onFailure", PropShape::Text),
];
