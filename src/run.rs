//! From the inputs of one command to the answer that both entry points hand back.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use futures_util::future::{Either, select};
use serde_json::{Value, json};

use crate::commands::{
    Command, Finish, claimed, deploy::deploy, drift::drift, history::history, info::info,
    plan::plan, remove::remove, restore::restore, state::state, sync::sync,
};
use crate::dialect::Handed;
use crate::error::{Error, Outcome, Result};
use crate::inputs::{Inputs, unknown_command};
use crate::plain;
use crate::ports::{Wait, World};
use crate::report::{Format, Function};
use crate::view::screen::Screen;
use crate::words::{Lang, Words};

/// How long a run that was stopped may take to give its claim back, in milliseconds. Whoever presses Ctrl-C wants
/// to be elsewhere, and pipelines kill what does not end.
const PATIENCE: u64 = 3_000;

/// How a run ended, for the shim and for scripts.
#[derive(Debug)]
pub struct Ended {
    pub outcome: Outcome,
    /// What Serverless Devs prints; null where the command failed.
    pub result: Value,
    /// The same with its secrets, for the references of other resources (`${resources.x.output…}`);
    /// null unless the inputs ask for it.
    pub real: Value,
    /// What was found, to be handed in again with the next resource of the same run.
    pub found: Option<Function>,
    /// The report for stdout, if one was asked for.
    pub document: Option<(Format, String)>,
    /// What was written online by the run so far, to be handed in again with the next resource.
    pub wrote: Vec<Words>,
    /// What was seen of the other resources of `s.yaml`, to be handed to them in the same run. It holds
    /// secrets in clear, and is null unless the caller hands it on.
    pub seen: Value,
    /// What the resources of the run so far are online, to be handed in again with the next one; null beside an
    /// error. It holds names only.
    pub claimed: Value,
    /// The props with which another component is to write instead of its own, if any. They hold secrets in clear, and
    /// are null unless the caller hands them on.
    pub handed: Value,
    /// Whether nothing else may be deployed in the same run, whatever the CLI would go on with.
    pub refused: bool,
    /// The error in the person's language; it holds no value of any setting.
    pub message: Option<String>,
}

impl Ended {
    /// The answer as the shim reads it.
    pub fn to_json(&self) -> String {
        let answer = json!({
            "outcome": self.outcome.word(),
            "code": self.outcome.code(),
            // Of several resources the worst counts.
            "rank": self.outcome as u8,
            "result": self.result,
            "real": self.real,
            "found": self.found,
            "wrote": self.wrote,
            "seen": self.seen,
            "claimed": self.claimed,
            "handed": self.handed,
            "refused": self.refused,
            // Where there is a result the CLI prints that.
            "document": self.document.as_ref().filter(|_| self.result.is_null()).map(|(_, text)| text),
            "message": self.message,
        });
        // Whoever runs the program by hand sees it in a terminal.
        plain::json(&answer.to_string())
    }
}

/// Runs one command until it ends, or until somebody stops it. A run that is stopped sends and writes
/// nothing more; what it had begun is on record, and the next run finds out what became of it.
///
/// The future is boxed here, so that all commands are compiled with this library, and not once more in
/// each program that runs them.
pub fn run<'a>(world: World<'a>, inputs: &'a Inputs, stopped: Wait<'a, ()>) -> Wait<'a, Ended> {
    Box::pin(to_its_end(world, inputs, stopped))
}

