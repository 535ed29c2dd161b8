//! The program that holds dependencies to `deny.toml`: their licences, where they come from, and what
//! is not to be among them. Advisories are left to those who have the internet.

use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::tools::CargoTool;

/// A newer one may know more; this one is known to understand `deny.toml`.
const DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    version: "0.20.2",
    features: "",
};

/// Installs it beside what is compiled, unless it is there.
pub(crate) fn install(project: &Project) -> Result<()> {
    DENY.install(project)
}

/// The check.
pub(crate) fn check(project: &Project) -> Command {
    let mut check = DENY.command(project);
    check.args(["--locked", "--log-level", "error", "check"]);
    check.args(["bans", "licenses", "sources"]);
    check
}
