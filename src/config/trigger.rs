//! Triggers of every type, each with its own configuration.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::problem::Problems;
use super::schema::{Prop, Shape, block, may, must};
use super::{default, role_arn, text};
use crate::words;

/// The properties that every trigger has.
pub(super) const PROPS: &[Prop] = &[
    must("triggerName", Shape::Name(128)),
    must("triggerType", Shape::OneOf(&TYPES)),
    must("triggerConfig", Shape::Free),
    may("description", Shape::Text),
    may("qualifier", Shape::Text),
    may("sourceArn", Shape::Text),
    may("invocationRole", Shape::Text),
];

const TYPES: [&str; 8] = [
    "http",
    "timer",
    "oss",
    "log",
    "mns_topic",
    "cdn_events",
    "tablestore",
    "eventbridge",
];

const METHODS: &[&str] = &["HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH"];

const HTTP: &[Prop] = &[
    must("authType", Shape::OneOf(&["anonymous", "function", "jwt"])),
    must("methods", Shape::List(&Shape::OneOf(METHODS))),
    may("disableURLInternet", Shape::Flag),
    may("authConfig", Shape::Anything),
    may("corsConfig", Shape::Free),
];

const TIMER: &[Prop] = &[
    must("cronExpression", Shape::Text),
    must("enable", Shape::Flag),
    may("payload", Shape::Text),
];

const OSS: &[Prop] = &[
    must("events", Shape::List(&Shape::Text)),
    must(
        "filter",
        Shape::Block(&[must(
            "key",
            Shape::Block(&[must("prefix", Shape::Text), must("suffix", Shape::Text)]),
        )]),
    ),
];

const NUMBER_OR_TEXT: Shape = Shape::Either(&Shape::Number, &Shape::Text);

const LOG: &[Prop] = &[
    must(
        "sourceConfig",
        Shape::Block(&[
            must("logstore", Shape::Text),
            may("startTime", Shape::Number),
        ]),
    ),
    must(
        "logConfig",
        Shape::Block(&[must("project", Shape::Text), must("logstore", Shape::Text)]),
    ),
    must(
        "jobConfig",
        Shape::Block(&[
            may("maxRetryTime", NUMBER_OR_TEXT),
            may("triggerInterval", NUMBER_OR_TEXT),
        ]),
    ),
    must("enable", Shape::Flag),
    may("functionParameter", Shape::Free),
];

const MNS_TOPIC: &[Prop] = &[
    must("notifyContentFormat", Shape::OneOf(&["STREAM", "JSON"])),
    must(
        "notifyStrategy",
        Shape::OneOf(&["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"]),
    ),
    may("filterTag", Shape::Text),
];

const CDN_EVENTS: &[Prop] = &[
    must("eventName", Shape::Text),
    must("eventVersion", Shape::Text),
    must("notes", Shape::Text),
    must("filter", Shape::Free),
];

const EVENTBRIDGE: &[Prop] = &[
    must("triggerEnable", Shape::Flag),
    must("asyncInvocationType", Shape::Flag),
    must("eventRuleFilterPattern", Shape::Text),
    must(
        "eventSourceConfig",
        Shape::Block(&[
            must("eventSourceType", Shape::Text),
            must("eventSourceParameters", Shape::Free),
        ]),
    ),
    must("eventSinkConfig", Shape::Free),
    must("runOptions", Shape::Free),
];

/// What the configuration of a type may hold.
fn config_props(kind: &str) -> Option<&'static [Prop]> {
    match kind {
        "http" => Some(HTTP),
        "timer" => Some(TIMER),
        "oss" => Some(OSS),
        "log" => Some(LOG),
        "mns_topic" => Some(MNS_TOPIC),
        "cdn_events" => Some(CDN_EVENTS),
        "eventbridge" => Some(EVENTBRIDGE),
        _ => None,
    }
}

/// The role that upstream fc3 gives to a trigger that names none. It has to exist in RAM already.
fn default_role(kind: &str) -> Option<&'static str> {
    match kind {
        "oss" => Some("AliyunOSSEventNotificationRole"),
        "log" => Some("AliyunLogETLRole"),
        "mns_topic" => Some("AliyunMNSNotificationRole"),
        "cdn_events" => Some("AliyunCDNEventNotificationRole"),
        "tablestore" => Some("AliyunTableStoreStreamNotificationRole"),
        _ => None,
    }
}

