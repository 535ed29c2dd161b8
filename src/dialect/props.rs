//! What the dialects share in reading props: a small language for what a property may be, the list of all that
//! is wrong, and the blocks that several components have.

pub(in crate::dialect) mod domain;
pub(in crate::dialect) mod export;
pub(in crate::dialect) mod form;
pub(in crate::dialect) mod known;
pub(in crate::dialect) mod local;
pub(in crate::dialect) mod policy;
pub(in crate::dialect) mod problem;
pub(in crate::dialect) mod runtime;
pub(in crate::dialect) mod schema;
pub(in crate::dialect) mod shown;
pub(in crate::dialect) mod unresolved;

mod care;
mod exact;
mod leaf;
mod live;
mod mask;
mod served;

use serde_json::{Map, Value, json};

pub(in crate::dialect) use self::leaf::each_leaf;
use self::problem::Problems;
use crate::dialect::Context;
use crate::error::Error;
use crate::model::owner::Rules;
use crate::model::path::{Path, PathStep};
use crate::state::store::shared::StatePlace;
use crate::words;
use crate::yaml;

/// A text property; empty where it is absent or the checker complains about it anyway.
pub(in crate::dialect) fn text<'a>(map: &'a Map<String, Value>, name: &str) -> &'a str {
    map.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A property that is a block.
pub(in crate::dialect) fn object<'a>(
    map: &'a Map<String, Value>,
    name: &str,
) -> Option<&'a Map<String, Value>> {
    map.get(name).and_then(Value::as_object)
}

/// A property that is a block, to be changed.
pub(in crate::dialect) fn object_mut<'a>(
    map: &'a mut Map<String, Value>,
    name: &str,
) -> Option<&'a mut Map<String, Value>> {
    map.get_mut(name).and_then(Value::as_object_mut)
}

/// Puts a default where the file says nothing.
pub(in crate::dialect) fn default(
    map: &mut Map<String, Value>,
    name: &str,
    value: impl Into<Value>,
) {
    map.entry(name.to_owned()).or_insert_with(|| value.into());
}

/// The props are no block at all.
pub(in crate::dialect) fn no_block() -> Error {
    Error::template(words!(
        "props: must be a block of properties",
        "props：必须是一组属性"
    ))
    .hint(words!(
        "indent region, functionName and the others under it",
        "请将 region、functionName 等属性缩进写在其下"
    ))
}

/// Looks at every value, whatever the tables say of it.
pub(in crate::dialect) fn check_values(
    props: &Map<String, Value>,
    context: &Context<'_>,
    problems: &mut Problems,
) {
    let root = Path::default().key("props");
    for (name, value) in props {
        mask::check(value, &root.key(name), problems);
        unresolved::check(value, &root.key(name), context, problems);
        exact::check(value, &root.key(name), problems);
    }
}

/// The address of the service that the props give.
pub(in crate::dialect) fn endpoint(props: &Map<String, Value>) -> Option<String> {
    Some(text(props, "endpoint").to_owned()).filter(|endpoint| !endpoint.is_empty())
}

/// The props without the place of the team's records, which is read where the project is opened. Whatever else
/// stands under its name is what the service says a function is doing.
pub(super) fn without_place(given: &Map<String, Value>) -> Map<String, Value> {
    let is_place = |value: &Value| value.as_str().is_some_and(StatePlace::is_meant);
    let mut props = given.clone();
    props.retain(|name, value| name != "state" || !is_place(value));
    props
}

/// The rules of `driftPolicy`, and the variables whose values may be shown.
pub(in crate::dialect) fn rules(props: &Map<String, Value>, problems: &Problems) -> Rules {
    let policy = Path::default().key("props").key("driftPolicy");
    let is_flawed = |index: usize| problems.concern(&policy.item(&index.to_string()));
    Rules {
        all: policy::rules(props, is_flawed),
        shown: shown::patterns(props),
        // Nothing here knows what day it is; `project` puts it in.
        today: None,
    }
}

/// The props without what stands at these paths. Of a list of texts nothing is left out but all of it.
pub(in crate::dialect) fn without<'a>(
    props: &Map<String, Value>,
    paths: impl Iterator<Item = &'a Path>,
) -> Map<String, Value> {
    let mut props = Value::Object(props.clone());
    for path in paths {
        let is_key = |step: &PathStep| matches!(step, PathStep::Key(_));
        let last = path.0.iter().rposition(is_key).unwrap_or_default();
        // The first step is `props` itself.
        let [_, steps @ .., PathStep::Key(name)] = &path.0[..=last] else {
            continue;
        };
        let parent = steps.iter().try_fold(&mut props, |at, step| match step {
            PathStep::Key(name) => at.get_mut(name),
            PathStep::Item(index) => at.get_mut(index.parse::<usize>().ok()?),
        });
        if let Some(Value::Object(map)) = parent {
            map.shift_remove(name);
        }
    }
    match props {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The file of an edition with one resource, which is called by the names of the component and of the resource where there
/// are such, else as the function or the domain in it is, or `kind`.
pub(in crate::dialect) fn file(
    edition: &str,
    (component, resource): (Option<&str>, Option<&str>),
    kind: &str,
    props: &Value,
) -> String {
    let names = [
        &props["functionName"],
        &props["domainName"],
        &props["function"]["name"],
        &props["service"]["name"],
    ];
    let own = names.into_iter().find_map(Value::as_str);
    let name = own.unwrap_or(kind);
    let resource = resource.unwrap_or(name);
    let resources = json!({
        resource: {"component": component.unwrap_or("fc-guard"), "props": props},
    });
    let file = [
        ("edition", edition.into()),
        ("name", name.into()),
        ("access", "default".into()),
        (yaml::top(&json!({"edition": edition})), resources),
    ];
    let file = file.map(|(key, value)| (key.to_owned(), value));
    yaml::file(&file.into_iter().collect())
}
