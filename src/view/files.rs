//! The files of the code as people read them. Their names come from elsewhere, so nothing in them
//! reaches a terminal as a command.

pub mod diff;
mod home;

pub use self::diff::diffs;
pub use self::home::{left_out, links_out, list, never, some_links, taken};
use unicode_width::UnicodeWidthStr as _;

use crate::drift::{Difference, FileDifference, ResourceDrift, Verdict};
use crate::error::Error;
use crate::model::document::is_oss;
use crate::package::{Content, Manifest};
use crate::plain::line as name;
use crate::view::amount;
use crate::view::report::{Detail, tone};
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::{Lang, Words};

/// How far in a list of files may stand.
const INDENT: usize = 4;

/// The content of the code online could not be found out, so that it stays different as a whole.
pub fn unknown(screen: Screen<'_>, error: &Error) {
    let Words { en, zh } = &error.what;
    screen.say_in(
        Tone::Remote,
        &words!(
            "it is not known which files differ, because the code could not be compared: {en}",
            "无法比较线上代码，因此不知道哪些文件有差异：{zh}"
        ),
    );
}

/// What happened to one file, in a few words.
pub fn what(file: &FileDifference) -> Words {
    let last = file.last.as_ref();
    let Words { en, zh } = happened(last, file.online.as_ref());
    // What stands kept is seen from what was here when that was decided, anything else from the last deploy.
    let here = file.then.as_ref().map_or(last, Option::as_ref);
    let Words {
        en: here,
        zh: zh_here,
    } = happened(here, file.yours.as_ref());
    match file.verdict {
        Verdict::Agreed if file.then.is_some() => words!("same as online now", "现已与线上一致"),
        Verdict::Conflict if file.is_as_kept() => words!(
            "live version kept, {here} locally since",
            "保留线上版本，此后本地{zh_here}"
        ),
        Verdict::Remote => words!("{en} online", "线上{zh}"),
        Verdict::Local => words!("{here} locally", "本地{zh_here}"),
        // Both did the same kind of thing, and not the same thing.
        Verdict::Conflict if en == here => words!("{en} on both sides", "两边都已{zh}"),
        Verdict::Conflict => words!("{en} online, {here} locally", "线上{zh}，本地{zh_here}"),
        Verdict::Agreed | Verdict::Along => {
            words!("{en} alike on both sides", "两边同样{zh}")
        }
        Verdict::Settled | Verdict::Standing => words!("live version kept", "保留线上版本"),
        Verdict::Unknown | Verdict::Older => match (&file.online, &file.yours) {
            (None, _) => words!("only locally", "仅本地有"),
            (_, None) => words!("only online", "仅线上有"),
            _ => words!("different", "不一致"),
        },
    }
}

/// From one content to another: came, went, or changed.
fn happened(before: Option<&Content>, after: Option<&Content>) -> Words {
    match (before, after) {
        (None, _) => words!("added", "新增"),
        (_, None) => words!("removed", "删除"),
        (
            Some(Content::File { sha256, .. }),
            Some(Content::File {
                sha256: other,
                executable,
                ..
            }),
        ) if sha256 == other => match executable {
            // The bytes are the same, so only the mark can have changed.
            true => words!("made executable", "设为可执行"),
            false => words!("made non-executable", "取消可执行"),
        },
        _ => words!("changed", "修改"),
    }
}

/// What stands under a path on one side.
pub fn content(content: Option<&Content>) -> Words {
    match content {
        None => Words::same("–"),
        Some(Content::File {
            size, executable, ..
        }) => {
            let size = amount::size(*size);
            match executable {
                true => words!("{size}, executable", "{size}，可执行"),
                false => Words::same(size),
            }
        }
        Some(Content::Link { target }) => {
            let target = name(&target.written);
            words!("link to {target}", "指向 {target} 的链接")
        }
        Some(Content::Folder) => words!("empty folder", "空目录"),
    }
}

