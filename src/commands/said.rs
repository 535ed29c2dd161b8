//! What the props of a resource say of its function and of its domain, as far as they are known: the one place from
//! where everything reads it that holds resources against each other.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::dialect;
use crate::model::auto::is_auto;
use crate::model::claims::all_blocks;
use crate::model::resource::{Generation, Resource};
use crate::model::routes;
use crate::stated::StatedProps;
use crate::yaml::is_live;

/// What one resource says. What only its turn tells is none.
#[derive(Debug)]
pub(super) struct SaidResource {
    pub(super) region: Option<String>,
    /// The name of its function; of FC 2.0 with that of the service before it.
    pub(super) function: Option<String>,
    /// Its domains; one of which nothing is known where only a turn tells them.
    pub(super) domains: Vec<SaidDomain>,
    /// The service of FC 2.0 in which the function stands, or which it is.
    service: Option<String>,
    /// Whether the service is all that it is.
    is_service: bool,
    /// Whether its domain is all that it is.
    is_domain: bool,
}

/// What it says of its domain.
#[derive(Debug, Default)]
pub(super) struct SaidDomain {
    /// In small letters: names of hosts do not tell capital ones apart. None where only a turn tells it, which makes
    /// it of the name of a function where it is `auto`.
    pub(super) name: Option<String>,
    /// Whether the resource is the domain, rather than a function with a route in it.
    pub(super) is_alone: bool,
    /// As far as it is known, in the words of the API.
    pub(super) document: Value,
    /// The settings that it names, and of which only a turn tells the value.
    pub(super) unclear: BTreeSet<&'static str>,
}

impl SaidResource {
    /// What the props say that were handed over.
    pub(super) fn handed(props: &Value) -> SaidResource {
        let get = |steps: &[&str]| steps.iter().try_fold(props, |at, step| at.get(step));
        SaidResource::of(|name| props.get(name).is_some(), get)
    }

    /// What the file says.
    pub(super) fn stated(props: &StatedProps) -> SaidResource {
        SaidResource::of(|name| props.has(name), |steps| props.at(steps).ok())
    }

    /// `has` tells which props there are, `get` what is known of them at the end of some steps.
    fn of<'v>(
        has: impl Fn(&str) -> bool,
        get: impl Fn(&[&str]) -> Option<&'v Value>,
    ) -> SaidResource {
        let known = |steps: &[&str]| get(steps).and_then(text);
        let is_domain = dialect::of(&has).root(&has).is_shared();
        let has_service = Generation::of_props(&has) == Generation::SECOND;
        let service = known(&["service", "name"]).filter(|_| has_service);
        let function = match has_service {
            true => service.as_deref().zip(known(&["function", "name"])),
            false => None,
        };
        let function = match function {
            Some((service, function)) => Some(format!("{service}/{function}")),
            None => known(&["functionName"]),
        };
        SaidResource {
            region: known(&["region"]),
            domains: match () {
                () if is_domain => vec![alone(&has, &|name| get(&[name]))],
                () if has_service && has("customDomains") => {
                    of_list(get(&["customDomains"]), function.as_deref())
                }
                () if has("customDomain") => vec![of_function(get(&["customDomain"]))],
                () => Vec::new(),
            },
            is_service: has_service && !has("function"),
            function,
            service,
            is_domain,
        }
    }

    /// The region and the name of what it is.
    pub(super) fn root(&self) -> Option<(&str, &str)> {
        let name = match self.is_domain {
            true => self.domains.first().and_then(|one| one.name.as_deref()),
            false if self.is_service => self.service.as_deref(),
            false => self.function.as_deref(),
        };
        self.region.as_deref().zip(name)
    }

    /// Whether both are known to stand in one service of FC 2.0.
    pub(super) fn shares_service(&self, other: &SaidResource) -> bool {
        let place = |one: &SaidResource| one.region.clone().zip(one.service.clone());
        place(self).is_some_and(|own| place(other) == Some(own))
    }

    /// Whether it is that root. A function of FC 2.0 is also the one that FC 3.0 sees under the name of its service
    /// and its own.
    pub(super) fn is(&self, root: &Resource) -> bool {
        if root.kind.is_in_common() {
            let seen = self.function.as_deref().and_then(|one| one.split_once('$'));
            let service = self.service.as_deref().or(seen.map(|(service, _)| service));
            let place = self.region.as_deref().zip(service);
            return place == Some((&*root.region, root.name()));
        }
        let is_kind = self.is_domain == root.kind.is_shared() && !self.is_service;
        self.root().is_some_and(|(region, name)| {
            let is_called = root.is_root_called(name) || root.lead().as_deref() == Some(name);
            is_kind && region == root.region && is_called
        })
    }
}

