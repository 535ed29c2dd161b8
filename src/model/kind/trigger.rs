//! The trigger (API model `Trigger` and the `*TriggerConfig` models, one a type).

use super::calls::{PathSegment, own};
use super::{Adds, Existence, Generation, Kind, Naming, PropsPlace, Section, Spec, Work};
use crate::model::fields::{
    Fallback, Field, Fields, Shape, flag, free, id, json_text, list, map, methods, number, object,
    scalar, set,
};
use crate::words;
use crate::words::Words;

pub(super) const SPEC: Spec = Spec {
    name: "trigger",
    generation: Generation::THIRD,
    holder: Some(Kind::Function),
    depth: 1,
    label: |function, name| words!("trigger {function}/{name}", "触发器 {function}/{name}"),
    fields: Fields::ByType {
        setting: "triggerType",
        typed: "triggerConfig",
        types: TYPES,
        other: OTHER,
    },
    renamed: None,
    along: &[],
    adds: Adds::Nothing,
    omits: &[],
    naming: Naming::Own("triggerName"),
    place: PropsPlace::List("triggers"),
    existence: Existence::Created,
    calls: own!(
        "Trigger",
        &[
            PathSegment::Text("functions"),
            PathSegment::Function,
            PathSegment::Text("triggers"),
        ],
        &["TriggerNotFound", "FunctionNotFound"],
        false
    ),
    section: Section::Triggers,
    work: Work::None,
    switch: None,
    shared: false,
    code: None,
    rank: 1,
    replacing,
    letter: None,
};

pub(super) fn replacing() -> Words {
    words!(
        "replacing it means deleting and creating it: events in between are lost, and an http trigger gets a new URL",
        "替换意味着先删除再创建：期间的事件会丢失，HTTP 触发器的地址也会改变"
    )
}

/// The types of triggers that are known here.
const TYPES: &[(&str, &[Field])] = &[
    ("http", HTTP),
    ("timer", TIMER),
    ("oss", OSS),
    ("log", LOG),
    ("mns_topic", MNS_TOPIC),
    ("cdn_events", CDN_EVENTS),
    ("eventbridge", EVENTBRIDGE),
];

/// A trigger's settings around its typed configuration.
macro_rules! trigger {
    ($name:ident, $config:expr) => {
        const $name: &[Field] = &[
            // `UpdateTriggerInput` has neither name nor type nor source.
            id("triggerName").fixed(),
            id("triggerType").fixed(),
            scalar("description"),
            id("qualifier").or(Fallback::Text("LATEST")),
            id("invocationRole"),
            id("sourceArn").fixed(),
            Field::new("triggerConfig", $config),
            id("createdTime").service(),
            id("lastModifiedTime").service(),
            id("triggerId").service(),
            id("status").service(),
            id("targetArn").service(),
            free("httpTrigger").service(),
        ];
    };
}

trigger!(HTTP, Shape::Json(HTTP_CONFIG));
trigger!(TIMER, Shape::Json(TIMER_CONFIG));
trigger!(OSS, Shape::Json(OSS_CONFIG));
trigger!(LOG, Shape::Json(LOG_CONFIG));
trigger!(MNS_TOPIC, Shape::Json(MNS_TOPIC_CONFIG));
trigger!(CDN_EVENTS, Shape::Json(CDN_EVENTS_CONFIG));
trigger!(EVENTBRIDGE, Shape::Json(EVENTBRIDGE_CONFIG));
// The configuration of any other type is compared all the same, as free-form settings.
trigger!(OTHER, Shape::Json(&[]));

pub(super) const HTTP_CONFIG: &[Field] = &[
    id("authType"),
    methods("methods"),
    flag("disableURLInternet"),
    object("authConfig", JWT),
    object("corsConfig", super::domain::CORS),
];

/// Callers that show a token. Of what is not here nobody knows what it is.
const JWT: &[Field] = &[
    // The key set of the token issuer.
    free("jwks").secret(),
    scalar("tokenLookup"),
    scalar("claimPassBy"),
    list("whitelist"),
    list("blacklist"),
    // Real projects write it so, and the service takes it.
    list("blackList"),
];

pub(super) const TIMER_CONFIG: &[Field] =
    &[id("cronExpression"), flag("enable"), json_text("payload")];

pub(super) const OSS_CONFIG: &[Field] = &[set("events"), object("filter", OSS_FILTER)];

const OSS_FILTER: &[Field] = &[object("key", &[scalar("prefix"), scalar("suffix")])];

pub(super) const LOG_CONFIG: &[Field] = &[
    flag("enable"),
    map("functionParameter").secret(),
    object(
        "jobConfig",
        &[number("maxRetryTime"), number("triggerInterval")],
    ),
    object("logConfig", &[id("project"), id("logstore")]),
    object(
        "sourceConfig",
        &[id("logstore"), number("startTime").or(Fallback::Served)],
    ),
];

pub(super) const MNS_TOPIC_CONFIG: &[Field] = &[
    scalar("filterTag"),
    id("notifyContentFormat"),
    id("notifyStrategy"),
];

pub(super) const CDN_EVENTS_CONFIG: &[Field] = &[
    id("eventName").fixed(),
    id("eventVersion").fixed(),
    scalar("notes"),
    map("filter"),
];

pub(super) const EVENTBRIDGE_CONFIG: &[Field] = &[
    flag("triggerEnable"),
    flag("asyncInvocationType"),
    json_text("eventRuleFilterPattern"),
    object("eventSourceConfig", EVENT_SOURCE),
    object(
        "eventSinkConfig",
        &[object(
            "deliveryOption",
            &[
                id("mode").or(Fallback::Served),
                id("eventSchema").or(Fallback::Served),
                number("concurrency").or(Fallback::Served),
            ],
        )],
    ),
    object("runOptions", RUN_OPTIONS),
];

const EVENT_SOURCE: &[Field] = &[
    id("eventSourceType"),
    object("eventSourceParameters", EVENT_SOURCE_PARAMETERS),
];

const EVENT_SOURCE_PARAMETERS: &[Field] = &[
    free("sourceMNSParameters"),
    object("sourceRocketMQParameters", ROCKET_MQ),
    free("sourceRabbitMQParameters"),
    free("sourceKafkaParameters"),
    free("sourceMQTTParameters"),
    object("sourceDTSParameters", DTS),
];

const ROCKET_MQ: &[Field] = &[
    id("AuthType"),
    id("FilterType"),
    id("GroupID"),
    scalar("InstanceEndpoint"),
    id("InstanceId"),
    id("InstanceNetwork"),
    scalar("InstancePassword").hidden("InstanceUsername"),
    id("InstanceSecurityGroupId"),
    id("InstanceType"),
    id("InstanceUsername"),
    id("InstanceVSwitchIds"),
    id("InstanceVpcId"),
    id("Offset"),
    id("RegionId"),
    scalar("Tag"),
    number("Timestamp"),
    id("Topic"),
];

const DTS: &[Field] = &[
    scalar("BrokerUrl"),
    number("InitCheckPoint"),
    scalar("Password").hidden("Username"),
    id("RegionId"),
    id("Sid"),
    id("TaskId"),
    id("Topic"),
    id("Username"),
];

const RUN_OPTIONS: &[Field] = &[
    id("mode").or(Fallback::Served),
    id("errorsTolerance").or(Fallback::Served),
    number("maximumTasks").or(Fallback::Served),
    free("batchWindow").or(Fallback::Served),
    free("retryStrategy").or(Fallback::Served),
    free("deadLetterQueue"),
];
