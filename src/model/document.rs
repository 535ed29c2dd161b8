//! A resource's settings as one JSON document, seen as leaves: one path and one value a setting.
//!
//! Documents keep whatever the service sent, known or not. Leaves are what is compared: a value
//! that says no more than "not set" is left out, so that a default filled in by the service and a
//! property that nobody wrote look alike.

mod meant;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::model::fields::{Fallback, Field, Shape, find};
use crate::model::path::Path;
use crate::model::reference::is_open;
use crate::model::resource::Kind;
use crate::model::seal;

pub use self::meant::meaning;

/// One setting: its value, and what the catalogue knows of it.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub value: Value,
    /// `None` for a setting that the catalogue does not know.
    pub field: Option<&'static Field>,
}

impl Leaf {
    /// Whether the service chooses where nobody says anything.
    pub fn is_served(&self) -> bool {
        self.field
            .is_some_and(|field| field.fallback == Fallback::Served)
    }

    /// Whether the service takes it and does not show it.
    pub fn is_hidden(&self) -> bool {
        self.field.is_some_and(|field| field.write_only)
    }
}

/// All settings of a document that are not at their default.
pub type Leaves = BTreeMap<Path, Leaf>;

/// A reply of the service in the form in which documents are kept: JSON in strings is parsed, lists
/// that stand for maps are maps, layers are the ARNs by which they are asked for (the service
/// answers `{arn, size}` objects), and a deprecated name is the one that replaced it.
pub fn canonical(kind: Kind, mut document: Value) -> Value {
    let fields = kind.fields(&document);
    let Some(map) = document.as_object_mut() else {
        return document;
    };
    for (name, value) in map.iter_mut() {
        if let Some(field) = find(fields, name) {
            unwire(field, value);
        }
    }
    // Where both names stand there, what stands under the new one counts.
    if let Some((old, new)) = kind.spec().renamed
        && !map.contains_key(new)
        && let Some(value) = map.shift_remove(old)
    {
        map.insert(new.to_owned(), value);
    }
    document
}

/// Turns what the API carries in another form into the document's form.
fn unwire(field: &Field, value: &mut Value) {
    if let (Some(part), Value::Array(items)) = (field.answered, &mut *value) {
        let objects = items.iter_mut().filter(|item| item.get(part).is_some());
        objects.for_each(|item| *item = item[part].take());
    }
    match (field.shape, &*value) {
        (Shape::Json(_), Value::String(text)) => {
            // What is no JSON stays a text, and is compared as one.
            if let Ok(parsed) = serde_json::from_str(text) {
                *value = parsed;
            }
        }
        // Which tag a reference stands for nobody knows.
        (Shape::Tags, Value::Array(pairs)) if !pairs.iter().any(is_reference) => {
            *value = Value::Object(pairs.iter().filter_map(tag).collect());
        }
        (Shape::Names, Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            *value = Value::Object(names.map(|name| (name.to_owned(), true.into())).collect());
        }
        _ => {}
    }
}

/// Whether an item of a list is a reference as a whole, and not one in a setting of it.
fn is_reference(item: &Value) -> bool {
    item.is_string() && is_open(item)
}

/// One tag. Projects write its names in small letters, the API in capital ones.
fn tag(pair: &Value) -> Option<(String, Value)> {
    let part = |capital, small| pair.get(capital).or_else(|| pair.get(small));
    let key = part("Key", "key")?.as_str()?.to_owned();
    Some((key, part("Value", "value").cloned().unwrap_or("".into())))
}

/// A top-level value in the form that the API takes: what it carries as text becomes text, and what
/// it carries as a list becomes one.
pub fn wire(field: Option<&Field>, value: Value) -> Value {
    match (field.map(|field| field.shape), value) {
        (Some(Shape::Json(_)), value) if !value.is_string() => Value::String(value.to_string()),
        (Some(Shape::Tags), Value::Object(map)) => map
            .into_iter()
            .map(|(key, value)| json!({"Key": key, "Value": value}))
            .collect(),
        (Some(Shape::Names), Value::Object(map)) => map.into_iter().map(|(name, _)| name).collect(),
        (_, value) => value,
    }
}

/// The settings of a document.
pub fn leaves(kind: Kind, document: &Value) -> Leaves {
    let mut found = Leaves::new();
    if let Some(map) = document.as_object() {
        object_leaves(kind.fields(document), map, &Path::default(), &mut found);
    }
    found
}

/// The settings of an object with such a table. The service's own are none.
fn object_leaves(
    fields: &'static [Field],
    map: &Map<String, Value>,
    path: &Path,
    found: &mut Leaves,
) {
    for (name, value) in map {
        let below = path.key(name);
        match find(fields, name) {
            Some(field) if field.service => {}
            Some(field) => field_leaves(field, value, below, found),
            None => free_leaves(None, value, below, found),
        }
    }
}

/// The settings of one field, or the field itself where it is one.
fn field_leaves(field: &'static Field, value: &Value, path: Path, found: &mut Leaves) {
    // A digest is one value, whatever shape it stands for.
    if seal::is_sealed(value) {
        found.insert(path, leaf(value, Some(field)));
        return;
    }
    match (field.shape, value) {
        (Shape::Object(fields) | Shape::Json(fields), Value::Object(map)) => {
            object_leaves(fields, map, &path, found);
        }
        (Shape::Map | Shape::Tags | Shape::Names | Shape::Free, Value::Object(map)) => {
            for (name, value) in map {
                free_leaves(Some(field), value, path.key(name), found);
            }
        }
        // Which entry a reference stands for nobody knows, so a list with one is a setting as a whole.
        (Shape::Keyed { key, entry }, Value::Array(items)) if !items.iter().any(is_reference) => {
            for item in items {
                entry_leaves(key, entry, item, &path, found);
            }
        }
        _ if field.is_default(value) => {}
        _ => {
            found.insert(path, leaf(value, Some(field)));
        }
    }
}

