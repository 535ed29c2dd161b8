//! Blocks whose parts are only valid as a whole, so that they are taken from one side.

use std::collections::BTreeSet;

use super::{Difference, Verdict};
use crate::model::fields::find;
use crate::snapshot::Part;

/// Whether a top-level setting is such a block.
pub fn is_block(part: &Part, top: &str) -> bool {
    find(part.resource.kind.fields(&part.desired), top).is_some_and(|field| field.together)
}

/// Where both sides have a part in a block, all of it is a conflict: neither could be applied without
/// the loss of the other.
pub(super) fn one_side(part: &Part, found: &mut [Difference]) {
    let tops: BTreeSet<String> = found
        .iter()
        .map(|one| one.path.top().to_owned())
        .filter(|top| is_block(part, top))
        .collect();
    for top in tops {
        // What both sides say alike is no part of either, and what the service moved along is nobody's.
        let mut block: Vec<&mut Difference> = found
            .iter_mut()
            .filter(|one| {
                one.path.top() == top && !matches!(one.verdict, Verdict::Agreed | Verdict::Along)
            })
            .collect();
        let ours = |one: &Difference| matches!(one.verdict, Verdict::Local | Verdict::Conflict);
        if block.iter().any(|one| ours(one)) && block.iter().any(|one| one.overwrites()) {
            block
                .iter_mut()
                .for_each(|one| one.verdict = Verdict::Conflict);
        }
    }
}
