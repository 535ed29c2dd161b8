//! Settings that the file leaves to the service, and that the service moves along with others: memory,
//! CPU and disk must fit together. What stood there once is only known to fit beside what stood there with
//! it, as far as the one depends on the other (`model/proportion`).

use serde_json::Value;

use super::Side;
use crate::drift::{Difference, Verdict};
use crate::model::document::{leaves, same};
use crate::model::path::Path;
use crate::model::proportion::independent;
use crate::snapshot::Part;

/// What becomes of the settings that are left to the service.
#[derive(Default)]
pub(super) struct Led<'a> {
    /// They go back to what stood there after the last deploy.
    pub(super) back: Vec<&'a Difference>,
    /// That was decided of them, too, but what stood there does not fit any more.
    pub(super) unfit: Vec<&'a Difference>,
    /// That was decided of them, too, but it is not known that anything else ever stood there.
    pub(super) lasting: Vec<&'a Difference>,
}

/// Whether it is known where a setting would go back to, and that it is not there already.
pub(super) fn has_moved(found: &Difference) -> bool {
    found.seen.is_some() && found.seen != found.live
}

/// Which of these go back to what stood there after the last deploy: those of which that was decided,
/// and those that come along with a write of what they follow. All of them only beside what they stood
/// beside then, where they depend on it; else they are not sent, and the service chooses what fits.
pub(super) fn going_back<'a>(
    part: &Part,
    led: Vec<(&'a Difference, Side)>,
    merged: &Value,
    tops: &[&str],
) -> Led<'a> {
    let kind = part.resource.kind;
    let seen = part.baseline.as_ref().and_then(|old| old.seen.as_ref());
    let Some(seen) = seen.map(|seen| leaves(kind, seen)) else {
        // Without a baseline nothing is known that it could go back to.
        let decided = led.into_iter().filter(|(_, side)| *side == Side::Local);
        return Led {
            lasting: decided.map(|(found, _)| found).collect(),
            ..Led::default()
        };
    };
    let merged = leaves(kind, merged);
    let (decided, rest): (Vec<_>, Vec<_>) =
        led.into_iter().partition(|(_, side)| *side == Side::Local);
    let mut decided: Vec<&Difference> = decided.into_iter().map(|(found, _)| found).collect();
    let moved = |found: &&Difference| has_moved(found);
    // What has not moved has nowhere to go back to.
    let lasting = decided.extract_if(.., |found| !has_moved(found)).collect();
    let mut back = decided.clone();
    // Nobody decided about these. They go back only with a write of what they follow; a write of anything
    // else leaves them to the service.
    let along = rest.into_iter().filter(|(found, _)| {
        let mut written = tops
            .iter()
            .copied()
            .chain(back.iter().map(|one| one.path.top()));
        found.verdict == Verdict::Along && written.any(|top| follows(found).any(|one| one == top))
    });
    let along: Vec<&Difference> = along.map(|(found, _)| found).collect();
    back.extend(along);
    back.retain(moved);
    let stands = |path: &Path, back: &[&Difference]| {
        same(seen.get(path), merged.get(path)) || back.iter().any(|one| one.path == *path)
    };
    // What cannot go back may be what another one needs beside it, so that is looked at again until nothing
    // more falls out. Each round but the last takes one away, so it ends.
    loop {
        let fits = |found: &Difference| {
            let mut all = seen.keys().chain(merged.keys());
            let binds = |path: &Path| {
                let top = path.top();
                follows(found).any(|one| one == top) && !independent(found.path.top(), top)
            };
            all.all(|path| !binds(path) || stands(path, &back))
        };
        let left: Vec<&Difference> = back.iter().copied().filter(|one| fits(one)).collect();
        if left.len() == back.len() {
            let goes = |found: &&Difference| back.iter().any(|one| one.path == found.path);
            decided.retain(|found| !goes(found));
            return Led {
                back,
                unfit: decided,
                lasting,
            };
        }
        back = left;
    }
}

/// The other settings that it follows.
fn follows(difference: &Difference) -> impl Iterator<Item = &'static str> {
    let field = difference.field;
    let all = field.into_iter().flat_map(|field| field.follows);
    let is_other = move |top: &&str| field.is_none_or(|field| field.name != *top);
    all.copied().filter(is_other)
}
