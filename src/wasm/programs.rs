//! Programs by the host.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Socket, cause_of};
use crate::ports::{Process, ProgramError, Programs, Ran, Wait};

impl Programs for Socket {
    fn own(&self) -> Process {
        Process {
            pid: self.host.pid(),
            host: self.host.hostname(),
            space: self.host.space(),
        }
    }

    fn runs(&self, pid: u32) -> Option<bool> {
        self.host.runs(pid)
    }

    fn run<'a>(
        &'a self,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Ran, ProgramError>> {
        let promise = self.host.run(program, owned(args));
        Box::pin(async move {
            let ended = JsFuture::from(promise).await;
            ran(&ended.map_err(|error| program_error(&error))?)
        })
    }

    fn run_within<'a>(
        &'a self,
        millis: u32,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Option<Ran>, ProgramError>> {
        let promise = self.host.run_within(millis, program, owned(args));
        Box::pin(async move {
            let ended = JsFuture::from(promise).await;
            let ended = ended.map_err(|error| program_error(&error))?;
            // Nothing is said of what did not end by itself.
            match ended.is_undefined() {
                true => Ok(None),
                false => ran(&ended).map(Some),
            }
        })
    }
}

fn owned(args: &[&str]) -> Vec<String> {
    args.iter().map(|arg| (*arg).to_owned()).collect()
}

/// What the host says of a program that has ended.
fn ran(ended: &JsValue) -> Result<Ran, ProgramError> {
    let text = ended.as_string().unwrap_or_default();
    serde_json::from_str(&text).map_err(|error| ProgramError::Failed(error.to_string()))
}

fn program_error(error: &JsValue) -> ProgramError {
    match cause_of(error).as_str() {
        "ENOENT" => ProgramError::Missing,
        cause => ProgramError::Failed(cause.to_owned()),
    }
}
