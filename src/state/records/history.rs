//! What a store that a team shares tells of its records beside the newest of each: who wrote it, and what was on
//! record before.

use super::{Records, format};
use crate::error::Result;
use crate::model::resource::Resource;
use crate::state::format::KeptRecord;
use crate::state::names;
use crate::state::provenance::Provenance;
use crate::state::record::Record;
use crate::state::store::{Earlier, Tag, Version};

/// The way back through what was on record of a resource, from what was read last.
pub struct RecordHistory<'r, 'a> {
    records: &'r Records<'a>,
    name: String,
    at: Option<Tag>,
}

/// A step on that way.
#[derive(Debug)]
pub enum EarlierRecord {
    /// Nothing was on record before.
    Nothing,
    Kept {
        record: Box<Record>,
        /// Whether this working copy has put it there, whatever it is of.
        is_put_here: bool,
    },
    /// It is not kept any more, or nobody is asked in this run.
    Lost,
}

impl RecordHistory<'_, '_> {
    /// What was on record before the last step.
    ///
    /// # Errors
    /// It cannot be read, is damaged, or is not to be believed.
    pub async fn next(&mut self) -> Result<EarlierRecord> {
        let (ledger, at) = (self.records.store.ledger(), self.at.take());
        let Some((ledger, at)) = ledger.zip(at) else {
            return Ok(EarlierRecord::Nothing);
        };
        let (version, is_put_here) = match ledger.before(&self.name, &at).await? {
            Earlier::Nothing => return Ok(EarlierRecord::Nothing),
            Earlier::Lost => return Ok(EarlierRecord::Lost),
            Earlier::Version { version, is_own } => (version, is_own),
        };
        let (bytes, tag) = version;
        self.at = Some(tag);
        let path = self.records.path(&self.name);
        let KeptRecord { mut record, .. } = format::parse(&path, &bytes)?;
        record.seal_again(&self.records.sealer);
        let record = Box::new(record);
        Ok(EarlierRecord::Kept {
            record,
            is_put_here,
        })
    }
}

impl<'a> Records<'a> {
    /// What was on record of a resource before what was read last; nothing where no team shares the records.
    pub fn history(&self, resource: &Resource) -> RecordHistory<'_, 'a> {
        let name = names::record(resource);
        let noted = self.known.borrow().get(&name).cloned().flatten();
        RecordHistory {
            records: self,
            name,
            at: noted.map(|noted| noted.tag),
        }
    }

    /// What this working copy has put on record of a resource without the place that the team shares, where that does
    /// not count since the team wrote there. What is no record says nothing.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn laid_aside(&self, resource: &Resource) -> Result<Option<Record>> {
        let name = names::record(resource);
        let Some(ledger) = self.store.ledger() else {
            return Ok(None);
        };
        let Some(bytes) = ledger.laid_aside(&name)? else {
            return Ok(None);
        };
        let kept = format::parse(&self.path(&name), &bytes).ok();
        Ok(kept.map(|KeptRecord { mut record, .. }| {
            record.seal_again(&self.sealer);
            record
        }))
    }

    /// Whether a team shares them.
    pub fn is_shared(&self) -> bool {
        self.store.ledger().is_some()
    }

    /// Whether they can be read without asking anybody.
    pub fn is_at_hand(&self) -> bool {
        let ledger = self.store.ledger();
        ledger.is_none_or(|ledger| ledger.is_offline())
    }

    /// Whether a deploy was made by this working copy, as far as anybody can have made another one: records that
    /// are not shared are all its own. What an older version has written does not say it; then it is told by who
    /// has put the record there.
    pub fn is_own(&self, deploy: &Provenance, is_put_here: bool) -> bool {
        let is_here = deploy.copy.as_ref().map(|copy| *copy == self.copy);
        !self.is_shared() || is_here.unwrap_or(is_put_here)
    }

    /// Whether the record of a resource, as it was read last, was put there by this working copy; so is every one
    /// that is not shared, and one that is not there.
    pub fn is_put_here(&self, resource: &Resource) -> bool {
        let ledger = self.store.ledger();
        ledger.is_none_or(|ledger| ledger.is_own(&names::record(resource)))
    }

    /// Makes sure that this run may still write a resource, right before it does so without a new record.
    ///
    /// # Errors
    /// Another run has taken it over, or that cannot be found out.
    pub async fn still_ours(&self, resource: &Resource) -> Result<()> {
        match self.store.ledger() {
            Some(ledger) => ledger.still_ours(&names::record(resource)).await,
            None => Ok(()),
        }
    }

    /// What is under a name as far as it is known without asking anybody.
    pub(super) async fn look(&self, name: &str) -> Result<Option<Version>> {
        match self.store.ledger() {
            Some(ledger) => ledger.glance(name).await,
            None => self.store.get(name).await,
        }
    }

    /// Whether it stays on record that there was something, and who has taken it away: a colleague whose file
    /// still has it would make it again otherwise, as if it were new.
    pub fn is_remembered(&self) -> bool {
        self.is_shared()
    }
}