/// A text that is known.
fn text(value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !is_live(text))?;
    Some(text.to_owned())
}

fn domain_name(value: &Value) -> Option<String> {
    let name = text(value).filter(|_| !is_auto(value))?;
    Some(name.to_ascii_lowercase())
}

/// What the props of a domain say.
fn alone<'v>(has: &dyn Fn(&str) -> bool, get: &dyn Fn(&str) -> Option<&'v Value>) -> SaidDomain {
    let names = || {
        all_blocks()
            .chain([routes::CONFIG])
            .filter(|name| has(name))
    };
    let known = names().filter_map(|name| Some((name.to_owned(), get(name)?.clone())));
    SaidDomain {
        name: get("domainName").and_then(domain_name),
        is_alone: true,
        document: Value::Object(known.collect()),
        unclear: names().filter(|name| get(name).is_none()).collect(),
    }
}

/// What the list of domains of a function of FC 2.0 says. The function is named by its service and itself.
fn of_list(list: Option<&Value>, function: Option<&str>) -> Vec<SaidDomain> {
    let Some(list) = list.and_then(Value::as_array) else {
        return vec![SaidDomain::default()];
    };
    let lead = function.and_then(|name| name.split_once('/'));
    let lead = lead.map(|(service, function)| format!("{service}${function}"));
    let one = |given: &Value| {
        let blocks =
            all_blocks().filter_map(|name| Some((name.to_owned(), given.get(name)?.clone())));
        let mut document = Value::Object(blocks.collect());
        if let Some(id) = given.get("certId") {
            document["certConfig"] = json!({"certId": id});
        }
        let routes = given["routeConfigs"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let led = |mut route: Value| {
            route["functionName"] = json!(lead);
            route
        };
        routes::add(
            &mut document,
            routes
                .into_iter()
                .filter(Value::is_object)
                .map(led)
                .collect(),
        );
        SaidDomain {
            name: domain_name(&given["domainName"]),
            document,
            ..SaidDomain::default()
        }
    };
    list.iter().map(one).collect()
}

/// What the block of a function says.
fn of_function(block: Option<&Value>) -> SaidDomain {
    let Some(block) = block else {
        return SaidDomain::default();
    };
    let blocks = all_blocks().filter_map(|name| Some((name.to_owned(), block.get(name)?.clone())));
    let mut document = Value::Object(blocks.collect());
    routes::add(&mut document, vec![block["route"].clone()]);
    SaidDomain {
        name: domain_name(&block["domainName"]),
        document,
        ..SaidDomain::default()
    }
}

impl SaidDomain {
    /// Whether only a turn tells which routes it has.
    pub(super) fn has_open_routes(&self) -> bool {
        self.unclear.contains(routes::CONFIG)
    }

    /// The paths of its routes, as far as they are known.
    pub(super) fn paths(&self) -> impl Iterator<Item = String> {
        let paths = routes::listed(&self.document).into_iter();
        paths.filter(|path| !is_live(path))
    }

    /// What it names, with something in the place of what only a turn tells.
    pub(super) fn named(&self) -> Value {
        let mut named = self.document.clone();
        for name in self.unclear.iter().filter(|name| **name != routes::CONFIG) {
            named[name] = json!(true);
        }
        named
    }
}
