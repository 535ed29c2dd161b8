//! Settings that may not be more than another one: the service refuses a request that makes the other one less and
//! leaves these as they are.

use serde_json::Value;

use crate::model::edit::{get, set};
use crate::model::fields::{Field, find};
use crate::model::path::Path;
use crate::snapshot::Part;

/// Makes those less that the file does not name and that would be more than what is written: with upstream they are
/// then what they must not be more than. Says which.
pub(super) fn lower(part: &Part, merged: &mut Value, tops: &mut Vec<&str>) -> Vec<Path> {
    let kind = part.resource.kind;
    let fields = kind.fields(merged);
    let mut lowered = Vec::new();
    for field in fields {
        let Some(bound) = field.at_most.filter(|bound| tops.contains(bound)) else {
            continue;
        };
        let path = Path::default().key(field.name);
        let is_named = get(kind, &part.desired, &path).is_some_and(|value| !value.is_null());
        let most = of(find(fields, bound), &merged[bound]);
        let is_more = number(&merged[field.name]) > most.as_ref().and_then(number);
        if let (Some(most), true, false) = (most, is_more, is_named) {
            set(kind, merged, &path, Some(most));
            if !tops.contains(&field.name) {
                tops.push(field.name);
            }
            lowered.push(path);
        }
    }
    lowered
}

/// What is in force there.
fn of(field: Option<&Field>, value: &Value) -> Option<Value> {
    match value {
        Value::Null => field.and_then(Field::default_value),
        value => Some(value.clone()),
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64(),
    }
}
