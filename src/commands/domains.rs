//! Resources that are nothing but a custom domain: another component's.

use crate::commands::file::ProjectFile;
use crate::dialect;
use crate::error::Result;
use crate::inputs::Inputs;

/// Refuses a file in which this component stands for such a resource, whatever else is laid over it.
///
/// # Errors
/// A template error that names the resource.
pub(super) fn refuse(file: &ProjectFile, inputs: &Inputs) -> Result<()> {
    let own = inputs.resource_name();
    let mut deployed = file.resources().iter().filter(|one| {
        // Whoever deploys one resource is not stopped by what is wrong with another.
        file.guards(one) && (inputs.is_over_file() || Some(one.name.as_str()) == own)
    });
    let found =
        deployed.find_map(|one| dialect::spoken().foreign(&one.name, &|name| one.has(name)));
    found.map_or(Ok(()), Err)
}
