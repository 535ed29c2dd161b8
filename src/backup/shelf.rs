//! The folder of backups: two files each, the package first, so that whatever a crash leaves behind
//! is either a whole backup or a package that nobody names.

use serde_json::Value;

use super::id;
use super::prune::prune;
use crate::backup::{Backup, VERSION};
use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::ports::{EntryKind, Files};
use crate::state::workspace::Workspace;
use crate::words;
use crate::words::Words;

/// The ending of a description.
pub(super) const FILE: &str = ".json";
/// The ending of an encrypted package.
pub(super) const PACKAGE: &str = ".code";

/// What the folder has of one backup.
pub(super) struct Stored {
    pub(super) id: String,
    /// What its files take together.
    pub(super) bytes: u64,
}

/// The backups that somebody asked for.
pub struct Listed {
    /// The newest first.
    pub backups: Vec<Backup>,
    /// What is said of those that cannot be read, whatever function they are of.
    pub unreadable: Vec<Error>,
}

/// A name for a new one, behind all that there are.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn name(workspace: &Workspace<'_>) -> Result<String> {
    let all = stored(workspace.files(), &workspace.backups())?;
    let known = all.iter().map(|one| one.id.as_str());
    Ok(id::next(workspace.clock(), known))
}

/// Where a file of a backup lies in the project's folder.
fn path(workspace: &Workspace<'_>, id: &str, ending: &str) -> String {
    within(&workspace.backups(), id, ending)
}

/// Where a file of a backup lies in that folder of backups.
pub(super) fn within(folder: &str, id: &str, ending: &str) -> String {
    format!("{folder}/{id}{ending}")
}

/// Writes a backup, and lets go of those that are too many, too old or too large.
///
/// # Errors
/// A file cannot be written, or the key on disk is another one: then there is no backup.
pub(super) fn put(
    workspace: &Workspace<'_>,
    backup: &Backup,
    package: Option<&[u8]>,
) -> Result<()> {
    let files = workspace.files();
    // A backup that is encrypted with a key which nobody has afterwards is none.
    workspace.keep_key()?;
    if let Some(package) = package {
        // The description comes last: only it makes a backup of the two files.
        files.replace(&path(workspace, &backup.id, PACKAGE), package)?;
    }
    let mut text =
        serde_json::to_string_pretty(backup).map_err(|error| Error::unwritable(&error))?;
    text.push('\n');
    files.replace(&path(workspace, &backup.id, FILE), text.as_bytes())?;
    prune(files, &workspace.backups(), workspace.clock().now())
}

/// The package of a backup, still encrypted.
pub(super) fn package(workspace: &Workspace<'_>, backup: &Backup) -> Result<Option<Vec<u8>>> {
    let path = path(workspace, &backup.id, PACKAGE);
    Ok(workspace.files().read(&path)?)
}

/// Those of the backups in the project's folder. One that is damaged hides none of the others.
///
/// # Errors
/// The folder cannot be read.
pub fn list(workspace: &Workspace<'_>, is_listed: impl Fn(&Backup) -> bool) -> Result<Listed> {
    let mut listed = Listed {
        backups: Vec::new(),
        unreadable: Vec::new(),
    };
    for Stored { id, .. } in stored(workspace.files(), &workspace.backups())? {
        match find(workspace, &id) {
            Ok(backup) => listed.backups.extend(backup),
            Err(error) => listed.unreadable.push(error),
        }
    }
    listed.backups.retain(is_listed);
    Ok(listed)
}

/// The backup of that name, whatever function it is of.
///
/// # Errors
/// The file cannot be read, or it was written by a newer version.
pub fn find(workspace: &Workspace<'_>, id: &str) -> Result<Option<Backup>> {
    find_in(workspace.files(), &workspace.backups(), id)
}

/// Those in a folder that can be read, the newest first.
///
/// # Errors
/// The folder cannot be read.
pub fn readable(files: &dyn Files, folder: &str) -> Result<Vec<Backup>> {
    let all = stored(files, folder)?.into_iter();
    // Who asks for all of them looks for one that fits; a damaged one is told where backups are listed.
    let read = |one: Stored| find_in(files, folder, &one.id).ok().flatten();
    Ok(all.filter_map(read).collect())
}

/// Whether it may be the name of one. It comes from the command line, or from elsewhere, and becomes a part of a
/// path.
pub(super) fn is_name(id: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !id.is_empty() && id.chars().all(is_part)
}

/// The backup of that name; `None` where there is none, or where it is no name of a backup.
///
/// # Errors
/// It cannot be read, is damaged, or was made by a newer version.
fn find_in(files: &dyn Files, folder: &str, id: &str) -> Result<Option<Backup>> {
    if !is_name(id) {
        return Ok(None);
    }
    let path = within(folder, id, FILE);
    let Some(bytes) = files.read(&path)? else {
        return Ok(None);
    };
    let unlike = |error: serde_json::Error| damaged(&path, Words::same(error.to_string()));
    let description: Value = serde_json::from_slice(&bytes).map_err(unlike)?;
    match description["version"].as_u64() {
        // Earlier versions are read as they are: what they lack is optional in the description.
        Some(1..=VERSION) => {}
        Some(version) if version > VERSION => return Err(newer(&path)),
        version => {
            let version = version.unwrap_or_default();
            let cause = words!("there is no format {version}", "不存在格式 {version}");
            return Err(damaged(&path, cause));
        }
    }
    let backup: Backup = serde_json::from_value(description).map_err(unlike)?;
    let strangers = backup.strangers.iter().flatten();
    let mut named = backup.resources.iter().chain(strangers);
    // What this version does not know how to name it cannot put back either.
    match backup.root.is_known() && named.all(Resource::is_known) {
        true => Ok(Some(backup)),
        false => Err(newer(&path)),
    }
}

fn newer(path: &str) -> Error {
    Error::local(words!(
        "the backup {path} was made by a newer fc-guard",
        "备份 {path} 由更新版本的 fc-guard 创建"
    ))
    .hint(words!("update fc-guard", "请升级 fc-guard"))
}

fn damaged(path: &str, cause: Words) -> Error {
    Error::local(words!(
        "the backup {path} cannot be read",
        "无法读取备份 {path}"
    ))
    .because(cause)
    .hint(words!(
        "delete that file if you do not need the backup",
        "如不再需要该备份，请删除此文件"
    ))
}

/// All backups, the newest first.
pub(super) fn stored(files: &dyn Files, folder: &str) -> Result<Vec<Stored>> {
    let entries = files.list(folder)?.unwrap_or_default();
    // A package that is missing takes nothing; whether that is damage is for those to say who open it.
    let size = |name: &str| {
        let entry = entries.iter().find(|entry| entry.name == name);
        entry.map_or(0, |entry| match entry.kind {
            EntryKind::File { size, .. } => size,
            _ => 0,
        })
    };
    let ids = entries
        .iter()
        .filter_map(|entry| entry.name.strip_suffix(FILE));
    let mut all: Vec<Stored> = ids
        .map(|id| Stored {
            id: id.to_owned(),
            bytes: size(&format!("{id}{FILE}")) + size(&format!("{id}{PACKAGE}")),
        })
        .collect();
    all.sort_by(|a, b| id::order(&b.id).cmp(&id::order(&a.id)));
    Ok(all)
}
