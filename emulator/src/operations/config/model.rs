//! What the writes of configurations may carry (the API's `Put…Input` models).

use crate::operations::body::Field;
use crate::operations::body::Shape::{Flag, List, Number, Object, Text, Whole};

/// `PutAsyncInvokeConfigInput`.
pub(super) const ASYNC: &[Field] = &[
    ("asyncTask", Flag),
    (
        "destinationConfig",
        Object(&[
            ("onFailure", Object(DESTINATION)),
            ("onSuccess", Object(DESTINATION)),
        ]),
    ),
    ("maxAsyncEventAgeInSeconds", Whole),
    ("maxAsyncRetryAttempts", Whole),
];

/// Where the result of an invocation goes.
const DESTINATION: &[Field] = &[("destination", Text)];

/// `PutProvisionConfigInput`.
pub(super) const PROVISION: &[Field] = &[
    ("alwaysAllocateCPU", Flag),
    ("alwaysAllocateGPU", Flag),
    ("defaultTarget", Whole),
    ("scheduledActions", List(&Object(SCHEDULED))),
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
            ("timeZone", Text),
        ])),
    ),
];

/// `PutScalingConfigInput`.
pub(super) const SCALING: &[Field] = &[
    ("enableMixMode", Flag),
    ("enableOnDemandScaling", Flag),
    (
        "horizontalScalingPolicies",
        List(&Object(&[
            ("endTime", Text),
            ("maxInstances", Whole),
            ("metricTarget", Number),
            ("metricType", Text),
            ("minInstances", Whole),
            ("name", Text),
            ("startTime", Text),
            ("timeZone", Text),
        ])),
    ),
    ("minInstances", Whole),
    ("requestDispatchPolicy", Text),
    ("residentPoolId", Text),
    ("scheduledPolicies", List(&Object(SCHEDULED))),
];

/// A number of instances for a time; both kinds of instances have it.
const SCHEDULED: &[Field] = &[
    ("endTime", Text),
    ("name", Text),
    ("scheduleExpression", Text),
    ("startTime", Text),
    ("target", Whole),
    ("timeZone", Text),
];

/// `PutConcurrencyInput`.
pub(super) const CONCURRENCY: &[Field] = &[("reservedConcurrency", Whole)];
