//! Puts a new entry into a map, or a new item into a list, behind the last one.
//!
//! The new one looks like its neighbours: as deep, as far behind its dash, in their quotes, on a line of its
//! own where they have one. What stands around it stays as it is, comments included.

use serde_json::Value;

use crate::yaml::line;
use crate::yaml::node::{Id, NodeKind, Style};
use crate::yaml::patch::Patch;
use crate::yaml::render::{after_colon, after_dash, flow, pad};
use crate::yaml::replace::{Sheet, quotes, replace};
use crate::yaml::scalar::string;

/// The change that gives a map one more key, or (without a name) a list one more item.
pub(super) fn insert(
    sheet: Sheet<'_>,
    holder: Id,
    name: Option<&str>,
    value: &Value,
) -> Option<Vec<Patch>> {
    let count = sheet.tree.len(holder);
    let Some(last) = count.checked_sub(1) else {
        // An empty map or list has no entry to stand behind, and no style to follow.
        return replace(sheet, holder, &whole(name, value));
    };
    if sheet.tree.is_flow(holder) {
        return in_flow(sheet, holder, last, name, value);
    }
    let end = sheet.tree.span(holder, last)?.end;
    // Something else stands on that line, such as a closing bracket of what is around it.
    if !line::is_last(sheet.text, end) {
        return None;
    }
    let (column, text) = match name {
        Some(name) => entry(sheet, holder, name, value)?,
        None => item(sheet, holder, value)?,
    };
    let text = format!("{}{}{text}", sheet.layout.eol, pad(column));
    Some(vec![Patch::insert(line::end(sheet.text, end), text)])
}

/// A map or list that holds nothing but the new value.
fn whole(name: Option<&str>, value: &Value) -> Value {
    match name {
        Some(name) => Value::Object([(name.to_owned(), value.clone())].into_iter().collect()),
        None => Value::Array(vec![value.clone()]),
    }
}

/// Where a new entry of a block map begins, and its text.
fn entry(sheet: Sheet<'_>, holder: Id, name: &str, value: &Value) -> Option<(usize, String)> {
    let first = sheet.tree.entries(holder).first()?;
    let column = line::column(sheet.text, sheet.tree.nodes[first.key].start);
    let name = string(name, Style::Plain, false);
    Some((
        column,
        format!("{name}:{}", after_colon(value, column, sheet.layout)),
    ))
}

/// Where a new item of a block list begins, and its text.
fn item(sheet: Sheet<'_>, holder: Id, value: &Value) -> Option<(usize, String)> {
    let last = sheet.tree.items(holder).last()?;
    let dash = last.dash?;
    let node = &sheet.tree.nodes[last.value];
    let is_beside =
        node.start > dash + 1 && !line::between(sheet.text, dash, node.start).contains('\n');
    // As far behind the dash as the last item stands.
    let gap = if is_beside { node.start - dash } else { 2 };
    let column = line::column(sheet.text, dash);
    Some((
        column,
        format!("-{}", after_dash(value, column, gap, sheet.layout)),
    ))
}

/// The change behind the last entry within brackets.
fn in_flow(
    sheet: Sheet<'_>,
    holder: Id,
    last: usize,
    name: Option<&str>,
    value: &Value,
) -> Option<Vec<Patch>> {
    let own = match &sheet.tree.nodes[holder].kind {
        NodeKind::Map { entries, .. } => entries.get(last)?.value,
        NodeKind::List { items, .. } => items.get(last)?.value,
        _ => return None,
    };
    // JSON is YAML: where everything is in double quotes the new entry is, too.
    let style = quotes(sheet.tree, own);
    let text = flow(value, style);
    let text = match name {
        Some(name) => format!("{}: {text}", string(name, style, true)),
        None => text,
    };
    let span = sheet.tree.span(holder, last)?;
    let comma = line::skip(sheet.text, span.end);
    let has_comma = line::rest(sheet.text, comma).starts_with(',');
    let after = if has_comma { comma + 1 } else { span.end };
    if !line::is_first(sheet.text, span.start) || !line::is_last(sheet.text, after) {
        let between = if has_comma { " " } else { ", " };
        let behind = if has_comma { "," } else { "" };
        return Some(vec![Patch::insert(
            after,
            format!("{between}{text}{behind}"),
        )]);
    }
    // Every entry has a line of its own: so has the new one, and comments stay beside theirs.
    let column = line::column(sheet.text, span.start);
    let behind = if has_comma { "," } else { "" };
    let line = format!("{}{}{text}{behind}", sheet.layout.eol, pad(column));
    let mut patches = vec![Patch::insert(line::end(sheet.text, after), line)];
    if !has_comma && line::end(sheet.text, after) == after {
        // Both would go to the same place, and the comma belongs before the line break.
        patches[0].text.insert(0, ',');
    } else if !has_comma {
        patches.push(Patch::insert(after, ",".to_owned()));
    }
    Some(patches)
}
