//! Running other programs, and saying in one line which of them failed.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;

/// The cargo that started us, so that the whole run uses one toolchain.
pub(crate) fn cargo(folder: &Path) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    cargo_at(Path::new(&program), folder)
}

/// A cargo that sees what a person's shell would show it. Cargo described our own package to us in
/// variables, some build scripts look at them, and their crates would be compiled anew each time
/// that a person's cargo and ours take turns.
pub(crate) fn cargo_at(program: &Path, folder: &Path) -> Command {
    let mut cargo = Command::new(program);
    cargo.current_dir(folder);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    // Where nothing is compiled a second time, what would make that fast only costs time.
    if env::var_os("CI").is_some() {
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// npm, which is a script; Windows starts one only where its name says so.
pub(crate) fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Lets a cargo that compiles our crates hold them to the lints on the way, as `cargo clippy` would in
/// a pass of its own over everything. Its variables are those that `cargo clippy` sets.
pub(crate) fn lint(cargo: &mut Command) {
    let driver = Path::new(cargo.get_program()).with_file_name("clippy-driver");
    cargo.env("RUSTC_WORKSPACE_WRAPPER", driver);
    cargo.env(
        "CLIPPY_ARGS",
        "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__",
    );
}

/// Runs a program on our own terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| unstartable(command))?;
    check(command, status)
}

/// Runs a program and returns what it printed on stdout.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        // What goes wrong is told by the program itself.
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| unstartable(command))?;
    check(command, output.status)?;
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` did not print text", line(command)))
}

/// Whether a program is there and does what it is asked, without a word.
pub(crate) fn answers(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The command as a person would type it, to be shown in messages.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_else(|| command.get_program());
    let words: Vec<_> = std::iter::once(program)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    words.join(" ")
}

/// The first half of the message about a program that is not there.
pub(crate) fn unstartable(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    format!("cannot start `{program}`: install it, or put it on PATH")
}

/// An error that names the command, unless it ended well.
fn check(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!(
            "`{}` failed ({status}); see its own words above",
            line(command)
        );
    }
    Ok(())
}
