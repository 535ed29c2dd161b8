//! Named bytes in a folder of this machine: a file a name, replaced as a whole.

use sha2::{Digest as _, Sha256};

use super::{Ledger, Store, Tag, Unwritten, Version};
use crate::error::Result;
use crate::ports::{FileError, Files, Wait};
use crate::spelled::hex;

/// A folder, which need not be there yet. A file system has no versions, so what a file holds tells them
/// apart, and nothing keeps somebody else from writing between the look and the writing but the lock of the
/// folder. Only where nothing stands yet the file system itself decides who was first.
pub(in crate::state) struct Folder<'a> {
    pub(in crate::state) files: &'a dyn Files,
    /// Absolute.
    pub(in crate::state) path: String,
}

impl Folder<'_> {
    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }

    fn read(&self, name: &str) -> Result<Option<Version>, FileError> {
        let bytes = self.files.read(&self.path(name))?;
        Ok(bytes.map(|bytes| {
            let tag = tag(&bytes);
            (bytes, tag)
        }))
    }

    /// See [`Store::put`].
    fn write(&self, name: &str, bytes: &[u8], was: Option<&Tag>) -> Result<Tag, Unwritten> {
        let path = self.path(name);
        match was {
            Some(was) => {
                self.check(name, was)?;
                self.files.replace(&path, bytes)?;
            }
            None if self.files.claim(&path, bytes)? => {}
            None if self.read(name)?.is_some() => return Err(Unwritten::Conflict),
            // A link that leads nowhere keeps nothing, and stands in the way of a claim alone.
            None => self.files.replace(&path, bytes)?,
        }
        Ok(tag(bytes))
    }

    pub(in crate::state) fn names(&self, prefix: &str) -> Result<Vec<String>, FileError> {
        // A folder that is not there yet keeps nothing.
        let entries = self.files.list(&self.path)?.unwrap_or_default();
        let names = entries.into_iter().map(|entry| entry.name);
        let mut names: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
        names.sort_unstable();
        Ok(names)
    }

    fn take_away(&self, name: &str, was: &Tag) -> Result<(), Unwritten> {
        self.check(name, was)?;
        Ok(self.files.remove(&self.path(name))?)
    }

    /// Makes sure that this version still stands there.
    fn check(&self, name: &str, was: &Tag) -> Result<(), Unwritten> {
        let there = self.read(name)?;
        match there.is_some_and(|(_, tag)| tag == *was) {
            true => Ok(()),
            false => Err(Unwritten::Conflict),
        }
    }
}

impl Store for Folder<'_> {
    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Version>>> {
        Box::pin(async move { Ok(self.read(name)?) })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        bytes: &'a [u8],
        was: Option<&'a Tag>,
    ) -> Wait<'a, Result<Tag, Unwritten>> {
        Box::pin(async move { self.write(name, bytes, was) })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> Wait<'a, Result<Vec<String>>> {
        Box::pin(async move { Ok(self.names(prefix)?) })
    }

    fn remove<'a>(&'a self, name: &'a str, was: &'a Tag) -> Wait<'a, Result<(), Unwritten>> {
        Box::pin(async move { self.take_away(name, was) })
    }

    fn ledger(&self) -> Option<&dyn Ledger> {
        None
    }
}

/// The version of these bytes: a digest of them.
fn tag(bytes: &[u8]) -> Tag {
    Tag(hex(&Sha256::digest(bytes)))
}
