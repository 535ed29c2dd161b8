//! What is handed out names no folder of whoever made it: it is the same wherever it is made, and tells
//! nothing about its maker.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::Result;

use crate::dependencies;
use crate::dependencies::Dependency;
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
    let mut folders = sources(&dependencies::all(project)?);
    folders.insert(project.root().to_path_buf());
    Ok(folders)
}

/// The folders around what comes from elsewhere.
pub(crate) fn sources(dependencies: &[Dependency]) -> BTreeSet<PathBuf> {
    let around = dependencies
        .iter()
        .filter_map(|dependency| dependency.folder.parent());
    around.map(Path::to_path_buf).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::sources;
    use crate::dependencies::Dependency;

    #[test]
    fn folder_of_a_registry_is_named_once_and_by_its_whole_name() {
        let dependency = |folder: &str| Dependency {
            name: "a".to_owned(),
            version: "1.0.0".to_owned(),
            license: "MIT".to_owned(),
            folder: PathBuf::from(folder),
        };
        let cargo = "/home/a/.cargo/registry/src/some-registry-1";
        let found = sources(&[
            dependency(&format!("{cargo}/a-1.0.0")),
            dependency(&format!("{cargo}/b-1.0.0")),
        ]);
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [PathBuf::from(cargo)]
        );
    }
}