/// What is in a package, a line for each file.
pub fn listed(package: &Manifest) -> impl Iterator<Item = Words> {
    package.paths().map(|path| {
        let (Words { en, zh }, path) = (content(package.get(path)), name(path));
        words!("{path}  {en}", "{path}  {zh}")
    })
}

/// The three sides of one file, in the order last deployed, online, yours.
pub fn sides(file: &FileDifference) -> [Words; 3] {
    let last = match file.verdict {
        Verdict::Unknown => words!("unknown", "未知"),
        _ => content(file.last.as_ref()),
    };
    let online = content(file.online.as_ref());
    [last, online, content(file.yours.as_ref())]
}

/// How many files went which way: “1 file changed online, 2 files added here”.
pub fn summary(files: &[FileDifference]) -> Words {
    // In the order of the list, so that the summary begins with what others did.
    let differing = by_others_first(files).into_iter();
    let counts = counted(differing.filter(|file| !is_alike(file)).map(what));
    let count = |(Words { en, zh }, count): &(Words, usize)| match count {
        1 => words!("1 file {en}", "1 个文件{zh}"),
        _ => words!("{count} files {en}", "{count} 个文件{zh}"),
    };
    Words::list(&counts.iter().map(count).collect::<Vec<_>>())
}

/// How often each of them stands there, in the order in which they come.
fn counted(all: impl Iterator<Item = Words>) -> Vec<(Words, usize)> {
    let mut counts: Vec<(Words, usize)> = Vec::new();
    for one in all {
        match counts.iter_mut().find(|(known, _)| *known == one) {
            Some((_, count)) => *count += 1,
            None => counts.push((one, 1)),
        }
    }
    counts
}

/// How many files are not on one side what they were after the last deploy.
pub fn since_last(
    files: &[FileDifference],
    side: fn(&FileDifference) -> Option<&Content>,
) -> Words {
    let moved = files.iter().filter(|file| side(file) != file.last.as_ref());
    let counts = counted(moved.map(|file| happened(file.last.as_ref(), side(file))));
    let count = |(Words { en, zh }, count): &(Words, usize)| match count {
        1 => words!("1 file {en}", "{zh} 1 个文件"),
        _ => words!("{count} files {en}", "{zh} {count} 个文件"),
    };
    match counts.is_empty() {
        true => words!("same as last deployed", "与上次部署相同"),
        false => Words::list(&counts.iter().map(count).collect::<Vec<_>>()),
    }
}

/// The code on its three sides where only its checksums are known: people are told which of them are
/// the same, and never the numbers.
pub fn packages(found: [Option<&serde_json::Value>; 3]) -> [Words; 3] {
    let [last, online, yours] = found;
    let place = |value: &serde_json::Value| Words::same(name(value.as_str().unwrap_or_default()));
    let side = |value: Option<&serde_json::Value>,
                known: &[(Option<&serde_json::Value>, Words)]| {
        let Some(value) = value else {
            return Words::same("–");
        };
        let same = known.iter().find(|(other, _)| *other == Some(value));
        match same {
            // Code in OSS is told by its address, which says more than whether it is the same.
            _ if is_oss(value) => place(value),
            Some((_, words)) => words.clone(),
            None if known.iter().all(|(other, _)| other.is_none()) => {
                words!("a package", "一个代码包")
            }
            None => words!("another package", "另一个代码包"),
        }
    };
    let as_last = (last, words!("same as last deployed", "与上次部署相同"));
    let as_online = (online, words!("same as live", "与线上相同"));
    [
        side(last, &[]),
        side(online, std::slice::from_ref(&as_last)),
        side(yours, &[as_last, as_online]),
    ]
}

/// Whether a difference is about the function's code.
pub fn is_code(difference: &Difference) -> bool {
    difference.path.0.len() == 1 && difference.path.top() == "code"
}

