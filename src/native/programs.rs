//! Programs of this machine.
//!
//! Only the docker client is run; the rest tells whether the holder of a lock still lives.

use std::io::ErrorKind;
use std::process::Stdio;

use tokio::process::Command;

use crate::ports::{Process, ProgramError, Programs, Ran, Wait};

/// Runs programs that are found by the `PATH`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Processes;

impl Programs for Processes {
    fn own(&self) -> Process {
        Process {
            pid: std::process::id(),
            host: host(),
            space: space(),
        }
    }

    fn runs(&self, pid: u32) -> Option<bool> {
        runs(pid)
    }

    fn run<'a>(
        &'a self,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Ran, ProgramError>> {
        Box::pin(async move {
            let mut command = Command::new(program);
            // No stdin, which may carry the inputs; and whoever stops the run stops the program with it.
            command.args(args).stdin(Stdio::null()).kill_on_drop(true);
            let output = command.output().await.map_err(|error| match error.kind() {
                ErrorKind::NotFound => ProgramError::Missing,
                _ => ProgramError::Failed(error.to_string()),
            })?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Ok(Ran {
                // A program that a signal ended has no code.
                code: output.status.code().unwrap_or(-1),
                stdout: text(&output.stdout),
                stderr: text(&output.stderr),
            })
        })
    }
}

/// The name of this machine, or container, by which another one is told from it.
#[cfg(unix)]
fn host() -> String {
    let names = rustix::system::uname();
    names.nodename().to_string_lossy().into_owned()
}

/// The name that Windows has for this machine.
#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// Linux counts programs by namespace.
fn space() -> Option<String> {
    let link = std::fs::read_link("/proc/self/ns/pid").ok()?;
    Some(link.to_string_lossy().into_owned())
}

/// Whether a process of that number runs; `None` where that cannot be told.
#[cfg(unix)]
fn runs(pid: u32) -> Option<bool> {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let pid = Pid::from_raw(i32::try_from(pid).ok()?)?;
    match test_kill_process(pid) {
        // Somebody else's program runs all the same.
        Ok(()) | Err(Errno::PERM) => Some(true),
        Err(Errno::SRCH) => Some(false),
        Err(_) => None,
    }
}

/// The standard library has no way to ask elsewhere.
#[cfg(not(unix))]
fn runs(_: u32) -> Option<bool> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_program_is_known_to_run_until_it_has_ended() {
        let own = Processes.own();
        assert!(!own.host.is_empty());
        let named = |space: &String| space.starts_with("pid:[");
        assert_eq!(
            own.space.as_ref().is_some_and(named),
            cfg!(target_os = "linux")
        );
        assert_eq!(Processes.runs(own.pid), Some(true));
        assert_eq!(Processes.runs(1), Some(true));
        let mut child = std::process::Command::new("true").spawn().expect("started");
        child.wait().expect("ended");
        assert_eq!(Processes.runs(child.id()), Some(false));
    }
}
