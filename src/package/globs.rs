//! What the component `fc` leaves out of a package: patterns that are held against the whole path, seen from the
//! code folder. They are no lines of a `.gitignore`: a name alone is meant at the top only, case counts, `!` takes
//! out of what stands before it, and there are no comments. Which paths each of them leaves out was recorded of the
//! library that the component asks.

use super::ignore::FILE;
use super::source::CodePatterns;
use crate::error::Result;
use crate::glob::{Glob, Subject};
use crate::ports::Files;

/// What is left out in any case. The state, and what belongs to git, never goes into a package.
const ALWAYS: [&str; 5] = [
    ".svn",
    ".env",
    ".DS_Store",
    "template.packaged.yml",
    ".nas.yml",
];

/// What stays out of one code folder.
pub(super) struct CodeGlobs {
    /// In the order in which they stand.
    patterns: Vec<CodeGlob>,
}

/// One pattern.
struct CodeGlob {
    /// Without the `!`, the `./` at the beginning and the `/` at the end.
    text: String,
    /// `None` where it is no pattern, but a text.
    glob: Option<Glob>,
    /// It begins with `!`: what it matches is taken out of what the patterns before it match.
    takes_in: bool,
    /// It ends in `/`, so it is about folders alone. In a name that is no pattern, and takes nothing in, that says nothing.
    is_of_folders: bool,
}

impl CodeGlobs {
    /// Reads the patterns of a code folder: those of its own file, or those beside `s.yaml`, as upstream has it.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(super) fn read(files: &dyn Files, root: &str, given: &CodePatterns) -> Result<CodeGlobs> {
        let own = files.read(&format!("{root}/{FILE}"))?;
        let lines = match own {
            Some(bytes) => lines(&bytes),
            None => beside(files, given)?,
        };
        let always = ALWAYS
            .iter()
            .chain(&given.more)
            .map(|text| CodeGlob::of(text));
        let patterns = always.chain(lines.iter().map(|line| CodeGlob::of(line)));
        Ok(CodeGlobs {
            patterns: patterns.collect(),
        })
    }

    /// Whether the path stays out. What stands in a folder that does is not asked about.
    pub(super) fn leave_out(&self, path: &str, is_folder: bool) -> bool {
        let patterns = self.patterns.iter().enumerate();
        let mut out = patterns.filter(|(_, one)| !one.takes_in && one.matches(path, is_folder));
        out.any(|(at, _)| !self.take_in(&self.patterns[at..], path, is_folder))
    }

    /// Whether one of these takes it in, by its own name or that of a folder around it.
    fn take_in(&self, patterns: &[CodeGlob], path: &str, is_folder: bool) -> bool {
        let around = path.match_indices('/').map(|(at, _)| &path[..at]);
        let mut paths = around.chain([path]);
        paths.any(|one| {
            let is_own = one == path;
            let patterns = patterns.iter().filter(|one| one.takes_in);
            // What is said of a folder alone says nothing of what stands in it.
            let mut patterns = patterns.filter(|pattern| is_own || !pattern.is_of_folders);
            patterns.any(|pattern| pattern.matches(one, is_folder || !is_own))
        })
    }
}

impl CodeGlob {
    fn of(line: &str) -> CodeGlob {
        let (takes_in, text) = match line.strip_prefix('!') {
            Some(text) => (true, text),
            None => (false, line),
        };
        let text = text.strip_prefix("./").unwrap_or(text);
        let folders = text.strip_suffix('/');
        let text = folders.unwrap_or(text);
        CodeGlob {
            is_of_folders: folders.is_some() && (takes_in || is_pattern(text)),
            glob: Glob::parse(&one_of(text), Subject::ExactPath).ok(),
            text: text.to_owned(),
            takes_in,
        }
    }

    fn matches(&self, path: &str, is_folder: bool) -> bool {
        if self.is_of_folders && !is_folder {
            return false;
        }
        let is_hit = |path: &str| self.glob.as_ref().is_some_and(|glob| glob.matches(path));
        // `**/name/**` is about the folder as well; `name/**` is looked for in it, and is not.
        let is_below = || is_folder && self.text.starts_with("**") && is_hit(&format!("{path}/"));
        self.text == path || is_hit(path) || is_below()
    }
}

/// Whether the library takes a text for a pattern, and not for the name of one file. Several texts in braces are texts.
fn is_pattern(text: &str) -> bool {
    let has = |begin: char, end: char, within: &str| {
        let inner = text.split_once(begin);
        let inner = inner.and_then(|(_, rest)| rest.split_once(end));
        inner.is_some_and(|(inner, _)| inner.contains(within))
    };
    text.contains(['*', '?', '\\'])
        || ["@(", "+(", "!("].iter().any(|begin| text.contains(begin))
        || has('[', ']', "")
        || has('(', ')', "|")
}

/// A pattern with the one form of the library's that is in use and that the language here says otherwise:
/// `@(a|b)` and `+(a|b)` for `{a,b}`.
fn one_of(text: &str) -> String {
    let Some((before, rest)) = text.split_once("@(").or_else(|| text.split_once("+(")) else {
        return text.to_owned();
    };
    match rest.split_once(')') {
        Some((names, after)) => format!("{before}{{{}}}{after}", names.replace('|', ",")),
        None => text.to_owned(),
    }
}

/// The patterns beside `s.yaml`. What names something in the code folder is seen from there.
///
/// # Errors
/// The file cannot be read.
fn beside(files: &dyn Files, given: &CodePatterns) -> Result<Vec<String>> {
    let Some((base, within)) = &given.beside else {
        return Ok(Vec::new());
    };
    let bytes = files.read(&format!("{base}/{FILE}"))?.unwrap_or_default();
    let from_there = |line: String| {
        let bare = line.strip_prefix("./").unwrap_or(&line);
        let inner = bare.strip_prefix(within.as_str());
        let inner = inner.and_then(|rest| rest.strip_prefix('/'));
        inner.map(str::to_owned).unwrap_or(line)
    };
    Ok(lines(&bytes).into_iter().map(from_there).collect())
}

/// The lines of a file that hold anything.
fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    // Editors on Windows put this mark before the first line; it is no part of the pattern.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}
