//! What each type of trigger takes (fc3's schema, and what upstream's own projects leave out of it).

use crate::dialect::props::domain::{AUTH_TYPE, CORS_TABLE, METHODS};
use crate::dialect::props::schema::{Prop, PropShape, may, must};
use crate::dialect::props::{form, known};

/// The properties that every trigger has.
pub(in crate::dialect::fc3) const TABLE: &[Prop] = &[
    must("triggerName", PropShape::Like(form::trigger_name)),
    must("triggerType", PropShape::OneOf(&TYPES)),
    // Depends on the type.
    must("triggerConfig", PropShape::Free),
    may("description", PropShape::Text),
    may("qualifier", PropShape::Text),
    may("sourceArn", PropShape::Like(form::arn)),
    may("invocationRole", PropShape::Like(form::role)),
];

/// A type of trigger.
#[derive(Debug)]
pub(super) struct TriggerType {
    name: &'static str,
    /// Something outside calls the function, and has to be named.
    pub(super) needs_source: bool,
    /// The role that upstream fc3 gives to a trigger that names none.
    pub(super) role: Option<&'static str>,
    pub(super) config: PropShape,
}

/// The type of that name.
pub(super) fn kind(name: &str) -> Option<&'static TriggerType> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Their names, for the property that says which one it is.
const TYPES: [&str; 9] = {
    let mut names = [""; 9];
    let mut index = 0;
    while index < names.len() {
        names[index] = KINDS[index].name;
        index += 1;
    }
    names
};

/// All types. The configuration of `tablestore` is empty: its source says it all.
const KINDS: [TriggerType; 9] = [
    own("http", PropShape::Block(HTTP)),
    own("timer", PropShape::Block(TIMER)),
    own("eventbridge", PropShape::Open(EVENTBRIDGE)),
    called(
        "oss",
        "AliyunOSSEventNotificationRole",
        PropShape::Block(OSS),
    ),
    called("log", "AliyunLogETLRole", PropShape::Block(LOG)),
    called(
        "mns_topic",
        "AliyunMNSNotificationRole",
        PropShape::Block(MNS),
    ),
    called(
        "cdn_events",
        "AliyunCDNEventNotificationRole",
        PropShape::Block(CDN),
    ),
    // fc3's schema does not have it, and hands it on; nothing documents what stands in it.
    own("alb", PropShape::Free),
    called(
        "tablestore",
        "AliyunTableStoreStreamNotificationRole",
        PropShape::Free,
    ),
];

/// What the configuration of each type may be.
#[cfg(test)]
pub(in crate::dialect) fn configs() -> Vec<(&'static str, PropShape)> {
    KINDS.iter().map(|kind| (kind.name, kind.config)).collect()
}

/// A type that needs no role of the project's own.
const fn own(name: &'static str, config: PropShape) -> TriggerType {
    TriggerType {
        name,
        needs_source: false,
        role: None,
        config,
    }
}

/// A type of which another cloud service calls the function, in a role.
const fn called(name: &'static str, role: &'static str, config: PropShape) -> TriggerType {
    TriggerType {
        name,
        needs_source: true,
        role: Some(role),
        config,
    }
}

// What fc3's schema asks for and fc3 hands on without is left to the service here, too: each of these is
// only known to be taken by the emulator.
const HTTP: &[Prop] = &[
    may("authType", AUTH_TYPE),
    may("methods", METHODS),
    may("disableURLInternet", PropShape::Flag),
    // Only looked into for authType jwt.
    may("authConfig", PropShape::Free),
    may("corsConfig", PropShape::Block(CORS_TABLE)),
];

const TIMER: &[Prop] = &[
    must("cronExpression", PropShape::Like(form::filled)),
    may("enable", PropShape::Flag),
    may("payload", PropShape::JsonText(form::any)),
];

const OSS: &[Prop] = &[
    must(
        "events",
        PropShape::List(&PropShape::Like(known::oss_event)),
    ),
    may(
        "filter",
        PropShape::Block(&[may("key", PropShape::Block(OSS_KEY))]),
    ),
];

const OSS_KEY: &[Prop] = &[
    may("prefix", PropShape::Text),
    may("suffix", PropShape::Text),
];

const LOG: &[Prop] = &[
    must("sourceConfig", PropShape::Block(LOG_SOURCE)),
    must("logConfig", PropShape::Block(LOG_TARGET)),
    must("jobConfig", PropShape::Block(LOG_JOB)),
    may("enable", PropShape::Flag),
    may("functionParameter", PropShape::Free),
];

const LOG_SOURCE: &[Prop] = &[
    must("logstore", PropShape::Text),
    may("startTime", PropShape::Number),
];

const LOG_TARGET: &[Prop] = &[
    must("project", PropShape::Text),
    must("logstore", PropShape::Text),
];

const LOG_JOB: &[Prop] = &[
    may("maxRetryTime", NUMBER_OR_TEXT),
    may("triggerInterval", NUMBER_OR_TEXT),
];

/// fc3's schema has texts where the API has numbers; projects write both.
const NUMBER_OR_TEXT: PropShape = PropShape::Either(&PropShape::Text, &PropShape::Number);

const MNS: &[Prop] = &[
    must("notifyContentFormat", PropShape::OneOf(&["STREAM", "JSON"])),
    must("notifyStrategy", PropShape::OneOf(MNS_STRATEGIES)),
    may("filterTag", PropShape::Text),
];

const MNS_STRATEGIES: &[&str] = &["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"];

const CDN: &[Prop] = &[
    must("eventName", PropShape::Text),
    must("eventVersion", PropShape::AsText),
    must("notes", PropShape::Text),
    // Names of the service's choice, `domain` above all.
    must("filter", PropShape::Free),
];

/// EventBridge takes different parts for every source, and new ones appear: what is not known here is
/// handed on. The default source needs neither parameters, sink nor options.
const EVENTBRIDGE: &[Prop] = &[
    may("triggerEnable", PropShape::Flag),
    may("asyncInvocationType", PropShape::Flag),
    must("eventRuleFilterPattern", PropShape::JsonText(form::json)),
    must("eventSourceConfig", PropShape::Open(EVENT_SOURCE)),
    may(
        "eventSinkConfig",
        PropShape::Open(&[may("deliveryOption", PropShape::Free)]),
    ),
    may("runOptions", PropShape::Free),
];

const EVENT_SOURCE: &[Prop] = &[
    must("eventSourceType", PropShape::Like(form::filled)),
    may("eventSourceParameters", PropShape::Free),
];
