//! Every check and every test, with one closing line for all of them.
//!
//! What fails is counted and the rest goes on, but for what all of it needs, so that one run tells
//! everything.

use std::env;
use std::fs;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitCode;
use std::process::Stdio;
use std::thread;

use anyhow::Context;
use anyhow::Result;
use anyhow::anyhow;

use crate::command;
use crate::npm;
use crate::package;
use crate::project::Project;
use crate::tally;
use crate::tally::Tally;
use crate::toolchain;
use crate::wasm;

/// Where tests that Node runs may lie.
const NODE_FOLDERS: [&str; 4] = ["tests/docs", "tests/package", "tests/peers", "tests/shim"];

/// What could lead a test to somebody's real account, another core or another language, or hide the
/// counts of a runner in colours.
const UNWANTED: [&str; 12] = [
    "FORCE_COLOR",
    "AccountID",
    "AccessKeyID",
    "AccessKeySecret",
    "SecurityToken",
    "FC_CLIENT_CUSTOM_ENDPOINT",
    "FC_CODE_TEMP_OSS_ENDPOINT",
    "FC_GUARD_CORE",
    "FC_GUARD_LANG",
    "FC_GUARD_UPSTREAM",
    "FC_GUARD_UPSTREAM_VERSION",
    "serverless_devs_config_home",
];

/// How much is told of the stories that do the same at every request, or with every document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// So much that whoever is at work can wait for it: every sort of request and document, not each of them.
    Part,
    /// All of it, which takes some minutes more.
    Whole,
}

/// Runs all of it and ends with the line `N passed, N failed`, whatever happened before.
pub(crate) fn run(extent: Coverage) -> ExitCode {
    let mut tally = Tally::default();
    if let Err(error) = all(extent, &mut tally) {
        fault(&mut tally, &error);
    }
    println!("{tally}");
    if tally.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Prepares, checks and runs all of it. What breaks off here is told as one failure.
fn all(extent: Coverage, tally: &mut Tally) -> Result<()> {
    let project = Project::here()?;
    toolchain::components(&project)?;
    prepare(&project)?;
    package::tested(&project)?;
    // A check that fails does not keep the tests from telling what they know.
    if let Err(error) = command::run(&mut format(&project)) {
        fault(tally, &error);
    }
    tally.add(scripts_beside_units(&project)?);
    for mut runner in runners(&project) {
        if extent == Coverage::Whole {
            runner.command.env("FC_GUARD_THOROUGH", "1");
        }
        tally.add(runner.run(&project));
    }
    Ok(())
}

/// Runs what Node runs while the unit tests are compiled: neither of them keeps both cores busy.
fn scripts_beside_units(project: &Project) -> Result<Tally> {
    let node = node(project)?;
    thread::scope(|scope| {
        let ran = scope.spawn(|| node.map(|runner| runner.run(project)));
        command::run(units(project).arg("--no-run"))?;
        let ran = ran.join().map_err(|_| anyhow!("a step panicked"))?;
        Ok(ran.unwrap_or_default())
    })
}

/// Gets everything that tests need, side by side: npm waits for its files, and the last steps of the wasm
/// entry point leave a core idle.
fn prepare(project: &Project) -> Result<()> {
    thread::scope(|scope| {
        let packages = scope.spawn(|| npm::install(project));
        let module = scope.spawn(|| wasm::checked(project));
        let built = programs(project);
        // All of them are waited for, so that no step writes on after an error was told.
        for made in [packages, module] {
            made.join().map_err(|_| anyhow!("a step panicked"))??;
        }
        built
    })
}

/// Compiles all tests but the units, the benchmarks and the programs that they start, and holds them to
/// the lints.
fn programs(project: &Project) -> Result<()> {
    eprintln!("xtask: fc-guard, fc-emulator and their tests");
    command::run(stories(project).arg("--no-run"))
}

/// All that drives the core from outside. Thousands of stories take a third of the time with what is
/// optimised here, which saves many times what it costs to compile.
fn stories(project: &Project) -> Command {
    let mut command = tested(project);
    command.args(["--test=*", "--bench=*"]);
    command.arg("--config=profile.dev.package.fc-guard.opt-level=2");
    command
}

/// The tests that stand in the sources. The core is compiled once more for them, and they are over in
/// a few seconds without any optimisation.
fn units(project: &Project) -> Command {
    let mut command = tested(project);
    command.arg("--lib");
    command
}

/// The tests of everything but these commands. In one go with them, the crates that both use would
/// be compiled again with the features of either.
fn tested(project: &Project) -> Command {
    let mut command = command::cargo(project.root());
    command.args(["test", "--locked", "--no-fail-fast"]);
    command.args(["--package=fc-guard", "--package=fc-emulator"]);
    command.arg("--package=fc-guard-tests");
    command.arg("--config=profile.dev.package.fc-emulator.opt-level=2");
    // What is kept for a next time only takes time: whoever is at work uses `cargo test`.
    command.arg("--config=profile.dev.incremental=false");
    // A test that fails names its line without it.
    command.arg("--config=profile.dev.debug=false");
    command::lint(&mut command);
    command
}

/// Something that went wrong outside of a test counts as one failure, so that the closing line can
/// never speak of success where there was none.
fn fault(tally: &mut Tally, error: &anyhow::Error) {
    eprintln!("xtask: {error:#}");
    tally.failed += 1;
}

/// What needs no compiling.
fn format(project: &Project) -> Command {
    let mut format = command::cargo(project.root());
    format.args(["fmt", "--all", "--check"]);
    eprintln!("xtask: {}", command::line(&format));
    format
}

/// A program that runs tests, and how to read the results from its output.
struct Runner {
    /// The program with its arguments.
    command: Command,
    /// What one line of its output counts.
    count: fn(&str) -> Tally,
}

/// The runner of what Node runs; none where there are no such files.
fn node(project: &Project) -> Result<Option<Runner>> {
    let files = scripts(project)?;
    if files.is_empty() {
        return Ok(None);
    }
    let mut command = Command::new("node");
    // With less, one of two cores has nothing to do as soon as the unit tests are compiled.
    command.args(["--test", "--test-reporter=spec"]);
    command
        .arg(format!("--test-concurrency={}", cores()))
        .args(files);
    command.current_dir(project.root());
    let count = tally::node;
    Ok(Some(Runner { command, count }))
}

/// The runners of what cargo runs, in the order in which they are run.
fn runners(project: &Project) -> impl Iterator<Item = Runner> {
    let mut own = command::cargo(project.root());
    own.args(["test", "--locked", "--no-fail-fast", "--package=xtask"]);
    command::lint(&mut own);
    let count = tally::cargo;
    let all = [own, units(project), stories(project)].into_iter();
    all.map(move |command| Runner { command, count })
}

/// The test files for Node, named one by one: Node 20 has no patterns yet.
fn scripts(project: &Project) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for name in NODE_FOLDERS {
        files.extend(scripts_in(project, name)?);
    }
    Ok(files)
}

