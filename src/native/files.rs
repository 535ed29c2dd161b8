//! The file system.
//!
//! What is written as a whole is written beside its place and renamed, so that a crash leaves the old file or
//! the new one and never a part; `component/host.js` does the same for the wasm entry point.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::ports::{Entry, EntryKind, FileError, Files, New, Rights, Stamp};

/// The file system of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        absent_is_none(path, read(Path::new(path)))
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        replace(Path::new(path), bytes).map_err(|error| failed(path, &error))
    }

    fn claim(&self, path: &str, bytes: &[u8]) -> Result<bool, FileError> {
        claim(Path::new(path), bytes).map_err(|error| failed(path, &error))
    }

    fn rewrite(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        rewrite(Path::new(path), bytes).map_err(|error| failed(path, &error))
    }

    fn create(&self, path: &str, new: New<'_>, rights: Rights) -> Result<(), FileError> {
        create(Path::new(path), new, rights).map_err(|error| failed(path, &error))
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        absent_is_none(path, fs::remove_file(path)).map(drop)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        rename(Path::new(from), Path::new(to)).map_err(|error| failed(to, &error))
    }

    fn remove_folder(&self, path: &str) -> Result<(), FileError> {
        absent_is_none(path, fs::remove_dir_all(path)).map(drop)
    }

    fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, FileError> {
        let Some(entries) = absent_is_none(path, fs::read_dir(path))? else {
            return Ok(None);
        };
        let entries = entries.map(|entry| entry.and_then(|entry| describe(&entry)));
        // What goes while it is listed, another run's temporary file for one, is not there.
        let vanished = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        let entries = entries.filter(|entry| !entry.as_ref().is_err_and(vanished));
        let entries: io::Result<Vec<Entry>> = entries.collect();
        entries.map(Some).map_err(|error| failed(path, &error))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError> {
        let found = absent_is_none(path, fs::metadata(path))?;
        Ok(found.map(|metadata| kind_of(&metadata)))
    }
}

/// A pipe would be waited for, perhaps for ever, and a device may never end.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            "not a regular file",
        ));
    }
    fs::read(path)
}

/// Replaces a file of the person's own: behind a link, and with the rights that it has.
fn rewrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A rename over a link would replace the link, and leave its target as it was.
    let path = fs::canonicalize(path)?;
    let rights = fs::metadata(&path)?.permissions();
    put(&path, bytes, Some(rights))
}

/// Replaces a file of ours, which is readable by its owner only.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, bytes, None)
}

/// Writes a file beside the old one, makes it last, and puts it in the old one's place.
fn put(path: &Path, bytes: &[u8], rights: Option<fs::Permissions>) -> io::Result<()> {
    let (folder, file) = beside(path, bytes)?;
    if let Some(rights) = rights {
        file.as_file().set_permissions(rights)?;
    }
    // Before the name moves: after a crash the name must not lead to a file that is not whole.
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(&folder)
}

/// The same where nothing may stand yet.
fn claim(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let (folder, file) = beside(path, bytes)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => sync_folder(&folder).map(|()| true),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

/// A temporary file with these bytes in the folder of the path, so that renaming it is one step.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<(PathBuf, tempfile::NamedTempFile)> {
    let folder: PathBuf = path.parent().unwrap_or(Path::new("/")).to_owned();
    fs::create_dir_all(&folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".fc-guard-")
        .tempfile_in(&folder)?;
    file.write_all(bytes)?;
    Ok((folder, file))
}

/// Makes something new. A file or link that stands there already is an error.
fn create(path: &Path, new: New<'_>, rights: Rights) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        make_folders(folder, rights)?;
    }
    match new {
        New::Folder => make_folders(path, rights),
        New::File { bytes, executable } => new_file(path, executable, rights)?.write_all(bytes),
        New::Link { target } => link(target, path),
    }
}

