//! How the files of the code differ, line by line, as much of it as anybody reads in a terminal.
//!
//! The bytes come from the packages of the comparison, so nothing is downloaded for it; where one is missing
//! that is said instead.

use super::{columns, what};
use crate::drift::{FileDifference, ResourceDrift, Verdict};
use crate::package::{Compared, holds_secrets, read_file};
use crate::plain::{line as name, lines as harmless};
use crate::view::diff;
use crate::view::report::tone;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// Files that are compared; the others are only named.
const FILES: usize = 60;

/// Lines that are shown of one file.
const LINES: usize = 400;

/// Bytes of a file beyond which it is not compared.
const BYTES: u64 = 1 << 20;

/// Every file that differs, and how. Nothing where that is not known.
pub fn diffs(screen: Screen<'_>, drift: &ResourceDrift) -> Vec<String> {
    let (Some(code), Some(files)) = (drift.code.as_deref(), drift.files()) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for (index, file) in files.iter().enumerate() {
        lines.extend(head(screen, file));
        // Those behind the limit, and those that are the same by now, are only named.
        if index < FILES && file.verdict != Verdict::Agreed {
            lines.extend(body(screen, code, file));
        }
    }
    lines
}

/// One file, and how it differs.
pub fn one(screen: Screen<'_>, code: &Compared, file: &FileDifference) -> Vec<String> {
    let mut lines = head(screen, file).to_vec();
    lines.extend(body(screen, code, file));
    lines
}

/// The name of the file, what happened to it, and its sides.
fn head(screen: Screen<'_>, file: &FileDifference) -> [String; 2] {
    let (path, what) = (name(&file.path), what(file));
    let text = format!("{path}: {}", what.text(screen.lang));
    let columns = columns(file);
    [
        screen.paint(tone(file.verdict), &text),
        screen.paint(Tone::Faint, &format!("  {}", columns.text(screen.lang))),
    ]
}

/// The comparison, or the reason why there is none.
fn body(screen: Screen<'_>, code: &Compared, file: &FileDifference) -> Vec<String> {
    let texts = texts(code, file);
    let (title, mut lines) = match texts {
        Err(words) => (words, Vec::new()),
        Ok((title, before, after)) => (title, diff::lines(screen, &before, &after)),
    };
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    let title = format!("  {}", title.text(screen.lang));
    lines.insert(0, screen.paint(Tone::Faint, &title));
    if more > 0 {
        let words = match more {
            1 => words!("  … and 1 more line", "  …… 还有 1 行"),
            _ => words!("  … and {more} more lines", "  …… 还有 {more} 行"),
        };
        lines.push(screen.paint(Tone::Faint, words.text(screen.lang)));
    }
    lines.push(String::new());
    lines
}

/// The two texts to compare and what they are, or why they are not shown. Where only one side changed,
/// the other one's text is that of the last deploy.
fn texts(code: &Compared, file: &FileDifference) -> Result<(Words, String, String), Words> {
    // Before anything is read: what stands there must not reach the screen in an error either.
    if holds_secrets(&file.path) {
        return Err(words!(
            "not shown: by its name, it holds secrets",
            "不显示：从文件名看，其中含有机密"
        ));
    }
    let (Some(online), Some(yours)) = (&code.online_bytes, &code.your_bytes) else {
        return Err(words!(
            "its lines are not shown: the package was not downloaded",
            "没有下载代码包，无法显示内容"
        ));
    };
    let online = text(online, file.online.is_some(), &file.path)?;
    let yours = text(yours, file.yours.is_some(), &file.path)?;
    Ok(match file.verdict {
        Verdict::Remote if file.is_only_theirs() => (
            words!("last deployed → live", "上次部署 → 线上"),
            yours,
            online,
        ),
        Verdict::Local => (
            words!("last deployed → local", "上次部署 → 本地"),
            online,
            yours,
        ),
        _ => (words!("live → local", "线上 → 本地"), online, yours),
    })
}

/// The text of a file in a package; empty where that side does not have it.
fn text(package: &[u8], is_there: bool, path: &str) -> Result<String, Words> {
    if !is_there {
        return Ok(String::new());
    }
    let bytes = read_file(package, path, BYTES).ok_or_else(|| {
        words!(
            "not shown: it is larger than 1 MB, or not a file",
            "不显示：超过 1 MB，或不是普通文件"
        )
    })?;
    match String::from_utf8(bytes) {
        // A NUL is valid UTF-8; binary formats that are mostly ASCII are told by it.
        Ok(text) if !text.contains('\0') => Ok(harmless(text)),
        _ => Err(words!("not shown: it is not text", "不显示：不是文本文件")),
    }
}
