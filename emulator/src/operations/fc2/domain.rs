//! Custom domains that lead to functions of services. They stand beside those of FC 3.0: no name is given twice, but
//! either API knows its own only (G71).

use serde_json::{Value, json};

use super::super::domain::is_domain;
use super::page::{End, page};
use super::{body, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::Fc2;
use crate::doc::{Doc, at, fill, required, text};
use crate::error::{ApiError, Result};
use crate::http::Response;
use crate::operations::bound;

/// The version of the API, which is told of a domain.
const VERSION: &str = "2016-08-15";

impl Fc2 {
    /// `POST /custom-domains`.
    pub(crate) fn create_domain(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_DOMAIN)?;
        let name = required(&doc, "domainName")?.to_owned();
        if !is_domain(&name) {
            return Err(ApiError::out_of_range("domainName", "a domain name"));
        }
        if cloud.domains.contains_key(&name) {
            let code = "DomainNameAlreadyExists";
            return Err(ApiError::exists(code, "domain name", &name));
        }
        let added = json!({
            "accountId": cloud.account,
            "protocol": "HTTP",
            "certConfig": {},
            "tlsConfig": null,
            "wafConfig": {"enableWAF": false},
            "apiVersion": VERSION,
            "routeConfig": {"routes": []},
            "createdTime": call.now.iso(),
        });
        fill(&mut doc, added);
        keep(cloud, call, name, doc)
    }

    /// `GET /custom-domains/D`.
    pub(crate) fn get_domain(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        Ok(Response::ok(&shown(domain(cloud, call.name(0))?)))
    }

    /// `PUT /custom-domains/D`: what is left out stays, what is given takes the place of what was (G62). So a
    /// certificate stays while the protocol is HTTP (G31).
    pub(crate) fn update_domain(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, model::UPDATE_DOMAIN)?;
        let mut doc = domain(cloud, call.name(0))?.clone();
        doc.extend(input);
        keep(cloud, call, call.name(0).to_owned(), doc)
    }

    /// `DELETE /custom-domains/D`.
    pub(crate) fn delete_domain(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        domain(cloud, call.name(0))?;
        cloud.domains.remove(call.name(0));
        Ok(Response::empty(204))
    }

    /// `GET /custom-domains`.
    pub(crate) fn list_domains(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let domains = cloud.domains.iter().filter(|(_, doc)| is_own(doc));
        let listed = domains.map(|(name, doc)| (name.clone(), shown(doc)));
        page(call, "customDomains", End::Null, listed)
    }
}

/// Whether a domain is one of this API.
fn is_own(doc: &Doc) -> bool {
    text(doc, "apiVersion") == Some(VERSION)
}

/// A domain, or the refusal that there is none of that name.
fn domain<'c>(cloud: &'c Cloud, name: &str) -> Result<&'c Doc> {
    let found = cloud.domains.get(name).filter(|doc| is_own(doc));
    found.ok_or_else(|| ApiError::no_domain(name))
}

/// Keeps a domain as it would be after a write, if it may be so, and answers with it.
fn keep(cloud: &mut Cloud, call: &Call<'_>, name: String, mut doc: Doc) -> Result<Response> {
    bound::one_of(&doc, "protocol", &["HTTP", "HTTPS", "HTTP,HTTPS"])?;
    let routes = at(&doc, "routeConfig.routes").and_then(Value::as_array);
    let mut routes = routes.into_iter().flatten().filter_map(Value::as_object);
    routes.try_for_each(|route| check_route(cloud, route))?;
    doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
    let response = Response::ok(&shown(&doc));
    cloud.domains.insert(name, doc);
    Ok(response)
}

/// A route leads to a function that is there (G25).
fn check_route(cloud: &Cloud, route: &Doc) -> Result<()> {
    if !required(route, "path")?.starts_with('/') {
        let allowed = "a path that begins with '/'";
        return Err(ApiError::out_of_range("path", allowed));
    }
    let service = cloud.service(required(route, "serviceName")?)?;
    let qualifier = text(route, "qualifier").unwrap_or("LATEST");
    let function = required(route, "functionName")?;
    service.qualified(qualifier, function).map(drop)
}

/// A domain as replies have it: never with its private key, and with `null` where a route says nothing.
fn shown(doc: &Doc) -> Value {
    let mut doc = doc.clone();
    if let Some(Value::Object(config)) = doc.get_mut("certConfig") {
        fill(config, json!({"certName": "", "certificate": ""}));
        config.insert("privateKey".to_owned(), Value::Null);
    }
    let routes = doc.get_mut("routeConfig");
    let routes = routes.and_then(|config| config.get_mut("routes")?.as_array_mut());
    for route in routes.into_iter().flatten() {
        if let Value::Object(route) = route {
            fill(route, json!({"qualifier": null, "methods": null}));
        }
    }
    Value::Object(doc)
}
