//! Another text in a block scalar (`|`, `>`).

use serde_json::Value;

use crate::yaml::line;
use crate::yaml::node::{Id, Style};
use crate::yaml::patch::Patch;
use crate::yaml::render::{can_be_literal, chomp, literal, pad};
use crate::yaml::replace::Sheet;
use crate::yaml::scalar::one;

/// A block scalar by another value: it stays one where the value is a text that can stand in it,
/// and what a comment in its head says stays in any case.
pub(super) fn replace(sheet: Sheet<'_>, id: Id, style: Style, value: &Value) -> Vec<Patch> {
    let node = &sheet.tree.nodes[id];
    let first = line::end(sheet.text, node.body);
    let head = line::between(sheet.text, node.body, first);
    // The head is `|` or `>` with its marks; a comment may follow, which stays.
    let marks = head.find([' ', '\t']).unwrap_or(head.len());
    let behind = node.body + marks;
    let lines = value.as_str().filter(|text| can_be_literal(text));
    let indent = indentation(line::between(sheet.text, first, node.end));
    // No text, none that fits into a block, or an empty block that has no depth: one line has to do.
    let (Some(text), Some(indent)) = (lines, indent) else {
        let inline = one(value, Style::Plain, false);
        return vec![
            Patch {
                range: node.body..behind,
                text: inline,
            },
            Patch::delete(first..node.end.max(first)),
        ];
    };
    let old = sheet.tree.scalar(id).unwrap_or_default();
    let folded = (style == Style::Folded && can_fold(text)).then(|| {
        let raw = line::between(sheet.text, first, node.end);
        fold(text, raw, indent, sheet.layout.eol)
    });
    let mark = if folded.is_some() || style == Style::Literal {
        &head[..1]
    } else {
        "|"
    };
    // A digit says how deep the lines stand; they stay as deep, so it stays right.
    let digit: String = head[..marks].chars().filter(char::is_ascii_digit).collect();
    // With `+` every line break at the end counts, so the mark is chosen anew.
    let same = old.ends_with('\n') == text.ends_with('\n') && !head[..marks].contains('+');
    let chomp = if same {
        head[..marks]
            .trim_start_matches(['|', '>'])
            .trim_matches(|mark: char| mark.is_ascii_digit())
    } else {
        chomp(text)
    };
    let lines = folded.unwrap_or_else(|| literal(text, indent, sheet.layout.eol));
    vec![
        Patch {
            range: node.body..behind,
            text: format!("{mark}{digit}{chomp}"),
        },
        Patch {
            range: first..node.end,
            text: format!("{}{lines}", sheet.layout.eol),
        },
    ]
}

/// How deep the first line that is not empty stands.
fn indentation(lines: &str) -> Option<usize> {
    let first = lines.lines().find(|line| !line.trim().is_empty())?;
    Some(first.len() - first.trim_start_matches(' ').len())
}

/// A folded line that begins with a blank is kept as it is by readers, and so would mean another text.
fn can_fold(text: &str) -> bool {
    text.split('\n').all(|line| !line.starts_with([' ', '\t']))
}

/// The lines of a folded text. A paragraph that stays keeps the lines that it has.
fn fold(text: &str, raw: &str, indent: usize, eol: &str) -> String {
    let old: Vec<&str> = raw
        .lines()
        .map(|line| line.get(indent..).unwrap_or_default())
        .collect();
    let paragraphs: Vec<&[&str]> = old.split(|line| line.is_empty()).collect();
    let body = text.strip_suffix('\n').unwrap_or(text);
    let mut folded = String::new();
    let mut before = false;
    for line in body.split('\n') {
        // A single line break would be read as a blank, so a real one takes an empty line.
        if before && !line.is_empty() {
            folded.push_str(eol);
        }
        // A paragraph that did not change keeps the places at which it was folded: the difference stays
        // small.
        let kept = paragraphs
            .iter()
            .find(|lines| lines.join(" ") == line && !line.is_empty());
        let one = [line];
        for (index, line) in kept.map_or(&one[..], |lines| lines).iter().enumerate() {
            if index > 0 || before {
                folded.push_str(eol);
            }
            folded.push_str(&if line.is_empty() {
                String::new()
            } else {
                format!("{}{line}", pad(indent))
            });
        }
        before = true;
    }
    folded
}
