//! The settings of a trigger (API model `Trigger` and the `*TriggerConfig` models, one a type).

use super::{Fallback, Field, Shape, flag, free, map, number, object, scalar, set};

/// The settings of a trigger of that type. A type that nobody here has heard of keeps its
/// configuration as free-form settings, so that it is compared all the same.
pub(super) fn fields(kind: Option<&str>) -> &'static [Field] {
    match kind {
        Some("http") => HTTP,
        Some("timer") => TIMER,
        Some("oss") => OSS,
        Some("log") => LOG,
        Some("mns_topic") => MNS_TOPIC,
        Some("cdn_events") => CDN_EVENTS,
        Some("eventbridge") => EVENTBRIDGE,
        _ => OTHER,
    }
}

/// A trigger's settings around its typed configuration.
macro_rules! trigger {
    ($name:ident, $config:expr) => {
        const $name: &[Field] = &[
            scalar("triggerName").fixed(),
            scalar("triggerType").fixed(),
            scalar("description"),
            scalar("qualifier").or(Fallback::Text("LATEST")),
            scalar("invocationRole"),
            scalar("sourceArn").fixed(),
            Field::new("triggerConfig", $config),
            scalar("createdTime").service(),
            scalar("lastModifiedTime").service(),
            scalar("triggerId").service(),
            scalar("status").service(),
            scalar("targetArn").service(),
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
trigger!(OTHER, Shape::Json(&[]));

const HTTP_CONFIG: &[Field] = &[
    scalar("authType"),
    set("methods"),
    flag("disableURLInternet"),
    // Carries the key set of the token issuer.
    free("authConfig").secret(),
    object("corsConfig", super::domain::CORS),
];

const TIMER_CONFIG: &[Field] = &[
    scalar("cronExpression"),
    flag("enable"),
    // Whatever the function is given; often harmless, sometimes a password in JSON.
    scalar("payload").suspect(),
];

const OSS_CONFIG: &[Field] = &[set("events"), object("filter", OSS_FILTER)];

const OSS_FILTER: &[Field] = &[object("key", &[scalar("prefix"), scalar("suffix")])];

const LOG_CONFIG: &[Field] = &[
    flag("enable"),
    map("functionParameter").secret(),
    object(
        "jobConfig",
        &[number("maxRetryTime"), number("triggerInterval")],
    ),
    object("logConfig", &[scalar("project"), scalar("logstore")]),
    object(
        "sourceConfig",
        &[scalar("logstore"), number("startTime").or(Fallback::Served)],
    ),
];

const MNS_TOPIC_CONFIG: &[Field] = &[
    scalar("filterTag"),
    scalar("notifyContentFormat"),
    scalar("notifyStrategy"),
];

const CDN_EVENTS_CONFIG: &[Field] = &[
    scalar("eventName").fixed(),
    scalar("eventVersion").fixed(),
    scalar("notes"),
    map("filter"),
];

const EVENTBRIDGE_CONFIG: &[Field] = &[
    flag("triggerEnable"),
    flag("asyncInvocationType"),
    scalar("eventRuleFilterPattern"),
    object("eventSourceConfig", EVENT_SOURCE),
    object(
        "eventSinkConfig",
        &[object(
            "deliveryOption",
            &[
                scalar("mode").or(Fallback::Served),
                scalar("eventSchema").or(Fallback::Served),
                number("concurrency").or(Fallback::Served),
            ],
        )],
    ),
    object("runOptions", RUN_OPTIONS),
];

const EVENT_SOURCE: &[Field] = &[
    scalar("eventSourceType"),
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
    scalar("AuthType"),
    scalar("FilterType"),
    scalar("GroupID"),
    scalar("InstanceEndpoint"),
    scalar("InstanceId"),
    scalar("InstanceNetwork"),
    scalar("InstancePassword").hidden("InstanceUsername"),
    scalar("InstanceSecurityGroupId"),
    scalar("InstanceType"),
    scalar("InstanceUsername"),
    scalar("InstanceVSwitchIds"),
    scalar("InstanceVpcId"),
    scalar("Offset"),
    scalar("RegionId"),
    scalar("Tag"),
    number("Timestamp"),
    scalar("Topic"),
];

const DTS: &[Field] = &[
    scalar("BrokerUrl"),
    number("InitCheckPoint"),
    scalar("Password").hidden("Username"),
    scalar("RegionId"),
    scalar("Sid"),
    scalar("TaskId"),
    scalar("Topic"),
    scalar("Username"),
];

const RUN_OPTIONS: &[Field] = &[
    scalar("mode").or(Fallback::Served),
    scalar("errorsTolerance").or(Fallback::Served),
    free("batchWindow").or(Fallback::Served),
    free("retryStrategy").or(Fallback::Served),
    free("deadLetterQueue"),
];
