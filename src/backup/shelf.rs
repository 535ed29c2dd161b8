//! The folder of backups: two files each, the package first, so that whatever a crash leaves behind
//! is either a whole backup or a package that nobody names.

use crate::backup::{Backup, VERSION};
use crate::error::{Error, Result};
use crate::model::seal::hex;
use crate::ports::{Clock, EntryKind, Files};
use crate::project::Project;
use crate::time::rfc3339;
use crate::words;
use crate::words::Words;

/// How many backups are kept, the newest first.
const MOST: usize = 20;

/// How much they may hold together, in bytes. The newest is kept whatever its size.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// How old one may get, in milliseconds: 90 days.
const LONGEST: i64 = 90 * 24 * 60 * 60 * 1000;

const FILE: &str = ".json";
const PACKAGE: &str = ".code";

/// A name for a new one: the time, and something that no other of the same second has.
pub(super) fn name(clock: &dyn Clock) -> String {
    format!("{}-{}", stamp(clock.now()), hex(&clock.nonce()[..2]))
}

fn folder(project: &Project<'_>) -> String {
    format!("{}/backups", project.store.folder())
}

fn path(project: &Project<'_>, id: &str, ending: &str) -> String {
    within(&folder(project), id, ending)
}

fn within(folder: &str, id: &str, ending: &str) -> String {
    format!("{folder}/{id}{ending}")
}

/// Writes a backup, and lets go of those that are too many, too old or too large.
pub(super) fn put(project: &Project<'_>, backup: &Backup, package: Option<&[u8]>) -> Result<()> {
    let files = project.world.files;
    project.store.keep_key()?;
    if let Some(package) = package {
        files.replace(&path(project, &backup.id, PACKAGE), package)?;
    }
    let mut text =
        serde_json::to_string_pretty(backup).map_err(|error| Error::unwritable(&error))?;
    text.push('\n');
    files.replace(&path(project, &backup.id, FILE), text.as_bytes())?;
    prune(files, &folder(project), project.world.clock.now())
}

/// The package of a backup, still encrypted.
pub(super) fn package(project: &Project<'_>, backup: &Backup) -> Result<Option<Vec<u8>>> {
    let path = path(project, &backup.id, PACKAGE);
    Ok(project.world.files.read(&path)?)
}

/// The backups of the project's function, the newest first.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn list(project: &Project<'_>) -> Result<Vec<Backup>> {
    let function = project.function();
    let ids = ids(project.world.files, &folder(project))?;
    let all = ids.into_iter().map(|(id, _)| find(project, &id));
    let all: Vec<Option<Backup>> = all.collect::<Result<_>>()?;
    let mut ours: Vec<Backup> = all.into_iter().flatten().collect();
    ours.retain(|backup| backup.function == function);
    Ok(ours)
}

/// The backup of that name, whatever function it is of.
///
/// # Errors
/// The file cannot be read, or it was written by a newer version.
pub fn find(project: &Project<'_>, id: &str) -> Result<Option<Backup>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if id.is_empty() || !id.chars().all(is_name) {
        return Ok(None);
    }
    let path = path(project, id, FILE);
    let Some(bytes) = project.world.files.read(&path)? else {
        return Ok(None);
    };
    let backup: Backup = serde_json::from_slice(&bytes).map_err(|error| {
        Error::local(words!(
            "the backup {path} cannot be read",
            "无法读取备份 {path}"
        ))
        .because(Words::same(error.to_string()))
        .hint(words!(
            "delete that file if you do not need the backup",
            "如不再需要该备份，请删除此文件"
        ))
    })?;
    match backup.version > VERSION {
        true => Err(Error::local(words!(
            "the backup {path} was made by a newer fc-guard",
            "备份 {path} 由更新版本的 fc-guard 创建"
        ))
        .hint(words!("update fc-guard", "请升级 fc-guard"))),
        false => Ok(Some(backup)),
    }
}

