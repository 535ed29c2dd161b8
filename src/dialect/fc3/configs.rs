//! The configurations beside the function: fc3's shapes to the API's.

use serde_json::{Map, Value};

use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{Prop, PropShape, int, may, must};
use crate::dialect::props::{form, object, text};
use crate::model::desired::Item;
use crate::model::document::canonical;
use crate::model::kind::Kind;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::words;

/// The longest that a message may wait: 30 days, as upstream's schema has it.
const LONGEST_AGE: i64 = 2_592_000;

/// The most instances that the API takes for a target.
const MOST_INSTANCES: i64 = 10_000;

/// The properties of `asyncInvokeConfig`.
const ASYNC_INVOKE: &[Prop] = &[
    may("maxAsyncEventAgeInSeconds", int(1, LONGEST_AGE)),
    may("maxAsyncRetryAttempts", int(0, 8)),
    may("asyncTask", PropShape::Flag),
    may("destinationConfig", PropShape::Block(DESTINATIONS)),
    may("qualifier", PropShape::Like(form::filled)).aside(),
];

const DESTINATIONS: &[Prop] = &[
    may("onSuccess", PropShape::Block(DESTINATION)),
    may("onFailure", PropShape::Block(DESTINATION)),
];

const DESTINATION: &[Prop] = &[must("destination", PropShape::Text)];

/// The properties of `vpcBinding`.
const VPC_BINDING: &[Prop] = &[must(
    "vpcIds",
    PropShape::List(&PropShape::Like(form::filled)),
)];

/// The properties of `concurrencyConfig`.
const CONCURRENCY: &[Prop] = &[must("reservedConcurrency", int(0, i32::MAX as i64))];

/// The properties of `provisionConfig`. `target` is the deprecated name of `defaultTarget`.
const PROVISION: &[Prop] = &[
    may("defaultTarget", TARGET),
    may("target", TARGET),
    may("alwaysAllocateCPU", PropShape::Flag),
    may("alwaysAllocateGPU", PropShape::Flag),
    may(
        "scheduledActions",
        PropShape::List(&PropShape::Block(SCHEDULED)),
    ),
    may(
        "targetTrackingPolicies",
        PropShape::List(&PropShape::Block(TRACKING)),
    ),
    may("qualifier", PropShape::Like(form::filled)).aside(),
    may("mode", PropShape::Text).aside(),
];

/// The properties of `scalingConfig`.
const SCALING: &[Prop] = &[
    may("minInstances", TARGET),
    may("residentPoolId", PropShape::Text),
    may("enableMixMode", PropShape::Flag),
    may("enableOnDemandScaling", PropShape::Flag),
    may("requestDispatchPolicy", PropShape::Text),
    may(
        "horizontalScalingPolicies",
        PropShape::List(&PropShape::Block(HORIZONTAL)),
    ),
    may(
        "scheduledPolicies",
        PropShape::List(&PropShape::Block(SCHEDULED)),
    ),
    may("qualifier", PropShape::Like(form::filled)).aside(),
    may("mode", PropShape::Text).aside(),
];

const TARGET: PropShape = int(0, MOST_INSTANCES);

const SCHEDULED: &[Prop] = &[
    must("name", PropShape::Like(form::filled)),
    must("target", TARGET),
    must("scheduleExpression", PropShape::Like(form::filled)),
    may("startTime", PropShape::Text),
    may("endTime", PropShape::Text),
    may("timeZone", PropShape::Text),
];

const TRACKING: &[Prop] = &[
    must("name", PropShape::Like(form::filled)),
    must("metricType", PropShape::Like(form::filled)),
    must("metricTarget", PropShape::Number),
    must("minCapacity", TARGET),
    must("maxCapacity", TARGET),
    may("startTime", PropShape::Text),
    may("endTime", PropShape::Text),
    may("timeZone", PropShape::Text),
];

const HORIZONTAL: &[Prop] = &[
    must("name", PropShape::Like(form::filled)),
    must("metricType", PropShape::Like(form::filled)),
    must("metricTarget", PropShape::Number),
    may("minInstances", TARGET),
    must("maxInstances", TARGET),
    may("startTime", PropShape::Text),
    may("endTime", PropShape::Text),
    may("timeZone", PropShape::Text),
];

