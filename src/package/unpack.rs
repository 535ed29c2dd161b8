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
    let mut archive = open(bytes, folder)?;
    let mut items = Vec::new();
    for index in 0..archive.len() {
        items.push(item(&mut archive, index, folder)?);
    }
    link::check(&items)?;
    for (index, item) in items.iter().enumerate() {
        let path = format!("{folder}/{}", item.path);
        match &item.node {
            Node::Folder => files.create(&path, New::Folder)?,
            Node::Link { target } => files.create(&path, New::Link { target })?,
            Node::File { executable, .. } => {
                let bytes = contents(&mut archive, index, folder)?;
                let (bytes, executable) = (bytes.as_slice(), *executable);
                files.create(&path, New::File { bytes, executable })?;
            }
        }
    }
    Ok(())
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
        })?;
    }
    Ok(())
}
