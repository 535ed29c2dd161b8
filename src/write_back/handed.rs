//! The props by which another component leaves online what is to stay there. Nothing is written into a file.

use serde_json::Value;

use super::kept::{is_answer, setting};
use super::{EditByHand, Setting, by_hand, nowhere, place, together, unproved};
use crate::error::Result;
use crate::given::Given;
use crate::model::document::{leaves, same};
use crate::model::path::Path;
use crate::plan::{Keeping, Plan};
use crate::snapshot::{Part, Snapshot};

/// The props that say all of these settings and nothing else new, or what is in the way of them.
///
/// # Errors
/// None of its own.
pub fn props_with(given: &Given<'_>, settings: &[Setting]) -> Result<(Value, Vec<EditByHand>)> {
    let attempt = |settings: &[Setting]| Ok((Vec::new(), put_all(given, settings).1));
    let (open, places) = together::proved(&attempt, settings)?;
    match places.is_empty() {
        true => Ok(put_all(given, &open)),
        false => Ok((Value::Null, places)),
    }
}

/// The props with the settings put in, and those that they do not say then as they are meant.
pub(super) fn put_all(given: &Given<'_>, settings: &[Setting]) -> (Value, Vec<EditByHand>) {
    let mut places = Vec::new();
    let mut props = given.props.clone();
    for setting in settings {
        let (resource, path) = (&setting.resource, &setting.path);
        let way = given.way(&props, resource, path);
        let value = setting.value();
        let value = value.map(|value| given.worded(resource, path, value));
        if !way.is_some_and(|way| place::put(&mut props, &way, value.as_ref())) {
            places.push(by_hand(setting, None, nowhere()));
        }
    }
    places.extend(unproved(given, &props, settings));
    (props, places)
}

/// What belongs to the console and does not stand in the file as it is online: whoever sends all of the file would
/// overwrite it.
pub fn consoles(snapshot: &Snapshot) -> Vec<Setting> {
    let of_part = |part: &Part| -> Vec<Setting> {
        let Some(live) = &part.live else {
            return Vec::new();
        };
        let kind = part.resource.kind;
        let (live, file) = (leaves(kind, &live.document), leaves(kind, &part.file));
        let is_other = |path: &&Path| {
            !kind.is_code(path.top())
                && !is_answer(part, path)
                && !same(live.get(*path), file.get(*path))
        };
        let paths = part.console.iter().filter(is_other);
        paths
            .map(|path| setting(part, path.clone(), false, None))
            .collect()
    };
    snapshot.parts().flat_map(of_part).collect()
}

/// What stands kept and only the service says, such as the build behind a tag: no props can.
pub fn unsayable(plan: &Plan) -> Vec<Path> {
    let steps = plan.steps.iter();
    let kept = steps.flat_map(|step| step.kept.iter().map(move |one| (step, one.path())));
    let unsayable = kept.filter(|(step, path)| is_answer(&step.part, path));
    unsayable
        .map(|(step, path)| step.resource.address(path))
        .collect()
}

/// Whether the code stays as it is online.
pub fn keeps_code(plan: &Plan) -> bool {
    let mut steps = plan.steps.iter();
    steps.any(|step| {
        let kind = step.resource.kind;
        let kept = step.kept.iter().map(Keeping::path);
        let mut all = kept.chain(&step.part.console);
        step.part.live.is_some() && all.any(|path| kind.is_code(path.top()))
    })
}
