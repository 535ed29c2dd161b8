//! Recognises an unchanged tree without reading its files, the way git does: by what the file system
//! says of each. The index is a cache: one that is missing, damaged or of another version is made
//! anew, and nothing else follows from it.
//!
//! It stands in the working copy, one file a code folder.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Packed;
use super::tree::{PackageItem, TreeNode};
use crate::ports::{Files, Stamp};
use crate::spelled::hex;

/// The version of the packer: whatever changes the bytes of a package changes it.
const PACKER: u32 = 2;

/// A file that changed so shortly before the index was made may have changed once more in the same
/// tick of its file system's clock, in nanoseconds (FAT counts in steps of two seconds).
const TICK: i64 = 2_000_000_000;

/// Where the index of a project's code is kept, and what time it is.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// The folder of the project's state.
    pub folder: &'a str,
    /// Milliseconds since 1970.
    pub now: i64,
    /// Whether the index may be written.
    pub writes: bool,
}

/// What is known of a tree that was packed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    /// [`PACKER`] when it was made.
    packer: u32,
    /// A digest of what the file system said of every item.
    fingerprint: String,
    /// When the files began to be read, in nanoseconds since 1970.
    read_at: i64,
    /// `codeChecksum` of the package.
    checksum: String,
    /// Of the archive, in bytes.
    size: u64,
    /// As in [`Packed`].
    entries: usize,
}

/// The package of a tree that was packed before and did not change since.
pub(super) fn find(
    files: &dyn Files,
    shelf: Shelf<'_>,
    root: &str,
    items: &[PackageItem],
) -> Option<Packed> {
    let bytes = files.read(&path(shelf, root)).ok()??;
    let index: Index = serde_json::from_slice(&bytes).ok()?;
    let (fingerprint, newest) = fingerprint(items)?;
    let known = index.packer == PACKER && index.fingerprint == fingerprint;
    // A file could have changed after it was read without a new time; then only reading tells.
    if !known || newest + TICK > index.read_at {
        return None;
    }
    let Index {
        checksum,
        size,
        entries,
        ..
    } = index;
    Some(Packed::recognised(checksum, size, entries))
}

/// Remembers a package. That it cannot be written is no reason not to deploy.
pub(super) fn keep(
    files: &dyn Files,
    shelf: Shelf<'_>,
    root: &str,
    items: &[PackageItem],
    packed: &Packed,
) {
    let Some((fingerprint, _)) = fingerprint(items).filter(|_| shelf.writes) else {
        return;
    };
    let index = Index {
        packer: PACKER,
        fingerprint,
        read_at: shelf.now.saturating_mul(1_000_000),
        checksum: packed.checksum.clone(),
        size: packed.size,
        entries: packed.entries,
    };
    if let Ok(text) = serde_json::to_vec(&index) {
        // The index only saves time, so a run must not end because of it.
        let _ = files.replace(&path(shelf, root), &text);
    }
}

/// Several code folders of a project share one shelf, so the file is named after the root's digest.
fn path(shelf: Shelf<'_>, root: &str) -> String {
    let name = hex(&Sha256::digest(root.as_bytes())[..8]);
    format!("{}/code.{name}.index", shelf.folder)
}

/// What the file system says of all items, and when the newest of them changed. `None` where it does
/// not say enough. Content matters for files only: a link is its target, a folder its name.
fn fingerprint(items: &[PackageItem]) -> Option<(String, i64)> {
    let mut digest = Sha256::new();
    let mut newest = i64::MIN;
    for item in items {
        digest.update(item.path.as_bytes());
        match &item.node {
            TreeNode::Folder => digest.update(b"\0folder\0"),
            TreeNode::Link { target } => {
                digest.update(b"\0link\0");
                digest.update(target.as_bytes());
                digest.update(b"\0");
            }
            TreeNode::File { executable, size } => {
                // Without a stamp, as where a port cannot give one, the tree is always read.
                let Stamp {
                    modified,
                    changed,
                    inode,
                } = item.stamp?;
                // `changed` as well: a tool may set the time of modification back, and then only this one
                // moves.
                newest = newest.max(modified).max(changed);
                digest.update(if *executable {
                    b"\0program\0"
                } else {
                    b"\0file\0\0\0\0"
                });
                for number in [
                    i128::from(*size),
                    modified.into(),
                    changed.into(),
                    inode.into(),
                ] {
                    digest.update(number.to_le_bytes());
                }
            }
        }
    }
    Some((hex(&digest.finalize()), newest))
}
