//! What is shown while it is decided one by one: the question, the keys, the summary.

use crate::drift::clear::is_masked;
use crate::drift::{Difference, Drift, ResourceDrift, Standing, reopened};
use crate::plan::{Question, Side};
use crate::view::columns::{self, Columns};
use crate::view::files;
use crate::view::report::{Detail, tone};
use crate::view::screen::{Screen, Tone};
use crate::view::value::apart;
use crate::words;
use crate::words::{Lang, Words};

use super::round::Round;

/// A value to be shown, or none.
pub(super) type Shown<'a> = Option<&'a serde_json::Value>;

/// Files of the code that a card shows; `v` shows all of them.
const FILES: usize = 20;

/// The name by which people see and find a question: the resource and the path in it.
pub(super) fn address(drift: &Drift, question: &Question, lang: Lang) -> String {
    let label = question.resource.label();
    let label = label.text(lang);
    match find(drift, question).1 {
        Some(found) => format!("{label} · {}", found.path),
        None => label.to_owned(),
    }
}

/// Shows one question.
pub(super) fn show(
    screen: Screen<'_>,
    drift: &Drift,
    question: &Question,
    side: Option<Side>,
    (number, total): (usize, usize),
) {
    let address = address(drift, question, screen.lang);
    screen.line("");
    let (resource, found) = find(drift, question);
    screen.text_in(Tone::Title, &format!("({number}/{total}) {address}"));
    match found {
        Some(found) => {
            let what = what(found);
            screen.text_in(
                tone(found.verdict),
                &format!("  {}", what.text(screen.lang)),
            );
            let lines = match question.is_code() {
                true => code(screen, resource, found),
                false => columns::lines(screen, &columns_of(found, screen.lang)),
            };
            lines.iter().for_each(|line| screen.line(line));
        }
        None if resource.is_some_and(|one| one.standing == Standing::Reopened) => {
            let words = words!(
                "kept deleted, changed locally: local creates it, remote leaves it deleted",
                "按决定保持删除，而此后本地又有改动：选“本地”会重新创建，选“线上”则保持删除"
            );
            screen.text_in(Tone::Conflict, &format!("  {}", words.text(screen.lang)));
        }
        None if resource.is_some_and(|one| one.standing == Standing::Deleted) => {
            let words = words!(
                "deleted online: local creates it again, remote leaves it deleted",
                "线上已被删除：选“本地”会重新创建，选“线上”则保持删除"
            );
            screen.text_in(Tone::Remote, &format!("  {}", words.text(screen.lang)));
        }
        None if resource.is_some_and(|one| one.standing == Standing::Missing) => {
            let words = words!(
                "not online, new or taken away: local creates it, remote leaves it so",
                "不在线上（新增或已被移除）：选“本地”会创建，选“线上”则保持没有"
            );
            screen.text_in(Tone::Conflict, &format!("  {}", words.text(screen.lang)));
        }
        None => {}
    }
    if let Some(side) = side {
        let Words { en, zh } = chosen(side);
        screen.say(&words!("  decided: {en}", "  已决定：{zh}"));
    }
    screen.say_in(Tone::Faint, &keys(found.is_some_and(is_masked)));
}

/// The code, file by file with its three sides; where its files are not known, the packages.
pub(super) fn code(
    screen: Screen<'_>,
    drift: Option<&ResourceDrift>,
    found: &Difference,
) -> Vec<String> {
    let files = drift.and_then(ResourceDrift::files).unwrap_or_default();
    if files.is_empty() {
        return columns::lines(screen, &columns_of(found, screen.lang));
    }
    let left = files.len().saturating_sub(FILES);
    let lines = files.iter().take(FILES);
    let mut lines: Vec<String> = lines
        .flat_map(|file| files::line(screen, file, Detail::Everything))
        .collect();
    if left > 0 {
        let more = words!("  … and {left} more", "  …… 还有 {left} 个");
        lines.push(more.text(screen.lang).to_owned());
    }
    lines
}

/// The line of keys, in which `x` takes the place of `/` where a value is masked: there is no room for both.
fn keys(masked: bool) -> Words {
    match masked {
        true => words!(
            "[l] local  [r] remote  [b/n] back/next  [v] full  [x] values  [?] help  [s] stop",
            "[l] 本地  [r] 线上  [b/n] 上/下一项  [v] 全文  [x] 明文  [?] 帮助  [s] 停止"
        ),
        false => words!(
            "[l] local  [r] remote  [b/n] back/next  [v] full  [/] find  [?] help  [s] stop",
            "[l] 本地  [r] 线上  [b/n] 上/下一项  [v] 全文  [/] 查找  [?] 帮助  [s] 停止"
        ),
    }
}

