//! What is in a package, whoever packed it: a checksum of an archive says that it differs, and not
//! what, and the same files packed by another tool give another one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Limits;
use super::link::LinkTarget;
use super::never::is_never_packed;
use super::opened::Opened;
use super::tree::TreeNode;
use crate::error::Result;

/// The files, links and empty folders of a package, by path. The order of the archive, its
/// compression and its times are no part of it, nor are entries for folders that hold anything.
///
/// What is never packed here is no code, whoever packed it: two packages are equal without it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Content>", into = "BTreeMap<String, Content>")]
pub struct Manifest {
    /// What is compared.
    code: BTreeMap<String, Content>,
    /// What is never packed here.
    never: BTreeMap<String, Content>,
}

/// What stands under one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Content {
    /// A regular file.
    File {
        /// In bytes.
        size: u64,
        /// In hexadecimal digits.
        sha256: String,
        /// Left out of the file where it is false, as for almost all files.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        executable: bool,
    },
    /// A symbolic link.
    Link {
        /// What it leads to.
        target: LinkTarget,
    },
    /// One with nothing in it.
    Folder,
}

impl Manifest {
    /// Reads a package through. Files are never in memory as a whole.
    ///
    /// # Errors
    /// It is no whole archive, or larger than it may be.
    pub fn of(bytes: &[u8], limits: Limits) -> Result<Manifest> {
        let mut opened = Opened::whole(bytes, limits)?;
        let mut found = BTreeMap::new();
        // Taken out, because reading an entry needs the archive mutably.
        for (item, index) in std::mem::take(&mut opened.entries) {
            let content = match item.node {
                TreeNode::Folder => Content::Folder,
                TreeNode::Link { target } => Content::Link {
                    target: target.into(),
                },
                TreeNode::File { executable, size } => Content::File {
                    size,
                    sha256: opened.digest(index)?,
                    executable,
                },
            };
            // Of two entries under one name the later one counts.
            found.insert(plain(&item.path).to_owned(), content);
        }
        Ok(Manifest::without_full_folders(found))
    }

    /// Some tools write an entry for every folder, others for none: only those that hold nothing count.
    fn without_full_folders(all: BTreeMap<String, Content>) -> Manifest {
        let holds = |path: &String| {
            // Paths below a folder are not always right behind it (`a`, `a.b`, `a/c`), so its own range is
            // asked.
            let below = format!("{path}/");
            let next = all.range(below.clone()..).next();
            path.is_empty() || next.is_some_and(|(next, _)| next.starts_with(&below))
        };
        let full = all
            .iter()
            .filter(|(path, content)| **content == Content::Folder && holds(path));
        let full: Vec<String> = full.map(|(path, _)| path.clone()).collect();
        let mut kept = all;
        // `full` is sorted because the map is.
        kept.retain(|path, _| full.binary_search(path).is_err());
        Manifest::from(kept)
    }

    /// What stands under a path.
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.code.get(path)
    }

    /// All paths, sorted by their bytes.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.code.keys().map(String::as_str)
    }

    /// The paths in it that are never packed here.
    pub fn never(&self) -> impl Iterator<Item = &str> {
        self.never.keys().map(String::as_str)
    }
}

impl From<BTreeMap<String, Content>> for Manifest {
    fn from(all: BTreeMap<String, Content>) -> Manifest {
        let settled = all.into_iter().map(|(path, content)| {
            let content = match content {
                // Where a link leads depends on where it stands.
                Content::Link { target } => Content::Link {
                    target: LinkTarget::new(&path, target.written),
                },
                Content::File { .. } | Content::Folder => content,
            };
            (path, content)
        });
        let (never, code) = settled.partition(|(path, _)| is_never_packed(path));
        Manifest { code, never }
    }
}

impl From<Manifest> for BTreeMap<String, Content> {
    fn from(manifest: Manifest) -> BTreeMap<String, Content> {
        let Manifest { mut code, never } = manifest;
        code.extend(never);
        code
    }
}

impl PartialEq for Manifest {
    fn eq(&self, other: &Manifest) -> bool {
        self.code == other.code
    }
}

impl Eq for Manifest {}

/// Some tools write `./index.py`.
fn plain(path: &str) -> &str {
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest;
    }
    if path == "." { "" } else { path }
}

#[cfg(test)]
mod tests;
