//! The program that holds dependencies to `deny.toml`: their licences, where they come from, and what
//! is not to be among them. Advisories are left to those who have the internet.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::project::Project;

/// A newer one may know more; this one is known to understand `deny.toml`.
const VERSION: &str = "0.20.2";

/// Installs it beside what is compiled, unless it is there.
pub(crate) fn install(project: &Project) -> Result<()> {
    if command::answers(Command::new(program(project)).arg("--version")) {
        return Ok(());
    }
    eprintln!("xtask: cargo-deny");
    let mut install = command::cargo(project.root());
    install.args(["install", "--quiet", "--locked", "--debug"]);
    install.arg(format!("cargo-deny@{VERSION}"));
    install.arg("--root").arg(folder(project));
    install
        .arg("--target-dir")
        .arg(folder(project).join("build"));
    // It runs for two seconds: whatever makes it faster or tells more of it takes longer than that.
    install.env("CARGO_PROFILE_DEV_DEBUG", "false");
    install.env("CARGO_INCREMENTAL", "0");
    command::run(&mut install)
}

/// The check.
pub(crate) fn check(project: &Project) -> Command {
    let mut check = Command::new(program(project));
    check.current_dir(project.root());
    check.args(["--locked", "--log-level", "error", "check"]);
    check.args(["bans", "licenses", "sources"]);
    check
}

/// Where the program lies; it goes with the target folder.
fn folder(project: &Project) -> PathBuf {
    project.target().join("tools")
}

/// The program itself.
fn program(project: &Project) -> PathBuf {
    let name = format!("cargo-deny{}", std::env::consts::EXE_SUFFIX);
    folder(project).join("bin").join(name)
}
