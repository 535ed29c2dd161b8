//! The same said in another form: upstream hands it on as it stands, and it is brought into the one form that
//! the tables, the API's models and the comparison know.

use serde_json::{Map, Value};

use super::bare::is_bare;
use super::{Prop, PropShape, find, takes, text_of};

/// A block with everything in it in the form of its table. A block that need not be there and says nothing is
/// left out.
pub(in crate::dialect) fn settled(props: &[Prop], map: &Map<String, Value>) -> Map<String, Value> {
    let entry = |(name, value): (&String, &Value)| match find(props, name) {
        Some(prop) => {
            let value = settled_value(prop.shape, value);
            let may_be_none = !(prop.required || prop.counts_empty);
            let is_none = may_be_none && is_block(prop.shape) && is_empty(&value);
            let is_none = is_none || is_bare(prop, &value);
            (!is_none).then_some((name.clone(), value))
        }
        // What no table knows stays as it is, and is told.
        None => Some((name.clone(), value.clone())),
    };
    map.iter().filter_map(entry).collect()
}

/// One value in the form of its shape; what has none of its forms stays, and is told.
pub(in crate::dialect) fn settled_value(shape: PropShape, value: &Value) -> Value {
    match (shape, value) {
        // `${env('NAME')}` is always a text.
        (PropShape::Flag, Value::String(text)) => match text.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            _ => value.clone(),
        },
        (PropShape::AnyCase(words), Value::String(text)) => {
            let word = words.iter().find(|word| word.eq_ignore_ascii_case(text));
            word.map_or_else(|| value.clone(), |word| (*word).into())
        }
        (PropShape::AsText, _) => text_of(value).map_or_else(|| value.clone(), Value::from),
        (PropShape::JsonText(_), Value::Object(_)) => value.to_string().into(),
        (PropShape::List(item) | PropShape::UpTo(_, item), Value::Array(items)) => {
            items.iter().map(|one| settled_value(*item, one)).collect()
        }
        (PropShape::Block(props) | PropShape::Open(props), Value::Object(map)) => {
            settled(props, map).into()
        }
        (PropShape::OrAuto(shape), _) => settled_value(*shape, value),
        (PropShape::Either(one, _), _) if takes(*one, value) => settled_value(*one, value),
        (PropShape::Either(_, other), _) => settled_value(*other, value),
        _ => value.clone(),
    }
}

/// Whether a property is a block of its own properties.
fn is_block(shape: PropShape) -> bool {
    match shape {
        PropShape::Block(_) | PropShape::Open(_) => true,
        PropShape::OrAuto(shape) | PropShape::Either(_, shape) => is_block(*shape),
        _ => false,
    }
}

/// Whether nothing stands there. A line without a value is told.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dialect::props::schema::{may, must};

    const INNER: &[Prop] = &[
        may("on", PropShape::Flag),
        may("deep", PropShape::Block(&[])),
    ];
    const TABLE: &[Prop] = &[
        must("needed", PropShape::Block(INNER)),
        may("block", PropShape::OrAuto(&PropShape::Block(INNER))),
        may(
            "list",
            PropShape::List(&PropShape::AnyCase(&["GET", "PUT"])),
        ),
        may("entries", PropShape::List(&PropShape::Block(INNER))),
        may("version", PropShape::AsText),
        may("json", PropShape::JsonText(|_| Ok(()))),
        may("text", PropShape::Text),
    ];

    fn of(value: Value) -> Value {
        let Value::Object(map) = value else {
            panic!("no block");
        };
        settled(TABLE, &map).into()
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        for (written, means) in [
            (json!({"block": {}}), json!({})),
            (json!({"block": ""}), json!({})),
            (json!({"block": {"deep": {}}}), json!({})),
            (
                json!({"block": {"on": "true"}}),
                json!({"block": {"on": true}}),
            ),
            (
                json!({"block": {"on": "false"}}),
                json!({"block": {"on": false}}),
            ),
            (
                json!({"list": ["get", "Put"]}),
                json!({"list": ["GET", "PUT"]}),
            ),
            (
                json!({"entries": [{"on": "true"}, {}]}),
                json!({"entries": [{"on": true}, {}]}),
            ),
            (json!({"version": 1}), json!({"version": "1"})),
            (
                json!({"json": {"b": 1, "a": [2]}}),
                json!({"json": "{\"b\":1,\"a\":[2]}"}),
            ),
        ] {
            assert_eq!(of(written.clone()), means, "{written}");
        }
    }

    #[test]
    fn anything_else_stays_as_it_is() {
        for same in [
            json!({"needed": {}, "text": "", "list": [], "unknown": {}}),
            json!({"block": "auto", "list": ["fetch"], "json": "{}"}),
            json!({"block": {"on": "yes"}, "version": {"a": 1}, "list": "get"}),
            json!({"block": null}),
        ] {
            assert_eq!(of(same.clone()), same);
        }
    }
}
