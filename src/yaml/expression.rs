//! `${…}` in values: variables are put in, everything else stays as it is written.
//!
//! An edit is proved by comparing documents, so an expression that is not worked out must not hide that what
//! it speaks of has changed: the values that it could draw on stand behind its text.

use std::cell::Cell;

use serde_json::Value;

/// Whether Serverless Devs would run something in a text.
pub fn is_live(text: &str) -> bool {
    text.contains("${")
        || (text.contains("{{") && text.contains("}}"))
        || (text.contains("<%") && text.contains("%>"))
}

/// Whether a value, or a part of it, is a text that Serverless Devs would run.
pub fn has_live(value: &Value) -> bool {
    match value {
        Value::String(text) => is_live(text),
        Value::Array(items) => items.iter().any(has_live),
        Value::Object(map) => map.values().any(has_live),
        _ => false,
    }
}

/// The path below `vars` where a text is nothing but one variable.
pub(super) fn variable(text: &str) -> Option<Vec<&str>> {
    let inner = text.strip_prefix("${")?.strip_suffix('}')?.trim();
    let names: Vec<&str> = inner.strip_prefix("vars.")?.split('.').collect();
    let is_name = |name: &&str| {
        name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
            && name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    names.iter().all(is_name).then_some(names)
}

/// What expressions can speak of.
#[derive(Clone, Copy)]
pub(super) struct ExpressionScope<'a> {
    /// What stands under `vars`, as it is written.
    pub(super) vars: &'a Value,
    /// All resources, with their templates put in.
    pub(super) resources: &'a Value,
    /// The resource in which the expression stands; none outside of resources.
    pub(super) this: Option<&'a Value>,
    /// How many values may still be put in: lists of variables of lists grow without end.
    pub(super) left: &'a Cell<usize>,
}

/// How often a variable may stand for another.
const DEEPEST: usize = 6;

impl ExpressionScope<'_> {
    /// A value with its variables put in. An expression that is not worked out is followed by the
    /// values of what it speaks of, behind a NUL: so a change of those shows as a change of it.
    pub(super) fn value(&self, value: &Value, depth: usize) -> Value {
        let Some(left) = self.left.get().checked_sub(1) else {
            // The whole document is refused then, so it does not matter what stands here.
            return Value::Null;
        };
        self.left.set(left);
        match value {
            Value::Object(map) => {
                let each = map
                    .iter()
                    .map(|(name, value)| (name.clone(), self.value(value, depth)));
                Value::Object(each.collect())
            }
            Value::Array(items) => {
                Value::Array(items.iter().map(|value| self.value(value, depth)).collect())
            }
            Value::String(text) if is_live(text) => self.text(text, depth),
            other => other.clone(),
        }
    }

    /// A text with an expression in it.
    fn text(&self, text: &str, depth: usize) -> Value {
        // Variables that name each other in a circle end here.
        if depth > DEEPEST {
            return text.into();
        }
        if let Some(found) = variable(text).and_then(|names| down(self.vars, &names)) {
            return self.value(found, depth + 1);
        }
        let uses = chains(text)
            .into_iter()
            .filter_map(|chain| self.used(&chain));
        let uses: Vec<Value> = uses.map(|value| self.value(value, depth + 1)).collect();
        format!("{text}\0{}", Value::Array(uses)).into()
    }

    /// What an expression reads of the files; none where no edit of them can change it.
    fn used(&self, chain: &[&str]) -> Option<&Value> {
        match *chain {
            ["resources" | "services", _, name, ..] | ["this" | "that", name, ..]
                if is_given(name) =>
            {
                None
            }
            ["vars", ref rest @ ..] => Some(deepest(self.vars, rest)),
            ["resources" | "services", ref rest @ ..] => Some(deepest(self.resources, rest)),
            // In files of edition 1.0.0 a resource may be named by itself.
            [name, "props", ..] if self.resources.get(name).is_some() => {
                Some(deepest(self.resources, chain))
            }
            ["this" | "that", ref rest @ ..] => Some(deepest(self.this?, rest)),
            _ => None,
        }
    }
}

/// Whether Serverless Devs itself gives a resource that property: its name, and what a run returned.
fn is_given(name: &str) -> bool {
    ["name", "output", "info"].contains(&name)
}

/// The value that these names lead to.
fn down<'v>(value: &'v Value, names: &[&str]) -> Option<&'v Value> {
    names.iter().try_fold(value, |value, name| value.get(name))
}

/// The last value on the way of these names that is there.
fn deepest<'v>(mut value: &'v Value, names: &[&str]) -> &'v Value {
    for name in names {
        match value.get(name) {
            Some(below) => value = below,
            None => break,
        }
    }
    value
}

/// All names with dots between them that stand in a text.
fn chains(text: &str) -> Vec<Vec<&str>> {
    // More than names can have: what is too much only makes a document differ that an edit does not touch.
    let is_part = |letter: char| letter.is_alphanumeric() || "_$-.".contains(letter);
    let words = text.split(|letter| !is_part(letter));
    words
        .map(|word| word.trim_start_matches('$').split('.').collect())
        .collect()
}
