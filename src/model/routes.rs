//! The routes of a custom domain, which functions of several projects may share: which are whose, and
//! how ours stand in a list that goes to the service as a whole.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::document::{Leaves, leaves, same};
use crate::model::path::{Path, PathStep};
use crate::model::resource::{Kind, Resource};
use crate::plain::line;
use crate::words;
use crate::words::Words;

/// The setting of a domain that holds its routes.
pub const CONFIG: &str = "routeConfig";

/// The setting of a route that says to which function it leads, and so whose it is.
const OWNER: &str = "functionName";

/// Where the routes of a domain stand.
pub fn place() -> Path {
    Path::default().key(CONFIG).key("routes")
}

/// The setting that says to which function a route leads, which stands at that place.
pub fn owner_of(route: &Path) -> Path {
    route.key(OWNER)
}

/// Whether a setting says to which function a route leads.
pub fn is_owner(setting: &Path) -> bool {
    route_of(setting).is_some_and(|route| route.key(OWNER) == *setting)
}

/// The routes of a domain, in their order.
pub fn of(domain: &Value) -> Vec<Value> {
    each(domain).cloned().collect()
}

/// The same, to be looked at.
pub fn each(domain: &Value) -> impl Iterator<Item = &Value> {
    domain[CONFIG]["routes"].as_array().into_iter().flatten()
}

/// Which routes of a domain are a resource's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnRoutes {
    /// Those that lead to the function that it belongs to.
    LeadingTo(String),
    /// The same but for those at these paths, which are others'.
    LeadingBut(String, BTreeSet<String>),
    /// Those of them that stand at these paths.
    LeadingAt(String, BTreeSet<String>),
    /// Those at these paths, wherever they lead: what a domain that belongs to no function lists.
    At(BTreeSet<String>),
}

