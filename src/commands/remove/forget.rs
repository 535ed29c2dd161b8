//! What is on record of something that was removed.

use super::targets::{Removal, Target};
use crate::cli::RemoveFlags;
use crate::commands::mark;
use crate::error::Result;
use crate::model::resource::Resource;
use crate::project::Project;
use crate::state::provenance::{Authorship, Provenance};
use crate::state::record::Record;

/// Forgets a resource. A domain is also on record under the earlier names of its function (`former`): what
/// stands there and is not newer went with it, and would be told as deleted by others. A domain that is left
/// alone because it leads to one of them goes with that one.
///
/// # Errors
/// A record cannot be read or written.
pub(super) async fn forget(
    project: &Project<'_>,
    former: &[Resource],
    removal: &Removal,
    resource: &Resource,
) -> Result<()> {
    let records = &project.records;
    let gone = records.load(resource).await?;
    // A record that says nothing takes its file away when it is saved.
    let provenance = removed(project, resource).await;
    let none = |resource: Resource| Record {
        provenance: provenance.clone(),
        ..Record::new(resource, records.sealer().id())
    };
    let goes = |one: &&Resource| {
        // A domain that belongs to no function is another one under another name, and has a record of its own.
        let is_shared = resource.kind.is_shared() && !resource.is_root();
        let is_near = one.region == resource.region && is_shared;
        is_near && !removal.leaves_to(resource, one)
    };
    for function in former.iter().filter(goes) {
        let renamed = resource.under(function);
        let earlier = records.load(&renamed).await?;
        // One that is newer is of a deploy under that name, whose routes may stand there.
        if !earlier.is_empty() && earlier.at() <= gone.at() {
            records.save(&none(earlier.resource)).await?;
        }
    }
    records.save(&none(resource.clone())).await
}

/// What was deployed from here and is gone by other hands need not be remembered either.
pub(super) async fn forget_rest(
    project: &Project<'_>,
    former: &[Resource],
    removal: &Removal,
    flags: &RemoveFlags,
) -> Result<()> {
    let root = project.root();
    let is_whole = flags.scope.rest && flags.scope.function.is_some();
    let goes = removal.targets.contains(&Target::Resource(root.clone()));
    if (is_whole || goes) && !removal.ends_service() {
        mark::take_off(project).await;
    }
    // A removal of a part says nothing of the rest.
    if !is_whole {
        return Ok(());
    }
    // The service in which the function stood is a root by itself, with what is bound to it.
    let service = Some(root.holder()).filter(|one| *one != root && removal.ends_service());
    for root in [Some(root), service].into_iter().flatten() {
        for record in project.records.siblings(&root).await? {
            forget(project, former, removal, &record.resource).await?;
        }
    }
    Ok(())
}

/// What stays on record of a resource that was taken away, where anything does.
pub(super) async fn removed(project: &Project<'_>, resource: &Resource) -> Option<Authorship> {
    if !project.records.is_remembered() {
        return None;
    }
    let checkout = project.checkout().await;
    let copy = project.records.copy();
    let now = project.world.clock.now();
    Some(Authorship::of(Provenance {
        is_by_hand: project.desired.may_want(resource),
        ..Provenance::removed(&checkout, copy, now)
    }))
}
