//! What takes a setting away: the service leaves alone what a request does not name.

use serde_json::Value;

use super::{Field, Shape};

impl Field {
    /// The value to send when a top-level setting is to be cleared.
    pub fn cleared(&self) -> Value {
        if let Some(text) = self.clear {
            return serde_json::from_str(text).unwrap_or(Value::Null);
        }
        match (self.shape, self.default_value()) {
            (_, Some(value)) => value,
            (Shape::List | Shape::Set | Shape::Methods | Shape::Keyed { .. }, None) => {
                Value::Array(Vec::new())
            }
            (Shape::Scalar | Shape::JsonText | Shape::Host | Shape::Pem, None) => "".into(),
            (Shape::Number, None) => 0.into(),
            (
                Shape::Object(_)
                | Shape::Map
                | Shape::Tags
                | Shape::Names
                | Shape::Json(_)
                | Shape::Free,
                None,
            ) => Value::Object(serde_json::Map::new()),
        }
    }

    /// A value to send, with what takes away the parts of the block that it lacks.
    pub fn with_cleared_parts(&self, value: Value) -> Value {
        let (true, Value::Object(mut map)) = (self.parted, value.clone()) else {
            return value;
        };
        let cleared = self.cleared();
        for (name, nothing) in cleared.as_object().into_iter().flatten() {
            map.entry(name.clone()).or_insert_with(|| nothing.clone());
        }
        map.into()
    }
}