impl OwnRoutes {
    /// Those of a resource. A domain that belongs to no function has those that any of the `documents` lists:
    /// what is wanted, and what was deployed.
    pub fn of<'d>(
        resource: &Resource,
        documents: impl IntoIterator<Item = &'d Value>,
    ) -> OwnRoutes {
        match resource.lead() {
            Some(function) => OwnRoutes::LeadingTo(function.into_owned()),
            None => OwnRoutes::At(documents.into_iter().flat_map(listed).collect()),
        }
    }

    /// Those that were sent by these documents, whoever else has one that leads to the same function.
    pub fn sent<'d>(
        resource: &Resource,
        documents: impl IntoIterator<Item = &'d Value>,
    ) -> OwnRoutes {
        let paths: BTreeSet<String> = documents.into_iter().flat_map(listed).collect();
        match resource.lead() {
            // Where nothing says which they were, any that leads there may be one.
            Some(function) if paths.is_empty() => OwnRoutes::LeadingTo(function.into_owned()),
            Some(function) => OwnRoutes::LeadingAt(function.into_owned(), paths),
            None => OwnRoutes::At(paths),
        }
    }

    /// Whether the route is one of them.
    pub fn has(&self, route: &Value) -> bool {
        self.owns(route["path"].as_str(), &|function| {
            route[OWNER] == *function
        })
    }

    /// Whether a route at that path is one of them; `leads_to` says whether it leads to a function.
    fn owns(&self, path: Option<&str>, leads_to: &dyn Fn(&str) -> bool) -> bool {
        let is_at = |paths: &BTreeSet<String>| path.is_some_and(|path| paths.contains(path));
        match self {
            OwnRoutes::LeadingTo(function) => leads_to(function),
            OwnRoutes::LeadingBut(function, others) => leads_to(function) && !is_at(others),
            OwnRoutes::LeadingAt(function, paths) => leads_to(function) && is_at(paths),
            OwnRoutes::At(paths) => is_at(paths),
        }
    }

    /// Those of them that a domain has.
    pub fn in_domain(&self, domain: &Value) -> Vec<Value> {
        let mut routes = of(domain);
        routes.retain(|route| self.has(route));
        routes
    }

    /// Those of a domain that are others'.
    pub fn others(&self, domain: &Value) -> Vec<Value> {
        let mut routes = of(domain);
        routes.retain(|route| !self.has(route));
        routes
    }

    /// Whether the domain has routes of others.
    pub fn is_shared(&self, domain: &Value) -> bool {
        !self.others(domain).is_empty()
    }

    /// The places of the routes among the settings of a domain that are others'.
    pub fn foreign(&self, domain: &Leaves) -> Vec<Path> {
        let routes: BTreeSet<Path> = domain.keys().filter_map(route_of).collect();
        let is_own = |route: &Path| {
            let owner = domain.get(&owner_of(route));
            let leads_to = |function: &str| owner.is_none_or(|leaf| leaf.value == *function);
            self.owns(path_of(route), &leads_to)
        };
        routes.into_iter().filter(|route| !is_own(route)).collect()
    }

    /// The function that a route has to lead to so that it is one of them, where that tells.
    pub fn function(&self) -> Option<&str> {
        match self {
            OwnRoutes::LeadingTo(function)
            | OwnRoutes::LeadingBut(function, _)
            | OwnRoutes::LeadingAt(function, _) => Some(function),
            OwnRoutes::At(_) => None,
        }
    }

    /// The routes that are to stand in a domain: those of others as they are, and of our own exactly these.
    pub fn replaced(&self, domain: &Value, own: &[Value]) -> Vec<Value> {
        let dropped = paths(&self.in_domain(domain));
        self.merged(domain, own, &dropped)
    }

    /// The routes of a domain with our own put in and those of the dropped paths left out. What else would be
    /// ours was added by somebody else, and stays.
    pub fn merged(&self, domain: &Value, own: &[Value], dropped: &[Value]) -> Vec<Value> {
        let of_path = |path: &Value| own.iter().find(|route| route["path"] == *path);
        let goes = |route: &Value| self.has(route) && dropped.contains(&route["path"]);
        let mut routes: Vec<Value> = of(domain)
            .into_iter()
            .filter_map(|route| match of_path(&route["path"]) {
                Some(own) => Some(own.clone()),
                None => (!goes(&route)).then_some(route),
            })
            .collect();
        for route in own {
            if !routes.iter().any(|one| one["path"] == route["path"]) {
                routes.push(route.clone());
            }
        }
        in_order(routes, own)
    }

    /// Whether a domain has these routes as they are, and none of ours at the dropped paths.
    pub fn holds(&self, domain: &Value, wanted: &[Value], dropped: &[Value]) -> bool {
        // As a document, so that routes are compared as settings are, by meaning.
        let document = |routes: &[Value]| json!({CONFIG: {"routes": routes}});
        let mut own = self.in_domain(domain);
        // Any other one was added by somebody else: it is neither missing nor left over.
        let ours = [paths(wanted), dropped.to_vec()].concat();
        own.retain(|route| ours.contains(&route["path"]));
        let found = leaves(Kind::CustomDomain, &document(&own));
        let wanted = leaves(Kind::CustomDomain, &document(wanted));
        let mut paths = found.keys().chain(wanted.keys());
        paths.all(|path| same(found.get(path), wanted.get(path)))
    }

    /// The domain with no routes but these.
    pub fn retain_in(&self, domain: &mut Value) {
        let routes = domain[CONFIG].get_mut("routes");
        if let Some(routes) = routes.and_then(Value::as_array_mut) {
            routes.retain(|route| self.has(route));
        }
    }

    /// That a domain has none of them, behind the domain's name.
    pub fn are_missing(&self) -> Words {
        match self {
            OwnRoutes::LeadingTo(function) => {
                let function = line(function);
                words!(
                    "has no route to function {function}",
                    "没有指向函数 {function} 的路由"
                )
            }
            OwnRoutes::LeadingBut(function, _) | OwnRoutes::LeadingAt(function, _) => {
                let function = line(function);
                words!(
                    "has no route of function {function} but what other resources list",
                    "除其他资源列出的路由外，没有函数 {function} 的路由"
                )
            }
            OwnRoutes::At(_) => words!(
                "has none of the routes listed in s.yaml",
                "没有 s.yaml 中列出的路由"
            ),
        }
    }

    /// What people call them.
    pub fn label(&self) -> Words {
        match self {
            OwnRoutes::LeadingTo(function)
            | OwnRoutes::LeadingBut(function, _)
            | OwnRoutes::LeadingAt(function, _) => {
                let function = line(function);
                words!(
                    "the routes of function {function}",
                    "指向函数 {function} 的路由"
                )
            }
            OwnRoutes::At(_) => words!("the routes listed in s.yaml", "s.yaml 中列出的路由"),
        }
    }
}

