//! What is promised of the packages, tried out: the same commit gives the same bytes, and they work where
//! nobody has Rust, on every version of Node that they are for.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;

use crate::command;
use crate::dependencies;
use crate::npm;
use crate::package::sums;
use crate::project::Project;
use crate::remap;
use crate::test;
use crate::tools;

/// Every line of Node that the component is for, and the last one that it tells to be too old.
const NODES: [&str; 5] = ["16.20.2", "18.20.8", "20.19.5", "22.21.1", "24.11.1"];

/// The compiler of TypeScript that reads the declarations as those do who use the component from a program.
const TYPESCRIPT: &str = "5.9.3";

/// Where a build in another place is compared with this one, both have to be of one commit.
pub(crate) fn clean(project: &Project) -> Result<()> {
    let changes = command::read(git(project.root()).args(["status", "--porcelain"]))?;
    if !changes.is_empty() {
        bail!(
            "there are changes that no commit has, so nothing else can be made of this commit:\n{changes}"
        );
    }
    Ok(())
}

/// Makes everything once more from a clone in another folder, and compares.
pub(crate) fn again(project: &Project) -> Result<()> {
    eprintln!("xtask: the same commit in another folder");
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let clone = folder.path().join("elsewhere");
    command::run(
        git(project.root())
            .args(["clone", "--quiet", "."])
            .arg(&clone),
    )?;
    let target = folder.path().join("made");
    fs::create_dir(&target)?;
    share(&project.tools(), &target.join("tools"))?;
    let mut cargo = command::cargo(&clone);
    cargo
        .args(["xtask", "package"])
        .env("CARGO_TARGET_DIR", &target);
    command::run(&mut cargo)?;
    compare(&project.dist(), &clone.join("dist"))
}

/// What is installed for one build serves the other, too.
#[cfg(unix)]
fn share(tools: &Path, place: &Path) -> Result<()> {
    std::os::unix::fs::symlink(tools, place).context("cannot link the tools")
}

/// Links to folders take rights there that not everybody has.
#[cfg(not(unix))]
fn share(_: &Path, _: &Path) -> Result<()> {
    Ok(())
}

fn compare(one: &Path, other: &Path) -> Result<()> {
    let read =
        |folder: &Path| fs::read_to_string(folder.join(sums::FILE)).context("no sums were written");
    let (one, other) = (read(one)?, read(other)?);
    let differ: Vec<&str> = one
        .lines()
        .filter(|line| !other.lines().any(|same| same == *line))
        .collect();
    if !differ.is_empty() || one.lines().count() != other.lines().count() {
        bail!(
            "the same commit gives other bytes in another folder:\n{}",
            differ.join("\n")
        );
    }
    Ok(())
}

/// Uses the packages as people do.
pub(crate) fn used(project: &Project) -> Result<()> {
    npm::install(project)?;
    let mut emulator = command::cargo(project.root());
    command::run(emulator.args(["build", "--locked", "--package=fc-emulator"]))?;
    let typescript = tools::npm(project, "typescript", TYPESCRIPT)?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"])
        .args(test::scripts_in(project, "tests/package")?);
    test::surround(&mut node, project);
    node.current_dir(project.root());
    node.env("FC_GUARD_DIST", project.dist());
    node.env("FC_GUARD_NODES", env::join_paths(nodes(project)?)?);
    node.env(
        "FC_GUARD_TYPESCRIPT",
        typescript.join("node_modules/typescript/bin/tsc"),
    );
    node.env("FC_GUARD_FOLDERS", env::join_paths(folders(project)?)?);
    command::run(&mut node)
}

/// The programs of all these versions.
fn nodes(project: &Project) -> Result<Vec<PathBuf>> {
    let package = format!("node-{}-{}", system(), processor());
    let program = format!("node_modules/{package}/bin/node{}", env::consts::EXE_SUFFIX);
    let nodes = NODES
        .iter()
        .map(|version| Ok(tools::npm(project, &package, version)?.join(&program)));
    nodes.collect()
}

/// Folders of this machine that nothing handed out may name, and what cargo calls those of a registry.
fn folders(project: &Project) -> Result<Vec<PathBuf>> {
    let home = env::home_dir().context("no home folder")?;
    let mut folders = vec![project.root().to_path_buf(), project.target().to_path_buf()];
    folders.extend([".cargo", ".rustup"].map(|name| home.join(name)));
    let sources = remap::sources(&dependencies::all(project)?);
    folders.extend(
        sources
            .iter()
            .filter_map(|folder| folder.file_name())
            .map(PathBuf::from),
    );
    Ok(folders)
}

/// As npm's packages of Node call them.
fn system() -> &'static str {
    match env::consts::OS {
        "macos" => "darwin",
        "windows" => "win",
        other => other,
    }
}

fn processor() -> &'static str {
    match env::consts::ARCH {
        "aarch64" => "arm64",
        "x86_64" => "x64",
        other => other,
    }
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder);
    git
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::Result;

    use super::compare;
    use crate::package::sums;

    #[test]
    fn another_sum_another_name_and_one_more_file_are_no_same_bytes() -> Result<()> {
        let (one, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let differ = |text: &str| {
            fs::write(other.path().join(sums::FILE), text)?;
            anyhow::Ok(compare(one.path(), other.path()).is_err())
        };
        fs::write(one.path().join(sums::FILE), "1  a\n2  b\n")?;
        assert!(!differ("1  a\n2  b\n")?);
        for text in [
            "1  a\n3  b\n",
            "1  a\n2  c\n",
            "1  a\n",
            "1  a\n2  b\n3  c\n",
        ] {
            assert!(differ(text)?, "{text}");
        }
        Ok(())
    }
}
