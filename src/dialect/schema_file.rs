//! The props of every component as a JSON schema, `component/props.schema.json`: editors complete `s.yaml` by it, and
//! the book lists every property from it. It is made of the tables that props are checked against, so that it
//! cannot say anything else than they do; what a property is for stands in `component/properties.json`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test that keeps a file of the project true reads and writes it"
)]

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::props::schema::{Prop, PropShape, may};
use super::{fc2, fc3, fc3_domain};

const SCHEMA: &str = "component/props.schema.json";

/// What each property is for, by its name, as “中文 / English”.
type Purposes = BTreeMap<String, String>;

fn path(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The whole schema.
fn schema(purposes: &Purposes) -> Value {
    // Where records are kept is no setting of any component: it is read before the tables are.
    let state = may("state", PropShape::Text);
    let whole = |props: &[Prop]| block(&[props, &[state]].concat(), Some(purposes));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "made of the tables in src/dialect by `cargo test --lib schema_file`; do not edit",
        "definitions": {
            // The CLI puts a value in its place before anybody checks it.
            "expression": {"type": "string", "pattern": r"\$\{"},
            "fc3": with_triggers(
                whole(&fc3::table::all()),
                ("triggerType", "triggerConfig"),
                &fc3::trigger_configs(),
            ),
            "fc3-domain": whole(fc3_domain::TABLE),
            "fc2": with_triggers(
                whole(fc2::table::TABLE),
                ("type", "config"),
                &fc2::trigger_configs(),
            ),
        },
    })
}

/// What the configuration of a trigger may say depends on its type.
fn with_triggers(
    mut schema: Value,
    (kind, config): (&str, &str),
    configs: &[(&str, PropShape)],
) -> Value {
    let one = |(name, of): &(&str, PropShape)| {
        json!({
            "if": {"type": "object", "required": [kind], "properties": {kind: {"const": name}}},
            "then": {"type": "object", "properties": {config: shape(*of, None)}},
        })
    };
    let all: Vec<Value> = configs.iter().map(one).collect();
    let items = schema.pointer_mut("/properties/triggers/anyOf/0/items/anyOf/0");
    if let Some(Value::Object(trigger)) = items {
        trigger.insert("allOf".to_owned(), all.into());
    }
    schema
}

/// A block, with what its properties are for where that is said.
fn block(props: &[Prop], purposes: Option<&Purposes>) -> Value {
    let purpose = |name: &str| purposes.and_then(|known| known.get(name));
    // The blocks of FC 2.0 that hold everything are told as the first level is.
    let deeper = |name: &str| purposes.filter(|_| ["service", "function"].contains(&name));
    let entry = |prop: &Prop| {
        let mut value = shape(prop.shape, deeper(prop.name));
        if let (Some(text), Value::Object(map)) = (purpose(prop.name), &mut value) {
            map.insert("description".to_owned(), text.as_str().into());
        }
        (prop.name.to_owned(), value)
    };
    let properties: Map<String, Value> = props.iter().map(entry).collect();
    let required: Vec<&str> = props
        .iter()
        .filter(|prop| prop.required)
        .map(|prop| prop.name)
        .collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// What a value may be. An expression may stand in the place of anything that is no text.
fn shape(of: PropShape, purposes: Option<&Purposes>) -> Value {
    match of {
        PropShape::Text | PropShape::Like(_) => json!({"type": "string"}),
        PropShape::OneOf(words) => open(vec![json!({"enum": words})]),
        // In small letters they are taken, too, but nobody needs to be offered both.
        PropShape::AnyCase(words) => open(vec![json!({"enum": words}), json!({"type": "string"})]),
        PropShape::Flag => open(vec![json!({"type": "boolean"})]),
        PropShape::Number => open(vec![json!({"type": "number"})]),
        PropShape::Whole => open(vec![json!({"type": "integer"})]),
        PropShape::Int(range) => {
            let mut number =
                json!({"type": "integer", "minimum": range.least, "maximum": range.most});
            if range.step != 1 {
                number["multipleOf"] = range.step.into();
            }
            open(vec![number])
        }
        PropShape::AsText => plain(),
        PropShape::JsonText(_) => {
            json!({"anyOf": [{"type": "string"}, {"type": "object"}, {"type": "array"}]})
        }
        PropShape::List(item) => open(vec![json!({"type": "array", "items": shape(*item, None)})]),
        PropShape::UpTo(most, item) => open(vec![
            json!({"type": "array", "maxItems": most, "items": shape(*item, None)}),
        ]),
        PropShape::Block(props) | PropShape::Open(props) => open(vec![block(props, purposes)]),
        PropShape::Texts => open(vec![
            json!({"type": "object", "additionalProperties": plain()}),
        ]),
        PropShape::Free => open(vec![json!({"type": "object"})]),
        PropShape::Anything => json!({}),
        PropShape::Either(one, other) => json!({"anyOf": [shape(*one, None), shape(*other, None)]}),
        PropShape::OrAuto(inner) => json!({"anyOf": [shape(*inner, None), {"const": "auto"}]}),
    }
}

fn plain() -> Value {
    json!({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]})
}

fn open(mut any: Vec<Value>) -> Value {
    any.push(json!({"$ref": "#/definitions/expression"}));
    json!({"anyOf": any})
}

#[test]
fn schema_is_that_of_the_tables() {
    let text = std::fs::read_to_string(path("component/properties.json")).expect("purposes");
    let purposes: Purposes = serde_json::from_str(&text).expect("purposes as JSON");
    let made = serde_json::to_string_pretty(&schema(&purposes)).expect("JSON") + "\n";
    if std::env::var_os("UPDATE_CATALOGUE").is_some() {
        std::fs::write(path(SCHEMA), &made).expect("written");
    }
    let kept = std::fs::read_to_string(path(SCHEMA)).unwrap_or_default();
    assert!(
        kept == made,
        "{SCHEMA} is old; renew it: UPDATE_CATALOGUE=1 cargo test --lib schema_file"
    );
}

#[test]
fn every_property_of_the_first_level_says_what_it_is_for() {
    let text = std::fs::read_to_string(path("component/properties.json")).expect("purposes");
    let mut open: Purposes = serde_json::from_str(&text).expect("purposes as JSON");
    let known = open.clone();
    let blocks = [
        fc2::table::SERVICE,
        fc2::table::FUNCTION,
        fc2::table::TABLE,
        fc3_domain::TABLE,
    ];
    let all = fc3::table::all();
    let state = [may("state", PropShape::Text)];
    let props = all.iter().chain(blocks.into_iter().flatten()).chain(&state);
    let silent: Vec<&str> = props
        .filter(|prop| {
            open.remove(prop.name);
            let both = known.get(prop.name).and_then(|text| text.split_once(" / "));
            both.is_none_or(|(zh, en)| zh.is_ascii() || en.is_empty())
        })
        .map(|prop| prop.name)
        .collect();
    assert_eq!(silent, [""; 0], "say it in component/properties.json");
    assert_eq!(open, Purposes::new(), "no table has these");
}
