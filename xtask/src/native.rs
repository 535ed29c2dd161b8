//! The native programs: the command line and the emulator.

use anyhow::Result;

use crate::command;
use crate::project::Project;

/// Builds `fc-guard` and `fc-emulator` as they are shipped.
pub(crate) fn build(project: &Project) -> Result<()> {
    eprintln!("xtask: fc-guard and fc-emulator");
    command::run(command::cargo(project.root()).args([
        "build",
        "--release",
        "--locked",
        "--package=fc-guard",
        "--package=fc-emulator",
    ]))
}
