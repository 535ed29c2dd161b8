//! Where a setting stands in the props of `s.yaml`.

use std::slice;

use serde_json::{Map, Value, json};

use super::Setting;
use crate::model::desired::Desired;
use crate::model::kind::{Naming, Place};
use crate::model::path;
use crate::model::resource::{Kind, Resource};
use crate::yaml::Step;

/// One step into the props.
#[derive(Clone, Debug)]
enum Way {
    Key(String),
    /// The entry of a list that has this text under this key.
    Entry(&'static [&'static str], String),
    /// The text itself, in a list of texts.
    Text(String),
}

/// Puts the value of a setting into the props, or takes it out of them. Says whether there is a place
/// for it.
pub(super) fn put(props: &mut Value, setting: &Setting) -> bool {
    let Some(way) = way(props, setting) else {
        return false;
    };
    go(props, &way, setting.value())
}

/// The steps to a setting, as far as they lead into these props.
pub(super) fn steps(props: &Value, setting: &Setting) -> Option<Vec<Step>> {
    let mut at = props;
    let mut steps = Vec::new();
    for step in way(props, setting)? {
        let (step, next) = match &step {
            Way::Key(name) => (Step::Key(name.clone()), at.get(name)),
            Way::Entry(..) | Way::Text(_) => {
                let items = at.as_array().map(Vec::as_slice).unwrap_or_default();
                let index = items.iter().position(|item| step.is(item));
                (
                    Step::Index(index.unwrap_or(items.len())),
                    index.map(|index| &items[index]),
                )
            }
        };
        steps.push(step);
        let Some(next) = next else { break };
        at = next;
    }
    Some(steps)
}

fn way(props: &Value, setting: &Setting) -> Option<Vec<Way>> {
    let Resource { kind, name, .. } = &setting.resource;
    let key = |name: &str| Way::Key(name.to_owned());
    let mut way = match (kind.spec().place, &kind.spec().naming) {
        (Place::Props, _) if setting.path.0.is_empty() => return None,
        (Place::Props, _) => Vec::new(),
        (Place::List(list), Naming::Own(own)) => {
            vec![key(list), Way::Entry(slice::from_ref(own), name.clone())]
        }
        (Place::List(_) | Place::Block, _) => vec![key(kind.name())],
    };
    let mut steps = setting.path.0.as_slice();
    if kind.is_shared()
        && let [
            path::Step::Key(config),
            path::Step::Key(_),
            path::Step::Item(route),
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
            path::Step::Key(name) if list == "tags" => Way::Entry(&["key", "Key"], name.clone()),
            path::Step::Key(name) if kind.entries() == Some(list) => Way::Text(name.clone()),
            path::Step::Key(name) => Way::Key(renamed(props, *kind, name)),
            path::Step::Item(name) => Way::Entry(&["name", "path"], name.clone()),
        });
        list = match step {
            path::Step::Key(name) => name,
            path::Step::Item(_) => "",
        };
    }
    if kind.is_function() && setting.path.top() == "tags" {
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

impl Way {
    fn is(&self, item: &Value) -> bool {
        match self {
            Way::Key(_) => false,
            Way::Entry(keys, name) => keys
                .iter()
                .any(|key| item.get(key).and_then(Value::as_str) == Some(name)),
            Way::Text(text) => item.as_str() == Some(text),
        }
    }
}

fn go(at: &mut Value, way: &[Way], value: Option<&Value>) -> bool {
    let Some((step, rest)) = way.split_first() else {
        return set(at, value);
    };
    match step {
        Way::Key(name) => key(at, name, rest, value),
        Way::Entry(..) | Way::Text(_) => item(at, step, rest, value),
    }
}

fn set(at: &mut Value, value: Option<&Value>) -> bool {
    *at = value.cloned().unwrap_or_default();
    true
}

fn key(at: &mut Value, name: &str, rest: &[Way], value: Option<&Value>) -> bool {
    if at.is_null() && value.is_some() {
        *at = Value::Object(Map::new());
    }
    let Some(map) = at.as_object_mut() else {
        // Nothing is there to be taken out; anything else than a block has no place for a setting.
        return at.is_null() && value.is_none();
    };
    let mut below = map.get(name).cloned().unwrap_or_default();
    if !go(&mut below, rest, value) {
        return false;
    }
    match is_empty(&below) && value.is_none() {
        true => _ = map.shift_remove(name),
        false => _ = map.insert(name.to_owned(), below),
    }
    true
}

fn item(at: &mut Value, step: &Way, rest: &[Way], value: Option<&Value>) -> bool {
    if at.is_null() {
        *at = json!([]);
    }
    let Some(items) = at.as_array_mut() else {
        return false;
    };
    let index = items.iter().position(|item| step.is(item));
    match (step, index, value) {
        (_, None, None) => true,
        (_, Some(index), None) if rest.is_empty() || is_tag(rest) => {
            items.remove(index);
            true
        }
        (Way::Text(text), None, Some(_)) => {
            items.push(text.as_str().into());
            true
        }
        (Way::Text(_), Some(_), Some(_)) => true,
        (_, Some(index), _) => go(&mut items[index], rest, value),
        (Way::Entry(keys, name), None, Some(_)) => {
            let mut entry = Map::new();
            let capital = matches!(rest, [Way::Key(key)] if key == "Value");
            let key = keys[usize::from(capital && keys.len() > 1)];
            entry.insert(key.to_owned(), name.as_str().into());
            let mut entry = Value::Object(entry);
            let placed = go(&mut entry, rest, value);
            items.push(entry);
            placed
        }
        (Way::Key(_), ..) => false,
    }
}

/// A tag is its key and its value: without the one the other goes.
fn is_tag(rest: &[Way]) -> bool {
    matches!(rest, [Way::Key(key)] if key == "value" || key == "Value")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// What the project wants of a resource.
pub(super) fn document<'a>(desired: &'a Desired, resource: &Resource) -> Option<&'a Value> {
    let kind = resource.kind;
    let named = |document: &&Value| kind.own_name(document) == Some(&resource.name);
    match kind.spec().place {
        Place::Props => Some(&desired.function),
        Place::List(_) => desired.triggers.iter().find(named),
        Place::Block if kind.is_shared() => desired.domain.as_ref(),
        Place::Block => desired
            .configs
            .iter()
            .find(|config| config.kind == kind)
            .map(|config| &config.document),
    }
}

