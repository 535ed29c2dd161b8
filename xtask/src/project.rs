//! Where the parts of the project lie.

use std::env;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

use crate::command;

/// The folders that the commands work in.
pub(crate) struct Project {
    /// The folder of the root `Cargo.toml`.
    root: PathBuf,
    /// Where cargo puts what it makes.
    target: PathBuf,
}

impl Project {
    /// The project that this program was started for.
    pub(crate) fn here() -> Result<Project> {
        // Cargo says at run time where the package lies: a moved clone is found as well.
        let package =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package)
            .parent()
            .context("xtask must lie in a folder of the project")?
            .to_path_buf();
        let target = target(&root)?;
        Ok(Project { root, target })
    }

    /// The folder of the project.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of what is compiled.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Where programs of others are installed; they go with what is compiled.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Where lies what is handed out.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The same as the tests use it.
    pub(crate) fn tested_dist(&self) -> PathBuf {
        self.target.join("tested-dist")
    }

    /// A program as it is shipped; `native::build` makes it, and the demo and the benchmarks start it.
    #[cfg(unix)]
    pub(crate) fn binary(&self, name: &str) -> PathBuf {
        self.program("release", name)
    }

    /// The same program as the tests run it; `test` makes it.
    pub(crate) fn tested(&self, name: &str) -> PathBuf {
        self.program("debug", name)
    }

    /// A program in the folder of a profile.
    fn program(&self, profile: &str, name: &str) -> PathBuf {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        self.target.join(profile).join(file)
    }
}

/// Cargo's own answer counts: the folder can be moved by a variable or by a configuration file.
fn target(root: &Path) -> Result<PathBuf> {
    let mut metadata = command::cargo(root);
    metadata.args(["metadata", "--no-deps", "--locked", "--format-version", "1"]);
    let answer: Value = serde_json::from_str(&command::read(&mut metadata)?)
        .context("cannot read the answer of `cargo metadata`")?;
    let folder = answer["target_directory"]
        .as_str()
        .context("`cargo metadata` does not name the target folder")?;
    Ok(folder.into())
}
