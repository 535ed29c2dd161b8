//! `.fcignore`: what the project leaves out of its package.

use crate::error::{Error, Result};
use crate::glob::{Glob, GlobFault, Subject};
use crate::ports::{Entry, Files};
use crate::words;
use crate::words::Words;

/// As upstream calls it, in any folder of the code.
pub(super) const FILE: &str = ".fcignore";

/// The rules that hold in one folder: those of its own `.fcignore`, then those of the folders
/// around it. The pattern language is that of `.gitignore`, without regard to case as upstream. And as
/// upstream each path is judged by itself: below an excluded folder that a `!` line leads into, only that
/// stays out which a line is about.
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
    /// It says a way, not a name alone.
    is_way: bool,
    /// The folder of which it keeps all out, where it ends in `/**`.
    emptied: Option<Glob>,
}

impl IgnoreRule {
    /// Whether it is about what stands under that path.
    fn is_about(&self, path: &str, is_folder: bool) -> bool {
        let is_kind = is_folder || !self.is_of_folders;
        is_kind && self.glob.matches(path)
            || is_folder && (self.leads_below(path) || self.empties(path))
    }

    /// Whether it keeps out all that is in a folder. Upstream, other than git, does not look into that one, so
    /// a name that a later line takes in is not found there.
    fn empties(&self, folder: &str) -> bool {
        let emptied = self.emptied.as_ref();
        emptied.is_some_and(|emptied| emptied.matches(folder))
    }

    /// Whether it takes in something below a folder. Such a folder is looked into, whatever was said of it
    /// before: so upstream does it, other than git.
    fn leads_below(&self, folder: &str) -> bool {
        !self.is_out && self.is_way && self.glob.leads_below(folder)
    }
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

    /// Of a folder in which no such file counts.
    pub(super) fn none(folder: &str) -> IgnoreRules<'static> {
        IgnoreRules {
            folder: folder.to_owned(),
            own: Vec::new(),
            outer: None,
        }
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
    let mut last_first = rules.iter().rev();
    let last = last_first.find(|rule| rule.is_about(path, is_folder));
    last.map(|rule| rule.is_out)
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
    // Blanks around a comment mean nothing. Those of a pattern belong to the name, as upstream has it: git drops
    // the ones at the end.
    let bare = line.trim();
    if bare.is_empty() || bare.starts_with('#') {
        return Ok(None);
    }
    let (is_out, pattern) = sides(line);
    // Several slashes are one to upstream, which splits a pattern into its steps there.
    let pattern = joined(&pattern);
    let (is_rooted, pattern) = pattern
        .strip_prefix('/')
        .map_or((false, pattern.as_str()), |pattern| (true, pattern));
    let folders = pattern.strip_suffix('/');
    // The slash may be escaped, which changes nothing.
    let pattern = folders.map_or(pattern, |name| name.strip_suffix('\\').unwrap_or(name));
    // One at the end ties a pattern to the folder of its file, too: git means a name in every folder by it.
    let is_way = is_rooted || folders.is_some() || pattern.contains('/');
    let parse = |pattern: &str| Glob::parse(&anywhere(pattern, is_way), Subject::Path);
    let emptied = pattern.strip_suffix("/**").filter(|_| is_out);
    Ok(Some(IgnoreRule {
        glob: parse(pattern)?,
        is_out,
        is_of_folders: folders.is_some(),
        is_way,
        emptied: emptied.map(parse).transpose()?,
    }))
}

/// Whether what a line matches stays out, and its pattern. `./` at the beginning is the folder of the file; each
/// `!` turns the line over, and behind two of them a `./` is a step that no path has.
fn sides(line: &str) -> (bool, String) {
    if let Some(rest) = line.strip_prefix("./") {
        return (true, format!("/{rest}"));
    }
    if let Some(rest) = line.strip_prefix("!./") {
        return (false, format!("/{rest}"));
    }
    let pattern = line.trim_start_matches('!');
    let turns = line.len() - pattern.len();
    (turns.is_multiple_of(2), pattern.to_owned())
}

/// The pattern with one slash where several stand.
fn joined(pattern: &str) -> String {
    let mut joined = String::with_capacity(pattern.len());
    for letter in pattern.chars() {
        if letter != '/' || !joined.ends_with('/') {
            joined.push(letter);
        }
    }
    joined
}

/// A name without a slash is meant in every folder below. `/**` at the end is what is below a folder, and
/// never the folder itself.
fn anywhere(pattern: &str, is_way: bool) -> String {
    let prefix = if is_way || pattern == "**" { "" } else { "**/" };
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
