//! Programs of this machine.
//!
//! Only the docker client and git are run; the rest tells whether the holder of a lock still lives.

mod group;

use std::io::{Error, ErrorKind};
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use self::group::ProcessGroup;

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
            let output = command(program, args).output().await;
            output.map(ran).map_err(|error| failed(&error))
        })
    }

    fn run_within<'a>(
        &'a self,
        millis: u32,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Option<Ran>, ProgramError>> {
        Box::pin(async move {
            let limit = Duration::from_millis(millis.into());
            let mut command = command(program, args);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let (child, group) =
                ProcessGroup::spawn(&mut command).map_err(|error| failed(&error))?;
            let Ok(output) = timeout(limit, child.wait_with_output()).await else {
                return Ok(None);
            };
            group.ended();
            output
                .map(|output| Some(ran(output)))
                .map_err(|error| failed(&error))
        })
    }
}

/// A program that gets no stdin, which may carry the inputs. Whoever stops the run stops it, too.
fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// What a program left that has ended.
fn ran(output: Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran {
        // A program that a signal ended has no code.
        code: output.status.code().unwrap_or(-1),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

fn failed(error: &Error) -> ProgramError {
    match error.kind() {
        ErrorKind::NotFound => ProgramError::Missing,
        _ => ProgramError::Failed(error.to_string()),
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

    #[test]
    #[cfg(unix)]
    fn what_has_not_ended_in_time_is_ended_with_all_that_it_started() {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().expect("a runtime");
        let within =
            |millis: u32, args: &[&str]| runtime.block_on(Processes.run_within(millis, "sh", args));
        let told = within(60_000, &["-c", "echo a; echo b >&2; exit 3"]);
        let ran = told.expect("it ran").expect("it ended");
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
            (3, "a\n", "b\n")
        );
        let missing = runtime.block_on(Processes.run_within(60_000, "no-such-program", &[]));
        assert_eq!(missing, Err(ProgramError::Missing));

        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join("pid");
        // The one that it starts outlives it, unless that is ended, too.
        let script = format!("sleep 600 & echo $! > '{}'; wait", note.display());
        assert_eq!(within(1_000, &["-c", &script]), Ok(None));
        let text = std::fs::read_to_string(&note).expect("it was started");
        let pid: u32 = text.trim().parse().expect("a number");
        // Whoever adopts it takes it away in a moment.
        while is_alive(pid) {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether a program runs and is not only waiting to be taken away.
    #[cfg(unix)]
    fn is_alive(pid: u32) -> bool {
        let Ok(state) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
            return cfg!(not(target_os = "linux")) && Processes.runs(pid) == Some(true);
        };
        let state = state.rsplit(')').next().unwrap_or_default();
        !state.trim_start().starts_with('Z')
    }
}
