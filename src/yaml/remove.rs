//! Takes an entry out of a map, or an item out of a list.
//!
//! What gets empty by it is left as `{}` or `[]`; whether the keys above go as well was decided before
//! (`unset`).

use std::ops::Range;

use serde_json::{Map, Value};

use crate::yaml::line;
use crate::yaml::node::{Id, NodeKind};
use crate::yaml::patch::Patch;
use crate::yaml::replace::{Sheet, replace};

/// The change that takes an entry away with the comment on its line, and nothing that is a
/// neighbour's.
pub(super) fn remove(sheet: Sheet<'_>, holder: Id, index: usize) -> Option<Vec<Patch>> {
    let count = sheet.tree.len(holder);
    if count == 1 && sheet.tree.nodes[holder].parent.is_some() {
        let empty = match &sheet.tree.nodes[holder].kind {
            NodeKind::Map { .. } => Value::Object(Map::new()),
            _ => Value::Array(Vec::new()),
        };
        // A block with nothing in it would be null, which is not what an empty map or list is.
        return replace(sheet, holder, &empty);
    }
    let span = sheet.tree.span(holder, index)?;
    let is_explicit = sheet
        .tree
        .entries(holder)
        .get(index)
        .is_some_and(|entry| entry.colon.is_none());
    // `? key` takes lines whose end is not known here.
    if is_explicit {
        return None;
    }
    match sheet.tree.is_flow(holder) {
        true => in_flow(sheet, holder, index, span),
        false => in_block(sheet, holder, index, span),
    }
}

/// Takes out an entry that stands on lines of its own, or behind a dash.
fn in_block(sheet: Sheet<'_>, holder: Id, index: usize, span: Range<usize>) -> Option<Vec<Patch>> {
    let text = sheet.text;
    if !line::is_last(text, span.end) {
        return None;
    }
    if line::is_first(text, span.start) {
        return Some(vec![Patch::delete(lines(text, &span))]);
    }
    // The first of what stands behind a dash: the next one moves up beside that dash.
    let next = sheet.tree.span(holder, index + 1)?;
    let between = line::between(text, line::end(text, span.end), next.start);
    match between.trim().is_empty() && index == 0 {
        true => Some(vec![Patch::delete(span.start..next.start)]),
        false => Some(vec![Patch::delete(
            line::between(text, 0, span.start)
                .trim_end_matches([' ', '\t'])
                .len()..line::end(text, span.end),
        )]),
    }
}

/// The whole lines of an entry. A file without a last line break stays one.
fn lines(text: &str, span: &Range<usize>) -> Range<usize> {
    let (start, end) = (line::start(text, span.start), line::next(text, span.end));
    // The mark belongs to the file and not to its first entry.
    let bom = usize::from(line::rest(text, start).starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
    if end == text.len() && !text.ends_with('\n') && start > 0 {
        return line::end(text, start - 1)..end;
    }
    start + bom..end
}

/// Takes out an entry within brackets, with the comma that would be left over.
fn in_flow(sheet: Sheet<'_>, holder: Id, index: usize, span: Range<usize>) -> Option<Vec<Patch>> {
    let text = sheet.text;
    let comma = line::skip(text, span.end);
    let has_comma = line::rest(text, comma).starts_with(',');
    let after = if has_comma { comma + 1 } else { span.end };
    if line::is_first(text, span.start) && line::is_last(text, after) {
        let mut patches = vec![Patch::delete(lines(text, &(span.start..after)))];
        // The last one goes, and with it the comma behind the one before, which JSON does not take.
        if !has_comma && index > 0 {
            let before = sheet.tree.span(holder, index - 1)?;
            let comma = line::skip(text, before.end);
            patches.push(Patch::delete(comma..comma + 1));
        }
        return Some(patches);
    }
    // Comments between the entries stay; those within what goes do not.
    let Some(next) = sheet.tree.span(holder, index + 1) else {
        let before = sheet.tree.span(holder, index.checked_sub(1)?)?.end;
        if !line::between(text, before, span.start).contains('#') {
            return Some(vec![Patch::delete(before..span.end)]);
        }
        let comma = line::skip(text, before);
        return Some(vec![Patch::delete(comma..comma + 1), Patch::delete(span)]);
    };
    let end = match line::between(text, span.end, next.start).contains('#') {
        true => after,
        false => next.start,
    };
    Some(vec![Patch::delete(span.start..end)])
}