/// Checks what depends on the type of a trigger, and on the others.
pub(super) fn check(props: &Map<String, Value>, problems: &mut Problems) {
    let mut names = BTreeSet::new();
    for (index, trigger) in triggers(props).enumerate() {
        let path = format!("props.triggers[{index}]");
        let (kind, name) = (text(trigger, "triggerType"), text(trigger, "triggerName"));
        if let (Some(known), Some(Value::Object(config))) =
            (config_props(&kind), trigger.get("triggerConfig"))
        {
            let below = format!("{path}.triggerConfig");
            block(known, config, &below, problems);
            check_auth(config, &below, problems);
        }
        let needs_source = matches!(
            kind.as_str(),
            "oss" | "log" | "mns_topic" | "cdn_events" | "tablestore"
        );
        if needs_source && !trigger.contains_key("sourceArn") {
            problems.add(
                &format!("{path}.sourceArn"),
                words!("is missing", "缺少该属性"),
            );
        }
        if !name.is_empty() && !names.insert(name) {
            problems.add(
                &format!("{path}.triggerName"),
                words!("is used by another trigger above", "与前面的触发器重名"),
            );
        }
    }
}

fn check_auth(config: &Map<String, Value>, path: &str, problems: &mut Problems) {
    let auth = config.get("authConfig");
    if config.get("authType").and_then(Value::as_str) == Some("jwt") && auth.is_none() {
        problems.add(
            &format!("{path}.authConfig"),
            words!("is missing for authType jwt", "authType 为 jwt 时必须填写"),
        );
    }
    let has = |name| auth.and_then(|auth| auth.get(name)).is_some();
    if has("whitelist") && has("blacklist") {
        problems.add(
            &format!("{path}.authConfig"),
            words!(
                "has both whitelist and blacklist; take one out",
                "同时设置了 whitelist 和 blacklist；请去掉其中一个"
            ),
        );
    }
}

fn triggers(props: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let list = props.get("triggers").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

/// The triggers as the API names their fields, with the defaults that upstream fc3 puts in.
pub(super) fn documents(props: &Map<String, Value>, account: &str) -> Vec<Value> {
    triggers(props)
        .map(|trigger| document(trigger.clone(), account))
        .collect()
}

fn document(mut trigger: Map<String, Value>, account: &str) -> Value {
    let kind = text(&trigger, "triggerType");
    default(&mut trigger, "description", "");
    default(&mut trigger, "qualifier", "LATEST");
    if let Some(role) = default_role(&kind) {
        default(&mut trigger, "invocationRole", role);
    }
    if let Some(Value::String(role)) = trigger.get_mut("invocationRole") {
        *role = role_arn(role, account);
    }
    if let Some(Value::Object(config)) = trigger.get_mut("triggerConfig")
        && let Some(Value::Object(auth)) = config.get_mut("authConfig")
    {
        jwt(auth);
    }
    Value::Object(trigger)
}

/// The API takes the places of a token as texts: `position:name[:prefix]`, and what is handed on as
/// `position:claim:parameter`, several of them joined by commas.
fn jwt(auth: &mut Map<String, Value>) {
    let lookup = ["readPosition", "parameterName", "prefix"];
    if let Some(value) = auth.get_mut("tokenLookup") {
        *value = joined(value, &lookup, 2);
    }
    let pass = [
        "mappingParameterPosition",
        "claimName",
        "mappingParameterName",
    ];
    match auth.get_mut("claimPassBy") {
        Some(value) => *value = joined(value, &pass, 3),
        None => {
            auth.insert("claimPassBy".to_owned(), "query::".into());
        }
    }
}

fn joined(value: &Value, names: &[&str], least: usize) -> Value {
    let one = |item: &Value| {
        let part = |name: &&str| item.get(*name).and_then(Value::as_str).unwrap_or_default();
        let mut parts: Vec<&str> = names.iter().map(part).collect();
        while parts.len() > least && parts.last().is_some_and(|last| last.is_empty()) {
            parts.pop();
        }
        parts.join(":")
    };
    match value {
        Value::Array(items) => items.iter().map(one).collect::<Vec<_>>().join(",").into(),
        Value::Object(_) => one(value).into(),
        _ => value.clone(),
    }
}
