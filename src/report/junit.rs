//! A report as JUnit's XML, which pipelines show as tests: one case a resource, failed where somebody
//! has to decide. The form follows what Jenkins, GitLab and Yunxiao read alike.
//!
//! What needs no decision is no failure, whatever differs; it stands in the output of the suite.

use super::files::{self, DiffRow};
use super::{DifferenceReport, Function, LeftBehind, Report, ResourceReport, ToldReport, text};
use crate::plain;
use crate::words;
use crate::words::{Lang, Words};

/// How much of a value a line shows.
const MOST: usize = 400;

/// The report as XML.
pub(super) fn render(report: &Report, lang: Lang) -> String {
    let mut lines = vec!["<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned()];
    let command = &report.command;
    let count =
        |counted: fn(&Function) -> usize| report.functions.iter().map(counted).sum::<usize>();
    let (tests, failures, errors) = (count(cases), count(failures), count(errors));
    lines.push(format!(
        "<testsuites name=\"fc-guard {command}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">"
    ));
    for function in &report.functions {
        suite(function, lang, &mut lines);
    }
    lines.push("</testsuites>\n".to_owned());
    lines.join("\n")
}

/// What counts as a test: a resource, a failed comparison, a function of another name.
fn cases(function: &Function) -> usize {
    function.resources.len() + errors(function) + left_behind(function).count()
}

/// What somebody has to decide about.
fn failures(function: &Function) -> usize {
    let asks = function.resources.iter().filter(|one| one.asks());
    asks.count() + left_behind(function).count()
}

/// The functions of another name of which somebody has to decide whether they are left behind.
fn left_behind(function: &Function) -> impl Iterator<Item = &LeftBehind> {
    let all = function.left_behind.iter();
    all.filter(|one| !one.changed.is_empty())
}

/// One where the function could not be compared.
fn errors(function: &Function) -> usize {
    usize::from(function.error.is_some())
}

/// One function. A comparison that failed is an error, not a failure: nobody has to decide about it.
fn suite(function: &Function, lang: Lang, lines: &mut Vec<String>) {
    let (name, region) = (escaped(&function.function), escaped(&function.region));
    let (tests, failures, errors) = (cases(function), failures(function), errors(function));
    lines.push(format!(
        "  <testsuite name=\"{name}\" hostname=\"{region}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">"
    ));
    if let Some(error) = &function.error {
        let (outcome, error) = (escaped(&function.outcome), escaped(error));
        lines.push(format!(
            "    <testcase classname=\"{name}\" name=\"fc-guard\">"
        ));
        lines.push(format!("      <error type=\"{outcome}\">{error}</error>"));
        lines.push("    </testcase>".to_owned());
    }
    for one in &function.resources {
        case(&name, one, lang, lines);
    }
    // Each is a case of its own, because it is decided about for itself.
    for one in left_behind(function) {
        let old = escaped(&one.function);
        let told = text::left_behind(function, one).words();
        let told: Vec<&str> = told.iter().map(|(_, words)| words.text(lang)).collect();
        lines.push(format!(
            "    <testcase classname=\"{name}\" name=\"{old}\">"
        ));
        let message = needs_decision(one.changed.len());
        lines.push(failure("drift", message.text(lang), &told.join("\n")));
        lines.push("    </testcase>".to_owned());
    }
    // What needs no decision must not fail a pipeline, so it is output only.
    let notes = text::notes(function);
    if !notes.is_empty() {
        let notes: Vec<&str> = notes.iter().map(|words| words.text(lang)).collect();
        lines.push(format!(
            "    <system-out>{}</system-out>",
            escaped(&notes.join("\n"))
        ));
    }
    lines.push("  </testsuite>".to_owned());
}

/// One resource as a test.
fn case(class: &str, resource: &ResourceReport, lang: Lang, lines: &mut Vec<String>) {
    let name = escaped(&resource.title());
    // What needs no decision passes, whatever differs.
    if !resource.asks() {
        lines.push(format!(
            "    <testcase classname=\"{class}\" name=\"{name}\"/>"
        ));
        return;
    }
    let open: Vec<&DifferenceReport> = resource
        .differences
        .iter()
        .filter(|one| one.asks())
        .collect();
    let conflict = open.iter().any(|one| one.verdict == "conflict");
    let kind = if conflict { "conflict" } else { "drift" };
    // A resource that was deleted has no setting of its own, and is one difference.
    let message = needs_decision(open.len().max(1));
    let note = resource.note().filter(|_| open.is_empty());
    let told = resource.told.as_ref().map(ToldReport::words);
    let mut text: Vec<String> = told
        .iter()
        .chain(&note)
        .map(|words| words.text(lang).to_owned())
        .collect();
    text.extend(open.iter().flat_map(|one| line(one, lang)));
    lines.push(format!(
        "    <testcase classname=\"{class}\" name=\"{name}\">"
    ));
    lines.push(failure(kind, message.text(lang), &text.join("\n")));
    lines.push("    </testcase>".to_owned());
}

/// The message of a failure.
fn needs_decision(count: usize) -> Words {
    match count {
        1 => words!("1 difference needs a decision", "有 1 处差异需要决定"),
        _ => words!(
            "{count} differences need a decision",
            "有 {count} 处差异需要决定"
        ),
    }
}

/// The element that makes a case fail.
fn failure(kind: &str, message: &str, text: &str) -> String {
    let (message, text) = (escaped(message), escaped(text));
    format!("      <failure type=\"{kind}\" message=\"{message}\">{text}</failure>")
}

/// A setting, and with the code its files, a line each.
fn line(found: &DifferenceReport, lang: Lang) -> Vec<String> {
    let line = |row: &DiffRow| {
        let (path, said) = (&row.path, row.said.text(lang));
        format!("{path} [{said}]: {}", text::three(&row.sides).text(lang))
    };
    let rows = files::rows(found, MOST, lang);
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    // Of what was kept the columns are others; the first row is the setting itself.
    if found.decision.is_some() {
        let (path, words) = (&rows[0].path, rows[0].said.text(lang));
        lines[0] = format!("{path} [{words}]: {}", text::columns(found, lang));
    }
    lines
}

/// Text for XML 1.0. What it has no place for was spelled out before.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    // Parsers make a space of a line feed in an attribute, so it goes in as a reference.
    for letter in plain::lines(text.to_owned()).chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
