//! Custom domains and their routes.

use serde_json::{Map, Value};

use super::models::{CREATE_DOMAIN, update_domain};
use super::page::page;
use super::{Cloud, body, now, text};
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

impl Cloud {
    pub(crate) fn create_domain(&mut self, request: &Request) -> Result<Response> {
        let mut domain = body(request, CREATE_DOMAIN)?;
        let name = text(&domain, "domainName").unwrap_or_default().to_owned();
        if !name.contains('.') || name.contains(char::is_whitespace) {
            return Err(ApiError::invalid(format!(
                "domainName is invalid: '{name}'"
            )));
        }
        if self.domains.contains_key(&name) {
            return Err(ApiError::exists(
                "DomainNameAlreadyExists",
                "domain name",
                &name,
            ));
        }
        self.check_domain(&domain)?;
        let time = now();
        let mut put = |name: &str, value: Value| {
            domain.entry(name.to_owned()).or_insert(value);
        };
        put("protocol", "HTTP".into());
        put("accountId", self.account.clone().into());
        put("apiVersion", "2023-03-30".into());
        put("createdTime", time.clone().into());
        put("lastModifiedTime", time.into());
        put("subdomainCount", "0".into());
        let domain = self.keep_domain(name, domain);
        Ok(Response::json(200, &shown(domain)))
    }

    pub(crate) fn get_domain(&self, name: &str) -> Result<Response> {
        Ok(Response::json(200, &shown(self.domain(name)?)))
    }

    pub(crate) fn update_domain(&mut self, name: &str, request: &Request) -> Result<Response> {
        let mut domain = self.domain(name)?.as_object().cloned().unwrap_or_default();
        domain.extend(body(request, update_domain())?);
        self.check_domain(&domain)?;
        domain.insert("lastModifiedTime".to_owned(), now().into());
        let domain = self.keep_domain(name.to_owned(), domain);
        Ok(Response::json(200, &shown(domain)))
    }

    pub(crate) fn delete_domain(&mut self, name: &str) -> Result<Response> {
        self.domain(name)?;
        self.domains.remove(name);
        Ok(Response::empty(204))
    }

    pub(crate) fn list_domains(&self, request: &Request) -> Result<Response> {
        let domains = self
            .domains
            .iter()
            .map(|(name, domain)| (name.as_str(), shown(domain)));
        page(request, "customDomains", domains)
    }

    fn domain(&self, name: &str) -> Result<&Value> {
        self.domains
            .get(name)
            .ok_or_else(|| ApiError::domain_not_found(name))
    }

    fn keep_domain(&mut self, name: String, domain: Map<String, Value>) -> &Value {
        let slot = self.domains.entry(name).or_default();
        *slot = Value::Object(domain);
        slot
    }

    fn check_domain(&self, domain: &Map<String, Value>) -> Result<()> {
        let protocol = text(domain, "protocol").unwrap_or("HTTP");
        if !["HTTP", "HTTPS", "HTTP,HTTPS"].contains(&protocol) {
            return Err(ApiError::invalid(format!(
                "protocol is invalid: '{protocol}'"
            )));
        }
        let routes = domain
            .get("routeConfig")
            .and_then(|config| config.get("routes"));
        for route in routes.and_then(Value::as_array).into_iter().flatten() {
            let part = |name: &str| route.get(name).and_then(Value::as_str).unwrap_or_default();
            if !part("path").starts_with('/') {
                return Err(ApiError::invalid(format!(
                    "route path is invalid: '{}'",
                    part("path")
                )));
            }
            if !self.functions.contains_key(part("functionName")) {
                return Err(ApiError::function_not_found(part("functionName")));
            }
        }
        Ok(())
    }
}

/// What a reply shows of a domain. Whether the real service returns the private key is not
/// documented; here it does not, so that a client cannot come to rely on it.
fn shown(domain: &Value) -> Value {
    let mut domain = domain.clone();
    if let Some(cert) = domain.get_mut("certConfig").and_then(Value::as_object_mut) {
        cert.shift_remove("privateKey");
    }
    domain
}
