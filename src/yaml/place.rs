//! Finds where a value of the resolved document is written.
//!
//! A path of the resolved document leads through the text by detours: an alias leads to its anchor, `<<` to
//! the maps that it names, a variable to its definition, and a property may stand in a template or in the
//! extended file. Each detour is noted as a [`Hop`], because what stands behind it may have other users.

use serde_json::Value;

use crate::yaml::YamlStep;
use crate::yaml::expression::{is_live, variable};
use crate::yaml::intent::get;
use crate::yaml::node::{Id, NodeKind, Tree};
use crate::yaml::project::YamlProject;

/// The way from the top of a file, or from a template, to a value.
pub(super) struct Way {
    /// Index of the file in which it has come to an end.
    pub(super) file: usize,
    /// The last node that was reached.
    pub(super) node: Id,
    /// How many steps of the path were gone in this file; all, if the value was found.
    pub(super) taken: usize,
    /// Whether the whole path was gone.
    pub(super) found: bool,
    /// The detours on the way, in their order.
    pub(super) hops: Vec<Hop>,
    /// Whether it begins at a template or in the extended file.
    pub(super) inherited: bool,
}

/// Where a way leaves the place where the path itself would lead.
#[derive(Clone, Copy)]
pub(super) struct Hop {
    /// What leads on from there.
    pub(super) kind: Kinds,
    pub(super) file: usize,
    /// The alias, the map with the `<<`, or the expression.
    pub(super) node: Id,
    /// How many steps of the whole path were gone before it.
    pub(super) taken: usize,
}

/// What leads from one place to another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinds {
    /// `*name`
    Alias,
    /// `<<`
    Merge,
    /// `${vars.…}` as a whole value.
    Variable,
}

/// The ways to a path, those first that win: our file, its template, the extended file, its template.
pub(super) fn ways(project: &YamlProject, path: &[YamlStep]) -> Vec<Way> {
    let mut ways = Vec::new();
    for file in 0..project.files.len() {
        let tree = &project.files[file].tree;
        if let Some(root) = tree.root {
            ways.push(walk(project, (file, root), path, 0, file > 0));
        }
        for origin in templates(project, file, path) {
            // A template stands for the props, which are three steps into the path.
            ways.push(walk(project, origin, path, 3, true));
        }
    }
    ways
}

/// The template that a file's resource extends; both files can define it.
fn templates(project: &YamlProject, file: usize, path: &[YamlStep]) -> Vec<(usize, Id)> {
    let Some(
        [
            YamlStep::Key(top),
            YamlStep::Key(resource),
            YamlStep::Key(props),
        ],
    ) = path.get(..3)
    else {
        return Vec::new();
    };
    let asked = ["extend", "name"].map(|name| YamlStep::Key(name.to_owned()));
    let whole: Vec<YamlStep> = path[..2].iter().cloned().chain(asked).collect();
    let name = get(&project.resolved, &whole).and_then(Value::as_str);
    let (Some(name), true, "resources", "props") =
        (name, !resource.is_empty(), top.as_str(), props.as_str())
    else {
        return Vec::new();
    };
    let path = ["template", name].map(|name| YamlStep::Key(name.to_owned()));
    let found = (0..project.files.len())
        .filter(|_| file == 0)
        .filter_map(|file| {
            let root = project.files[file].tree.root?;
            let way = walk(project, (file, root), &path, 0, true);
            way.found.then_some((way.file, way.node))
        });
    found.collect()
}

/// Goes a path from a node on, of which `taken` steps are behind.
pub(super) fn walk(
    project: &YamlProject,
    from: (usize, Id),
    path: &[YamlStep],
    taken: usize,
    inherited: bool,
) -> Way {
    let mut way = Way {
        file: from.0,
        node: from.1,
        taken,
        found: false,
        hops: Vec::new(),
        inherited,
    };
    // Aliases and variables may lead in a circle; no project has so many on one path.
    while way.hops.len() < 16 {
        let Some(step) = path.get(way.taken) else {
            way.found = true;
            break;
        };
        if hop(project, &mut way) {
            continue;
        }
        let tree = &project.files[way.file].tree;
        match (step, below(tree, way.node, step)) {
            (_, Some(next)) => {
                way.node = next;
                way.taken += 1;
            }
            (YamlStep::Key(name), None) => {
                let Some(source) = merged(tree, way.node, name) else {
                    break;
                };
                way.note(Kinds::Merge);
                way.node = source;
            }
            _ => break,
        }
    }
    way
}

impl Way {
    /// Notes the detour that begins at the present node.
    fn note(&mut self, kind: Kinds) {
        self.hops.push(Hop {
            kind,
            file: self.file,
            node: self.node,
            taken: self.taken,
        });
    }
}

/// Goes on from an alias or a variable to what it stands for.
pub(super) fn hop(project: &YamlProject, way: &mut Way) -> bool {
    let tree = &project.files[way.file].tree;
    let (kind, to) = match &tree.nodes[way.node].kind {
        NodeKind::Alias(target) => (Kinds::Alias, (way.file, *target)),
        NodeKind::Scalar { text, .. } if way.hops.len() < 16 => match variable(text) {
            Some(names) => match defined(project, &names) {
                Some(to) => (Kinds::Variable, to),
                None => return false,
            },
            None => return false,
        },
        _ => return false,
    };
    way.note(kind);
    (way.file, way.node) = to;
    true
}

/// Where a variable is written, in the first file that has it.
pub(super) fn defined(project: &YamlProject, names: &[&str]) -> Option<(usize, Id)> {
    let names = std::iter::once(&"vars").chain(names);
    let path: Vec<YamlStep> = names
        .map(|name| YamlStep::Key((*name).to_owned()))
        .collect();
    project.files.iter().enumerate().find_map(|(index, file)| {
        let mut at = file.tree.root?;
        for step in &path {
            at = below(&file.tree, file.tree.behind(at), step)?;
        }
        Some((index, at))
    })
}

/// The value one step below a node, if it has that key or item itself.
fn below(tree: &Tree, node: Id, step: &YamlStep) -> Option<Id> {
    match step {
        YamlStep::Key(name) => Some(tree.entries(node)[tree.find(node, name)?].value),
        YamlStep::Index(index) => Some(tree.items(node).get(*index)?.value),
    }
}

/// The map merged in by `<<` that brings a key.
fn merged(tree: &Tree, node: Id, name: &str) -> Option<Id> {
    let has = |id: &Id| tree.find(*id, name).is_some() || merged(tree, *id, name).is_some();
    tree.merged(node).into_iter().find(has)
}

/// Whether a node is a text that Serverless Devs runs.
pub(super) fn is_expression(tree: &Tree, node: Id) -> bool {
    tree.scalar(node).is_some_and(is_live)
}
