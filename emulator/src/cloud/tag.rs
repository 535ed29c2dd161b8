//! Tags, which a function gets when it is created. Changing them is not part of the emulator yet.

use serde_json::{Value, json};

use super::{Cloud, Doc, text};
use crate::error::{ApiError, Result};
use crate::http::Response;
use crate::route::Call;

/// The tags that a list is narrowed down by: JSON in a parameter.
pub(super) fn wanted(json: Option<&str>) -> Result<Vec<Value>> {
    let parsed = json.map_or(Ok(Vec::new()), serde_json::from_str);
    parsed.map_err(|_| ApiError::invalid("tags must be a JSON array"))
}

/// Whether the function has all of the tags. A wanted tag without a value is met by any value.
pub(super) fn all(wanted: &[Value], doc: &Doc) -> bool {
    let tags = of(doc);
    wanted.iter().all(|wanted| {
        let fits = |tag: &&Value| {
            tag["Key"] == wanted["Key"]
                && (wanted.get("Value").is_none() || tag["Value"] == wanted["Value"])
        };
        tags.iter().any(|tag| fits(&tag))
    })
}

fn of(doc: &Doc) -> &[Value] {
    doc.get("tags")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

impl Cloud {
    /// `ListTagResources`, for functions that are named by their ARN.
    pub(crate) fn list_tags(&mut self, call: &Call<'_>) -> Result<Response> {
        let wanted = call.param("ResourceId");
        let parsed = wanted.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json));
        let wanted: Vec<String> =
            parsed.map_err(|_| ApiError::invalid("ResourceId must be a JSON array"))?;
        let docs = self.functions.values().map(|function| &function.doc);
        let named = docs.filter_map(|doc| Some((text(doc, "functionArn")?, doc)));
        let chosen = named.filter(|(arn, _)| wanted.iter().any(|wanted| wanted == arn));
        let tags: Vec<Value> = chosen
            .flat_map(|(arn, doc)| of(doc).iter().map(move |tag| row(arn, tag)))
            .collect();
        let id = self.ids.request(call.now);
        Ok(Response::ok(
            &json!({"RequestId": id, "TagResources": tags}),
        ))
    }
}

fn row(arn: &str, tag: &Value) -> Value {
    json!({
        "ResourceId": arn,
        "ResourceType": "FUNCTION",
        "TagKey": tag["Key"],
        "TagValue": tag["Value"],
    })
}
