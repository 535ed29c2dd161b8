//! What requests may carry: the API's models of the inputs (names and types as in the official SDK's
//! models of FC 3.0, and `microSandboxConfig` and `extraOptions`, which its newest version has).

use super::body::Field;
use super::body::Shape::{Flag, List, Map, Number, Object, Text, Whole};

/// `CreateFunctionInput`: what an update takes, and three things that are set for good.
pub(super) const CREATE_FUNCTION: &[Field] = &[
    ("functionName", Text),
    ("resourceGroupId", Text),
    ("tags", List(&Object(TAG))),
    ("code", Object(CODE)),
    ("cpu", Number),
    ("customContainerConfig", Object(CONTAINER)),
    ("customDNS", Object(DNS)),
    ("customRuntimeConfig", Object(RUNTIME)),
    ("description", Text),
    ("disableInjectCredentials", Text),
    ("disableOndemand", Flag),
    ("diskSize", Whole),
    ("enableLongLiving", Flag),
    ("environmentVariables", Map(&Text)),
    (
        "gpuConfig",
        Object(&[("gpuMemorySize", Whole), ("gpuType", Text)]),
    ),
    ("handler", Text),
    ("idleTimeout", Whole),
    ("instanceConcurrency", Whole),
    ("instanceIsolationMode", Text),
    (
        "instanceLifecycleConfig",
        Object(&[("initializer", Object(HOOK)), ("preStop", Object(HOOK))]),
    ),
    ("internetAccess", Flag),
    JUICE_FS,
    ("layers", TEXTS),
    ("logConfig", Object(LOG)),
    ("memorySize", Whole),
    ("microSandboxConfig", Object(MICRO_SANDBOX)),
    NAS,
    OSS,
    POLAR_FS,
    ("role", Text),
    ("runtime", Text),
    ("sessionAffinity", Text),
    // JSON, but in a string.
    ("sessionAffinityConfig", Text),
    ("timeout", Whole),
    (
        "tracingConfig",
        Object(&[("params", Map(&Text)), ("type", Text)]),
    ),
    ("vpcConfig", Object(VPC)),
];

/// `UpdateFunctionInput`. Tags and resource group are changed by operations of their own.
pub(super) const UPDATE_FUNCTION: &[Field] = CREATE_FUNCTION.split_at(3).1;

/// `CreateTriggerInput`: what an update takes, and what makes the trigger what it is.
pub(super) const CREATE_TRIGGER: &[Field] = &[
    ("sourceArn", Text),
    ("triggerName", Text),
    ("triggerType", Text),
    ("description", Text),
    ("invocationRole", Text),
    ("qualifier", Text),
    // JSON, but in a string.
    ("triggerConfig", Text),
];

/// `UpdateTriggerInput`.
pub(super) const UPDATE_TRIGGER: &[Field] = CREATE_TRIGGER.split_at(3).1;

/// `CreateCustomDomainInput`: what an update takes, and two things that are set for good.
pub(super) const CREATE_DOMAIN: &[Field] = &[
    ("domainName", Text),
    ("isE2B", Flag),
    (
        "authConfig",
        Object(&[("authInfo", Text), ("authType", Text)]),
    ),
    CERT,
    ("corsConfig", Object(CORS)),
    ("protocol", Text),
    ("routeConfig", Object(&[("routes", List(&Object(PATH)))])),
    TLS,
    WAF,
];

/// `UpdateCustomDomainInput`.
pub(super) const UPDATE_DOMAIN: &[Field] = CREATE_DOMAIN.split_at(2).1;

/// The certificate of a domain, in either version.
pub(super) const CERT: Field = (
    "certConfig",
    Object(&[
        ("certName", Text),
        ("certificate", Text),
        ("privateKey", Text),
    ]),
);

/// Which TLS a domain speaks, in either version.
pub(super) const TLS: Field = (
    "tlsConfig",
    Object(&[
        ("cipherSuites", TEXTS),
        ("maxVersion", Text),
        ("minVersion", Text),
    ]),
);

/// Whether a domain stands behind the firewall, in either version.
pub(super) const WAF: Field = ("wafConfig", Object(&[("enableWAF", Flag)]));

/// What a function and a session of it may mount.
pub(super) const JUICE_FS: Field = (
    "juiceFsConfig",
    Object(&[
        ("envs", Map(&Text)),
        ("mountPoints", List(&Object(JUICE_FS_MOUNT))),
    ]),
);
pub(super) const NAS: Field = (
    "nasConfig",
    Object(&[GROUP, USER, ("mountPoints", List(&Object(NAS_MOUNT)))]),
);
pub(super) const OSS: Field = (
    "ossMountConfig",
    Object(&[("mountPoints", List(&Object(OSS_MOUNT)))]),
);
pub(super) const POLAR_FS: Field = (
    "polarFsConfig",
    Object(&[GROUP, USER, ("mountPoints", List(&Object(POLAR_FS_MOUNT)))]),
);

