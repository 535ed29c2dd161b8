//! What changed online between two readings of one resource.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Live, is_something};
use crate::model::document::{Leaf, leaves, same};
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::routes::{self, OwnRoutes};
use crate::wire::Reply;

impl Live {
    /// A reply about a resource; `None` where a configuration has nothing set in it.
    pub fn of(resource: &Resource, reply: Option<Reply>) -> Option<Live> {
        let live = reply.map(|reply| Live::new(resource.kind, reply.doc, reply.etag));
        live.filter(|live| is_something(resource.kind, live))
    }
}

/// The settings that differ, by meaning, between two readings of the same resource, of those that
/// `counts` is true for. The empty path stands for the resource as a whole, where it came or went.
/// Routes of a custom domain that are others' in both readings are not looked at: they are taken over as they
/// are.
pub fn moved(
    (kind, own): (Kind, &OwnRoutes),
    before: Option<&Value>,
    now: Option<&Value>,
    counts: impl Fn(&Path, &Leaf) -> bool,
) -> Vec<Path> {
    let (before, now) = match (before, now) {
        (None, None) => return Vec::new(),
        (Some(before), Some(now)) => (before, now),
        _ => return vec![Path::default()],
    };
    let (old, new) = (leaves(kind, before), leaves(kind, now));
    let paths: BTreeSet<&Path> = old.keys().chain(new.keys()).collect();
    let differs = |path: &&Path| {
        let (old, new) = (old.get(path), new.get(path));
        !same(old, new) && new.or(old).is_some_and(|leaf| counts(path, leaf))
    };
    // A route is only left aside where neither reading has it as ours: one that was taken from us counts.
    let foreign = |path: &Path| {
        kind.is_shared()
            && routes::path_of(path).is_some_and(|route| {
                [before, now]
                    .iter()
                    .all(|domain| is_others(domain, route, own))
            })
    };
    paths
        .into_iter()
        .filter(differs)
        .filter(|path| !foreign(path))
        .cloned()
        .collect()
}

/// Whether the domain has no route of that path that is ours.
fn is_others(domain: &Value, path: &str, own: &OwnRoutes) -> bool {
    let own = own.in_domain(domain);
    !own.iter().any(|route| route["path"] == *path)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn own() -> OwnRoutes {
        OwnRoutes::LeadingTo("demo".to_owned())
    }

    fn paths(kind: Kind, before: &Value, now: &Value) -> Vec<String> {
        let known = |_: &Path, leaf: &Leaf| leaf.field.is_some();
        let found = moved((kind, &own()), Some(before), Some(now), known);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_the_service_says_of_itself_is_no_move() {
        let before = json!({"timeout": 3, "lastModifiedTime": "a", "cpu": 0.35});
        let now = json!({"lastModifiedTime": "b", "cpu": 0.349_999_994, "novel": 1});
        assert!(paths(Kind::Function, &before, &now).is_empty());
        let now = json!({"timeout": 4, "cpu": 0.35, "code": "1"});
        assert_eq!(paths(Kind::Function, &before, &now), ["code", "timeout"]);
    }

    #[test]
    fn a_resource_that_came_or_went_moved_as_a_whole() {
        let all = |_: &Path, _: &Leaf| true;
        let document = json!({"timeout": 3});
        let (kind, own) = (Kind::Function, own());
        let found = moved((kind, &own), Some(&document), None, all);
        assert_eq!(found, [Path::default()]);
        assert!(moved((kind, &own), None, None, all).is_empty());
    }

    #[test]
    fn only_our_own_routes_move() {
        let domain = |routes: Value| json!({"routeConfig": {"routes": routes}});
        let before = domain(json!([{"path": "/a", "functionName": "demo"}]));
        let other = json!({"path": "/x", "functionName": "x"});
        let now = domain(json!([{"path": "/a", "functionName": "demo"}, other]));
        assert!(paths(Kind::CustomDomain, &before, &now).is_empty());
        let taken = domain(json!([{"path": "/a", "functionName": "x"}]));
        assert_eq!(
            paths(Kind::CustomDomain, &before, &taken),
            ["routeConfig.routes[/a].functionName"]
        );
    }
}
