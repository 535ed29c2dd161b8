//! The wasm entry point: the core as a module that Node loads, in `component/wasm/`.
//!
//! It has two forms: small, as it is shipped, and quick to compile, for tests.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use anyhow::Result;

use crate::command;
use crate::glue;
use crate::project::Project;
use crate::toolchain::TARGET;
use crate::toolchain::Toolchain;

/// A profile in the root `Cargo.toml`; cargo names the folder of its output after it.
const SMALL: &str = "wasm";
/// The profile for tests, which takes half the time to compile.
const QUICK: &str = "wasm-test";

/// Compiles the core for wasm and makes the glue for it.
pub(crate) fn build(project: &Project) -> Result<()> {
    make(project, SMALL, |_| ())
}

/// The same for tests, where a lint is an error. Other toolchains than the ordinary one have no lints.
pub(crate) fn checked(project: &Project) -> Result<()> {
    make(project, QUICK, command::lint)
}

/// Compiles the module and makes its glue.
fn make(project: &Project, profile: &str, lint: fn(&mut Command)) -> Result<()> {
    eprintln!("xtask: the wasm entry point");
    let toolchain = Toolchain::ready(project)?;
    let mut cargo = compiler(project, toolchain, profile)?;
    if toolchain == Toolchain::Ordinary {
        lint(&mut cargo);
    }
    command::run(&mut cargo)?;
    let module = project
        .target()
        .join(TARGET)
        .join(profile)
        .join("fc_guard.wasm");
    glue::make(&module, &project.root().join("component/wasm"))
}

/// The cargo that compiles the module.
fn compiler(project: &Project, toolchain: Toolchain, profile: &str) -> Result<Command> {
    let mut cargo = toolchain.rustc(project);
    cargo.args(["--package=fc-guard", "--lib", "--crate-type=cdylib"]);
    cargo.args(["--profile", profile]);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags(project)?);
    Ok(cargo)
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

/// The flag that makes `.` of a folder in whatever the compiler writes down.
fn forget(folder: &Path) -> Result<String> {
    let folder = folder.to_str().context("the project's path is not text")?;
    Ok(format!("--remap-path-prefix={folder}=."))
}

/// Where cargo keeps the sources of dependencies, by its own rules.
fn cargo_home() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_HOME") {
        return Ok(folder.into());
    }
    let home = env::home_dir().context("no home folder: set CARGO_HOME")?;
    Ok(home.join(".cargo"))
}
