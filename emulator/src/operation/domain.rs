//! Custom domains: create, read, update, delete and list.

use serde_json::{Value, json};

use super::{Call, merge, show, show_page, text};
use crate::error::{ApiError, ApiResult};
use crate::http::Response;
use crate::page::page;
use crate::shape;
use crate::state::{Fields, State};

const PROTOCOLS: [&str; 3] = ["HTTP", "HTTPS", "HTTP,HTTPS"];

/// Creates a custom domain.
pub(crate) fn create(call: &mut Call<'_>) -> ApiResult<Response> {
    let mut fields = shape::body(call.request, "CreateCustomDomainInput")?;
    let name = text(&fields, "domainName").to_owned();
    check_name(&name)?;
    if call.state.domains.contains_key(&name) {
        let message = format!("domain name '{name}' already exists");
        return Err(ApiError::new(409, "DomainNameAlreadyExists", message));
    }
    fields.entry("protocol").or_insert(json!("HTTP"));
    check(call.state, &fields)?;
    settle(&mut fields);
    stamp_new(call, &mut fields);
    let response = show(&fields);
    call.state.domains.insert(name, fields);
    Ok(response)
}

/// Shows a custom domain.
pub(crate) fn get(call: &mut Call<'_>) -> ApiResult<Response> {
    Ok(show(found(call)?))
}

/// Changes the top-level fields of a custom domain that the request names.
pub(crate) fn update(call: &mut Call<'_>) -> ApiResult<Response> {
    let mut fields = found(call)?.clone();
    let changes = shape::body(call.request, "UpdateCustomDomainInput")?;
    check_certificate(&changes)?;
    merge(&mut fields, changes);
    check_values(call.state, &fields)?;
    settle(&mut fields);
    fields.insert("lastModifiedTime".to_owned(), json!(call.now()));
    let response = show(&fields);
    let name = call.name(0).to_owned();
    call.state.domains.insert(name, fields);
    Ok(response)
}

/// Deletes a custom domain.
pub(crate) fn delete(call: &mut Call<'_>) -> ApiResult<Response> {
    found(call)?;
    let name = call.name(0).to_owned();
    call.state.domains.remove(&name);
    Ok(Response::empty(204))
}

/// Lists custom domains page by page.
pub(crate) fn list(call: &mut Call<'_>) -> ApiResult<Response> {
    let page = page(call.request, call.state.domains.iter())?;
    let items = page.items.into_iter().cloned().map(Value::Object).collect();
    Ok(show_page("customDomains", items, page.next))
}

fn found<'a>(call: &'a Call<'_>) -> ApiResult<&'a Fields> {
    let name = call.name(0);
    call.state
        .domains
        .get(name)
        .ok_or_else(|| ApiError::no_domain(name))
}

fn check_name(name: &str) -> ApiResult<()> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._*".contains(c);
    if name.contains('.') && name.chars().all(fits) {
        return Ok(());
    }
    Err(ApiError::invalid(format!(
        "domain name '{name}' is invalid"
    )))
}

fn check(state: &State, fields: &Fields) -> ApiResult<()> {
    check_certificate(fields)?;
    check_values(state, fields)
}

/// A certificate always comes whole: the service never hands its private key back.
fn check_certificate(fields: &Fields) -> ApiResult<()> {
    let Some(Value::Object(cert)) = fields.get("certConfig") else {
        return Ok(());
    };
    let parts = ["certName", "certificate", "privateKey"];
    let absent = parts.iter().find(|part| text(cert, part).is_empty());
    match absent {
        Some(part) if !cert.is_empty() => Err(ApiError::invalid(format!(
            "certConfig.{part} is required but not provided"
        ))),
        _ => Ok(()),
    }
}

fn check_values(state: &State, fields: &Fields) -> ApiResult<()> {
    let protocol = text(fields, "protocol");
    if !PROTOCOLS.contains(&protocol) {
        return Err(ApiError::invalid(format!(
            "protocol '{protocol}' must be one of {}",
            PROTOCOLS.join(" | ")
        )));
    }
    let has_cert = fields
        .get("certConfig")
        .is_some_and(|cert| cert["certificate"].is_string());
    if protocol.contains("HTTPS") && !has_cert {
        return Err(ApiError::invalid(
            "certConfig is required for protocol HTTPS",
        ));
    }
    let routes = fields
        .get("routeConfig")
        .and_then(|config| config["routes"].as_array());
    routes
        .into_iter()
        .flatten()
        .try_for_each(|route| check_route(state, route))
}

fn check_route(state: &State, route: &Value) -> ApiResult<()> {
    let path = route["path"].as_str().unwrap_or("");
    if !path.starts_with('/') {
        return Err(ApiError::invalid(format!(
            "route path '{path}' must start with '/'"
        )));
    }
    let function = route["functionName"].as_str().unwrap_or("");
    if state.functions.contains_key(function) {
        Ok(())
    } else {
        Err(ApiError::no_function(function))
    }
}

/// Drops what the service keeps to itself and fills in what it adds.
fn settle(fields: &mut Fields) {
    if let Some(Value::Object(cert)) = fields.get_mut("certConfig") {
        cert.remove("privateKey");
    }
    let routes = fields
        .get_mut("routeConfig")
        .and_then(|config| config.get_mut("routes")?.as_array_mut());
    for route in routes.into_iter().flatten() {
        if let Value::Object(route) = route {
            route.entry("qualifier").or_insert(json!("LATEST"));
        }
    }
}

/// Writes the fields that a new custom domain gets from the service.
fn stamp_new(call: &Call<'_>, fields: &mut Fields) {
    let now = call.now();
    fields.insert("accountId".to_owned(), json!(call.config.account));
    fields.insert("apiVersion".to_owned(), json!("2023-03-30"));
    fields.insert("subdomainCount".to_owned(), json!("0"));
    fields.insert("createdTime".to_owned(), json!(now));
    fields.insert("lastModifiedTime".to_owned(), json!(now));
}
