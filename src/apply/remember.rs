//! What is put on record of a resource that is not written.

use serde_json::Value;

use super::Applier;
use super::advance::Advance;
use crate::error::Result;
use crate::plan::{Keeping, Step};
use crate::snapshot::Part;
use crate::state::provenance::ChangeKind;
use crate::state::record::{Baseline, Origin, Record};

impl Applier<'_> {
    /// Takes what is online into the baseline. Says whether that changed anything on disk.
    pub(super) async fn remember(&self, part: &Part, step: &Step) -> Result<bool> {
        let known = (self.sealer(), self.decider(step).await);
        let mut baseline = Advance::new(part, step, known).whole(self.now());
        let own = |seen: &Option<Value>| seen.as_ref().map(|seen| part.own_of(seen));
        let same =
            |old: &Baseline| old.sent == baseline.sent && own(&old.seen) == own(&baseline.seen);
        // That the two halves are new is what makes it an acceptance. Everything below only decides whether
        // the record is written anew.
        let before = part.record.baseline.as_ref().filter(|old| same(old));
        let known = before.is_some();
        // What a run did that was stopped before it could say so is that run's.
        let is_done = part.interrupted.as_ref().is_some_and(|one| one.done);
        let is_finished = is_done && part.baseline.as_ref().is_some_and(same);
        // Whoever renews a record alone has deployed nothing, and decided nothing.
        if let Some(old) = before.filter(|old| old.kept == baseline.kept) {
            baseline.at.clone_from(&old.at);
        }
        let same_key = part.record.key_id == self.sealer().id();
        let rest = |old: &Baseline| old.is_like(&baseline);
        let complete = known && part.record.baseline.as_ref().is_some_and(rest);
        // A deploy without changes renews whose the record is, too: an earlier name of the resource is told
        // by that.
        let origin = self.records.origin();
        // What several resources deploy is of none of them more than of the others, and knows the files of all.
        let is_known = |own: &Origin| match part.resource.kind.is_in_common() {
            true => part.record.files.contains(&own.file),
            false => part.record.origin.as_ref() == Some(own),
        };
        let same_origin = origin.is_none_or(is_known);
        // What an earlier version kept in clear is sealed by any deploy, even by one that has nothing to
        // write.
        let is_sealed = !self.records.is_in_clear(&part.resource);
        let is_current = same_key && same_origin && is_sealed;
        // An intent that was left behind is resolved by writing the record without it.
        if complete && is_current && part.record.pending.is_none() {
            return Ok(false);
        }
        let record = match known || is_finished {
            // Whoever renews a record has deployed nothing.
            true => Record {
                provenance: part.authorship(),
                ..part.record.clone()
            },
            false => Record {
                provenance: Some(self.authorship(part, ChangeKind::Accepted, true).await),
                ..part.record.clone()
            },
        };
        self.commit(&record, baseline).await?;
        Ok(!known)
    }

    /// Who decides that something is kept, where anything is.
    pub(super) async fn decider(&self, step: &Step) -> Option<String> {
        let is_new = |one: &Keeping| matches!(one, Keeping::Anew(..));
        match step.kept.iter().any(is_new) {
            true => (self.provenance)(ChangeKind::Accepted).await.who,
            false => None,
        }
    }
}
