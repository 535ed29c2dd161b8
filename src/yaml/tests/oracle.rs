//! What a project resolves to, worked out by other code than the one under test.

use serde_json::{Map, Value};

use crate::yaml::YamlStep;

/// The resolved document of the texts: our file and, if there is one, the file that it extends.
pub(super) fn resolved(texts: &[&str]) -> Value {
    let documents: Vec<Value> = texts.iter().map(|text| document(text)).collect();
    let mut whole = match documents.as_slice() {
        [main, base] => over(base, main),
        [main] => main.clone(),
        _ => Value::Null,
    };
    let templates = whole["template"].take();
    if let Some(resources) = whole["resources"].as_object_mut() {
        for resource in resources.values_mut() {
            let name = resource["extend"]["name"].as_str().unwrap_or_default();
            let below = templates.get(name).cloned().unwrap_or_default();
            resource["props"] = over(&below, &resource["props"]);
        }
    }
    let vars = whole["vars"].take();
    tidy(&filled(&whole["resources"], &vars))
}

/// One document with its merges done.
fn document(text: &str) -> Value {
    let mut value: yaml_serde::Value =
        yaml_serde::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    value.apply_merge().unwrap();
    serde_json::to_value(value).unwrap()
}

fn over(lower: &Value, upper: &Value) -> Value {
    let (Value::Object(below), Value::Object(above)) = (lower, upper) else {
        return if upper.is_null() {
            lower.clone()
        } else {
            upper.clone()
        };
    };
    let mut both = below.clone();
    for (name, value) in above {
        let value = over(below.get(name).unwrap_or(&Value::Null), value);
        both.insert(name.clone(), value);
    }
    Value::Object(both)
}

fn filled(value: &Value, vars: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let each = map
                .iter()
                .map(|(name, value)| (name.clone(), filled(value, vars)));
            Value::Object(each.collect())
        }
        Value::Array(items) => items.iter().map(|item| filled(item, vars)).collect(),
        Value::String(text) => variable(text, vars),
        other => other.clone(),
    }
}

fn variable(text: &str, vars: &Value) -> Value {
    let Some((before, rest)) = text.split_once("${vars.") else {
        return text.into();
    };
    let (name, after) = rest.split_once('}').unwrap();
    let found = name.split('.').fold(vars, |at, name| &at[name]);
    match (found.as_str(), before.is_empty() && after.is_empty()) {
        (Some(own), false) => format!("{before}{own}{after}").into(),
        _ => found.clone(),
    }
}

/// Without what has no value, and without maps that only held such.
fn tidy(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(_, value)| !value.is_null());
            let kept: Map<String, Value> = kept
                .map(|(name, value)| (name.clone(), tidy(value)))
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => items.iter().map(tidy).collect(),
        other => other.clone(),
    }
}

/// Makes an edit of the parsed document; `path` begins below `resources`.
pub(super) fn change(at: &mut Value, path: &[YamlStep], value: Option<&Value>) {
    let Some((step, rest)) = path.split_first() else {
        *at = value.cloned().unwrap_or_default();
        return;
    };
    match (step, value, rest.is_empty()) {
        (YamlStep::Key(name), None, true) => {
            at.as_object_mut().map(|map| map.remove(name));
        }
        (YamlStep::Index(index), None, true) => {
            at.as_array_mut().map(|items| items.remove(*index));
        }
        (YamlStep::Key(name), ..) => change(&mut at[name.as_str()], rest, value),
        (YamlStep::Index(index), ..) => {
            let items = at.as_array_mut().unwrap();
            if *index == items.len() {
                items.push(Value::Null);
            }
            change(&mut items[*index], rest, value);
        }
    }
}
