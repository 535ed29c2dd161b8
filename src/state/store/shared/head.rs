//! The newest revision of a root in the hands of a run.

use std::collections::BTreeMap;

use super::claim::RootClaim;
use super::copy::Unshared;
use super::revision::{self, KeptText, Revision};
use crate::state::store::{Tag, Version};

/// The newest revision of a root, as this run has seen or made it.
#[derive(Clone, Debug, Default)]
pub(super) struct RootHead {
    /// [`revision::NONE`] where there is none yet.
    pub(super) seq: u64,
    pub(super) hash: Option<String>,
    /// When it was put there by the server's clock, in milliseconds since 1970.
    pub(super) modified: i64,
    /// How far the server's clock is ahead of ours, in milliseconds.
    pub(super) ahead: i64,
    pub(super) claim: Option<RootClaim>,
    pub(super) records: BTreeMap<String, KeptText>,
}

impl RootHead {
    /// Of a root of which the store has nothing.
    pub(super) fn none(ahead: i64) -> RootHead {
        RootHead {
            ahead,
            ..RootHead::default()
        }
    }

    pub(super) fn of(newest: Option<&(Revision, String)>, modified: i64, ahead: i64) -> RootHead {
        let Some((revision, hash)) = newest else {
            return RootHead::default();
        };
        RootHead {
            seq: revision.seq,
            hash: Some(hash.clone()),
            modified,
            ahead,
            claim: revision.claim.clone(),
            records: revision.records.clone(),
        }
    }

    /// The version of a record.
    pub(super) fn tag(&self, name: &str) -> Option<Tag> {
        self.records.get(name).map(tag)
    }

    pub(super) fn version(&self, name: &str) -> Option<Version> {
        let bytes = self.records.get(name)?.text.clone().into_bytes();
        Some((bytes, self.tag(name)?))
    }

    /// The same with another text of a record, or without it, by that working copy.
    pub(super) fn put(mut self, name: &str, text: Option<&str>, by: &str) -> RootHead {
        let seq = self.seq + 1;
        match text {
            Some(text) => {
                let (text, by) = (text.to_owned(), Some(by.to_owned()));
                let kept = KeptText { seq, text, by };
                self.records.insert(name.to_owned(), kept);
            }
            None => {
                self.records.remove(name);
            }
        }
        self
    }

    /// The same with what that working copy has put on record elsewhere.
    pub(super) fn with(self, unshared: Unshared, by: &str) -> RootHead {
        let mut head = self;
        for (name, text) in unshared.texts() {
            head = head.put(&name, text.as_deref(), by);
        }
        head
    }
}

/// The version of a record that is kept so. What was only put on record here has no number of the store's, so the
/// number alone tells it from no other.
pub(super) fn tag(kept: &KeptText) -> Tag {
    let digest = revision::digest(kept.text.as_bytes());
    Tag(format!("{} {digest}", kept.seq))
}
