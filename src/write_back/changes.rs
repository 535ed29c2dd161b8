//! What changed between two versions of the props, as edits of the file.

use serde_json::Value;

use crate::yaml::{Edit, YamlStep};

/// The edits that make the second out of the first. In lists, entries are told apart by what names
/// them; their order stays.
pub(super) fn between(root: &[YamlStep], before: &Value, after: &Value) -> Vec<Edit> {
    let mut edits = Vec::new();
    compare(root, before, after, &mut edits);
    edits
}

/// Adds the edits for what lies below `path`.
fn compare(path: &[YamlStep], before: &Value, after: &Value, edits: &mut Vec<Edit>) {
    if before == after {
        return;
    }
    let at = |step: YamlStep| [path, &[step]].concat();
    let edit = |path: Vec<YamlStep>, value: Option<&Value>| Edit {
        path,
        value: value.cloned(),
    };
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in old {
                let path = at(YamlStep::Key(name.clone()));
                match new.get(name) {
                    Some(next) => compare(&path, value, next, edits),
                    None => edits.push(edit(path, None)),
                }
            }
            let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
            edits.extend(
                added.map(|(name, value)| edit(at(YamlStep::Key(name.clone())), Some(value))),
            );
        }
        // By position every entry behind one that was taken out would count as changed, and lose its
        // comments.
        (Value::Array(old), Value::Array(new)) if are_named(old) && are_named(new) => {
            for (index, value) in old.iter().enumerate() {
                let path = at(YamlStep::Index(index));
                match new.iter().find(|next| name(next) == name(value)) {
                    Some(next) => compare(&path, value, next, edits),
                    None => edits.push(edit(path, None)),
                }
            }
            let is_new = |value: &&Value| !old.iter().any(|one| name(one) == name(value));
            for (count, value) in new.iter().filter(is_new).enumerate() {
                // Indexes are those of the list before, so what is new stands behind its end.
                edits.push(edit(at(YamlStep::Index(old.len() + count)), Some(value)));
            }
        }
        // A list without names, a value, or another kind of value than before is written as a whole.
        _ => edits.push(edit(path.to_vec(), Some(after))),
    }
}

/// Whether every entry has a name of its own.
fn are_named(items: &[Value]) -> bool {
    let mut names: Vec<&str> = items.iter().filter_map(name).collect();
    names.sort_unstable();
    names.dedup();
    names.len() == items.len()
}

/// What tells an entry of a list from the others. An entry that is a text is its own name.
fn name(item: &Value) -> Option<&str> {
    if let Value::String(text) = item {
        return Some(text);
    }
    // Tags are written in both spellings (see the props of fc3).
    let keys = ["triggerName", "name", "path", "key", "Key"];
    keys.iter().find_map(|key| item.get(key)?.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn edits(before: &Value, after: &Value) -> Vec<(String, Option<Value>)> {
        let step = |step: &YamlStep| match step {
            YamlStep::Key(name) => name.clone(),
            YamlStep::Index(index) => index.to_string(),
        };
        let shown = |edit: Edit| {
            let path: Vec<String> = edit.path.iter().map(step).collect();
            (path.join("/"), edit.value)
        };
        between(&[], before, after).into_iter().map(shown).collect()
    }

    #[test]
    fn only_what_changed_is_edited() {
        let before =
            json!({"timeout": 3, "environmentVariables": {"A": "1", "B": "2"}, "handler": "h"});
        let after =
            json!({"timeout": 60, "environmentVariables": {"A": "1", "C": "3"}, "handler": "h"});
        let found = edits(&before, &after);
        assert_eq!(
            found,
            [
                ("timeout".to_owned(), Some(json!(60))),
                ("environmentVariables/B".to_owned(), None),
                ("environmentVariables/C".to_owned(), Some(json!("3"))),
            ]
        );
    }

    #[test]
    fn entries_of_lists_are_told_apart_by_their_names() {
        let before =
            json!([{"triggerName": "a", "x": 1}, {"triggerName": "b"}, {"triggerName": "c"}]);
        let after =
            json!([{"triggerName": "a", "x": 2}, {"triggerName": "c"}, {"triggerName": "d"}]);
        let found = edits(&before, &after);
        assert_eq!(
            found,
            [
                ("0/x".to_owned(), Some(json!(2))),
                ("1".to_owned(), None),
                ("3".to_owned(), Some(json!({"triggerName": "d"}))),
            ]
        );
        assert_eq!(
            edits(&json!([1, 2]), &json!([1])),
            [(String::new(), Some(json!([1])))]
        );
    }
}
