//! What is ours in a code folder: reports that somebody let us write there, and folders that were set aside
//! beside another function's code. They are no code, so no package holds them: a report is known by how it
//! begins, wherever it lies (`archive`). The mark in the folder itself says beforehand, without reading it,
//! that a file is one, so that it is no change of the tree either; of a folder that was set aside nothing but
//! the mark and its name tells. What a person puts in its place is code again.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::ignore::IgnoreRules;
use super::never::{NEVER, is_never_packed};
use crate::error::Result;
use crate::ports::{Entry, EntryKind, Files};
use crate::spelled::hex;
use crate::written;

/// Whatever is written as a whole is written under such a name first, and stays there after a crash.
pub(super) const TEMPORARY: &str = ".fc-guard-";

/// What the name of a folder that was set aside has between that of the code and the time.
const ASIDE: [&str; 2] = [".online-", ".before-"];

/// Digits of that time.
const STAMP: usize = 14;

/// Below a code folder.
const MARKS: &str = ".s/fc-guard/reports";

/// Keeps a file out of the packages of a code folder, from before it is written. `path` is seen from
/// that folder.
///
/// # Errors
/// The mark cannot be written.
pub fn mark(files: &dyn Files, root: &str, path: &str) -> Result<()> {
    let digest = hex(&Sha256::digest(path.as_bytes()));
    // As the other files of the state: they are of one working copy.
    // `claim` writes only where nothing stands: what a person made of the file stays.
    files.claim(&format!("{root}/.s/fc-guard/.gitignore"), b"*\n")?;
    files.claim(
        &format!("{root}/{MARKS}/{}", &digest[..16]),
        path.as_bytes(),
    )?;
    Ok(())
}

/// What of a folder is ours. `entries` are those of the folder itself.
pub(super) fn marked(files: &dyn Files, root: &str, entries: &[Entry]) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    // Without `.s` there are no marks, and most code folders have none: one listing less.
    if !entries.iter().any(|entry| entry.name == NEVER[0]) {
        return Ok(found);
    }
    let folder = format!("{root}/{MARKS}");
    for mark in files.list(&folder)?.unwrap_or_default() {
        // Nobody should have put anything else there, and it is no reason not to pack.
        if !matches!(mark.kind, EntryKind::File { .. }) {
            continue;
        }
        let path = files.read(&format!("{folder}/{}", mark.name))?;
        // A mark that is not text marks nothing.
        let path = String::from_utf8(path.unwrap_or_default()).unwrap_or_default();
        if is_ours(files, &format!("{root}/{path}"))? {
            found.insert(path);
        }
    }
    Ok(found)
}

/// A file is known by how it begins, a folder by its name, since both may have been replaced by a person.
/// Whether what stands there is still what was marked.
fn is_ours(files: &dyn Files, path: &str) -> Result<bool> {
    Ok(match files.kind(path)? {
        Some(EntryKind::File { .. }) => {
            let bytes = files.read(path)?;
            bytes.is_some_and(|bytes| written::is_ours(&bytes))
        }
        Some(EntryKind::Folder) => is_set_aside(path.rsplit('/').next().unwrap_or_default()),
        _ => false,
    })
}

/// Whether a folder is called as one that code was set aside in.
fn is_set_aside(name: &str) -> bool {
    // `rsplit`: the name of the code's own folder may hold the same words.
    let time = ASIDE
        .iter()
        .filter_map(|mark| Some(name.rsplit_once(mark)?.1));
    // Behind the time may stand a number, where two folders were set aside in one second.
    let mut time = time.map(|time| time.split('-').next().unwrap_or_default());
    time.any(|time| time.len() == STAMP && time.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Whether a file or folder of that path, seen from a code folder, would be packed with it.
///
/// # Errors
/// A folder on the way, or its `.fcignore`, cannot be read.
pub fn takes_in(files: &dyn Files, root: &str, path: &str, is_folder: bool) -> Result<bool> {
    Ok(!is_never_packed(path) && others_take_in(files, root, path, is_folder)?)
}

/// The same for whoever goes by the rules of `.fcignore` alone, as upstream does.
///
/// # Errors
/// As [`takes_in`].
pub fn others_take_in(files: &dyn Files, root: &str, path: &str, is_folder: bool) -> Result<bool> {
    is_taken(files, root, ("", path), is_folder, None)
}

/// Goes down step by step, as packing does: the rules of each folder on the way hold. `done` ends in `/`.
fn is_taken(
    files: &dyn Files,
    root: &str,
    (done, rest): (&str, &str),
    is_folder: bool,
    outer: Option<&IgnoreRules<'_>>,
) -> Result<bool> {
    let folder = format!("{root}/{done}");
    let entries = files
        .list(folder.trim_end_matches('/'))?
        .unwrap_or_default();
    let rules = IgnoreRules::read(files, root, done, &entries, outer)?;
    let (name, deeper) = rest.split_once('/').unwrap_or((rest, ""));
    let path = format!("{done}{name}");
    // A step on the way is a folder, whatever stands at the end of the path.
    if rules.ignores(&path, is_folder || !deeper.is_empty()) {
        return Ok(false);
    }
    match deeper.is_empty() {
        true => Ok(true),
        false => is_taken(
            files,
            root,
            (&format!("{path}/"), deeper),
            is_folder,
            Some(&rules),
        ),
    }
}