/// What the keys do.
pub(super) fn help(screen: Screen<'_>) {
    let lines = [
        (
            "l",
            words!("local: the local version is deployed", "本地：部署本地的值"),
        ),
        (
            "r",
            words!(
                "remote: the live version stays, and this decision is recorded",
                "线上：保留线上的值，并记录这个决定"
            ),
        ),
        (
            "L R",
            words!(
                "the same for the rest of this resource (code apart)",
                "该资源后面的各项都照此处理（代码除外）"
            ),
        ),
        ("b ← ↑", words!("back to the one before", "回到上一项")),
        (
            "n → ↓",
            words!("on to the next, without deciding", "到下一项，暂不决定"),
        ),
        (
            "v",
            words!(
                "the complete values, and how they differ line by line",
                "显示完整的值，并逐行比较"
            ),
        ),
        (
            "x",
            words!(
                "the values of this one in plain text, on the screen only",
                "显示该项的明文，仅在屏幕上"
            ),
        ),
        ("/", words!("find by resource or path", "按资源或路径查找")),
        (
            "s",
            words!(
                "stop: change nothing (Ctrl-C and Esc too)",
                "停止：不做任何改动（Ctrl-C、Esc 亦可）"
            ),
        ),
    ];
    screen.line("");
    for (keys, words) in lines {
        screen.line(&format!("  {keys:6} {}", words.text(screen.lang)));
    }
    screen.say(&words!(
        "Nothing is written before everything is decided and you have confirmed it.",
        "在全部决定并确认之前，不会写入任何内容。"
    ));
}

/// Shows everything that was decided, the code apart, and how to confirm it.
pub(super) fn summary(screen: Screen<'_>, drift: &Drift, round: &Round) {
    let parts = [
        (false, words!("Decided:", "已决定：")),
        (true, words!("Decided about code:", "代码的决定：")),
    ];
    for (code, title) in parts {
        let decided: Vec<_> = round
            .decided()
            .filter(|(question, _)| question.is_code() == code)
            .collect();
        if decided.is_empty() {
            continue;
        }
        screen.line("");
        screen.say_in(Tone::Title, &title);
        for (question, side) in decided {
            let (word, tone) = match side {
                Side::Local => (words!("local", "本地"), Tone::Local),
                Side::Remote => (words!("remote", "线上"), Tone::Remote),
            };
            let word = screen.paint(tone, &format!("{:6}", word.text(screen.lang)));
            screen.line(&format!(
                "  {word}  {}",
                address(drift, question, screen.lang)
            ));
        }
    }
    screen.line("");
    screen.say_in(
        Tone::Title,
        &words!(
            "Do it?  [y] yes  [b] back  [s] stop",
            "执行吗？  [y] 执行  [b] 返回  [s] 停止"
        ),
    );
}

/// The question's resource, and its difference, as they were compared.
pub(super) fn find<'a>(
    drift: &'a Drift,
    question: &Question,
) -> (Option<&'a ResourceDrift>, Option<&'a Difference>) {
    let is_asked_about = |drift: &&ResourceDrift| drift.resource == question.resource;
    let resource = drift.resources.iter().find(is_asked_about);
    let differences = resource.into_iter().flat_map(|one| &one.differences);
    let found = differences
        .into_iter()
        .find(|found| found.path == question.path);
    (resource, found)
}

/// The value of the last deploy, the one online, and the one here.
pub(super) fn three(found: &Difference) -> [Shown<'_>; 3] {
    // Where the service showed nothing after the last deploy, what was sent is the last that is known.
    let last = found.seen.as_ref().or(found.sent.as_ref());
    [last, found.live.as_ref(), found.desired.as_ref()]
}

/// The three columns of a card: what stood there last, online, and here; of what was kept before, what was
/// kept, and what was here then and is now.
fn columns_of(found: &Difference, lang: Lang) -> Columns {
    let known = found.is_recorded;
    let tone = |moved, tone| if moved { tone } else { Tone::Plain };
    if found.reopened() {
        // Nobody changed it online since, so what stands there is what was kept.
        let values = [&found.live, &found.sent, &found.desired].map(Option::as_ref);
        let [kept, then, now] = texts(found, values, lang);
        return Columns {
            headings: columns::since_kept(),
            values: [
                (kept, Tone::Remote),
                (then, Tone::Plain),
                (now, Tone::Local),
            ],
        };
    }
    let values = three(found);
    let [last, online, yours] = values;
    let [mut shown, online_text, yours_text] = texts(found, values, lang);
    // Nothing on record is not the same as an absent value.
    if !known {
        words!("(unknown)", "（未知）")
            .text(lang)
            .clone_into(&mut shown);
    }
    let yours_moved = known && found.sent.as_ref() != yours;
    Columns {
        headings: columns::headings(),
        values: [
            (shown, Tone::Plain),
            (online_text, tone(known && last != online, Tone::Remote)),
            (yours_text, tone(yours_moved, Tone::Local)),
        ],
    }
}

/// The values as texts; of the code not its checksums, but which of them are the same.
fn texts(found: &Difference, values: [Shown<'_>; 3], lang: Lang) -> [String; 3] {
    let fallback = found.fallback();
    match files::is_code(found) {
        true => files::packages(values).map(|words| words.text(lang).to_owned()),
        false => apart(values, fallback.as_ref(), lang, None),
    }
}

/// The verdict in words.
fn what(found: &Difference) -> Words {
    match found.reopened() {
        true => reopened(),
        false => found.verdict.words(),
    }
}

fn chosen(side: Side) -> Words {
    match side {
        Side::Local => words!("local", "本地"),
        Side::Remote => words!("remote", "线上"),
    }
}
