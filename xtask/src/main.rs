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

#[cfg(unix)]
mod bench;
mod command;
#[cfg(unix)]
mod demo;
mod deny;
mod dependencies;
#[cfg(unix)]
mod docs;
#[cfg(unix)]
mod examples;
mod glue;
mod native;
mod npm;
mod package;
mod project;
mod release;
mod remap;
mod tally;
mod test;
mod toolchain;
mod tools;
#[cfg(test)]
mod versions;
mod wasm;

use std::env;
use std::process::ExitCode;

use anyhow::Result;

#[cfg(unix)]
use crate::demo::Interrupted;
#[cfg(unix)]
use crate::docs::Stories;
use crate::project::Project;
use crate::test::Coverage;

const USAGE: &str = "\
usage: cargo xtask <command>

  build          make component/wasm, target/release/fc-guard and target/release/fc-emulator
  module         make component/wasm as tests load it, and packages of it: quicker to compile, and larger
  test [--thorough]
                 every check and test; the last line says how many passed and failed; --thorough
                 tells the long stories at every request and with every document, not at a part
  demo [--auto]  deploy the example to the emulator; --auto answers every question by a flag
  docs [--check | --renew]
                 build the book into target/docs; --check holds what it shows to what is shown today, and runs
                 its commands; --renew writes that anew. Both need `build` or `test` before
  examples [NAME]
                 deploy the examples to the emulator; needs `build` or `test` before
  bench [--against FOLDER] [--json FILE] [--runs N] [--quick]
                 measure deploys and packing, against another component if one is named
  deny           hold dependencies to deny.toml: their licences, where they come from, what is not to be among them
  package [--native | --check]
                 make dist/: the component for the registry, npm and as a zip, and the programs;
                 --native makes only the programs that this machine can make, --check makes
                 all of it twice and uses it with every version of Node
  version X.Y.Z  make what is unreleased that version
  release TAG [--check]
                 draft the release of a tag on GitHub; --check only asks whether it may be released";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["test"] => return test::run(Coverage::Part),
        ["test", "--thorough"] => return test::run(Coverage::Whole),
        _ => (),
    }
    let Some(command) = command(&words) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    ending(command)
}

/// Runs the command of these words; none where they are no command.
fn command(words: &[&str]) -> Option<Result<()>> {
    let outcome = match *words {
        ["build"] => with(build),
        ["module"] => with(module),
        ["deny"] => with(deny::check),
        ["package"] => with(package::run),
        ["package", "--native"] => with(package::native),
        ["package", "--check"] => with(package::checked),
        ["version", version] => with(|project| release::version(project, version)),
        ["release", tag] => with(|project| release::draft(project, tag)),
        ["release", tag, "--check"] => with(|project| release::check(project, tag)),
        #[cfg(unix)]
        ["demo"] => demonstrate(false),
        #[cfg(unix)]
        ["demo", "--auto"] => demonstrate(true),
        #[cfg(unix)]
        ["docs"] => with(|project| docs::build(project, Stories::Trusted)),
        #[cfg(unix)]
        ["docs", "--check"] => with(|project| docs::build(project, Stories::Checked)),
        #[cfg(unix)]
        ["docs", "--renew"] => with(|project| docs::build(project, Stories::Renewed)),
        #[cfg(unix)]
        ["examples", ref names @ ..] => with(|project| examples::deploy(project, names)),
        #[cfg(unix)]
        ["bench", ref words @ ..] => measure(words),
        ["help" | "-h" | "--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => return None,
    };
    Some(outcome)
}

/// Runs a command that needs nothing but the project.
fn with(command: impl FnOnce(&Project) -> Result<()>) -> Result<()> {
    command(&Project::here()?)
}

/// Everything that is shipped or started, and everything that has to be installed for it.
fn build(project: &Project) -> Result<()> {
    npm::install(project)?;
    wasm::build(project)?;
    native::build(project)
}

/// What tests load.
fn module(project: &Project) -> Result<()> {
    wasm::checked(project)?;
    package::tested(project)
}

/// Builds and measures. The arguments are read first, so that a mistake costs no build.
#[cfg(unix)]
fn measure(words: &[&str]) -> Result<()> {
    let options = bench::Options::parse(words)?;
    let project = Project::here()?;
    build(&project)?;
    bench::run(&project, &options)
}

/// Builds and shows the demo.
#[cfg(unix)]
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
    #[cfg(unix)]
    if error.is::<Interrupted>() {
        // As a shell has it for a program that SIGINT has ended.
        return ExitCode::from(130);
    }
    ExitCode::FAILURE
}
