//! What left the file and stays online, because the service has no value of its own to which it would go back.

use super::{Difference, Verdict};
use crate::model::fields::{Fallback, Field};
use crate::model::path::Path;
use crate::snapshot::Part;

/// The settings that the file named at the last deploy and leaves to the service now, which goes on with their values.
pub(super) fn released(part: &Part, verdicts: &[Difference]) -> Vec<Path> {
    let kind = part.resource.kind;
    let is_left = |found: &&Difference| {
        found.verdict == Verdict::Settled
            && found.sent.is_some()
            && found.desired.is_none()
            && found.live.is_some()
            && found.field.is_some_and(is_kept)
            && !(part.is_dropped() || kind.is_code(found.path.top()))
            && !kind.chooses_anew(&found.path)
            && !lacks_block(part, &found.path)
    };
    let left = verdicts.iter().filter(is_left);
    left.map(|found| found.path.clone()).collect()
}

/// Whether the service goes on with the value where a request says nothing of it. What it moves along with others it
/// may choose anew.
fn is_kept(field: &Field) -> bool {
    field.fallback == Fallback::Served && !field.unsent && field.follows.is_empty()
}

/// Whether the block in which it stands left the file with it.
fn lacks_block(part: &Part, path: &Path) -> bool {
    path.0.len() > 1 && part.desired.get(path.top()).is_none()
}
