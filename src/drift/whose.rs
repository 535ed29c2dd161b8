//! Whose deploy has left a setting as it is online, as far as marks and the records of colleagues tell.

use super::{Difference, ResourceDrift};
use crate::git::{Relation, UnknownReason};
use crate::model::mark::{Group, Vouched};
use crate::state::provenance::Provenance;

impl ResourceDrift {
    /// Whether one of its settings is online as the last deploy left it, as far as the mark tells.
    pub fn is_as_left(&self, found: &Difference) -> Option<bool> {
        let group = self.group(found);
        self.part.mark.read()?.is_as_left(&self.resource, group)
    }

    fn group(&self, found: &Difference) -> Group {
        let is_secret = found.field.is_some_and(|field| field.secret);
        Group::of(self.resource.kind, &found.path, is_secret)
    }

    /// The mark of a deploy that is later than what is on record here, and of which the tree here is not known to hold
    /// all. What is here to the letter lacks nothing of it.
    pub fn later(&self) -> Option<&Vouched> {
        let mark = self.part.mark.read()?;
        let is_lacking = !mark.relation.is_contained() && !mark.has_same_inputs;
        (!mark.newer.is_empty() && is_lacking).then_some(mark)
    }

    /// The deploy that has left a setting as it is online, where that is such a one, and it vouches for the setting.
    pub fn later_deploy(&self, found: &Difference) -> Option<Provenance> {
        let vouched = self.later()?;
        let mark = &vouched.mark;
        let is_left = self.is_as_left(found) == Some(true);
        let is_vouched = !mark.flags.unvouched.contains(&self.group(found));
        (is_left && is_vouched).then(|| Provenance {
            commit: mark.commit.clone(),
            is_dirty: Some(mark.is_dirty),
            repository: mark.repository.clone(),
            who: mark.who.clone(),
            ..Provenance::default()
        })
    }

    /// Whether others have deployed a setting as it is online since anything of it was deployed from here.
    pub fn is_deployed_since(&self, found: &Difference) -> bool {
        found.is_colleagues || self.later_deploy(found).is_some()
    }

    /// Whether a setting may be of such a deploy, or was changed online since.
    pub fn may_be_deployed_since(&self, found: &Difference) -> bool {
        let is_moved = self.is_as_left(found) != Some(true);
        !found.is_colleagues && self.later().is_some() && is_moved
    }

    /// Whether something in it is asked about that was deployed from a commit that ours does not have, or that is not
    /// in the clone at all: whoever gets that may have nothing to decide.
    pub fn lacks_a_commit(&self) -> bool {
        if self.standing.asks() && self.part.live.is_none() {
            let later = self.later().map(Vouched::told);
            return later.is_some_and(is_lacking);
        }
        let kind = self.resource.kind;
        let mut asked = self.differences.iter().filter(|one| one.asks());
        asked.any(|one| {
            let colleague = self.part.colleague(kind.is_code(one.path.top()));
            let told = colleague.filter(|_| one.is_colleagues);
            // What was changed online since is beside what the commit would bring.
            let marked = self.part.mark.read();
            let marked = marked.filter(|_| self.is_as_left(one) == Some(true));
            let marked = marked.or(self.later());
            let relation = told.map(|one| one.told());
            let relation = relation.or(marked.map(Vouched::told));
            relation.is_some_and(is_lacking)
        })
    }
}

/// Whether a tree that stands so to a deploy may not have its commit.
fn is_lacking(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Apart | Relation::Unknown(UnknownReason::Absent)
    )
}
