//! The configurations beside a function (API models `AsyncConfig`, `ProvisionConfig`,
//! `ScalingConfigStatus`, `ConcurrencyConfig` and the VPC bindings). In the service's console they are
//! settings of the function.

use super::calls::{Calls, Entries, put};
use super::{Adds, Existence, Generation, Kind, Naming, PropsPlace, Section, Spec, Work, function};
use crate::model::fields::{Fallback, Field, Fields, Shape, flag, id, number, object, scalar};
use crate::words;
use crate::words::Words;

/// How calls that nobody waits for are tried again, and where their results go.
pub(super) const ASYNC_INVOKE: Spec = Spec {
    section: Section::AsyncInvoke,
    adds: Adds::Qualifier,
    letter: Some('A'),
    ..named(
        "asyncInvokeConfig",
        |_, of| {
            words!(
                "asyncInvokeConfig of {of}",
                "函数 {of} 的 asyncInvokeConfig"
            )
        },
        ASYNC_INVOKE_FIELDS,
        put!(
            "AsyncInvokeConfig",
            "async-invoke-config",
            ("async-invoke-configs", "configs"),
            Some("AsyncConfigNotExists"),
            None
        ),
    )
};

/// Which VPCs may call the function.
pub(super) const VPC_BINDING: Spec = Spec {
    naming: Naming::Function,
    letter: Some('V'),
    ..named(
        "vpcBinding",
        |_, of| words!("vpcBinding of {of}", "函数 {of} 的 vpcBinding"),
        VPC_BINDING_FIELDS,
        Calls::Entries(Entries {
            list: "ListVpcBindings",
            add: "CreateVpcBinding",
            remove: "DeleteVpcBinding",
            segment: "vpc-bindings",
            names: ("vpcIds", "vpcId"),
            absent: "VpcBindingNotFound",
        }),
    )
};

/// How many instances are kept ready. A function has either this or [`SCALING`].
pub(super) const PROVISION: Spec = Spec {
    renamed: Some(("target", "defaultTarget")),
    work: Work::Instances {
        aim: "target",
        asked: "defaultTarget",
        running: "current",
    },
    letter: Some('P'),
    ..named(
        "provisionConfig",
        |_, of| words!("provisionConfig of {of}", "函数 {of} 的 provisionConfig"),
        PROVISION_FIELDS,
        put!(
            "ProvisionConfig",
            "provision-config",
            ("provision-configs", "provisionConfigs"),
            None,
            Some("ProvisionConfigExist")
        ),
    )
};

/// How many instances are kept ready at least, and by what their number grows.
pub(super) const SCALING: Spec = Spec {
    work: Work::Instances {
        aim: "targetInstances",
        asked: "minInstances",
        running: "currentInstances",
    },
    letter: Some('S'),
    ..named(
        "scalingConfig",
        |_, of| words!("scalingConfig of {of}", "函数 {of} 的 scalingConfig"),
        SCALING_FIELDS,
        put!(
            "ScalingConfig",
            "scaling-config",
            ("scaling-configs", "scalingConfigs"),
            None,
            Some("ResidentScalingConfigExists")
        ),
    )
};

/// How much of the account's concurrency is set aside for the function; with none it is never called.
pub(super) const CONCURRENCY: Spec = Spec {
    naming: Naming::Function,
    omits: &["functionArn"],
    switch: Some("reservedConcurrency"),
    letter: Some('C'),
    ..named(
        "concurrencyConfig",
        |_, of| {
            words!(
                "concurrencyConfig of {of}",
                "函数 {of} 的 concurrencyConfig"
            )
        },
        CONCURRENCY_FIELDS,
        put!(
            "ConcurrencyConfig",
            "concurrency",
            ("concurrency-configs", "configs"),
            Some("OnDemandConfigNotFound"),
            None
        ),
    )
};

/// One that is put as a whole for a version or an alias, and that no flag names.
const fn named(
    name: &'static str,
    label: fn(&str, &str) -> Words,
    fields: &'static [Field],
    calls: Calls,
) -> Spec {
    Spec {
        name,
        generation: Generation::THIRD,
        holder: Some(Kind::Function),
        depth: 1,
        label,
        fields: Fields::One(fields),
        calls,
        renamed: None,
        along: &[],
        adds: Adds::Nothing,
        omits: &[],
        naming: Naming::Qualifier,
        place: PropsPlace::Block,
        existence: Existence::Settings,
        section: Section::Rest,
        work: Work::None,
        switch: None,
        shared: false,
        code: None,
        rank: 2,
        replacing: function::replacing,
        letter: None,
    }
}

const ASYNC_INVOKE_FIELDS: &[Field] = &[
    number("maxAsyncEventAgeInSeconds").or(Fallback::Served),
    number("maxAsyncRetryAttempts").or(Fallback::Served),
    flag("asyncTask"),
    object("destinationConfig", DESTINATIONS),
    id("functionArn").service(),
    id("createdTime").service(),
    id("lastModifiedTime").service(),
];

/// Where the results of asynchronous calls go, in either generation.
pub(super) const DESTINATIONS: &[Field] = &[
    object("onSuccess", DESTINATION),
    object("onFailure", DESTINATION),
];

const DESTINATION: &[Field] = &[scalar("destination")];

const VPC_BINDING_FIELDS: &[Field] = &[Field::new("vpcIds", Shape::Names)];

const PROVISION_FIELDS: &[Field] = &[
    // Also known by its deprecated name `target`; documents have this one only.
    number("defaultTarget").or(Fallback::Int(0)),
    flag("alwaysAllocateCPU"),
    flag("alwaysAllocateGPU"),
    entries("scheduledActions", SCHEDULED),
    entries("targetTrackingPolicies", TRACKING),
    number("target").service(),
    number("current").service(),
    id("currentError").service(),
    id("functionArn").service(),
];

const SCALING_FIELDS: &[Field] = &[
    number("minInstances").or(Fallback::Int(0)),
    id("residentPoolId"),
    flag("enableMixMode"),
    // The service decides by the kind of instances.
    flag("enableOnDemandScaling").or(Fallback::Served),
    id("requestDispatchPolicy").or(Fallback::Served),
    entries("horizontalScalingPolicies", HORIZONTAL),
    entries("scheduledPolicies", SCHEDULED),
    number("targetInstances").service(),
    number("currentInstances").service(),
    id("currentError").service(),
    id("functionArn").service(),
];

const CONCURRENCY_FIELDS: &[Field] = &[number("reservedConcurrency"), id("functionArn").service()];

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
const fn entries(name: &'static str, entry: &'static [Field]) -> Field {
    Field::new(name, Shape::Keyed { key: "name", entry })
}
