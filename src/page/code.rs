//! The code: which files differ, and how.
//!
//! The page has to open in a browser whatever the code is: rows are counted, long files and texts that are
//! none are only named, and so are files that hold secrets by their names.

use crate::drift::FileDifference;
use crate::html::Html;
use crate::package::holds_secrets;
use crate::page::diff::{Sides, both, one};
use crate::page::lines::{alone, compare};
use crate::page::row::tally;
use crate::page::state::class;
use crate::page::tree::tree;
use crate::page::{BothPackages, CodeFile};
use crate::view::files;
use crate::words;
use crate::words::{Lang, Words};

/// Rows after which the remaining files are only named.
const ROWS: usize = 12_000;

/// Bytes of one side beyond which a file is not compared.
const BYTES: usize = 1 << 20;

/// Rows up to which a file is open from the start.
const OPEN: usize = 200;

/// What happened from the left side of a comparison to the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileMark {
    /// Only on the right side.
    Added,
    /// Only on the left side.
    Removed,
    /// On both sides, and not the same.
    Changed,
    /// The same, and nobody changed it.
    Same,
}

/// The two sides of a file: what others alone changed is shown from the last deploy, which is what is
/// here, to what is online; everything else from what is online to what is here.
struct FileSides<'f> {
    /// The bytes of the left side.
    old: Option<&'f [u8]>,
    /// The bytes of the right side.
    new: Option<&'f [u8]>,
    /// What they are called.
    sides: Sides,
}

impl FileSides<'_> {
    /// Which side is the left one depends on who changed the file.
    fn of(file: &CodeFile) -> FileSides<'_> {
        let (online, yours) = (file.online.as_deref(), file.yours.as_deref());
        let found = file.difference.as_ref();
        match found.is_some_and(FileDifference::is_only_theirs) {
            true => FileSides {
                old: yours,
                new: online,
                sides: Sides {
                    old: words!("last deployed", "上次部署"),
                    new: words!("live now", "线上当前"),
                },
            },
            false => FileSides {
                old: online,
                new: yours,
                sides: Sides {
                    old: words!("live now", "线上当前"),
                    new: words!("local", "本地"),
                },
            },
        }
    }
}

impl FileMark {
    /// What happened to a file between its two sides.
    pub(super) fn of(file: &CodeFile) -> FileMark {
        let FileSides { old, new, .. } = FileSides::of(file);
        match (old, new) {
            (None, Some(_)) => FileMark::Added,
            (Some(_), None) => FileMark::Removed,
            // Equal bytes may still be a difference: only the mark of a program may have changed.
            (old, new) if old == new && file.difference.is_none() => FileMark::Same,
            _ => FileMark::Changed,
        }
    }

    /// Its class in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            FileMark::Added => "added",
            FileMark::Removed => "removed",
            FileMark::Changed => "altered",
            FileMark::Same => "same",
        }
    }

    /// Its name for people.
    pub(super) fn word(self) -> Words {
        match self {
            FileMark::Added => words!("added", "新增"),
            FileMark::Removed => words!("removed", "删除"),
            FileMark::Changed => words!("changed", "修改"),
            FileMark::Same => words!("unchanged", "未改动"),
        }
    }
}

/// The tree of the files that differ, and the comparison of each.
pub(super) fn section(code: &BothPackages, page: usize, lang: Lang) -> Html {
    let mut files: Vec<(&CodeFile, FileMark)> = code
        .files
        .iter()
        .map(|file| (file, FileMark::of(file)))
        .collect();
    // By path, so that the tree and the comparisons have one order, and a page is the same each time.
    files.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    // Those that are the same are only counted and named.
    let (same, differing): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(_, mark)| *mark == FileMark::Same);
    let heading = Html::tag("h2", "", Html::new().say(lang, &words!("Code", "代码")));
    let lead = words!(
        "Each file says who changed it. Files that only others changed are shown from the last deploy to live, all other files from live (left) to local (right).",
        "每个文件都注明由谁改动。只有他人改动的文件，显示从上次部署到线上的变化；其余文件显示从线上（左）到本地（右）的变化。"
    );
    let lead = Html::tag("p", "lead", Html::new().say(lang, &lead));
    // Counted down from file to file: the first ones are shown whole, the last ones only named.
    let mut left = ROWS;
    let bodies = differing
        .iter()
        .enumerate()
        .map(|(index, (file, mark))| file_card((page, index), file, *mark, &mut left, lang));
    let bodies = Html::tag("div", "files", bodies.collect());
    let columns = Html::tag(
        "div",
        "code",
        tree(page, (&differing, &same), lang).add(bodies),
    );
    Html::new()
        .raw("<section class=\"package\" data-group>")
        .add(heading)
        .add(lead)
        .add(columns)
        .raw("</section>")
}

