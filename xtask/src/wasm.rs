//! The wasm entry point: the core as a module that Node loads, in `component/wasm/`.
//!
//! It has two forms: small, as it is shipped, and quick to compile, for tests.

use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::glue;
use crate::project::Project;
use crate::remap;
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

/// The cargo that compiles the module. Its stack is as large as that of a program's main thread, and not the eighth
/// of that which the linker gives: the futures of a deploy lie on it, and without optimisation several times.
fn compiler(project: &Project, toolchain: Toolchain, profile: &str) -> Result<Command> {
    let mut cargo = toolchain.rustc(project);
    cargo.args(["--package=fc-guard", "--lib", "--crate-type=cdylib"]);
    cargo.args(["--profile", profile]);
    let flags = remap::flags(project, &["-Clink-arg=-zstack-size=8388608"])?;
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
    Ok(cargo)
}
