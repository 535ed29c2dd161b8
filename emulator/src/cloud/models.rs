//! The fields that requests may carry (API models `*Input`).

pub(super) const CREATE_FUNCTION: &[&str] = &[
    "functionName",
    "tags",
    "resourceGroupId",
    "code",
    "cpu",
    "customContainerConfig",
    "customDNS",
    "customRuntimeConfig",
    "description",
    "disableInjectCredentials",
    "disableOndemand",
    "diskSize",
    "enableLongLiving",
    "environmentVariables",
    "gpuConfig",
    "handler",
    "idleTimeout",
    "instanceConcurrency",
    "instanceIsolationMode",
    "instanceLifecycleConfig",
    "internetAccess",
    "juiceFsConfig",
    "layers",
    "logConfig",
    "memorySize",
    "microSandboxConfig",
    "nasConfig",
    "ossMountConfig",
    "polarFsConfig",
    "role",
    "runtime",
    "sessionAffinity",
    "sessionAffinityConfig",
    "timeout",
    "tracingConfig",
    "vpcConfig",
];

/// An update takes the same but for the name, tags and resource group.
pub(super) fn update_function() -> &'static [&'static str] {
    &CREATE_FUNCTION[3..]
}

pub(super) const CODE: [&str; 4] = ["checksum", "ossBucketName", "ossObjectName", "zipFile"];

pub(super) const CREATE_TRIGGER: &[&str] = &[
    "triggerName",
    "triggerType",
    "sourceArn",
    "description",
    "invocationRole",
    "qualifier",
    "triggerConfig",
];

/// What makes a trigger what it is cannot be updated.
pub(super) fn update_trigger() -> &'static [&'static str] {
    &CREATE_TRIGGER[3..]
}

pub(super) const CREATE_DOMAIN: &[&str] = &[
    "domainName",
    "isE2B",
    "authConfig",
    "certConfig",
    "corsConfig",
    "protocol",
    "routeConfig",
    "tlsConfig",
    "wafConfig",
];

pub(super) fn update_domain() -> &'static [&'static str] {
    &CREATE_DOMAIN[2..]
}
