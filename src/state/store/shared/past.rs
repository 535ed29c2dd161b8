//! What was on record before: the revisions behind the newest one, which are never replaced.

use std::rc::Rc;

use futures_util::future::{join, join_all};

use super::head::tag;
use super::revision::{self, KeptText, Revision};
use super::{Shared, faults, root_of};
use crate::error::Result;
use crate::state::store::{Earlier, Tag};

/// How many revisions are read at once at most.
const MOST_AT_ONCE: u64 = 16;

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

    /// One of the revisions; `None` where it is not there any more, or nobody is asked. Whoever goes back over many
    /// of them waits for one round of requests after the other, so the further they go, the more are read at once.
    async fn past(&self, root: &str, seq: u64) -> Result<Option<Rc<Revision>>> {
        if let Some(known) = self.known_past(root, seq) {
            return Ok(Some(known));
        }
        if self.team.is_offline {
            return Ok(None);
        }
        let more = self.rounds.borrow().get(root).copied().unwrap_or(1);
        let next = (more * 2).min(MOST_AT_ONCE);
        self.rounds.borrow_mut().insert(root.to_owned(), next);
        let first = seq.saturating_sub(more) + 1;
        let before = (first..seq).filter(|one| self.known_past(root, *one).is_none());
        // Of those that nobody has asked for, one that cannot be read, or is not to be believed, is no matter yet.
        let (asked, _) = join(
            self.fetch(root, seq),
            join_all(before.map(|one| self.fetch(root, one))),
        )
        .await;
        asked
    }

    /// A revision that was read before in this run.
    fn known_past(&self, root: &str, seq: u64) -> Option<Rc<Revision>> {
        let past = self.past.borrow();
        past.get(&(root.to_owned(), seq)).map(Rc::clone)
    }

    /// Reads a revision.
    async fn fetch(&self, root: &str, seq: u64) -> Result<Option<Rc<Revision>>> {
        let name = format!("{}/{}", self.folder(root), revision::name(seq));
        let path = self.team.objects.place(&name);
        let Some(bytes) = faults::unreached(self.team.objects.get(&name).await)? else {
            return Ok(None);
        };
        let revision = Revision::open(&path, (&self.place(root), seq), &bytes, &self.team.key)?;
        let revision = Rc::new(revision);
        let at = (root.to_owned(), seq);
        self.past.borrow_mut().insert(at, Rc::clone(&revision));
        Ok(Some(revision))
    }
}
