//! The stories: one file a command, the only ones that know the order of things.

mod code;
pub mod compare;
pub mod deploy;
pub mod drift;
mod dropped;
mod guard;
mod home;
pub mod info;
mod left;
pub mod plan;
pub mod remove;
mod report_file;
pub mod restore;
mod survey;
pub mod sync;
mod twice;

use std::borrow::Cow;

use crate::error::{Error, Outcome};
use crate::inputs::Inputs;
use crate::ports::Files;
use crate::report::{Format, Function};
use crate::view::result::Handed;

/// The inputs with the names of the resources of the file, for what is said of a word that may be one of
/// them. Nobody else needs them, so it is not read without such a word.
pub fn with_names<'a>(files: &dyn Files, inputs: &'a Inputs) -> Cow<'a, Inputs> {
    if !inputs.typed().has_word() {
        return Cow::Borrowed(inputs);
    }
    let file = survey::File::read(files, inputs);
    let names = file.resources().iter().map(|one| one.name.clone());
    Cow::Owned(Inputs {
        resources: names.collect(),
        ..inputs.clone()
    })
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
    pub seen: serde_json::Value,
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
            seen: serde_json::Value::Null,
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
