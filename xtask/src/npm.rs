//! The packages from npm that tests and the demo need: the Serverless Devs CLI and Alibaba's SDKs.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::Result;
use anyhow::bail;

use crate::command;
use crate::project::Project;

/// Installs what the lock file names, unless that was done since the lock file last changed.
pub(crate) fn install(project: &Project) -> Result<()> {
    install_in(project, "")
}

/// The same in a folder of the project that has a lock file of its own.
pub(crate) fn install_in(project: &Project, name: &str) -> Result<()> {
    let root = project.root().join(name);
    let folder = root.join("node_modules");
    // npm writes this file last, so a broken-off installation is started again.
    let installed = changed(&folder.join(".package-lock.json"));
    let locked = changed(&root.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    // npm empties the folder first, and would empty that of another project through a link.
    if folder.is_symlink() {
        bail!(
            "node_modules is a link to an outdated folder: run `npm ci` there, or remove the link"
        );
    }
    eprintln!("xtask: npm packages {name}");
    // None of the packages needs its install script; what is not needed is not run.
    command::run(
        command::npm()
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&root),
    )
}

/// When a file was last written; nothing where it is not there.
fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).ok()
}
