//! The projects in `examples/`, deployed to an emulator as people would.

use anyhow::Result;

use crate::command;
use crate::docs;
use crate::npm;
use crate::project::Project;

/// Deploys all of them, or those that are named.
pub(crate) fn deploy(project: &Project, names: &[&str]) -> Result<()> {
    npm::install(project)?;
    command::run(docs::node(project, &["examples/deploy.mjs"]).args(names))
}
