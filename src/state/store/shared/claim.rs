//! Who is about to write what belongs to one root. A claim stands in the newest revision of the root's
//! records, so that whoever takes it over is seen by the next write of whoever had it.

use serde::{Deserialize, Serialize};

use crate::ports::{Process, World};
use crate::words;
use crate::words::Words;

/// How long a claim holds after its holder's last sign of life, in milliseconds.
pub const LASTS: i64 = 10 * 60 * 1000;

/// The same where an image is waited for, which gives no sign of life.
pub const LASTS_LONG: i64 = 40 * 60 * 1000;

/// A run that has claimed a root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RootClaim {
    /// No other claim has it.
    pub(super) nonce: String,
    pub(super) command: String,
    /// The machine that it runs on, and the number of its process there.
    pub(super) host: String,
    pub(super) pid: u32,
    /// The working copy, by a digest that tells nothing of it.
    pub(super) copy: String,
    /// When it began by its own clock, in RFC 3339.
    pub(super) started: String,
    /// For how many milliseconds it holds after its last sign of life.
    pub(super) lasts: i64,
}

impl RootClaim {
    /// Whether it was made by an earlier run in the same working copy, whose lock is ours by now: that run
    /// is over.
    pub(super) fn is_of(&self, world: World<'_>, copy: &str) -> bool {
        let Process { host, .. } = world.programs.own();
        self.copy == copy && self.host == host
    }

    /// Whether it is over, where the last sign of life was then and it is now, by one clock.
    pub(super) fn is_over(&self, seen: i64, now: i64) -> bool {
        now - seen > self.lasts
    }

    /// Which run it is, for those who wait for it.
    pub(super) fn label(&self) -> Words {
        let RootClaim {
            command,
            host,
            pid,
            started,
            ..
        } = self;
        let [command, host, started] =
            [command, host, started].map(|text| crate::plain::line(text));
        words!(
            "{command} (process {pid} on {host}, since {started})",
            "{command}（{host} 上的进程 {pid}，开始于 {started}）"
        )
    }
}
