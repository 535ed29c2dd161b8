//! Tags, which only services have.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::body::Field;
use super::super::body::Shape::{Flag, List, Map, Text};
use super::super::limits;
use super::{body, doc};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::{Fc2, FcService};
use crate::doc::{Doc, required};
use crate::error::{ApiError, Result};
use crate::http::Response;

const TAG: &[Field] = &[("resourceArn", Text), ("tags", Map(&Text))];

const UNTAG: &[Field] = &[
    ("all", Flag),
    ("resourceArn", Text),
    ("tagKeys", List(&Text)),
];

impl Fc2 {
    /// `POST /tag`: a tag of that key gets the new value.
    pub(crate) fn tag(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, TAG)?;
        let service = tagged(cloud, call, required(&input, "resourceArn")?)?;
        let given = input.get("tags").and_then(Value::as_object);
        let mut tags = service.tags.clone();
        for (key, value) in given.into_iter().flatten() {
            tags.insert(key.clone(), value.as_str().unwrap_or_default().to_owned());
        }
        check(&tags)?;
        // Only a whole that is within the limits is kept.
        service.tags = tags;
        Ok(Response::ok(&json!({})))
    }

    /// `GET /tag`.
    pub(crate) fn get_tags(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let given = call.param("resourceArn");
        let given = given.ok_or_else(|| ApiError::required("resourceArn"))?;
        let service = tagged(cloud, call, &given)?;
        let (name, tags) = (service.name().to_owned(), service.tags.clone());
        let arn = format!("acs:fc:{}:{}:services/{name}", call.region, cloud.account);
        Ok(Response::ok(&json!({"resourceArn": arn, "tags": tags})))
    }

    /// `DELETE /tag`: the keys that the body names, or all.
    pub(crate) fn untag(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, UNTAG)?;
        let service = tagged(cloud, call, required(&input, "resourceArn")?)?;
        let keys = input.get("tagKeys").and_then(Value::as_array);
        let all = input.get("all") == Some(&true.into());
        let goes = |key: &str| {
            let mut keys = keys.into_iter().flatten();
            keys.any(|given| given == key)
        };
        service.tags.retain(|key, _| !all && !goes(key));
        Ok(Response::ok(&json!({})))
    }
}

/// The service that a resource names, in full or without what is the same in all of them.
fn tagged<'c>(cloud: &'c mut Cloud, call: &Call<'_>, resource: &str) -> Result<&'c mut FcService> {
    let full = format!("acs:fc:{}:{}:", call.region, cloud.account);
    let path = resource.strip_prefix(&full).unwrap_or(resource);
    let name = path.strip_prefix("services/");
    let name = name.filter(|name| !name.contains('/'));
    let wrong = || ApiError::out_of_range("resourceArn", "the ARN of a service");
    cloud.service_mut(name.ok_or_else(wrong)?)
}

/// How many tags there are, and how long: documented as of FC 3.0. Which letters they take is guessed (G76).
fn check(tags: &BTreeMap<String, String>) -> Result<()> {
    let tags = tags.iter();
    let tags: Vec<Value> = tags
        .map(|(key, value)| json!({"Key": key, "Value": value}))
        .collect();
    let tags: Doc = doc(json!({ "tags": tags }));
    limits::tags(&tags)
}
