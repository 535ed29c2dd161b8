//! A program together with all that it starts.

use std::io::Result;

use tokio::process::{Child, Command};

/// Ends them all when it is dropped, unless the program has ended by itself.
pub(super) struct ProcessGroup {
    /// Its number, which is that of the program; `None` once there is nothing to end.
    leader: Option<u32>,
}

impl ProcessGroup {
    /// Starts the program as the first of a group.
    pub(super) fn spawn(command: &mut Command) -> Result<(Child, ProcessGroup)> {
        #[cfg(unix)]
        command.process_group(0);
        let child = command.spawn()?;
        let leader = child.id();
        Ok((child, ProcessGroup { leader }))
    }

    /// The program has ended: its number may be another one's from now on.
    pub(super) fn ended(mut self) {
        self.leader = None;
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if let Some(leader) = self.leader {
            kill(leader);
        }
    }
}

#[cfg(unix)]
fn kill(leader: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let leader = i32::try_from(leader).ok().and_then(Pid::from_raw);
    if let Some(leader) = leader {
        // What has ended meanwhile needs no end.
        let _ = kill_process_group(leader, Signal::KILL);
    }
}

/// There are no groups elsewhere: the program itself ends when it is dropped.
#[cfg(not(unix))]
fn kill(_: u32) {}
