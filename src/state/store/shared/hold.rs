//! Claims: of several runs on one root, wherever they are, one at a time writes.

use super::claim::{ClaimPurpose, RootClaim};
use super::head::RootHead;
use super::{Shared, faults};
use crate::error::{Error, Outcome, Result};
use crate::model::resource::Resource;
use crate::ports::Process;
use crate::spelled::hex;
use crate::state::names;
use crate::state::store::Unwritten;
use crate::time::{millis, rfc3339};
use crate::words;
use crate::words::Words;

/// How long is waited for another run, in looks and in milliseconds between them: a minute.
const LOOKS: usize = 30;
const PAUSE: u64 = 2_000;

impl Shared<'_> {
    /// Claims a root. Whoever writes reads everything once more then.
    ///
    /// # Errors
    /// Somebody else has claimed it and does not end, or the store cannot be written.
    pub async fn claim(&self, root: &Resource, purpose: ClaimPurpose) -> Result<()> {
        let root = &key(root);
        if self.team.is_offline {
            return self.pass_over(root);
        }
        if self.held.borrow().contains_key(root) {
            return Ok(());
        }
        let lasts = purpose.lasts;
        let claim = self.new_claim(purpose);
        let mut other = None;
        for look in 0..LOOKS {
            let head = self.look(root).await?;
            if let Some(theirs) = self.live(&head) {
                if look == 0 {
                    self.tell_once(root, &waits_for(&theirs.label()));
                }
                other = Some(minutes(theirs, &head, self.now(&head)));
                self.world.clock.sleep(PAUSE).await;
                continue;
            }
            if let Some(left) = &head.claim {
                self.tell_once(root, &left_over(&left.label()));
            }
            let records = head.records.clone();
            // Noted before it is known: a run that is stopped in between waits for the answer.
            self.world.journal.claim(Some(lasts / 60_000));
            let added = self.add(root, &head, Some(claim.clone()), records).await;
            // A function of FC 2.0 is claimed after its service, which is still to be given back.
            if !matches!(added, Ok(Some(_))) && self.held.borrow().is_empty() {
                self.world.journal.claim(None);
            }
            if added?.is_some() {
                let nonce = claim.nonce.clone();
                self.held.borrow_mut().insert(root.clone(), nonce);
                return Ok(());
            }
        }
        let (label, minutes) = other.unwrap_or_else(|| (unknown(), 1));
        Err(self.truthful(faults::busy(&label, minutes)))
    }

    /// Resources before this one may have been written in the same run.
    fn truthful(&self, error: Error) -> Error {
        match self.world.journal.written().is_empty() {
            true => error,
            false => error.ended(Outcome::Partial),
        }
    }

    /// Goes on without the store, of which nobody knows who claims it now. What this machine has seen last may be a
    /// claim that is not over: whether its run still writes, only somebody who asks around can tell.
    ///
    /// # Errors
    /// It is not over, and nobody has said that it is to be passed over.
    fn pass_over(&self, root: &str) -> Result<()> {
        let kept = self.copy.newest(root, &self.place(root), &self.team.key)?;
        let Some((revision, _)) = kept else {
            return Ok(());
        };
        let Some(claim) = revision
            .claim
            .filter(|one| !one.is_of(self.world, &self.own))
        else {
            return Ok(());
        };
        // There is no other clock to go by than those of the two machines.
        let seen = millis(&revision.at).unwrap_or_default();
        let left = claim.lasts - (self.world.clock.now() - seen);
        if left < 0 {
            return Ok(());
        }
        let label = claim.label();
        if self.team.takes_over {
            self.tell_once(root, &passed_over(&label));
            return Ok(());
        }
        Err(self.truthful(faults::claimed_when_seen(&label, left / 60_000 + 1)))
    }

    /// Gives a claim back, and tells whether this run has none any more. What cannot be given back now ends by
    /// itself, and that is said.
    pub async fn release(&self, root: &Resource) -> bool {
        let root = &key(root);
        let Some(nonce) = self.held.borrow_mut().remove(root) else {
            return true;
        };
        for _ in 0..super::TRIES {
            let Ok(head) = self.head(root).await else {
                break;
            };
            let is_own = |claim: &RootClaim| claim.nonce == nonce;
            if !head.claim.as_ref().is_some_and(is_own) {
                return true;
            }
            let records = head.records.clone();
            match self.add(root, &head, None, records).await {
                Ok(Some(_)) => return true,
                // Somebody has put something else on record.
                Ok(None) if self.look(root).await.is_ok() => {}
                Ok(None) | Err(_) => break,
            }
        }
        (self.team.tell)(&words!(
            "the claim of this run could not be given back: others wait until it ends by itself",
            "本次运行的占用未能释放：其他人需等它自行到期"
        ));
        false
    }

    /// The claim of a root by somebody else that is alive, if there is one.
    pub fn writer(&self, root: &Resource) -> Result<Option<Words>> {
        let root = &key(root);
        let head = self.here(root)?;
        let is_own = |claim: &&RootClaim| self.held.borrow().get(root) == Some(&claim.nonce);
        let live = self.live(&head).filter(|claim| !is_own(claim));
        Ok(live.map(RootClaim::label))
    }

    /// Whether an earlier run of this working copy has left a claim, as far as was seen.
    ///
    /// # Errors
    /// The copy of this machine cannot be read.
    pub fn has_left(&self, root: &Resource) -> Result<bool> {
        let root = &key(root);
        let head = self.here(root)?;
        let is_left = |claim: &RootClaim| {
            let is_held = self.held.borrow().get(root) == Some(&claim.nonce);
            claim.is_of(self.world, &self.own) && !is_held
        };
        Ok(!self.team.is_offline && head.claim.as_ref().is_some_and(is_left))
    }

    /// The claim under which a root is written: that of this run, or none.
    ///
    /// # Errors
    /// This run has claimed it, and somebody else has taken it over; or [`Unwritten::Conflict`] where somebody
    /// else is about to write.
    pub(super) fn claim_to_write(
        &self,
        root: &str,
        head: &RootHead,
    ) -> Result<Option<RootClaim>, Unwritten> {
        let held = self.held.borrow().get(root).cloned();
        let there = head.claim.as_ref();
        match held {
            Some(nonce) if there.is_some_and(|claim| claim.nonce == nonce) => {
                Ok(head.claim.clone())
            }
            Some(_) => Err(faults::taken_over(there.map(RootClaim::label)).into()),
            None if self.live(head).is_some() => Err(Unwritten::Conflict),
            None => Ok(None),
        }
    }

    /// Makes sure that this run may still write a root.
    ///
    /// # Errors
    /// Another run has taken it over.
    pub(super) fn check_claim(&self, root: &str, head: &RootHead) -> Result<()> {
        match self.claim_to_write(root, head) {
            Ok(_) => Ok(()),
            Err(Unwritten::Failed(error)) => Err(error),
            Err(Unwritten::Conflict) => Err(faults::taken_over(
                head.claim.as_ref().map(RootClaim::label),
            )),
        }
    }

    /// The claim that keeps others from writing, where it is alive.
    pub(super) fn live<'h>(&self, head: &'h RootHead) -> Option<&'h RootClaim> {
        let claim = head.claim.as_ref()?;
        let is_over = claim.is_over(head.modified, self.now(head));
        // Whoever claims holds the lock of this working copy, so an earlier run in it is over.
        let is_left = claim.is_of(self.world, &self.own);
        (!is_over && !is_left).then_some(claim)
    }

    /// The server's time.
    fn now(&self, head: &RootHead) -> i64 {
        self.world.clock.now() + head.ahead
    }

    fn new_claim(&self, purpose: ClaimPurpose) -> RootClaim {
        let Process { pid, host, .. } = self.world.programs.own();
        RootClaim {
            nonce: hex(&self.world.clock.nonce()),
            command: purpose.command,
            host,
            pid,
            copy: self.own.clone(),
            started: rfc3339(self.world.clock.now()),
            lasts: purpose.lasts,
            who: purpose.who,
            commit: purpose.commit,
            run: purpose.run,
        }
    }
}

