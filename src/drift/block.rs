//! Blocks whose parts are only valid as a whole, so that they are taken from one side.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Difference, Verdict};
use crate::model::edit::get;
use crate::model::fields::find;
use crate::model::path::{Path, PathStep};
use crate::snapshot::Part;

/// Whether a top-level setting is such a block.
pub fn is_block(part: &Part, top: &str) -> bool {
    find(part.resource.kind.fields(&part.desired), top).is_some_and(|field| field.together)
}

/// What is only valid as a whole: a block, or an entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Inseparable {
    Block(String),
    Entry(Path),
}

impl Inseparable {
    /// What of that kind a setting is a part of.
    fn of(part: &Part, path: &Path) -> Option<Inseparable> {
        if is_block(part, path.top()) {
            return Some(Inseparable::Block(path.top().to_owned()));
        }
        let is_item = |step: &PathStep| matches!(step, PathStep::Item(_));
        let at = path.0.iter().position(is_item)?;
        Some(Inseparable::Entry(Path(path.0[..=at].to_vec())))
    }

    /// Whether its parts can only be taken from one side. Of an entry that is on both sides each setting can be.
    fn is_one(&self, part: &Part) -> bool {
        let Inseparable::Entry(entry) = self else {
            return true;
        };
        let kind = part.resource.kind;
        let live = part.live.as_ref().map(|live| &live.document);
        let stands = |document: &Value| get(kind, document, entry).is_some();
        !(live.is_some_and(stands) && stands(&part.desired))
    }
}

/// Where both sides have a part in what is only valid as a whole, all of it is a conflict: neither could be applied
/// without the loss of the other.
pub(super) fn one_side(part: &Part, found: &mut [Difference]) {
    let wholes: BTreeSet<Inseparable> = found
        .iter()
        .filter_map(|one| Inseparable::of(part, &one.path))
        .collect();
    for whole in wholes {
        // What both sides say alike is no part of either, and what the service moved along is nobody's.
        let mut all: Vec<&mut Difference> = found
            .iter_mut()
            .filter(|one| Inseparable::of(part, &one.path).as_ref() == Some(&whole))
            .filter(|one| !matches!(one.verdict, Verdict::Agreed | Verdict::Along))
            .collect();
        let ours = |one: &Difference| matches!(one.verdict, Verdict::Local | Verdict::Conflict);
        let is_both = all.iter().any(|one| ours(one)) && all.iter().any(|one| one.overwrites());
        if is_both && whole.is_one(part) {
            all.iter_mut()
                .for_each(|one| one.verdict = Verdict::Conflict);
        }
    }
}
