//! `auto`: the word by which a project leaves a setting to what is there already.

use serde_json::Value;

/// Whether a setting is `auto`, or `auto|key=value` with wishes for what would be created, whatever
/// the case, as upstream takes it.
pub fn is_auto(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default().trim();
    let word = text.split('|').next().unwrap_or_default();
    word.eq_ignore_ascii_case("auto")
}
