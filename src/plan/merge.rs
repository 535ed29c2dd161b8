//! What a resource is to be online: what stands there, with what is the project's in it.

use serde_json::Value;

use super::answers::{Answers, Side};
use super::target::{apply, take_remnants, target};
use super::write::{self, update};
use super::{Change, bound, fixed, follow, hidden, side};
use crate::drift::{Difference, ResourceDrift, is_block};
use crate::error::Result;
use crate::model::edit::{get, set};
use crate::model::path::Path;
use crate::model::routes;
use crate::snapshot::Part;

/// The merged document, and what the decisions about it come to.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) document: Value,
    /// What brings it about; none where nothing has to be written.
    pub(super) action: Option<Change>,
    /// See [`Step`](super::Step), of these four.
    pub(super) overwrites: Vec<Path>,
    pub(super) unfit: Vec<Path>,
    pub(super) lasting: Vec<Path>,
    pub(super) lowered: Vec<Path>,
}

/// The merged document starts from what is online, so that whatever nobody decided to change stays,
/// and takes over what is the project's.
pub(super) fn merge(part: &Part, drift: &ResourceDrift, answers: &Answers) -> Result<Merged> {
    let kind = part.resource.kind;
    let online = part
        .live
        .as_ref()
        .map(|live| live.document.clone())
        .unwrap_or_default();
    let mut document = online.clone();
    let mut merged = Merged::default();
    let mut tops: Vec<&str> = Vec::new();
    let stays = stays(part, drift, answers)?;
    let found = drift.differences.iter().chain(&drift.kept);
    let mut led = Vec::new();
    for difference in found.filter(|one| !stays.contains(&one.path.top())) {
        let side = side(drift, difference, answers)?;
        // What becomes of a setting that the service moves depends on what it follows, which is only known
        // when everything else is merged.
        if part.is_led(&difference.path) {
            led.push((difference, side));
            continue;
        }
        if side == Side::Remote {
            continue;
        }
        // Nothing that could be sent is known of the project's side, so what is online stays.
        let Some(value) = target(kind, part, difference) else {
            // What only the service says is nobody's to take back.
            if !difference.field.is_some_and(|field| field.unsent) {
                merged.lasting.push(difference.path.clone());
            }
            continue;
        };
        fixed::check(&part.resource, &part.desired, difference)?;
        fixed::check_route(part, &online, difference)?;
        if difference.overwrites() {
            merged.overwrites.push(difference.path.clone());
        }
        apply(kind, &mut document, part, difference, value);
        written(&mut tops, difference);
    }
    let led = follow::going_back(part, led, &document, &tops);
    let paths = |found: &[&Difference]| -> Vec<Path> {
        found.iter().map(|found| found.path.clone()).collect()
    };
    merged.unfit = paths(&led.unfit);
    merged.lasting.extend(paths(&led.lasting));
    for difference in led.back {
        // Whoever moved it, the service along with others' change or they themselves: it is not ours.
        merged.overwrites.push(difference.path.clone());
        set(
            kind,
            &mut document,
            &difference.path,
            difference.seen.clone(),
        );
        written(&mut tops, difference);
    }
    // Only what is written anyway takes others' settings along, so all of this comes after it is known that
    // something is written. Else the baseline takes notice: what was accepted is no question the next time.
    if !tops.is_empty() {
        merged.lowered = bound::lower(part, &mut document, &mut tops);
        merged.overwrites.extend(merged.lowered.iter().cloned());
        merged.lasting.retain(|path| !merged.lowered.contains(path));
        take_remnants(part, &mut document, &tops);
        give_back(part, &online, &mut document);
        if kind.is_shared() {
            routes::order(&mut document, &part.desired);
        }
        let hidden = hidden::hand_along(part, &mut document, &tops, answers)?;
        merged.overwrites.extend(hidden);
        let action = update(part, &online, &document, &tops);
        merged.overwrites.extend(write::lost(part, &action));
        merged.action = Some(action);
    }
    merged.document = document;
    Ok(merged)
}

/// A block is only valid as a whole: where one part of it stays as it is online, all of it does.
fn stays<'d>(part: &Part, drift: &'d ResourceDrift, answers: &Answers) -> Result<Vec<&'d str>> {
    let mut stays = Vec::new();
    let found = drift.differences.iter().chain(&drift.kept);
    for difference in found.filter(|one| is_block(part, one.path.top())) {
        if difference.overwrites() && side(drift, difference, answers)? == Side::Remote {
            stays.push(difference.path.top());
        }
    }
    Ok(stays)
}

/// Adds the top-level setting of a difference to those that are written.
fn written<'d>(tops: &mut Vec<&'d str>, difference: &'d Difference) {
    let top = difference.path.top();
    if !tops.contains(&top) {
        tops.push(top);
    }
}

/// A block that goes as a whole takes nothing along that belongs to the console.
fn give_back(part: &Part, online: &Value, merged: &mut Value) {
    let kind = part.resource.kind;
    for path in &part.console {
        if let Some(value) = get(kind, online, path) {
            set(kind, merged, path, Some(value.clone()));
        }
    }
}
