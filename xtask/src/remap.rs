//! What is handed out names no folder of whoever made it: it is the same wherever it is made, and tells
//! nothing about its maker.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::Result;

use crate::dependencies;
use crate::project::Project;

/// What stands between two flags in `CARGO_ENCODED_RUSTFLAGS`.
const BETWEEN: &str = "\x1f";

/// Flags for the compiler, as `CARGO_ENCODED_RUSTFLAGS` takes them: those given, and one for each folder
/// that messages of a panic would name.
pub(crate) fn flags(project: &Project, more: &[&str]) -> Result<String> {
    let mut flags: Vec<String> = more.iter().map(|&flag| flag.to_owned()).collect();
    for folder in folders(project)? {
        let folder = folder.to_str().context("a folder of sources is not text")?;
        flags.push(format!("--remap-path-prefix={folder}=."));
    }
    Ok(flags.join(BETWEEN))
}

/// The project, and the folders in which cargo keeps the sources of dependencies. The name of such a folder
/// says which registry they came from, so it goes, too.
fn folders(project: &Project) -> Result<BTreeSet<PathBuf>> {
    let dependencies = dependencies::all(project)?;
    let sources = dependencies
        .iter()
        .filter_map(|dependency| dependency.folder.parent());
    let mut folders: BTreeSet<PathBuf> = sources.map(Path::to_path_buf).collect();
    folders.insert(project.root().to_path_buf());
    Ok(folders)
}