/// The root as its records' names begin.
pub(super) fn key(root: &Resource) -> String {
    let name = names::of_root(root);
    name.strip_suffix('.').unwrap_or(&name).to_owned()
}

/// Who it is, and in how many minutes the claim ends at the latest.
fn minutes(claim: &RootClaim, head: &RootHead, now: i64) -> (Words, i64) {
    let left = claim.lasts - (now - head.modified);
    (claim.label(), left / 60_000 + 1)
}

fn unknown() -> Words {
    words!("an unidentified run", "一次来历不明的运行")
}

fn waits_for(label: &Words) -> Words {
    let Words { en, zh } = label;
    words!(
        "another run of the team is writing here: waiting for {en}",
        "团队的另一次运行正在写入：等待{zh}"
    )
}

fn passed_over(label: &Words) -> Words {
    let Words { en, zh } = label;
    words!(
        "--take-over: this run passes over a claim that may not be over: {en}. If that run still writes, each takes the other's changes for changes made online",
        "--take-over：本次运行越过一个可能尚未结束的占用：{zh}。若那次运行仍在写入，双方都会把对方的改动当作线上改动"
    )
}

fn left_over(label: &Words) -> Words {
    let Words { en, zh } = label;
    words!(
        "an earlier run of the team ended without giving its claim back: {en}; this run takes over",
        "团队先前的一次运行结束时没有释放占用：{zh}；由本次运行接替"
    )
}
