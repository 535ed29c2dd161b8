//! The second reader: another parser must see the same values in an edited file.
//!
//! It proves that the text means the same to others, and not only to the reader that made the edit. Where the
//! two disagree in the file as it came, that is nobody's edit, and only new disagreements count.

use serde_json::Value;

use crate::yaml::node::Tree;
use crate::yaml::value;

/// Where two readers of a text disagree: what ours says and what the other says, in order.
/// `None` where the other cannot read it.
pub(super) fn differences(text: &str, tree: &Tree) -> Option<Vec<(Value, Value)>> {
    // A byte order mark before `---` is more than the other one can read.
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let theirs: yaml_serde::Value = yaml_serde::from_str(bare).ok()?;
    let ours = value::document(tree, text, false).ok()?;
    let mut found = Vec::new();
    compare(&ours, &json(theirs), &mut found);
    Some(found)
}

/// Whether an edit brought in nothing on which the readers disagree.
pub(super) fn is_as_before(before: &[(Value, Value)], after: &[(Value, Value)]) -> bool {
    let count = |all: &[(Value, Value)], one: &(Value, Value)| {
        all.iter().filter(|other| *other == one).count()
    };
    after
        .iter()
        // Counted, because the same pair may stand in several places of which the edit added one.
        .all(|one| count(after, one) <= count(before, one))
}

/// Collects where two documents differ, as deep inside as their shapes are alike.
fn compare(ours: &Value, theirs: &Value, found: &mut Vec<(Value, Value)>) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b))
            if a.len() == b.len() && a.keys().all(|name| b.contains_key(name)) =>
        {
            for (name, value) in a {
                compare(value, &b[name], found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (a, b) in a.iter().zip(b) {
                compare(a, b, found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push((a.clone(), b.clone())),
    }
}

/// What the other reader says, in the values of ours.
fn json(value: yaml_serde::Value) -> Value {
    match value {
        yaml_serde::Value::Null => Value::Null,
        yaml_serde::Value::Bool(value) => value.into(),
        yaml_serde::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => value.into(),
            (None, Some(value)) => value::whole(value).map_or(Value::Null, Value::Number),
            _ => Value::Null,
        },
        yaml_serde::Value::String(text) => text.into(),
        yaml_serde::Value::Sequence(items) => Value::Array(items.into_iter().map(json).collect()),
        yaml_serde::Value::Mapping(map) => {
            let each = map
                .into_iter()
                .map(|(name, value)| (name_of(name), json(value)));
            Value::Object(each.collect())
        }
        // Tags that ours does not know are refused before; of the others only the value counts.
        yaml_serde::Value::Tagged(tagged) => json(tagged.value),
    }
}

/// A key that is no text by the name that ours gives it.
fn name_of(name: yaml_serde::Value) -> String {
    match json(name) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
