//! How far packing is.

use super::tree::{PackageItem, TreeNode};

/// How much of the code has been read and compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Portion {
    /// Bytes of files.
    pub bytes: u64,
    /// The same of everything, as the file system said before the files were read.
    pub all_bytes: u64,
    /// Files, links and empty folders.
    pub entries: usize,
    /// The same of everything.
    pub all_entries: usize,
}

/// Is told how far packing is, the end included. Not told at all where nothing is packed.
pub type PackWatch<'a> = &'a dyn Fn(Portion);

impl Portion {
    /// Nothing of these items.
    pub(super) fn of(items: &[PackageItem]) -> Portion {
        let size = |item: &PackageItem| match item.node {
            // The target of a link is not counted: no file is read for it.
            TreeNode::File { size, .. } => size,
            _ => 0,
        };
        Portion {
            all_bytes: items.iter().map(size).sum(),
            all_entries: items.len(),
            ..Portion::default()
        }
    }
}
