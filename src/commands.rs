//! The commands: one file each, the only ones that know the order of things.

mod aliases;
mod claims;
mod code;
mod colleagues;
pub mod compare;
pub mod deploy;
mod drained;
pub mod drift;
mod dropped;
mod environment;
mod exposed;
mod file;
mod former;
mod forward;
mod guard;
pub mod history;
mod home;
mod hook;
pub mod info;
mod left;
mod mark;
mod neighbour;
mod outputs;
pub mod plan;
mod ready;
pub mod remove;
mod report_file;
pub mod restore;
mod said;
pub mod state;
mod survey;
pub mod sync;
mod twice;

use serde_json::Value;

use self::file::ProjectFile;
use crate::dialect::Handed;
use crate::error::{Error, Outcome, Result};
use crate::inputs::Inputs;
use crate::ports::World;
use crate::project::team;
use crate::report::{Format, Function};
use crate::turn::{CallingCommand, Turn};
use crate::view::screen::Screen;

/// A command on one resource of `s.yaml`, with everything that the project's files tell of it.
pub struct Command<'a> {
    /// The ports of the run.
    pub world: World<'a>,
    /// The turn of the resource, with what only other resources know put in.
    pub turn: Turn,
    /// What the whole file tells; empty where it cannot be read.
    file: ProjectFile,
    /// The command whose action this one is, if it is one.
    caller: Option<CallingCommand>,
    /// What the same command found of other resources before, in the same run.
    earlier: &'a [Function],
    /// What the resources before this one are online, in the same run.
    claimed: &'a Value,
    /// What a first look at all resources saw of this one. It holds secrets in clear.
    seen: &'a Value,
    /// Whether what is seen of others in clear may be handed on to their turn.
    hands_on: bool,
}

impl<'a> Command<'a> {
    /// Reads the files, and completes the turn with what only other resources know.
    ///
    /// # Errors
    /// The environment of the command line does not reach the resource, or another resource cannot be read
    /// on which the command depends.
    pub async fn begin(world: World<'a>, inputs: &'a Inputs) -> Result<Command<'a>> {
        let turn = team::with_key(world, inputs.turn()).await?;
        let file = ProjectFile::read(world.files, &turn, inputs.run());
        let turn = Turn {
            needs_role: file.needs_role(&turn.props),
            ..turn
        };
        let command = Command {
            world,
            file,
            turn,
            caller: inputs.caller(),
            earlier: &inputs.earlier,
            claimed: &inputs.claimed,
            seen: &inputs.seen,
            hands_on: inputs.hands_on,
        };
        // Before the first request: with the wrong environment the names of the resources are those of
        // another stage.
        environment::check(&command)?;
        command.completed().await
    }

    /// The same with what only other resources know.
    ///
    /// # Errors
    /// As [`outputs::completed`].
    async fn completed(self) -> Result<Command<'a>> {
        let turn = outputs::completed(self.world, &self.file, &self.turn).await?;
        Ok(Command {
            // The file was held against props whose references were not put in yet.
            file: self.file.beside(&turn.props),
            turn,
            ..self
        })
    }

    /// Where people read.
    fn screen(&self) -> Screen<'a> {
        Screen {
            terminal: self.world.terminal,
            clock: self.world.clock,
            lang: self.turn.vars.lang(),
        }
    }

    /// What is wrong with the file as a whole, for whoever deploys it or tells what that would do. Says where
    /// other tools would pack our state.
    ///
    /// # Errors
    /// A usage or template error that names the resource.
    fn check_file(&self) -> Result<()> {
        twice::refuse(&self.file, &self.turn.props)?;
        twice::refuse_claimed(self.claimed, &self.turn)?;
        dropped::refuse(&self.file, &environment::distorted(self))?;
        exposed::warn(self)
    }
}

/// What the resources of a run are online, this one among them, to be handed on to the turns after it.
///
/// # Errors
/// It cannot be written.
pub fn claimed(command: &Command<'_>) -> Result<Value> {
    twice::claimed(command.claimed, &command.turn)
}

/// How a command ended that nothing stopped.
#[derive(Debug)]
pub struct Finish {
    pub outcome: Outcome,
    /// What Serverless Devs prints, and what it hands to other resources.
    pub result: Handed,
    /// What it found, for reports on several resources of `s.yaml`.
    pub found: Option<Function>,
    /// The report in the form that `--output` asks for.
    pub document: Option<(Format, String)>,
    /// What was seen of the other resources of `s.yaml`, for their turn in the same run; null where
    /// nobody looked.
    pub seen: Value,
    /// What the resources of the run so far are online, for the turns after this one.
    pub claimed: Value,
    /// The props with which another component is to write, where those that it has are not what was decided. They
    /// hold secrets in clear.
    pub handed: Value,
    /// Why nothing was found, where even that is reported.
    pub error: Option<Error>,
}

impl Finish {
    /// The end of a command that makes no report.
    pub fn new(outcome: Outcome, result: impl Into<Handed>) -> Finish {
        Finish {
            outcome,
            result: result.into(),
            found: None,
            document: None,
            seen: Value::Null,
            claimed: Value::Null,
            handed: Value::Null,
            error: None,
        }
    }

    /// The end of a turn that has looked at all resources of the file, for those that come after it.
    #[must_use]
    fn of_all(mut self) -> Finish {
        if self.seen.is_null() {
            self.seen = serde_json::json!({});
        }
        self
    }

    /// The end of a command that only looks, or of one that did what it was asked to.
    pub fn plain(result: impl Into<Handed>) -> Finish {
        Finish::new(Outcome::Clean, result)
    }
}