/// The difference of the code, file by file where that is known.
pub fn lines(
    screen: Screen<'_>,
    drift: &ResourceDrift,
    difference: &Difference,
    detail: Detail,
) -> Vec<String> {
    let paint = |text: &str| screen.paint(tone(difference.verdict), text);
    // Where the package that is online was not downloaded, only checksums are known.
    let Some(files) = drift.files().filter(|files| !files.is_empty()) else {
        return vec![paint(&whole(difference, screen.lang))];
    };
    let summary = summary(&files);
    let summary = summary.text(screen.lang);
    let head = match difference.verdict {
        Verdict::Conflict if difference.reopened() => words!(
            "! code: kept live ({summary})",
            "! code：保留线上版本（{summary}）"
        )
        .text(screen.lang)
        .to_owned(),
        Verdict::Conflict => format!("! code: {summary}"),
        Verdict::Agreed => whole(difference, screen.lang),
        _ => format!("~ code: {summary}"),
    };
    let mut lines = vec![paint(&head)];
    lines.extend(of(screen, drift, detail));
    lines
}

/// The files of the code that differ, one a line; none where they are not known.
pub fn of(screen: Screen<'_>, drift: &ResourceDrift, detail: Detail) -> Vec<String> {
    let files = drift.files().unwrap_or_default();
    let mut all = by_others_first(&files);
    if detail == Detail::Summary {
        // What is there no more tells less than what is there in another form. Stable like the order before.
        all.sort_by_key(|file| (file.verdict == Verdict::Local, sign(file) == '-'));
    }
    let most = match detail {
        Detail::Summary => 12,
        // Even a person who wants everything reads no list without end; the page and the report have more.
        Detail::Everything => 500,
    };
    all.retain(|file| detail == Detail::Everything || !is_alike(file));
    let left = all.len().saturating_sub(most);
    let shown = all.iter().take(most);
    let mut lines: Vec<String> = shown.flat_map(|file| line(screen, file, detail)).collect();
    if left > 0 {
        let more = words!("  … and {left} more", "  …… 还有 {left} 个");
        lines.push(screen.paint(Tone::Faint, more.text(screen.lang)));
    }
    lines
}

/// Who sees only the first of them should see what others did.
fn by_others_first(files: &[FileDifference]) -> Vec<&FileDifference> {
    let mut all: Vec<&FileDifference> = files.iter().collect();
    // Stable, so that both halves stay in the order of their paths.
    all.sort_by_key(|file| file.verdict == Verdict::Local);
    all
}

/// Both sides have the same by now: nothing is to be done or decided about it.
fn is_alike(file: &FileDifference) -> bool {
    file.verdict == Verdict::Agreed
}

/// The code as a whole, where nothing is known of its files.
fn whole(difference: &Difference, lang: Lang) -> String {
    let last = difference.seen.as_ref().or(difference.sent.as_ref());
    let [_, online, yours] =
        packages([last, difference.live.as_ref(), difference.desired.as_ref()]);
    let (en, zh) = ((&online.en, &yours.en), (&online.zh, &yours.zh));
    let words = Words {
        en: format!("{} → {}", en.0, en.1),
        zh: format!("{} → {}", zh.0, zh.1),
    };
    let Words { en, zh } = &words;
    let words = match difference.verdict {
        Verdict::Remote => words!(
            "~ code: another package is online",
            "~ code：线上是另一个代码包"
        ),
        Verdict::Local => words!("~ code: changed locally", "~ code：本地有改动"),
        Verdict::Conflict => words!(
            "! code: another package is online, and the local code changed too",
            "! code：线上是另一个代码包，本地也有改动"
        ),
        Verdict::Unknown | Verdict::Older => words!("~ code: {en}", "~ code：{zh}"),
        Verdict::Standing => words!("= code: live version kept", "= code：保留线上版本"),
        Verdict::Agreed | Verdict::Along | Verdict::Settled => {
            words!("= code: the same", "= code：一致")
        }
    };
    words.text(lang).to_owned()
}

