//! What the configuration of a trigger may hold, by the type of the trigger.

use serde_json::{Value, json};

use super::super::body::Field;
use super::super::body::Shape::{self, Flag, List, Map, Number, Object, Text, Whole};
use super::super::bound;
use super::body;
use crate::call::Call;
use crate::doc::{Doc, fill, required};
use crate::error::{ApiError, Result};

/// A type of triggers.
struct TriggerType {
    name: &'static str,
    /// What its configuration may hold.
    model: &'static [Field],
    /// What upstream's component sends in it besides, of which the service takes no notice (G59).
    extra: &'static [&'static str],
}

/// All of them.
const TYPES: &[TriggerType] = &[
    TriggerType {
        name: "cdn_events",
        model: &[
            ("eventName", Text),
            ("eventVersion", Text),
            ("filter", Map(&List(&Text))),
            ("notes", Text),
        ],
        extra: &[],
    },
    TriggerType {
        name: "eventbridge",
        model: EVENT_BRIDGE,
        extra: &[],
    },
    TriggerType {
        name: "http",
        model: &[
            ("authConfig", Text),
            ("authType", Text),
            ("disableURLInternet", Flag),
            ("methods", List(&Text)),
        ],
        extra: &[],
    },
    TriggerType {
        name: "log",
        model: LOG,
        extra: &[],
    },
    TriggerType {
        name: "mns_topic",
        model: &[
            ("filterTag", Text),
            ("notifyContentFormat", Text),
            ("notifyStrategy", Text),
        ],
        extra: &["region", "topicName"],
    },
    TriggerType {
        name: "oss",
        model: &[
            ("events", List(&Text)),
            (
                "filter",
                Object(&[("key", Object(&[("prefix", Text), ("suffix", Text)]))]),
            ),
        ],
        extra: &["bucketName"],
    },
    TriggerType {
        name: "tablestore",
        model: &[],
        extra: &["instanceName", "tableName"],
    },
    TriggerType {
        name: "timer",
        model: &[
            ("cronExpression", Text),
            ("enable", Flag),
            ("payload", Text),
        ],
        extra: &[],
    },
];

const LOG: &[Field] = &[
    ("enable", Flag),
    ("functionParameter", Map(&Text)),
    (
        "jobConfig",
        Object(&[("maxRetryTime", Whole), ("triggerInterval", Whole)]),
    ),
    (
        "logConfig",
        Object(&[("logstore", Text), ("project", Text)]),
    ),
    ("sourceConfig", Object(&[("logstore", Text)])),
];

const EVENT_BRIDGE: &[Field] = &[
    ("asyncInvocationType", Flag),
    ("eventRuleFilterPattern", Text),
    (
        "eventSinkConfig",
        Object(&[(
            "deliveryOption",
            Object(&[
                ("concurrency", Number),
                ("eventSchema", Text),
                ("mode", Text),
            ]),
        )]),
    ),
    (
        "eventSourceConfig",
        Object(&[
            ("eventSourceParameters", Object(SOURCES)),
            ("eventSourceType", Text),
        ]),
    ),
    (
        "runOptions",
        Object(&[
            (
                "batchWindow",
                Object(&[("CountBasedWindow", Whole), ("TimeBasedWindow", Whole)]),
            ),
            ("deadLetterQueue", Object(&[("Arn", Text)])),
            ("errorsTolerance", Text),
            ("maximumTasks", Whole),
            ("mode", Text),
            (
                "retryStrategy",
                Object(&[
                    ("MaximumEventAgeInSeconds", Whole),
                    ("MaximumRetryAttempts", Whole),
                    ("PushRetryStrategy", Text),
                ]),
            ),
        ]),
    ),
    ("triggerEnable", Flag),
];