/// A folder and all above it that are missing. It is no error that they are there.
#[cfg(unix)]
fn make_folders(path: &Path, rights: Rights) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(mode(true, rights));
    builder.create(path)
}

/// The same where folders have no mode.
#[cfg(not(unix))]
fn make_folders(path: &Path, _: Rights) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Opened with its rights from the start, so that nobody reads what they would not let through.
#[cfg(unix)]
fn new_file(path: &Path, executable: bool, rights: Rights) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    options.mode(mode(executable, rights)).open(path)
}

/// The same where files have no mode.
#[cfg(not(unix))]
fn new_file(path: &Path, _: bool, _: Rights) -> io::Result<fs::File> {
    fs::File::create_new(path)
}

/// The mode before the person's own mask takes away from it.
#[cfg(unix)]
fn mode(executable: bool, rights: Rights) -> u32 {
    let all = if executable { 0o777 } else { 0o666 };
    match rights {
        Rights::Usual => all,
        Rights::OwnerOnly => all & 0o700,
    }
}

/// A system's own renaming would replace a file, or an empty folder, that stands there.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::symlink_metadata(to) {
        Ok(_) => Err(ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

/// A symbolic link; the target need not exist.
#[cfg(unix)]
fn link(target: &str, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

/// Elsewhere the target is written into a file in the link's place.
#[cfg(not(unix))]
fn link(target: &str, path: &Path) -> io::Result<()> {
    fs::write(path, target)
}

/// Without this a power cut could take back the new name although the file itself is on disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened as a file.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// One entry of a listing, its link not followed.
fn describe(entry: &fs::DirEntry) -> io::Result<Entry> {
    // That of the link itself, unlike `kind`, which says what stands behind one.
    let metadata = entry.metadata()?;
    let name = entry.file_name();
    let kind = if name.to_str().is_none() {
        EntryKind::Unnameable
    } else if metadata.file_type().is_symlink() {
        match fs::read_link(entry.path())?.into_os_string().into_string() {
            Ok(target) => EntryKind::Link { target },
            Err(_) => EntryKind::Unnameable,
        }
    } else {
        kind_of(&metadata)
    };
    Ok(Entry {
        name: name.to_string_lossy().into_owned(),
        kind,
        stamp: stamp(&metadata),
    })
}

/// By what the file can be recognised later; `None` where its time does not fit the numbers.
#[cfg(unix)]
fn stamp(metadata: &fs::Metadata) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt as _;
    let nanos = |seconds: i64, nanos: i64| seconds.checked_mul(1_000_000_000)?.checked_add(nanos);
    Some(Stamp {
        modified: nanos(metadata.mtime(), metadata.mtime_nsec())?,
        changed: nanos(metadata.ctime(), metadata.ctime_nsec())?,
        inode: metadata.ino(),
    })
}

/// The standard library has no stable name for a file elsewhere.
#[cfg(not(unix))]
fn stamp(_: &fs::Metadata) -> Option<Stamp> {
    None
}

/// What stands there, told by metadata that has no link in it any more.
fn kind_of(metadata: &fs::Metadata) -> EntryKind {
    if metadata.is_dir() {
        EntryKind::Folder
    } else if metadata.is_file() {
        EntryKind::File {
            executable: is_executable(metadata),
            size: metadata.len(),
        }
    } else {
        EntryKind::Other
    }
}

/// Whether its owner may run it.
#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o100 != 0
}

/// Windows has no such bit; like upstream, every file is taken for executable there.
#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    true
}

/// Only an explicit “not found” is absence: a read that failed says nothing about what stands there.
fn absent_is_none<T>(path: &str, result: io::Result<T>) -> Result<Option<T>, FileError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, &error)),
    }
}

/// The error of the port.
fn failed(path: &str, error: &io::Error) -> FileError {
    FileError {
        path: path.to_owned(),
        cause: error.to_string(),
    }
}

#[cfg(test)]
mod tests;
