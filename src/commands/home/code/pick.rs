//! Which files are taken, one after the other.

use super::super::unanswered;
use super::Home;
use crate::drift::FileDifference;
use crate::error::Result;
use crate::package::{Happens, Over};
use crate::plain::line as name;
use crate::view::files::{diff, what};
use crate::view::menu::{Choice, ask};
use crate::view::pager;
use crate::words;
use crate::words::Words;

/// What a person says of one file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FilePick {
    Take,
    Leave,
    Look,
    /// This one and all that follow, each as it is marked.
    Rest,
}

/// Asks about every file. Only what others alone changed is marked to be taken.
///
/// # Errors
/// The person interrupted: then no file is taken.
pub(super) async fn files(home: &Home<'_>, plan: &Over<'_>) -> Result<Vec<String>> {
    let files = plan.files();
    let total = files.len();
    let mut chosen = Vec::new();
    let mut rest = false;
    for (index, (path, happens)) in files.into_iter().enumerate() {
        // Where the packages could not be compared file by file, no file is marked.
        let found = home.files.iter().find(|file| file.path == path);
        let marked = found.is_some_and(FileDifference::is_only_theirs);
        let take = match rest {
            true => marked,
            false => {
                let title = title((index + 1, total), path, happens, found);
                let pick = pick_one(home, &title, found, marked).await?;
                // From here on nobody is asked, and the marks decide.
                rest = pick == FilePick::Rest;
                pick == FilePick::Take || (rest && marked)
            }
        };
        if take {
            chosen.push(path.to_owned());
        }
    }
    Ok(chosen)
}

/// The question about one file.
fn title(
    (number, total): (usize, usize),
    path: &str,
    happens: Happens,
    found: Option<&FileDifference>,
) -> Words {
    let path = name(path);
    let what = found.map_or_else(|| would(happens), what);
    let Words { en, zh } = what;
    words!(
        "({number}/{total}) {path}: {en}. Take the live version?",
        "({number}/{total}) {path}：{zh}。是否采用线上的版本？"
    )
}

/// What differs, where only the plan tells it: the comparison knows nothing of this file.
fn would(happens: Happens) -> Words {
    match happens {
        Happens::Changed => words!("differs online", "与线上不一致"),
        Happens::Added => words!("only online", "仅线上有"),
        Happens::Removed => words!("only locally", "仅本地有"),
    }
}

/// Asks about one file, until it is taken or left.
///
/// # Errors
/// The person interrupted.
async fn pick_one(
    home: &Home<'_>,
    title: &Words,
    found: Option<&FileDifference>,
    marked: bool,
) -> Result<FilePick> {
    let screen = home.project.screen;
    let choices = choices();
    loop {
        let mark = usize::from(!marked);
        let pick = ask(screen, title, &choices, mark).await;
        match (pick.map_err(|_| unanswered(&home.project.typed))?, found) {
            (FilePick::Look, Some(file)) => {
                let code = home.kept.compared.as_deref();
                let lines = code.map(|code| diff::one(screen, code, file));
                let shown = pager::show(screen, &lines.unwrap_or_default()).await;
                shown.map_err(|_| unanswered(&home.project.typed))?;
            }
            // There is nothing to show, so the question is asked once more.
            (FilePick::Look, None) => {}
            (pick, _) => return Ok(pick),
        }
    }
}

/// Taking it comes first and leaving it second: the mark is moved between these two.
fn choices() -> [Choice<FilePick>; 4] {
    let choice = |key, words, value| Choice { key, words, value };
    [
        choice('y', words!("take it", "采用"), FilePick::Take),
        choice(
            'n',
            words!("keep the local version", "保留本地的"),
            FilePick::Leave,
        ),
        choice(
            'v',
            words!("show the difference", "显示差异"),
            FilePick::Look,
        ),
        choice(
            'r',
            words!(
                "this and the rest as marked: files changed only online are taken",
                "此文件及后面的文件均按标记处理：只采用仅在线上有改动的文件"
            ),
            FilePick::Rest,
        ),
    ]
}
