//! The mark that stands there already, where nothing had to be written.

use super::super::deployed;
use super::super::place::ServiceTags;
use super::{DueMark, RootMarking, of_function};
use crate::apply::Done;
use crate::error::{Outcome, Result};
use crate::git::{Relation, UnknownReason};
use crate::model::mark::Mark;
use crate::model::resource::Resource;
use crate::snapshot::Live;
use crate::view::mark as view;

impl RootMarking<'_> {
    /// Sets the next mark beside what was not written. Nobody was kept from deploying since it was read what stands there: a
    /// mark that somebody has left meanwhile tells of more than this one would.
    ///
    /// # Errors
    /// The record cannot be read or written, or somebody has stopped the run.
    pub(super) async fn put_held(&self, due: DueMark<'_>, done: &[Done]) -> Result<()> {
        let hold = match self.project.hold_waiting(false).await {
            Ok(hold) => hold,
            Err(error) if error.outcome == Outcome::Interrupted => return Err(error),
            // Whoever deploys for so long leaves a mark, too.
            Err(_) => return Ok(()),
        };
        let put = async {
            match self.is_unmoved(due.function).await {
                Ok(true) => self.put(due, done).await,
                Ok(false) => Ok(()),
                Err(error) => {
                    view::unset(self.project.screen, due.function, &error.what);
                    Ok(())
                }
            }
        };
        hold.during(put).await
    }

    /// Whether the mark that stands there is the one that was read.
    ///
    /// # Errors
    /// It cannot be read.
    async fn is_unmoved(&self, function: &Resource) -> Result<bool> {
        let now = match self.root.service() {
            None => {
                let reply = self.project.client.get(function).await?;
                Live::of(function, reply).map(|live| live.mark)
            }
            Some(_) => {
                let tags = ServiceTags::of(self.project).value(&self.root).await;
                let label = of_function(function);
                Some(tags.map_err(|failure| failure.into_error(&label))?)
            }
        };
        Ok(now.as_ref() == Some(&self.before))
    }

    /// The mark that stands there, where it names a tree that git does not find in ours although nothing differs from
    /// ours (a squash, a rebase, or what was deployed before it was committed). It would stand in the way of every deploy
    /// to come from a fresh clone, so it is set anew. Of a branch that is here and goes on by itself it would be taken
    /// from where it belongs: only a pipeline does that, which deploys what was decided on. `known` is the number of the
    /// last one that was set from here: of that the record tells, but to a pipeline, whose folder is nobody's.
    pub(super) async fn of_another_tree(&self, head: &Resource, known: u32) -> Option<Mark> {
        if !self.unvouched.is_empty() {
            return None;
        }
        // Nobody knows what one tells that is not believed here, as one of a team whose key is not here.
        let mark = self.believed(head)?;
        if mark.seq <= known && !self.project.is_in_pipeline() {
            return None;
        }
        let checkout = self.project.checkout().await;
        if checkout.commit.is_none() || checkout.is_dirty != Some(false) {
            return None;
        }
        let (programs, theirs) = (self.project.world.programs, deployed(&mark));
        let is_lacking = match checkout.relation(programs, &theirs).await {
            Relation::Apart => {
                self.project.is_in_pipeline() || !checkout.has(programs, &theirs).await
            }
            Relation::Unknown(reason) => matches!(
                reason,
                UnknownReason::DirtyThere
                    | UnknownReason::Unsaid
                    | UnknownReason::Absent
                    | UnknownReason::OtherRepository
            ),
            Relation::Same | Relation::Contains | Relation::Older => false,
        };
        is_lacking.then_some(mark)
    }
}
