//! Changes of a text.

use std::ops::Range;

/// One piece of a text that is replaced by another.
pub(super) struct Patch {
    /// Bytes of the old text.
    pub(super) range: Range<usize>,
    /// What stands there afterwards.
    pub(super) text: String,
}

impl Patch {
    /// Adds a text and takes nothing away.
    pub(super) fn insert(at: usize, text: String) -> Patch {
        Patch {
            range: at..at,
            text,
        }
    }

    /// Takes a text away.
    pub(super) fn delete(range: Range<usize>) -> Patch {
        let text = String::new();
        Patch { range, text }
    }
}

/// The text with pieces replaced. They are made from the last to the first and never overlap.
pub(super) fn patched(text: &str, patches: &[Patch]) -> String {
    let mut order: Vec<&Patch> = patches.iter().collect();
    order.sort_by_key(|patch| patch.range.start);
    let mut whole = text.to_owned();
    for patch in order.into_iter().rev() {
        // Within a character, or behind the end, nothing is edited; the proof then fails.
        if whole.get(patch.range.clone()).is_some() {
            whole.replace_range(patch.range.clone(), &patch.text);
        }
    }
    whole
}

/// Where a position of the old text stands in the new one.
pub(super) fn moved(at: usize, patches: &[Patch]) -> usize {
    let before = patches.iter().filter(|patch| patch.range.end <= at);
    let (mut added, mut gone) = (0, 0);
    for patch in before {
        added += patch.text.len();
        gone += patch.range.len();
    }
    (at + added).saturating_sub(gone)
}
