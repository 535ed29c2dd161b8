//! Reading a request's body as FC 2.0 does: names of members in any case, and `null` for what is not given.

use serde_json::Value;

use super::super::body::{self, Field, Shape};
use crate::call::Call;
use crate::doc::Doc;
use crate::error::Result;

/// Members that upstream's component and an official SDK send and that no model has; the service takes no notice of
/// them (G59).
const EXTRA: &[&str] = &[
    "codeConfig",
    "filename",
    "functionName",
    "import",
    "name",
    "ossBucket",
    "ossKey",
    "protect",
    "resource",
    "service",
    "serviceName",
    "sourceArn",
    "triggerName",
    "triggerType",
    "vpcBinding",
];

/// The request's body by its model, with the model's spelling of every name. Other members than the model's are
/// refused as those of FC 3.0 are, but for those that upstream is known to send.
pub(super) fn read(call: &Call<'_>, model: &'static [Field]) -> Result<Doc> {
    let value = body::json(&call.request.body)?;
    checked(call, value, model, EXTRA)
}

/// The same of a value that was read before. `extra` are the members that are taken no notice of.
pub(super) fn checked(
    call: &Call<'_>,
    value: Value,
    model: &'static [Field],
    extra: &[&str],
) -> Result<Doc> {
    let mut value = spelt(value, Shape::Object(model));
    if let Value::Object(doc) = &mut value {
        let known = |name: &str| model.iter().any(|(field, _)| *field == name);
        let is_extra = |name: &str| extra.iter().any(|one| one.eq_ignore_ascii_case(name));
        doc.retain(|name, _| known(name) || !is_extra(name));
    }
    body::check(value, model, call.config.newer)
}

/// The value with the names of its members as the model spells them.
fn spelt(value: Value, shape: Shape) -> Value {
    match (shape, value) {
        (Shape::Object(fields), Value::Object(doc)) => {
            let members = doc.into_iter().map(|(name, value)| {
                let mut known = fields.iter();
                match known.find(|(field, _)| field.eq_ignore_ascii_case(&name)) {
                    Some((field, shape)) => ((*field).to_owned(), spelt(value, *shape)),
                    None => (name, value),
                }
            });
            Value::Object(members.collect())
        }
        (Shape::List(shape), Value::Array(items)) => {
            let items = items.into_iter().map(|item| spelt(item, *shape));
            Value::Array(items.collect())
        }
        (_, value) => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::body::Shape::{Flag, List, Map, Object, Text};
    use super::{Shape, spelt};

    #[test]
    fn names_are_matched_without_case_and_free_ones_stay() {
        let rule = Object(&[("vSwitchId", Text)]);
        let shape: Shape = Object(&[
            ("vSwitchIds", List(&Object(&[("vSwitchId", Text)]))),
            ("tags", Map(&Text)),
            ("on", Flag),
        ]);
        let given =
            json!({"VSWITCHIDS": [{"vswitchid": "a"}], "Tags": {"Key": "v"}, "other": {"ON": 1}});
        let wanted =
            json!({"vSwitchIds": [{"vSwitchId": "a"}], "tags": {"Key": "v"}, "other": {"ON": 1}});
        assert_eq!(spelt(given, shape), wanted);
        assert_eq!(spelt(json!("text"), rule), json!("text"));
    }
}
