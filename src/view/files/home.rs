//! What is said of files that come home, and of those that do not.

use std::collections::BTreeSet;

use crate::package::{Happens, OutwardLink, StayReason};
use crate::plain::line as name;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// Names that one line lists.
const NAMED: usize = 6;

/// Files that one list shows.
const LISTED: usize = 40;

/// Names that stayed in a package because they are git's or our own.
pub fn never(names: &[String]) -> Vec<(String, StayReason)> {
    names
        .iter()
        .map(|name| (name.clone(), StayReason::Never))
        .collect()
}

/// Says what of a package stayed in it, and why.
pub fn left_out(screen: Screen<'_>, left: &[(String, StayReason)]) {
    for why in [
        StayReason::Never,
        StayReason::Yours,
        StayReason::Link,
        StayReason::Hidden,
    ] {
        // One sentence a reason, however many names it has.
        let names = left.iter().filter(|(_, of)| *of == why);
        let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
        if !names.is_empty() {
            screen.say_in(Tone::Remote, &stayed(why, &some(&names)));
        }
    }
}

/// Why some names stayed, in a sentence.
fn stayed(why: StayReason, Words { en, zh }: &Words) -> Words {
    match why {
        StayReason::Never => words!(
            "left out of the live code, because it belongs to git or fc-guard: {en}",
            "线上代码包中的以下内容属于 git 或 fc-guard，没有写入：{zh}"
        ),
        StayReason::Yours => words!(
            "left as it is locally, because the project cannot do without it: {en}",
            "以下文件是项目自身的文件，保持不变：{zh}"
        ),
        StayReason::Link => words!(
            "left out, because it would be written through a local link: {en}",
            "以下内容会经由本地的符号链接写到别处，没有写入：{zh}"
        ),
        StayReason::Hidden => words!(
            "left out, because a local file that .fcignore excludes is in its way: {en}",
            "以下内容被 .fcignore 排除的本地文件挡住，没有写入：{zh}"
        ),
    }
}

/// Says which links of the live code lead out of where it comes to.
pub fn links_out(screen: Screen<'_>, links: &[OutwardLink]) {
    if let Some(Words { en, zh }) = some_links(links) {
        screen.say_in(
            Tone::Remote,
            &words!(
                "links of the live code that lead out of its folder stay links: {en}",
                "线上代码中指向目录之外的符号链接按原样保留为链接：{zh}"
            ),
        );
    }
}

/// The first of the links with their targets; nothing where there is none.
pub fn some_links(links: &[OutwardLink]) -> Option<Words> {
    let links = links.iter();
    let links = links.map(|OutwardLink { path, target }| format!("{path} → {target}"));
    let links: Vec<String> = links.collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    (!links.is_empty()).then(|| some(&links))
}

/// Says which files were taken of what is online, where others were not.
pub fn taken(screen: Screen<'_>, folder: &str, names: &BTreeSet<String>) {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Words { en, zh } = some(&names);
    screen.say_in(
        Tone::Local,
        &words!(
            "taken from the live code into {folder}: {en}; the other files are as they were",
            "已从线上代码采用到 {folder}：{zh}；其余文件保持本地内容"
        ),
    );
}

/// The first of the names, and how many there are besides.
fn some(names: &[&str]) -> Words {
    let shown: Vec<Words> = names
        .iter()
        .take(NAMED)
        .map(|path| Words::same(name(path)))
        .collect();
    let Words { en, zh } = Words::list(&shown);
    match names.len().saturating_sub(NAMED) {
        0 => Words { en, zh },
        more => words!("{en} and {more} more", "{zh} 等，另有 {more} 个"),
    }
}

/// The files that change, come and go in a folder.
pub fn list(screen: Screen<'_>, files: &[(&str, Happens)]) {
    for (path, happens) in files.iter().take(LISTED) {
        let (sign, tone) = match happens {
            Happens::Changed => ('~', Tone::Remote),
            Happens::Added => ('+', Tone::Local),
            Happens::Removed => ('-', Tone::Conflict),
        };
        screen.text_in(tone, &format!("  {sign} {}", name(path)));
    }
    let more = files.len().saturating_sub(LISTED);
    if more > 0 {
        screen.say_in(
            Tone::Faint,
            &words!("  … and {more} more", "  …… 还有 {more} 个"),
        );
    }
}
