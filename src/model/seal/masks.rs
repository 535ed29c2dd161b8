//! What people see instead of secrets.

use serde_json::{Map, Value};

use super::{TAG, tag_of};

/// What people see instead of a secret, before its tag.
pub(super) const MASK: &str = "•••";

/// How a secret is shown: the mask with its tag.
pub fn mask(tag: &str) -> String {
    format!("{MASK}{tag}")
}

/// Whether a text is such a mask, or holds one.
pub fn has_mask(text: &str) -> bool {
    let tagged = |rest: &str| {
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        rest.chars().take(TAG).filter(|c| hex(*c)).count() == TAG
    };
    // Within a text three dots may be the person's own; with a tag behind them they are ours.
    text.trim() == MASK || text.split(MASK).skip(1).any(tagged)
}

/// The value without anything secret in it.
pub fn masked(value: &Value) -> Value {
    masked_to(value, TAG)
}

/// The same, with tags of so many letters.
pub fn masked_to(value: &Value, tags: usize) -> Value {
    let below = |value: &Value| masked_to(value, tags);
    match (tag_of(value, tags), value) {
        (Some(tag), _) => mask(tag).into(),
        (None, Value::Object(map)) => map
            .iter()
            .map(|(name, value)| (name.clone(), below(value)))
            .collect::<Map<_, _>>()
            .into(),
        (None, Value::Array(items)) => items.iter().map(below).collect::<Vec<_>>().into(),
        _ => value.clone(),
    }
}
