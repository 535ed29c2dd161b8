//! Everything that is known of a question, as it stands or in clear.

use super::card::{Shown, address, code, find, three};
use crate::drift::clear::{Clear, is_masked};
use crate::drift::{Difference, Drift, ResourceDrift};
use crate::model::document::{Leaf, leaves};
use crate::model::path::Path;
use crate::model::seal::holds_sealed;
use crate::plan::Question;
use crate::typed::Typed;
use crate::view::columns::{self, Headings};
use crate::view::diff;
use crate::view::files;
use crate::view::screen::{Screen, Tone};
use crate::view::value::{long, show};
use crate::words;
use crate::words::Words;
use serde_json::Value;

/// Shows the values of one question in clear, on a screen and nowhere else.
pub(super) fn in_clear(screen: Screen<'_>, drift: &Drift, question: &Question, clear: &Clear<'_>) {
    screen.line("");
    // A log or a file would keep what only the person at the screen may see.
    if !screen.terminal.shown() {
        return screen.say(&words!(
            "values are shown only on a screen, and this output goes elsewhere",
            "明文只在屏幕上显示，而当前输出去往别处"
        ));
    }
    let (resource, found) = find(drift, question);
    // A package has no value that could be shown: its files are listed as on the card.
    if let Some(found) = found.filter(|_| question.is_code()) {
        let lines = code(screen, resource, found);
        return lines.iter().for_each(|line| screen.line(line));
    }
    let [online, yours] = clear.values(&question.resource, &question.path);
    let last = found.and_then(|found| found.seen.as_ref().or(found.sent.as_ref()));
    // Of the last deploy only a digest is kept. Where it is that of a value which is known, so is the value.
    let same = |sealed: fn(&Difference) -> Option<&serde_json::Value>| {
        last.is_some() && found.and_then(sealed) == last
    };
    let last = match last {
        None => None,
        Some(_) if same(|found| found.live.as_ref()) => online.as_ref(),
        Some(_) if same(|found| found.desired.as_ref()) => yours.as_ref(),
        Some(last) => Some(last),
    };
    let heading = match found.is_some_and(is_masked) {
        true if last.is_some_and(holds_sealed) => words!(
            "In plain text, on this screen only (last deployed: only a digest is kept):",
            "明文，仅在此屏幕显示（上次部署的值只保存了摘要）："
        ),
        true => words!(
            "In plain text, on this screen only:",
            "明文，仅在此屏幕显示："
        ),
        false => words!(
            "All of it, on this screen only:",
            "完整的值，仅在此屏幕显示："
        ),
    };
    screen.say_in(Tone::Conflict, &heading);
    let lines = text(
        screen,
        columns::headings(),
        [last, online.as_ref(), yours.as_ref()],
    );
    lines.iter().for_each(|line| screen.line(line));
}

/// Everything that is known of a question, on as many lines as it takes.
pub(super) fn whole(
    screen: Screen<'_>,
    drift: &Drift,
    question: &Question,
    (typed, clear): (&Typed, &Clear<'_>),
) -> Vec<String> {
    let mut lines = vec![screen.paint(Tone::Title, &address(drift, question, screen.lang))];
    let (resource, found) = find(drift, question);
    let Some(resource) = resource else {
        return lines;
    };
    let Some(found) = found else {
        lines.extend(deleted(screen, resource, clear.last(&question.resource)));
        return lines;
    };
    if question.is_code() && resource.files().is_some() {
        lines.extend(files::diffs(screen, resource));
        let page = typed.other("drift --html drift.html");
        let hint = words!(
            "the files, side by side: {page}",
            "逐个文件并排查看：{page}"
        );
        lines.push(hint.text(screen.lang).to_owned());
        return lines;
    }
    if found.reopened() {
        lines.extend(since_kept(screen, found));
        return lines;
    }
    let [last, online, yours] = three(found);
    if question.is_code() {
        lines.extend(code(screen, Some(resource), found));
        return lines;
    }
    // Where nothing changed online, one view from last to here says it all.
    if online.is_none() || last == online {
        lines.extend(text(screen, columns::headings(), [last, online, yours]));
    } else {
        lines.extend(text(screen, columns::headings(), [last]));
        lines.extend(compared(
            screen,
            &words!("last deployed → live", "上次部署 → 线上"),
            last,
            online,
        ));
    }
    if last.is_some() && last != yours {
        lines.extend(compared(
            screen,
            &words!("last deployed → local", "上次部署 → 本地"),
            last,
            yours,
        ));
    }
    lines.extend(compared(
        screen,
        &words!("live → local", "线上 → 本地"),
        online,
        yours,
    ));
    lines
}

/// What was deleted, as the last deploy left it.
fn deleted(screen: Screen<'_>, drift: &ResourceDrift, last: Option<&Value>) -> Vec<String> {
    let words = words!(
        "deleted online; after the last deploy it was:",
        "线上已被删除；上次部署后的内容："
    );
    let mut lines = vec![String::new(), words.text(screen.lang).to_owned()];
    let known = leaves(drift.resource.kind, last.unwrap_or(&Value::Null));
    // A checksum tells nobody anything; the files of the code come below.
    let is_shown = |(path, leaf): &(Path, Leaf)| leaf.field.is_some() && path.top() != "code";
    for (path, leaf) in known.into_iter().filter(is_shown) {
        let value = show(Some(&leaf.value), None, screen.lang, None);
        lines.push(format!("  {path}: {value}"));
    }
    let code = drift.code.as_deref().and_then(|code| code.seen.as_deref());
    if let Some(code) = code {
        lines.push("  code:".to_owned());
        lines.extend(files::listed(code).map(|line| format!("    {}", line.text(screen.lang))));
    }
    lines
}

/// What was kept online against what was here then and is here now.
fn since_kept(screen: Screen<'_>, found: &Difference) -> Vec<String> {
    let (kept, then, now) = (
        found.live.as_ref(),
        found.sent.as_ref(),
        found.desired.as_ref(),
    );
    let mut lines = text(screen, columns::since_kept(), [kept, then, now]);
    let pairs = [
        (
            words!("local then → local now", "当时的本地值 → 现在的本地值"),
            then,
        ),
        (
            words!("kept live → local now", "保留的线上值 → 现在的本地值"),
            kept,
        ),
    ];
    for (title, before) in pairs {
        lines.extend(compared(screen, &title, before, now));
    }
    lines
}

/// The first of the three values, under their headings.
fn text<const COUNT: usize>(
    screen: Screen<'_>,
    headings: Headings,
    values: [Shown<'_>; COUNT],
) -> Vec<String> {
    let side = |(heading, value): (Words, Shown<'_>)| {
        let mut lines = vec![
            String::new(),
            screen.paint(Tone::Faint, heading.text(screen.lang)),
        ];
        lines.extend(
            long(value, screen.lang)
                .lines()
                .map(|line| format!("  {line}")),
        );
        lines
    };
    headings.into_iter().zip(values).flat_map(side).collect()
}

/// Two values line by line, under a title.
fn compared(screen: Screen<'_>, title: &Words, before: Shown<'_>, after: Shown<'_>) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        screen.paint(Tone::Faint, title.text(screen.lang)),
    ];
    let (before, after) = (long(before, screen.lang), long(after, screen.lang));
    lines.extend(diff::lines(screen, &before, &after));
    lines
}
