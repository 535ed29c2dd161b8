//! A package back into a folder.
//!
//! Where a folder is there already, `over` decides file by file instead.

use super::Limits;
use super::link::OutwardLink;
use super::opened::Opened;
use super::tree::{PackageItem, TreeNode};
use crate::error::Result;
use crate::ports::{Files, New, Rights};

/// What there is to tell of a package that was unpacked.
#[derive(Debug)]
pub struct Unpacked {
    /// The names of what stayed in the package, because it is git's or our own.
    pub left_out: Vec<String>,
    /// The links that lead out of the folder.
    pub links_out: Vec<OutwardLink>,
}

/// Unpacks a package into a folder that does not exist yet. Everything is checked before the first
/// file is written, and the folder is there as a whole or not at all.
///
/// # Errors
/// The package is no whole archive, it is too large, a name in it would leave the folder, or a
/// file cannot be written.
pub fn unpack(
    files: &dyn Files,
    bytes: &[u8],
    folder: &str,
    limits: Limits,
    rights: Rights,
) -> Result<Unpacked> {
    let mut opened = Opened::new(bytes, limits)?;
    // Written beside the folder and renamed, so that a run that is killed leaves no half of one.
    let aside = aside(files, folder)?;
    let done =
        fill(files, &mut opened, &aside, rights).and_then(|()| Ok(files.rename(&aside, folder)?));
    if let Err(error) = done {
        // What was begun is worth nothing; that it stays is not worth hiding why it failed.
        let _ = files.remove_folder(&aside);
        return Err(error);
    }
    Ok(Unpacked {
        links_out: opened.links_out(),
        left_out: opened.left_out,
    })
}

/// A name beside the folder under which nothing stands, another run's beginning included.
fn aside(files: &dyn Files, folder: &str) -> Result<String> {
    let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
    // It ends: only runs that are under way, or that broke off, have taken names.
    let mut number = 1;
    loop {
        let path = format!("{parent}/.fc-guard-unpacking-{name}-{number}");
        if files.kind(&path)?.is_none() {
            return Ok(path);
        }
        number += 1;
    }
}

/// Writes all entries below the folder, which is made first.
fn fill(files: &dyn Files, opened: &mut Opened<'_>, folder: &str, rights: Rights) -> Result<()> {
    files.create(folder, New::Folder, rights)?;
    for (item, index) in opened.entries.clone() {
        put(files, opened, (&item, index), folder, rights)?;
    }
    Ok(())
}

/// Puts one entry into a folder.
pub(super) fn put(
    files: &dyn Files,
    opened: &mut Opened<'_>,
    (item, index): (&PackageItem, usize),
    folder: &str,
    rights: Rights,
) -> Result<()> {
    let path = format!("{folder}/{}", item.path);
    match &item.node {
        TreeNode::Folder => files.create(&path, New::Folder, rights)?,
        TreeNode::Link { target } => files.create(&path, New::Link { target }, rights)?,
        TreeNode::File { executable, .. } => {
            let (bytes, executable) = (&opened.bytes(index)?[..], *executable);
            files.create(&path, New::File { bytes, executable }, rights)?;
        }
    }
    Ok(())
}

/// The files in a package: path and bytes. What never comes out of one is not among them.
///
/// # Errors
/// As [`unpack`].
pub fn files_in(bytes: &[u8], limits: Limits) -> Result<Vec<(String, Vec<u8>)>> {
    let mut opened = Opened::new(bytes, limits)?;
    let mut found = Vec::new();
    for (item, index) in opened.entries.clone() {
        if matches!(item.node, TreeNode::File { .. }) {
            found.push((item.path, opened.bytes(index)?));
        }
    }
    Ok(found)
}
