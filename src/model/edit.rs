//! Reading and changing one setting of a document by its path.

use serde_json::{Map, Value};

use crate::model::document::{Leaves, entry_leaves};
use crate::model::fields::{Field, Shape, find};
use crate::model::path::{Path, PathStep};
use crate::model::resource::Kind;

/// The value at a path, if the document has one there.
pub fn get<'a>(kind: Kind, document: &'a Value, path: &Path) -> Option<&'a Value> {
    let mut value = document;
    let mut key = None;
    let mut fields = Some(kind.fields(document));
    for step in &path.0 {
        value = match step {
            PathStep::Key(name) => value.get(name)?,
            PathStep::Item(name) => {
                let key = key?;
                let has_the_name =
                    |item: &&Value| item.get(key).and_then(Value::as_str) == Some(name);
                value.as_array()?.iter().find(has_the_name)?
            }
        };
        (fields, key) = below(fields, key, step);
    }
    Some(value)
}

/// Puts a value at a path, or removes what stands there; what gets empty by that goes too.
pub fn set(kind: Kind, document: &mut Value, path: &Path, value: Option<Value>) {
    let fields = kind.fields(document);
    put(document, &path.0, value, Some(fields), None);
}

/// Says the defaults that `source` says, in all blocks and entries that both have. What a default is to
/// us, the service may take for "leave it as it is", or for another default: a disabled timer has to be
/// sent as one that is disabled. A block that is nothing but defaults stays away, as the service refuses
/// some of them as incomplete; so does what has a call of its own.
pub fn say_defaults(kind: Kind, document: &mut Value, source: &Value) {
    let fields = kind.fields(document);
    say(fields, document, source);
}

/// The same for one block, or one entry of a list.
fn say(fields: &[Field], document: &mut Value, source: &Value) {
    let (Some(map), Some(source)) = (document.as_object_mut(), source.as_object()) else {
        return;
    };
    let sent = |field: &&Field| !field.service && field.own_call.is_none();
    for field in fields.iter().filter(sent) {
        // Null is how the service says that there is nothing.
        let Some(said) = source.get(field.name).filter(|said| !said.is_null()) else {
            continue;
        };
        match (map.get_mut(field.name), field.shape) {
            (Some(block), Shape::Object(below) | Shape::Json(below)) => say(below, block, said),
            (Some(Value::Array(items)), Shape::Keyed { key, entry }) => {
                let said = said.as_array().into_iter().flatten();
                for one in said {
                    let own = items.iter_mut().find(|item| item[key] == one[key]);
                    own.into_iter().for_each(|own| say(entry, own, one));
                }
            }
            // What stands there was decided; only what is missing is said.
            (Some(_), _) => {}
            (None, _) => {
                let default = field.default_value();
                map.extend(default.map(|default| (field.name.to_owned(), default)));
            }
        }
    }
}

type Below = (Option<&'static [Field]>, Option<&'static str>);

/// What the catalogue knows one step further down: the settings there, or the key of a keyed list.
fn below(fields: Option<&'static [Field]>, key: Option<&'static str>, step: &PathStep) -> Below {
    match step {
        PathStep::Item(_) => (fields, None),
        PathStep::Key(name) if key.is_none() => {
            match fields
                .and_then(|fields| find(fields, name))
                .map(|field| field.shape)
            {
                Some(Shape::Object(fields) | Shape::Json(fields)) => (Some(fields), None),
                Some(Shape::Keyed { key, entry }) => (Some(entry), Some(key)),
                // Below what is no table of the catalogue nothing is known.
                _ => (None, None),
            }
        }
        PathStep::Key(_) => (None, None),
    }
}

