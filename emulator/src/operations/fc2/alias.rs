//! Aliases: names for versions of a service.

use serde_json::{Value, json};

use super::page::{End, page};
use super::{body, limits, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::{Fc2, FcService};
use crate::doc::{Doc, fill, required};
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Fc2 {
    /// `POST /services/S/aliases`.
    pub(crate) fn create_alias(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_ALIAS)?;
        let name = limits::name(&doc, "aliasName")?.to_owned();
        let service = cloud.service_mut(call.name(0))?;
        if service.aliases.contains_key(&name) {
            let message = format!("alias {name} of service {} already exists", call.name(0));
            return Err(ApiError::new(409, "AliasAlreadyExists", message));
        }
        check(service, &doc)?;
        let added = json!({
            "description": "",
            "additionalVersionWeight": {},
            "createdTime": call.now.iso(),
            "lastModifiedTime": call.now.iso(),
        });
        fill(&mut doc, added);
        service.aliases.insert(name, doc.clone());
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `GET /services/S/aliases/A`.
    pub(crate) fn get_alias(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        Ok(Response::ok(&Value::Object(alias(cloud, call)?.clone())))
    }

    /// `PUT /services/S/aliases/A`: what is left out stays, what is given takes the place of what was (G62).
    pub(crate) fn update_alias(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, model::UPDATE_ALIAS)?;
        let mut doc = alias(cloud, call)?.clone();
        doc.extend(input);
        let service = cloud.service_mut(call.name(0))?;
        check(service, &doc)?;
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        service.aliases.insert(call.name(1).to_owned(), doc.clone());
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `DELETE /services/S/aliases/A`.
    pub(crate) fn delete_alias(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        alias(cloud, call)?;
        let service = cloud.service_mut(call.name(0))?;
        service.aliases.remove(call.name(1));
        Ok(Response::empty(204))
    }

    /// `GET /services/S/aliases`.
    pub(crate) fn list_aliases(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let aliases = cloud.service(call.name(0))?.aliases.iter();
        let listed = aliases.map(|(name, doc)| (name.clone(), Value::Object(doc.clone())));
        page(call, "aliases", End::Absent, listed)
    }
}

/// An alias, or the refusal that there is none of that name.
fn alias<'c>(cloud: &'c Cloud, call: &Call<'_>) -> Result<&'c Doc> {
    let (service, name) = (call.name(0), call.name(1));
    let found = cloud.service(service)?.aliases.get(name);
    found.ok_or_else(|| ApiError::no_service_alias(name, service))
}

/// Every version that an alias names exists, and none gets its share twice.
fn check(service: &FcService, doc: &Doc) -> Result<()> {
    let main = required(doc, "versionId")?;
    service.resolve(main)?;
    let others = doc
        .get("additionalVersionWeight")
        .and_then(Value::as_object);
    for (version, weight) in others.into_iter().flatten() {
        if version == main {
            let message = format!("additional version '{version}' is the major version");
            let code = "AdditionalVersionContainsMajorVersion";
            return Err(ApiError::new(400, code, message));
        }
        service.resolve(version)?;
        let weight = weight.as_f64();
        if !weight.is_some_and(|weight| (0.0..=1.0).contains(&weight)) {
            return Err(ApiError::out_of_range("additionalVersionWeight", "0-1"));
        }
    }
    Ok(())
}
