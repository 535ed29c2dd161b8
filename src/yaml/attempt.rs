//! Makes one edit, by the first way to do it that can be proved right.
//!
//! An edit is taken apart into small changes, and for each of them every place is tried at which it could be
//! written: where the value stands now, beside what brings it in, or in our own file. The project that comes
//! of a try is read anew and compared with the document that was asked for; the first that is equal is taken.
//! So no way of writing YAML has to be understood to be safe: what was not foreseen fails the proof, and a
//! person is told the place.

use serde_json::Value;

use crate::yaml::expression::has_live;
use crate::yaml::intent::{YamlChange, changed, changes, get};
use crate::yaml::local::{at_source, beside, local};
use crate::yaml::patch::Patch;
use crate::yaml::place::{Kinds, Way, hop, is_expression, ways};
use crate::yaml::project::{YamlProject, is_same};
use crate::yaml::resolve::clean;
use crate::yaml::unset::unset;
use crate::yaml::{Edit, Why, YamlStep};

/// A change of one file that has been proved right.
pub(super) type Attempted = (usize, Vec<Patch>);

/// Why an edit is not made, and the place that a person has to look at.
pub(super) struct Stop {
    /// For the person who has to edit it.
    pub(super) why: Why,
    /// Index of the file.
    pub(super) file: usize,
    /// The byte in its text.
    pub(super) at: usize,
}

/// The project after a change, and how its files were changed on the way there.
pub(super) type Next = (YamlProject, Vec<Attempted>);

/// Makes all small changes of an edit, one after the other.
pub(super) fn edited(project: &YamlProject, edit: &Edit) -> Result<Option<Next>, Stop> {
    let old = get(&project.resolved, &edit.path);
    let mut now: Option<YamlProject> = None;
    let mut done = Vec::new();
    for change in changes(&edit.path, old, edit.value.as_ref()) {
        let before = now.as_ref().unwrap_or(project);
        let made = match &change.value {
            Some(value) => set(before, &change, value),
            None => unset(before, &change),
        };
        // The changes before this one are not kept, so its place is that in the text without them.
        let (next, step) = made.map_err(|stop| placed(project, &change.path, stop))?;
        done.extend(step);
        now = Some(next);
    }
    let Some(now) = now else {
        return Ok(None);
    };
    let whole = YamlChange {
        path: edit.path.clone(),
        value: edit.value.clone().map(clean),
    };
    // Each small change was proved; together they must say the edit as a whole, too.
    if is_wanted(project, &now, &whole) {
        return Ok(Some((now, done)));
    }
    let stop = Stop {
        why: Why::Unsafe,
        file: 0,
        at: 0,
    };
    Err(placed(project, &edit.path, stop))
}

/// The same stop at the place that comes nearest to a path.
fn placed(project: &YamlProject, path: &[YamlStep], old: Stop) -> Stop {
    match nearest(ways(project, path)) {
        Some(mut way) => {
            while way.found && hop(project, &mut way) {}
            stop(project, &way, old.why)
        }
        None => old,
    }
}

/// Whether a project is what a change has to make of the one before.
pub(super) fn is_wanted(before: &YamlProject, after: &YamlProject, change: &YamlChange) -> bool {
    let top = change.path.first().and_then(|step| match step {
        YamlStep::Key(name) => Some(name.as_str()),
        YamlStep::Index(_) => None,
    });
    changed(&before.resolved, change).is_some_and(|wanted| is_same(&after.resolved, &wanted, top))
}

/// The stop that names the end of a way.
pub(super) fn stop(project: &YamlProject, way: &Way, why: Why) -> Stop {
    let tree = &project.files[way.file].tree;
    let at = tree.nodes[way.node].start;
    let at = match tree.nodes[way.node].parent {
        Some((holder, index)) => tree.span(holder, index).map_or(at, |span| span.start),
        None => at,
    };
    Stop {
        why,
        file: way.file,
        at,
    }
}

