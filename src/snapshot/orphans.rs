//! What is online beside what is wanted: domains that a function was deployed with and that its resource does not name
//! any more, and triggers, whoever made them.

use serde_json::{Value, json};

use super::online::{Online, trigger_name};
use crate::model::desired::Desired;
use crate::model::resource::Resource;
use crate::model::routes::{self, OwnRoutes};
use crate::model::scope::Triggers;
use crate::state::record::Record;

/// Domains that were deployed from here and are no longer in `s.yaml`.
pub(super) fn domains(desired: &Desired, siblings: &[Record]) -> Vec<Resource> {
    // What the flags leave out is named by nothing here, and is not left over for that.
    let is_looked_for = desired.scope.rest && desired.scope.domains.is_empty();
    let domains = siblings
        .iter()
        // Where the deletion was accepted, nothing that is online by now was left there by us.
        .filter(|record| !record.stays_deleted())
        .map(|record| &record.resource)
        .filter(|one| one.kind.is_shared() && is_looked_for && !desired.may_want(one))
        // Of one that others name only what they do not name is left behind.
        .filter(|one| {
            !desired.claims.name(one) || !left_paths(desired, (one, siblings)).is_empty()
        });
    domains.cloned().collect()
}

/// The paths of a domain that were deployed from here and that nobody names any more.
fn left_paths(desired: &Desired, (domain, siblings): (&Resource, &[Record])) -> Vec<String> {
    let record = siblings.iter().find(|one| one.resource == *domain);
    let baseline = record.and_then(|record| record.baseline.as_ref());
    let sent = baseline.map(|baseline| routes::listed(&baseline.sent));
    let mut paths = sent.unwrap_or_default();
    paths.retain(|path| !desired.claims.has_path(domain, path));
    paths
}

/// Whether any of a domain that the file does not name any more is still online.
pub(super) fn is_online(
    desired: &Desired,
    (domain, siblings): (&Resource, &[Record]),
    online: &Online,
) -> bool {
    let Some(reply) = online.get(domain) else {
        return false;
    };
    let paths = left_paths(desired, (domain, siblings));
    let routes: Vec<Value> = paths.iter().map(|path| json!({"path": path})).collect();
    let sent = json!({routes::CONFIG: {"routes": routes}});
    let own = OwnRoutes::sent(domain, [&sent]);
    !desired.claims.name(domain) || !own.in_domain(&reply.doc).is_empty()
}

/// Triggers that are online but not wanted: ours from earlier, and other people's.
pub(super) fn leftovers(
    ours: &[Record],
    desired: &Desired,
    triggers: &[Value],
) -> (Vec<Resource>, Vec<Resource>) {
    // What the flags leave out is named by nothing here, and is not left over for that.
    if !desired.scope.rest || desired.scope.triggers != Some(Triggers::All) {
        return (Vec::new(), Vec::new());
    }
    let is_of = |record: &Record, resource: &Resource| record.resource == *resource;
    let is_ours = |resource: &Resource| {
        let mut ours = ours.iter();
        ours.any(|record| is_of(record, resource) && !record.stays_deleted())
    };
    triggers
        .iter()
        .filter_map(trigger_name)
        .map(|name| desired.trigger(name))
        .filter(|resource| !desired.may_want(resource))
        .partition(is_ours)
}
