//! The checksums by which the code of the witnesses is told apart.

use serde_json::Value;

use crate::model::document::is_oss;
use crate::snapshot::Part;
use crate::state::record::Intent;

/// The checksums of the witnesses.
pub(super) struct Sums {
    /// What was here at the last deploy.
    pub(super) sent: Option<String>,
    /// What was online after it.
    pub(super) seen: Option<String>,
    /// What another component was to deploy, which packs otherwise.
    pub(super) meant: Option<String>,
    /// What is online now.
    pub(super) live: String,
    /// What is here now.
    pub(super) yours: String,
    /// Whether the baseline was taken over from a tool that packs otherwise: equal files have another checksum then.
    pub(super) is_adopted: bool,
    /// Whether what is online holds a key of ours, so that it is replaced whatever else it holds.
    pub(super) is_exposed: bool,
}

impl Sums {
    /// `None` where there are no two packages to compare.
    pub(super) fn of(part: &Part) -> Option<Sums> {
        let baseline = part.baseline.as_ref();
        Some(Sums {
            sent: baseline.and_then(|baseline| sum(&baseline.sent)),
            seen: baseline.and_then(|baseline| sum(baseline.seen.as_ref()?)),
            meant: part.handed().and_then(meant),
            live: sum(&part.live.as_ref()?.document)?,
            yours: sum(&part.desired)?,
            is_adopted: baseline.is_some_and(|one| one.adopted.is_some()),
            is_exposed: false,
        })
    }

    /// Each of them that there is.
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        let base = self.sent.iter().chain(&self.seen).chain(&self.meant);
        base.chain([&self.live, &self.yours])
    }

    /// Whether somebody else may have changed it, or packed it, as far as checksums tell.
    pub(super) fn is_foreign(&self) -> bool {
        let packs_otherwise = self.is_adopted || self.meant.is_some();
        self.live != self.yours && (packs_otherwise || self.seen.as_ref() != Some(&self.live))
    }
}

/// The checksum of what another component was to deploy; `None` where the code was to stay as it was.
fn meant(intent: &Intent) -> Option<String> {
    let before = intent.before.as_ref().and_then(sum);
    sum(&intent.intended).filter(|meant| before.as_ref() != Some(meant))
}

/// The checksum of a package, as a document holds it.
pub(super) fn sum(document: &Value) -> Option<String> {
    // What names an object of OSS is no checksum, and nobody has its bytes here.
    let code = document.get("code").filter(|code| !is_oss(code))?;
    code.as_str().map(str::to_owned)
}