/// Every resource of the project.
pub(super) fn resources(desired: &Desired) -> Vec<Resource> {
    let triggers = desired.trigger_names().map(|name| (Kind::Trigger, name));
    let domain = desired.domain.iter().map(|_| (Kind::CustomDomain, ""));
    let configs = Kind::configs().map(|kind| (kind, ""));
    let all = [(Kind::Function, "")]
        .into_iter()
        .chain(triggers)
        .chain(domain)
        .chain(configs);
    all.map(|(kind, name)| desired.resource(kind, name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::Leaf;
    use crate::model::path::Path;

    fn setting(kind: Kind, name: &str, path: &Path, value: Option<Value>) -> Setting {
        Setting {
            resource: Resource {
                account: "1".to_owned(),
                region: "cn-hangzhou".to_owned(),
                function: "demo".to_owned(),
                kind,
                name: name.to_owned(),
            },
            path: path.clone(),
            live: value.map(|value| Leaf { value, field: None }),
            sealed: None,
            default: None,
            says_default: false,
            torn_from: None,
            variable: String::new(),
            repeats: false,
            new: true,
        }
    }

    #[track_caller]
    fn puts(props: &Value, kind: Kind, name: &str, path: &Path, value: Option<Value>) -> Value {
        let mut props = props.clone();
        assert!(put(&mut props, &setting(kind, name, path, value)));
        props
    }

    #[test]
    fn settings_of_the_function_and_of_its_triggers() {
        let props = json!({"timeout": 3, "triggers": [{"triggerName": "a"}, {"triggerName": "http", "triggerConfig": {"methods": ["GET"]}}]});
        let root = Path::default();
        let all = puts(
            &props,
            Kind::Function,
            "demo",
            &root.key("vpcConfig").key("vpcId"),
            Some(json!("vpc-1")),
        );
        assert_eq!(all["vpcConfig"], json!({"vpcId": "vpc-1"}));
        let path = root.key("triggerConfig").key("methods");
        let all = puts(
            &props,
            Kind::Trigger,
            "http",
            &path,
            Some(json!(["GET", "PUT"])),
        );
        assert_eq!(
            all["triggers"][1]["triggerConfig"]["methods"],
            json!(["GET", "PUT"])
        );
        let all = puts(&props, Kind::Trigger, "http", &root, None);
        assert_eq!(all["triggers"], json!([{"triggerName": "a"}]));
        assert!(!put(
            &mut props.clone(),
            &setting(Kind::Function, "demo", &root, None)
        ));
    }

    #[test]
    fn tags_and_names_are_lists_in_the_file() {
        let props = json!({"tags": [{"Key": "team", "Value": "a"}, {"Key": "x", "Value": "1"}], "vpcBinding": {"vpcIds": ["vpc-1"]}});
        let tag = |name| Path::default().key("tags").key(name);
        let all = puts(
            &props,
            Kind::Function,
            "demo",
            &tag("team"),
            Some(json!("b")),
        );
        assert_eq!(all["tags"][0], json!({"Key": "team", "Value": "b"}));
        let all = puts(
            &props,
            Kind::Function,
            "demo",
            &tag("new"),
            Some(json!("c")),
        );
        assert_eq!(all["tags"][2], json!({"Key": "new", "Value": "c"}));
        let all = puts(&props, Kind::Function, "demo", &tag("team"), None);
        assert_eq!(all["tags"], json!([{"Key": "x", "Value": "1"}]));
        let vpc = |name| Path::default().key("vpcIds").key(name);
        let all = puts(
            &props,
            Kind::VpcBinding,
            "demo",
            &vpc("vpc-2"),
            Some(json!(true)),
        );
        assert_eq!(all["vpcBinding"]["vpcIds"], json!(["vpc-1", "vpc-2"]));
        let all = puts(&props, Kind::VpcBinding, "demo", &vpc("vpc-1"), None);
        assert_eq!(all.get("vpcBinding"), None);
    }

    #[test]
    fn the_domain_has_one_route_in_the_file() {
        let props = json!({"customDomain": {"domainName": "d", "route": {"path": "/*", "methods": ["GET"]}}});
        let route = |path| {
            Path::default()
                .key("routeConfig")
                .key("routes")
                .item(path)
                .key("methods")
        };
        let all = puts(
            &props,
            Kind::CustomDomain,
            "d",
            &route("/*"),
            Some(json!(["PUT"])),
        );
        assert_eq!(all["customDomain"]["route"]["methods"], json!(["PUT"]));
        assert!(!put(
            &mut props.clone(),
            &setting(Kind::CustomDomain, "d", &route("/b"), None)
        ));
        let all = puts(&props, Kind::CustomDomain, "d", &Path::default(), None);
        assert_eq!(all, json!({}));
    }

    #[test]
    fn a_word_has_no_place_for_a_setting_below_it() {
        let mut props = json!({"vpcConfig": "auto"});
        let path = Path::default().key("vpcConfig").key("vpcId");
        assert!(!put(
            &mut props,
            &setting(Kind::Function, "demo", &path, Some(json!("vpc-1")))
        ));
    }
}
