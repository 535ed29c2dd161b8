//! Where a setting stands in the props of `s.yaml`.

use std::slice;

use serde_json::Value;

use crate::dialect::PropStep;
use crate::model::kind::{Naming, PropsPlace};
use crate::model::path::{Path, PathStep};
use crate::model::resource::{Kind, Resource};

/// The way to a setting; `None` where the props have no place for it.
pub(super) fn way(props: &Value, resource: &Resource, path: &Path) -> Option<Vec<PropStep>> {
    let (kind, name) = (&resource.kind, resource.name());
    let key = |name: &str| PropStep::Key(name.to_owned());
    let mut way = match (kind.spec().place, &kind.spec().naming) {
        // A function as a whole is the whole of the props, and no place in them.
        (PropsPlace::Props, _) if path.0.is_empty() => return None,
        (PropsPlace::Props, _) => Vec::new(),
        (PropsPlace::List(list), Naming::Own(own)) => {
            vec![
                key(list),
                PropStep::Entry(slice::from_ref(own), name.to_owned()),
            ]
        }
        (PropsPlace::List(_) | PropsPlace::Among(_) | PropsPlace::Block | PropsPlace::At(_), _) => {
            vec![key(kind.name())]
        }
    };
    let mut steps = path.0.as_slice();
    if kind.is_shared()
        && let [
            PathStep::Key(config),
            PathStep::Key(_),
            PathStep::Item(route),
            rest @ ..,
        ] = steps
        && config == "routeConfig"
    {
        // fc3's shape has room for one route. Any other is none of the file's.
        if props["customDomain"]["route"]["path"] != **route {
            return None;
        }
        way.push(key("route"));
        steps = rest;
    }
    // What a step means depends on the list in which it stands.
    let mut list = "";
    for step in steps {
        // A tag is a block with its key in it, an entry of a list a text, and everything else what it is in
        // the document.
        way.push(match step {
            PathStep::Key(name) if list == "tags" => PropStep::Entry(&["key", "Key"], name.clone()),
            PathStep::Key(name) if kind.entries() == Some(list) => PropStep::Text(name.clone()),
            PathStep::Key(name) => PropStep::Key(renamed(props, *kind, name)),
            PathStep::Item(name) => PropStep::Entry(&["name", "path"], name.clone()),
        });
        list = match step {
            PathStep::Key(name) => name,
            PathStep::Item(_) => "",
        };
    }
    if kind.is_function() && path.top() == "tags" {
        // Upstream takes both, so it is looked for as the file writes them.
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