/// The one of several changes that makes of the document what it shall be.
fn proved(project: &YamlProject, change: &YamlChange, tries: Vec<Attempted>) -> Option<Next> {
    tries.into_iter().find_map(|(file, patches)| {
        let next = project.with(file, &patches)?;
        is_wanted(project, &next, change).then(|| (next, vec![(file, patches)]))
    })
}

/// Gives a value to a setting, in the first way that can be proved.
fn set(project: &YamlProject, change: &YamlChange, value: &Value) -> Result<Next, Stop> {
    let found = ways(project, &change.path);
    let Some(mut way) = nearest(found) else {
        return Err(Stop {
            why: Why::NotThere,
            file: 0,
            at: 0,
        });
    };
    // What stands at the end may be an alias or a variable: the value is written where that leads.
    while way.found && hop(project, &mut way) {}
    // Before anything is tried: written down, such a value would be run at the next deploy.
    if has_live(value) {
        return Err(stop(project, &way, Why::Live));
    }
    if is_expression(&project.files[way.file].tree, way.node) {
        return Err(stop(project, &way, Why::Expression));
    }
    if changed(&project.resolved, change).is_none() {
        return Err(stop(project, &way, Why::NotThere));
    }
    let mut tries = Vec::new();
    // Missing in our own file: there it harms nobody else, so that is tried before the place it comes from.
    if !way.found && !is_plain_root(project, &way) {
        tries.extend(local(project, change, value));
    }
    // Where it is written. The proof refuses it if something else would change as well.
    tries.extend(at_source(project, &way, change, value).map(|patches| (way.file, patches)));
    if !way.hops.iter().any(|hop| hop.kind == Kinds::Variable) {
        let beside = way
            .hops
            .iter()
            .filter_map(|hop| Some((hop.file, beside(project, hop, change)?)));
        tries.extend(beside);
        if way.inherited {
            tries.extend(local(project, change, value));
        }
    }
    let is_empty = tries.is_empty();
    proved(project, change, tries)
        .ok_or_else(|| stop(project, &way, reason(project, &way, is_empty)))
}

/// Whether a way ends in our own file without a detour: then its end is where a new key belongs.
fn is_plain_root(project: &YamlProject, way: &Way) -> bool {
    way.hops.is_empty() && !way.inherited && project.files[way.file].tree.root.is_some()
}

/// The way that reaches the value, else the one that comes nearest to it.
fn nearest(ways: Vec<Way>) -> Option<Way> {
    let mut best: Option<Way> = None;
    for way in ways {
        // Ways come in the order in which they win, so of equal ones the first is kept.
        let is_better = match &best {
            None => true,
            Some(best) => !best.found && (way.found || way.taken > best.taken),
        };
        if is_better {
            best = Some(way);
        }
    }
    best
}

/// Why none of the tries was right. `is_empty` is whether there was none at all.
pub(super) fn reason(project: &YamlProject, way: &Way, is_empty: bool) -> Why {
    let is_shared = way.inherited || !way.hops.is_empty();
    let tree = &project.files[way.file].tree;
    match way.hops.last() {
        Some(hop) if hop.kind == Kinds::Merge => Why::Merged,
        _ if is_shared || is_anchored(project, way) => Why::Shared,
        _ if is_empty || tree.nodes[way.node].tag.is_some() => Why::NotWhole,
        _ => Why::Unsafe,
    }
}

/// Whether the value, something around it or something in it has an anchor.
fn is_anchored(project: &YamlProject, way: &Way) -> bool {
    let nodes = &project.files[way.file].tree.nodes;
    let whole = &nodes[way.node];
    // An anchor inside of the value counts too: what refers to it would lose what it stands for.
    let mut inner = nodes.iter().filter(|node| node.anchored);
    if inner.any(|node| node.start >= whole.start && node.end <= whole.end) {
        return true;
    }
    let mut at = Some(way.node);
    // And one around it: the whole of it may be used somewhere else.
    while let Some(id) = at {
        if nodes[id].anchored {
            return true;
        }
        at = nodes[id].parent.map(|(holder, _)| holder);
    }
    false
}
