//! A report as plain text, for logs and files.
//!
//! It is not wrapped and has no colours: it goes into logs, where lines are searched.

use super::{DifferenceReport, Function, LeftBehind, Report, ResourceReport, ToldReport};
use super::{deployed, files};
use crate::model::seal::has_no_tag;
use crate::plain::line;
use crate::view::former::FormerFunction;
use crate::view::report::{in_brackets, without_tags};
use crate::words;
use crate::words::{Lang, Words};

/// How much of a value is shown.
const MOST: usize = 400;

/// The report as text.
pub fn render(report: &Report, lang: Lang) -> String {
    // A line for each function first: of many that is what people look for.
    let mut lines = Vec::new();
    for one in &report.functions {
        let Function {
            function,
            region,
            account,
            outcome,
            ..
        } = one;
        let meaning = one.meaning();
        let meaning = meaning.text(lang);
        lines.push(format!(
            "{function} ({region}, {account}): {outcome} — {meaning}"
        ));
    }
    for function in &report.functions {
        lines.push(String::new());
        lines.push(function.function.clone());
        about(function, lang, &mut lines);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// All that is said of one function.
fn about(function: &Function, lang: Lang, lines: &mut Vec<String>) {
    lines.extend(function.error.iter().map(|error| format!("  {error}")));
    for one in &function.resources {
        resource(one, lang, lines);
    }
    for words in notes(function) {
        lines.push(format!("  {}", words.text(lang)));
    }
}

/// What is said of a resource as a whole.
pub(super) fn of_resource(resource: &ResourceReport) -> Vec<Words> {
    let told = resource.told.as_ref().map(ToldReport::words);
    let interrupted = resource.interrupted.as_ref().map(interrupted);
    let all = resource.note().into_iter().chain(told);
    all.chain(interrupted).collect()
}

/// One resource, where there is anything to say.
fn resource(resource: &ResourceReport, lang: Lang, lines: &mut Vec<String>) {
    let notes = of_resource(resource);
    if notes.is_empty() && resource.differences.is_empty() {
        return;
    }
    lines.push(format!("  {}", resource.title()));
    for words in notes {
        lines.push(format!("    {}", words.text(lang)));
    }
    for found in &resource.differences {
        lines.extend(difference(found, lang));
    }
}

/// A setting on a line, and below the code its files.
fn difference(found: &DifferenceReport, lang: Lang) -> Vec<String> {
    let rows = files::rows(found, MOST, lang).into_iter().enumerate();
    rows.map(|(index, row)| match index {
        0 => {
            let (path, said) = (&row.path, row.said.text(lang));
            format!("    {path} [{said}]: {}", columns(found, lang))
        }
        _ => {
            let (path, said) = (&row.path, row.said.text(lang));
            format!("      {path} [{said}]: {}", three(&row.sides).text(lang))
        }
    })
    .collect()
}

/// The three values, each with what it is.
pub(super) fn columns(found: &DifferenceReport, lang: Lang) -> String {
    let sides = files::sides(found, MOST, lang);
    let columns = match &found.decision {
        // The sides of code are checksums, so only a sentence says what became of the decision.
        Some(decision) if files::is_code(found) => match decision.yours_then == found.yours {
            true => words!(
                "live version kept, the local code is as it was then",
                "保留线上的代码，本地代码自那时起没有变化"
            ),
            false => words!(
                "live version kept, the local code changed since then",
                "保留线上的代码，本地代码在那之后有改动"
            ),
        },
        Some(decision) => {
            let [_, online, yours] = &sides;
            let then = found.side(&decision.yours_then, MOST);
            let then = then.text(lang);
            words!(
                "kept live {online} · local then {then} · local now {yours}",
                "保留的线上值 {online} · 当时的本地值 {then} · 现在的本地值 {yours}"
            )
        }
        None => three(&sides),
    };
    columns.text(lang).to_owned()
}

/// The three witnesses on one line.
pub(super) fn three([deployed, online, yours]: &[String; 3]) -> Words {
    words!(
        "last deployed {deployed} · live {online} · local {yours}",
        "上次部署 {deployed} · 线上 {online} · 本地 {yours}"
    )
}

/// What became of a write whose end the last run did not see.
pub(super) fn interrupted(end: &super::InterruptedReport) -> Words {
    let at = &end.at;
    match end.done {
        true => words!(
            "the last run was interrupted during this write ({at}), but the write completed",
            "上次运行在写入时被中断（{at}）；但写入已完成"
        ),
        false => words!(
            "the last run was interrupted during this write ({at}); it did not complete, or only in part",
            "上次运行在写入时被中断（{at}）；未完成，或只完成一部分"
        ),
    }
}

/// Whether any secret is shown that cannot be told from others; that needs a sentence.
fn is_any_without_tag(function: &Function) -> bool {
    let all = function.resources.iter();
    let mut all = all.flat_map(|one| one.differences.iter().chain(&one.kept_values));
    all.any(|found| {
        let values = [&found.last_deployed, &found.online, &found.yours];
        values.into_iter().flatten().any(has_no_tag)
    })
}

/// What is left alone, and what became of the rules.
pub(super) fn notes(function: &Function) -> Vec<Words> {
    let mut notes = Vec::new();
    // What is kept is told first: it is what a person decided, and can end.
    for resource in &function.resources {
        let title = resource.title();
        notes.extend(
            resource
                .kept_values
                .iter()
                .map(|one| one.kept(&title, MOST)),
        );
        if !resource.console.is_empty() {
            let (count, paths) = (resource.console.len(), resource.console.join(", "));
            notes.push(words!(
                "{title}: left to the console by driftPolicy ({count}): {paths}",
                "{title}：由 driftPolicy 交给控制台的配置（{count} 项）：{paths}"
            ));
        }
    }
    let with = function.compared_with.as_deref();
    notes.extend(deployed::told(with, function.deployed.as_ref()));
    if is_any_without_tag(function) {
        notes.push(without_tags());
    }
    if !function.end_kept.is_empty() {
        let commands = function.end_kept.join("', '");
        notes.push(words!(
            "what is kept stays until one of these: '{commands}'",
            "保留的值会一直保留，直到执行以下命令之一：'{commands}'"
        ));
    }
    // Of another region where `s.yaml` has changed its own: then the name alone would be looked for in vain.
    for one in &function.orphans {
        let region = one
            .region
            .iter()
            .map(|region| format!(" ({})", line(region)));
        let (kind, name) = (&one.kind, line(&one.name) + &region.collect::<String>());
        notes.push(words!(
            "{kind} {name}: no longer in s.yaml, still online, left alone",
            "{kind} {name}：已不在 s.yaml 中，但仍在线上；不会改动它"
        ));
    }
    for one in &function.strangers {
        let (kind, name) = (&one.kind, line(&one.name));
        notes.push(words!(
            "{kind} {name}: online, not in s.yaml and not on record here as deployed, left alone",
            "{kind} {name}：存在于线上，但不在 s.yaml 中，本地也没有部署记录；不会改动它"
        ));
    }
    for one in &function.left_behind {
        let words = left_behind(function, one).words().into_iter();
        notes.extend(words.map(|(_, words)| words));
    }
    notes.extend(function.rules.iter().filter_map(rule));
    notes
}

/// In what the function is not like the one that the resource was deployed as last.
pub(super) fn left_behind<'f>(function: &'f Function, one: &'f LeftBehind) -> FormerFunction<'f> {
    let LeftBehind {
        function: old,
        changed,
        kept,
        stays_deleted,
    } = one;
    FormerFunction {
        old,
        new: &function.function,
        changed,
        kept,
        back: stays_deleted,
    }
}

/// A rule that does not do what its author thinks.
fn rule(rule: &super::RuleReport) -> Option<Words> {
    // Both may hold; that it expired is the reason why it matches nothing.
    let (paths, Words { en, zh }) = (&rule.paths, in_brackets(&rule.reason));
    let until = rule.until.as_deref().unwrap_or_default();
    if rule.expired {
        return Some(words!(
            "driftPolicy {paths}: expired on {until} and no longer applies{en}",
            "driftPolicy {paths}：已于 {until} 到期，不再起作用{zh}"
        ));
    }
    (!rule.matched).then(|| {
        words!(
            "driftPolicy {paths}: matches nothing, neither locally nor online{en}",
            "driftPolicy {paths}：本地和线上都没有匹配的配置{zh}"
        )
    })
}
