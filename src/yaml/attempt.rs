//! Makes one edit, by the first way to do it that can be proved right.

use serde_json::{Map, Value};

use crate::yaml::expression::has_live;
use crate::yaml::intent::{Change, changed, changes, floor, get};
use crate::yaml::node::{Id, Kind};
use crate::yaml::patch::Patch;
use crate::yaml::place::{Hop, Kinds, Way, hop, is_expression, walk, ways};
use crate::yaml::project::{Project, is_same};
use crate::yaml::{Edit, Step, Why, insert::insert, remove::remove, replace::replace};

/// A change of one file that has been proved right.
pub(super) type Done = (usize, Vec<Patch>);

/// Why an edit is not made, and the place that a person has to look at.
pub(super) struct Stop {
    pub(super) why: Why,
    pub(super) file: usize,
    pub(super) at: usize,
}

/// The project after an edit, and how its files were changed on the way there.
pub(super) fn edited(project: &Project, edit: &Edit) -> Result<Option<(Project, Vec<Done>)>, Stop> {
    let old = get(&project.resolved, &edit.path);
    let mut now: Option<Project> = None;
    let mut done = Vec::new();
    for change in changes(&edit.path, old, edit.value.as_ref()) {
        let (next, step) = match &change.value {
            Some(value) => set(now.as_ref().unwrap_or(project), &change, value)?,
            None => unset(now.as_ref().unwrap_or(project), &change)?,
        };
        done.extend(step);
        now = Some(next);
    }
    Ok(now.map(|now| (now, done)))
}

/// The stop that names the end of a way.
fn stop(project: &Project, way: &Way, why: Why) -> Stop {
    let tree = &project.files[way.file].tree;
    let at = tree.nodes[way.node].start;
    let (file, _) = (way.file, why);
    let at = match tree.nodes[way.node].parent {
        Some((holder, index)) => tree
            .span(holder, index)
            .map_or(at, |span| span.start),
        None => at,
    };
    Stop { why, file, at }
}

/// The one of several changes that makes of the document what it shall be.
fn proved(project: &Project, change: &Change, tries: Vec<Done>) -> Option<(Project, Vec<Done>)> {
    let wanted = changed(&project.resolved, change)?;
    let top = change.path.first().and_then(|step| match step {
        Step::Key(name) => Some(name.as_str()),
        Step::Index(_) => None,
    });
    tries.into_iter().find_map(|(file, patches)| {
        let next = project.with(file, &patches)?;
        is_same(&next.resolved, &wanted, top).then(|| (next, vec![(file, patches)]))
    })
}

