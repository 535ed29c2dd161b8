//! A file that the command line names for a report or a page. Whatever a person has under that name is
//! worth more than what can be made again: it is only replaced where this program wrote it.

use serde_json::Value;

use crate::cli::LookFlags;
use crate::commands::file::ProjectFile;
use crate::error::{Draft, Error, Result};
use crate::package::disk::{Found, ListedFolder};
use crate::package::{CodeSource, is_never, mark, takes_in};
use crate::paths::join;
use crate::ports::{EntryKind, Files};
use crate::project::Project;
use crate::stated::StatedProps;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;
use crate::written;

/// Where files of a run may be written.
pub(super) struct ReportPlace<'a> {
    pub(super) screen: Screen<'a>,
    pub(super) files: &'a dyn Files,
    /// The folder in which the command was typed, absolute.
    pub(super) cwd: &'a str,
    /// The folder of `s.yaml`, absolute.
    pub(super) base: &'a str,
    /// The folders that the project packs.
    pub(super) folders: &'a [String],
    pub(super) typed: &'a Typed,
}

impl ReportPlace<'_> {
    /// Refuses the command where one of its files must not be written.
    ///
    /// # Errors
    /// A usage error that names the file and what stands there.
    pub(super) fn check(&self, flags: &LookFlags) -> Result<()> {
        for (flag, file) in [("--html", &flags.html), ("--report", &flags.report)] {
            if let Some(file) = file {
                self.path(Error::usage, (flag, file))?;
            }
        }
        Ok(())
    }

    /// Writes the file, unless somebody has put one there while this command ran. Where it lies in code it
    /// is kept out of the packages of that, and its reader is told how far that reaches.
    ///
    /// # Errors
    /// It may not be replaced, or cannot be written.
    pub(super) fn write(&self, named: (&str, &str), text: &str) -> Result<()> {
        // Looked at once more: the run may have taken minutes.
        let path = self.path(Error::local, named)?;
        // The mark comes before the file, so that no deploy in between can take it for code.
        let is_in_code = keep_out(self.files, self.folders, &path, false)?;
        self.files.replace(&path, text.as_bytes())?;
        let screen = self.screen;
        screen.say_in(Tone::Local, &words!("written: {path}", "已写入：{path}"));
        if is_in_code {
            screen.say_in(
            Tone::Remote,
            &words!(
                "{path} is in a code folder. fc-guard leaves its reports out of code packages, but other tools would deploy it: add it to .fcignore and .gitignore",
                "{path} 位于代码目录中。fc-guard 不会打包自己的报告，但其他工具会部署它：请将其加入 .fcignore 和 .gitignore"
            ),
        );
        }
        Ok(())
    }

    /// Where a file is written that a flag names.
    fn path(&self, draft: impl Fn(Words) -> Draft, (flag, file): (&str, &str)) -> Result<String> {
        let path = join(self.cwd, file);
        match in_the_way(self.files, self.base, self.folders, &path)? {
            Some(why) => Err(refused(draft, (flag, file), &why, self.typed)),
            None => Ok(path),
        }
    }
}

/// A folder that is set aside in code is left out by a mark, which no clone has.
pub(super) fn say_in_code(screen: Screen<'_>, path: &str) {
    screen.say_in(
        Tone::Remote,
        &words!(
            "{path} is in a code folder. Only this working copy leaves it out of code packages; in others it would be code: add it to .fcignore and .gitignore",
            "{path} 位于代码目录中。仅本工作副本的代码包不会包含它，在其他工作副本中它会被当作代码：请将其加入 .fcignore 和 .gitignore"
        ),
    );
}

/// Keeps something that is about to be written out of the packages of all code folders that it lies in.
/// Returns whether it lies in one that would have taken it in.
///
/// # Errors
/// A folder cannot be read, or the mark not be written.
pub(super) fn keep_out(
    files: &dyn Files,
    folders: &[String],
    path: &str,
    is_folder: bool,
) -> Result<bool> {
    let mut is_in_code = false;
    for root in folders {
        if let Some(within) = below(root, path)
            // What the rules of the folder leave out anyway needs no mark.
            && takes_in(files, root, within, is_folder)?
        {
            mark(files, root, within)?;
            is_in_code = true;
        }
    }
    Ok(is_in_code)
}

