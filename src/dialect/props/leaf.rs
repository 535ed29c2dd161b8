//! Every single value in the props, however deep it stands.

use serde_json::Value;

use crate::model::path::Path;

/// Calls `look` with every value that is no list and no block, and with its path.
pub(in crate::dialect) fn each_leaf(
    value: &Value,
    path: &Path,
    look: &mut impl FnMut(&Value, &Path),
) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                each_leaf(item, &path.item(&index.to_string()), look);
            }
        }
        Value::Object(map) => {
            for (name, value) in map {
                each_leaf(value, &path.key(name), look);
            }
        }
        leaf => look(leaf, path),
    }
}
