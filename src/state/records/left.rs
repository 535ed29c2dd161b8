//! What another tool has left behind, where nothing of ours is kept: it stands in for a record until there is one.

use super::Records;
use crate::model::resource::Resource;
use crate::state::record::Record;

impl Records<'_> {
    /// Has these stand in for the records of their resources, as long as there are none. Their documents may be in
    /// clear: they are sealed before anybody gets them.
    #[must_use]
    pub fn beside(mut self, left: Vec<Record>) -> Self {
        self.left = left;
        self
    }

    /// What stands in for the record of a resource.
    pub(super) fn left_of(&self, resource: &Resource) -> Option<Record> {
        let mut left = self.left.iter();
        let found = left.find(|one| one.resource == *resource)?;
        let mut record = Record {
            key_id: self.sealer.id(),
            ..found.clone()
        };
        record.seal_again(&self.sealer);
        Some(record)
    }

    /// The same of all resources of a root of which none of these is the record.
    pub(super) fn left_beside(&self, root: &Resource, known: &[Record]) -> Vec<Record> {
        let is_known = |one: &&Resource| known.iter().any(|record| record.resource == **one);
        let left = self.left.iter().map(|one| &one.resource);
        let left = left.filter(|one| one.root() == *root && !is_known(one));
        left.filter_map(|one| self.left_of(one)).collect()
    }

    /// Whether it stays on record that there is nothing any more, since what another tool has left would count again.
    pub(super) fn outlasts(&self, resource: &Resource) -> bool {
        self.left.iter().any(|one| one.resource == *resource)
    }
}
