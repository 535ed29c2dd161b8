//! What an edit means for the resolved document.
//!
//! The wanted document is made here from the one before, without any text. It is what every try is held to.

use serde_json::{Map, Value};

use crate::yaml::{YamlStep, resolve::clean};

/// One small change of the resolved document.
pub(super) struct YamlChange {
    /// From the top of the document.
    pub(super) path: Vec<YamlStep>,
    /// None removes what stands there.
    pub(super) value: Option<Value>,
}

/// How many steps of a path stay when what is below gets empty: the props of a resource.
pub(super) fn floor(path: &[YamlStep]) -> isize {
    match path.first() {
        Some(YamlStep::Key(name)) if ["resources", "services"].contains(&name.as_str()) => 3,
        _ => 0,
    }
}

/// What stands at a path, if anything does.
pub(super) fn get<'v>(document: &'v Value, path: &[YamlStep]) -> Option<&'v Value> {
    path.iter().try_fold(document, |value, step| match step {
        YamlStep::Key(name) => value.as_object()?.get(name),
        YamlStep::Index(index) => value.as_array()?.get(*index),
    })
}

/// The document with a change made; `None` where there is no place for it.
pub(super) fn changed(document: &Value, change: &YamlChange) -> Option<Value> {
    let mut whole = document.clone();
    match &change.value {
        Some(value) => set(&mut whole, &change.path, value)?,
        None => {
            remove(&mut whole, &change.path, floor(&change.path));
        }
    }
    Some(whole)
}

/// Puts a value at a path below `at`. `None` where something on the way is neither map nor list.
fn set(at: &mut Value, path: &[YamlStep], value: &Value) -> Option<()> {
    let Some((step, rest)) = path.split_first() else {
        *at = value.clone();
        return Some(());
    };
    // What is missing on the way is made.
    if at.is_null() {
        *at = match step {
            YamlStep::Key(_) => Value::Object(Map::new()),
            YamlStep::Index(_) => Value::Array(Vec::new()),
        };
    }
    let below = match (step, at) {
        (YamlStep::Key(name), Value::Object(map)) => map.entry(name.clone()).or_insert(Value::Null),
        (YamlStep::Index(index), Value::Array(items)) if *index <= items.len() => {
            if *index == items.len() {
                items.push(Value::Null);
            }
            items.get_mut(*index)?
        }
        _ => return None,
    };
    set(below, rest, value)
}

/// Removes what stands at a path, and the keys above that get empty by it but lie below the floor.
/// Says whether `at` is such a key.
fn remove(at: &mut Value, path: &[YamlStep], floor: isize) -> bool {
    let Some((step, rest)) = path.split_first() else {
        return false;
    };
    let below = match step {
        YamlStep::Key(name) => at.as_object_mut().and_then(|map| map.get_mut(name)),
        YamlStep::Index(index) => at.as_array_mut().and_then(|items| items.get_mut(*index)),
    };
    let Some(below) = below else {
        return false;
    };
    if !rest.is_empty() && !remove(below, rest, floor - 1) {
        return false;
    }
    match (step, at) {
        (YamlStep::Key(name), Value::Object(map)) => {
            // The order of the keys stays, because it is the order in which they are written.
            map.shift_remove(name);
            map.is_empty() && floor < 0
        }
        (YamlStep::Index(index), Value::Array(items)) if rest.is_empty() => {
            items.remove(*index);
            items.is_empty() && floor < 0
        }
        _ => false,
    }
}

/// The small changes that make `old` into `new`: only what really differs.
pub(super) fn changes(
    path: &[YamlStep],
    old: Option<&Value>,
    new: Option<&Value>,
) -> Vec<YamlChange> {
    let mut found = Vec::new();
    // Serverless Devs drops keys without a value, so null means the same as nothing.
    let new = new.filter(|value| !value.is_null()).cloned().map(clean);
    differ(path, old, new.as_ref(), &mut found);
    let (sets, mut removals): (Vec<YamlChange>, Vec<YamlChange>) =
        found.into_iter().partition(|change| change.value.is_some());
    // From the end on, so that no removal moves the items of a later one.
    removals.reverse();
    sets.into_iter().chain(removals).collect()
}

/// Collects the changes that make one value into another.
fn differ(
    path: &[YamlStep],
    old: Option<&Value>,
    new: Option<&Value>,
    found: &mut Vec<YamlChange>,
) {
    match (old, new) {
        (None, None) => {}
        (Some(old), Some(new)) if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) if is_part(old, new) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                let path = below(path, YamlStep::Key(name.clone()));
                differ(&path, old.get(name), new.get(name), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new)))
            if !old.is_empty() && !new.is_empty() =>
        {
            lists(path, old, new, found);
        }
        _ => found.push(YamlChange {
            path: path.to_vec(),
            value: new.cloned(),
        }),
    }
}

/// Whether one map is so near to another that it is changed rather than written anew.
fn is_part(old: &Map<String, Value>, new: &Map<String, Value>) -> bool {
    old.keys().any(|name| new.contains_key(name))
}

/// The changes of a list: of items in their places, at its end, or of what went out of its middle.
fn lists(path: &[YamlStep], old: &[Value], new: &[Value], found: &mut Vec<YamlChange>) {
    let shorter = old.len().min(new.len());
    let first = old
        .iter()
        .zip(new)
        .take_while(|(old, new)| old == new)
        .count();
    // An item goes in only at the end: so nothing is kept behind a place where one would.
    let last = match old.len() > new.len() {
        true => old
            .iter()
            .rev()
            .zip(new.iter().rev())
            .take_while(|(old, new)| old == new)
            .count(),
        false => 0,
    };
    let last = last.min(shorter - first);
    for index in first..old.len().max(new.len()) - last {
        let old_one = old.get(index).filter(|_| index < old.len() - last);
        let new_one = new.get(index).filter(|_| index < new.len() - last);
        differ(
            &below(path, YamlStep::Index(index)),
            old_one,
            new_one,
            found,
        );
    }
}

/// A path one step longer.
fn below(path: &[YamlStep], step: YamlStep) -> Vec<YamlStep> {
    path.iter().cloned().chain([step]).collect()
}
