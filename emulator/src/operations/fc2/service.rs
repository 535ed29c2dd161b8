//! Services: what the functions in them have in common.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::page::{End, page};
use super::{body, defaults, doc, limits, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::{Fc2, FcService, Qualified};
use crate::doc::{Doc, fill};
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Fc2 {
    /// `POST /services`.
    pub(crate) fn create_service(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_SERVICE)?;
        let name = limits::name(&doc, "serviceName")?.to_owned();
        if cloud.services.contains_key(&name) {
            return Err(ApiError::exists("ServiceAlreadyExists", "service", &name));
        }
        limits::service(&doc)?;
        defaults::new_service(&mut doc);
        defaults::service(&mut doc);
        let identity = json!({
            "serviceId": cloud.ids.uuid(),
            "createdTime": call.now.iso(),
            "lastModifiedTime": call.now.iso(),
        });
        fill(&mut doc, identity);
        let shown = Response::ok(&Value::Object(doc.clone()));
        let service = FcService {
            doc,
            functions: BTreeMap::new(),
            tags: BTreeMap::new(),
            vpcs: Vec::new(),
            versions: BTreeMap::new(),
            published: 0,
            aliases: BTreeMap::new(),
        };
        cloud.services.insert(name, service);
        Ok(shown)
    }

    /// `GET /services/S[.Q]`. A version is shown with its own description.
    pub(crate) fn get_service(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let Qualified { service, qualifier } = Qualified::parse(call.name(0));
        let service = cloud.service(&service)?;
        let Some(version) = service.resolve(&qualifier)? else {
            return Ok(Response::ok(&Value::Object(service.doc.clone())));
        };
        let mut doc = version.doc.clone();
        let description = version.about.get("description").cloned();
        doc.insert(
            "description".to_owned(),
            description.unwrap_or_else(|| "".into()),
        );
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `PUT /services/S`: what is left out stays, what is given takes the place of what was (G62).
    pub(crate) fn update_service(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, model::UPDATE_SERVICE)?;
        let service = cloud.service_mut(call.name(0))?;
        let mut doc = service.doc.clone();
        doc.extend(input);
        limits::service(&doc)?;
        defaults::service(&mut doc);
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        service.doc.clone_from(&doc);
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `DELETE /services/S`. One that has something left stays (G63).
    pub(crate) fn delete_service(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let name = call.name(0);
        let service = cloud.service(name)?;
        let held = [
            (service.functions.is_empty(), "active functions"),
            (service.aliases.is_empty(), "aliases"),
            (service.versions.is_empty(), "versions"),
        ];
        if let Some((_, what)) = held.iter().find(|(is_empty, _)| !is_empty) {
            let message = format!("service '{name}' has {what}");
            return Err(ApiError::new(409, "ServiceNotEmpty", message));
        }
        cloud.services.remove(name);
        Ok(Response::empty(204))
    }

    /// `GET /services`, with their tags, and only those that have all tags of the query.
    pub(crate) fn list_services(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let params = call.request.params();
        let wanted = params.filter_map(|(name, value)| {
            let key = name.strip_prefix("tag_")?;
            Some((key.to_owned(), value))
        });
        let wanted: Vec<(String, String)> = wanted.collect();
        let fits = |service: &FcService| {
            let mut wanted = wanted.iter();
            wanted.all(|(key, value)| service.tags.get(key) == Some(value))
        };
        let services = cloud.services.iter().filter(|(_, service)| fits(service));
        let listed = services.map(|(name, service)| (name.clone(), listed(service)));
        page(call, "services", End::Null, listed)
    }
}

/// A service as a list shows it.
fn listed(service: &FcService) -> Value {
    let tags: Doc = doc(json!(service.tags));
    let mut listed = service.doc.clone();
    listed.insert("tags".to_owned(), tags.into());
    Value::Object(listed)
}