/// Where the events come from; a trigger has one of them.
const SOURCES: &[Field] = &[
    (
        "sourceDTSParameters",
        Object(&[
            ("BrokerUrl", Text),
            ("InitCheckPoint", Whole),
            ("Password", Text),
            ("RegionId", Text),
            ("Sid", Text),
            ("TaskId", Text),
            ("Topic", Text),
            ("Username", Text),
        ]),
    ),
    (
        "sourceKafkaParameters",
        Object(&[
            ("ConsumerGroup", Text),
            ("InstanceId", Text),
            ("Network", Text),
            ("OffsetReset", Text),
            ("RegionId", Text),
            ("SecurityGroupId", Text),
            ("Topic", Text),
            ("VSwitchIds", Text),
            ("VpcId", Text),
        ]),
    ),
    (
        "sourceMNSParameters",
        Object(&[
            ("IsBase64Decode", Flag),
            ("QueueName", Text),
            ("RegionId", Text),
        ]),
    ),
    (
        "sourceMQTTParameters",
        Object(&[("InstanceId", Text), ("RegionId", Text), ("Topic", Text)]),
    ),
    (
        "sourceRabbitMQParameters",
        Object(&[
            ("InstanceId", Text),
            ("QueueName", Text),
            ("RegionId", Text),
            ("VirtualHostName", Text),
        ]),
    ),
    ("sourceRocketMQParameters", ROCKET_MQ),
];

const ROCKET_MQ: Shape = Object(&[
    ("AuthType", Text),
    ("FilterSql", Text),
    ("FilterType", Text),
    ("GroupID", Text),
    ("InstanceEndpoint", Text),
    ("InstanceId", Text),
    ("InstanceNetwork", Text),
    ("InstancePassword", Text),
    ("InstanceSecurityGroupId", Text),
    ("InstanceType", Text),
    ("InstanceUsername", Text),
    ("InstanceVSwitchIds", Text),
    ("InstanceVpcId", Text),
    ("Offset", Text),
    ("RegionId", Text),
    ("Tag", Text),
    ("Timestamp", Whole),
    ("Topic", Text),
]);

/// The configuration as it is kept: its names spelt as answers have them, and what the service adds in it.
pub(super) fn settled(call: &Call<'_>, kind: &str, config: Value) -> Result<Value> {
    let mut types = TYPES.iter();
    let names = || TYPES.iter().map(|one| one.name).collect::<Vec<_>>();
    let found = types.find(|one| one.name == kind);
    let found = found.ok_or_else(|| ApiError::out_of_range("triggerType", &names().join("|")))?;
    let mut config = body::checked(call, config, found.model, found.extra)?;
    match kind {
        "http" => {
            bound::one_of(&config, "authType", &["anonymous", "function", "jwt"])?;
            fill(&mut config, json!({"disableURLInternet": false}));
        }
        "timer" => {
            required(&config, "cronExpression")?;
        }
        "eventbridge" => sources(&mut config),
        // Of other types only the names and types of members are checked.
        _ => {}
    }
    Ok(Value::Object(config))
}

/// The sources that are not used are shown as `null`.
fn sources(config: &mut Doc) {
    let source = config.get_mut("eventSourceConfig");
    let parameters = source.and_then(|source| source.get_mut("eventSourceParameters"));
    if let Some(Value::Object(parameters)) = parameters {
        let nulls = SOURCES
            .iter()
            .map(|(name, _)| ((*name).to_owned(), Value::Null));
        for (name, null) in nulls {
            parameters.entry(name).or_insert(null);
        }
    }
}

/// Whether a trigger of that type may get this configuration for the one that it has. Which types and members are
/// never changed is documented; how that is refused is guessed (G66).
pub(super) fn replaceable(kind: &str, old: &Value, new: &Value) -> Result<()> {
    let fixed = ["eventName", "eventVersion"];
    let changes = fixed.iter().any(|name| old.get(name) != new.get(name));
    if kind == "mns_topic" || (kind == "cdn_events" && changes) {
        return Err(ApiError::invalid("Updating trigger is not supported yet."));
    }
    Ok(())
}
