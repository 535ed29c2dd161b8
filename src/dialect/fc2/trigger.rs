//! The triggers: what each type takes, and their documents.

use serde_json::{Map, Value, json};

use super::service;
use crate::dialect::props::problem::{Fault, Problems, Sort};
use crate::dialect::props::schema::{self, Prop, PropShape, may, must};
use crate::dialect::props::{default, domain, form, known, object_mut, text};
use crate::model::document::canonical;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::words;

/// The properties that every trigger has.
pub(super) const TABLE: &[Prop] = &[
    must("name", PropShape::Like(form::older_name)),
    must("type", PropShape::OneOf(&TYPES)),
    // Depends on the type.
    must("config", PropShape::Free),
    may("description", PropShape::Text),
    may("qualifier", PropShape::AsText),
    may("sourceArn", PropShape::Like(form::arn)),
    may("role", PropShape::Text),
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

/// The types of which another service calls the function, in a role.
const CALLED: [&str; 5] = ["oss", "log", "mns_topic", "cdn_events", "tablestore"];

/// What the configuration of a type may be.
fn config(kind: &str) -> PropShape {
    match kind {
        "http" => PropShape::Block(HTTP),
        "timer" => PropShape::Block(TIMER),
        "oss" => PropShape::Block(OSS),
        "log" => PropShape::Block(LOG),
        "mns_topic" => PropShape::Block(MNS),
        "cdn_events" => PropShape::Block(CDN),
        "tablestore" => PropShape::Block(TABLESTORE),
        "eventbridge" => PropShape::Open(EVENTBRIDGE),
        _ => PropShape::Free,
    }
}

/// The same of all types.
#[cfg(test)]
pub(in crate::dialect) fn configs() -> Vec<(&'static str, PropShape)> {
    TYPES.iter().map(|kind| (*kind, config(kind))).collect()
}

const HTTP: &[Prop] = &[
    must("authType", domain::AUTH_TYPE),
    must("methods", domain::METHODS),
    may("disableURLInternet", PropShape::Flag),
];

const TIMER: &[Prop] = &[
    must("cronExpression", PropShape::Like(form::filled)),
    may("enable", PropShape::Flag),
    may("payload", PropShape::JsonText(form::any)),
];

const OSS: &[Prop] = &[
    may("bucketName", PropShape::Like(form::filled)),
    must(
        "events",
        PropShape::List(&PropShape::Like(known::oss_event)),
    ),
    may("filter", PropShape::Free),
];

const LOG: &[Prop] = &[
    must(
        "sourceConfig",
        PropShape::Block(&[must("logstore", PropShape::Text)]),
    ),
    must(
        "logConfig",
        PropShape::Block(&[
            must("project", PropShape::Text),
            must("logstore", PropShape::Text),
        ]),
    ),
    must(
        "jobConfig",
        PropShape::Block(&[
            may("maxRetryTime", PropShape::Whole),
            may("triggerInterval", PropShape::Whole),
        ]),
    ),
    may("enable", PropShape::Flag),
    may("functionParameter", PropShape::Free),
];

const MNS: &[Prop] = &[
    may("topicName", PropShape::Like(form::filled)),
    may("region", PropShape::Text),
    may("notifyContentFormat", PropShape::OneOf(&["STREAM", "JSON"])),
    may(
        "notifyStrategy",
        PropShape::OneOf(&["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"]),
    ),
    may("filterTag", PropShape::Text),
];

const CDN: &[Prop] = &[
    must("eventName", PropShape::Text),
    must("eventVersion", PropShape::AsText),
    must("notes", PropShape::Text),
    must("filter", PropShape::Free),
];

const TABLESTORE: &[Prop] = &[
    may("instanceName", PropShape::Like(form::filled)),
    may("tableName", PropShape::Like(form::filled)),
];

/// What is not known here is handed on: new sources appear.
const EVENTBRIDGE: &[Prop] = &[
    may("triggerEnable", PropShape::Flag),
    may("asyncInvocationType", PropShape::Flag),
    may("eventRuleFilterPattern", PropShape::JsonText(form::json)),
    may("eventSourceConfig", PropShape::Free),
    may("eventSinkConfig", PropShape::Free),
    may("runOptions", PropShape::Free),
];

/// The props with the configurations of their triggers in the form of their types.
pub(super) fn settled(mut props: Map<String, Value>) -> Map<String, Value> {
    let list = props.get_mut("triggers").and_then(Value::as_array_mut);
    for trigger in list.into_iter().flatten() {
        let kind = trigger["type"].as_str().unwrap_or_default().to_owned();
        if let Some(settings) = trigger.get_mut("config") {
            *settings = schema::settled_value(config(&kind), settings);
        }
    }
    props
}

/// Checks what depends on more than one property.
pub(super) fn check(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let mut seen: Vec<&Map<String, Value>> = Vec::new();
    for (index, trigger) in triggers(props).enumerate() {
        let path = path.item(&index.to_string());
        let kind = text(trigger, "type");
        if let Some(settings @ Value::Object(_)) = trigger.get("config") {
            schema::check(config(kind), settings, &path.key("config"), problems);
        }
        let name = text(trigger, "name");
        let before = seen.iter().find(|one| text(one, "name") == name);
        // What stands there twice, word for word, is deployed once.
        if !name.is_empty() && before.is_some_and(|before| *before != trigger) {
            let wrong = words!("is the name of another trigger too", "与其他触发器重名");
            let remedy = words!("give each its own name", "请为每个触发器取不同的名称");
            problems.add(&path.key("name"), Fault::new(wrong, remedy));
        }
        seen.push(trigger);
        let role = text(trigger, "role");
        if !role.is_empty() && !service::is_role(role) {
            let wrong = words!("is not the ARN of a role", "不是角色 ARN");
            let remedy = words!(
                "write acs:ram::ACCOUNT:role/NAME",
                "请填写 acs:ram::ACCOUNT:role/NAME"
            );
            problems.add(&path.key("role"), Fault::new(wrong, remedy));
        }
        if !text(trigger, "description").is_empty() {
            let wrong = words!("no trigger is given it", "不会写入触发器");
            let remedy = words!("take it out", "请删除");
            problems.add(
                &path.key("description"),
                Fault::new(wrong, remedy).of(Sort::Served),
            );
        }
        if let Some(name) = unnamed_source(trigger) {
            problems.add(&path.key("config").key(name), Fault::missing());
        }
    }
}

/// The property that would say what calls the function, where neither that nor an ARN says it.
fn unnamed_source(trigger: &Map<String, Value>) -> Option<&'static str> {
    let needed: &[&'static str] = match text(trigger, "type") {
        "oss" => &["bucketName"],
        "mns_topic" => &["topicName"],
        "tablestore" => &["instanceName", "tableName"],
        _ => &[],
    };
    let has = |name: &str| {
        trigger
            .get("config")
            .is_some_and(|one| one.get(name).is_some())
    };
    let mut missing = needed.iter().filter(|name| !has(name));
    missing
        .next()
        .filter(|_| !trigger.contains_key("sourceArn"))
        .copied()
}

