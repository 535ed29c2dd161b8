//! How the tree here stands to those that colleagues have deployed, as the shared records tell of them.

use std::rc::Rc;

use crate::drift::{self, Drift, Verdict};
use crate::git::{Deployed, Relation};
use crate::model::resource::Resource;
use crate::project::Project;
use crate::snapshot::Snapshot;
use crate::state::provenance::Provenance;

/// The verdicts once more where something reads as changed here and its record is a colleague's: whether it is
/// ours depends on whether ours contains theirs. Git is only asked then.
pub(super) async fn compared(
    project: &Project<'_>,
    snapshot: &mut Snapshot,
    drift: Drift,
) -> Drift {
    let open: Vec<Resource> = local(&drift)
        .filter(|resource| !project.records.is_own(resource))
        .cloned()
        .collect();
    if open.is_empty() {
        return drift;
    }
    // The verdicts hold the parts, which are about to change.
    drop(drift);
    let mut known = Vec::new();
    for part in &mut snapshot.parts {
        if open.contains(&part.resource) {
            let tree = part.record.provenance.clone().unwrap_or_default();
            let relation = relation(project, tree, &mut known).await;
            Rc::make_mut(part).tree = Some(relation);
        }
    }
    drift::compare(snapshot, project.records.sealer())
}

/// The resources of which something reads as changed here.
fn local(drift: &Drift) -> impl Iterator<Item = &Resource> {
    let is_local = |verdict: Verdict| verdict == Verdict::Local;
    let resources = drift.resources.iter();
    let open = resources.filter(move |one| one.differences.iter().any(|one| is_local(one.verdict)));
    open.map(|one| &one.resource)
}

/// How the tree here stands to that one. One deploy writes several records, and git is asked once of it.
async fn relation(
    project: &Project<'_>,
    tree: Provenance,
    known: &mut Vec<(Deployed, Relation)>,
) -> Relation {
    let deployed = Deployed {
        commit: tree.commit,
        is_dirty: tree.is_dirty != Some(false),
        repository: tree.repository,
    };
    if let Some((_, relation)) = known.iter().find(|(one, _)| *one == deployed) {
        return *relation;
    }
    let checkout = project.checkout().await;
    let relation = checkout.relation(project.world.programs, &deployed).await;
    known.push((deployed, relation));
    relation
}