/// Walks down the steps and puts the value there. Blocks and lists on the way are made where they are
/// missing, and taken away where nothing is left in them.
fn put(
    at: &mut Value,
    steps: &[PathStep],
    value: Option<Value>,
    fields: Option<&'static [Field]>,
    key: Option<&'static str>,
) {
    let Some((step, rest)) = steps.split_first() else {
        *at = value.unwrap_or(Value::Null);
        return;
    };
    let (fields, next_key) = below(fields, key, step);
    match step {
        PathStep::Key(name) => {
            let map = as_object(at);
            let slot = map.entry(name.clone()).or_insert(Value::Null);
            put(slot, rest, value, fields, next_key);
            if is_gone(slot) {
                map.shift_remove(name);
            }
        }
        PathStep::Item(name) => {
            let entry = KeyedList {
                key: key.unwrap_or("name"),
                fields: fields.unwrap_or_default(),
            };
            put_entry(at, &entry, name, |slot| {
                put(slot, rest, value, fields, next_key)
            });
        }
    }
}

/// What tells the entries of a keyed list apart, and the settings that each has.
struct KeyedList {
    key: &'static str,
    fields: &'static [Field],
}

impl KeyedList {
    /// Whether nothing but the key and defaults is left of an entry.
    fn is_bare(&self, item: &Value) -> bool {
        let mut found = Leaves::new();
        entry_leaves(self.key, self.fields, item, &Path::default(), &mut found);
        found.is_empty()
    }
}

/// Changes the entry of that name in a keyed list, which is made for it, and removed once it says nothing
/// more.
fn put_entry(at: &mut Value, entry: &KeyedList, name: &str, change: impl FnOnce(&mut Value)) {
    if !at.is_array() {
        *at = Value::Array(Vec::new());
    }
    let Some(items) = at.as_array_mut() else {
        return;
    };
    let has_the_name = |item: &Value| item.get(entry.key).and_then(Value::as_str) == Some(name);
    let index = items.iter().position(has_the_name).unwrap_or_else(|| {
        let bare = Map::from_iter([(entry.key.to_owned(), name.into())]);
        items.push(Value::Object(bare));
        items.len() - 1
    });
    change(&mut items[index]);
    if entry.is_bare(&items[index]) {
        items.remove(index);
    }
}

fn as_object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it was made an object just now"),
    }
}

/// Whether nothing is left that would be worth a property.
fn is_gone(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_of_a_keyed_list_is_changed_in_place() {
        let mut domain = json!({"routeConfig": {"routes": [
            {"path": "/a", "functionName": "x", "qualifier": "LATEST"}, {"path": "/b", "functionName": "y"}]}});
        let route = Path::default().key("routeConfig").key("routes").item("/a");
        set(
            Kind::CustomDomain,
            &mut domain,
            &route.key("functionName"),
            Some("z".into()),
        );
        assert_eq!(
            get(Kind::CustomDomain, &domain, &route.key("functionName")),
            Some(&json!("z"))
        );
        set(
            Kind::CustomDomain,
            &mut domain,
            &route.key("functionName"),
            None,
        );
        assert_eq!(
            domain,
            json!({"routeConfig": {"routes": [{"path": "/b", "functionName": "y"}]}})
        );
    }

    #[test]
    fn defaults_are_said_where_they_were_said_and_nowhere_else() {
        let online = json!({
            "triggerName": "t", "triggerType": "timer", "description": null,
            "triggerConfig": {"cronExpression": "@every 5m", "enable": false},
        });
        let mut back = json!({
            "triggerName": "t", "triggerType": "timer",
            "triggerConfig": {"cronExpression": "@every 5m"},
        });
        let mut expected = back.clone();
        say_defaults(Kind::Trigger, &mut back, &expected);
        assert_eq!(back, expected, "nobody said anything");
        say_defaults(Kind::Trigger, &mut back, &online);
        expected["triggerConfig"]["enable"] = json!(false);
        assert_eq!(back, expected);

        let online =
            json!({"timeout": 3, "logConfig": {"project": "", "enableInstanceMetrics": false}});
        let mut back = json!({"memorySize": 512});
        say_defaults(Kind::Function, &mut back, &online);
        assert_eq!(back, json!({"memorySize": 512, "timeout": 3}));
    }
}
