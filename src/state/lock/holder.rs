//! Who holds a lock.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::ports::{Process, World};
use crate::time::{millis, rfc3339};
use crate::words;
use crate::words::Words;

/// The version of the file format.
const VERSION: u64 = 1;

/// What a lock is wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Purpose<'a> {
    /// The command, for example `deploy`.
    pub command: &'a str,
    /// The name of the root that it is about.
    pub root: &'a str,
}

/// A run that holds a lock, as the file says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Holder {
    version: u64,
    command: String,
    function: String,
    /// With `host`, see [`Process`].
    pid: u32,
    host: String,
    /// See [`Process::space`].
    #[serde(skip_serializing_if = "Option::is_none")]
    space: Option<String>,
    /// In RFC 3339, as the next.
    since: String,
    /// The last sign of life.
    seen: String,
    /// No other lock has it.
    pub(super) token: String,
}

impl Holder {
    pub(super) fn new(world: World<'_>, purpose: Purpose<'_>, token: String) -> Holder {
        let Process { pid, host, space } = world.programs.own();
        let now = rfc3339(world.clock.now());
        Holder {
            version: VERSION,
            command: purpose.command.to_owned(),
            function: purpose.root.to_owned(),
            pid,
            host,
            space,
            since: now.clone(),
            seen: now,
            token,
        }
    }

    /// `None` for a file that no run of fc-guard has written as a whole.
    pub(super) fn read(bytes: &[u8]) -> Option<Holder> {
        serde_json::from_slice(bytes).ok()
    }

    /// The file as it is written: JSON that a person can read, too.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|error| Error::unwritable(&error))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Milliseconds since the last sign of life. A clock that was set back makes nobody younger.
    pub(super) fn age(&self, now: i64) -> i64 {
        millis(&self.seen).map_or(i64::MAX, |seen| (now - seen).abs())
    }

    /// Gives a sign of life, at so many milliseconds since 1970.
    pub(super) fn renew(&mut self, now: i64) {
        self.seen = rfc3339(now);
    }

    /// Whether the run is over without having given the lock back. On another machine, in another
    /// container, or where a program's number was given to another one, only the time tells.
    pub(super) fn is_gone(&self, world: World<'_>, patience: i64) -> bool {
        let own = world.programs.own();
        // A number means something only where it was given.
        let here = (&self.host, &self.space) == (&own.host, &own.space);
        // Who asks holds no lock yet: in a container every run has the same number.
        let is_own = here && self.pid == own.pid;
        let ended = here && world.programs.runs(self.pid) == Some(false);
        is_own || ended || self.age(world.clock.now()) > patience
    }

    /// Which run it is, for those who wait for it.
    pub(super) fn label(holder: Option<&Holder>) -> Words {
        let Some(Holder {
            command,
            function,
            pid,
            host,
            since,
            ..
        }) = holder
        else {
            return words!("an unidentified run", "一次来历不明的运行");
        };
        words!(
            "{command} of {function} (process {pid} on {host}, since {since})",
            "{function} 的 {command}（{host} 上的进程 {pid}，开始于 {since}）"
        )
    }
}
