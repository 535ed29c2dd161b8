//! What a pipeline removes and makes again, like the environment of a branch.

use crate::model::resource::Resource;
use crate::project::Project;
use crate::state::provenance::Provenance;

/// Whether a run of a pipeline has removed a root as a whole, and this run is of the same person and out of a tree that
/// comes after that one. Whoever removed it knows of that; what anybody else has removed is asked about.
pub(in crate::commands) async fn is_same_person(
    project: &Project<'_>,
    resource: &Resource,
    removal: &Provenance,
) -> bool {
    // A name of git's configuration may be the machine's.
    let person = project.pipeline_person();
    let is_same = person.is_some() && person == removal.who;
    if !(is_same && removal.is_of_pipeline() && resource.is_root()) {
        return false;
    }
    let checkout = project.checkout().await;
    let programs = project.world.programs;
    let relation = checkout.relation(programs, &removal.tree()).await;
    relation.is_contained()
}