/// Those below one folder, in order.
pub(crate) fn scripts_in(project: &Project, name: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let folder = project.root().join(name);
    if folder.is_dir() {
        gather(&folder, &mut files)?;
    }
    files.sort();
    Ok(files)
}

/// Adds the test files of a folder and of those in it.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable = || format!("cannot list {}", folder.display());
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            gather(&path, files)?;
        } else if name.ends_with(".test.mjs") || name.ends_with(".test.js") {
            files.push(path);
        }
    }
    Ok(())
}

impl Runner {
    /// Runs it to its end. That it cannot be run is a failed test.
    fn run(mut self, project: &Project) -> Tally {
        eprintln!("xtask: {}", command::line(&self.command));
        surround(&mut self.command, project);
        self.follow().unwrap_or_else(|error| {
            let mut tally = Tally::default();
            fault(&mut tally, &error);
            tally
        })
    }

    /// Passes the output on line by line while it comes, and counts on the way.
    fn follow(&mut self) -> Result<Tally> {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| command::unstartable(&self.command))?;
        let mut tally = Tally::default();
        if let Some(output) = child.stdout.take() {
            pass(output, |line| tally.add((self.count)(line)))?;
        }
        let status = child.wait()?;
        // A runner that broke off has printed no count of what it did not run.
        if !status.success() && tally.failed == 0 {
            let line = command::line(&self.command);
            eprintln!("xtask: `{line}` ended with {status} though no test failed");
            tally.failed = 1;
        }
        Ok(tally)
    }
}

/// Hands the output on, and each line of it to `each`.
fn pass(output: impl Read, mut each: impl FnMut(&str)) -> io::Result<()> {
    let mut reader = BufReader::new(output);
    let mut stdout = io::stdout().lock();
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        stdout.write_all(&line)?;
        stdout.flush()?;
        each(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    Ok(())
}

/// The surroundings that every test may rely on.
pub(crate) fn surround(command: &mut Command, project: &Project) {
    for name in UNWANTED {
        command.env_remove(name);
    }
    command.env("FC_GUARD_BIN", project.tested("fc-guard"));
    command.env("FC_EMULATOR_BIN", project.tested("fc-emulator"));
    command.env("FC_GUARD_DIST", project.tested_dist());
    // Tests often wait for what they started, so one more than there are cores keeps those busy.
    command.env("RUST_TEST_THREADS", (cores() + 1).to_string());
    // A transcript that reads differently fails, and nothing is written beside it.
    command.env("INSTA_UPDATE", "no");
    // With this the CLI starts none of its background helpers, which would look for the network.
    command.env("NODE_ENV", "test");
    command.env("NO_PROXY", direct());
    command.env("no_proxy", direct());
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The emulator must be reached directly, whatever proxy the machine has.
fn direct() -> String {
    let known = env::var("NO_PROXY").or_else(|_| env::var("no_proxy"));
    match known {
        Ok(hosts) if !hosts.is_empty() => format!("{hosts},127.0.0.1,localhost"),
        _ => "127.0.0.1,localhost".to_owned(),
    }
}
