//! Where a setting stands in the props.

use serde_json::Value;

use crate::dialect::PropStep;
use crate::model::kind::PropsPlace;
use crate::model::path::{Path, PathStep};
use crate::model::resource::Resource;

/// The names that differ from those of the API, by the block in which they stand.
const RENAMED: &[(&str, &str, &str)] = &[
    ("function", "code", "codeUri"),
    ("triggers", "triggerConfig", "config"),
    ("triggers", "invocationRole", "role"),
    ("customDomains", "routeConfig", "routeConfigs"),
    ("asyncConfiguration", "destinationConfig", "destination"),
];

/// Settings that stand in another form here, or that several properties say together.
const REBUILT: &[(&str, &str)] = &[("service", "tracingConfig"), ("triggers", "sourceArn")];

/// See [`Dialect::way`](crate::dialect::Dialect::way).
pub(super) fn way(props: &Value, resource: &Resource, path: &Path) -> Option<Vec<PropStep>> {
    let key = |name: &str| PropStep::Key(name.to_owned());
    let (block, mut way) = match resource.kind.spec().place {
        PropsPlace::At(names) => (
            *names.last()?,
            names.iter().map(|name| key(name)).collect::<Vec<_>>(),
        ),
        PropsPlace::List(list) => {
            let entry = PropStep::Entry(&["name"], resource.name().to_owned());
            (list, vec![key(list), entry])
        }
        PropsPlace::Among(list) => {
            let entry = PropStep::Entry(&["domainName"], resource.name().to_owned());
            (list, vec![key(list), entry])
        }
        PropsPlace::Props | PropsPlace::Block => return None,
    };
    // A block of the props is no resource that could be taken out by itself.
    let is_entry = !matches!(resource.kind.spec().place, PropsPlace::At(_));
    if (path.0.is_empty() && !is_entry) || REBUILT.contains(&(block, path.top())) {
        return None;
    }
    let is_destination = path.top() == "destinationConfig";
    let is_routes = path.top() == "routeConfig";
    // To which function a route leads is not said there.
    if is_routes && matches!(path.0.last(), Some(PathStep::Key(name)) if name == "functionName") {
        return None;
    }
    for (index, step) in path.0.iter().enumerate() {
        way.push(match step {
            PathStep::Key(_) if is_destination && index == 2 => continue,
            PathStep::Key(_) if is_routes && index == 1 => continue,
            PathStep::Item(route) if is_routes => PropStep::Entry(&["path"], route.clone()),
            PathStep::Key(name) if index == 1 && resource.kind.entries() == Some(path.top()) => {
                PropStep::Text(name.clone())
            }
            PathStep::Key(name) => key(&spelled(props, (resource, block, index), name)),
            PathStep::Item(name) => PropStep::Entry(&["name"], name.clone()),
        });
    }
    Some(way)
}

/// A name as the props have it.
fn spelled(props: &Value, at: (&Resource, &str, usize), name: &str) -> String {
    let (resource, block, index) = at;
    if index == 0 {
        let mut renamed = RENAMED.iter();
        let found = renamed.find(|(of, api, _)| *of == block && *api == name);
        return found.map_or(name, |(.., own)| *own).to_owned();
    }
    match name {
        "vSwitchIds" if props["service"]["vpcConfig"].get(name).is_none() => "vswitchIds".into(),
        "key" | "prefix" | "suffix" if is_capital(props, resource) => capital(name),
        name => name.to_owned(),
    }
}

/// Whether the filter of a trigger is written with capital letters, as upstream's documents have it.
fn is_capital(props: &Value, trigger: &Resource) -> bool {
    let all = props["triggers"].as_array();
    let mut all = all.into_iter().flatten();
    let own = all.find(|one| one["name"] == *trigger.name());
    own.is_some_and(|one| one["config"]["filter"].get("key").is_none())
}

/// A name as upstream's documents have those of a filter.
pub(super) fn capital(name: &str) -> String {
    let first = name.chars().next().map(|first| first.to_ascii_uppercase());
    let rest = name.chars().skip(1);
    first.into_iter().chain(rest).collect()
}