fn triggers(props: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let list = props.get("triggers").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

/// The triggers as the API names their settings.
pub(super) fn documents(props: &Map<String, Value>, root: &Resource) -> Vec<Value> {
    triggers(props)
        .map(|trigger| document(trigger, root))
        .collect()
}

fn document(trigger: &Map<String, Value>, root: &Resource) -> Value {
    let kind = text(trigger, "type");
    let mut map = Map::new();
    for (from, to) in [
        ("name", "triggerName"),
        ("type", "triggerType"),
        ("qualifier", "qualifier"),
        ("sourceArn", "sourceArn"),
        ("config", "triggerConfig"),
    ] {
        if let Some(value) = trigger.get(from) {
            map.insert(to.to_owned(), value.clone());
        }
    }
    default(&mut map, "qualifier", "LATEST");
    match text(trigger, "role") {
        // What is online is kept; upstream would make a role of its own.
        "" if CALLED.contains(&kind) => default(&mut map, "invocationRole", "auto"),
        "" => {}
        role => {
            map.insert("invocationRole".to_owned(), role.into());
        }
    }
    let settings = map.get("triggerConfig").and_then(Value::as_object);
    if let Some(arn) = settings.and_then(|settings| source(kind, settings, root)) {
        default(&mut map, "sourceArn", arn);
    }
    if let Some(settings) = object_mut(&mut map, "triggerConfig") {
        reshape(kind, settings);
    }
    canonical(Kind::ServiceTrigger, Value::Object(map))
}

/// The ARN of what calls the function, as upstream makes it of the configuration.
fn source(kind: &str, config: &Map<String, Value>, root: &Resource) -> Option<String> {
    let (region, account) = (&root.region, &root.account);
    let named = |name: &str| Some(text(config, name)).filter(|text| !text.is_empty());
    match kind {
        "oss" => Some(format!(
            "acs:oss:{region}:{account}:{}",
            named("bucketName")?
        )),
        "log" => {
            let project = config.get("logConfig")?.get("project")?.as_str()?;
            Some(format!("acs:log:{region}:{account}:project/{project}"))
        }
        "mns_topic" => {
            let at = named("region").unwrap_or(region);
            let topic = named("topicName")?;
            Some(format!("acs:mns:{at}:{account}:/topics/{topic}"))
        }
        "cdn_events" => Some(format!("acs:cdn:*:{account}")),
        "tablestore" => {
            let (instance, table) = (named("instanceName")?, named("tableName")?);
            let path = format!("instance/{instance}/table/{table}");
            Some(format!("acs:ots:{region}:{account}:{path}"))
        }
        _ => None,
    }
}

/// Leaves out what only names the source, and gives the rest the names that the service answers.
fn reshape(kind: &str, config: &mut Map<String, Value>) {
    let names: &[&str] = match kind {
        "oss" => &["bucketName"],
        "mns_topic" => &["topicName", "region"],
        "tablestore" => &["instanceName", "tableName"],
        _ => &[],
    };
    config.retain(|name, _| !names.contains(&name.as_str()));
    if kind == "eventbridge" {
        default(config, "triggerEnable", true);
        default(config, "asyncInvocationType", false);
        default(config, "eventRuleFilterPattern", "{}");
        let source = json!({"eventSourceType": "Default"});
        default(config, "eventSourceConfig", source);
    }
    if let Some(filter) = config.get_mut("filter").filter(|_| kind == "oss") {
        *filter = small(filter);
    }
}

/// A block with the names of its members in small letters, however deep.
fn small(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let members = map.iter();
            let members = members.map(|(name, value)| (name.to_ascii_lowercase(), small(value)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}
