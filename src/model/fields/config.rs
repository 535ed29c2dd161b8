//! The settings of the configurations beside a function (API models `AsyncConfig`,
//! `ProvisionConfig`, `ScalingConfigStatus`, `ConcurrencyConfig` and the VPC bindings).

use super::{Fallback, Field, Shape, flag, id, number, object, scalar};

pub(super) const ASYNC_INVOKE: &[Field] = &[
    number("maxAsyncEventAgeInSeconds").or(Fallback::Served),
    number("maxAsyncRetryAttempts").or(Fallback::Served),
    flag("asyncTask"),
    object("destinationConfig", DESTINATIONS),
    id("functionArn").service(),
    id("createdTime").service(),
    id("lastModifiedTime").service(),
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
    id("currentError").service(),
    id("functionArn").service(),
];

pub(super) const SCALING: &[Field] = &[
    number("minInstances").or(Fallback::Int(0)),
    id("residentPoolId"),
    flag("enableMixMode"),
    // The service decides by the kind of instances.
    flag("enableOnDemandScaling").or(Fallback::Served),
    id("requestDispatchPolicy").or(Fallback::Served),
    named("horizontalScalingPolicies", HORIZONTAL),
    named("scheduledPolicies", SCHEDULED),
    number("targetInstances").service(),
    number("currentInstances").service(),
    id("currentError").service(),
    id("functionArn").service(),
];

pub(super) const CONCURRENCY: &[Field] =
    &[number("reservedConcurrency"), id("functionArn").service()];

const SCHEDULED: &[Field] = &[
    id("name"),
    number("target"),
    id("scheduleExpression"),
    id("startTime"),
    id("endTime"),
    id("timeZone"),
];

const TRACKING: &[Field] = &[
    id("name"),
    id("metricType"),
    number("metricTarget"),
    number("minCapacity"),
    number("maxCapacity"),
    id("startTime"),
    id("endTime"),
    id("timeZone"),
];

const HORIZONTAL: &[Field] = &[
    id("name"),
    id("metricType"),
    number("metricTarget"),
    number("minInstances"),
    number("maxInstances"),
    id("startTime"),
    id("endTime"),
    id("timeZone"),
];

/// A list whose entries are told apart by their names.
const fn named(name: &'static str, entry: &'static [Field]) -> Field {
    Field::new(name, Shape::Keyed { key: "name", entry })
}
