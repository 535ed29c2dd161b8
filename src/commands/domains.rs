//! Resources that are nothing but a custom domain: another component's.

use crate::commands::file::ProjectFile;
use crate::dialect;
use crate::error::Result;
use crate::stated::StatedResource;

/// Refuses a file in which this component stands for such a resource, whatever else is laid over it.
///
/// # Errors
/// A template error that names the resource.
pub(super) fn refuse(file: &ProjectFile) -> Result<()> {
    let foreign =
        |one: &StatedResource| dialect::spoken().foreign(&one.name, &|name| one.has(name));
    let found = file.deployed().find_map(foreign);
    found.map_or(Ok(()), Err)
}