/// Each kind's property, in the order in which they are written, and its table.
const KINDS: [(Kind, &[Prop]); 5] = [
    (Kind::AsyncInvokeConfig, ASYNC_INVOKE),
    (Kind::VpcBinding, VPC_BINDING),
    (Kind::ProvisionConfig, PROVISION),
    (Kind::ScalingConfig, SCALING),
    (Kind::ConcurrencyConfig, CONCURRENCY),
];

/// The properties of `s.yaml` that are such blocks.
pub(super) fn props() -> impl Iterator<Item = Prop> {
    KINDS
        .iter()
        .map(|(kind, table)| may(kind.name(), PropShape::Block(table)).aside())
}

/// Checks what depends on more than one property.
pub(super) fn check(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    if props.contains_key("provisionConfig") && props.contains_key("scalingConfig") {
        problems.add(path, Fault::both("provisionConfig", "scalingConfig"));
    }
    if let Some(provision) = object(props, "provisionConfig") {
        let path = path.key("provisionConfig");
        let has = |name| provision.contains_key(name);
        match (has("defaultTarget"), has("target")) {
            (false, false) => problems.add(&path.key("defaultTarget"), Fault::missing()),
            // Both names with one number say nothing that is wrong.
            (true, true) if provision["defaultTarget"] != provision["target"] => {
                problems.add(&path, Fault::both("defaultTarget", "target"));
            }
            _ => {}
        }
        check_names(provision, "scheduledActions", &path, problems);
        check_names(provision, "targetTrackingPolicies", &path, problems);
    }
    if let Some(scaling) = object(props, "scalingConfig") {
        let path = path.key("scalingConfig");
        check_names(scaling, "horizontalScalingPolicies", &path, problems);
        check_names(scaling, "scheduledPolicies", &path, problems);
    }
}

/// Entries are told apart by their names, here and in the service.
fn check_names(map: &Map<String, Value>, list: &str, path: &Path, problems: &mut Problems) {
    let entries = map.get(list).and_then(Value::as_array);
    let names: Vec<&str> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get("name")?.as_str())
        .collect();
    for (index, name) in names.iter().enumerate() {
        if names[..index].contains(name) {
            let wrong = words!("is the name of another entry too", "与其他条目重名");
            let remedy = words!("give each its own name", "请为每个条目取不同的名称");
            let path = path.key(list).item(&index.to_string()).key("name");
            problems.add(&path, Fault::new(wrong, remedy));
        }
    }
}

/// The configurations as the API names their fields, in the order in which they are written.
pub(super) fn items(props: &Map<String, Value>, function: &Resource) -> Vec<Item> {
    let items = KINDS.iter().filter_map(|(kind, table)| {
        let block = object(props, kind.name())?;
        // What is aside says something about the deploy, and is no part of the request.
        let settings = table.iter().filter(|prop| !prop.aside);
        let settings = settings
            .filter_map(|prop| Some((prop.name.to_owned(), block.get(prop.name)?.clone())))
            .collect::<Map<_, _>>();
        let resource = function.sibling(*kind, qualifier(block));
        let (mode, document) = (
            text(block, "mode"),
            canonical(*kind, Value::Object(settings)),
        );
        Some(Item {
            // Upstream waits unless `mode` is something that it does not know.
            waits: matches!(mode, "" | "sync" | "drain"),
            drains: mode == "drain" && asks_for_none(*kind, &document),
            ..Item::new(resource, document)
        })
    });
    items.collect()
}

/// Whether it keeps instances, and asks for none of them now.
fn asks_for_none(kind: Kind, document: &Value) -> bool {
    kind.asked()
        .is_some_and(|asked| document[asked].as_i64().unwrap_or(0) == 0)
}

/// The version or alias that a configuration belongs to, where it is of one.
fn qualifier(block: &Map<String, Value>) -> &str {
    match text(block, "qualifier") {
        "" => "LATEST",
        qualifier => qualifier,
    }
}

#[cfg(test)]
mod tests {
    use super::{KINDS, Kind};
    use crate::model::kind::Generation;

    #[test]
    fn every_configuration_has_its_properties() {
        let kinds = KINDS.iter().map(|(kind, _)| *kind);
        assert!(kinds.eq(Kind::configs(Generation::THIRD)));
    }
}
