//! A package over a folder that is there already. Whatever of the folder changes or goes is saved
//! first; what is never packed (`.fcignore`) is left alone, and nothing is written through a link.

use super::Limits;
use super::disk::{Found, ListedFolder};
use super::failure::{broken_off, in_the_way, not_as_shown};
use super::link::{LinkTarget, OutwardLink};
use super::never::{folded, is_never};
use super::opened::Opened;
use super::source::CodeFolder;
use super::tree::{PackageItem, TreeNode, vanished, walk};
use super::unpack::put;
use crate::error::Result;
use crate::ports::{EntryKind, Files, New, Rights};
use crate::written;

/// Why something of a package stays in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StayReason {
    /// It is git's or our own.
    Never,
    /// It is a file of the person's own that the project cannot do without: `s.yaml`.
    Yours,
    /// It would be written through, or in the place of, a link that `.fcignore` hides.
    Link,
    /// A file that is never packed stands in its way.
    Hidden,
}

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happens {
    Changed,
    Added,
    Removed,
}

/// What has to be done.
#[derive(Debug)]
pub struct Over<'b> {
    package: Opened<'b>,
    folder: String,
    /// The same with what stays out of its package.
    source: CodeFolder,
    /// Files and links that come or change, with their place in the package.
    written: Vec<(PackageItem, usize)>,
    /// Files and links of ours that are not in the package.
    removed: Vec<PackageItem>,
    /// Ours, before they change.
    changed: Vec<PackageItem>,
    left_out: Vec<(String, StayReason)>,
}

