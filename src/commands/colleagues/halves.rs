//! The halves of resources of which it matters whose deploy is on record.

use crate::drift::{Drift, ResourceDrift, Standing, Verdict};
use crate::model::resource::Resource;
use crate::snapshot::Snapshot;

/// A half of a resource, and whether that is the code of a function.
pub(super) type ResourceHalf = (Resource, bool);

/// The halves in which something reads as changed here, which are made again although they were taken away, or which
/// are to be forgotten although nobody here took them away.
pub(super) fn changed(snapshot: &Snapshot, drift: &Drift) -> Vec<ResourceHalf> {
    let mut halves = Vec::new();
    for one in &drift.resources {
        let kind = one.resource.kind;
        let found = one.differences.iter();
        let found = found.filter(|found| found.verdict == Verdict::Local);
        let mut of: Vec<bool> = found.map(|found| kind.is_code(found.path.top())).collect();
        // What goes with the function is made again with it, so that nobody has to be asked about each.
        let is_alone = snapshot.has_root || one.resource.is_root();
        let is_new = is_alone && one.standing == Standing::New;
        of.extend((is_new && one.part.is_removal()).then_some(false));
        of.extend(is_to_be_forgotten(one).then_some(false));
        for is_code in [true, false] {
            if of.contains(&is_code) {
                halves.push((one.resource.clone(), is_code));
            }
        }
    }
    halves
}

/// Whether others have deleted a configuration that is on record, and the file here does not have it.
fn is_to_be_forgotten(one: &ResourceDrift) -> bool {
    let is_gone = one.standing == Standing::Gone && one.part.live.is_none();
    is_gone && one.part.baseline.is_some()
}
