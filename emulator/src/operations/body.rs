//! Reading a request's body by the API's model of it.

use serde_json::Value;

use crate::call::Call;
use crate::doc::Doc;
use crate::error::{ApiError, Result};

/// A member of an object.
pub(super) type Field = (&'static str, Shape);

/// What a member may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// A string.
    Text,
    /// A boolean.
    Flag,
    /// An integer.
    Whole,
    /// Any number.
    Number,
    /// An array of these.
    List(&'static Shape),
    /// An object with free names.
    Map(&'static Shape),
    /// An object of these members and no others.
    Object(&'static [Field]),
    /// Whatever it is; it is looked at later, by what stands beside it.
    Any,
}

/// The request's body, which must be an object of known members of the right types. A `null` counts as
/// absent; whether the real service clears a setting by it is not documented (G4). A service that is newer
/// than these models takes members that they do not have.
pub(super) fn read(call: &Call<'_>, model: &'static [Field]) -> Result<Doc> {
    parse(&call.request.body, model, call.config.newer)
}

/// As [`read`], from the bytes.
fn parse(body: &[u8], model: &'static [Field], newer: bool) -> Result<Doc> {
    check(json(body)?, model, newer)
}

/// The body as JSON.
pub(super) fn json(body: &[u8]) -> Result<Value> {
    let parsed = serde_json::from_slice(body);
    parsed.map_err(|error| ApiError::invalid(format!("the body is not JSON: {error}")))
}

/// As [`read`], from what the body says.
pub(super) fn check(value: Value, model: &'static [Field], newer: bool) -> Result<Doc> {
    match take("", value, Shape::Object(model), newer)? {
        Value::Object(doc) => Ok(doc),
        _ => Ok(Doc::new()),
    }
}

/// A value of that shape; `path` names it in a refusal.
fn take(path: &str, value: Value, shape: Shape, newer: bool) -> Result<Value> {
    match (shape, value) {
        (Shape::Object(fields), Value::Object(doc)) => {
            let shape = |name: &str| {
                let field = fields.iter().find(|(known, _)| *known == name);
                field.map(|(_, shape)| *shape)
            };
            object(path, doc, shape, newer)
        }
        (Shape::Map(shape), Value::Object(doc)) => object(path, doc, |_| Some(*shape), newer),
        (Shape::List(shape), Value::Array(items)) => {
            let items = items.into_iter().enumerate();
            let items =
                items.map(|(index, item)| take(&format!("{path}[{index}]"), item, *shape, newer));
            Ok(Value::Array(items.collect::<Result<_>>()?))
        }
        (Shape::Text, value @ Value::String(_)) | (Shape::Flag, value @ Value::Bool(_)) => {
            Ok(value)
        }
        (Shape::Number, value @ Value::Number(_)) | (Shape::Any, value) => Ok(value),
        (Shape::Whole, value) if value.is_i64() => Ok(value),
        (shape, _) => {
            let path = if path.is_empty() { "the body" } else { path };
            Err(ApiError::invalid(format!(
                "{path} must be {}",
                shape.name()
            )))
        }
    }
}

/// The members of an object. `shape` tells what each name may hold; `None` is a name that no model has.
fn object(
    path: &str,
    doc: Doc,
    shape: impl Fn(&str) -> Option<Shape>,
    newer: bool,
) -> Result<Value> {
    let mut taken = Doc::new();
    for (name, value) in doc {
        let path = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        let unknown = || ApiError::invalid(format!("unknown field '{path}'"));
        let value = match shape(&name) {
            None if !newer => return Err(unknown()),
            // An unknown name is refused before this, even without a value.
            _ if value.is_null() => continue,
            Some(shape) => take(&path, value, shape, newer)?,
            None => value,
        };
        taken.insert(name, value);
    }
    Ok(Value::Object(taken))
}

impl Shape {
    /// What a refusal calls it.
    fn name(self) -> &'static str {
        match self {
            Shape::Text => "a string",
            Shape::Flag => "a boolean",
            Shape::Whole => "an integer",
            Shape::Number => "a number",
            Shape::List(_) => "an array",
            Shape::Map(_) | Shape::Object(_) => "an object",
            Shape::Any => "anything",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Field, Shape, parse};

    const MODEL: &[Field] = &[
        ("name", Shape::Text),
        ("size", Shape::Whole),
        ("part", Shape::Object(&[("on", Shape::Flag)])),
        ("list", Shape::List(&Shape::Text)),
        ("map", Shape::Map(&Shape::Text)),
    ];

    fn outcome(body: &Value) -> Result<Value, String> {
        let read = parse(body.to_string().as_bytes(), MODEL, false);
        read.map(Value::Object).map_err(|error| error.message)
    }

    /// G4.
    #[test]
    fn known_fields_of_the_right_type_are_taken() {
        let body =
            json!({"name": "a", "size": 1, "part": {"on": true}, "list": ["x"], "map": {"k": "v"}});
        assert_eq!(outcome(&body), Ok(body));
        assert_eq!(outcome(&json!({"name": null})), Ok(json!({})));
    }

    /// G3.
    #[test]
    fn a_newer_service_takes_what_the_models_do_not_have() {
        let body = json!({"name": "a", "novel": {"x": 1}, "part": {"of": 1, "on": true}});
        let read = parse(body.to_string().as_bytes(), MODEL, true);
        assert_eq!(read.map(Value::Object).unwrap(), body);
    }

    /// G3, G10.
    #[test]
    fn anything_else_is_refused_by_its_path() {
        let wrong = [
            (json!({"nmae": 1}), "unknown field 'nmae'"),
            (json!({"part": {"of": 1}}), "unknown field 'part.of'"),
            (json!({"size": 1.5}), "size must be an integer"),
            (json!({"list": ["x", 1]}), "list[1] must be a string"),
            (json!({"map": {"k": 1}}), "map.k must be a string"),
            (json!([]), "the body must be an object"),
        ];
        for (body, message) in wrong {
            assert_eq!(outcome(&body).unwrap_err(), message);
        }
    }
}
