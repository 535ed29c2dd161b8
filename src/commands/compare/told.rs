//! What of the verdicts, which are those of a deploy, a command tells.

use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict};

/// As long as the function stays deleted, no deploy changes a domain that outlives it.
pub(super) fn hold_up(drift: &mut Drift) {
    let stays = |one: &ResourceDrift| {
        one.resource.kind.is_function() && one.standing == Standing::StaysDeleted
    };
    if !drift.resources.iter().any(stays) {
        return;
    }
    for resource in &mut drift.resources {
        let written = |found: &Difference| found.verdict == Verdict::Local;
        // What others changed in it is told all the same.
        resource.differences.retain(|found| !written(found));
    }
}

/// Whether a setting is online as a deploy left it of which the commit here holds all: then nobody has changed it
/// there, and what differs was changed here and not committed.
fn is_changed_here(resource: &ResourceDrift, found: &Difference) -> bool {
    let is_in_head = resource
        .part
        .mark
        .read()
        .is_some_and(|mark| mark.head.is_contained());
    is_in_head && resource.is_as_left(found) == Some(true)
}

/// Leaves what others did.
pub(super) fn only_online(drift: &mut Drift) {
    let moved = |found: &Difference| {
        let agreed = found.verdict == Verdict::Agreed && found.live != found.seen;
        // That the tree here is older is no change of anybody online, where it is on record what stood there.
        let is_known = found.verdict == Verdict::Older && found.live == found.seen;
        let counts = (found.verdict.foreign() && !is_known) || found.is_ruled();
        counts || found.verdict == Verdict::Along || agreed
    };
    for resource in &mut drift.resources {
        if resource.standing == Standing::Reopened {
            // Only the file was changed since, and nothing happened online.
            resource.standing = Standing::StaysDeleted;
        }
        // Of what stands kept only the file was changed.
        let differences = std::mem::take(&mut resource.differences);
        for mut found in differences {
            if found.reopened() {
                found.verdict = Verdict::Standing;
                resource.kept.push(found);
            } else {
                resource.differences.push(found);
            }
        }
        // In a first run nothing is known of before, so that both sides agree is no news.
        let first = matches!(resource.standing, Standing::Found | Standing::MadeAgain);
        let mut differences = std::mem::take(&mut resource.differences);
        differences.retain(|found| {
            let is_theirs = found.verdict != Verdict::Unknown || !is_changed_here(resource, found);
            is_theirs && moved(found) && !(first && found.verdict == Verdict::Agreed)
        });
        resource.differences = differences;
    }
    // What an interrupted run did not get to create is told all the same.
    let is_told = |one: &ResourceDrift| one.standing != Standing::New || one.interrupted.is_some();
    drift.resources.retain(is_told);
}
