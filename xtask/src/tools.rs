//! The programs of others that checks and packages are made with. Each is installed below the target folder,
//! in one version that is known to do it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use anyhow::Result;

use crate::command;
use crate::project::Project;

/// Names what is installed from PyPI, with the sums of its files.
const CROSS: &str = "xtask/tools/cross.txt";

/// What an installation leaves behind when it is done: what was installed.
const STAMP: &str = "installed.txt";

/// A program that cargo installs.
pub(crate) struct CargoTool {
    /// Its name on crates.io, and that of its program.
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// Those without which it has no program, divided by commas.
    pub(crate) features: &'static str,
}

impl CargoTool {
    /// Installs it, unless this version is there.
    pub(crate) fn install(&self, project: &Project) -> Result<()> {
        let folder = self.folder(project);
        if folder.join("bin").is_dir() {
            return Ok(());
        }
        eprintln!("xtask: {}", self.name);
        let mut install = command::cargo(project.root());
        install.args(["install", "--quiet", "--locked", "--debug"]);
        install.arg(format!("{}@{}", self.name, self.version));
        install.arg(format!("--features={}", self.features));
        install.arg("--root").arg(folder);
        install
            .arg("--target-dir")
            .arg(project.tools().join("build"));
        // It runs for two seconds: whatever makes it faster or tells more of it takes longer than that.
        install.env("CARGO_PROFILE_DEV_DEBUG", "false");
        install.env("CARGO_INCREMENTAL", "0");
        command::run(&mut install)
    }

    /// The program, started in the folder of the project.
    pub(crate) fn command(&self, project: &Project) -> Command {
        let name = format!("{}{}", self.name, env::consts::EXE_SUFFIX);
        let mut command = Command::new(self.folder(project).join("bin").join(name));
        command.current_dir(project.root());
        command
    }

    fn folder(&self, project: &Project) -> PathBuf {
        project
            .tools()
            .join(format!("{}-{}", self.name, self.version))
    }
}

/// The folder of what compiles for other processors.
pub(crate) fn cross(project: &Project) -> Result<PathBuf> {
    let wanted = project.root().join(CROSS);
    let folder = project.tools().join("cross");
    let text = fs::read_to_string(&wanted).with_context(|| format!("cannot read {CROSS}"))?;
    installed(folder, &text, |folder| {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-input"]);
        pip.args(["--disable-pip-version-check", "--root-user-action=ignore"]);
        pip.args(["--only-binary=:all:", "--require-hashes", "--requirement"]);
        pip.arg(&wanted).arg("--target").arg(folder);
        pip
    })
}

/// A folder with a package from npm in it, of exactly that version.
pub(crate) fn npm(project: &Project, package: &str, version: &str) -> Result<PathBuf> {
    let folder = project.tools().join(format!("{package}-{version}"));
    installed(folder, version, |folder| {
        let mut npm = command::npm();
        npm.args([
            "install",
            "--silent",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ]);
        npm.args(["--no-save", "--prefix"]).arg(folder);
        npm.arg(format!("{package}@{version}"));
        npm
    })
}

/// A cargo that finds the subcommands installed into that folder.
pub(crate) fn finding(mut cargo: Command, folder: PathBuf) -> Result<Command> {
    let known = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(env::split_paths(&known));
    let path: OsString =
        env::join_paths(folders).context("a folder on PATH cannot be named there")?;
    cargo.env("PATH", path);
    Ok(cargo)
}

/// Installs into a folder unless the same is in it already. What broke off is begun again.
fn installed(
    folder: PathBuf,
    wanted: &str,
    install: impl Fn(&PathBuf) -> Command,
) -> Result<PathBuf> {
    let stamp = folder.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    command::run(&mut install(&folder))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::cell::Cell;
    use std::process::Command;

    use anyhow::Result;

    use super::installed;

    #[test]
    fn same_is_installed_once_and_what_broke_off_is_begun_again() -> Result<()> {
        let parent = tempfile::tempdir()?;
        let began = Cell::new(0);
        let install = |wanted: &str, program: &'static str| {
            installed(parent.path().join("tool"), wanted, |_| {
                began.set(began.get() + 1);
                Command::new(program)
            })
        };
        for (wanted, program, works, begun) in [
            ("1", "false", false, 1),
            ("1", "true", true, 2),
            ("1", "false", true, 2),
            ("2", "false", false, 3),
            // What the failed attempt has cleared away is not taken for the earlier version.
            ("1", "true", true, 4),
        ] {
            assert_eq!(
                install(wanted, program).is_ok(),
                works,
                "{wanted} {program}"
            );
            assert_eq!(began.get(), begun, "{wanted} {program}");
        }
        Ok(())
    }
}
