//! What a value means, where it may be written in several ways.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Fallback, Field, Shape};

impl Shape {
    /// A value in the one form of everything that means the same, where it has such a form: a text that holds
    /// JSON without its layout, and with its names in order; the name of a host in small letters; a certificate
    /// without what stands around it, its lines ended alike.
    pub fn meaning(self, value: &Value) -> Option<Value> {
        let text = match (self, value) {
            (Shape::Host, Value::String(text)) => return Some(text.to_ascii_lowercase().into()),
            (Shape::Pem, Value::String(text)) => {
                return Some(text.trim().replace("\r\n", "\n").into());
            }
            (Shape::JsonText, Value::String(text)) => text,
            _ => return None,
        };
        let parsed: Value = serde_json::from_str(text).ok()?;
        // A text that is only a number or a word is what it is to the last letter.
        (parsed.is_object() || parsed.is_array()).then(|| in_order(parsed).to_string().into())
    }
}

impl Field {
    /// The default as a value, where there is one to show.
    pub fn default_value(&self) -> Option<Value> {
        match self.fallback {
            Fallback::Text(text) => Some(text.into()),
            Fallback::Int(number) => Some(number.into()),
            Fallback::Bool(on) => Some(on.into()),
            Fallback::Nothing | Fallback::Served => None,
        }
    }
}

/// A value with all names in order.
fn in_order(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<String, Value> = map.into_iter().collect();
            let entries = sorted.into_iter().map(|(name, one)| (name, in_order(one)));
            Value::Object(entries.collect())
        }
        Value::Array(items) => items.into_iter().map(in_order).collect(),
        other => other,
    }
}
