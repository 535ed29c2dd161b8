//! From the inputs of one command to the answer that both doors hand back.

use serde_json::{Value, json};

use crate::commands::Finish;
use crate::commands::{
    deploy::deploy, drift::drift, info::info, plan::plan, remove::remove, restore::restore,
    sync::sync,
};
use crate::error::{Outcome, Result};
use crate::inputs::{Inputs, unknown_command};
use crate::ports::World;
use crate::report::{Format, Function};
use crate::words::Lang;

/// How a run ended, for the shim and for scripts.
#[derive(Debug)]
pub struct Ended {
    pub outcome: Outcome,
    /// What Serverless Devs prints; null where the command failed.
    pub result: Value,
    /// What was found, to be handed in again with the next resource of the same run.
    pub found: Option<Function>,
    /// The report for stdout, if one was asked for.
    pub document: Option<(Format, String)>,
    /// The error in the person's language; it holds no value of any setting.
    pub message: Option<String>,
}

impl Ended {
    /// The answer as the shim reads it.
    pub fn to_json(&self) -> String {
        json!({
            "outcome": self.outcome.word(),
            "code": self.outcome.code(),
            // Of several resources the worst counts.
            "rank": self.outcome as u8,
            "result": self.result,
            "found": self.found,
            // Where there is a result the CLI prints that.
            "document": self.document.as_ref().filter(|_| self.result.is_null()).map(|(_, text)| text),
            "message": self.message,
        })
        .to_string()
    }
}

/// Runs one command.
pub async fn run(world: World<'_>, inputs: &Inputs) -> Ended {
    let result = match inputs.command.as_str() {
        "deploy" => deploy(world, inputs).await,
        "plan" => plan(world, inputs).await,
        "drift" => drift(world, inputs).await,
        "remove" => remove(world, inputs).await,
        "restore" => restore(world, inputs).await,
        "sync" => sync(world, inputs).await,
        "info" => info(world, inputs).await,
        other => Err(unknown_command(other)),
    };
    ended(result, inputs.lang())
}

/// The end of a run, in one language.
pub fn ended(result: Result<Finish>, lang: Lang) -> Ended {
    let finish = result.unwrap_or_else(|error| Finish {
        error: Some(error),
        ..Finish::plain(Value::Null)
    });
    let error = finish.error.as_ref();
    Ended {
        outcome: error.map_or(finish.outcome, |error| error.outcome),
        message: error.map(|error| error.render(lang)),
        result: match error {
            Some(_) => Value::Null,
            None => finish.result,
        },
        found: finish.found,
        document: finish.document,
    }
}
