//! Puts another value in the place of one.
//!
//! The style of the old value is kept where the new one can be written in it, so that the difference that a
//! person sees in git is the value and nothing else.

use serde_json::Value;

use crate::yaml::block;
use crate::yaml::layout::Layout;
use crate::yaml::line;
use crate::yaml::node::{Id, NodeKind, Style, Tree};
use crate::yaml::patch::Patch;
use crate::yaml::render::{after_colon, after_dash, flow, is_block};
use crate::yaml::scalar::one;

/// A file that is edited.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// As it stands.
    pub(super) text: &'a str,
    /// What stands in it, and where.
    pub(super) tree: &'a Tree,
    /// How new lines look.
    pub(super) layout: Layout,
}

/// The change that makes a node another value; `None` where its place is written too unusually.
pub(super) fn replace(sheet: Sheet<'_>, id: Id, value: &Value) -> Option<Vec<Patch>> {
    let node = &sheet.tree.nodes[id];
    // A tag says what the value is, and the new one may be something else.
    if node.tag.is_some() {
        return None;
    }
    let slot = sheet.tree.slot(id);
    // Within brackets nothing may take lines of its own.
    if sheet.tree.is_in_flow(id) {
        let style = quotes(sheet.tree, id);
        let text = match style_of(sheet.tree, id) {
            Some(own) if !is_block(value) => one(value, own, true),
            _ => flow(value, style),
        };
        return in_place(sheet, id, text);
    }
    match (&node.kind, is_block(value)) {
        (NodeKind::Scalar { style, .. }, false)
            if matches!(style, Style::Literal | Style::Folded) =>
        {
            Some(block::replace(sheet, id, *style, value))
        }
        (
            NodeKind::Scalar {
                style: Style::Plain,
                text,
            },
            false,
        ) if text.is_empty() && node.end == node.start => {
            // An empty value has no place of its own, only the colon or dash before it.
            let inline = one(value, Style::Plain, false);
            Some(vec![Patch::insert(slot?, format!(" {inline}"))])
        }
        (NodeKind::Scalar { style, .. }, false) => in_place(sheet, id, one(value, *style, false)),
        (NodeKind::Alias(_), false) => in_place(sheet, id, one(value, Style::Plain, false)),
        _ if is_inline(sheet, id) => inline_by(sheet, id, value),
        _ => block_by(sheet, id, value),
    }
}

/// Another text where the body of a node stands; where it has none, behind its colon or dash.
fn in_place(sheet: Sheet<'_>, id: Id, text: String) -> Option<Vec<Patch>> {
    let node = &sheet.tree.nodes[id];
    let range = node.body..node.end;
    if range.is_empty() {
        let at = sheet.tree.slot(id)?.max(node.end);
        return Some(vec![Patch::insert(at, format!(" {text}"))]);
    }
    Some(vec![Patch { range, text }])
}

/// The style of a scalar; none of anything else.
fn style_of(tree: &Tree, id: Id) -> Option<Style> {
    match tree.nodes[id].kind {
        NodeKind::Scalar { style, .. } => Some(style),
        _ => None,
    }
}

/// Whether texts around are in double quotes, as in JSON.
pub(super) fn quotes(tree: &Tree, id: Id) -> Style {
    let holder = tree.nodes[id].parent.map_or(id, |(holder, _)| holder);
    let mut keys = tree
        .entries(holder)
        .iter()
        .chain(tree.entries(id))
        .peekable();
    // All keys, or all items: one in quotes among others says nothing about the file.
    let is_json =
        keys.peek().is_some() && keys.all(|entry| style_of(tree, entry.key) == Some(Style::Double));
    let mut items = tree.items(holder).iter().chain(tree.items(id)).peekable();
    let all = items.peek().is_some()
        && items.all(|item| style_of(tree, item.value) == Some(Style::Double));
    if is_json || all {
        Style::Double
    } else {
        Style::Plain
    }
}

/// Whether a value begins on the line of its colon or dash.
fn is_inline(sheet: Sheet<'_>, id: Id) -> bool {
    let node = &sheet.tree.nodes[id];
    let Some(slot) = sheet.tree.slot(id) else {
        return true;
    };
    !line::between(sheet.text, slot, node.body).contains('\n')
}

/// A value on the line of its colon or dash, by one that may take lines of its own.
fn inline_by(sheet: Sheet<'_>, id: Id, value: &Value) -> Option<Vec<Patch>> {
    let node = &sheet.tree.nodes[id];
    let slot = sheet.tree.slot(id)?;
    if !is_block(value) {
        return in_place(sheet, id, one(value, Style::Plain, false));
    }
    let (holder, index) = node.parent?;
    if let Some(entry) = sheet.tree.entries(holder).get(index) {
        let indent = line::column(sheet.text, sheet.tree.nodes[entry.key].start);
        let lines = after_colon(value, indent, sheet.layout);
        // An anchor stays on the line of the key, since others refer to it.
        let head = if node.anchored { node.body } else { slot };
        let from = line::between(sheet.text, 0, head)
            .trim_end()
            .len()
            .max(slot);
        return Some(vec![
            Patch::delete(from..node.end.max(from)),
            // Behind the comment on that line, which stays where it is.
            Patch::insert(line::end(sheet.text, node.end), lines),
        ]);
    }
    let dash = slot - 1;
    let column = line::column(sheet.text, dash);
    let gap = if node.body > slot {
        node.body - dash
    } else {
        2
    };
    // A comment behind the value would become a part of a text of several lines.
    let rest = line::between(sheet.text, node.end, line::end(sheet.text, node.end));
    let layout = Layout {
        lines: rest.trim().is_empty(),
        ..sheet.layout
    };
    let text = format!(
        "{}{}",
        line::between(sheet.text, slot, node.body.min(dash + gap)).trim_end(),
        after_dash(value, column, gap, layout)
    );
    Some(vec![Patch {
        range: slot..node.end.max(slot),
        text,
    }])
}

/// A block below its key by another value: the line of the key keeps its comment.
fn block_by(sheet: Sheet<'_>, id: Id, value: &Value) -> Option<Vec<Patch>> {
    let node = &sheet.tree.nodes[id];
    let slot = sheet.tree.slot(id)?;
    let (holder, index) = node.parent?;
    let head = match node.anchored {
        true => line::between(sheet.text, 0, line::end(sheet.text, node.start))
            .trim_end()
            .len(),
        false => slot,
    };
    let first = line::end(sheet.text, slot);
    // The comment on the last line speaks of what goes.
    let last = match line::is_last(sheet.text, node.end) {
        true => line::end(sheet.text, node.end),
        false => node.end,
    };
    let lines = first..last.max(first);
    if !is_block(value) {
        let inline = format!(" {}", one(value, Style::Plain, false));
        return Some(vec![Patch::insert(head, inline), Patch::delete(lines)]);
    }
    let entry = sheet.tree.entries(holder).get(index)?;
    let indent = line::column(sheet.text, sheet.tree.nodes[entry.key].start);
    let text = after_colon(value, indent, sheet.layout);
    Some(vec![Patch { range: lines, text }])
}
