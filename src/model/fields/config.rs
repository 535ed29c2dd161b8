//! The settings of the configurations beside a function (API models `AsyncConfig`,
//! `ProvisionConfig`, `ScalingConfigStatus`, `ConcurrencyConfig` and the VPC bindings).

use super::{Fallback, Field, Shape, flag, number, object, scalar};

pub(super) const ASYNC_INVOKE: &[Field] = &[
    number("maxAsyncEventAgeInSeconds").or(Fallback::Served),
    number("maxAsyncRetryAttempts").or(Fallback::Served),
    flag("asyncTask"),
    object("destinationConfig", DESTINATIONS),
    scalar("functionArn").service(),
    scalar("createdTime").service(),
    scalar("lastModifiedTime").service(),
];

const DESTINATIONS: &[Field] = &[
    object("onSuccess", DESTINATION),
    object("onFailure", DESTINATION),
];

const DESTINATION: &[Field] = &[scalar("destination")];

pub(super) const VPC_BINDING: &[Field] = &[Field::new("vpcIds", Shape::Names)];

pub(super) const PROVISION: &[Field] = &[
    // Also known by its deprecated name `target`; documents have this one only.
    number("defaultTarget").or(Fallback::Int(0)),
    flag("alwaysAllocateCPU"),
    flag("alwaysAllocateGPU"),
    named("scheduledActions", SCHEDULED),
    named("targetTrackingPolicies", TRACKING),
    number("target").service(),
    number("current").service(),
    scalar("currentError").service(),
    scalar("functionArn").service(),
];

pub(super) const SCALING: &[Field] = &[
    number("minInstances").or(Fallback::Int(0)),
    scalar("residentPoolId"),
    flag("enableMixMode"),
    // The service decides by the kind of instances.
    flag("enableOnDemandScaling").or(Fallback::Served),
    scalar("requestDispatchPolicy").or(Fallback::Served),
    named("horizontalScalingPolicies", HORIZONTAL),
    named("scheduledPolicies", SCHEDULED),
    number("targetInstances").service(),
    number("currentInstances").service(),
    scalar("currentError").service(),
    scalar("functionArn").service(),
];

pub(super) const CONCURRENCY: &[Field] = &[
    number("reservedConcurrency"),
    scalar("functionArn").service(),
];

const SCHEDULED: &[Field] = &[
    scalar("name"),
    number("target"),
    scalar("scheduleExpression"),
    scalar("startTime"),
    scalar("endTime"),
    scalar("timeZone"),
];

const TRACKING: &[Field] = &[
    scalar("name"),
    scalar("metricType"),
    number("metricTarget"),
    number("minCapacity"),
    number("maxCapacity"),
    scalar("startTime"),
    scalar("endTime"),
    scalar("timeZone"),
];

const HORIZONTAL: &[Field] = &[
    scalar("name"),
    scalar("metricType"),
    number("metricTarget"),
    number("minInstances"),
    number("maxInstances"),
    scalar("startTime"),
    scalar("endTime"),
    scalar("timeZone"),
];

/// A list whose entries are told apart by their names.
const fn named(name: &'static str, entry: &'static [Field]) -> Field {
    Field::new(name, Shape::Keyed { key: "name", entry })
}
