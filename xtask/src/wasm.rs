//! The wasm door: the core as a module that Node loads, in `component/wasm/`.

use std::env;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::Result;

use crate::command;
use crate::glue;
use crate::project::Project;
use crate::toolchain::TARGET;
use crate::toolchain::Toolchain;

/// A profile in the root `Cargo.toml`.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// What users get.
    Shipped,
    /// What tests run: the same program, sooner compiled.
    Tested,
}

impl Profile {
    /// Cargo names the folder of its output after it.
    fn name(self) -> &'static str {
        match self {
            Profile::Shipped => "wasm",
            Profile::Tested => "wasm-tested",
        }
    }
}

/// Compiles the core for wasm and makes the glue for it.
pub(crate) fn build(project: &Project, profile: Profile) -> Result<()> {
    eprintln!("xtask: the wasm door");
    let toolchain = Toolchain::ready(project)?;
    compile(project, toolchain, profile)?;
    let module = project
        .target()
        .join(TARGET)
        .join(profile.name())
        .join("fc_guard.wasm");
    glue::make(&module, &project.root().join("component/wasm"))
}

fn compile(project: &Project, toolchain: Toolchain, profile: Profile) -> Result<()> {
    let mut cargo = toolchain.rustc(project);
    cargo.args(["--package=fc-guard", "--lib", "--crate-type=cdylib"]);
    cargo.args(["--profile", profile.name()]);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags(project)?);
    command::run(&mut cargo)
}

/// Panic messages name source files. Without the folders of whoever built it, the module is the same
/// on every machine and tells nothing about its maker.
fn flags(project: &Project) -> Result<String> {
    let folders = [
        project.root().to_path_buf(),
        cargo_home()?.join("registry/src"),
    ];
    let flags: Result<Vec<String>> = folders.iter().map(|folder| forget(folder)).collect();
    Ok(flags?.join("\x1f"))
}

fn forget(folder: &Path) -> Result<String> {
    let folder = folder.to_str().context("the project's path is not text")?;
    Ok(format!("--remap-path-prefix={folder}=."))
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_HOME") {
        return Ok(folder.into());
    }
    let home = env::home_dir().context("no home folder: set CARGO_HOME")?;
    Ok(home.join(".cargo"))
}
