//! Settings put into the props of `s.yaml`, and found there.

use serde_json::{Map, Value, json};

use crate::dialect::PropStep;
use crate::model::desired::{Desired, Item};
use crate::model::resource::Resource;
use crate::yaml::YamlStep;

/// Puts a value into the props, or takes it out of them. Says whether there is a place for it.
pub(super) fn put(at: &mut Value, way: &[PropStep], value: Option<&Value>) -> bool {
    let Some((step, rest)) = way.split_first() else {
        return set(at, value);
    };
    match step {
        PropStep::Key(name) => key(at, name, rest, value),
        PropStep::Entry(..) | PropStep::Text(_) => item(at, step, rest, value),
    }
}

/// The steps of a way, as far as they lead into these props.
pub(super) fn steps(props: &Value, way: &[PropStep]) -> Vec<YamlStep> {
    let mut at = props;
    let mut steps = Vec::new();
    for step in way {
        let (step, next) = match step {
            PropStep::Key(name) => (YamlStep::Key(name.clone()), at.get(name)),
            PropStep::Entry(..) | PropStep::Text(_) => {
                let items = at.as_array().map(Vec::as_slice).unwrap_or_default();
                let index = items.iter().position(|item| step.is(item));
                (
                    YamlStep::Index(index.unwrap_or(items.len())),
                    index.map(|index| &items[index]),
                )
            }
        };
        // The first step that leads nowhere is still named: the value would come to stand there.
        steps.push(step);
        let Some(next) = next else { break };
        at = next;
    }
    steps
}

/// The end of a way. What is taken out becomes null here, and is removed by whatever holds it.
fn set(at: &mut Value, value: Option<&Value>) -> bool {
    *at = value.cloned().unwrap_or_default();
    true
}

/// One step into a block, which is made where it is missing.
fn key(at: &mut Value, name: &str, rest: &[PropStep], value: Option<&Value>) -> bool {
    if at.is_null() && value.is_some() {
        *at = Value::Object(Map::new());
    }
    let Some(map) = at.as_object_mut() else {
        // Nothing is there to be taken out; anything else than a block has no place for a setting.
        return at.is_null() && value.is_none();
    };
    let mut below = map.get(name).cloned().unwrap_or_default();
    if !put(&mut below, rest, value) {
        return false;
    }
    // A block that held nothing else goes with what is taken out of it. The others keep the order that they
    // have in the file.
    match is_empty(&below) && value.is_none() {
        true => _ = map.shift_remove(name),
        false => _ = map.insert(name.to_owned(), below),
    }
    true
}

/// One step into a list, whose entries are told apart by their names.
fn item(at: &mut Value, step: &PropStep, rest: &[PropStep], value: Option<&Value>) -> bool {
    if at.is_null() {
        *at = json!([]);
    }
    let Some(items) = at.as_array_mut() else {
        return false;
    };
    let index = items.iter().position(|item| step.is(item));
    match (step, index, value) {
        (_, None, None) => true,
        // The order of the arms matters: an entry goes as a whole before its value is looked at.
        (_, Some(index), None) if rest.is_empty() || is_tag(rest) => {
            items.remove(index);
            true
        }
        (PropStep::Text(text), None, Some(_)) => {
            items.push(text.as_str().into());
            true
        }
        (PropStep::Text(_), Some(_), Some(_)) => true,
        (_, Some(index), _) => put(&mut items[index], rest, value),
        (PropStep::Entry(keys, name), None, Some(_)) => {
            let mut entry = Map::new();
            // The name of a tag is spelled as its value is: `Key` beside `Value`, `key` beside `value`.
            let capital = matches!(rest, [PropStep::Key(key)] if key == "Value");
            let key = keys[usize::from(capital && keys.len() > 1)];
            entry.insert(key.to_owned(), name.as_str().into());
            let mut entry = Value::Object(entry);
            let placed = put(&mut entry, rest, value);
            items.push(entry);
            placed
        }
        // A list has no place for a name; `put` sends no such step here.
        (PropStep::Key(_), ..) => false,
    }
}

/// A tag is its key and its value: without the one the other goes.
fn is_tag(rest: &[PropStep]) -> bool {
    matches!(rest, [PropStep::Key(key)] if key == "value" || key == "Value")
}

/// Whether nothing is left of a block or list.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// What the project wants of a resource. Of a block there is one in the file, whatever it belongs to.
pub(super) fn document<'a>(desired: &'a Desired, resource: &Resource) -> Option<&'a Value> {
    let kind = resource.kind;
    let is_there = |item: &&Item| {
        let is_named = !kind.is_entry() || item.resource.name() == resource.name();
        item.resource.kind == kind && is_named
    };
    desired
        .items
        .iter()
        .find(is_there)
        .map(|item| &item.document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::path::Path;
    use crate::model::resource::Kind;

    /// What stands in the props afterwards; `None` where they have no place for it.
    fn attempt(
        props: &Value,
        (kind, name): (Kind, &str),
        path: &Path,
        value: Option<Value>,
    ) -> Option<Value> {
        let resource =
            Resource::of_function("1".to_owned(), "cn-hangzhou".to_owned(), "demo".to_owned())
                .sibling(kind, name);
        let mut props = props.clone();
        let way = dialect::of_props(&props).way(&props, &resource, path)?;
        put(&mut props, &way, value.as_ref()).then_some(props)
    }

    #[track_caller]
    fn puts(props: &Value, kind: Kind, name: &str, path: &Path, value: Option<Value>) -> Value {
        attempt(props, (kind, name), path, value).expect("a place")
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
        assert_eq!(attempt(&props, (Kind::Function, "demo"), &root, None), None);
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
        assert_eq!(
            attempt(&props, (Kind::CustomDomain, "d"), &route("/b"), None),
            None
        );
        let all = puts(&props, Kind::CustomDomain, "d", &Path::default(), None);
        assert_eq!(all, json!({}));
    }

    #[test]
    fn a_word_has_no_place_for_a_setting_below_it() {
        let props = json!({"vpcConfig": "auto"});
        let path = Path::default().key("vpcConfig").key("vpcId");
        assert_eq!(
            attempt(
                &props,
                (Kind::Function, "demo"),
                &path,
                Some(json!("vpc-1"))
            ),
            None
        );
    }
}
