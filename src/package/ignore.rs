//! `.fcignore`: what the project leaves out of its package.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::error::{Error, Result};
use crate::ports::{Entry, Files};
use crate::words;
use crate::words::Words;

const FILE: &str = ".fcignore";

/// The rules that hold in one folder: those of its own `.fcignore`, then those of the folders
/// around it. The pattern language is that of `.gitignore`, without regard to case as upstream.
pub(super) struct Rules<'o> {
    /// The folder's path, ending in `/` unless it is the root.
    folder: String,
    own: Gitignore,
    outer: Option<&'o Rules<'o>>,
}

impl<'o> Rules<'o> {
    /// Reads the folder's `.fcignore`, if it is among the entries.
    pub(super) fn read(
        files: &dyn Files,
        root: &str,
        folder: &str,
        entries: &[Entry],
        outer: Option<&'o Rules<'o>>,
    ) -> Result<Rules<'o>> {
        let own = if entries.iter().any(|entry| entry.name == FILE) {
            let path = format!("{root}/{folder}{FILE}");
            parse(&path, &files.read(&path)?.unwrap_or_default())?
        } else {
            Gitignore::empty()
        };
        Ok(Rules {
            folder: folder.to_owned(),
            own,
            outer,
        })
    }

    /// Whether the entry of that path stays out. The nearest file that says anything decides.
    pub(super) fn ignores(&self, path: &str, is_folder: bool) -> bool {
        let relative = path.strip_prefix(&self.folder).unwrap_or(path);
        let said = self.own.matched(relative, is_folder);
        if said.is_none() {
            return self
                .outer
                .is_some_and(|outer| outer.ignores(path, is_folder));
        }
        said.is_ignore()
    }
}

/// Whether rules like these, in a file of a folder, keep all of these entries of it out; of each is said
/// whether it is a folder. A file that cannot be understood keeps nothing out.
pub fn leaves_out(bytes: &[u8], entries: &[(&str, bool)]) -> bool {
    let is_out = |rules: &Gitignore| {
        let mut all = entries.iter();
        all.all(|(name, is_folder)| rules.matched(name, *is_folder).is_ignore())
    };
    parse("", bytes).is_ok_and(|rules| is_out(&rules))
}

fn parse(path: &str, bytes: &[u8]) -> Result<Gitignore> {
    let text = std::str::from_utf8(bytes).map_err(|cause| unreadable(path, cause.to_string()))?;
    // Editors on Windows put this mark before the first line; it is no part of the pattern.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Matched paths are relative to the folder, so the root is empty.
    let mut builder = GitignoreBuilder::new("");
    builder
        .case_insensitive(true)
        .map_err(|cause| unreadable(path, cause.to_string()))?;
    for (number, line) in (1..).zip(text.lines()) {
        builder
            .add_line(None, line)
            .map_err(|cause| unreadable(&format!("{path}:{number}"), cause.to_string()))?;
    }
    builder
        .build()
        .map_err(|cause| unreadable(path, cause.to_string()))
}

fn unreadable(place: &str, cause: String) -> Error {
    Error::usage(words!("cannot understand {place}", "无法识别 {place}"))
        .because(Words::same(cause))
        .hint(words!(
            "write it like a .gitignore file, in UTF-8",
            "请按 .gitignore 的格式书写，编码为 UTF-8"
        ))
}
