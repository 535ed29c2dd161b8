//! What stands in a folder of this machine, links reported and never followed.
//!
//! Links are what makes the difference between a path and a place: who writes through one writes somewhere
//! else.

use std::collections::BTreeMap;

use super::never::folded;
use crate::error::Result;
use crate::ports::{EntryKind, Files};

/// A folder that is looked at name by name; each of its folders is listed once.
pub(crate) struct ListedFolder<'f> {
    pub(super) files: &'f dyn Files,
    /// Below which paths are looked up; absolute.
    root: &'f str,
    /// Entries by name, of each folder by its path below the root (the root itself is empty).
    listed: BTreeMap<String, BTreeMap<String, EntryKind>>,
}

/// What stands under a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// No entry of that name; the path is free.
    Nothing,
    /// The entry itself, links unresolved.
    Is(EntryKind),
    /// A link stands on the way, or under another spelling of the path itself.
    ThroughLink,
    /// A file stands on the way: its path.
    BelowFile(String),
}

impl<'f> ListedFolder<'f> {
    /// Nothing is listed yet.
    pub(crate) fn new(files: &'f dyn Files, root: &'f str) -> ListedFolder<'f> {
        ListedFolder {
            files,
            root,
            listed: BTreeMap::new(),
        }
    }

    /// Looks at a path below the root, step by step.
    pub(crate) fn find(&mut self, path: &str) -> Result<Found> {
        // Each beginning of the path is looked at, because a link anywhere on the way leads elsewhere.
        let ends = path.match_indices('/').map(|(end, _)| end);
        let ends: Vec<usize> = ends.chain([path.len()]).collect();
        for end in ends {
            let way = &path[..end];
            let (folder, name) = way.rsplit_once('/').unwrap_or(("", way));
            match self.entry(folder, name)? {
                Found::Is(EntryKind::Folder) if end < path.len() => {}
                Found::Is(EntryKind::Link { .. }) if end < path.len() => {
                    return Ok(Found::ThroughLink);
                }
                Found::Is(_) if end < path.len() => return Ok(Found::BelowFile(way.to_owned())),
                found => return Ok(found),
            }
        }
        Ok(Found::Nothing)
    }

    /// One name of a folder. Where the file system does not tell it from a link's, it is the link.
    fn entry(&mut self, folder: &str, name: &str) -> Result<Found> {
        let entries = self.entries(folder)?;
        if let Some(kind) = entries.get(name) {
            return Ok(Found::Is(kind.clone()));
        }
        // A system that folds names would write through the link although its spelling is another one.
        let is_link = |kind: &EntryKind| matches!(kind, EntryKind::Link { .. });
        let mut links = entries.iter().filter(|(_, kind)| is_link(kind));
        Ok(match links.any(|(link, _)| folded(link) == folded(name)) {
            true => Found::ThroughLink,
            false => Found::Nothing,
        })
    }

    /// The entries of a folder, listed once. A folder that is not there has none.
    fn entries(&mut self, folder: &str) -> Result<&BTreeMap<String, EntryKind>> {
        if !self.listed.contains_key(folder) {
            let full = match folder.is_empty() {
                true => self.root.to_owned(),
                false => format!("{}/{folder}", self.root),
            };
            let entries = self.files.list(&full)?.unwrap_or_default().into_iter();
            let entries = entries.map(|entry| (entry.name, entry.kind)).collect();
            self.listed.insert(folder.to_owned(), entries);
        }
        Ok(&self.listed[folder])
    }
}
