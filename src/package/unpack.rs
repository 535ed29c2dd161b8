//! A package back into a folder.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::tree::{Item, Node, check_name};
use super::{link, not_a_package};
use crate::error::{Error, Result};
use crate::ports::{Files, New};
use crate::words;
use crate::words::Words;

/// Unpacks a package into a folder that does not exist yet. Everything is checked before the first
/// file is written: no name and no link leads out of the folder.
///
/// # Errors
/// The package is no whole ZIP archive, an entry would leave the folder, or a file cannot be written.
pub fn unpack(files: &dyn Files, bytes: &[u8], folder: &str) -> Result<()> {
    each(bytes, folder, |entry| {
        files.create(&format!("{folder}/{}", entry.item.path), entry.as_new())?;
        Ok(())
    })
}

/// Does it for one entry after the other; none is looked at before all of them are checked.
fn each(bytes: &[u8], folder: &str, mut work: impl FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut archive = open(bytes, folder)?;
    let mut items = Vec::new();
    for index in 0..archive.len() {
        items.push(item(&mut archive, index, folder)?);
    }
    link::check(&items)?;
    for (index, item) in items.into_iter().enumerate() {
        let bytes = match item.node {
            Node::File { .. } => contents(&mut archive, index, folder)?,
            Node::Folder | Node::Link { .. } => Vec::new(),
        };
        work(Entry { item, bytes })?;
    }
    Ok(())
}

/// One entry of a package.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) item: Item,
    /// Empty for anything but a file.
    bytes: Vec<u8>,
}

impl Entry {
    /// As it is put into a folder.
    pub(super) fn as_new(&self) -> New<'_> {
        match &self.item.node {
            Node::Folder => New::Folder,
            Node::Link { target } => New::Link { target },
            Node::File { executable, .. } => New::File {
                bytes: &self.bytes,
                executable: *executable,
            },
        }
    }
}

/// Everything in a package, checked: no name and no link leads out of the folder.
///
/// # Errors
/// As [`unpack`].
pub(super) fn entries(bytes: &[u8], folder: &str) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    each(bytes, folder, |entry| {
        entries.push(entry);
        Ok(())
    })?;
    Ok(entries)
}

/// The files in a package: path and bytes.
///
/// # Errors
/// As [`unpack`].
pub fn files_in(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let is_file = |entry: &Entry| matches!(entry.item.node, Node::File { .. });
    let entries = entries(bytes, "code")?.into_iter().filter(is_file);
    Ok(entries
        .map(|entry| (entry.item.path, entry.bytes))
        .collect())
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open<'a>(bytes: &'a [u8], folder: &str) -> Result<Archive<'a>> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|cause| not_a_package(folder, &cause.to_string()))
}

fn item(archive: &mut Archive<'_>, index: usize, folder: &str) -> Result<Item> {
    let broken = |cause: String| not_a_package(folder, &cause);
    let entry = archive
        .by_index(index)
        .map_err(|cause| broken(cause.to_string()))?;
    let name = entry.name().map_err(|cause| broken(cause.to_string()))?;
    let path = name.trim_end_matches('/').to_owned();
    check_path(&path)?;
    let (is_folder, is_link) = (entry.is_dir(), entry.is_symlink());
    let executable = entry.unix_mode().is_some_and(|mode| mode & 0o100 != 0);
    let size = entry.size();
    drop(entry);
    let node = if is_folder {
        Node::Folder
    } else if is_link {
        let target = String::from_utf8(contents(archive, index, folder)?);
        Node::Link {
            target: target.map_err(|cause| broken(cause.to_string()))?,
        }
    } else {
        Node::File { executable, size }
    };
    Ok(Item {
        path,
        node,
        stamp: None,
    })
}

fn contents(archive: &mut Archive<'_>, index: usize, folder: &str) -> Result<Vec<u8>> {
    let broken = |cause: String| not_a_package(folder, &cause);
    let mut entry = archive
        .by_index(index)
        .map_err(|cause| broken(cause.to_string()))?;
    let mut bytes = Vec::new();
    entry
        .read_to_end(&mut bytes)
        .map_err(|cause| broken(cause.to_string()))?;
    Ok(bytes)
}

fn check_path(path: &str) -> Result<()> {
    for step in path.split('/') {
        check_name(step).map_err(|_| {
            Error::cloud(words!(
                "the package holds the name {path:?}, which would leave its folder",
                "代码包中的名称 {path:?} 会超出目标目录"
            ))
            .because(Words::same(step))
            .hint(words!(
                "do not unpack it: look at it in the console, then deploy a sound package from here",
                "请勿解压：先在控制台检查该代码包，再从本地部署正常的代码"
            ))
        })?;
    }
    Ok(())
}
