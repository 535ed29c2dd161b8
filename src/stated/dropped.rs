//! Names that Serverless Devs drops, with what stands under them.

use serde_json::Value;

use crate::model::path::Path;

/// What Serverless Devs takes for something else than a name.
const NO_NAME: &str = "__proto__";

/// A property in these props that has such a name.
pub(super) fn dropped(props: &Value, path: &Path) -> Option<Path> {
    match props {
        Value::Object(map) => map.iter().find_map(|(name, value)| {
            let below = path.key(name);
            match name == NO_NAME {
                true => Some(below),
                false => dropped(value, &below),
            }
        }),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| dropped(item, &path.item(&index.to_string())))
        }
        // Other values have no names in them.
        _ => None,
    }
}
