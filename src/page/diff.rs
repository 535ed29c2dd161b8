//! The comparison of two texts as a table: both sides next to each other, or one if there is only one.
//!
//! It is a real table, so that a screen reader can tell the sides apart.

use std::ops::Range;

use crate::html::Html;
use crate::page::lines::{Line, Lines, Row, changed_part};
use crate::words;
use crate::words::{Lang, Words};

/// Characters of one line that are shown; minified code has lines without end.
const LINE: usize = 1500;

/// What the two sides are called.
pub(super) struct Sides {
    /// Of the left one.
    pub old: Words,
    /// Of the right one.
    pub new: Words,
}

/// Both sides of a text that changed.
pub(super) fn both(lines: &Lines<'_>, sides: &Sides, lang: Lang) -> Html {
    let head = |words: &Words| {
        Html::new()
            .raw("<th scope=\"col\" colspan=\"2\">")
            .say(lang, words)
            .raw("</th>")
    };
    let head = Html::tag("tr", "", head(&sides.old).add(head(&sides.new)));
    let rows = lines.rows.iter().map(|row| pair(row, lang)).collect();
    let table = Html::new()
        .raw("<table class=\"lines both\"><colgroup><col class=\"count\"><col>")
        .raw("<col class=\"count\"><col></colgroup>")
        .add(Html::tag("thead", "", head))
        .add(Html::tag("tbody", "", rows))
        .raw("</table>");
    table.add(rest(lines.cut, lang))
}

/// A text that only one side has.
pub(super) fn one(lines: &Lines<'_>, lang: Lang) -> Html {
    // One side is missing, so no row has both; what cannot come here gives nothing.
    let row = |row: &Row<'_>| match row {
        Row::Change(None, Some(line)) => Html::tag("tr", "", line_cells(line, "add", None, None)),
        Row::Change(Some(line), _) => Html::tag("tr", "", line_cells(line, "del", None, None)),
        Row::Same(..) | Row::Gap(_) | Row::Change(None, None) => Html::new(),
    };
    let rows = lines.rows.iter().map(row).collect();
    let table = Html::new()
        .raw("<table class=\"lines one\"><colgroup><col class=\"count\"><col></colgroup>")
        .add(Html::tag("tbody", "", rows))
        .raw("</table>");
    table.add(rest(lines.cut, lang))
}

/// How many rows were cut off.
fn rest(cut: usize, lang: Lang) -> Html {
    if cut == 0 {
        return Html::new();
    }
    let words = match cut {
        1 => words!("… and 1 more line", "……还有 1 行"),
        _ => words!("… and {cut} more lines", "……还有 {cut} 行"),
    };
    Html::tag("p", "note", Html::new().say(lang, &words))
}

/// One row with both sides.
fn pair(row: &Row<'_>, lang: Lang) -> Html {
    match row {
        Row::Gap(count) => gap(*count, lang),
        Row::Same(old, new) => {
            let cells = line_cells(old, "was", None, None).add(line_cells(new, "is", None, None));
            Html::tag("tr", "same", cells)
        }
        Row::Change(Some(old), Some(new)) => {
            let [was, is] = parts(changed_part(old.text, new.text));
            // Two lines that differ in nothing but their ends would look the same: then the ends are named.
            let ends = old.end != new.end;
            let end = |line: &Line<'_>| ends.then(|| end_name(line.end).text(lang).to_owned());
            let cells = line_cells(old, "del", was, end(old).as_deref());
            Html::tag(
                "tr",
                "",
                cells.add(line_cells(new, "add", is, end(new).as_deref())),
            )
        }
        Row::Change(Some(old), None) => {
            Html::tag("tr", "", line_cells(old, "del", None, None).add(nothing()))
        }
        Row::Change(None, Some(new)) => {
            Html::tag("tr", "", nothing().add(line_cells(new, "add", None, None)))
        }
        Row::Change(None, None) => Html::new(),
    }
}

/// The parts of both lines that are marked, or none of either.
fn parts(parts: Option<[Range<usize>; 2]>) -> [Option<Range<usize>>; 2] {
    parts.map_or([None, None], |parts| parts.map(Some))
}

/// What people call a line's end.
fn end_name(end: &str) -> Words {
    match end {
        "" => words!("no line feed at the end", "末尾没有换行符"),
        "\n" => Words::same("LF"),
        "\r\n" => Words::same("CRLF"),
        _ => Words::same("CR"),
    }
}

/// A row for the lines that are left out.
fn gap(count: usize, lang: Lang) -> Html {
    let words = match count {
        1 => words!("1 unchanged line", "1 行未改动"),
        _ => words!("{count} unchanged lines", "{count} 行未改动"),
    };
    Html::new()
        .raw("<tr class=\"gap\"><td colspan=\"4\">")
        .say(lang, &words)
        .raw("</td></tr>")
}

/// The place of a line that this side does not have.
fn nothing() -> Html {
    Html::new().raw("<td class=\"num none\"></td><td class=\"none\"></td>")
}

/// The number of a line and its text; `part` is what of it changed, `end` the name of its end.
fn line_cells(
    line: &Line<'_>,
    class: &'static str,
    part: Option<Range<usize>>,
    end: Option<&str>,
) -> Html {
    let marked = match (class, part) {
        ("del", Some(part)) => with_part(line.text, part, "del"),
        ("add", Some(part)) => with_part(line.text, part, "ins"),
        _ => cut(line.text),
    };
    let marked = match end {
        Some(end) => marked.sign(end),
        None => marked,
    };
    Html::new()
        .raw("<td class=\"num ")
        .raw(class)
        .raw("\">")
        .number(line.number)
        .raw("</td>")
        .add(Html::tag("td", class, marked))
}

/// A line with its changed part marked.
fn with_part(text: &str, part: Range<usize>, element: &'static str) -> Html {
    let piece = |range: Range<usize>| text.get(range).unwrap_or_default();
    let middle = piece(part.clone());
    // Of a line that is cut the part may stand behind the cut.
    if middle.is_empty() || text.len() > LINE {
        return cut(text);
    }
    Html::new()
        .text(piece(0..part.start))
        .add(Html::tag(element, "", Html::new().text(middle)))
        .text(piece(part.end..text.len()))
}

/// As much of a line as is shown, and how many characters more there are.
fn cut(text: &str) -> Html {
    match text.char_indices().nth(LINE) {
        Some((at, _)) => {
            let more = text[at..].chars().count();
            Html::new().text(&text[..at]).sign(&format!("… +{more}"))
        }
        None => Html::new().text(text),
    }
}
