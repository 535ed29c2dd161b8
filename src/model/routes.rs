//! The routes of a custom domain, which functions of several projects may share: which are whose, and
//! how ours stand in a list that goes to the service as a whole.

use serde_json::{Value, json};

use crate::model::document::{leaves, same};
use crate::model::path::{Path, PathStep};
use crate::model::resource::Kind;

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
    let routes = domain[CONFIG]["routes"].as_array();
    routes.cloned().unwrap_or_default()
}

/// The routes of a domain that lead to the function.
pub fn own(domain: &Value, function: &str) -> Vec<Value> {
    let mut routes = of(domain);
    routes.retain(|route| leads_to(route, function));
    routes
}

/// Whether the route leads to the function.
pub fn leads_to(route: &Value, function: &str) -> bool {
    route[OWNER] == *function
}

/// Whether the domain has routes that lead to other functions.
pub fn is_shared(domain: &Value, function: &str) -> bool {
    of(domain).iter().any(|route| !leads_to(route, function))
}

/// The paths of these routes.
pub fn paths(routes: &[Value]) -> Vec<Value> {
    routes.iter().map(|route| route["path"].clone()).collect()
}

/// The routes that are to stand in a domain: those of others as they are, and of the function's own
/// exactly these.
pub fn with_own(domain: &Value, own: &[Value], function: &str) -> Vec<Value> {
    let dropped = paths(&self::own(domain, function));
    merged(domain, own, &dropped, function)
}

/// The routes of a domain with the function's own put in and those of the dropped paths left out. What
/// else leads to the function was added by somebody else, and stays.
pub fn merged(domain: &Value, own: &[Value], dropped: &[Value], function: &str) -> Vec<Value> {
    let of_path = |path: &Value| own.iter().find(|route| route["path"] == *path);
    let goes = |route: &Value| leads_to(route, function) && dropped.contains(&route["path"]);
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
    routes
}

/// The setting of a domain that holds its routes, with these in it, and with whatever else others have
/// there.
pub fn config(domain: &Value, routes: Vec<Value>) -> Value {
    let mut config = domain[CONFIG].as_object().cloned().unwrap_or_default();
    config.insert("routes".to_owned(), routes.into());
    config.into()
}

/// Whether a domain has these routes of the function as they are, and none at the dropped paths.
pub fn holds(domain: &Value, wanted: &[Value], dropped: &[Value], function: &str) -> bool {
    // As a document, so that routes are compared as settings are, by meaning.
    let document = |routes: &[Value]| json!({CONFIG: {"routes": routes}});
    let mut own = self::own(domain, function);
    // Another route to the function was added by somebody else: it is neither missing nor left over.
    let ours = [paths(wanted), dropped.to_vec()].concat();
    own.retain(|route| ours.contains(&route["path"]));
    let found = leaves(Kind::CustomDomain, &document(&own));
    let wanted = leaves(Kind::CustomDomain, &document(wanted));
    let mut paths = found.keys().chain(wanted.keys());
    paths.all(|path| same(found.get(path), wanted.get(path)))
}

/// A path of these routes that leads to another function by now, and that function.
pub fn claimed(domain: &Value, own: &[Value], function: &str) -> Option<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut others = of(domain)
        .into_iter()
        .filter(|route| !leads_to(route, function));
    let taken = |route: &Value| own.iter().any(|one| one["path"] == route["path"]);
    let route = others.find(taken)?;
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

/// The domain with no routes but those that lead to the function.
pub fn only_own(domain: &mut Value, function: &str) {
    let routes = domain[CONFIG].get_mut("routes");
    if let Some(routes) = routes.and_then(Value::as_array_mut) {
        routes.retain(|route| leads_to(route, function));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(routes: &[(&str, &str)]) -> Value {
        let route = |(path, function): &(&str, &str)| json!({"path": path, "functionName": function, "qualifier": "LATEST"});
        json!({"routeConfig": {"routes": routes.iter().map(route).collect::<Vec<_>>()}})
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
            named(&with_own(&fresh, &ours, "demo")),
            [
                pair("/x", "x"),
                pair("/a", "demo"),
                pair("/y", "y"),
                pair("/new", "demo")
            ]
        );
        assert!(is_shared(&fresh, "demo") && !is_shared(&domain(&[("/a", "demo")]), "demo"));
    }

    #[test]
    fn what_is_missing_or_left_over_is_seen() {
        let ours = [json!({"path": "/a", "functionName": "demo"})];
        let dropped = [json!("/b")];
        let theirs = [("/a", "demo"), ("/x", "x"), ("/theirs", "demo")];
        assert!(holds(&domain(&theirs), &ours, &dropped, "demo"));
        for other in [&[("/x", "x")][..], &[("/a", "demo"), ("/b", "demo")]] {
            assert!(!holds(&domain(other), &ours, &dropped, "demo"), "{other:?}");
        }
        let all = [&theirs[1..], &[("/b", "demo")]].concat();
        let merged = named(&merged(&domain(&all), &ours, &dropped, "demo"));
        let paths: Vec<&str> = merged.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["/x", "/theirs", "/a"]);
        let taken = domain(&[("/a", "x")]);
        assert_eq!(
            claimed(&taken, &ours, "demo"),
            Some(("/a".to_owned(), "x".to_owned()))
        );
        assert_eq!(claimed(&domain(&[("/a", "demo")]), &ours, "demo"), None);
    }
}
