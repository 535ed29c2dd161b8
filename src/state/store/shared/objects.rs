//! The port of objects that are put once and never replaced: what a team's records lie in.

use crate::error::Result;
use crate::ports::Wait;

/// What stands first in a folder, and when that was asked.
#[derive(Clone, Debug, Default)]
pub struct FolderLook {
    /// The name of the first object, and when it was put there; `None` where the folder is empty.
    pub first: Option<(String, i64)>,
    /// The server's time. All times here are its own, in milliseconds since 1970.
    pub now: i64,
}

/// Keeps objects under names with slashes in them.
pub trait Objects {
    /// Looks for the first object of a folder by its name.
    ///
    /// # Errors
    /// It cannot be asked.
    fn first<'a>(&'a self, folder: &'a str) -> Wait<'a, Result<FolderLook>>;

    /// The bytes of an object; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be read. That is never taken for absence.
    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Vec<u8>>>>;

    /// The names of the objects of a folder that sort behind that name in it, in order.
    ///
    /// # Errors
    /// They cannot be asked.
    fn names<'a>(&'a self, folder: &'a str, after: &'a str) -> Wait<'a, Result<Vec<String>>>;

    /// Puts an object where none is; `false` where one is.
    ///
    /// # Errors
    /// It was not put, or nobody knows whether it was.
    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> Wait<'a, Result<bool>>;

    /// Makes sure that of two who create one object, one is told so.
    ///
    /// # Errors
    /// The place does not promise that, or cannot be asked.
    fn check(&self) -> Wait<'_, Result<()>>;

    /// How people find an object.
    fn place(&self, name: &str) -> String;
}
