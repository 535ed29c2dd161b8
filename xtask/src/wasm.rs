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

/// How the module is made.
struct Form {
    /// A profile in the root `Cargo.toml`; cargo names the folder of its output after it.
    profile: &'static str,
    /// Has the compiler hold the sources to the lints, or does nothing.
    lint: fn(&mut Command),
    /// What is done to the module beside its glue.
    finish: fn(&Project, &Path) -> Result<()>,
}

/// As it is shipped.
const SMALL: Form = Form {
    profile: "wasm",
    lint: |_| (),
    finish: shrink,
};

/// For tests: it takes half the time to compile.
const QUICK: Form = Form {
    profile: "wasm-test",
    lint: command::lint,
    finish: |_, _| Ok(()),
};

/// Compiles the core for wasm and makes the glue for it.
pub(crate) fn build(project: &Project) -> Result<()> {
    make(project, &SMALL)
}

/// The same for tests, where a lint is an error. Other toolchains than the ordinary one have no lints.
pub(crate) fn checked(project: &Project) -> Result<()> {
    make(project, &QUICK)
}

/// Compiles the module and makes its glue.
fn make(project: &Project, form: &Form) -> Result<()> {
    eprintln!("xtask: the wasm entry point");
    let toolchain = Toolchain::ready(project)?;
    let mut cargo = compiler(project, toolchain, form.profile)?;
    if toolchain == Toolchain::Ordinary {
        (form.lint)(&mut cargo);
    }
    command::run(&mut cargo)?;
    let module = project
        .target()
        .join(TARGET)
        .join(form.profile)
        .join("fc_guard.wasm");
    let folder = project.root().join("component/wasm");
    glue::make(&module, &folder, |module| (form.finish)(project, module))
}

/// Takes out what the compiler and the linker leave in the module: about a sixteenth of it.
fn shrink(project: &Project, module: &Path) -> Result<()> {
    eprintln!("xtask: wasm-opt");
    let program = project.root().join("node_modules/binaryen/bin/wasm-opt");
    let mut node = Command::new("node");
    node.arg(program).arg("-Oz").arg(module);
    command::run(node.arg("--output").arg(module))
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
