//! Versions: the service with all its functions as they were.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::body::Shape::Text;
use super::super::page::limit;
use super::{body, doc};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::{Fc2, FcService, ServiceVersion};
use crate::doc::{Doc, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// With this header nothing new is no error.
const IGNORE: &str = "x-fc-ignore-version-publish-error";

impl Fc2 {
    /// `POST /services/S/versions`. Numbers go up and are never given twice.
    pub(crate) fn publish_version(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let input = match call.request.body.is_empty() {
            true => Doc::new(),
            false => body::read(call, &[("description", Text)])?,
        };
        let service = cloud.service_mut(call.name(0))?;
        if let Some(newest) = unchanged(service) {
            return match call.request.header(IGNORE) {
                Some("true") => Ok(Response::ok(&Value::Object(newest.clone()))),
                _ => Err(nothing_new(call.name(0))),
            };
        }
        service.published += 1;
        let about = json!({
            "versionId": service.published.to_string(),
            "description": text(&input, "description").unwrap_or_default(),
            "createdTime": call.now.iso(),
            "lastModifiedTime": call.now.iso(),
        });
        let version = ServiceVersion {
            about: doc(about.clone()),
            doc: service.doc.clone(),
            functions: functions(service),
        };
        service.versions.insert(service.published, version);
        Ok(Response::ok(&about))
    }

    /// `GET /services/S/versions`, the newest first unless `direction` says `FORWARD`.
    pub(crate) fn list_versions(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let direction = call.param("direction");
        let direction = direction.unwrap_or_else(|| "BACKWARD".to_owned());
        let forward = match direction.as_str() {
            "FORWARD" => true,
            "BACKWARD" => false,
            _ => return Err(ApiError::out_of_range("direction", "FORWARD|BACKWARD")),
        };
        let start = call.param("nextToken").or_else(|| call.param("startKey"));
        let start: Option<u32> = start.and_then(|id| id.parse().ok());
        let behind = |id: u32| match (forward, start) {
            (_, None) => true,
            (true, Some(start)) => id >= start,
            (false, Some(start)) => id <= start,
        };
        let versions = &cloud.service(call.name(0))?.versions;
        let mut listed: Vec<(&u32, &ServiceVersion)> =
            versions.iter().filter(|(id, _)| behind(**id)).collect();
        if !forward {
            listed.sort_by_key(|(id, _)| Reverse(**id));
        }
        let limit = limit(call)?;
        let rest = listed.split_off(limit.min(listed.len()));
        let shown: Vec<&Doc> = listed.iter().map(|(_, version)| &version.about).collect();
        let mut body = json!({"versions": shown, "direction": direction});
        if let Some((next, _)) = rest.first() {
            body["nextToken"] = next.to_string().into();
        }
        Ok(Response::ok(&body))
    }

    /// `DELETE /services/S/versions/N`. A version that an alias leads to stays (G68).
    pub(crate) fn delete_version(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let (name, id) = (call.name(0), call.name(1));
        let service = cloud.service_mut(name)?;
        let number = id.parse::<u32>().ok();
        let number = number.filter(|number| service.versions.contains_key(number));
        let number = number.ok_or_else(|| ApiError::no_service_version(id, name))?;
        // An alias also leads to the versions that it gives a share of the calls.
        let leads = |alias: &Doc| {
            let more = alias.get("additionalVersionWeight");
            text(alias, "versionId") == Some(id) || more.is_some_and(|map| map.get(id).is_some())
        };
        if let Some((alias, _)) = service.aliases.iter().find(|(_, alias)| leads(alias)) {
            let message = format!("version '{id}' is used by alias '{alias}'");
            return Err(ApiError::invalid(message));
        }
        service.versions.remove(&number);
        Ok(Response::empty(204))
    }
}

/// The functions of a service as a version keeps them.
fn functions(service: &FcService) -> BTreeMap<String, (Doc, Option<Vec<u8>>)> {
    let functions = service.functions.iter();
    let kept = functions.map(|(name, function)| {
        (
            name.clone(),
            (function.doc.clone(), function.package.clone()),
        )
    });
    kept.collect()
}

/// The newest version, if the service is as it was then. A write that changed nothing is no change (G68).
fn unchanged(service: &FcService) -> Option<&Doc> {
    let (_, newest) = service.versions.last_key_value()?;
    let timeless = |doc: &Doc| {
        let mut doc = doc.clone();
        doc.shift_remove("lastModifiedTime");
        doc
    };
    let contents = |functions: &BTreeMap<String, (Doc, Option<Vec<u8>>)>| {
        let functions = functions.iter();
        functions
            .map(|(name, (doc, _))| (name.clone(), timeless(doc)))
            .collect::<Vec<_>>()
    };
    let same = timeless(&newest.doc) == timeless(&service.doc)
        && contents(&newest.functions) == contents(&functions(service));
    same.then_some(&newest.about)
}

/// The refusal to publish what did not change; its code is made of the header that suppresses it (G68).
fn nothing_new(service: &str) -> ApiError {
    let message = format!("service '{service}' has not changed since its last version");
    ApiError::new(400, "VersionPublishError", message)
}
