//! What each type of trigger takes (fc3's schema, and what upstream's own projects leave out of it).

use crate::dialect::fc3::schema::{Prop, Shape, may, must};
use crate::dialect::fc3::{form, known};

/// The properties that every trigger has.
pub(in crate::dialect::fc3) const TABLE: &[Prop] = &[
    must("triggerName", Shape::Like(form::trigger_name)),
    must("triggerType", Shape::OneOf(&TYPES)),
    // Depends on the type.
    must("triggerConfig", Shape::Free),
    may("description", Shape::Text),
    may("qualifier", Shape::Text),
    may("sourceArn", Shape::Like(form::arn)),
    may("invocationRole", Shape::Like(form::role)),
];

/// A type of trigger.
#[derive(Debug)]
pub(super) struct Kind {
    name: &'static str,
    /// Something outside calls the function, and has to be named.
    pub(super) needs_source: bool,
    /// The role that upstream fc3 gives to a trigger that names none.
    pub(super) role: Option<&'static str>,
    pub(super) config: Shape,
}

/// The type of that name.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

const TYPES: [&str; 8] = {
    let mut names = [""; 8];
    let mut index = 0;
    while index < names.len() {
        names[index] = KINDS[index].name;
        index += 1;
    }
    names
};

const KINDS: [Kind; 8] = [
    own("http", Shape::Block(HTTP)),
    own("timer", Shape::Block(TIMER)),
    own("eventbridge", Shape::Open(EVENTBRIDGE)),
    called("oss", "AliyunOSSEventNotificationRole", Shape::Block(OSS)),
    called("log", "AliyunLogETLRole", Shape::Block(LOG)),
    called("mns_topic", "AliyunMNSNotificationRole", Shape::Block(MNS)),
    called(
        "cdn_events",
        "AliyunCDNEventNotificationRole",
        Shape::Block(CDN),
    ),
    called(
        "tablestore",
        "AliyunTableStoreStreamNotificationRole",
        Shape::Free,
    ),
];

/// A type that needs no role of the project's own.
const fn own(name: &'static str, config: Shape) -> Kind {
    Kind {
        name,
        needs_source: false,
        role: None,
        config,
    }
}

/// A type of which another cloud service calls the function, in a role.
const fn called(name: &'static str, role: &'static str, config: Shape) -> Kind {
    Kind {
        name,
        needs_source: true,
        role: Some(role),
        config,
    }
}

/// The HTTP methods that triggers and routes take.
pub(in crate::dialect::fc3) const METHODS: Shape = Shape::List(&Shape::OneOf(&[
    "HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH",
]));

/// The ways to let callers in.
pub(in crate::dialect::fc3) const AUTH_TYPE: Shape =
    Shape::OneOf(&["anonymous", "function", "jwt"]);

/// What browsers of other sites may do (API model `CORSConfig`).
pub(in crate::dialect::fc3) const CORS: &[Prop] = &[
    may("allowCredentials", Shape::Flag),
    may("allowHeaders", Shape::List(&Shape::Text)),
    may("allowMethods", Shape::List(&Shape::Text)),
    may("allowOrigins", Shape::List(&Shape::Text)),
    may("exposeHeaders", Shape::List(&Shape::Text)),
    may("maxAge", Shape::Whole),
];

const HTTP: &[Prop] = &[
    must("authType", AUTH_TYPE),
    must("methods", METHODS),
    may("disableURLInternet", Shape::Flag),
    // Only looked into for authType jwt.
    may("authConfig", Shape::Free),
    may("corsConfig", Shape::Block(CORS)),
];

const TIMER: &[Prop] = &[
    must("cronExpression", Shape::Like(form::filled)),
    must("enable", Shape::Flag),
    may("payload", Shape::Text),
];

const OSS: &[Prop] = &[
    must("events", Shape::List(&Shape::Like(known::oss_event))),
    must(
        "filter",
        Shape::Block(&[must("key", Shape::Block(OSS_KEY))]),
    ),
];

const OSS_KEY: &[Prop] = &[must("prefix", Shape::Text), must("suffix", Shape::Text)];

const LOG: &[Prop] = &[
    must("sourceConfig", Shape::Block(LOG_SOURCE)),
    must("logConfig", Shape::Block(LOG_TARGET)),
    must("jobConfig", Shape::Block(LOG_JOB)),
    must("enable", Shape::Flag),
    may("functionParameter", Shape::Free),
];

const LOG_SOURCE: &[Prop] = &[
    must("logstore", Shape::Text),
    may("startTime", Shape::Number),
];

const LOG_TARGET: &[Prop] = &[must("project", Shape::Text), must("logstore", Shape::Text)];

const LOG_JOB: &[Prop] = &[
    may("maxRetryTime", NUMBER_OR_TEXT),
    may("triggerInterval", NUMBER_OR_TEXT),
];

/// fc3's schema has texts where the API has numbers; projects write both.
const NUMBER_OR_TEXT: Shape = Shape::Either(&Shape::Text, &Shape::Number);

const MNS: &[Prop] = &[
    must("notifyContentFormat", Shape::OneOf(&["STREAM", "JSON"])),
    must("notifyStrategy", Shape::OneOf(MNS_STRATEGIES)),
    may("filterTag", Shape::Text),
];

const MNS_STRATEGIES: &[&str] = &["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"];

const CDN: &[Prop] = &[
    must("eventName", Shape::Text),
    must("eventVersion", Shape::Text),
    must("notes", Shape::Text),
    // Names of the service's choice, `domain` above all.
    must("filter", Shape::Free),
];

/// EventBridge takes different parts for every source, and new ones appear: what is not known here is
/// handed on. The default source needs neither parameters, sink nor options.
const EVENTBRIDGE: &[Prop] = &[
    must("triggerEnable", Shape::Flag),
    must("asyncInvocationType", Shape::Flag),
    must("eventRuleFilterPattern", Shape::Like(form::json)),
    must("eventSourceConfig", Shape::Open(EVENT_SOURCE)),
    may(
        "eventSinkConfig",
        Shape::Open(&[may("deliveryOption", Shape::Free)]),
    ),
    may("runOptions", Shape::Free),
];

const EVENT_SOURCE: &[Prop] = &[
    must("eventSourceType", Shape::Like(form::filled)),
    may("eventSourceParameters", Shape::Free),
];
