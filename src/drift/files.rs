//! The verdicts on the files of the code, by the same table as those on settings: a change here is
//! yours against what was sent, a change online is what is there against what was seen.

use std::collections::BTreeSet;

use super::Verdict;
use crate::package::{Compared, Content, Manifest};

/// One file, link or empty folder of the code that is not the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDifference {
    /// Its path in the package.
    pub path: String,
    /// Standing where it stands as an earlier decision left it.
    pub verdict: Verdict,
    /// What stood online after the last deploy; where it was kept as online, what was kept.
    pub last: Option<Content>,
    pub online: Option<Content>,
    pub yours: Option<Content>,
    /// What was here when it was decided to keep what is online, where that is how it stands.
    pub then: Option<Then>,
}

/// What was here at an earlier decision.
pub type Then = Option<Content>;

impl FileDifference {
    /// Whether it was kept as online and is still online as it was kept.
    pub fn is_as_kept(&self) -> bool {
        self.then.is_some() && self.last == self.online
    }

    /// Whether what is here is what was last deployed, and only others changed it.
    pub fn is_only_theirs(&self) -> bool {
        self.verdict == Verdict::Remote && self.then.is_none()
    }
}

/// Every file that differs between here and online, or that both changed alike, sorted by path.
/// `None` where it is not known what is in one of the two.
pub fn files(code: &Compared) -> Option<Vec<FileDifference>> {
    let (online, yours) = (code.online.as_deref()?, code.yours.as_deref()?);
    let (sent, seen) = (code.sent.as_deref(), code.seen.as_deref());
    // A file that only the last deploy knew was deleted on one side or both, and has to be told as well.
    let witnesses = [Some(online), Some(yours), sent, seen];
    let paths = witnesses.into_iter().flatten().flat_map(Manifest::paths);
    let paths: BTreeSet<&str> = paths.collect();
    let at = |all: Option<&Manifest>, path: &str| all.and_then(|all| all.get(path)).cloned();
    let difference = |path: &str| {
        let (online, yours) = (online.get(path).cloned(), yours.get(path).cloned());
        let moved =
            |all: Option<&Manifest>, now: &Option<Content>| all.map(|_| at(all, path) != *now);
        let kept = sent.is_some() && seen.is_some() && at(sent, path) != at(seen, path);
        let changes = (moved(sent, &yours), moved(seen, &online));
        let verdict = match judge(changes, online == yours)? {
            // As of a setting: whoever changed it here did so without what is kept in it.
            Verdict::Local if kept => Verdict::Conflict,
            verdict => verdict,
        };
        Some(FileDifference {
            path: path.to_owned(),
            verdict,
            last: match verdict {
                Verdict::Local => at(sent, path),
                _ => at(seen.or(sent), path),
            },
            then: kept.then(|| at(sent, path)),
            online,
            yours,
        })
    };
    Some(paths.into_iter().filter_map(difference).collect())
}

/// Files of which nothing is on record, where what is online is known to be what ours was made from: whatever
/// differs was changed here.
pub(super) fn since_online(files: &mut [FileDifference]) {
    for file in files
        .iter_mut()
        .filter(|file| file.verdict == Verdict::Unknown)
    {
        file.verdict = Verdict::Local;
        file.last = file.online.clone();
    }
}

/// The verdict by who changed it, here and online; either is `None` where it is not known what was there
/// before. `None` where there is nothing to say.
fn judge((local, remote): (Option<bool>, Option<bool>), agree: bool) -> Option<Verdict> {
    Some(match (local, remote) {
        (Some(false), Some(false)) if agree => return None,
        // Nothing is known of how two files became the same, and nobody needs to.
        (None, _) | (_, None) if agree => return None,
        (None, _) | (_, None) => Verdict::Unknown,
        _ if agree => Verdict::Agreed,
        (Some(false), Some(false)) => Verdict::Standing,
        (Some(true), Some(false)) => Verdict::Local,
        (Some(false), Some(true)) => Verdict::Remote,
        (Some(true), Some(true)) => Verdict::Conflict,
    })
}