/// A list of texts.
const TEXTS: super::body::Shape = List(&Text);

/// Whom files of a mount belong to.
const GROUP: Field = ("groupId", Whole);
const USER: Field = ("userId", Whole);

// What stands in the blocks above, by the names of the API's models.
const TAG: &[Field] = &[("Key", Text), ("Value", Text)];

const CODE: &[Field] = &[
    ("checksum", Text),
    ("ossBucketName", Text),
    ("ossObjectName", Text),
    ("zipFile", Text),
];

const CONTAINER: &[Field] = &[
    ("accelerationInfo", Object(&[("status", Text)])),
    ("accelerationType", Text),
    ("acrInstanceId", Text),
    ("command", TEXTS),
    ("entrypoint", TEXTS),
    ("healthCheckConfig", Object(HEALTH_CHECK)),
    ("image", Text),
    ("port", Whole),
    ("registryConfig", Object(REGISTRY)),
    ("resolvedImageUri", Text),
];

const MICRO_SANDBOX: &[Field] = &[
    ("acrInstanceId", Text),
    ("image", Text),
    ("osType", Text),
    ("readyCommand", Text),
    ("registryConfig", Object(REGISTRY)),
    ("startCommand", Text),
];

const RUNTIME: &[Field] = &[
    ("args", TEXTS),
    ("command", TEXTS),
    ("healthCheckConfig", Object(HEALTH_CHECK)),
    ("port", Whole),
];

const HEALTH_CHECK: &[Field] = &[
    ("failureThreshold", Whole),
    ("httpGetUrl", Text),
    ("initialDelaySeconds", Whole),
    ("periodSeconds", Whole),
    ("successThreshold", Whole),
    ("timeoutSeconds", Whole),
];

const REGISTRY: &[Field] = &[
    (
        "authConfig",
        Object(&[("password", Text), ("userName", Text)]),
    ),
    (
        "certConfig",
        Object(&[("insecure", Flag), ("rootCaCertBase64", Text)]),
    ),
    (
        "networkConfig",
        Object(&[
            ("securityGroupId", Text),
            ("vSwitchId", Text),
            ("vpcId", Text),
        ]),
    ),
];

const DNS: &[Field] = &[
    (
        "dnsOptions",
        List(&Object(&[("name", Text), ("value", Text)])),
    ),
    ("nameServers", TEXTS),
    ("searches", TEXTS),
];

const HOOK: &[Field] = &[("command", TEXTS), ("handler", Text), ("timeout", Whole)];

const LOG: &[Field] = &[
    ("enableInstanceMetrics", Flag),
    ("enableLlmMetrics", Flag),
    ("enableRequestMetrics", Flag),
    ("logBeginRule", Text),
    ("logstore", Text),
    ("project", Text),
];

const VPC: &[Field] = &[
    ("role", Text),
    ("securityGroupId", Text),
    ("vSwitchIds", TEXTS),
    ("vpcId", Text),
];

const NAS_MOUNT: &[Field] = &[
    ("enableTLS", Flag),
    ("mountDir", Text),
    ("serverAddr", Text),
];

const OSS_MOUNT: &[Field] = &[
    ("bucketName", Text),
    ("bucketPath", Text),
    ("endpoint", Text),
    ("mountDir", Text),
    ("readOnly", Flag),
];

const POLAR_FS_MOUNT: &[Field] = &[
    ("extraOptions", Text),
    ("instanceId", Text),
    ("mountDir", Text),
    ("readOnly", Flag),
    ("remoteDir", Text),
];

const JUICE_FS_MOUNT: &[Field] = &[
    ("args", TEXTS),
    ("mountDir", Text),
    ("remoteDir", Text),
    ("token", Text),
    ("volumeName", Text),
];

const CORS: &[Field] = &[
    ("allowCredentials", Flag),
    ("allowHeaders", TEXTS),
    ("allowMethods", TEXTS),
    ("allowOrigins", TEXTS),
    ("exposeHeaders", TEXTS),
    ("maxAge", Whole),
];

const PATH: &[Field] = &[
    ("functionName", Text),
    ("methods", TEXTS),
    ("path", Text),
    ("qualifier", Text),
    ("rewriteConfig", Object(REWRITE)),
];

const REWRITE: &[Field] = &[
    ("equalRules", List(&Object(RULE))),
    ("regexRules", List(&Object(RULE))),
    ("wildcardRules", List(&Object(RULE))),
];

const RULE: &[Field] = &[("match", Text), ("replacement", Text)];