/// The folders that a project packs, as far as its file tells.
pub(super) fn code_folders(project: &Project<'_>, file: &ProjectFile) -> Vec<String> {
    let guarded = file.resources().iter().filter(|one| file.guards(one));
    let codes = guarded.flat_map(|one| code_paths(one.in_run()));
    let mut folders: Vec<String> = codes
        .map(|code| join(&project.place().base, code))
        .collect();
    // Of the own resource it is known even where the file alone does not tell.
    if let CodeSource::Folder(own) = &project.desired.code {
        folders.push(own.path.clone());
    }
    folders.sort();
    folders.dedup();
    folders
}

/// Where the code of a resource is, as far as the file tells: of FC 2.0 it stands in the block of the function.
pub(super) fn code_paths(props: &StatedProps) -> impl Iterator<Item = &str> {
    let own = props.get("code").ok().and_then(Value::as_str);
    let older = props.at(&["function", "codeUri"]).ok();
    let older = older.and_then(Value::as_str);
    own.into_iter().chain(older)
}

/// A path as it is seen from a folder that it lies in.
pub(super) fn below<'p>(root: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(root)?.strip_prefix('/')
}

/// Why nothing may be written there.
fn in_the_way(
    files: &dyn Files,
    base: &str,
    folders: &[String],
    path: &str,
) -> Result<Option<Words>> {
    // Refused before anything is looked at: these are no places for files of ours, whatever stands there.
    if is_never(path) {
        return Ok(Some(words!(
            ".git and .s hold the state of programs",
            ".git 和 .s 中是程序自身的状态"
        )));
    }
    // Above the project the ways of a machine may well be links, its temporary folder for one.
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let root = below(base, path).map_or(parent, |_| base);
    let within = below(root, path).unwrap_or(path);
    match ListedFolder::new(files, root).find(within)? {
        Found::ThroughLink | Found::Is(EntryKind::Link { .. }) => {
            return Ok(Some(words!(
                "there is a link at that place or on the way to it",
                "该处或其路径上有符号链接"
            )));
        }
        Found::BelowFile(file) => {
            return Ok(Some(words!("{file} is not a folder", "{file} 不是目录")));
        }
        Found::Nothing | Found::Is(_) => {}
    }
    match files.kind(path)? {
        None => Ok(None),
        Some(EntryKind::File { .. }) => {
            let bytes = files.read(path)?.unwrap_or_default();
            if bytes.is_empty() {
                return Ok(is_code(files, folders, path)?.then(|| {
                    words!(
                        "there is an empty file already, in a code folder, where it counts as code",
                        "该处已有空文件，且位于代码目录中，属于代码"
                    )
                }));
            }
            Ok((!written::is_ours(&bytes)).then(|| {
                words!(
                    "there is already a file that fc-guard did not write",
                    "该处已有不是由 fc-guard 写入的文件"
                )
            }))
        }
        Some(_) => Ok(Some(words!(
            "what is there is not a regular file",
            "该处已有的不是普通文件"
        ))),
    }
}

/// Whether an empty file is part of what is deployed, as `__init__.py` is; anywhere else `mktemp` makes one.
fn is_code(files: &dyn Files, folders: &[String], path: &str) -> Result<bool> {
    for root in folders {
        let is_in = match below(root, path) {
            Some(within) => takes_in(files, root, within, false)?,
            None => root == path,
        };
        if is_in {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Nothing is written there, with the command for another file.
fn refused(
    draft: impl Fn(Words) -> Draft,
    (flag, file): (&str, &str),
    Words { en, zh }: &Words,
    typed: &Typed,
) -> Error {
    let other = typed.dropping(&[flag]).with(flag);
    draft(words!(
        "{flag} {file}: {en}; it is left as it is",
        "{flag} {file}：{zh}；保持不变"
    ))
    .hint(words!(
        "name another file: '{other} <file>'",
        "请指定其他文件：'{other} <文件>'"
    ))
}
