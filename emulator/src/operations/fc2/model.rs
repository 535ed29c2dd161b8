//! What requests to FC 2.0 may carry, by the names that its answers have (the typed SDK's models of the same
//! documents).

use super::super::body::Field;
use super::super::body::Shape::{self, Any, Flag, List, Map, Number, Object, Text, Whole};
use super::super::model::{CERT, TLS, WAF};

/// A new service: what an update takes, and its name.
pub(super) const CREATE_SERVICE: &[Field] = &[
    ("serviceName", Text),
    ("description", Text),
    ("internetAccess", Flag),
    (
        "logConfig",
        Object(&[
            ("enableInstanceMetrics", Flag),
            ("enableRequestMetrics", Flag),
            ("logBeginRule", Text),
            ("logstore", Text),
            ("project", Text),
        ]),
    ),
    (
        "nasConfig",
        Object(&[
            ("groupId", Whole),
            (
                "mountPoints",
                List(&Object(&[
                    ("enableTLS", Flag),
                    ("mountDir", Text),
                    ("serverAddr", Text),
                ])),
            ),
            ("userId", Whole),
        ]),
    ),
    (
        "ossMountConfig",
        Object(&[(
            "mountPoints",
            List(&Object(&[
                ("bucketName", Text),
                ("bucketPath", Text),
                ("endpoint", Text),
                ("mountDir", Text),
                ("readOnly", Flag),
            ])),
        )]),
    ),
    ("role", Text),
    (
        "tracingConfig",
        Object(&[("params", Map(&Text)), ("type", Text)]),
    ),
    ("useSLRAuthentication", Flag),
    // What it may hold is the business of whoever bills for others.
    ("vendorConfig", Any),
    (
        "vpcConfig",
        Object(&[
            ("anytunnelViaENI", Flag),
            ("role", Text),
            ("securityGroupId", Text),
            ("vSwitchIds", TEXTS),
            ("vpcId", Text),
        ]),
    ),
];

/// A change of a service.
pub(super) const UPDATE_SERVICE: &[Field] = CREATE_SERVICE.split_at(1).1;

/// A new function: what an update takes, and its name.
pub(super) const CREATE_FUNCTION: &[Field] = &[
    ("functionName", Text),
    ("caPort", Whole),
    (
        "code",
        Object(&[
            ("ossBucketName", Text),
            ("ossObjectName", Text),
            ("zipFile", Text),
        ]),
    ),
    ("cpu", Number),
    (
        "customContainerConfig",
        Object(&[
            ("accelerationInfo", Object(&[("status", Text)])),
            ("accelerationType", Text),
            ("args", Text),
            ("command", Text),
            ("image", Text),
            ("instanceID", Text),
            ("webServerMode", Flag),
        ]),
    ),
    (
        "customDNS",
        Object(&[
            (
                "dnsOptions",
                List(&Object(&[("name", Text), ("value", Text)])),
            ),
            ("nameServers", TEXTS),
            ("searches", TEXTS),
        ]),
    ),
    (
        "customHealthCheckConfig",
        Object(&[
            ("failureThreshold", Whole),
            ("httpGetUrl", Text),
            ("initialDelaySeconds", Whole),
            ("periodSeconds", Whole),
            ("successThreshold", Whole),
            ("timeoutSeconds", Whole),
        ]),
    ),
    (
        "customRuntimeConfig",
        Object(&[("args", TEXTS), ("command", TEXTS)]),
    ),
    ("description", Text),
    ("diskSize", Whole),
    ("environmentVariables", Map(&Text)),
    ("gpuMemorySize", Whole),
    ("handler", Text),
    ("initializationTimeout", Whole),
    ("initializer", Text),
    ("instanceConcurrency", Whole),
    (
        "instanceLifecycleConfig",
        Object(&[("preFreeze", HOOK), ("preStop", HOOK)]),
    ),
    ("instanceSoftConcurrency", Whole),
    ("instanceType", Text),
    ("layers", TEXTS),
    ("memorySize", Whole),
    ("runtime", Text),
    ("timeout", Whole),
];

