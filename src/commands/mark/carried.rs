//! What earlier deploys have left of which this one takes no care. It stands online all the same, and the mark of this
//! one is the last that could tell of it: of whatever a mark does not tell, whoever has it in a later tree takes it for new.

use std::collections::BTreeSet;

use super::place::is_of;
use super::portrait;
use crate::apply::Done;
use crate::model::desired::Desired;
use crate::model::mark::{Digester, Group, Mark, Portrait};
use crate::model::resource::{Kind, Resource};
use crate::snapshot::{Live, Snapshot};

/// The triggers that the file does not have, beside all that was read.
#[derive(Default)]
pub(super) struct Carried {
    beside: Vec<(Resource, Live)>,
    named: Vec<Resource>,
    all: Portrait,
}

impl Carried {
    pub(super) fn of(root: &Resource, wanted: &Desired, snapshot: &Snapshot) -> Carried {
        let beside = snapshot.beside.iter();
        let beside = beside.filter(|(one, _)| one.kind.is_entry() && is_of(root, one));
        let beside: Vec<_> = beside.cloned().collect();
        if beside.is_empty() {
            return Carried::default();
        }
        let items = wanted.items.iter();
        Carried {
            beside,
            named: items.map(|item| item.resource.clone()).collect(),
            all: portrait(snapshot, root),
        }
    }

    /// Those of them that the deploy of that mark has left there; `None` where it does not tell.
    pub(super) fn triggers(
        &self,
        before: &Mark,
        digester: &Digester,
    ) -> Option<Vec<&(Resource, Live)>> {
        let group = Group::Triggers;
        if self.beside.is_empty() || before.flags.unvouched.contains(&group) {
            return Some(Vec::new());
        }
        let marked = before.groups.get(&group).copied();
        let named: Vec<&Resource> = self.named.iter().collect();
        let left = self.all.left((group, marked), &named, digester)?;
        let beside = self.beside.iter();
        Some(beside.filter(|(one, _)| left.contains(one)).collect())
    }
}

/// The configurations that earlier deploys have left, as that mark tells, without those of which this one knows what
/// became of them.
pub(super) fn configs(before: &Mark, done: &[Done]) -> BTreeSet<Kind> {
    let is_done = |kind: Kind| done.iter().any(|one| one.resource.kind == kind);
    let left = before.flags.configs.iter().copied();
    left.filter(|kind| !is_done(*kind)).collect()
}