/// Runs the command beside `stopped`, and says of its end what is true of the whole run of the CLI.
async fn to_its_end(world: World<'_>, inputs: &Inputs, stopped: Wait<'_, ()>) -> Ended {
    world.journal.follow(&inputs.wrote);
    let journal = world.journal;
    // `stopped` stands first: where both are ready at once, whoever stopped the run is told so.
    let (result, told) = match select(stopped, pin!(command(world, inputs))).await {
        // All that was written stands in it.
        Either::Left(((), command)) => {
            journal.stop();
            gives_back(world, command).await;
            (Err(journal.interrupted()), true)
        }
        Either::Right((result, _)) => {
            let result = result.map_err(|error| journal.truthful(error));
            // Whoever stops at a question is told of this resource there.
            let is_stopped = |error: &Error| error.outcome == Outcome::Interrupted;
            let told = journal.wrote_itself() && !result.as_ref().is_err_and(is_stopped);
            (result, told)
        }
    };
    // Read before the next step, which makes a refusal `partial` where earlier resources were written: even
    // then nothing else of this run may be deployed.
    let refused = result
        .as_ref()
        .is_err_and(|error| error.outcome.is_refusal());
    // What the resources before this one wrote makes a lie of an end in which nothing was written.
    let result = result.map_err(|error| error.after(&inputs.wrote, told));
    let ended = ended(result, inputs.lang());
    let screen = Screen {
        terminal: world.terminal,
        clock: world.clock,
        lang: inputs.lang(),
    };
    Ended {
        // Whoever did not ask for secrets in clear may print all that it gets.
        real: match inputs.hands_on {
            true => ended.real,
            false => Value::Null,
        },
        handed: match inputs.hands_on {
            true => ended.handed,
            false => Value::Null,
        },
        wrote: journal.written(),
        refused,
        message: ended.message.map(|message| screen.fitted(&message)),
        ..ended
    }
}

/// Has a command that was stopped give back what keeps the rest of its team from writing, within [`PATIENCE`].
async fn gives_back(world: World<'_>, mut command: Pin<&mut impl Future>) {
    let journal = world.journal;
    let given_back = poll_fn(|context| {
        // As soon as nothing is left to give back, no step more of the command is done.
        let is_done = !journal.is_claimed() || command.as_mut().poll(context).is_ready();
        match is_done || !journal.is_claimed() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    });
    select(given_back, world.clock.sleep(PATIENCE)).await;
}

/// Runs the command that the inputs name.
async fn command(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    let command = &Command::begin(world, inputs).await?;
    let finish = match command.turn.typed.verb() {
        "deploy" => deploy(command).await,
        "plan" => plan(command).await,
        "drift" => drift(command).await,
        "remove" => remove(command).await,
        "restore" => restore(command).await,
        "sync" => sync(command).await,
        "info" => info(command).await,
        "history" => history(command).await,
        "state" => state(command).await,
        _ => Err(unknown_command(&command.turn.typed)),
    }?;
    Ok(Finish {
        claimed: claimed(command)?,
        ..finish
    })
}

/// The end of a run, in one language.
pub fn ended(result: Result<Finish>, lang: Lang) -> Ended {
    let finish = result.unwrap_or_else(|error| Finish {
        error: Some(error),
        ..Finish::plain(Value::Null)
    });
    let error = finish.error.as_ref();
    // Beside an error there is no result: the CLI would hand one on to resources that go on all the same.
    let Handed { shown, real } = match error {
        Some(_) => Handed::default(),
        None => finish.result,
    };
    Ended {
        outcome: error.map_or(finish.outcome, |error| error.outcome),
        message: error.map(|error| error.render(lang)),
        result: shown,
        real,
        found: finish.found,
        wrote: Vec::new(),
        seen: finish.seen,
        claimed: finish.claimed,
        handed: finish.handed,
        refused: false,
        document: finish.document,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_answer_is_obeyed_by_a_terminal() {
        let hostile = json!({"a\u{9b}": "\u{202e}x"});
        let finish = Finish::plain(hostile.clone());
        let ended = Ended {
            seen: hostile.clone(),
            result: hostile.clone(),
            ..ended(Ok(finish), Lang::En)
        };
        let text = ended.to_json();
        assert!(!text.contains(plain::is_invisible), "{text}");
        let back: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(back["seen"], hostile);
    }
}
