//! Lets go of backups that are too many, too old or too large: of each function by itself, and never
//! of one that was made in the last days, however many those are.

use std::collections::BTreeMap;

use super::id::is_before;
use super::shelf::{FILE, PACKAGE, Stored, stored, within};
use super::{Backup, VERSION};
use crate::error::Result;
use crate::ports::Files;

/// In milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// How many backups of a function are kept, the newest first.
const MOST: usize = 20;

/// How much those of a function may hold together, in bytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// How old one may get, in milliseconds.
const LONGEST: i64 = 90 * DAY;

/// Up to this age no limit counts, in milliseconds: whoever misses something does so in the first
/// days, and what a run has announced must be there.
const RECENT: i64 = 7 * DAY;

/// What the newer backups of a function take.
#[derive(Default)]
struct Taken {
    count: usize,
    bytes: u64,
}

/// Lets go of what is over the limits, and of packages that nobody names. `now` is in milliseconds
/// since 1970.
///
/// # Errors
/// The folder cannot be read, or a file in it cannot be removed.
pub(super) fn prune(files: &dyn Files, folder: &str, now: i64) -> Result<()> {
    let all = stored(files, folder)?;
    let is_old = |id: &str| is_before(id, now - RECENT);
    // The descriptions are only read where a limit can count at all.
    if all.iter().any(|one| is_old(&one.id)) {
        let mut taken: BTreeMap<String, Taken> = BTreeMap::new();
        for Stored { id, bytes } in &all {
            // What cannot be read may be somebody's only copy.
            let Some(function) = function(files, folder, id)? else {
                continue;
            };
            let newer = taken.entry(function).or_default();
            newer.bytes += bytes;
            // Those of the last days are never removed, but they count: they are what the older ones make
            // room for.
            newer.count += 1;
            let over =
                newer.count > MOST || newer.bytes > MOST_BYTES || is_before(id, now - LONGEST);
            // The newest of a function stays, however old or large it is.
            if newer.count > 1 && over && is_old(id) {
                // The description goes first: a package that nobody names is no half backup.
                files.remove(&within(folder, id, FILE))?;
                files.remove(&within(folder, id, PACKAGE))?;
            }
        }
    }
    for entry in files.list(folder)?.unwrap_or_default() {
        let nameless = entry.name.strip_suffix(PACKAGE).filter(|id| {
            // The package is written first: a young one may be about to get its name.
            is_before(id, now - DAY) && !all.iter().any(|one| one.id == **id)
        });
        if let Some(id) = nameless {
            files.remove(&within(folder, id, PACKAGE))?;
        }
    }
    Ok(())
}

/// Which function a backup is of, as far as this version can read it.
fn function(files: &dyn Files, folder: &str, id: &str) -> Result<Option<String>> {
    let bytes = files.read(&within(folder, id, FILE))?.unwrap_or_default();
    let backup: Option<Backup> = serde_json::from_slice(&bytes).ok();
    // What a newer version wrote is not for this one to remove.
    let known = backup.filter(|backup| backup.version <= VERSION);
    Ok(known.map(|backup| {
        let function = &backup.root;
        // No name has a line break, so no two functions have the same key.
        [
            &*function.account,
            &*function.region,
            &*function.root_name(),
        ]
        .join("\n")
    }))
}

#[cfg(test)]
mod tests;
