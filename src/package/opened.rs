//! A package from anywhere, opened: every entry is checked before anything is done with one of them.
//!
//! Names and links are looked at as every system would take them, not only this one: a package may be
//! unpacked again elsewhere.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::Limits;
use super::failure::{broken, hostile};
use super::link::{self, OutwardLink};
use super::never::{folded, is_never};
use super::tree::{PackageItem, TreeNode, check_name};
use crate::error::Result;
use crate::spelled::hex;

/// The longest target of a link, in bytes: what Linux takes.
const TARGET: u64 = 4096;

/// Over borrowed bytes: a package is large, and it is kept by who asked for it.
type OpenArchive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// A package whose names stay inside, and that is not larger than it may be.
#[derive(Debug)]
pub(super) struct Opened<'b> {
    /// What is read from when an entry is asked for.
    archive: OpenArchive<'b>,
    /// What is in it, with its place in the archive.
    pub(super) entries: Vec<(PackageItem, usize)>,
    /// The names of what never comes out of a package.
    pub(super) left_out: Vec<String>,
}

impl<'b> Opened<'b> {
    /// Opens a package for a folder of this machine.
    ///
    /// # Errors
    /// It is no whole archive, it is too large, or a name in it leads out of the folder, or through a link.
    pub(super) fn new(bytes: &'b [u8], limits: Limits) -> Result<Opened<'b>> {
        let mut opened = Opened::whole(bytes, limits)?;
        let (out, entries) = opened
            .entries
            .into_iter()
            .partition(|(item, _)| is_out(item));
        // Taken out before the names are checked: what stays in the package can do no harm here.
        opened.entries = entries;
        let names = |(item, _): (PackageItem, usize)| item.path;
        opened.left_out = Vec::into_iter(out).map(names).collect();
        opened.check()?;
        Ok(opened)
    }

    /// Opens a package only to look at it: whatever it holds is among the entries.
    ///
    /// # Errors
    /// It is no whole archive, or too large.
    pub(super) fn whole(bytes: &'b [u8], limits: Limits) -> Result<Opened<'b>> {
        // The directory is checked before an entry is read, a link's target included.
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        limits.check(bytes.len() as u64, size(&mut archive)?, archive.len())?;
        let mut entries = Vec::new();
        for index in 0..archive.len() {
            let item = item(&mut archive, index)?;
            // Some tools write the folder itself, too.
            if !(item.path.is_empty() && matches!(item.node, TreeNode::Folder)) {
                entries.push((item, index));
            }
        }
        Ok(Opened {
            archive,
            entries,
            left_out: Vec::new(),
        })
    }

    /// Whether it can be written into a folder without leaving it.
    fn check(&self) -> Result<()> {
        for (item, _) in &self.entries {
            check_path(&item.path)?;
        }
        // Folders are among them as well; a link may lead through one.
        let items: Vec<PackageItem> = self.entries.iter().map(|(item, _)| item.clone()).collect();
        check_ways(&items)
    }

    /// The links in it that lead out of the folder. They are links there, too, and nothing is written through
    /// them.
    pub(super) fn links_out(&self) -> Vec<OutwardLink> {
        link::leading_out(self.entries.iter().map(|(item, _)| item))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// They are damaged, or more than the archive says.
    pub(super) fn bytes(&mut self, index: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        read(&mut self.archive, index, |slice| bytes.extend(slice))?;
        Ok(bytes)
    }

    /// The SHA-256 of a file, without its bytes in memory.
    ///
    /// # Errors
    /// As [`Opened::bytes`].
    pub(super) fn digest(&mut self, index: usize) -> Result<String> {
        let mut digest = Sha256::new();
        read(&mut self.archive, index, |slice| digest.update(slice))?;
        Ok(hex(&digest.finalize()))
    }
}

/// Whether something stays in the package: it is git's or ours, or leads there.
fn is_out(item: &PackageItem) -> bool {
    // A link to our state is as good as the state itself: later files would be written through it.
    let leads = match &item.node {
        TreeNode::Link { target } => is_never(target),
        TreeNode::File { .. } | TreeNode::Folder => false,
    };
    is_never(&item.path) || leads
}

/// What the archive says that all files together hold.
fn size(archive: &mut OpenArchive<'_>) -> Result<u64> {
    // Numbers in a directory can be made up; added up they must not run over into something small.
    let mut all: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        all = all.saturating_add(entry.size());
    }
    Ok(all)
}

/// One entry as an item. The target of a link is its content, so it is read here.
fn item(archive: &mut OpenArchive<'_>, index: usize) -> Result<PackageItem> {
    let entry = archive.by_index(index).map_err(broken)?;
    let name = entry.name().map_err(broken)?;
    let path = plain(&name).to_owned();
    // Only the owner's bit: which bits others have depends on the tool and its umask.
    let executable = entry.unix_mode().is_some_and(|mode| mode & 0o100 != 0);
    let (is_folder, is_link, size) = (entry.is_dir(), entry.is_symlink(), entry.size());
    // Gives the archive back, which the link's target is read from.
    drop(entry);
    let node = match (is_folder, is_link) {
        // What says that it is a folder by its name is one, whatever its mode says.
        (true, _) => TreeNode::Folder,
        (false, true) => link_node(archive, (index, size), &path)?,
        (false, false) => TreeNode::File { executable, size },
    };
    Ok(PackageItem {
        path,
        node,
        stamp: None,
    })
}

/// The name without the `./` that some tools put before it, and without what marks a folder.
fn plain(name: &str) -> &str {
    let mut name = name.trim_end_matches('/');
    while let Some(rest) = name.strip_prefix("./") {
        name = rest.trim_start_matches('/');
    }
    if name == "." { "" } else { name }
}

/// A link with its target, which is text, and short.
fn link_node(
    archive: &mut OpenArchive<'_>,
    (index, size): (usize, u64),
    path: &str,
) -> Result<TreeNode> {
    // A longer one is no link that a system could make.
    if size > TARGET {
        return Err(hostile(path));
    }
    let mut target = Vec::new();
    read(archive, index, |slice| target.extend(slice))?;
    let target = String::from_utf8(target).map_err(broken)?;
    Ok(TreeNode::Link { target })
}

/// Reads an entry in slices, and no more of it than the archive has said before.
fn read(archive: &mut OpenArchive<'_>, index: usize, mut take: impl FnMut(&[u8])) -> Result<()> {
    // The library reads what the stream holds, and a stream may hold more than the directory says.
    let mut entry: ZipFile<'_, _> = archive.by_index(index).map_err(broken)?;
    let said = entry.size();
    let mut slice = vec![0; 64 * 1024];
    let mut seen = 0;
    loop {
        let count = entry.read(&mut slice).map_err(broken)?;
        seen += count as u64;
        match count {
            // Less than was said is a stream that broke off, and more is one that was made to pass the
            // limits.
            0 if seen == said => return Ok(()),
            _ if count == 0 || seen > said => {
                return Err(broken(format!("{seen} ≠ {said}")));
            }
            _ => take(&slice[..count]),
        }
    }
}

/// Names that only some systems take for a step are refused on all of them.
fn check_path(path: &str) -> Result<()> {
    match path.split('/').any(|step| check_name(step).is_err()) {
        true => Err(hostile(path)),
        false => Ok(()),
    }
}

/// Nothing may stand below a file, or below a link under any spelling: it would be written through it.
fn check_ways(items: &[PackageItem]) -> Result<()> {
    // Files by their exact names, since two that differ in case only are common and lawful on Linux. Links
    let (mut files, mut links) = (BTreeSet::new(), BTreeSet::new());
    // folded, since only they lead elsewhere.
    for PackageItem { path, node, .. } in items {
        match node {
            // Which of two files of one name counts depends on the unpacker.
            TreeNode::File { .. } if !files.insert(path.as_str()) => return Err(hostile(path)),
            TreeNode::File { .. } => {}
            TreeNode::Link { .. } => _ = links.insert(folded(path)),
            TreeNode::Folder => {}
        }
    }
    let stands_in = |way: &str| files.contains(way) || links.contains(&folded(way));
    for PackageItem { path, .. } in items {
        let mut ways = path.match_indices('/').map(|(end, _)| &path[..end]);
        if ways.any(stands_in) {
            return Err(hostile(path));
        }
    }
    Ok(())
}

/// One file of a package, if it is there and not longer than so many bytes.
pub fn read_file(bytes: &[u8], path: &str, most: u64) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    // Some tools write `./` before every name.
    let index = [path.to_owned(), format!("./{path}")];
    let index = index.iter().find_map(|name| archive.index_for_name(name))?;
    let entry = archive.by_index(index).ok()?;
    if entry.size() > most || !entry.is_file() {
        return None;
    }
    drop(entry);
    // The sizes above are the directory's; `read` holds the entry to them.
    let mut found = Vec::new();
    read(&mut archive, index, |slice| found.extend(slice)).ok()?;
    Some(found)
}
