//! What keeps others from writing from the last look to the last record: the lock of the working copy, and the
//! claim in the store of the team, where there is one.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use super::Project;
use crate::error::Result;
use crate::journal::Journal;
use crate::model::resource::Resource;
use crate::state::lock::Lock;
use crate::state::store::shared::Shared;
use crate::state::store::shared::claim::{ClaimPurpose, LASTS, LASTS_LONG};
use crate::view::screen::Tone;
use crate::words::Words;

/// Held until it is given back. A run that is killed before that leaves a claim to whoever comes next.
#[must_use]
pub struct Hold<'a> {
    locks: Vec<Lock<'a>>,
    shared: Option<Rc<Shared<'a>>>,
    /// What is held, in the order in which it was taken.
    roots: Vec<Resource>,
    journal: &'a Journal,
}

impl Hold<'_> {
    /// Gives it back.
    pub async fn end(self) {
        let Some(shared) = &self.shared else {
            return;
        };
        let mut are_released = true;
        for root in self.roots.iter().rev() {
            are_released &= shared.release(root).await;
        }
        if are_released {
            self.journal.claim(None);
        }
    }

    /// Does something under it, and gives it back. Where somebody stops the run meanwhile, the work ends as soon as
    /// it is known what became of every write, so that a colleague need not wait until the claim is over.
    ///
    /// # Errors
    /// Those of the work, or that it was stopped.
    pub async fn during<T>(self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let journal = self.journal;
        let mut work = Box::pin(work);
        let ended = poll_fn(|context| {
            if journal.lets_go() {
                return Poll::Ready(None);
            }
            match work.as_mut().poll(context) {
                Poll::Ready(result) => Poll::Ready(Some(result)),
                // The answer to the write that was under way has come.
                Poll::Pending if journal.lets_go() => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            }
        })
        .await;
        // It holds what giving back needs.
        drop(work);
        self.end().await;
        ended.unwrap_or_else(|| Err(journal.interrupted()))
    }
}

impl<'a> Project<'a> {
    /// Keeps other runs from writing about the same function.
    ///
    /// # Errors
    /// Another run does so, and does not end.
    pub async fn hold(&self, command: &str) -> Result<Hold<'a>> {
        self.hold_for(&self.root(), command, LASTS).await
    }

    /// Gives back what an earlier run of this working copy has claimed and left behind. Where that was killed after its
    /// last write, a run that finds nothing to do claims nothing, and its colleagues would wait until the claim is over.
    pub async fn give_back_left(&self) {
        let root = self.root();
        let Some(shared) = &self.shared else {
            return;
        };
        // Of FC 2.0 it may have come no further than to the service. As long as that run is alive, it is its own.
        let roots = [root.holder(), root];
        let is_free = |one: &Resource| matches!(self.workspace.writer(one), Ok(None));
        let is_left = |one: &Resource| matches!(shared.has_left(one), Ok(true));
        if roots.iter().all(is_free)
            && roots.iter().any(is_left)
            && let Ok(hold) = self.hold(self.typed.verb()).await
        {
            hold.end().await;
        }
    }

    /// Keeps them from writing about a function under another name.
    ///
    /// # Errors
    /// As [`Project::hold`].
    pub async fn hold_of(&self, root: &Resource) -> Result<Hold<'a>> {
        self.hold_for(root, self.typed.verb(), LASTS).await
    }

    /// The same for the command that was typed. The service may take long over an image, and gives no sign of
    /// life meanwhile.
    ///
    /// # Errors
    /// As [`Project::hold`].
    pub async fn hold_waiting(&self, has_image: bool) -> Result<Hold<'a>> {
        let lasts = if has_image { LASTS_LONG } else { LASTS };
        self.hold_for(&self.root(), self.typed.verb(), lasts).await
    }

    /// Keeps them from it as long as one sign of life comes in that many milliseconds.
    async fn hold_for(&self, root: &Resource, command: &str, lasts: i64) -> Result<Hold<'a>> {
        let mut hold = Hold {
            locks: Vec::new(),
            shared: self.shared.clone(),
            roots: Vec::new(),
            journal: self.world.journal,
        };
        // A service of FC 2.0 is a root by itself, which runs on its other functions write, too. It comes first in all
        // of them, so that no two runs wait for each other.
        let service = Some(root.holder()).filter(|one| one != root);
        for root in service.iter().chain([root]) {
            if let Err(error) = self.take(&mut hold, root, (command, lasts)).await {
                hold.end().await;
                return Err(error);
            }
        }
        if hold.journal.lets_go() {
            hold.end().await;
            return Err(self.world.journal.interrupted());
        }
        Ok(hold)
    }

    /// Takes the lock of a root, and the team's claim of it.
    async fn take(
        &self,
        hold: &mut Hold<'a>,
        root: &Resource,
        (command, lasts): (&str, i64),
    ) -> Result<()> {
        let tell = |words: &Words| self.screen.say_in(Tone::Remote, words);
        hold.locks
            .push(self.workspace.lock(root, command, &tell).await?);
        if let Some(shared) = &self.shared {
            // Whoever waits for it wants to know whom to ask.
            let checkout = self.checkout().await;
            let purpose = ClaimPurpose {
                command: command.to_owned(),
                lasts,
                who: checkout.who.clone(),
                commit: checkout.commit.as_ref().map(|one| one.id().to_owned()),
                run: checkout.run.clone(),
            };
            shared.claim(root, purpose).await?;
            hold.roots.push(root.clone());
        }
        Ok(())
    }
}
