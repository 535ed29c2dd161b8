//! How a file is laid out: its line ends and the width of its steps.
//!
//! Only new lines are laid out by it; no line that stands there is changed.

use std::collections::BTreeMap;

use crate::yaml::line;
use crate::yaml::node::{Id, NodeKind, Tree};

/// What new lines of a file look like.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// The line end that most lines have.
    pub(super) eol: &'static str,
    /// How much deeper a map stands than the key that it belongs to.
    pub(super) step: usize,
    /// How much deeper the dashes of a list stand than the key that it belongs to.
    pub(super) list: usize,
    /// Whether texts of several lines may take lines of their own. Not where a comment follows:
    /// it would become a part of the text.
    pub(super) lines: bool,
}

impl Layout {
    /// What is most usual in a file.
    pub(super) fn of(text: &str, tree: &Tree) -> Layout {
        let lines = text.matches('\n').count();
        let eol = match text.matches("\r\n").count() * 2 > lines {
            true => "\r\n",
            false => "\n",
        };
        let (mut steps, mut lists) = (BTreeMap::new(), BTreeMap::new());
        for (id, node) in tree.nodes.iter().enumerate() {
            let Some(width) = width(text, tree, id) else {
                continue;
            };
            match node.kind {
                NodeKind::Map { .. } if width > 0 => *steps.entry(width).or_insert(0) += 1,
                NodeKind::List { .. } => *lists.entry(width).or_insert(0) += 1,
                _ => {}
            }
        }
        let step = most(&steps).unwrap_or(2);
        Layout {
            eol,
            step,
            list: most(&lists).unwrap_or(step),
            lines: true,
        }
    }
}

/// The width that was counted most often.
fn most(counts: &BTreeMap<usize, usize>) -> Option<usize> {
    counts
        .iter()
        .max_by_key(|(_, count)| **count)
        .map(|(width, _)| *width)
}

/// How much deeper a block stands than its key.
fn width(text: &str, tree: &Tree, id: Id) -> Option<usize> {
    let (holder, index) = tree.nodes[id].parent?;
    let entry = tree.entries(holder).get(index)?;
    if tree.is_flow(id) || tree.is_in_flow(id) || tree.len(id) == 0 {
        return None;
    }
    let own = line::column(text, tree.nodes[id].body);
    own.checked_sub(line::column(text, tree.nodes[entry.key].start))
}
