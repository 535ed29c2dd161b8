//! The ways to set a value: where it is written, beside what brings it in, or in our own file.
//!
//! Which of them is taken, and in which order they are tried, is decided in `attempt`.

use serde_json::{Map, Value};

use crate::yaml::attempt::Attempted;
use crate::yaml::intent::{YamlChange, changed, get};
use crate::yaml::node::NodeKind;
use crate::yaml::patch::Patch;
use crate::yaml::place::{Hop, Kinds, Way, walk};
use crate::yaml::project::YamlProject;
use crate::yaml::{YamlStep, insert::insert, line, replace::replace};

/// The change where the way ends: another value, or what is missing of the path put in.
pub(super) fn at_source(
    project: &YamlProject,
    way: &Way,
    change: &YamlChange,
    value: &Value,
) -> Option<Vec<Patch>> {
    let sheet = project.sheet(way.file);
    if way.found {
        return replace(sheet, way.node, value);
    }
    put_below(project, way, change, value)
}

/// Puts what is missing of a path below the node where a way ends.
fn put_below(
    project: &YamlProject,
    way: &Way,
    change: &YamlChange,
    value: &Value,
) -> Option<Vec<Patch>> {
    let sheet = project.sheet(way.file);
    let (step, rest) = change.path.get(way.taken..)?.split_first()?;
    let inner = nested(rest, value)?;
    match (step, &sheet.tree.nodes[way.node].kind) {
        (YamlStep::Key(name), NodeKind::Map { .. }) => insert(sheet, way.node, Some(name), &inner),
        (YamlStep::Index(index), NodeKind::List { items, .. }) if *index == items.len() => {
            insert(sheet, way.node, None, &inner)
        }
        // An empty value: the rest of the path takes its place.
        (_, NodeKind::Scalar { .. }) => {
            let whole = nested(change.path.get(way.taken..)?, value)?;
            replace(sheet, way.node, &whole)
        }
        _ => None,
    }
}

/// A value below the rest of its path.
fn nested(path: &[YamlStep], value: &Value) -> Option<Value> {
    path.iter()
        .rev()
        .try_fold(value.clone(), |value, step| match step {
            YamlStep::Key(name) => Some(Value::Object(Map::from_iter([(name.clone(), value)]))),
            YamlStep::Index(0) => Some(Value::Array(vec![value])),
            // A list that is not there has no place but its first.
            YamlStep::Index(_) => None,
        })
}

/// The change beside an alias or a `<<`: the literal in place of the alias, a key that goes before
/// what is merged in.
pub(super) fn beside(project: &YamlProject, hop: &Hop, change: &YamlChange) -> Option<Vec<Patch>> {
    let sheet = project.sheet(hop.file);
    let wanted = changed(&project.resolved, change)?;
    let value = |taken: usize| {
        get(&wanted, &change.path[..taken])
            .filter(|value| is_literal(value))
            .cloned()
    };
    match (hop.kind, change.path.get(hop.taken)) {
        // A key of the map itself goes before what is merged in.
        (Kinds::Merge, Some(YamlStep::Key(name))) => {
            insert(sheet, hop.node, Some(name), &value(hop.taken + 1)?)
        }
        // The alias itself is the value: a literal of our own takes its place.
        (Kinds::Alias, None) => replace(sheet, hop.node, &value(hop.taken)?),
        // Something below the alias changes: it is merged in, and our own key goes before it.
        (Kinds::Alias, Some(YamlStep::Key(name))) => {
            let node = &sheet.tree.nodes[hop.node];
            let alias = line::between(sheet.text, node.body, node.end);
            let own = Map::from_iter([(name.clone(), value(hop.taken + 1)?)]);
            opened(project, hop, alias, &Value::Object(own))
        }
        _ => None,
    }
}

/// An alias to a map, made a map of its own that merges that one in.
fn opened(project: &YamlProject, hop: &Hop, alias: &str, own: &Value) -> Option<Vec<Patch>> {
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

/// Whether a value can be written down: no expression in it whose value only a run knows.
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
pub(super) fn local(project: &YamlProject, change: &YamlChange, value: &Value) -> Vec<Attempted> {
    let Some(root) = project.files[0].tree.root else {
        return Vec::new();
    };
    let way = walk(project, (0, root), &change.path, 0, false);
    // What is reached by a detour, or is there already, is not missing in our own file.
    if !way.hops.is_empty() || way.found {
        return Vec::new();
    }
    let alone = put_below(project, &way, change, value);
    let whole = changed(&project.resolved, change).and_then(|wanted| {
        let list = change
            .path
            .iter()
            .position(|step| matches!(step, YamlStep::Index(_)))?;
        let path = change.path[..list.max(way.taken + 1)].to_vec();
        let value = get(&wanted, &path)
            .filter(|value| is_literal(value))?
            .clone();
        let change = YamlChange { path, value: None };
        put_below(project, &way, &change, &value)
    });
    alone
        .into_iter()
        .chain(whole)
        .map(|patches| (0, patches))
        .collect()
}