fn set(project: &Project, change: &Change, value: &Value) -> Result<(Project, Vec<Done>), Stop> {
    let found = ways(project, &change.path);
    let Some(mut way) = nearest(found) else {
        return Err(Stop {
            why: Why::NotThere,
            file: 0,
            at: 0,
        });
    };
    while way.found && hop(project, &mut way) {}
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
    if !way.found && !is_plain_root(project, &way) {
        tries.extend(local(project, change, value));
    }
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
fn is_plain_root(project: &Project, way: &Way) -> bool {
    way.hops.is_empty() && !way.inherited && project.files[way.file].tree.root.is_some()
}

/// The way that reaches the value, else the one that comes nearest to it.
fn nearest(ways: Vec<Way>) -> Option<Way> {
    let mut best: Option<Way> = None;
    for way in ways {
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

fn reason(project: &Project, way: &Way, is_empty: bool) -> Why {
    let is_shared = way.inherited || !way.hops.is_empty();
    let tree = &project.files[way.file].tree;
    match way.hops.last() {
        Some(hop) if hop.kind == Kinds::Merge => Why::Merged,
        _ if is_shared || is_anchored(project, way) => Why::Shared,
        _ if is_empty || tree.nodes[way.node].tag.is_some() => Why::NotWhole,
        _ => Why::Unsafe,
    }
}

fn is_anchored(project: &Project, way: &Way) -> bool {
    let nodes = &project.files[way.file].tree.nodes;
    let mut at = Some(way.node);
    while let Some(id) = at {
        if nodes[id].anchored {
            return true;
        }
        at = nodes[id].parent.map(|(holder, _)| holder);
    }
    false
}

/// The change where the way ends: another value, or what is missing of the path put in.
fn at_source(project: &Project, way: &Way, change: &Change, value: &Value) -> Option<Vec<Patch>> {
    let sheet = project.sheet(way.file);
    if way.found {
        return replace(sheet, way.node, value);
    }
    put_below(project, way, change, value)
}

/// Puts what is missing of a path below the node where a way ends.
fn put_below(project: &Project, way: &Way, change: &Change, value: &Value) -> Option<Vec<Patch>> {
    let sheet = project.sheet(way.file);
    let (step, rest) = change.path.get(way.taken..)?.split_first()?;
    let inner = nested(rest, value)?;
    match (step, &sheet.tree.nodes[way.node].kind) {
        (Step::Key(name), Kind::Map { .. }) => insert(sheet, way.node, Some(name), &inner),
        (Step::Index(index), Kind::List { items, .. }) if *index == items.len() => {
            insert(sheet, way.node, None, &inner)
        }
        (_, Kind::Scalar { .. }) => {
            let whole = nested(change.path.get(way.taken..)?, value)?;
            replace(sheet, way.node, &whole)
        }
        _ => None,
    }
}

/// A value below the rest of its path.
fn nested(path: &[Step], value: &Value) -> Option<Value> {
    path.iter()
        .rev()
        .try_fold(value.clone(), |value, step| match step {
            Step::Key(name) => Some(Value::Object(Map::from_iter([(name.clone(), value)]))),
            Step::Index(0) => Some(Value::Array(vec![value])),
            Step::Index(_) => None,
        })
}

/// The change beside an alias or a `<<`: the literal in place of the alias, a key that goes before
/// what is merged in.
fn beside(project: &Project, hop: &Hop, change: &Change) -> Option<Vec<Patch>> {
    let sheet = project.sheet(hop.file);
    let wanted = changed(&project.resolved, change)?;
    let value = |taken: usize| {
        get(&wanted, &change.path[..taken])
            .filter(|value| is_literal(value))
            .cloned()
    };
    match (hop.kind, change.path.get(hop.taken)) {
        (Kinds::Merge, Some(Step::Key(name))) => {
            insert(sheet, hop.node, Some(name), &value(hop.taken + 1)?)
        }
        (Kinds::Alias, None) => replace(sheet, hop.node, &value(hop.taken)?),
        (Kinds::Alias, Some(Step::Key(name))) => {
            let node = &sheet.tree.nodes[hop.node];
            let alias = &sheet.text[node.body..node.end];
            let own = Map::from_iter([(name.clone(), value(hop.taken + 1)?)]);
            opened(project, hop, alias, &Value::Object(own))
        }
        _ => None,
    }
}

/// An alias to a map, made a map of its own that merges that one in.
fn opened(project: &Project, hop: &Hop, alias: &str, own: &Value) -> Option<Vec<Patch>> {
    let mut patches = replace(project.sheet(hop.file), hop.node, own)?;
    let patch = patches.iter_mut().find(|patch| !patch.text.is_empty())?;
    let first = patch
        .text
        .find(|letter: char| !letter.is_whitespace() && letter != '{')?;
    let merge = match patch.text.starts_with('{') {
        true => format!("<<: {alias}, "),
        false => format!("<<: {alias}{}", &patch.text[..first]),
    };
    patch.text.insert_str(first, &merge);
    Some(patches)
}

fn is_literal(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\0'),
        Value::Array(items) => items.iter().all(is_literal),
        Value::Object(map) => map.values().all(is_literal),
        _ => true,
    }
}

/// The change in our own file, whatever stands elsewhere: first the setting alone, then (for what
/// is replaced as a whole, like lists) everything from the last known key on.
fn local(project: &Project, change: &Change, value: &Value) -> Vec<Done> {
    let Some(root) = project.files[0].tree.root else {
        return Vec::new();
    };
    let way = walk(project, (0, root), &change.path, 0, false);
    if !way.hops.is_empty() || way.found {
        return Vec::new();
    }
    let alone = put_below(project, &way, change, value);
    let whole = changed(&project.resolved, change).and_then(|wanted| {
        let list = change
            .path
            .iter()
            .position(|step| matches!(step, Step::Index(_)))?;
        let path = change.path[..list.max(way.taken + 1)].to_vec();
        let value = get(&wanted, &path)
            .filter(|value| is_literal(value))?
            .clone();
        let change = Change { path, value: None };
        put_below(project, &way, &change, &value)
    });
    alone
        .into_iter()
        .chain(whole)
        .map(|patches| (0, patches))
        .collect()
}

fn unset(project: &Project, change: &Change) -> Result<(Project, Vec<Done>), Stop> {
    let mut now: Option<Project> = None;
    let mut done: Vec<Done> = Vec::new();
    let mut first: Option<Stop> = None;
    // What stands in several files and templates has to go from all of them.
    for _ in 0..4 {
        let project = now.as_ref().unwrap_or(project);
        let Some(way) = ways(project, &change.path)
            .into_iter()
            .find(|way| way.found)
        else {
            break;
        };
        let why = match reason(project, &way, false) {
            Why::Unsafe if is_expression(&project.files[way.file].tree, way.node) => {
                Why::Expression
            }
            why => why,
        };
        let reached = stop(project, &way, why);
        first.get_or_insert(reached);
        let tries = removals(project, &way, change);
        let direct = tries
            .iter()
            .map(|(holder, index)| remove(project.sheet(way.file), *holder, *index));
        let direct: Vec<Done> = direct
            .flatten()
            .map(|patches| (way.file, patches))
            .collect();
        let Some((file, patches)) = direct
            .into_iter()
            .find(|(file, patches)| project.with(*file, patches).is_some())
        else {
            break;
        };
        let Some(next) = project.with(file, &patches) else {
            break;
        };
        done.push((file, patches));
        now = Some(next);
    }
    let wanted = changed(&project.resolved, change);
    let top = change.path.first().and_then(|step| match step {
        Step::Key(name) => Some(name.as_str()),
        Step::Index(_) => None,
    });
    match (now, wanted) {
        (Some(now), Some(wanted)) if is_same(&now.resolved, &wanted, top) => Ok((now, done)),
        _ => Err(first.unwrap_or(Stop {
            why: Why::NotThere,
            file: 0,
            at: 0,
        })),
    }
}

/// What can be taken out so that a value goes: with it the keys above that get empty, else it alone.
fn removals(project: &Project, way: &Way, change: &Change) -> Vec<(Id, usize)> {
    let tree = &project.files[way.file].tree;
    let Some(own) = tree.nodes[way.node].parent else {
        return Vec::new();
    };
    let kept = usize::try_from(floor(&change.path)).unwrap_or_default();
    let behind = way.hops.last().map_or(kept, |hop| hop.taken.max(kept));
    let mut left = change.path.len().saturating_sub(behind + 1);
    let mut top = own;
    while left > 0 && tree.len(top.0) == 1 {
        match tree.nodes[top.0].parent {
            Some(above) if matches!(tree.nodes[above.0].kind, Kind::Map { .. }) => top = above,
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
