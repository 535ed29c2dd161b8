//! The turn of one resource of `s.yaml` in a run of Serverless Devs: everything that its project is opened
//! from. A run over the file calls the command once for each of them.

mod place;
mod secret;
mod vars;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

pub use self::place::ProjectPlace;
pub use self::secret::Secret;
pub use self::vars::Vars;
use crate::error::Result;
use crate::model::reference::{Identified, Unknown};
use crate::state::store::shared::TeamKey;
use crate::stated::Outside;
use crate::typed::Typed;
use crate::wire::Credential;

/// The command on one resource, and what is known of that.
#[derive(Clone)]
pub struct Turn {
    /// The command as it was typed.
    pub typed: Typed,
    /// Where in the project's files the resource stands.
    pub place: ProjectPlace,
    /// The properties of the resource, as Serverless Devs resolved them. A reference that it left in them
    /// is put in by the commands (`commands/outputs`).
    pub props: Value,
    /// The resources of which the props speak, and of which it is not known what they returned.
    pub unknown: BTreeMap<String, Unknown>,
    /// What the project's files have under the names of secrets, and what the props draw from there.
    pub secret: Secret,
    /// How it is known which function it is.
    pub naming: Identified,
    /// The key to sign with. What is missing of it is told when the project is opened.
    pub credential: Result<Credential>,
    /// The environment variables that fc-guard looks at.
    pub vars: Vars,
    /// The key that lies beside the records of the team, where it was fetched.
    pub team_key: Option<TeamKey>,
    /// What is known of what the files speak of and do not hold.
    pub outside: Outside,
    /// Whether another resource of the file deploys something into the same service of FC 2.0 that needs a role.
    pub needs_role: bool,
    /// Where in the deploy of another component the command is called, if that one writes.
    pub hook: Option<Hook>,
}

/// Where in the deploy of another component the command is called: as the plugin of an action around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hook {
    /// Right before that component writes.
    Before,
    /// Once it has ended, however it did.
    After,
}

impl Turn {
    /// The same, once it was found out which function it is.
    #[must_use]
    pub fn known(self, naming: Identified) -> Turn {
        Turn { naming, ..self }
    }
}

/// The run of Serverless Devs that a turn belongs to.
#[derive(Clone, Copy, Debug, Default)]
pub struct CliRun {
    /// Whether it runs the command over the whole file. `s NAME COMMAND` is about one resource.
    pub is_over_file: bool,
    /// Whether a resource before this one has looked at all of them.
    pub is_surveyed: bool,
}

/// The command that has Serverless Devs run this one, which an error of this one stops.
#[derive(Debug)]
pub struct CallingCommand {
    /// Its name, where it is known.
    pub name: Option<String>,
    /// Whether the arguments are those of that command.
    pub has_its_args: bool,
}

impl CallingCommand {
    /// Whether it is known to deploy nothing.
    pub fn deploys_nothing(&self) -> bool {
        self.name.as_deref().is_some_and(|one| one != "deploy")
    }
}