/// The names of all backups, the newest first, each with the bytes that it takes.
fn ids(files: &dyn Files, folder: &str) -> Result<Vec<(String, u64)>> {
    let entries = files.list(folder)?.unwrap_or_default();
    let size = |name: &str| {
        let entry = entries.iter().find(|entry| entry.name == name);
        entry.map_or(0, |entry| match entry.kind {
            EntryKind::File { size, .. } => size,
            _ => 0,
        })
    };
    let mut ids: Vec<(String, u64)> = entries
        .iter()
        .filter_map(|entry| entry.name.strip_suffix(FILE))
        .map(|id| {
            let bytes = size(&format!("{id}{FILE}")) + size(&format!("{id}{PACKAGE}"));
            (id.to_owned(), bytes)
        })
        .collect();
    ids.sort_by(|a, b| b.cmp(a));
    Ok(ids)
}

/// Lets go of what is too many, too old or too large, and of packages that nobody names. `now` is in
/// milliseconds since 1970.
fn prune(files: &dyn Files, folder: &str, now: i64) -> Result<()> {
    let ids = ids(files, folder)?;
    let oldest = stamp(now - LONGEST);
    let mut bytes = 0;
    for (index, (id, size)) in ids.iter().enumerate() {
        bytes += size;
        let over = index >= MOST || bytes > MOST_BYTES || *id < oldest;
        if index > 0 && over {
            // The description goes first: a package that nobody names is no half backup.
            files.remove(&within(folder, id, FILE))?;
            files.remove(&within(folder, id, PACKAGE))?;
        }
    }
    for entry in files.list(folder)?.unwrap_or_default() {
        let Some(id) = entry.name.strip_suffix(PACKAGE) else {
            continue;
        };
        if !ids.iter().any(|(known, _)| known == id) {
            files.remove(&within(folder, id, PACKAGE))?;
        }
    }
    Ok(())
}

/// The time as the beginning of a name.
fn stamp(now: i64) -> String {
    let time = rfc3339(now);
    time.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the test makes files that are older and larger than it could wait for or hold"
)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::native::files::Disk;

    const DAY: i64 = 24 * 60 * 60 * 1000;
    /// 2026-11-01T00:00:00Z.
    const NOW: i64 = 1_793_491_200_000;

    fn put(folder: &Path, days: i64, package: u64) -> String {
        let id = format!("{}-{days:04}", stamp(NOW - days * DAY));
        fs::write(folder.join(format!("{id}{FILE}")), "{}").expect("written");
        let file = fs::File::create(folder.join(format!("{id}{PACKAGE}"))).expect("made");
        // A hole in a file counts as its size and takes no room.
        file.set_len(package).expect("long");
        id
    }

    fn left(folder: &Path) -> Vec<String> {
        let folder = folder.to_str().expect("UTF-8");
        prune(&Disk, folder, NOW).expect("pruned");
        let entries = Disk.list(folder).expect("listed").expect("there");
        let packages = entries.iter().filter(|one| one.name.ends_with(PACKAGE));
        let ids = ids(&Disk, folder).expect("listed");
        assert_eq!(packages.count(), ids.len(), "both files of each, or none");
        ids.into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn not_more_than_so_many_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let all: Vec<String> = (0..25).map(|day| put(folder.path(), day, 1)).collect();
        assert_eq!(left(folder.path()), all[..MOST]);
    }

    #[test]
    fn what_is_too_old_goes_but_never_the_newest() {
        let folder = tempfile::tempdir().expect("a folder");
        let ids: Vec<String> = [89, 91, 400].map(|day| put(folder.path(), day, 1)).to_vec();
        assert_eq!(left(folder.path()), ids[..1]);
        let folder = tempfile::tempdir().expect("a folder");
        let ids: Vec<String> = [100, 200].map(|day| put(folder.path(), day, 1)).to_vec();
        assert_eq!(left(folder.path()), ids[..1]);
    }

    #[test]
    fn what_is_too_large_goes_but_never_the_newest() {
        let folder = tempfile::tempdir().expect("a folder");
        let sizes = [MOST_BYTES / 2, MOST_BYTES / 4, MOST_BYTES / 2, 1];
        let put = |(size, day)| put(folder.path(), day, size);
        let ids: Vec<String> = sizes.into_iter().zip(0..).map(put).collect();
        assert_eq!(left(folder.path()), ids[..2]);
    }

    #[test]
    fn a_package_that_nobody_names_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let id = put(folder.path(), 0, 1);
        let other = put(folder.path(), 1, 1);
        fs::remove_file(folder.path().join(format!("{other}{FILE}"))).expect("gone");
        assert_eq!(left(folder.path()), [id]);
    }
}
