//! The code in a report that people read: its files instead of the checksums of packages.

use super::verdict::shown;
use super::{DifferenceReport, FileReport};
use crate::drift::{FileDifference, Verdict};
use crate::plain::line;
use crate::view::files;
use crate::words;
use crate::words::{Lang, Words};

/// Files that a text for people lists.
const LISTED: usize = 50;

/// One line of a text, or of a table.
pub(super) struct DiffRow {
    /// Of the setting, or of the file.
    pub path: String,
    /// Last deployed, online, yours; a value that is not there is a dash.
    pub sides: [String; 3],
    /// What happened.
    pub said: Words,
}

/// A setting, and with the code its files.
pub(super) fn rows(found: &DifferenceReport, most: usize, lang: Lang) -> Vec<DiffRow> {
    // The setting itself comes first; callers tell it from its files by that.
    let mut rows = vec![DiffRow {
        path: line(&found.path),
        sides: sides(found, most, lang),
        said: found.words(),
    }];
    let files = found.files.as_deref().unwrap_or_default();
    rows.extend(files.iter().take(LISTED).map(|one| row(one, lang)));
    // What the report itself left out is added to what this form does.
    let left = files.len().saturating_sub(LISTED) + found.more_files;
    if left > 0 {
        rows.push(DiffRow {
            path: "…".to_owned(),
            // A dash for each side: the row stands for several files.
            sides: std::array::from_fn(|_| "–".to_owned()),
            said: words!("and {left} more", "还有 {left} 个"),
        });
    }
    rows
}

/// Whether it is about the function's code.
pub(super) fn is_code(found: &DifferenceReport) -> bool {
    found.path == "code"
}

/// Last deployed, online, yours; of the code not its checksums, but which of them are the same.
pub(super) fn sides(found: &DifferenceReport, most: usize, lang: Lang) -> [String; 3] {
    let values = [&found.last_deployed, &found.online, &found.yours];
    match is_code(found) {
        true => {
            files::packages(values.map(Option::as_ref)).map(|words| words.text(lang).to_owned())
        }
        false => {
            let [last, online, yours] = values;
            // What nobody knows is not its default.
            let last = match found.verdict == "unknown" {
                true => shown(last.as_ref(), most),
                false => found.side(last, most),
            };
            [last, found.side(online, most), found.side(yours, most)]
                .map(|words| words.text(lang).to_owned())
        }
    }
}

/// One file as a row, in the words of the terminal.
fn row(file: &FileReport, lang: Lang) -> DiffRow {
    // The view knows the words; it takes the file as the comparison had it.
    let known = FileDifference {
        path: file.path.clone(),
        verdict: Verdict::of(&file.verdict),
        last: file.last_deployed.clone(),
        online: file.online.clone(),
        yours: file.yours.clone(),
        then: file.decision.as_ref().map(|one| one.yours_then.clone()),
    };
    DiffRow {
        path: line(&file.path),
        sides: files::sides(&known).map(|words| words.text(lang).to_owned()),
        said: files::what(&known),
    }
}
