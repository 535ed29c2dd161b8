//! Takes a value away, wherever it is written.
//!
//! What a template or the extended file says under the same path appears as soon as the nearer one is gone,
//! so one removal may take several steps; only the whole of them is proved.

use crate::yaml::Why;
use crate::yaml::attempt::{Attempted, Next, Stop, is_wanted, reason, stop};
use crate::yaml::intent::{YamlChange, floor};
use crate::yaml::node::{Id, NodeKind};
use crate::yaml::place::{Way, is_expression, ways};
use crate::yaml::project::YamlProject;
use crate::yaml::remove::remove;

/// Takes a value out of all places that bring it in, and proves that nothing else went with it.
pub(super) fn unset(project: &YamlProject, change: &YamlChange) -> Result<Next, Stop> {
    let mut done: Vec<Attempted> = Vec::new();
    let mut first: Option<Stop> = None;
    let mut now: Option<YamlProject> = None;
    // What stands in several files and templates has to go from all of them.
    for _ in 0..4 {
        let current = now.as_ref().unwrap_or(project);
        let mut found = ways(current, &change.path).into_iter();
        let Some(way) = found.find(|way| way.found) else {
            break;
        };
        let why = why(current, &way);
        // The first place is the one that wins, so it is the one that a person should look at.
        first.get_or_insert_with(|| stop(current, &way, why));
        let tries = taken_out(current, &way, change);
        let right = tries
            .iter()
            .position(|(next, _)| is_wanted(project, next, change));
        // None is right yet: the first is kept, and what still brings the value in is taken out next.
        let Some((next, step)) = tries.into_iter().nth(right.unwrap_or_default()) else {
            break;
        };
        done.push(step);
        if right.is_some() {
            return Ok((next, done));
        }
        now = Some(next);
    }
    Err(first.unwrap_or(Stop {
        why: Why::NotThere,
        file: 0,
        at: 0,
    }))
}

/// Why a value that stands there cannot be taken away.
fn why(project: &YamlProject, way: &Way) -> Why {
    let is_computed = is_expression(&project.files[way.file].tree, way.node);
    match reason(project, way, false) {
        Why::Unsafe if is_computed => Why::Expression,
        why => why,
    }
}

/// What becomes of the project by taking a value out of one file, in each way there is.
fn taken_out(
    project: &YamlProject,
    way: &Way,
    change: &YamlChange,
) -> Vec<(YamlProject, Attempted)> {
    let sheet = project.sheet(way.file);
    let tries = removals(project, way, change).into_iter();
    let patches = tries.filter_map(|(holder, index)| remove(sheet, holder, index));
    patches
        .filter_map(|patches| Some((project.with(way.file, &patches)?, (way.file, patches))))
        .collect()
}

/// What can be taken out so that a value goes: with it the keys above that get empty, else it alone.
fn removals(project: &YamlProject, way: &Way, change: &YamlChange) -> Vec<(Id, usize)> {
    let tree = &project.files[way.file].tree;
    let Some(own) = tree.nodes[way.node].parent else {
        return Vec::new();
    };
    // The props of a resource stay, even if they get empty.
    let kept = usize::try_from(floor(&change.path)).unwrap_or_default();
    // And so does what others may use: only keys behind the last detour are ours to take.
    let behind = way.hops.last().map_or(kept, |hop| hop.taken.max(kept));
    let mut left = change.path.len().saturating_sub(behind + 1);
    let mut top = own;
    while left > 0 && tree.len(top.0) == 1 {
        match tree.nodes[top.0].parent {
            Some(above) if matches!(tree.nodes[above.0].kind, NodeKind::Map { .. }) => top = above,
            _ => break,
        }
        left -= 1;
    }
    if top == own {
        vec![own]
    } else {
        vec![top, own]
    }
}
