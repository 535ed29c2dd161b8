//! What is decided about the parts of a domain that others share, where the table of verdicts has no baseline to go
//! by.

use super::Witnesses;
use crate::model::path::Path;
use crate::model::routes;

impl Witnesses {
    /// Whether it belongs to a block of a domain that the project leaves out and never had: upstream never sends
    /// such a block, so that it stays as whoever set it wants it.
    pub(super) fn is_left_out(&self, path: &Path) -> bool {
        let is_named = self.named.iter().any(|one| one == path.top());
        self.is_shared && self.baseline.is_none() && !is_named
    }

    /// Whether a setting belongs to a route that a domain, shared with other functions, does not have
    /// yet: it takes nothing from anybody. Where the domain was to stay deleted, so was the route.
    pub(super) fn adds_route(&self, path: &Path) -> bool {
        if self.is_made_again {
            return false;
        }
        let Some(route) = routes::route_of(path) else {
            return false;
        };
        !self.live.keys().any(|live| live.0.starts_with(&route.0))
    }

    /// Whether the file has begun to name a block or a route of a domain that was only ever seen there: nobody here
    /// has decided about it.
    pub(super) fn begins(&self, path: &Path) -> bool {
        let has = |names: &[String]| names.iter().any(|one| one == path.top());
        let is_new = || !has(&self.sent) || self.begins_route(path);
        self.is_shared && has(&self.named) && is_new()
    }

    /// Whether the route of a setting is newly named in a list. What leads to another function than ours is refused
    /// where a function names it.
    fn begins_route(&self, path: &Path) -> bool {
        let is_wanted = |route: &Path| self.desired.keys().any(|one| one.0.starts_with(&route.0));
        let is_new = |route: &Path| self.routes.as_ref().is_some_and(|all| !all.contains(route));
        routes::route_of(path).is_some_and(|route| is_new(&route) && is_wanted(&route))
    }

    /// Whether a setting belongs to a block of a domain that was deployed from here, in which nothing stands and
    /// nothing stood: it takes nothing from anybody.
    pub(super) fn takes_nothing(&self, path: &Path) -> bool {
        let is_of_it = |one: &Path| one.top() == path.top();
        let seen = self.baseline.iter().flat_map(|(_, seen)| seen.keys());
        let is_new = self.baseline.is_none() || self.begins(path);
        let is_empty = !self.live.keys().chain(seen).any(is_of_it);
        self.is_shared && self.is_known && !self.is_made_again && is_new && is_empty
    }
}
