//! The port of named bytes: where records are kept, in a folder of this machine or elsewhere. Whoever writes
//! says which version of the bytes is to be replaced, so that of several who write at once nobody overwrites
//! what they have not seen.

#[cfg(test)]
pub(super) mod drawer;
mod folder;
#[cfg(test)]
mod memory;
pub mod shared;

pub(super) use self::folder::Folder;
use crate::error::{Error, Result};
use crate::ports::{FileError, Wait};

/// A version of the bytes under a name: only good for being handed back to the store that it is of. Where
/// the same bytes stand there again, it may be the same, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(String);

/// Bytes, and which version of them they are.
pub type Version = (Vec<u8>, Tag);

/// Why a store has not done as it was told.
#[derive(Debug)]
pub enum Unwritten {
    /// Another version stands there than the one that was to be replaced; nothing was changed.
    Conflict,
    /// It cannot be done, or it is not known whether it was.
    Failed(Error),
}

/// Keeps bytes under names, which are plain file names.
pub trait Store {
    /// What stands under a name; `None` where nothing does.
    ///
    /// # Errors
    /// It cannot be read. That is never taken for absence.
    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Version>>>;

    /// Puts bytes in the place of the version `was`; without one, only where nothing stands. After a crash
    /// either the old or the new bytes are there, never a mixture.
    ///
    /// # Errors
    /// [`Unwritten::Conflict`] where another version stands there.
    fn put<'a>(
        &'a self,
        name: &'a str,
        bytes: &'a [u8],
        was: Option<&'a Tag>,
    ) -> Wait<'a, Result<Tag, Unwritten>>;

    /// The names that begin so, sorted.
    ///
    /// # Errors
    /// They cannot be listed.
    fn list<'a>(&'a self, prefix: &'a str) -> Wait<'a, Result<Vec<String>>>;

    /// Takes the version `was` away.
    ///
    /// # Errors
    /// [`Unwritten::Conflict`] where another version stands there, or nothing.
    fn remove<'a>(&'a self, name: &'a str, was: &'a Tag) -> Wait<'a, Result<(), Unwritten>>;

    /// What it tells of others, where a team shares it.
    fn ledger(&self) -> Option<&dyn Ledger>;
}

/// What a store that a team shares knows beside the newest version of each name: who wrote it, and what stood
/// there before. To look is a question to somebody else.
pub trait Ledger {
    /// What stands under a name as far as it is known without asking anybody: for what is told beside, and
    /// decides nothing.
    ///
    /// # Errors
    /// It cannot be read.
    fn glance<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Version>>>;

    /// Whether nobody is asked in this run.
    fn is_offline(&self) -> bool;

    /// Whether what stands under a name, as it was seen last, was put there by this working copy.
    fn is_own(&self, name: &str) -> bool;

    /// Makes sure that a name may still be written by this run, right before it writes elsewhere.
    ///
    /// # Errors
    /// Another run has taken it over, or that cannot be found out.
    fn still_ours<'a>(&'a self, name: &'a str) -> Wait<'a, Result<()>>;

    /// What this working copy has put under a name without the store, and does not count since others wrote there.
    ///
    /// # Errors
    /// It cannot be read.
    fn laid_aside(&self, name: &str) -> Result<Option<Vec<u8>>>;

    /// What stood under a name before that version of it.
    ///
    /// # Errors
    /// It cannot be read, or is not to be believed.
    fn before<'a>(&'a self, name: &'a str, tag: &'a Tag) -> Wait<'a, Result<Earlier>>;
}

/// What stood under a name before.
#[derive(Debug)]
pub enum Earlier {
    Nothing,
    Version {
        version: Version,
        /// Whether this working copy has put it there.
        is_own: bool,
    },
    /// It is not kept any more, or nobody is asked in this run.
    Lost,
}

impl From<Error> for Unwritten {
    fn from(error: Error) -> Unwritten {
        Unwritten::Failed(error)
    }
}

impl From<FileError> for Unwritten {
    fn from(error: FileError) -> Unwritten {
        Unwritten::Failed(error.into())
    }
}

#[cfg(test)]
pub(super) mod tests;
