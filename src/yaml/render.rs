//! Whole values as text: in block style with the file's own steps, or on one line in flow style.

use serde_json::{Map, Value};

use crate::yaml::layout::Layout;
use crate::yaml::node::Style;
use crate::yaml::scalar::{is_letter, one, string};

/// Whether a value takes lines of its own in block style.
pub(super) fn is_block(value: &Value) -> bool {
    match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

/// A file that says nothing but this.
pub fn file(map: &Map<String, Value>) -> String {
    let layout = Layout {
        eol: "\n",
        step: 2,
        list: 0,
        lines: true,
    };
    entries(map, 0, layout) + layout.eol
}

/// What follows a colon, from the blank or line break on; the key stands `indent` deep.
pub(super) fn after_colon(value: &Value, indent: usize, layout: Layout) -> String {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let indent = indent + layout.step;
            let lines = entries(map, indent, layout);
            format!("{}{}{lines}", layout.eol, pad(indent))
        }
        Value::Array(list) if !list.is_empty() => {
            let indent = indent + layout.list;
            let lines = items(list, indent, layout);
            format!("{}{}{lines}", layout.eol, pad(indent))
        }
        // Read by people: a text of several lines is written in lines where it can be.
        Value::String(text) if layout.lines && text.contains('\n') && can_be_literal(text) => {
            let lines = literal(text, indent + layout.step, layout.eol);
            format!(" |{}{}{lines}", chomp(text), layout.eol)
        }
        other => format!(" {}", one(other, Style::Plain, false)),
    }
}

/// What follows a dash that stands `indent` deep, `gap` characters behind its start.
pub(super) fn after_dash(value: &Value, indent: usize, gap: usize, layout: Layout) -> String {
    let inner = indent + gap;
    let blank = pad(gap.saturating_sub(1));
    match value {
        Value::Object(map) if !map.is_empty() => format!("{blank}{}", entries(map, inner, layout)),
        Value::Array(list) if !list.is_empty() => format!("{blank}{}", items(list, inner, layout)),
        Value::String(_) => format!(
            "{}{}",
            pad(gap.saturating_sub(2)),
            after_colon(value, indent, layout)
        ),
        other => format!("{blank}{}", one(other, Style::Plain, false)),
    }
}

/// The entries of a map, one under the other; the first without its indentation.
pub(super) fn entries(map: &Map<String, Value>, indent: usize, layout: Layout) -> String {
    let lines = map.iter().map(|(name, value)| {
        let name = string(name, Style::Plain, false);
        format!("{name}:{}", after_colon(value, indent, layout))
    });
    let between = format!("{}{}", layout.eol, pad(indent));
    lines.collect::<Vec<String>>().join(&between)
}

/// The items of a list, one under the other; the first without its indentation.
fn items(list: &[Value], indent: usize, layout: Layout) -> String {
    let lines = list
        .iter()
        .map(|value| format!("-{}", after_dash(value, indent, 2, layout)));
    let between = format!("{}{}", layout.eol, pad(indent));
    lines.collect::<Vec<String>>().join(&between)
}

/// A value on one line; texts and keys in double quotes where the file has it so.
pub(super) fn flow(value: &Value, style: Style) -> String {
    match value {
        Value::Object(map) => {
            let each = map.iter().map(|(name, value)| {
                format!("{}: {}", string(name, style, true), flow(value, style))
            });
            format!("{{{}}}", each.collect::<Vec<String>>().join(", "))
        }
        Value::Array(items) => {
            let each = items.iter().map(|value| flow(value, style));
            format!("[{}]", each.collect::<Vec<String>>().join(", "))
        }
        other => one(other, style, true),
    }
}

/// So many blanks.
pub(super) fn pad(width: usize) -> String {
    " ".repeat(width)
}

/// Whether a text can stand in a block scalar, every line as it is.
pub(super) fn can_be_literal(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    !body.is_empty()
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && body
            .split('\n')
            .all(|line| line.is_empty() || !line.trim().is_empty())
        && body
            .chars()
            .all(|letter| letter == '\n' || letter == '\t' || is_letter(letter))
}

/// What a block scalar says about the line break at its end.
pub(super) fn chomp(text: &str) -> &'static str {
    if text.ends_with('\n') { "" } else { "-" }
}

/// The lines of a block scalar, all indented.
pub(super) fn literal(text: &str, indent: usize, eol: &str) -> String {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let lines = body.split('\n').map(|line| match line.is_empty() {
        true => String::new(),
        false => format!("{}{line}", pad(indent)),
    });
    lines.collect::<Vec<String>>().join(eol)
}
