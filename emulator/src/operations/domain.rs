//! Custom domains and their routes. Every name counts as resolved to the service.

use serde_json::{Value, json};

use super::{body, bound, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::doc::{Doc, at, fill, required};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// What a domain may be spoken to by.
const PROTOCOLS: &[&str] = &["HTTP", "HTTPS", "HTTP,HTTPS"];
/// The versions that a domain may ask for.
const TLS: &[&str] = &["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/// What must be there if the setting is there at all.
const TOGETHER: &[(&str, &[&str])] = &[
    ("certConfig", &["certName", "certificate", "privateKey"]),
    ("tlsConfig", &["minVersion", "cipherSuites"]),
];

impl Cloud {
    /// `CreateCustomDomain`.
    pub(crate) fn create_domain(&mut self, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_DOMAIN)?;
        let name = required(&doc, "domainName")?.to_owned();
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
        self.check_domain(&doc)?;
        let added = json!({
            "accountId": self.account,
            "apiVersion": "2023-03-30",
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
        Ok(Response::ok(&self.domain(call.name(0))?.clone().into()))
    }

    /// `UpdateCustomDomain`: what is left out stays, what is given takes the place of what was.
    pub(crate) fn update_domain(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, model::UPDATE_DOMAIN)?;
        let mut doc = self.domain(call.name(0))?.clone();
        doc.extend(input);
        self.check_domain(&doc)?;
        Ok(self.keep(call, call.name(0).to_owned(), doc))
    }

    /// `DeleteCustomDomain`.
    pub(crate) fn delete_domain(&mut self, call: &Call<'_>) -> Result<Response> {
        // What is not there cannot be deleted.
        self.domain(call.name(0))?;
        self.domains.remove(call.name(0));
        Ok(Response::empty(204))
    }

    /// `ListCustomDomains`.
    pub(crate) fn list_domains(&mut self, call: &Call<'_>) -> Result<Response> {
        let listed = self
            .domains
            .iter()
            .map(|(name, doc)| (name, doc.clone().into()));
        super::page::page(call, "customDomains", listed)
    }

    /// A domain, or the refusal that there is none of that name.
    fn domain(&self, name: &str) -> Result<&Doc> {
        let found = self.domains.get(name);
        found.ok_or_else(|| ApiError::no_domain(name))
    }

    /// Keeps a domain as it was written, and answers with it.
    fn keep(&mut self, call: &Call<'_>, name: String, mut doc: Doc) -> Response {
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        if let Some(routes) = doc
            .get_mut("routeConfig")
            .and_then(|config| config.get_mut("routes"))
        {
            let routes = routes.as_array_mut().into_iter().flatten();
            for route in routes.filter_map(Value::as_object_mut) {
                // The service says which version a route leads to, even where the request did not.
                fill(route, json!({"qualifier": "LATEST"}));
            }
        }
        let response = Response::ok(&doc.clone().into());
        self.domains.insert(name, doc);
        response
    }

    /// Whether a domain may stand as it would after a write.
    fn check_domain(&self, doc: &Doc) -> Result<()> {
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
        let routes = at(doc, "routeConfig.routes").and_then(Value::as_array);
        let mut routes = routes.into_iter().flatten().filter_map(Value::as_object);
        routes.try_for_each(|route| self.check_route(route))
    }

    /// A route leads to a function that is there, and its rules say what becomes of the path.
    fn check_route(&self, route: &Doc) -> Result<()> {
        if !required(route, "path")?.starts_with('/') {
            return Err(ApiError::out_of_range(
                "path",
                "a path that begins with '/'",
            ));
        }
        self.function(required(route, "functionName")?)?;
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

/// Labels of letters, digits and hyphens, at least two; the first may be a wildcard.
fn is_domain(name: &str) -> bool {
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