/// These routes, those that `own` lists in its order, as upstream keeps that of the file. Others' stay in their places.
fn in_order(mut routes: Vec<Value>, own: &[Value]) -> Vec<Value> {
    let at = |list: &[Value], path: &Value| list.iter().position(|one| one["path"] == *path);
    let is_own = |route: &Value| at(own, &route["path"]).is_some();
    let mut sorted: Vec<Value> = routes
        .iter()
        .filter(|route| is_own(route))
        .cloned()
        .collect();
    sorted.sort_by_key(|route| at(own, &route["path"]));
    let places = routes.iter_mut().filter(|route| is_own(route));
    places.zip(sorted).for_each(|(place, route)| *place = route);
    routes
}

/// Puts the routes of a domain into the order in which another document lists them.
pub fn order(domain: &mut Value, by: &Value) {
    let list = domain.pointer_mut("/routeConfig/routes");
    if let Some(list) = list.and_then(Value::as_array_mut) {
        *list = in_order(std::mem::take(list), &of(by));
    }
}

/// The paths of the routes that a document lists.
pub fn listed(domain: &Value) -> Vec<String> {
    let routes = of(domain).into_iter();
    let path = |route: Value| route["path"].as_str().map(str::to_owned);
    routes.filter_map(path).collect()
}

/// Takes the routes at these paths out of a document, and returns them.
pub fn take(domain: &mut Value, is_taken: impl Fn(&str) -> bool) -> Vec<Value> {
    let is_taken = |route: &Value| route["path"].as_str().is_some_and(&is_taken);
    let (taken, stay): (Vec<Value>, Vec<Value>) = of(domain).into_iter().partition(is_taken);
    let routes = domain.pointer_mut("/routeConfig/routes");
    if let Some(routes) = routes {
        *routes = stay.into();
    }
    taken
}

/// Puts routes behind those of a document.
pub fn add(domain: &mut Value, routes: Vec<Value>) {
    if let (false, Some(map)) = (routes.is_empty(), domain.as_object_mut()) {
        let all = [of(&Value::Object(map.clone())), routes].concat();
        let config = config(&Value::Object(map.clone()), all);
        map.insert(CONFIG.to_owned(), config);
    }
}

/// The paths of these routes.
pub fn paths(routes: &[Value]) -> Vec<Value> {
    routes.iter().map(|route| route["path"].clone()).collect()
}

/// The setting of a domain that holds its routes, with these in it, and with whatever else others have
/// there.
pub fn config(domain: &Value, routes: Vec<Value>) -> Value {
    let mut config = domain[CONFIG].as_object().cloned().unwrap_or_default();
    config.insert("routes".to_owned(), routes.into());
    config.into()
}

/// A path of these routes that leads to another function than they do by now, and that function.
pub fn claimed(domain: &Value, own: &[Value]) -> Option<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let leads_elsewhere = |route: &Value| {
        let mut own = own.iter();
        own.any(|one| one["path"] == route["path"] && one[OWNER] != route[OWNER])
    };
    let route = of(domain).into_iter().find(leads_elsewhere)?;
    Some((text(&route["path"]), text(&route[OWNER])))
}

