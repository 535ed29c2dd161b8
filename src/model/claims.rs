//! What the resources of a project name of the domains that they share: who owns a route or a block is decided by
//! that. The resource whose turn it is is none of them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::kind::{Kind, Naming};
use crate::model::resource::Resource;
use crate::model::routes::{self, OwnRoutes};

/// What one resource names of one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainClaim {
    /// What people find the resource by: its name, and its file where that is another one.
    pub by: String,
    region: String,
    /// In small letters: names of hosts do not tell capital ones apart.
    name: String,
    paths: BTreeSet<String>,
    /// The functions to which they lead, where the resource says it.
    functions: BTreeSet<String>,
    /// The settings of the domain itself.
    blocks: BTreeSet<String>,
}

impl DomainClaim {
    /// What a document of a domain names.
    pub fn new(by: String, (region, name): (&str, &str), document: &Value) -> DomainClaim {
        DomainClaim {
            by,
            region: region.to_owned(),
            name: name.to_ascii_lowercase(),
            paths: routes::listed(document).into_iter().collect(),
            functions: routes::each(document)
                .filter_map(|route| route["functionName"].as_str().map(str::to_owned))
                .collect(),
            blocks: blocks(document).map(str::to_owned).collect(),
        }
    }

    /// The same of a resource that is called otherwise.
    #[must_use]
    pub fn by(self, by: String) -> DomainClaim {
        DomainClaim { by, ..self }
    }

    fn is_of(&self, domain: &Resource) -> bool {
        self.region == domain.region && domain.is_called(&self.name)
    }
}

/// What the other resources of a project name, as far as that is known before their turns.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    pub all: Vec<DomainClaim>,
    /// The resources of which only their turns tell what they name.
    pub open: Vec<String>,
    /// The resources on record whose routes and blocks may have moved to the one whose turn it is.
    pub givers: Vec<Resource>,
}

impl Claims {
    fn of<'c>(&'c self, domain: &Resource) -> impl Iterator<Item = &'c DomainClaim> {
        self.all.iter().filter(|claim| claim.is_of(domain))
    }

    /// Whether any of them names the domain.
    pub fn name(&self, domain: &Resource) -> bool {
        self.of(domain).next().is_some()
    }

    /// Who leads a route to a function, and the domain.
    pub fn leading_to(&self, function: &Resource) -> Option<(&str, &str)> {
        let mut all = self.all.iter();
        let lead = function.lead()?;
        let is_to =
            |one: &&DomainClaim| one.region == function.region && one.functions.contains(&*lead);
        let claim = all.find(is_to)?;
        Some((&claim.by, &claim.name))
    }

    /// Whether the resource of that name names the domain.
    pub fn name_by(&self, domain: &Resource, by: &str) -> bool {
        self.of(domain).any(|claim| claim.by == by)
    }

    /// Whether any of them names that path of the domain.
    pub fn has_path(&self, domain: &Resource, path: &str) -> bool {
        self.of(domain).any(|claim| claim.paths.contains(path))
    }

    /// Who names that block of the domain.
    pub fn block_of(&self, domain: &Resource, block: &str) -> Option<&str> {
        let claim = self.of(domain).find(|claim| claim.blocks.contains(block));
        claim.map(|claim| claim.by.as_str())
    }

    /// Whether another one has the path, and `named` does not: what a resource's own item names is its own.
    pub fn take_path(&self, domain: &Resource, named: &Value, path: &str) -> bool {
        self.has_path(domain, path) && !routes::listed(named).iter().any(|one| one == path)
    }

    /// The same of a block.
    pub fn take_block(&self, domain: &Resource, named: &Value, block: &str) -> bool {
        self.block_of(domain, block).is_some() && named.get(block).is_none()
    }

    /// Which routes of a domain are a resource's own: what it names, what it sent as far as nobody else claims
    /// it, and of a function what leads to it and is nobody else's. `held` are the paths that are on record of
    /// others.
    pub fn own_routes(
        &self,
        domain: &Resource,
        (named, sent): (&Value, Option<&Value>),
        held: impl IntoIterator<Item = String>,
    ) -> OwnRoutes {
        let listed = routes::listed(named);
        let sent = sent.into_iter().flat_map(routes::listed);
        let sent = sent.filter(|path| !self.has_path(domain, path));
        let own: BTreeSet<String> = listed.into_iter().chain(sent).collect();
        let Some(function) = domain.lead().map(Cow::into_owned) else {
            return OwnRoutes::At(own);
        };
        if !self.open.is_empty() {
            return OwnRoutes::LeadingAt(function, own);
        }
        let claimed = self
            .of(domain)
            .flat_map(|claim| claim.paths.iter().cloned());
        let mut others: BTreeSet<String> = claimed.chain(held).collect();
        others.retain(|path| !own.contains(path));
        match others.is_empty() {
            true => OwnRoutes::LeadingTo(function),
            false => OwnRoutes::LeadingBut(function, others),
        }
    }

    /// Of a document of a domain only what any of them names.
    pub fn named_of(&self, domain: &Resource, document: &Value) -> Value {
        let mut named = json!({});
        let mut document = document.clone();
        let claimed = routes::take(&mut document, |path| self.has_path(domain, path));
        routes::add(&mut named, claimed);
        for block in blocks(&document).filter(|one| self.block_of(domain, one).is_some()) {
            named[block] = document[block].clone();
        }
        named
    }

    /// A document of a domain without the routes that others claim.
    #[must_use]
    pub fn spared(&self, domain: &Resource, mut document: Value) -> Value {
        if domain.kind.is_shared() {
            routes::take(&mut document, |path| self.has_path(domain, path));
        }
        document
    }
}