/// A change of a function.
pub(super) const UPDATE_FUNCTION: &[Field] = CREATE_FUNCTION.split_at(1).1;

/// A new trigger: what an update takes, and what makes the trigger what it is.
pub(super) const CREATE_TRIGGER: &[Field] = &[
    ("sourceArn", Text),
    ("triggerName", Text),
    ("triggerType", Text),
    ("description", Text),
    ("invocationRole", Text),
    ("qualifier", Text),
    // An object, of which the type says what it may hold.
    ("triggerConfig", Any),
];

/// A change of a trigger.
pub(super) const UPDATE_TRIGGER: &[Field] = CREATE_TRIGGER.split_at(3).1;

/// A new custom domain: what an update takes, and its name.
pub(super) const CREATE_DOMAIN: &[Field] = &[
    ("domainName", Text),
    CERT,
    ("protocol", Text),
    ("routeConfig", Object(&[("routes", List(&ROUTE))])),
    TLS,
    WAF,
];

/// A change of a custom domain.
pub(super) const UPDATE_DOMAIN: &[Field] = CREATE_DOMAIN.split_at(1).1;

/// A new alias: what an update takes, and its name.
pub(super) const CREATE_ALIAS: &[Field] = &[
    ("aliasName", Text),
    ("additionalVersionWeight", Map(&Number)),
    ("description", Text),
    ("resolvePolicy", Text),
    (
        "routePolicy",
        Object(&[
            ("condition", Text),
            (
                "policyItems",
                List(&Object(&[
                    ("key", Text),
                    ("operator", Text),
                    ("type", Text),
                    ("value", Text),
                ])),
            ),
        ]),
    ),
    ("versionId", Text),
];

/// A change of an alias.
pub(super) const UPDATE_ALIAS: &[Field] = CREATE_ALIAS.split_at(1).1;

/// What becomes of asynchronous invocations.
pub(super) const ASYNC: &[Field] = &[
    (
        "destinationConfig",
        Object(&[("onFailure", DESTINATION), ("onSuccess", DESTINATION)]),
    ),
    ("maxAsyncEventAgeInSeconds", Whole),
    ("maxAsyncRetryAttempts", Whole),
    ("statefulInvocation", Flag),
];

/// Instances that are provisioned.
pub(super) const PROVISION: &[Field] = &[
    ("alwaysAllocateCPU", Flag),
    (
        "scheduledActions",
        List(&Object(&[
            ("endTime", Text),
            ("name", Text),
            ("scheduleExpression", Text),
            ("startTime", Text),
            ("target", Whole),
        ])),
    ),
    ("target", Whole),
    (
        "targetTrackingPolicies",
        List(&Object(&[
            ("endTime", Text),
            ("maxCapacity", Whole),
            ("metricTarget", Number),
            ("metricType", Text),
            ("minCapacity", Whole),
            ("name", Text),
            ("startTime", Text),
        ])),
    ),
];

/// Instances on demand.
pub(super) const ON_DEMAND: &[Field] = &[("maximumInstanceCount", Whole)];

/// A list of texts.
const TEXTS: Shape = List(&Text);

const HOOK: Shape = Object(&[("handler", Text), ("timeout", Whole)]);

const DESTINATION: Shape = Object(&[("destination", Text)]);

const RULES: Shape = List(&Object(&[("match", Text), ("replacement", Text)]));

const ROUTE: Shape = Object(&[
    ("functionName", Text),
    ("methods", TEXTS),
    ("path", Text),
    ("qualifier", Text),
    (
        "rewriteConfig",
        Object(&[
            ("equalRules", RULES),
            ("regexRules", RULES),
            ("wildcardRules", RULES),
        ]),
    ),
    ("serviceName", Text),
]);
