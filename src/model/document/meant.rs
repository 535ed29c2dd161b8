//! Settings in the one form of everything that has the same effect, for digests.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Leaf, as_number, as_whole, is_empty, sorted};
use crate::model::fields::Shape;

/// The value of a setting in the one form of all values that have its effect (see [`super::same`]).
pub fn meaning(leaf: &Leaf) -> Value {
    let shape = leaf.field.map(|field| field.shape);
    match (shape, &leaf.value) {
        (Some(Shape::Set), Value::Array(items)) => {
            let items: Vec<Value> = items.iter().map(plain).collect();
            sorted(&items).into()
        }
        (Some(Shape::Number), value) => number(value).unwrap_or_else(|| value.clone()),
        (Some(shape), value) => shape.meaning(value).unwrap_or_else(|| plain(value)),
        (None, value) => plain(value),
    }
}

/// A number without what does not count: the service keeps some of them as 32-bit floats.
fn number(value: &Value) -> Option<Value> {
    let float = || {
        let float = as_number(value)?;
        Some(match float.fract() == 0.0 {
            true => format!("{float}"),
            false => format!("{float:.4e}"),
        })
    };
    let whole = as_whole(value).map(|whole| whole.to_string());
    Some(json!({ "number": whole.or_else(float)? }))
}

/// A value with its names in order, and without what says no more than its absence.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let said = map.iter().filter(|(_, one)| !is_empty(one));
            let said: BTreeMap<&String, Value> =
                said.map(|(name, one)| (name, plain(one))).collect();
            let filled = said.into_iter();
            filled.map(|(name, one)| (name.clone(), one)).collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Number(_) => number(value).unwrap_or_else(|| value.clone()),
        other => other.clone(),
    }
}
