//! What is online, as props say it: the settings that say something, and no text that would be run.

use serde_json::{Map, Value, json};

use crate::model::document::wire;
use crate::model::fields::{Field, Shape, find};

pub(in crate::dialect) use super::live::tamed;

/// The settings that the catalogue knows and that say something.
pub(in crate::dialect) fn settings(fields: &[Field], document: &Value) -> Map<String, Value> {
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
