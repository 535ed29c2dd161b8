//! Custom domains and their routes. Every name counts as resolved to the service (G25).

use serde_json::{Value, json};

use super::{body, bound, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::doc::{Doc, at, fill, required, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// The version of the API, which is told of a domain.
const VERSION: &str = "2023-03-30";

/// What a domain may be spoken to by.
const PROTOCOLS: &[&str] = &["HTTP", "HTTPS", "HTTP,HTTPS"];
/// The versions that a domain may ask for.
const TLS: &[&str] = &["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/// What must be there if the setting is there at all; an empty block takes it away (G30).
const TOGETHER: &[(&str, &[&str])] = &[
    ("certConfig", &["certName", "certificate", "privateKey"]),
    ("tlsConfig", &["minVersion", "cipherSuites"]),
];

impl Cloud {
    /// `CreateCustomDomain`.
    pub(crate) fn create_domain(&mut self, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_DOMAIN)?;
        let name = folded(call, required(&doc, "domainName")?);
        if !is_domain(&name) {
            return Err(ApiError::out_of_range("domainName", "a domain name"));
        }
        if self.domains.contains_key(&name) {
            return Err(ApiError::exists(
                "DomainNameAlreadyExists",
                "domain name",
                &name,
            ));
        }
        doc.insert("domainName".to_owned(), name.clone().into());
        self.check_domain(call, &doc)?;
        let added = json!({
            "accountId": self.account,
            "apiVersion": VERSION,
            "createdTime": call.now.iso(),
            "protocol": "HTTP",
            "subdomainCount": "0",
            "wafConfig": {"enableWAF": false},
        });
        fill(&mut doc, added);
        Ok(self.keep(call, name, doc))
    }

    /// `GetCustomDomain`.
    pub(crate) fn get_domain(&mut self, call: &Call<'_>) -> Result<Response> {
        let name = folded(call, call.name(0));
        Ok(Response::ok(&shown(call, self.domain(&name)?)))
    }

    /// `UpdateCustomDomain`: what is left out stays, what is given takes the place of what was (G5). So a
    /// certificate stays while the protocol is HTTP (G31).
    pub(crate) fn update_domain(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, model::UPDATE_DOMAIN)?;
        let name = folded(call, call.name(0));
        let mut doc = self.domain(&name)?.clone();
        doc.extend(input);
        self.check_domain(call, &doc)?;
        Ok(self.keep(call, name, doc))
    }

    /// `DeleteCustomDomain`.
    pub(crate) fn delete_domain(&mut self, call: &Call<'_>) -> Result<Response> {
        // What is not there cannot be deleted.
        let name = folded(call, call.name(0));
        self.domain(&name)?;
        self.domains.remove(&name);
        Ok(Response::empty(204))
    }

    /// `ListCustomDomains`.
    pub(crate) fn list_domains(&mut self, call: &Call<'_>) -> Result<Response> {
        let domains = self.domains.iter().filter(|(_, doc)| is_own(doc));
        let listed = domains.map(|(name, doc)| (name, shown(call, doc)));
        super::page::page(call, "customDomains", listed)
    }

    /// A domain, or the refusal that there is none of that name.
    fn domain(&self, name: &str) -> Result<&Doc> {
        let found = self.domains.get(name).filter(|doc| is_own(doc));
        found.ok_or_else(|| ApiError::no_domain(name))
    }

    /// Keeps a domain as it was written, and answers with it.
    fn keep(&mut self, call: &Call<'_>, name: String, mut doc: Doc) -> Response {
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        if !call.config.domains.nulls {
            // The service says which version a route leads to, even where the request did not (G28).
            routes_mut(&mut doc).for_each(|route| fill(route, json!({"qualifier": "LATEST"})));
        }
        let response = Response::ok(&shown(call, &doc));
        self.domains.insert(name, doc);
        response
    }

    /// Whether a domain may stand as it would after a write.
    fn check_domain(&self, call: &Call<'_>, doc: &Doc) -> Result<()> {
        bound::one_of(doc, "protocol", PROTOCOLS)?;
        bound::one_of(
            doc,
            "authConfig.authType",
            &["anonymous", "function", "jwt"],
        )?;
        bound::one_of(doc, "tlsConfig.minVersion", TLS)?;
        bound::one_of(doc, "tlsConfig.maxVersion", TLS)?;
        for (name, members) in TOGETHER {
            check_whole(doc, name, members)?;
        }
        if call.config.domains.certified {
            check_certified(doc)?;
        }
        let routes = at(doc, "routeConfig.routes").and_then(Value::as_array);
        let mut routes = routes.into_iter().flatten().filter_map(Value::as_object);
        routes.try_for_each(|route| self.check_route(route))
    }

    /// A route leads to a function that is there, and its rules say what becomes of the path (G25).
    fn check_route(&self, route: &Doc) -> Result<()> {
        if !required(route, "path")?.starts_with('/') {
            return Err(ApiError::out_of_range(
                "path",
                "a path that begins with '/'",
            ));
        }
        let function = required(route, "functionName")?;
        // Whichever region: a name stands once.
        if self.seen("", function).is_none() {
            self.function(function)?;
        }
        let Some(Value::Object(rewrite)) = route.get("rewriteConfig") else {
            return Ok(());
        };
        let rules = rewrite.values().filter_map(Value::as_array).flatten();
        for rule in rules.filter_map(Value::as_object) {
            required(rule, "match")?;
            required(rule, "replacement")?;
        }
        Ok(())
    }
}

/// Whether a domain is one of this API, and not of FC 2.0 (G71).
fn is_own(doc: &Doc) -> bool {
    text(doc, "apiVersion") == Some(VERSION)
}

/// The name as the service knows it.
fn folded(call: &Call<'_>, name: &str) -> String {
    match call.config.domains.folded {
        true => name.to_ascii_lowercase(),
        false => name.to_owned(),
    }
}

/// The routes of a domain.
fn routes_mut(doc: &mut Doc) -> impl Iterator<Item = &mut Doc> {
    let config = doc.get_mut("routeConfig");
    let routes = config.and_then(|config| config.get_mut("routes")?.as_array_mut());
    routes
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
}

/// A domain as replies have it.
fn shown(call: &Call<'_>, doc: &Doc) -> Value {
    let mut doc = doc.clone();
    if call.config.domains.uncounted {
        doc.shift_remove("subdomainCount");
    }
    if call.config.domains.nulls {
        let nulls = json!({"methods": null, "qualifier": null});
        routes_mut(&mut doc).for_each(|route| fill(route, nulls.clone()));
        if let Some(Value::Object(config)) = doc.get_mut("certConfig") {
            config.insert("privateKey".to_owned(), Value::Null);
        }
    }
    Value::Object(doc)
}

/// Whether a domain that speaks HTTPS has a certificate: of this write, or of one before.
fn check_certified(doc: &Doc) -> Result<()> {
    let secure = text(doc, "protocol").is_some_and(|protocol| protocol.contains("HTTPS"));
    let certificate = at(doc, "certConfig.certificate").and_then(Value::as_str);
    match secure && certificate.is_none_or(str::is_empty) {
        true => Err(ApiError::required("certConfig")),
        false => Ok(()),
    }
}

/// Labels of letters, digits and hyphens, at least two; the first may be a wildcard.
pub(super) fn is_domain(name: &str) -> bool {
    let letters = |label: &str| {
        label
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    let rest = name.strip_prefix("*.").unwrap_or(name);
    rest.contains('.')
        && rest
            .split('.')
            .all(|label| !label.is_empty() && letters(label))
}

/// Whether a block has all that it needs. An empty one is taken as it is.
fn check_whole(doc: &Doc, name: &str, members: &[&str]) -> Result<()> {
    let Some(Value::Object(config)) = doc.get(name) else {
        return Ok(());
    };
    let missing = members.iter().find(|member| !config.contains_key(**member));
    match missing {
        Some(member) if !config.is_empty() => Err(ApiError::required(member)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_domain;

    #[test]
    fn a_domain_name_has_labels() {
        assert!(is_domain("a.example.com"));
        assert!(is_domain("*.example.com"));
        for wrong in ["", "localhost", "a..b", "a b.c", "*", ".com"] {
            assert!(!is_domain(wrong), "{wrong}");
        }
    }
}