/// The top-level settings of a document that the catalogue does not know.
pub fn unknown(kind: Kind, document: &Value) -> Vec<String> {
    let fields = kind.fields(document);
    let names = document.as_object().into_iter().flat_map(Map::keys);
    let unknown = names.filter(|name| find(fields, name).is_none());
    unknown.cloned().collect()
}

/// The settings of one entry of a keyed list.
pub(super) fn entry_leaves(
    key: &str,
    entry: &'static [Field],
    item: &Value,
    path: &Path,
    found: &mut Leaves,
) {
    // Without its key an entry cannot be told from the others, so nothing of it can be compared.
    let (Some(name), Some(map)) = (item.get(key).and_then(Value::as_str), item.as_object()) else {
        return;
    };
    let below = path.item(name);
    for (name, value) in map.iter().filter(|(name, _)| name.as_str() != key) {
        match find(entry, name) {
            Some(field) => field_leaves(field, value, below.key(name), found),
            None => free_leaves(None, value, below.key(name), found),
        }
    }
}

/// Free-form settings: an empty text is a value here (a variable may be empty on purpose).
fn free_leaves(field: Option<&'static Field>, value: &Value, path: Path, found: &mut Leaves) {
    match value {
        Value::Null => {}
        Value::Object(map) if !seal::is_sealed(value) => {
            for (name, value) in map {
                free_leaves(field, value, path.key(name), found);
            }
        }
        _ => {
            found.insert(path, leaf(value, field));
        }
    }
}

/// Whether a `code` names an object in OSS, of which nobody knows the checksum before it is deployed.
pub fn is_oss(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.starts_with("oss://"))
}

fn leaf(value: &Value, field: Option<&'static Field>) -> Leaf {
    Leaf {
        value: value.clone(),
        field,
    }
}

/// Whether two settings have the same effect.
pub fn same(left: Option<&Leaf>, right: Option<&Leaf>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => {
            let shape = left.field.or(right.field).map(|field| field.shape);
            same_value(shape, &left.value, &right.value)
        }
        _ => false,
    }
}

/// Whether two values of that shape mean the same to the service.
fn same_value(shape: Option<Shape>, left: &Value, right: &Value) -> bool {
    match (shape, left, right) {
        (Some(Shape::Set), Value::Array(a), Value::Array(b)) => sorted(a) == sorted(b),
        (Some(Shape::Methods), Value::Array(a), Value::Array(b)) => {
            // Upstream sends them as they are written, so online they may stand in either case.
            let [a, b] = [a, b].map(|items| sorted(&items.iter().map(upper).collect::<Vec<_>>()));
            a == b
        }
        // Whole numbers first: as floats, two that are great enough would be the same.
        (Some(Shape::Number), _, _) => match (as_whole(left), as_whole(right)) {
            (Some(a), Some(b)) => a == b,
            _ => match (as_number(left), as_number(right)) {
                (Some(a), Some(b)) => close(a, b),
                _ => left == right,
            },
        },
        (Some(shape @ (Shape::JsonText | Shape::Host | Shape::Pem)), _, _) => {
            let [a, b] = [left, right].map(|value| shape.meaning(value));
            left == right || (a.is_some() && a == b)
        }
        _ => alike(left, right),
    }
}

/// The items in an order that does not depend on how they came.
fn sorted(items: &[Value]) -> Vec<String> {
    let mut texts: Vec<String> = items.iter().map(Value::to_string).collect();
    texts.sort_unstable();
    texts
}

/// A word in capital letters; anything else is itself.
fn upper(word: &Value) -> Value {
    let text = word.as_str().map(str::to_ascii_uppercase);
    text.map_or_else(|| word.clone(), Value::from)
}

/// A whole number, which is what it is to its last digit.
fn as_whole(value: &Value) -> Option<i128> {
    match value {
        Value::String(text) => text.parse().ok(),
        _ => value
            .as_i64()
            .map(i128::from)
            .or(value.as_u64().map(i128::from)),
    }
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.parse().ok(),
        _ => value.as_f64(),
    }
}

/// `cpu` is a 32-bit float in the service, so 0.35 comes back as 0.3499999940.
fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// Equality that takes a missing property of an object for its empty value.
fn alike(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => match (as_whole(left), as_whole(right)) {
            (Some(a), Some(b)) => a == b,
            _ => a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| close(a, b)),
        },
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            covers(a, b)
                && b.iter()
                    .all(|(name, value)| a.contains_key(name) || is_empty(value))
        }
        _ => left == right,
    }
}

/// Whether `b` has everything that `a` says.
fn covers(a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    a.iter().all(|(name, value)| match b.get(name) {
        Some(other) => alike(value, other),
        None => is_empty(value),
    })
}

/// Whether a value says no more than its absence. A zero is a value.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(on) => !on,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Number(_) => false,
    }
}

/// Whether what is online is what the project wants, as far as that can be seen.
pub fn agree(desired: Option<&Leaf>, live: Option<&Leaf>) -> bool {
    let served = desired.is_none() && live.is_some_and(Leaf::is_served);
    same(desired, live) || served || (live.is_none() && desired.is_some_and(Leaf::is_hidden))
}

/// A document without some of its settings.
pub fn without(document: &Value, names: &[&str]) -> Value {
    let mut document = document.clone();
    if let Some(map) = document.as_object_mut() {
        map.retain(|name, _| !names.contains(&name.as_str()));
    }
    document
}

#[cfg(test)]
mod tests;
