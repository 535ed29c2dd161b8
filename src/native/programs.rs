//! Programs of this machine.

use std::io::ErrorKind;
use std::process::Stdio;

use tokio::process::Command;

use crate::ports::{ProgramError, Programs, Ran, Wait};

/// Runs programs that are found by the `PATH`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Processes;

impl Programs for Processes {
    fn run<'a>(
        &'a self,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Ran, ProgramError>> {
        Box::pin(async move {
            let mut command = Command::new(program);
            command.args(args).stdin(Stdio::null()).kill_on_drop(true);
            let output = command.output().await.map_err(|error| match error.kind() {
                ErrorKind::NotFound => ProgramError::Missing,
                _ => ProgramError::Failed(error.to_string()),
            })?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Ok(Ran {
                code: output.status.code().unwrap_or(-1),
                stdout: text(&output.stdout),
                stderr: text(&output.stderr),
            })
        })
    }
}
