//! The program that holds dependencies to `deny.toml`: their licences, where they come from, and what
//! is not to be among them. Advisories are left to those who have the internet.

use anyhow::Result;

use crate::command;
use crate::project::Project;
use crate::tools::CargoTool;

/// A newer one may know more; this one is known to understand `deny.toml`.
const DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    version: "0.20.2",
    features: "",
};

/// Installs it beside what is compiled, unless it is there, and asks it.
///
/// Compiling it takes a minute, and what it looks at changes with the lock file alone: it is a command of its
/// own, and no part of the tests.
pub(crate) fn check(project: &Project) -> Result<()> {
    DENY.install(project)?;
    let mut check = DENY.command(project);
    check.args(["--locked", "--log-level", "error", "check"]);
    check.args(["bans", "licenses", "sources"]);
    command::run(&mut check)
}