/// The settings of a domain but for its name and its routes.
pub fn all_blocks() -> impl Iterator<Item = &'static str> {
    let kind = Kind::CustomDomain;
    let settings = kind.fields(&Value::Null).iter();
    let settings = settings.filter(|field| !field.service && field.name != routes::CONFIG);
    let names = settings.map(|field| field.name);
    names.filter(move |name| kind.spec().naming != Naming::Own(name))
}

/// Those of them that a document names.
pub fn blocks(document: &Value) -> impl Iterator<Item = &'static str> {
    all_blocks().filter(|name| document.get(name).is_some_and(|value| !value.is_null()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(routes: &[(&str, &str)]) -> Value {
        let route =
            |(path, function): &(&str, &str)| json!({"path": path, "functionName": function});
        let routes: Vec<Value> = routes.iter().map(route).collect();
        json!({"protocol": "HTTP", "routeConfig": {"routes": routes}})
    }

    fn claims() -> Claims {
        let mut document = domain(&[("/d", "demo")]);
        document["authConfig"] = json!({"authType": "function"});
        Claims {
            all: vec![DomainClaim::new(
                "site".to_owned(),
                ("r", "A.cn"),
                &document,
            )],
            ..Claims::default()
        }
    }

    fn alone(region: &str) -> Resource {
        Resource::of_domain("1".to_owned(), region.to_owned(), "a.cn".to_owned())
    }

    fn of_demo() -> Resource {
        let function = Resource::of_function("1".to_owned(), "r".to_owned(), "demo".to_owned());
        function.sibling(Kind::CustomDomain, "a.cn")
    }

    #[test]
    fn what_a_resource_names_is_its_own_whoever_else_has_it() {
        let online = domain(&[("/d", "demo"), ("/f", "demo"), ("/g", "demo"), ("/x", "x")]);
        let paths = |claims: &Claims, named: &[(&str, &str)]| {
            let own = claims.own_routes(&of_demo(), (&domain(named), None), ["/g".to_owned()]);
            routes::listed(&domain_of(&own.in_domain(&online)))
        };
        assert_eq!(paths(&claims(), &[("/f", "demo")]), ["/f"]);
        assert_eq!(paths(&claims(), &[("/d", "demo")]), ["/d", "/f"]);
        let none = Claims::default();
        assert_eq!(paths(&none, &[("/g", "demo")]), ["/d", "/f", "/g"]);
        let open = Claims {
            open: vec!["site".to_owned()],
            ..Claims::default()
        };
        assert_eq!(paths(&open, &[("/f", "demo")]), ["/f"]);
    }

    fn domain_of(routes: &[Value]) -> Value {
        json!({"routeConfig": {"routes": routes}})
    }

    #[test]
    fn a_claim_is_of_one_domain_in_one_region() {
        let claims = claims();
        assert!(claims.name(&alone("r")) && !claims.name(&alone("other")));
        assert!(claims.has_path(&of_demo(), "/d") && !claims.has_path(&of_demo(), "/f"));
        assert_eq!(claims.block_of(&of_demo(), "authConfig"), Some("site"));
        assert_eq!(claims.block_of(&of_demo(), "wafConfig"), None);
        assert!(!claims.take_block(&of_demo(), &json!({"authConfig": {}}), "authConfig"));
        let spared = claims.spared(&of_demo(), domain(&[("/d", "demo"), ("/f", "demo")]));
        assert_eq!(routes::listed(&spared), ["/f"]);
    }
}
