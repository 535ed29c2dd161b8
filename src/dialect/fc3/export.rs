//! What is online, in the words of `s.yaml`.

mod live;

use serde_json::{Map, Value, json};

use crate::model::document::{leaves, wire};
use crate::model::fields::{Field, Shape, find};
use crate::model::kind::{Naming, PropsPlace};
use crate::model::resource::Resource;
use crate::snapshot::Live;
use crate::yaml;

pub(super) use self::live::tamed;

/// The props of a resource that would leave online what is online now. `code` is the path of its
/// folder.
pub(super) fn props(online: &[(Resource, Live)], code: Option<&str>) -> Value {
    // All of it belongs to one function, and so to one region.
    let region = online.iter().map(|(resource, _)| resource.region.as_str());
    let mut props = Map::new();
    props.extend(
        region
            .take(1)
            .map(|region| ("region".to_owned(), region.into())),
    );
    for (resource, live) in online {
        let kind = resource.kind;
        let settings = settings(kind.fields(&live.document), &live.document);
        match kind.spec().place {
            PropsPlace::Props => {
                props.extend(settings);
                props.extend(code.map(|code| ("code".to_owned(), code.into())));
            }
            PropsPlace::List(list) => {
                let entries = props.entry(list).or_insert_with(|| json!([]));
                if let Some(entries) = entries.as_array_mut() {
                    entries.push(settings.into());
                }
            }
            PropsPlace::Block if kind.is_shared() => {
                if let Some(domain) = domain(settings, resource.root_name()) {
                    props.insert(kind.name().to_owned(), domain);
                }
            }
            // A configuration in which nothing is set is none.
            PropsPlace::Block if leaves(kind, &live.document).is_empty() => {}
            PropsPlace::Block => {
                let mut settings = settings;
                if kind.spec().naming == Naming::Qualifier && resource.name() != "LATEST" {
                    settings.insert("qualifier".to_owned(), resource.name().to_owned().into());
                }
                props.insert(kind.name().to_owned(), settings.into());
            }
        }
    }
    Value::Object(props)
}

/// The settings that the catalogue knows and that say something.
fn settings(fields: &[Field], document: &Value) -> Map<String, Value> {
    let settings = document.as_object().into_iter().flatten();
    let setting = |(name, value): (&String, &Value)| {
        // What stands for the code online is a checksum, which no file could name.
        let field = find(fields, name).filter(|field| !field.service && name != "code")?;
        let value = inside(field, value)?;
        Some((name.clone(), value))
    };
    settings.filter_map(setting).collect()
}

/// `None` where a setting says no more than leaving it out.
fn inside(field: &Field, value: &Value) -> Option<Value> {
    match (field.shape, value) {
        _ if field.is_default(value) => None,
        (Shape::Object(fields) | Shape::Json(fields), Value::Object(map)) => {
            says_something(fields, map).then(|| kept(fields, map).into())
        }
        (Shape::Keyed { entry, .. }, Value::Array(items)) => {
            let entries = items.iter().filter_map(Value::as_object);
            Some(entries.map(|map| Value::Object(kept(entry, map))).collect())
        }
        (Shape::Tags, Value::Object(map)) => {
            let tag = |(key, value): (&String, &Value)| json!({"key": key, "value": value});
            Some(map.iter().map(tag).collect())
        }
        (Shape::Names, _) => Some(wire(Some(field), value.clone())),
        _ => Some(value.clone()),
    }
}

/// A block that says something is kept whole, since some of its parts need each other.
fn kept(fields: &[Field], map: &Map<String, Value>) -> Map<String, Value> {
    // What the catalogue does not know is kept with its block, which may not be valid without it.
    let own =
        |name: &String| find(fields, name).is_none_or(|field| !field.service && !field.unsent);
    let entries = map
        .iter()
        .filter(|(name, value)| own(name) && !value.is_null());
    let deeper = |(name, value): (&String, &Value)| {
        let fields = match find(fields, name).map(|field| field.shape) {
            Some(Shape::Object(fields)) => fields,
            _ => return (name.clone(), value.clone()),
        };
        match value.as_object() {
            Some(map) => (name.clone(), kept(fields, map).into()),
            None => (name.clone(), value.clone()),
        }
    };
    entries.map(deeper).collect()
}

/// Whether anything in a block is more than a default.
fn says_something(fields: &[Field], map: &Map<String, Value>) -> bool {
    map.iter().any(|(name, value)| match find(fields, name) {
        Some(field) if field.service => false,
        Some(field) => inside(field, value).is_some(),
        None => false,
    })
}

/// fc3's shape of a domain: the function's own route. `None` where it has none.
fn domain(mut settings: Map<String, Value>, function: &str) -> Option<Value> {
    let routes = settings.shift_remove("routeConfig")?;
    let routes = routes["routes"].as_array()?;
    let mut own = routes
        .iter()
        .find(|route| route["functionName"] == function)?
        .as_object()?
        .clone();
    own.shift_remove("functionName");
    settings.insert("route".to_owned(), own.into());
    // fc3's schema asks for it, even where it is the default.
    settings.entry("protocol").or_insert("HTTP".into());
    Some(Value::Object(settings))
}

/// The file with one resource.
pub(super) fn yaml(component: Option<&str>, resource: Option<&str>, props: &Value) -> String {
    let name = props["functionName"].as_str().unwrap_or("function");
    let resource = resource.unwrap_or(name);
    let resources = json!({
        resource: {"component": component.unwrap_or("fc-guard"), "props": props},
    });
    let file = [
        ("edition", "3.0.0".into()),
        ("name", name.into()),
        ("access", "default".into()),
        ("resources", resources),
    ];
    let file = file.map(|(key, value)| (key.to_owned(), value));
    yaml::file(&file.into_iter().collect())
}