/// One file with its comparison, folded where that is long. `left` is how many rows the page may still get.
fn file_card(
    (page, index): (usize, usize),
    file: &CodeFile,
    mark: FileMark,
    left: &mut usize,
    lang: Lang,
) -> Html {
    let body = body(file, *left, lang);
    *left = left.saturating_sub(body.rows);
    let open = if body.rows <= OPEN { " open" } else { "" };
    Html::new()
        .raw("<details class=\"card file\" id=\"file-")
        .number(page)
        .raw("-")
        .number(index)
        .raw("\" data-item=\"")
        .quoted(&file.path)
        .raw("\"")
        .raw(open)
        .raw("><summary>")
        .add(badge(file, mark, lang))
        .add(Html::tag("code", "file-path", Html::new().text(&file.path)))
        .add(body.tally)
        .raw("</summary>")
        .add(body.html)
        .raw("</details>")
}

/// Who changed the file, where that is known; else what happened to it.
fn badge(file: &CodeFile, mark: FileMark, lang: Lang) -> Html {
    let (class, words) = match &file.difference {
        Some(found) => (class(found.verdict), files::what(found)),
        None => (mark.class(), mark.word()),
    };
    Html::new()
        .raw("<span class=\"badge ")
        .raw(class)
        .raw("\">")
        .say(lang, &words)
        .raw("</span>")
}

/// What is shown of one file.
#[derive(Default)]
struct FileBody {
    /// A comparison, or a sentence in its place.
    html: Html,
    /// How many lines came and went, for the heading.
    tally: Html,
    /// Rows of the comparison; none where a sentence stands there.
    rows: usize,
}

impl FileBody {
    /// Nothing but a sentence.
    fn note(words: &Words, lang: Lang) -> FileBody {
        FileBody {
            html: Html::tag("p", "note", Html::new().say(lang, words)),
            ..FileBody::default()
        }
    }
}

/// The comparison of a file, or why it is not shown. The order is one of reasons: a secret is not even
/// looked at.
fn body(file: &CodeFile, left: usize, lang: Lang) -> FileBody {
    if holds_secrets(&file.path) {
        let words = words!(
            "The content is not shown: by its name, the file holds secrets.",
            "不显示内容：从文件名看，其中含有机密。"
        );
        return FileBody::note(&words, lang);
    }
    let FileSides { old, new, sides } = FileSides::of(file);
    let (Ok(old), Ok(new)) = (text(old), text(new)) else {
        let words = words!("Not a text file.", "不是文本文件。");
        return FileBody::note(&with_sizes(&words, file), lang);
    };
    let long = |text: Option<&str>| text.is_some_and(|text| text.len() > BYTES);
    let lines = match (old, new) {
        // Comparing takes time, so neither a page that is full nor a long text gets that far.
        _ if left == 0 || long(old) || long(new) => None,
        (Some(old), Some(new)) => compare(old, new),
        (Some(text), None) => Some(alone(text, false)),
        (None, text) => Some(alone(text.unwrap_or_default(), true)),
    };
    let Some(lines) = lines else {
        let words = words!("Too long to be shown here.", "内容过长，不在此显示。");
        return FileBody::note(&with_sizes(&words, file), lang);
    };
    // Both sides empty, or one of them and the other absent: there are no lines to tell it by.
    if lines.rows.is_empty() {
        return FileBody::note(&words!("The file is empty.", "文件为空。"), lang);
    }
    FileBody {
        html: match (old, new) {
            (Some(_), Some(_)) => both(&lines, &sides, lang),
            _ => one(&lines, lang),
        },
        tally: tally(lines.added, lines.removed, lang),
        rows: lines.rows.len(),
    }
}

/// The bytes as text, if they are one.
/// A NUL is valid UTF-8 and no text: binary formats that are mostly ASCII are told by it.
fn text(bytes: Option<&[u8]>) -> Result<Option<&str>, ()> {
    match bytes.map(std::str::from_utf8) {
        None => Ok(None),
        Some(Ok(text)) if !text.contains('\0') => Ok(Some(text)),
        Some(_) => Err(()),
    }
}

/// The sizes of the sides that are there, in place of their content.
fn with_sizes(words: &Words, file: &CodeFile) -> Words {
    let size = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| size(bytes.len()));
    let Words { en, zh } = words;
    match (size(&file.online), size(&file.yours)) {
        (Some(online), Some(yours)) => words!(
            "{en} Live {online}, local {yours}.",
            "{zh}线上 {online}，本地 {yours}。"
        ),
        (Some(online), None) => words!("{en} Live {online}.", "{zh}线上 {online}。"),
        (None, Some(yours)) => words!("{en} Local {yours}.", "{zh}本地 {yours}。"),
        (None, None) => words.clone(),
    }
}

/// A size in bytes, exactly where it is small.
fn size(bytes: usize) -> String {
    // Rounded up, so that nothing that is there is shown as 0.0.
    let tenths = |unit: usize| (bytes * 10).div_ceil(unit);
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{}.{} KiB", tenths(1024) / 10, tenths(1024) % 10),
        _ => format!("{}.{} MiB", tenths(1 << 20) / 10, tenths(1 << 20) % 10),
    }
}
