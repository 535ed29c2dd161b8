//! Where a setting stands in the props of `s.yaml`.

use std::slice;

use serde_json::Value;

use crate::dialect::Way;
use crate::model::kind::{Naming, Place};
use crate::model::path::{Path, Step};
use crate::model::resource::{Kind, Resource};

/// The way to a setting; `None` where the props have no place for it.
pub(super) fn way(props: &Value, resource: &Resource, path: &Path) -> Option<Vec<Way>> {
    let (kind, name) = (&resource.kind, resource.name());
    let key = |name: &str| Way::Key(name.to_owned());
    let mut way = match (kind.spec().place, &kind.spec().naming) {
        (Place::Props, _) if path.0.is_empty() => return None,
        (Place::Props, _) => Vec::new(),
        (Place::List(list), Naming::Own(own)) => {
            vec![key(list), Way::Entry(slice::from_ref(own), name.to_owned())]
        }
        (Place::List(_) | Place::Block, _) => vec![key(kind.name())],
    };
    let mut steps = path.0.as_slice();
    if kind.is_shared()
        && let [
            Step::Key(config),
            Step::Key(_),
            Step::Item(route),
            rest @ ..,
        ] = steps
        && config == "routeConfig"
    {
        if props["customDomain"]["route"]["path"] != **route {
            return None;
        }
        way.push(key("route"));
        steps = rest;
    }
    let mut list = "";
    for step in steps {
        way.push(match step {
            Step::Key(name) if list == "tags" => Way::Entry(&["key", "Key"], name.clone()),
            Step::Key(name) if kind.entries() == Some(list) => Way::Text(name.clone()),
            Step::Key(name) => Way::Key(renamed(props, *kind, name)),
            Step::Item(name) => Way::Entry(&["name", "path"], name.clone()),
        });
        list = match step {
            Step::Key(name) => name,
            Step::Item(_) => "",
        };
    }
    if kind.is_function() && path.top() == "tags" {
        let capital = props["tags"][0].get("Key").is_some();
        way.push(key(if capital { "Value" } else { "value" }));
    }
    Some(way)
}

/// The old name of a property, where the file still has it.
fn renamed(props: &Value, kind: Kind, name: &str) -> String {
    let old = kind.spec().renamed.filter(|(_, new)| *new == name);
    let old = old.filter(|(old, _)| props[kind.name()].get(old).is_some());
    old.map_or(name, |(old, _)| old).to_owned()
}
