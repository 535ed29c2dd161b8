//! The program `fc-guard` for each system on which it can be made here.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use anyhow::Result;

use crate::command;
use crate::package::archive::Content;
use crate::package::archive::Entry;
use crate::project::Project;
use crate::remap;
use crate::toolchain;
use crate::tools;

/// A profile in the root `Cargo.toml`; cargo names the folder of its output after it.
const PROFILE: &str = "dist";

/// Both run on every Linux of their processor: they need no library of it.
const LINUX: [&str; 2] = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"];

/// Programs of other systems are made on machines of their own.
const ELSEWHERE: [&str; 3] = [
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];

/// All systems for which a release has a program.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    LINUX.into_iter().chain(ELSEWHERE)
}

/// Those for which one is made on this machine.
pub(crate) fn targets() -> Result<Vec<String>> {
    if cfg!(target_os = "linux") {
        return Ok(LINUX.map(str::to_owned).into());
    }
    Ok(vec![host()?])
}

/// Compiles the program for one of them.
pub(crate) fn build(project: &Project, target: &str) -> Result<Entry> {
    eprintln!("xtask: fc-guard for {target}");
    toolchain::target(project, target)?;
    let mut cargo = compiler(project, target)?;
    cargo.args(["--locked", "--package=fc-guard", "--bin=fc-guard"]);
    cargo.args(["--profile", PROFILE, "--target", target]);
    // Windows alone would look for a library of the compiler when the program starts.
    let more: &[&str] = if target.contains("windows") {
        &["-Ctarget-feature=+crt-static"]
    } else {
        &[]
    };
    cargo.env("CARGO_ENCODED_RUSTFLAGS", remap::flags(project, more)?);
    command::run(&mut cargo)?;
    let path = path(project, target);
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Entry {
        name: file(target),
        content: Content::Program(bytes),
    })
}

/// The licence of what else is in that program, which no package of cargo's brings: the C library.
pub(crate) fn licence(project: &Project, target: &str) -> Result<Option<Entry>> {
    if !LINUX.contains(&target) {
        return Ok(None);
    }
    let path = tools::cross(project)?.join("ziglang/lib/libc/musl/COPYRIGHT");
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Some(Entry::file("MUSL-COPYRIGHT.txt", text)))
}

/// Where cargo leaves the program.
fn path(project: &Project, target: &str) -> PathBuf {
    project
        .target()
        .join(target)
        .join(PROFILE)
        .join(file(target))
}

/// What the program is called there.
fn file(target: &str) -> String {
    if target.contains("windows") {
        "fc-guard.exe".to_owned()
    } else {
        "fc-guard".to_owned()
    }
}

/// A cargo that can make programs for that system.
fn compiler(project: &Project, target: &str) -> Result<Command> {
    let mut cargo = command::cargo(project.root());
    if !LINUX.contains(&target) {
        cargo.arg("build");
        return Ok(cargo);
    }
    let cross = tools::cross(project)?;
    cargo.arg("zigbuild");
    cargo.env("CARGO_ZIGBUILD_ZIG_PATH", cross.join("ziglang/zig"));
    tools::finding(cargo, cross.join("bin"))
}

/// The system that this machine is.
fn host() -> Result<String> {
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let told = command::read(rustc.arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("rustc does not say which system this is")
}
