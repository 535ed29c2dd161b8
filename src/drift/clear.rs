//! Values in clear, for the person who has to decide about them: of what `showValues` names, wherever
//! differences are shown; of anything else only where it is asked for at a terminal. What is kept and
//! compared stays sealed.

use serde_json::Value;

use super::{Difference, Drift};
use crate::model::document::leaves;
use crate::model::path::{Path, PathStep};
use crate::model::resource::Resource;
use crate::model::seal::{holds_sealed, is_sealed};
use crate::model::secrecy;
use crate::snapshot::{Part, Snapshot};

/// What the snapshots hold in clear. It never leaves memory but for a screen, or by `showValues`.
pub struct Clear<'a>(Vec<&'a Snapshot>);

impl<'a> Clear<'a> {
    /// What stands in these.
    pub fn new(snapshots: impl IntoIterator<Item = &'a Snapshot>) -> Clear<'a> {
        Clear(snapshots.into_iter().collect())
    }

    /// What stands online and here. Of what was deployed last only a digest is kept.
    pub fn values(&self, resource: &Resource, path: &Path) -> [Option<Value>; 2] {
        let snapshots = self.0.iter();
        let mut parts = snapshots.flat_map(|one| one.parts());
        let part = parts.find(|part| part.resource == *resource);
        part.map(|part| of_part(part, path)).unwrap_or_default()
    }

    /// What a resource looked like after the last deploy, as it is kept: sealed.
    pub fn last(&self, resource: &Resource) -> Option<&Value> {
        let mut parts = self.0.iter().flat_map(|one| one.parts());
        let part = parts.find(|part| part.resource == *resource)?;
        part.baseline.as_ref()?.seen.as_ref()
    }

    /// The same drift with the values in clear that `showValues` names. It is for showing only.
    pub fn shown(&self, drift: &Drift) -> Drift {
        let mut shown = drift.clone();
        for one in &mut shown.resources {
            let resource = one.resource.clone();
            for found in one.differences.iter_mut().chain(&mut one.kept) {
                if self.names(&resource, &found.path) {
                    self.reveal(&resource, found);
                }
            }
        }
        shown
    }

    /// Whether `showValues` names a setting. What sounds secret, or is known to be, stays so, whatever is
    /// listed.
    fn names(&self, resource: &Resource, path: &Path) -> bool {
        let [PathStep::Key(top), PathStep::Key(name)] = &path.0[..] else {
            return false;
        };
        // The first snapshot that knows the resource tells: the rules are those of its own resource of the
        // file.
        let shows = |one: &&Snapshot| {
            let part = one.part(resource)?;
            Some(one.rules.shows(path) && !part.repeating.contains(path))
        };
        let is_shown = self.0.iter().find_map(shows).unwrap_or_default();
        top == "environmentVariables" && !secrecy::name(name) && is_shown
    }

    /// Puts the values in clear that are known of a difference, but for those that look like a secret
    /// themselves.
    fn reveal(&self, resource: &Resource, found: &mut Difference) {
        let [live, desired] = self.values(resource, &found.path);
        let pairs = [(found.live.clone(), live), (found.desired.clone(), desired)];
        let known: Vec<(Value, Value)> = pairs
            .into_iter()
            .filter_map(|(sealed, clear)| Some((sealed?, clear?)))
            .filter(|(sealed, clear)| is_sealed(sealed) && !secrecy::value(clear))
            .collect();
        let all = [
            &mut found.sent,
            &mut found.seen,
            &mut found.live,
            &mut found.desired,
        ];
        // Of the last deploy only digests are kept. Where one equals that of a value which is known, so does
        // the value.
        for value in all.into_iter().flatten() {
            if let Some((_, clear)) = known.iter().find(|(sealed, _)| sealed == value) {
                *value = clear.clone();
            }
        }
    }
}

/// What stands online and here at a path, in clear.
fn of_part(part: &Part, path: &Path) -> [Option<Value>; 2] {
    let kind = part.resource.kind;
    let at = |document: &Value| leaves(kind, document).remove(path).map(|leaf| leaf.value);
    let live = part.live.as_ref().and_then(|live| at(&live.document));
    [live, at(&part.desired)]
}

/// Whether any value of a difference is shown as a mask.
pub fn is_masked(found: &Difference) -> bool {
    let all = [&found.sent, &found.seen, &found.live, &found.desired];
    all.into_iter().flatten().any(holds_sealed)
}
