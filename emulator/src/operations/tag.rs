//! Tags and the resource group of a function, which have operations of their own.

use serde_json::{Value, json};

use super::body::Shape::{List, Object, Text};
use super::body::{self, Field};
use super::limits;
use crate::call::Call;
use crate::cloud::Cloud;
use crate::doc::{Doc, required, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

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

/// The tags of a function.
fn of(doc: &Doc) -> &[Value] {
    doc.get("tags")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// `TagResourcesInput`.
const TAG_RESOURCES: &[Field] = &[
    ("ResourceId", List(&Text)),
    ("ResourceType", Text),
    ("Tag", List(&Object(&[("Key", Text), ("Value", Text)]))),
];

/// `ChangeResourceGroupInput`.
const CHANGE_GROUP: &[Field] = &[
    ("NewResourceGroupId", Text),
    ("ResourceId", Text),
    ("ResourceType", Text),
];

impl Cloud {
    /// `TagResources`: a tag of that key gets the new value (G23).
    pub(crate) fn tag(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, TAG_RESOURCES)?;
        check_type(text(&input, "ResourceType"))?;
        let arns = texts(input.get("ResourceId"));
        let tags = input
            .get("Tag")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        if arns.is_empty() || tags.is_empty() {
            return Err(ApiError::required(if arns.is_empty() {
                "ResourceId"
            } else {
                "Tag"
            }));
        }
        for arn in arns {
            let doc = self.by_arn(&arn)?;
            let mut all: Vec<Value> = of(doc).to_vec();
            for tag in &tags {
                all.retain(|old| old["Key"] != tag["Key"]);
                all.push(tag.clone());
            }
            let mut changed = doc.clone();
            changed.insert("tags".to_owned(), all.into());
            limits::tags(&changed)?;
            // Only a whole that is within the limits is kept.
            *doc = changed;
        }
        Ok(Response::empty(204))
    }

    /// `UntagResources`: the keys that are named, or all with `All`.
    pub(crate) fn untag(&mut self, call: &Call<'_>) -> Result<Response> {
        check_type(call.param("ResourceType").as_deref())?;
        let list = |name: &str| -> Result<Vec<String>> {
            let text = call.param(name).filter(|text| !text.is_empty());
            let parsed = text.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json));
            parsed.map_err(|_| ApiError::invalid(format!("{name} must be a JSON array")))
        };
        let (arns, keys) = (list("ResourceId")?, list("TagKey")?);
        let all = call.param("All").as_deref() == Some("true");
        for arn in arns {
            let doc = self.by_arn(&arn)?;
            let mut tags: Vec<Value> = of(doc).to_vec();
            let goes = |tag: &Value| keys.iter().any(|key| tag["Key"] == **key);
            tags.retain(|tag| !all && !goes(tag));
            doc.insert("tags".to_owned(), tags.into());
        }
        Ok(Response::empty(204))
    }

    /// `ChangeResourceGroup`. Every group counts as one that is there (G24).
    pub(crate) fn change_group(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, CHANGE_GROUP)?;
        check_type(text(&input, "ResourceType"))?;
        let (name, group) = (
            required(&input, "ResourceId")?,
            required(&input, "NewResourceGroupId")?,
        );
        let doc = &mut self.function_mut(name)?.doc;
        let old = doc.insert("resourceGroupId".to_owned(), group.into());
        Ok(Response::ok(&json!({
            "NewResourceGroupId": group,
            "OldResourceGroupId": old,
            "ResourceId": name,
        })))
    }

    /// The function with that ARN. Its region and account must be right, too.
    fn by_arn(&mut self, arn: &str) -> Result<&mut Doc> {
        let name = arn.rsplit('/').next().unwrap_or_default();
        let doc = &mut self.function_mut(name)?.doc;
        match text(doc, "functionArn") {
            Some(own) if own.eq_ignore_ascii_case(arn) => Ok(doc),
            _ => Err(ApiError::no_function(name)),
        }
    }

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

/// A tag as the list of tags shows it.
fn row(arn: &str, tag: &Value) -> Value {
    json!({
        "ResourceId": arn,
        "ResourceType": "FUNCTION",
        "TagKey": tag["Key"],
        "TagValue": tag["Value"],
    })
}

/// The texts of a list.
fn texts(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Clients write it in several ways.
fn check_type(given: Option<&str>) -> Result<()> {
    let given = given.unwrap_or_default().to_ascii_lowercase();
    if given == "function" || given.ends_with(":function") {
        return Ok(());
    }
    Err(ApiError::out_of_range("ResourceType", "FUNCTION"))
}