impl<'b> Over<'b> {
    /// Compares the package with the folder. Nothing is written. `keep` are absolute paths that are
    /// left alone, whatever the package says.
    ///
    /// # Errors
    /// The package cannot be unpacked, a file cannot be read, or a folder stands where a file has to be.
    pub fn plan(
        files: &dyn Files,
        bytes: &'b [u8],
        source: &CodeFolder,
        limits: Limits,
        keep: &[String],
    ) -> Result<Over<'b>> {
        let package = Opened::new(bytes, limits)?;
        let left_out = package
            .left_out
            .iter()
            .map(|name| (name.clone(), StayReason::Never));
        let mut over = Over {
            folder: source.path.clone(),
            source: source.clone(),
            written: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
            left_out: left_out.collect(),
            package,
        };
        let ours = walk(files, source)?.unwrap_or_default();
        let ours: Vec<PackageItem> = ours.into_iter().filter(|item| !is_folder(item)).collect();
        over.removed = over.gone(files, &ours, keep)?;
        let mut disk = ListedFolder::new(files, &source.path);
        for (item, index) in over.package.entries.clone() {
            if !is_folder(&item) {
                over.place(&mut disk, (item, index), &ours, keep)?;
            }
        }
        Ok(over)
    }

    /// The files of the folder that the package does not have. It has no reports of this program, so those
    /// stay.
    fn gone(
        &self,
        files: &dyn Files,
        ours: &[PackageItem],
        keep: &[String],
    ) -> Result<Vec<PackageItem>> {
        let theirs = self.package.entries.iter().map(|(item, _)| &item.path);
        let theirs: std::collections::BTreeSet<&String> = theirs.collect();
        let stays = |item: &PackageItem| is_never(&item.path) || self.is_kept(&item.path, keep);
        let gone = ours.iter().filter(|item| !theirs.contains(&item.path));
        let mut removed = Vec::new();
        for item in gone.filter(|item| !stays(item)) {
            if !self.is_report(files, item)? {
                removed.push(item.clone());
            }
        }
        Ok(removed)
    }

    fn is_report(&self, files: &dyn Files, item: &PackageItem) -> Result<bool> {
        // Only what the package lacks is read for this, so it costs little.
        let TreeNode::File { .. } = item.node else {
            return Ok(false);
        };
        let bytes = files.read(&format!("{}/{}", self.folder, item.path))?;
        Ok(bytes.is_some_and(|bytes| written::is_ours(&bytes)))
    }

    fn is_kept(&self, path: &str, keep: &[String]) -> bool {
        let full = folded(&format!("{}/{path}", self.folder));
        keep.iter().any(|kept| folded(kept) == full)
    }

    /// Decides about one file of the package.
    fn place(
        &mut self,
        disk: &mut ListedFolder<'_>,
        (item, index): (PackageItem, usize),
        ours: &[PackageItem],
        keep: &[String],
    ) -> Result<()> {
        let path = format!("{}/{}", self.folder, item.path);
        let own = ours.iter().find(|own| own.path == item.path);
        if let Some(own) = own
            && self.is_same(disk.files, &path, own, (&item, index))?
        {
            return Ok(());
        }
        // The order of the arms matters: what the person needs is kept whatever stands there.
        let why = match disk.find(&item.path)? {
            _ if self.is_kept(&item.path, keep) => Some(StayReason::Yours),
            Found::ThroughLink => Some(StayReason::Link),
            Found::BelowFile(file) => {
                // A file that goes makes room for the folder; one that stays is not for us to remove.
                let goes = self.removed.iter().any(|item| item.path == file);
                (!goes).then_some(StayReason::Hidden)
            }
            Found::Nothing => None,
            Found::Is(EntryKind::Folder) => return Err(in_the_way(&path)),
            // Not one of the packed files, so a rule of `.fcignore` keeps it: replacing it is not ours to
            // decide.
            Found::Is(EntryKind::Link { .. } | EntryKind::Other | EntryKind::Unnameable)
                if own.is_none() =>
            {
                Some(StayReason::Link)
            }
            Found::Is(kind) => {
                let hidden = || hidden(&item.path, &kind);
                self.changed.push(own.cloned().unwrap_or_else(hidden));
                None
            }
        };
        match why {
            Some(why) => self.left_out.push((item.path, why)),
            None => self.written.push((item, index)),
        }
        Ok(())
    }

    fn is_same(
        &mut self,
        files: &dyn Files,
        path: &str,
        ours: &PackageItem,
        (theirs, index): (&PackageItem, usize),
    ) -> Result<bool> {
        Ok(match (&ours.node, &theirs.node) {
            (TreeNode::Link { target }, TreeNode::Link { target: other }) => {
                let [target, other] =
                    [target, other].map(|one| LinkTarget::new(&ours.path, one.clone()));
                target == other
            }
            (
                TreeNode::File { executable, .. },
                TreeNode::File {
                    executable: other, ..
                },
            ) => *executable == *other && files.read(path)? == Some(self.package.bytes(index)?),
            _ => false,
        })
    }

    /// Every file that changes, comes or goes, in that order.
    pub fn files(&self) -> Vec<(&str, Happens)> {
        let is_change = |item: &PackageItem| self.changed.iter().any(|old| old.path == item.path);
        let written = self.written.iter().map(|(item, _)| match is_change(item) {
            true => (item.path.as_str(), Happens::Changed),
            false => (item.path.as_str(), Happens::Added),
        });
        let removed = self.removed.iter();
        let removed = removed.map(|item| (item.path.as_str(), Happens::Removed));
        let mut all: Vec<_> = written.chain(removed).collect();
        all.sort_by_key(|(path, happens)| (*happens as u8, *path));
        // By what happens, in the order of the variants, then by path.
        all
    }

    /// How many files change, come, and go.
    pub fn counts(&self) -> (usize, usize, usize) {
        let changed = self.changed.len();
        (changed, self.written.len() - changed, self.removed.len())
    }

    /// What of the package stays in it, and why.
    pub fn left_out(&self) -> &[(String, StayReason)] {
        &self.left_out
    }

    /// The links among what is written that lead out of the folder.
    pub fn links_out(&self) -> Vec<OutwardLink> {
        let written = self.written.iter().map(|(item, _)| &item.path);
        let is_written = |link: &OutwardLink| written.clone().any(|path| *path == link.path);
        let mut links = self.package.links_out();
        links.retain(is_written);
        links
    }

    /// Does it for some of the files only.
    pub fn only(&mut self, chosen: impl Fn(&str) -> bool) {
        self.written.retain(|(item, _)| chosen(&item.path));
        self.changed.retain(|item| chosen(&item.path));
        let written = &self.written;
        // A folder of the package takes the place of a file: one does not come without the other going.
        let makes_room = |item: &PackageItem| {
            let below = format!("{}/", item.path);
            written.iter().any(|(one, _)| one.path.starts_with(&below))
        };
        self.removed
            .retain(|item| chosen(&item.path) || makes_room(item));
    }

    /// Saves what changes or goes into a folder that does not exist yet, and then does it.
    ///
    /// # Errors
    /// Something is not as it was shown, and nothing was changed; or a file cannot be read or written.
    /// What was there before is in `saved`, and the error says how far it came.
    pub fn carry_out(mut self, files: &dyn Files, saved: &str) -> Result<()> {
        let moved = self.moved(files)?;
        if !moved.is_empty() {
            return Err(not_as_shown(&moved));
        }
        for item in self.changed.iter().chain(&self.removed) {
            copy(files, item, &self.folder, saved)?;
        }
        let mut done = Vec::new();
        let replaced = self.replace(files, &mut done);
        replaced.map_err(|error| {
            let all = self.files().into_iter().map(|(path, _)| path.to_owned());
            let left: Vec<String> = all.filter(|path| !done.contains(path)).collect();
            broken_off(error, &done, &left, saved)
        })
    }

    /// The files that are not as they were when the plan was made.
    fn moved(&self, files: &dyn Files) -> Result<Vec<String>> {
        let now = walk(files, &self.source)?.unwrap_or_default();
        let mut disk = ListedFolder::new(files, &self.folder);
        let mut moved = Vec::new();
        for item in self.changed.iter().chain(&self.removed) {
            // Files that are never packed are not in `now`; they are looked up one by one.
            let is_same = now.contains(item)
                || matches!(disk.find(&item.path)?, Found::Is(kind) if hidden(&item.path, &kind) == *item);
            if !is_same {
                moved.push(item.path.clone());
            }
        }
        let is_change = |item: &PackageItem| self.changed.iter().any(|old| old.path == item.path);
        for (item, _) in self.written.iter().filter(|(item, _)| !is_change(item)) {
            let has_room = match disk.find(&item.path)? {
                Found::Nothing => true,
                Found::BelowFile(file) => self.removed.iter().any(|item| item.path == file),
                Found::Is(_) | Found::ThroughLink => false,
            };
            if !has_room {
                moved.push(item.path.clone());
            }
        }
        Ok(moved)
    }

    /// Does it file by file, and notes each that is done.
    fn replace(&mut self, files: &dyn Files, done: &mut Vec<String>) -> Result<()> {
        // What goes may stand where a folder of the package has to be.
        for item in &self.removed {
            files.remove(&format!("{}/{}", self.folder, item.path))?;
            done.push(item.path.clone());
        }
        for (item, index) in &self.written {
            // What was not there was not saved either: what stands there by now is no file of ours to take.
            if self.changed.iter().any(|old| old.path == item.path) {
                files.remove(&format!("{}/{}", self.folder, item.path))?;
            }
            let (entry, rights) = ((item, *index), Rights::Usual);
            put(files, &mut self.package, entry, &self.folder, rights)?;
            done.push(item.path.clone());
        }
        self.removed
            .iter()
            .try_for_each(|item| self.tidy(files, &item.path))
    }

    /// Takes away the folders that became empty because a file went, but for those that the package has.
    fn tidy(&self, files: &dyn Files, gone: &str) -> Result<()> {
        let mut rest = gone;
        while let Some((parent, _)) = rest.rsplit_once('/') {
            let path = format!("{}/{parent}", self.folder);
            let is_theirs = self
                .package
                .entries
                .iter()
                .any(|(item, _)| item.path == parent);
            let is_empty = matches!(files.list(&path)?, Some(left) if left.is_empty());
            if is_theirs || !is_empty {
                break;
            }
            files.remove_folder(&path)?;
            rest = parent;
        }
        Ok(())
    }
}

/// A file of ours that is not among the packed ones.
fn hidden(path: &str, kind: &EntryKind) -> PackageItem {
    let (executable, size) = match kind {
        EntryKind::File { executable, size } => (*executable, *size),
        _ => (false, 0),
    };
    PackageItem {
        path: path.to_owned(),
        node: TreeNode::File { executable, size },
        stamp: None,
    }
}

fn is_folder(item: &PackageItem) -> bool {
    matches!(item.node, TreeNode::Folder)
}

fn copy(files: &dyn Files, item: &PackageItem, from: &str, to: &str) -> Result<()> {
    let (from, to) = (
        format!("{from}/{}", item.path),
        format!("{to}/{}", item.path),
    );
    match &item.node {
        TreeNode::Folder => files.create(&to, New::Folder, Rights::Usual)?,
        TreeNode::Link { target } => files.create(&to, New::Link { target }, Rights::Usual)?,
        TreeNode::File { executable, .. } => {
            let bytes = files.read(&from)?.ok_or_else(|| vanished(&from))?;
            let (bytes, executable) = (bytes.as_slice(), *executable);
            files.create(&to, New::File { bytes, executable }, Rights::Usual)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
