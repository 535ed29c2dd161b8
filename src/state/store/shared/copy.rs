//! What a machine keeps of the records of a team: the newest revision of each root that it has seen, and what
//! was put on record without the store.

use std::collections::BTreeMap;

use super::revision::{self, KeptText, Revision, TeamKey};
use crate::error::Result;
use crate::ports::Files;
use crate::state::names::RECORD;
use crate::state::store::Folder;

/// The copy in the folder of one working copy.
pub(super) struct LocalCopy<'a> {
    files: &'a dyn Files,
    folder: String,
    /// Where the copies of revisions of this very store lie.
    shared: String,
    only_reads: bool,
}

/// Records that are only on this machine, by their names; `None` for one that was taken away.
#[derive(Default)]
pub(super) struct Unshared(BTreeMap<String, Option<String>>);

impl Unshared {
    /// Those of which the store does not say the same.
    pub(super) fn against(mut self, shared: &BTreeMap<String, KeptText>) -> Unshared {
        self.0
            .retain(|name, text| shared.get(name).map(|kept| &kept.text) != text.as_ref());
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn texts(self) -> impl Iterator<Item = (String, Option<String>)> {
        self.0.into_iter()
    }
}

impl<'a> LocalCopy<'a> {
    /// That of the store at that address.
    pub(super) fn new(
        files: &'a dyn Files,
        folder: String,
        address: &str,
        only_reads: bool,
    ) -> LocalCopy<'a> {
        // Another store is another history.
        let shared = format!(
            "{folder}/shared/{}",
            &revision::digest(address.as_bytes())[..8]
        );
        LocalCopy {
            files,
            folder,
            shared,
            only_reads,
        }
    }

    pub(super) fn only_reads(&self) -> bool {
        self.only_reads
    }

    /// The newest revision of a root that was seen, and its digest. What cannot be proved by the key is none.
    pub(super) fn newest(
        &self,
        root: &str,
        place: &str,
        key: &TeamKey,
    ) -> Result<Option<(Revision, String)>> {
        let path = self.path(root);
        let Some(bytes) = self.files.read(&path)? else {
            return Ok(None);
        };
        let revision = Revision::proved(&path, place, &bytes, key).ok();
        Ok(revision.map(|revision| (revision, revision::digest(&bytes))))
    }

    /// Keeps the newest revision of a root.
    pub(super) fn keep(&self, root: &str, bytes: &[u8]) -> Result<()> {
        if self.only_reads {
            return Ok(());
        }
        Ok(self.files.replace(&self.path(root), bytes)?)
    }

    /// The roots of which there is anything.
    pub(super) fn roots(&self) -> Result<Vec<String>> {
        let entries = self.files.list(&self.shared)?.unwrap_or_default();
        let names = entries
            .iter()
            .filter_map(|one| one.name.strip_suffix(RECORD));
        let mut roots: Vec<String> = names.map(str::to_owned).collect();
        let unshared = self.store().names("")?.into_iter();
        let unshared = unshared.filter(|name| name.ends_with(RECORD));
        roots.extend(unshared.map(|name| super::root_of(&name).to_owned()));
        roots.sort_unstable();
        roots.dedup();
        Ok(roots)
    }

    /// What was put on record of a root without the store.
    pub(super) fn unshared(&self, root: &str) -> Result<Unshared> {
        let mut found = BTreeMap::new();
        for name in self.store().names(&format!("{root}."))? {
            if !name.ends_with(RECORD) {
                continue;
            }
            if let Some(bytes) = self.files.read(&format!("{}/{name}", self.folder))? {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                // Nothing stands in the place of what was taken away.
                found.insert(name, Some(text).filter(|text| !text.is_empty()));
            }
        }
        Ok(Unshared(found))
    }

    /// Puts a record where the store cannot be reached; an empty one in the place of one that is taken away.
    pub(super) fn put_unshared(&self, name: &str, text: &str) -> Result<()> {
        let path = format!("{}/{name}", self.folder);
        Ok(self.files.replace(&path, text.as_bytes())?)
    }

    /// Forgets what is only here: the store has it.
    pub(super) fn drop_unshared(&self, root: &str) -> Result<()> {
        for (name, _) in self.unshared(root)?.texts() {
            self.files.remove(&format!("{}/{name}", self.folder))?;
        }
        Ok(())
    }

    /// Lays aside what is only here and does not count.
    pub(super) fn aside(&self, root: &str, shared: &BTreeMap<String, KeptText>) -> Result<()> {
        if self.only_reads {
            return Ok(());
        }
        for (name, text) in self.unshared(root)?.against(shared).texts() {
            if let Some(text) = text {
                self.files
                    .replace(&self.aside_path(&name), text.as_bytes())?;
            }
        }
        self.drop_unshared(root)
    }

    /// What was laid aside of a record.
    pub(super) fn laid_aside(&self, name: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.files.read(&self.aside_path(name))?)
    }

    fn aside_path(&self, name: &str) -> String {
        format!("{}/unshared/{name}", self.folder)
    }

    fn path(&self, root: &str) -> String {
        format!("{}/{root}{RECORD}", self.shared)
    }

    fn store(&self) -> Folder<'a> {
        Folder {
            files: self.files,
            path: self.folder.clone(),
        }
    }
}
