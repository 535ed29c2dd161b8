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
    let provenance = removed(project, &gone).await;
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

/// What is on record of all that belongs to the root, or to the service in which it stands, which is a root by itself.
///
/// # Errors
/// A record cannot be read.
pub(super) async fn recorded(project: &Project<'_>) -> Result<Vec<Record>> {
    let root = project.root();
    let service = Some(root.holder()).filter(|one| *one != root);
    let mut records = Vec::new();
    for root in [Some(root), service].into_iter().flatten() {
        records.extend(project.records.siblings(&root).await?);
    }
    Ok(records)
}

/// What was deployed from here and is gone by other hands need not be remembered either. What is not on record as it
/// was before all of it was looked for online (`known`) was deployed since, and nobody has looked for that.
pub(super) async fn forget_rest(
    (project, former): (&Project<'_>, &[Resource]),
    removal: &Removal,
    known: &[Record],
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
    for record in recorded(project).await? {
        let goes = record.resource.root() == root || removal.ends_service();
        if goes && known.iter().any(|one| is_same(one, &record)) {
            forget(project, former, removal, &record.resource).await?;
        }
    }
    Ok(())
}

/// Whether nobody has deployed between two readings of a record; this run itself opens what others have left closed.
fn is_same(one: &Record, other: &Record) -> bool {
    let deployed = |one: &Record| Record {
        draining: None,
        ..one.clone()
    };
    deployed(one) == deployed(other)
}

/// What stays on record of a resource that was taken away, where anything does; `gone` is what was on record of it. No
/// commit tells of that, unless the file here does not have any more what the tree here is known to come after.
pub(super) async fn removed(project: &Project<'_>, gone: &Record) -> Option<Authorship> {
    if !project.records.is_remembered() {
        return None;
    }
    let checkout = project.checkout().await;
    let copy = project.records.copy();
    let now = project.world.clock.now();
    let is_told = !project.desired.may_want(&gone.resource) && comes_after(project, gone).await;
    Some(Authorship::of(Provenance {
        is_by_hand: !is_told,
        ..Provenance::removed(&checkout, copy, now)
    }))
}

/// Whether the tree here is known to come after all that is on record.
async fn comes_after(project: &Project<'_>, record: &Record) -> bool {
    let checkout = project.checkout().await;
    let deploys = record.provenance.clone().unwrap_or_default();
    for deploy in [true, false].iter().flat_map(|half| deploys.sources(*half)) {
        let deployed = deploy.deployed();
        let relation = checkout.relation(project.world.programs, &deployed).await;
        if !relation.is_contained() {
            return false;
        }
    }
    true
}
