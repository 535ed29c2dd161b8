//! The exact places that the parser does not tell: colons, dashes, closing brackets, the heads of
//! block scalars, and where a block really ends.
//!
//! The parser's spans are not exact: they may end at the next token, begin behind a dash, or include a
//! comment. An edit that trusted them would take a neighbour's bytes along. So each place is looked for again
//! in the text, from the outside in and from left to right, since the end of one part is where the next one
//! is looked for.

use crate::yaml::line;
use crate::yaml::node::{Id, NodeKind, Style, Tree};

/// Settles a node and everything in it; `slot` is where the colon or dash before it ends.
pub(super) fn settle(tree: &mut Tree, text: &str, id: Id, slot: usize) {
    match &tree.nodes[id].kind {
        NodeKind::Scalar { .. } => scalar(tree, text, id, slot),
        NodeKind::Map { .. } => map(tree, text, id),
        NodeKind::List { .. } => list(tree, text, id, slot),
        NodeKind::Alias(_) => {}
    }
}

/// Where what stands behind anchors and tags begins.
pub(super) fn body(text: &str, start: usize) -> usize {
    let mut at = start;
    while line::rest(text, at).starts_with(['&', '!']) {
        at += line::rest(text, at)
            .find(char::is_whitespace)
            .unwrap_or(text.len() - at);
        at = line::skip(text, at);
    }
    at
}

/// Settles a scalar.
fn scalar(tree: &mut Tree, text: &str, id: Id, slot: usize) {
    let node = &mut tree.nodes[id];
    let NodeKind::Scalar { text: read, style } = &node.kind else {
        return;
    };
    let has_more = node.anchored || node.tag.is_some();
    match style {
        Style::Literal | Style::Folded => {
            node.start = slot + blanks(text, slot);
            node.body = body(text, node.start);
            node.end = block_end(text, node.body, node.end);
        }
        Style::Plain if read.is_empty() => {
            if !has_more {
                node.start = slot;
            }
            node.end = line::between(text, node.start, node.end).trim_end().len() + node.start;
            node.body = node.end;
        }
        _ => {
            node.body = match has_more {
                true => body(text, node.start),
                false => node.start,
            };
            node.end = inline_end(text, node.body, node.end, *style);
        }
    }
}

/// Where a scalar really ends: the parser counts the blanks and the comment behind a quote as well.
fn inline_end(text: &str, body: usize, end: usize, style: Style) -> usize {
    let Some(quote) = (match style {
        Style::Single => Some(b'\''),
        Style::Double => Some(b'"'),
        _ => None,
    }) else {
        let whole = text.get(body..end).unwrap_or_default();
        return body + whole.trim_end().len();
    };
    let bytes = text.as_bytes();
    let mut at = body + 1;
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        match *byte {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote && (quote == b'"' || next != Some(&quote)) => return at + 1,
            byte if byte == quote => at += 1,
            _ => {}
        }
        at += 1;
    }
    end
}

/// How many blanks stand at a place.
fn blanks(text: &str, at: usize) -> usize {
    line::rest(text, at).len() - line::rest(text, at).trim_start_matches([' ', '\t']).len()
}

/// Where the last line of a block scalar ends: empty lines behind it are a part only with `+`.
fn block_end(text: &str, head: usize, end: usize) -> usize {
    let first = line::end(text, head);
    let content = line::between(text, first, end);
    let keeps = line::between(text, head, first)
        .split('#')
        .next()
        .is_some_and(|head| head.contains('+'));
    if keeps {
        // The parser goes on to the first word of the next line.
        let last = content.rfind('\n').map_or(0, |at| at + 1);
        let content = match content[last..].trim().is_empty() {
            true => &content[..last],
            false => content,
        };
        let content = content.strip_suffix('\n').unwrap_or(content);
        return first + content.strip_suffix('\r').unwrap_or(content).len();
    }
    let mut end = first + content.len();
    while let Some(at) = line::between(text, first, end).rfind('\n') {
        if !line::between(text, first + at, end).trim().is_empty() {
            break;
        }
        end = first + at;
        end -= usize::from(end > first && line::between(text, 0, end).ends_with('\r'));
    }
    end
}

/// Settles a map, its keys and values.
fn map(tree: &mut Tree, text: &str, id: Id) {
    let from = body(text, tree.nodes[id].start);
    let mut end = from + usize::from(tree.is_flow(id));
    for index in 0..tree.entries(id).len() {
        let entry = &tree.entries(id)[index];
        let (key, value) = (entry.key, entry.value);
        // The key first: where it ends is where the colon is looked for.
        settle(tree, text, key, tree.nodes[key].start);
        let after = tree.nodes[key].end;
        let colon = after + blanks(text, after);
        let colon = line::rest(text, colon).starts_with(':').then_some(colon);
        if let NodeKind::Map { entries, .. } = &mut tree.nodes[id].kind {
            entries[index].colon = colon;
        }
        settle(tree, text, value, colon.map_or(after, |at| at + 1));
        end = tree.span(id, index).map_or(end, |span| span.end);
    }
    finish(tree, text, id, from, end);
}

/// Where the first dash of a block list stands: the parser begins a list that is no deeper than
/// its key behind that dash.
fn first_dash(tree: &mut Tree, text: &str, id: Id, slot: usize) -> usize {
    let start = line::skip(text, slot);
    let dash = body(text, start);
    if slot > 0 && !tree.is_flow(id) && line::rest(text, dash).starts_with('-') {
        tree.nodes[id].start = start;
        return dash;
    }
    body(text, tree.nodes[id].start)
}

/// Settles a list and its items.
fn list(tree: &mut Tree, text: &str, id: Id, slot: usize) {
    let from = first_dash(tree, text, id, slot);
    let flow = tree.is_flow(id);
    let mut end = from + usize::from(flow);
    for index in 0..tree.items(id).len() {
        let at = if index == 0 {
            from
        } else {
            line::skip(text, end)
        };
        let dash = (!flow && line::rest(text, at).starts_with('-')).then_some(at);
        if let NodeKind::List { items, .. } = &mut tree.nodes[id].kind {
            items[index].dash = dash;
        }
        let value = tree.items(id)[index].value;
        let slot = dash.map_or(tree.nodes[value].start, |at| at + 1);
        settle(tree, text, value, slot);
        end = tree.nodes[value].end;
    }
    finish(tree, text, id, from, end);
}

/// Notes where a map or list begins and ends; within brackets the closing one belongs to it.
fn finish(tree: &mut Tree, text: &str, id: Id, from: usize, end: usize) {
    let is_flow = tree.is_flow(id);
    let node = &mut tree.nodes[id];
    node.body = from;
    node.end = end;
    if is_flow {
        let mut at = line::skip(text, end);
        // A comma may stand behind the last entry.
        while line::rest(text, at).starts_with(',') {
            at = line::skip(text, at + 1);
        }
        node.end = (at + 1).min(text.len());
    }
}
