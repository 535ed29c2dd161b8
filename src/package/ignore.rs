//! `.fcignore`: what the project leaves out of its package.

use crate::error::{Error, Result};
use crate::glob::{Glob, GlobFault, Subject};
use crate::ports::{Entry, Files};
use crate::words;
use crate::words::Words;

/// As upstream calls it, in any folder of the code.
const FILE: &str = ".fcignore";

/// The rules that hold in one folder: those of its own `.fcignore`, then those of the folders
/// around it. The pattern language is that of `.gitignore`, without regard to case as upstream.
pub(super) struct IgnoreRules<'o> {
    /// The folder's path, ending in `/` unless it is the root.
    folder: String,
    /// The rules of its own file, in the order of its lines.
    own: Vec<IgnoreRule>,
    /// The rules around it, asked where the own ones say nothing.
    outer: Option<&'o IgnoreRules<'o>>,
}

/// One line that says something.
pub(super) struct IgnoreRule {
    /// Without `!`, the slash at the beginning, and the one at the end.
    glob: Glob,
    /// Whether what it matches stays out: a line that begins with `!` takes it in.
    is_out: bool,
    /// It ends in `/`, so it is about folders only.
    is_of_folders: bool,
}

impl<'o> IgnoreRules<'o> {
    /// Reads the folder's `.fcignore`, if it is among the entries.
    pub(super) fn read(
        files: &dyn Files,
        root: &str,
        folder: &str,
        entries: &[Entry],
        outer: Option<&'o IgnoreRules<'o>>,
    ) -> Result<IgnoreRules<'o>> {
        // Read only where it was listed, so that folders without rules cost no read.
        let own = if entries.iter().any(|entry| entry.name == FILE) {
            let path = format!("{root}/{folder}{FILE}");
            parse(&path, &files.read(&path)?.unwrap_or_default())?
        } else {
            Vec::new()
        };
        Ok(IgnoreRules {
            folder: folder.to_owned(),
            own,
            outer,
        })
    }

    /// Whether the entry of that path stays out. The nearest file that says anything decides.
    pub(super) fn ignores(&self, path: &str, is_folder: bool) -> bool {
        let relative = path.strip_prefix(&self.folder).unwrap_or(path);
        said(&self.own, relative, is_folder)
            .or_else(|| Some(self.outer?.ignores(path, is_folder)))
            .unwrap_or(false)
    }
}

/// Whether rules like these, in a file of a folder, keep all of these entries of it out; of each is said
/// whether it is a folder. A file that cannot be understood keeps nothing out.
pub fn leaves_out(bytes: &[u8], entries: &[(&str, bool)]) -> bool {
    let is_out = |rules: Vec<IgnoreRule>| {
        // Silence is not enough here: every entry has to be kept out by a rule.
        let mut all = entries.iter();
        all.all(|(name, is_folder)| said(&rules, name, *is_folder) == Some(true))
    };
    parse("", bytes).is_ok_and(is_out)
}

/// Whether the path stays out, if any rule is about it. The last one decides.
pub(super) fn said(rules: &[IgnoreRule], path: &str, is_folder: bool) -> Option<bool> {
    let about = |rule: &&IgnoreRule| (is_folder || !rule.is_of_folders) && rule.glob.matches(path);
    rules.iter().rev().find(about).map(|rule| rule.is_out)
}

/// The rules of a file. `path` is only named in errors.
pub(super) fn parse(path: &str, bytes: &[u8]) -> Result<Vec<IgnoreRule>> {
    let text = std::str::from_utf8(bytes)
        .map_err(|cause| unreadable(path, Words::same(cause.to_string())))?;
    // Editors on Windows put this mark before the first line; it is no part of the pattern.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // `lines` counts from the first line of the file, so that the number is the one that an editor shows.
    let rules = (1..).zip(text.lines()).filter_map(|(number, line)| {
        let rule = rule(line).transpose()?;
        Some(rule.map_err(|fault| unreadable(&format!("{path}:{number}"), fault.words())))
    });
    rules.collect()
}

/// What a line says; nothing if it is empty or a comment.
fn rule(line: &str) -> Result<Option<IgnoreRule>, GlobFault> {
    // As git reads it: spaces at the end mean nothing unless the last one is escaped.
    let line = if line.ends_with("\\ ") {
        line
    } else {
        line.trim_end()
    };
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (is_out, pattern) = line
        .strip_prefix('!')
        .map_or((true, line), |pattern| (false, pattern));
    let (is_rooted, pattern) = pattern
        .strip_prefix('/')
        .map_or((false, pattern), |pattern| (true, pattern));
    let folders = pattern.strip_suffix('/');
    // The slash may be escaped, which changes nothing.
    let pattern = folders.map_or(pattern, |name| name.strip_suffix('\\').unwrap_or(name));
    Ok(Some(IgnoreRule {
        glob: Glob::parse(&anywhere(pattern, is_rooted), Subject::Path)?,
        is_out,
        is_of_folders: folders.is_some(),
    }))
}

/// A name without a slash is meant in every folder below. `/**` at the end is what is below a folder, and
/// never the folder itself.
fn anywhere(pattern: &str, is_rooted: bool) -> String {
    // A slash in the middle ties a pattern to the folder of its file; a name alone is tied to none.
    let is_deep = is_rooted || pattern.contains('/') || pattern == "**";
    let prefix = if is_deep { "" } else { "**/" };
    let suffix = if pattern.ends_with("/**") { "/*" } else { "" };
    format!("{prefix}{pattern}{suffix}")
}

/// The file, or the line of it, that is no pattern.
fn unreadable(place: &str, cause: Words) -> Error {
    Error::usage(words!("cannot understand {place}", "无法识别 {place}"))
        .because(cause)
        .hint(words!(
            "write it like a .gitignore file, in UTF-8",
            "请按 .gitignore 的格式书写，编码为 UTF-8"
        ))
}
