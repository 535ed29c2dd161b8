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
    /// By whom, from which commit and in which run of a pipeline, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) who: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) commit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) run: Option<String>,
}

/// What somebody claims a root for.
#[derive(Clone, Debug)]
pub struct ClaimPurpose {
    pub command: String,
    /// For how many milliseconds after each sign of life.
    pub lasts: i64,
    /// As in [`Checkout`](crate::git::Checkout).
    pub who: Option<String>,
    /// The whole id.
    pub commit: Option<String>,
    pub run: Option<String>,
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
        let process = words!("process {pid} on {host}", "{host} 上的进程 {pid}");
        let since = words!("since {started}", "开始于 {started}");
        let run = self
            .run
            .as_deref()
            .map(|run| Words::same(crate::plain::line(run)));
        let known = self.deployer().into_iter().chain([process, since]);
        let Words { en, zh } = Words::list(&known.chain(run).collect::<Vec<_>>());
        words!("{command} ({en})", "{command}（{zh}）")
    }

    /// By whom and from which commit, where anything of that is known.
    fn deployer(&self) -> Option<Words> {
        let who = self.who.as_deref().map(crate::plain::line);
        let commit = self.commit.as_deref().map(crate::plain::line);
        Some(match (who, commit.as_deref().map(crate::git::short)) {
            (Some(who), Some(commit)) => {
                words!("by {who} from {commit}", "{who} 从提交 {commit} 执行")
            }
            (Some(who), None) => words!("by {who}", "由 {who} 执行"),
            (None, Some(commit)) => words!("from {commit}", "提交 {commit}"),
            (None, None) => return None,
        })
    }
}