/// The path of the route that a setting of a domain belongs to.
pub fn path_of(setting: &Path) -> Option<&str> {
    if setting.top() != CONFIG {
        return None;
    }
    setting.0.iter().find_map(|step| match step {
        PathStep::Item(path) => Some(path.as_str()),
        PathStep::Key(_) => None,
    })
}

/// The place of the route that a setting of a domain belongs to.
pub fn route_of(setting: &Path) -> Option<Path> {
    let is_item = |step: &PathStep| matches!(step, PathStep::Item(_));
    let depth = setting.0.iter().position(is_item)?;
    (setting.top() == CONFIG).then(|| Path(setting.0[..=depth].to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(routes: &[(&str, &str)]) -> Value {
        let route = |(path, function): &(&str, &str)| json!({"path": path, "functionName": function, "qualifier": "LATEST"});
        json!({"routeConfig": {"routes": routes.iter().map(route).collect::<Vec<_>>()}})
    }

    fn demo() -> OwnRoutes {
        OwnRoutes::LeadingTo("demo".to_owned())
    }

    fn named(routes: &[Value]) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let pair = |route: &Value| (text(&route["path"]), text(&route[OWNER]));
        routes.iter().map(pair).collect()
    }

    #[test]
    fn ours_go_into_whatever_others_have_by_now() {
        let ours = of(&domain(&[("/a", "demo"), ("/new", "demo")]));
        let fresh = domain(&[("/x", "x"), ("/a", "demo"), ("/old", "demo"), ("/y", "y")]);
        let pair = |path: &str, function: &str| (path.to_owned(), function.to_owned());
        assert_eq!(
            named(&demo().replaced(&fresh, &ours)),
            [
                pair("/x", "x"),
                pair("/a", "demo"),
                pair("/y", "y"),
                pair("/new", "demo")
            ]
        );
        assert!(demo().is_shared(&fresh) && !demo().is_shared(&domain(&[("/a", "demo")])));
    }

    #[test]
    fn what_is_missing_or_left_over_is_seen() {
        let ours = [json!({"path": "/a", "functionName": "demo"})];
        let dropped = [json!("/b")];
        let theirs = [("/a", "demo"), ("/x", "x"), ("/theirs", "demo")];
        assert!(demo().holds(&domain(&theirs), &ours, &dropped));
        for other in [&[("/x", "x")][..], &[("/a", "demo"), ("/b", "demo")]] {
            assert!(!demo().holds(&domain(other), &ours, &dropped), "{other:?}");
        }
        let all = [&theirs[1..], &[("/b", "demo")]].concat();
        let merged = named(&demo().merged(&domain(&all), &ours, &dropped));
        let paths: Vec<&str> = merged.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["/x", "/theirs", "/a"]);
        let taken = domain(&[("/a", "x")]);
        assert_eq!(
            claimed(&taken, &ours),
            Some(("/a".to_owned(), "x".to_owned()))
        );
        assert_eq!(claimed(&domain(&[("/a", "demo")]), &ours), None);
    }

    #[test]
    fn a_list_of_a_domain_has_its_paths_and_no_others() {
        let alone = Resource::of_domain("1".to_owned(), "r".to_owned(), "a.cn".to_owned());
        let (wanted, before) = (domain(&[("/a", "a")]), domain(&[("/b", "b")]));
        let own = OwnRoutes::of(&alone, [&wanted, &before]);
        let online = domain(&[("/x", "a"), ("/b", "b"), ("/a", "other")]);
        let paths: Vec<String> = named(&own.in_domain(&online))
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(paths, ["/b", "/a"]);
        let foreign = own.foreign(&leaves(Kind::CustomDomain, &online));
        assert_eq!(foreign, [place().item("/x")]);
        let pair = |path: &str, function: &str| (path.to_owned(), function.to_owned());
        let replaced = named(&own.replaced(&online, &of(&wanted)));
        assert_eq!(replaced, [pair("/x", "a"), pair("/a", "a")]);
        assert_eq!(claimed(&online, &of(&wanted)), Some(pair("/a", "other")));
    }
}
