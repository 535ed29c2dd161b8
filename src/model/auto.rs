//! `auto`: the word by which a project leaves a setting to what is there already.

use serde_json::{Map, Value};

/// Whether a setting is `auto`, or `auto|key=value` with wishes for what would be created, whatever
/// the case, as upstream takes it.
pub fn is_auto(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default().trim();
    let word = text.split('|').next().unwrap_or_default();
    word.eq_ignore_ascii_case("auto")
}

/// Whether a setting is `auto`, or a block of which a part is.
pub fn wants_auto(value: &Value) -> bool {
    let parts = value.as_object().into_iter().flat_map(Map::values);
    is_auto(value) || parts.into_iter().any(is_auto)
}
