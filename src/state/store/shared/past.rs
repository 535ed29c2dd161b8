//! What was on record before: the revisions behind the newest one, which are never replaced.

use std::rc::Rc;

use super::head::tag;
use super::revision::{self, KeptText, Revision};
use super::{Shared, faults, root_of};
use crate::error::Result;
use crate::state::store::{Earlier, Tag};

impl Shared<'_> {
    /// Whether this working copy has written it.
    pub(super) fn has_written(&self, kept: &KeptText) -> bool {
        kept.by.as_ref() == Some(&self.own)
    }

    /// What stood under a name before that version of it came.
    pub(super) async fn replaced_by(&self, name: &str, tag_of: &Tag) -> Result<Earlier> {
        // The revision that a version came with holds all others as they were.
        let before = revision::came_with(tag_of).saturating_sub(1);
        if before == revision::NONE {
            return Ok(Earlier::Nothing);
        }
        let Some(revision) = self.past(root_of(name), before).await? else {
            return Ok(Earlier::Lost);
        };
        Ok(match revision.records.get(name) {
            None => Earlier::Nothing,
            Some(kept) => Earlier::Version {
                version: (kept.text.clone().into_bytes(), tag(kept)),
                is_own: self.has_written(kept),
            },
        })
    }

    /// One of the revisions; `None` where it is not there any more, or nobody is asked.
    async fn past(&self, root: &str, seq: u64) -> Result<Option<Rc<Revision>>> {
        let at = (root.to_owned(), seq);
        if let Some(known) = self.past.borrow().get(&at) {
            return Ok(Some(Rc::clone(known)));
        }
        if self.team.is_offline {
            return Ok(None);
        }
        let name = format!("{}/{}", self.folder(root), revision::name(seq));
        let path = self.team.objects.place(&name);
        let Some(bytes) = faults::unreached(self.team.objects.get(&name).await)? else {
            return Ok(None);
        };
        let revision = Revision::open(&path, (&self.place(root), seq), &bytes, &self.team.key)?;
        let revision = Rc::new(revision);
        self.past.borrow_mut().insert(at, Rc::clone(&revision));
        Ok(Some(revision))
    }
}
