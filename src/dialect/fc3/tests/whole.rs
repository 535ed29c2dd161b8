//! A project that uses every block and every type of trigger, all of it valid.

use serde_json::Value;

/// Everything that the tables know.
pub(super) fn project() -> Value {
    serde_json::from_str(include_str!("whole.json")).expect("JSON")
}

/// The pointers to every value inside a document.
pub(super) fn pointers(value: &Value) -> Vec<String> {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    let own = |(name, value): (String, &Value)| {
        let deeper = pointers(value).into_iter();
        let deeper: Vec<String> = deeper.map(|rest| format!("/{name}{rest}")).collect();
        std::iter::once(format!("/{name}")).chain(deeper)
    };
    below.into_iter().flat_map(own).collect()
}