/// One letter for what happened.
fn sign(file: &FileDifference) -> char {
    let (before, after) = match file.verdict {
        Verdict::Local => (&file.last, &file.yours),
        Verdict::Unknown => (&file.online, &file.yours),
        // The sign says what others did, before and after it is kept.
        Verdict::Standing => (&file.yours, &file.online),
        _ => (&file.last, &file.online),
    };
    match (before, after, file.verdict) {
        (_, _, Verdict::Conflict) => '!',
        (_, _, Verdict::Agreed) => '=',
        (None, _, _) => '+',
        (_, None, _) => '-',
        _ => '~',
    }
}

/// One file with its three sides: a sign, the path, what happened. On a screen that is too narrow the
/// sides stand on a line of their own.
pub fn line(screen: Screen<'_>, file: &FileDifference, detail: Detail) -> Vec<String> {
    let sign = sign(file);
    let (path, what) = (name(&file.path), what(file));
    let what = what.text(screen.lang);
    let text = format!("  {sign} {path}  {what}");
    let head = screen.paint(tone(file.verdict), &text);
    // A decision cannot be judged without what was here then, so that is always shown.
    if detail == Detail::Summary && file.then.is_none() {
        return vec![head];
    }
    let sides = columns(file);
    let sides = sides.text(screen.lang);
    let wide = INDENT + text.width() + 2 + sides.width();
    // In a log nothing has to fit, and one line a file can be searched.
    let fits = !screen.terminal.shown() || wide <= screen.terminal.width();
    let sides = screen.paint(Tone::Faint, sides);
    match fits {
        true => vec![format!("{head}  {sides}")],
        false => vec![head, format!("      {sides}")],
    }
}

/// The three sides of a file on one line.
pub fn columns(file: &FileDifference) -> Words {
    if let Some(then) = &file.then {
        let [kept, online] = [&file.last, &file.online].map(|side| content(side.as_ref()));
        let here = [then, &file.yours].map(|side| content(side.as_ref()));
        return match file.is_as_kept() {
            true => since_kept(&kept, &here),
            false => changed_since_kept(&[kept, online], &here),
        };
    }
    let sides = sides(file);
    let said = |side: fn(&Words) -> &String| {
        let [last, online, yours] = sides.each_ref().map(side);
        words!(
            "(last deployed {last} · live {online} · local {yours})",
            "（上次部署 {last} · 线上 {online} · 本地 {yours}）"
        )
    };
    Words {
        en: said(|words| &words.en).en,
        zh: said(|words| &words.zh).zh,
    }
}

/// What was kept, and what the project said then and says now.
fn since_kept(kept: &Words, [then, now]: &[Words; 2]) -> Words {
    let said = |side: fn(&Words) -> &String| {
        let [kept, then, now] = [kept, then, now].map(side);
        words!(
            "(kept live {kept} · local then {then} · local now {now})",
            "（保留的线上版本 {kept} · 当时的本地版本 {then} · 现在的本地版本 {now}）"
        )
    };
    Words {
        en: said(|words| &words.en).en,
        zh: said(|words| &words.zh).zh,
    }
}

/// The same where what is online has moved on since.
fn changed_since_kept([kept, online]: &[Words; 2], [then, now]: &[Words; 2]) -> Words {
    let said = |side: fn(&Words) -> &String| {
        let [kept, online, then, now] = [kept, online, then, now].map(side);
        words!(
            "(kept live {kept} · live now {online} · local then {then} · local now {now})",
            "（保留的线上版本 {kept} · 现在的线上版本 {online} · 当时的本地版本 {then} · 现在的本地版本 {now}）"
        )
    };
    Words {
        en: said(|words| &words.en).en,
        zh: said(|words| &words.zh).zh,
    }
}

#[cfg(test)]
mod tests;
