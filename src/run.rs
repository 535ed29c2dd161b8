//! From the inputs of one command to the answer that both doors hand back.

use serde_json::{Value, json};

use crate::commands::{deploy::deploy, info::info, plan::plan, remove::remove, sync::sync};
use crate::error::{Outcome, Result};
use crate::inputs::{Inputs, unknown_command};
use crate::ports::World;
use crate::words::Lang;

/// How a run ended, for the shim and for scripts.
#[derive(Debug)]
pub struct Ended {
    pub outcome: Outcome,
    /// What Serverless Devs prints; null unless the outcome is `Done`.
    pub result: Value,
    /// The error in the person's language; it holds no value of any setting.
    pub message: Option<String>,
}

impl Ended {
    /// The answer as the shim reads it.
    pub fn to_json(&self) -> String {
        json!({
            "outcome": self.outcome.word(),
            "code": self.outcome.code(),
            "result": self.result,
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
        "remove" => remove(world, inputs).await,
        "sync" => sync(world, inputs).await,
        "info" => info(world, inputs).await,
        other => Err(unknown_command(other)),
    };
    ended(result, inputs.lang())
}

/// The end of a run, in one language.
pub fn ended(result: Result<Value>, lang: Lang) -> Ended {
    match result {
        Ok(result) => Ended {
            outcome: Outcome::Done,
            result,
            message: None,
        },
        Err(error) => Ended {
            outcome: error.outcome,
            result: Value::Null,
            message: Some(error.render(lang)),
        },
    }
}
