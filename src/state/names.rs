//! Under which names things of a function are kept.
//!
//! They read `region.function.kind[.name].hash`. The hash covers account, region, function, kind and name,
//! so that names that differ only in case, or in a character that a file name cannot have, never meet in
//! one file.

use sha2::{Digest as _, Sha256};

use crate::model::resource::Resource;
use crate::spelled::hex;

/// What the names of records end with.
pub(super) const RECORD: &str = ".json";

/// The name of a resource's record.
pub(super) fn record(resource: &Resource) -> String {
    let mut name = format!("{}{}", of_function(resource), resource.kind.name());
    if !resource.kind.is_function() {
        name = format!("{name}.{}", slug(resource.name()));
    }
    format!("{name}.{}{RECORD}", identity(resource))
}

/// The name of a function's lock.
pub(super) fn lock(function: &Resource) -> String {
    format!("{}{}.lock", of_function(function), identity(function))
}

/// What the names of everything of the same function begin with.
pub(super) fn of_function(resource: &Resource) -> String {
    format!("{}.{}.", slug(&resource.region), slug(resource.function()))
}

/// The name with everything that some file system dislikes replaced.
fn slug(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    name.chars()
        .map(|c| if plain(c) { c } else { '_' })
        // A file system takes so many bytes for a name and no more; the hash tells apart what is cut off.
        .take(80)
        .collect()
}

/// Eight letters that differ where anything in the names does.
fn identity(resource: &Resource) -> String {
    let (function, name) = (resource.function(), resource.name());
    let (account, region) = (&resource.account, &resource.region);
    let text = [account, region, function, resource.kind.name(), name].join("\n");
    hex(&Sha256::digest(text.as_bytes())[..4])
}
