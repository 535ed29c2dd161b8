//! A report as a comment on a merge request: Markdown that GitHub, GitLab and Codeup show alike.
//!
//! Names and values come from elsewhere, so every letter that means something in Markdown or HTML is written
//! as a reference.

use super::files::{self, DiffRow};
use super::{DifferenceReport, Function, Report, ResourceReport, text};
use crate::plain::lines;
use crate::words;
use crate::words::Lang;

/// How much of a value a cell shows.
const MOST: usize = 120;

/// The report as Markdown.
pub(super) fn render(report: &Report, lang: Lang) -> String {
    let Report {
        command, outcome, ..
    } = report;
    let mut blocks = vec![format!("### fc-guard {command}: `{outcome}`")];
    for function in &report.functions {
        about(function, lang, &mut blocks);
    }
    blocks.join("\n\n") + "\n"
}

/// One function: its heading, what failed, its resources, and what else there is to say.
fn about(function: &Function, lang: Lang, blocks: &mut Vec<String>) {
    let (name, region) = (code(&function.function), plain(&function.region));
    let words = function.meaning();
    let (outcome, words) = (&function.outcome, words.text(lang));
    blocks.push(format!("#### {name} ({region}) — `{outcome}`: {words}"));
    blocks.extend(function.error.iter().map(|error| fenced(error)));
    for one in &function.resources {
        resource(one, lang, blocks);
    }
    let notes = text::notes(function);
    if !notes.is_empty() {
        let lines = notes
            .iter()
            .map(|words| format!("- {}", plain(words.text(lang))));
        blocks.push(lines.collect::<Vec<_>>().join("\n"));
    }
}

/// One resource with its table; nothing where nothing is to be said of it.
fn resource(resource: &ResourceReport, lang: Lang, blocks: &mut Vec<String>) {
    let notes = text::of_resource(resource);
    if notes.is_empty() && resource.differences.is_empty() {
        return;
    }
    let title = plain(&resource.kind);
    let mut line = format!("**{title}** {}", code(&resource.name));
    if let Some(time) = &resource.last_modified_time {
        let words = words!("last modified online {time}", "线上最后修改于 {time}");
        line.push_str(&format!(" ({})", plain(words.text(lang))));
    }
    for words in notes {
        line.push_str(&format!(" — {}", plain(words.text(lang))));
    }
    blocks.push(line);
    if !resource.differences.is_empty() {
        blocks.push(table(&resource.differences, lang));
    }
}

/// The differences, and below the code its files.
fn table(differences: &[DifferenceReport], lang: Lang) -> String {
    let head = words!(
        "| setting | last deployed | live | local | |",
        "| 配置项 | 上次部署 | 线上 | 本地 | |"
    );
    let mut lines = vec![
        head.text(lang).to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    for found in differences {
        let rows = files::rows(found, MOST, lang).into_iter().enumerate();
        // Only the setting itself is decided about, never one of its files by itself.
        lines.extend(rows.map(|(index, row)| match index {
            0 => line(&row, found.asks(), &then(found, lang), lang),
            _ => line(&row, false, "", lang),
        }));
    }
    lines.join("\n")
}

/// What the project said when it was decided that what is online stays.
fn then(found: &DifferenceReport, lang: Lang) -> String {
    let Some(decision) = found.decision.as_ref().filter(|_| !files::is_code(found)) else {
        return String::new();
    };
    let then = found.side(&decision.yours_then, MOST);
    let then = code(then.text(lang));
    let words = words!(", local then {then}", "，当时的本地值 {then}");
    words.text(lang).to_owned()
}

/// One row of the table.
fn line(row: &DiffRow, asks: bool, then: &str, lang: Lang) -> String {
    // The dash stands for nothing and is no value, so it is not shown as code.
    let cell = |text: &String| match text.as_str() {
        "–" => text.clone(),
        text => code(text),
    };
    let [deployed, online, yours] = row.sides.each_ref().map(cell);
    let (path, said) = (code(&row.path), plain(row.said.text(lang)));
    let mark = if asks { "⚠️ " } else { "" };
    format!("| {path} | {deployed} | {online} | {yours} | {mark}{said}{then} |")
}

/// Text as code within a line, or within a cell of a table. HTML is used, because a backtick or a bar
/// in the text would end the code or the cell.
fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

/// Text in which nothing is Markdown or HTML.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in lines(text.to_owned()).chars() {
        match letter {
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '|' => plain.push_str("&#124;"),
            '`' => plain.push_str("&#96;"),
            '*' => plain.push_str("&#42;"),
            '_' => plain.push_str("&#95;"),
            '[' => plain.push_str("&#91;"),
            ']' => plain.push_str("&#93;"),
            '@' => plain.push_str("&#64;"),
            '\\' => plain.push_str("&#92;"),
            // A line break would end the cell or the list.
            '\n' | '\t' => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    plain
}

/// Several lines as they are.
fn fenced(text: &str) -> String {
    // A fence must be longer than any run of backticks in it; all of them together are longer than each.
    let ticks = "`".repeat(text.chars().filter(|letter| *letter == '`').count() + 3);
    format!("{ticks}text\n{text}\n{ticks}")
}
