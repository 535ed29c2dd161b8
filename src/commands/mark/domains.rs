//! The domains that led to a function at the deploy that its mark tells of. A mark has no name of any, so the one that the
//! project has given up is looked for among all that lead there.

use crate::model::resource::Resource;
use crate::model::routes::OwnRoutes;
use crate::project::Project;
use crate::snapshot::{Live, Snapshot};

/// Puts those beside what was read, and tells of them, since nobody else does where nothing is on record.
pub(super) async fn look_for_former(
    project: &Project<'_>,
    function: &Resource,
    snapshot: &mut Snapshot,
) {
    // Without the right to list them it stays unknown what the deploy has left.
    let Ok(all) = project.client.domains(function).await else {
        return;
    };
    for (domain, document) in all {
        let is_read = snapshot.part(&domain).is_some()
            || snapshot.beside.iter().any(|(one, _)| *one == domain);
        let own = OwnRoutes::of(&domain, []);
        if is_read || own.in_domain(&document).is_empty() {
            continue;
        }
        let is_told = [&snapshot.orphans, &snapshot.strangers].map(|all| all.contains(&domain));
        if !is_told.contains(&true) && !project.desired.claims.name(&domain) {
            snapshot.strangers.push(domain.clone());
        }
        let live = Live::new(domain.kind, document, None);
        snapshot.beside.push((domain, live));
    }
}
