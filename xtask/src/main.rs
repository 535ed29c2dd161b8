//! The project's own commands. `cargo xtask build`, `cargo xtask test` and `cargo xtask demo` are
//! all that a newcomer needs: each of them installs what it misses.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "these commands drive compilers, folders and processes: they are an entry point of their own"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "talking to the person at the shell is what these commands are for"
)]

mod bench;
mod command;
mod demo;
mod deny;
mod glue;
mod native;
mod npm;
mod project;
mod tally;
mod test;
mod toolchain;
#[cfg(test)]
mod versions;
mod wasm;

use std::env;
use std::process::ExitCode;

use anyhow::Result;

use crate::demo::Interrupted;
use crate::project::Project;

const USAGE: &str = "\
usage: cargo xtask <command>

  build          make component/wasm, target/release/fc-guard and target/release/fc-emulator
  module         make component/wasm as tests load it: quicker to compile, and larger
  test           every check and test; the last line says how many passed and failed
  demo [--auto]  deploy the example to the emulator; --auto answers every question by a flag
  bench [--against FOLDER] [--json FILE] [--runs N] [--quick]
                 measure deploys and packing, against another component if one is named";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["build"] => ending(Project::here().and_then(|project| build(&project))),
        ["module"] => ending(Project::here().and_then(|project| wasm::checked(&project))),
        ["test"] => test::run(),
        ["demo"] => ending(demonstrate(false)),
        ["demo", "--auto"] => ending(demonstrate(true)),
        ["bench", words @ ..] => ending(measure(words)),
        ["help" | "-h" | "--help"] => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Everything that is shipped or started, and everything that has to be installed for it.
fn build(project: &Project) -> Result<()> {
    npm::install(project)?;
    wasm::build(project)?;
    native::build(project)
}

/// Builds and measures. The arguments are read first, so that a mistake costs no build.
fn measure(words: &[&str]) -> Result<()> {
    let options = bench::Options::parse(words)?;
    let project = Project::here()?;
    build(&project)?;
    bench::run(&project, &options)
}

/// Builds and shows the demo.
fn demonstrate(auto: bool) -> Result<()> {
    let project = Project::here()?;
    build(&project)?;
    demo::run(&project, auto)
}

/// Says in one line why a command failed, and turns that into its exit code.
fn ending(outcome: Result<()>) -> ExitCode {
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    eprintln!("xtask: {error:#}");
    if error.is::<Interrupted>() {
        // As a shell has it for a program that SIGINT has ended.
        return ExitCode::from(130);
    }
    ExitCode::FAILURE
}
