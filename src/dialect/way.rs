//! Ways into the props of `s.yaml`.

use serde_json::Value;

/// One step into the props.
#[derive(Clone, Debug)]
pub enum PropStep {
    Key(String),
    /// The entry of a list that has this text under one of these keys.
    Entry(&'static [&'static str], String),
    /// The text itself, in a list of texts.
    Text(String),
}

impl PropStep {
    /// Whether it leads to this entry of a list.
    pub fn is(&self, item: &Value) -> bool {
        match self {
            PropStep::Key(_) => false,
            PropStep::Entry(keys, name) => keys
                .iter()
                .any(|key| item.get(key).and_then(Value::as_str) == Some(name)),
            PropStep::Text(text) => item.as_str() == Some(text),
        }
    }
}
