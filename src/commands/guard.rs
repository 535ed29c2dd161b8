//! The guard that every write goes through: everything is read, compared and decided before the first
//! write, and read once more right before it. What moved in the meantime is compared again. Whatever
//! of others' is overwritten is saved first.

mod carry_out;
mod goods;

use serde_json::Value;

pub(super) use self::goods::{Goods, brought};
use crate::apply::Done;
use crate::commands::code::{self, KnownPackages};
use crate::commands::drained;
use crate::commands::forward;
use crate::commands::mark::{self, Marking};
use crate::decide;
use crate::drift::clear::Clear;
use crate::drift::{self, Drift, Stands};
use crate::error::{Error, Result};
use crate::plan::{self, Answers, Asked, GivenAnswer, Plan, Policy};
use crate::project::Project;
use crate::snapshot::{self, Online, Snapshot};
use crate::view::report;
use crate::view::steps;
use crate::words;
use crate::write_back::{self, KeptOnline};

/// How often the comparison is made anew because something moved online while a person decided.
pub(super) const ROUNDS: usize = 5;

/// Everything that one run works with.
pub(super) struct Guard<'a, G> {
    pub(super) project: &'a Project<'a>,
    pub(super) goods: &'a G,
    /// What flags decide.
    pub(super) policy: Policy,
    /// What this run has learnt of packages.
    pub(super) known: &'a KnownPackages,
}

/// What came of the last look.
enum LastLook {
    /// The plan was carried out.
    Done(Box<RunResult>),
    /// Something has moved, or is to be brought first: what was seen.
    Again(Box<(Snapshot, Drift)>),
}

/// What came of a run.
pub(super) struct RunResult {
    /// What became of each resource, in the order of the writes.
    pub(super) done: Vec<Done>,
    /// What stays online although the project says otherwise.
    pub(super) kept: KeptOnline,
    /// What stands kept from now on, the rest of earlier decisions included.
    pub(super) stands: Stands,
}

impl<G: Goods> Guard<'_, G> {
    /// Reads, compares, has it decided, writes.
    ///
    /// # Errors
    /// Whatever stopped it; nothing was written unless the outcome is `Partial`.
    pub(super) async fn run(&self) -> Result<RunResult> {
        self.run_from(None, Vec::new()).await
    }

    /// The same, with what the first look of the run has read and got decided. What it read is read
    /// again before anything is written.
    ///
    /// # Errors
    /// As [`Guard::run`].
    pub(super) async fn run_from(
        &self,
        online: Option<Online>,
        given: Vec<GivenAnswer>,
    ) -> Result<RunResult> {
        if online.is_none() {
            steps::reading(self.project.screen);
        }
        let (mut snapshot, mut drift) = self.look_first(online).await?;
        // What others have left closed is only known since the records were read.
        if !self.project.records.is_at_hand() && drained::reopen(self.project).await? {
            (snapshot, drift) = self.look_first(None).await?;
        }
        let (records, typed) = (&self.project.records, &self.project.typed);
        self.project.tell_unused(&snapshot);
        report::notes(self.project.screen, &drift, &snapshot, records, typed);
        if !self.goods.puts_back() {
            forward::tell(self.project, &snapshot, &drift).await;
            forward::tell_again(self.project, &drift).await;
        }
        // Nobody is asked about what cannot be done anyway.
        self.goods.check(&snapshot).await?;
        let mut answers = Answers::by(self.policy);
        answers.take(given);
        let standing = plan::standing(&drift, &answers);
        let ends = decide::ends(
            self.project.screen,
            &self.project.typed,
            &standing,
            snapshot.parts(),
        );
        // What stands kept is shown once, before the first question, and not again in each round.
        let clear = Clear::new([&snapshot]).shown(&drift);
        let shown = plan::shown_in(&clear, &standing);
        report::kept(self.project.screen, &shown, &ends);
        let (mut code, mut pushed) = (None, false);
        for _ in 0..ROUNDS {
            self.decide(&snapshot, &drift, &mut answers).await?;
            // A plan that cannot be made ends the run before anything is uploaded for it.
            let plan = self.plan(&snapshot, &drift, &answers)?;
            self.goods.check_plan(&plan).await?;
            if !plan.writes() {
                // Without a write there is no lock, so a record that another run has written since is left
                // to that one, and all of it is compared anew.
                if self.project.records.has_moved().await? {
                    (snapshot, drift) = self.look_first(None).await?;
                    continue;
                }
                let plan = (&answers, plan);
                let finished = self.finish(snapshot, &drift, plan, (None, false)).await;
                if finished.is_ok() || !self.project.records.was_overtaken() {
                    return finished;
                }
                // Who was first may be about to write: that is waited for, and all of it compared anew.
                self.project.hold_waiting(false).await?.end().await;
                (snapshot, drift) = self.look_first(None).await?;
                continue;
            }
            // Uploads come before the lock: others need not wait for them, and the last look is as late as
            // it can be.
            self.bring(&plan, &mut code, &mut pushed).await?;
            // What a person has seen by now, to be held against what the last look finds.
            let told = [plan::asked(&drift), plan::ruled(&drift)];
            // From the last look to the last record no other run in this folder comes in between.
            let hold = self.project.hold_waiting(plan.deploys_image()).await?;
            let round = self.last_look(&told, &answers, (code.as_ref(), pushed));
            match hold.during(round).await? {
                LastLook::Done(result) => return Ok(*result),
                LastLook::Again(seen) => (snapshot, drift) = *seen,
            }
        }
        Err(restless())
    }

    /// Reads everything once more, while nobody else writes, and carries the plan out where nothing has moved
    /// that nobody decided about.
    ///
    /// # Errors
    /// As [`Guard::run`].
    async fn last_look(
        &self,
        told: &[Vec<Asked>; 2],
        answers: &Answers,
        (code, pushed): (Option<&Value>, bool),
    ) -> Result<LastLook> {
        // Everything is read again before the first write, whoever has read it before.
        let (snapshot, drift) = self.look().await?;
        self.goods.check(&snapshot).await?;
        if *told != [plan::asked(&drift), plan::ruled(&drift)] {
            steps::moved(self.project.screen);
            self.show_flagged(&snapshot, &drift);
        }
        // What moved has no answer, so the next round asks about it. An answer whose value still stands
        // is kept.
        if plan::open(&drift, answers).is_empty() {
            let plan = self.plan(&snapshot, &drift, answers)?;
            self.goods.check_plan(&plan).await?;
            // Nobody waits for the lock while something is uploaded or pushed.
            if !self.needs(&plan, code, pushed) {
                let (plan, code) = ((answers, plan), code.cloned());
                let result = self.finish(snapshot, &drift, plan, (code, true)).await?;
                return Ok(LastLook::Done(Box::new(result)));
            }
        }
        Ok(LastLook::Again(Box::new((snapshot, drift))))
    }

    /// Carries the plan out; `is_held` says whether other runs are kept from writing.
    ///
    /// # Errors
    /// As [`Guard::run`].
    async fn finish(
        &self,
        snapshot: Snapshot,
        drift: &Drift,
        (answers, plan): (&Answers, Plan),
        (code, is_held): (Option<Value>, bool),
    ) -> Result<RunResult> {
        let sealer = self.project.records.sealer();
        // What stays is worked out before the plan is carried out, which takes the snapshot with it.
        let kept = write_back::kept(&snapshot, drift, answers, sealer);
        let stands = plan.stands();
        steps::unfit(self.project.screen, &plan);
        // A restore has shown what it takes away.
        if !self.goods.puts_back() {
            steps::taken_back(self.project.screen, &plan, drift);
            let variables = &self.project.desired.variables;
            steps::emptied(self.project.screen, drift, variables);
        }
        // What was put back is of no commit.
        let is_marked = !self.goods.puts_back() && !self.goods.hands_over();
        let wanted = self.goods.wanted();
        let marking = is_marked.then(|| Marking::of(self.project, &wanted, (&snapshot, &plan)));
        let behind = forward::rolled_back(drift, answers);
        // Before anything is on disk: what cannot be handed on is not allowed either.
        self.goods.hand_on((&snapshot, &plan), &kept).await?;
        let done = self
            .apply(snapshot, plan, (code, behind.as_deref()))
            .await?;
        if let Some(marking) = marking {
            marking.leave(&done, (behind.is_some(), is_held)).await?;
        }
        Ok(RunResult { done, kept, stands })
    }

    /// Reads and compares, while other runs may be under way.
    async fn look_first(&self, known: Option<Online>) -> Result<(Snapshot, Drift)> {
        let (snapshot, _) = self.project.read(self.goods.wanted(), known).await?;
        self.compared(snapshot).await
    }

    /// The same under the lock.
    async fn look(&self) -> Result<(Snapshot, Drift)> {
        let Project {
            client, records, ..
        } = self.project;
        let snapshot = snapshot::read(client, records, self.goods.wanted()).await?;
        self.compared(snapshot).await
    }

    /// The comparison, code by its content, in the light of what the goods decide.
    ///
    /// # Errors
    /// As [`mark::explained`].
    async fn compared(&self, mut snapshot: Snapshot) -> Result<(Snapshot, Drift)> {
        let ours = self.goods.code();
        code::compare(self.project, self.known, ours, &mut snapshot, true).await;
        code::sent_again(&mut snapshot, self.policy.code);
        let mut drift = drift::compare(&snapshot, self.project.records.sealer());
        if self.goods.puts_back() {
            // A restore was agreed to as it was shown, what stands kept included.
            drift.put_back();
            return Ok((snapshot, drift));
        }
        let wanted = self.goods.wanted();
        let drift =
            mark::explained((self.project, self.known), &wanted, &mut snapshot, drift).await?;
        Ok((snapshot, drift))
    }

    /// The plan, with the last word of the goods.
    ///
    /// # Errors
    /// What was decided cannot be written as it is.
    fn plan(&self, snapshot: &Snapshot, drift: &Drift, answers: &Answers) -> Result<Plan> {
        let mut plan = plan::build(drift, answers, self.project.records.sealer())?;
        self.goods.revise(snapshot, drift, &mut plan);
        Ok(plan)
    }

    /// Has everything decided that is open, by flags or by a person.
    ///
    /// # Errors
    /// Nobody decided, or the person stopped; nothing was written.
    async fn decide(
        &self,
        snapshot: &Snapshot,
        drift: &Drift,
        answers: &mut Answers,
    ) -> Result<()> {
        self.show_flagged(snapshot, drift);
        let clear = Clear::new([snapshot]);
        let typed = &self.project.typed;
        decide::settle(self.project.screen, drift, answers, (typed, &clear), None).await
    }

    /// What a flag or a rule decides about is shown all the same, unless the question shows it anyway.
    fn show_flagged(&self, snapshot: &Snapshot, drift: &Drift) {
        let screen = self.project.screen;
        let answers = Answers::by(self.policy);
        // By the flags alone: what a person has answered was shown with the question.
        let open = plan::open(drift, &answers);
        let is_open = |asked: &Asked| open.iter().any(|(question, _)| *question == asked.question);
        let mut decided = plan::asked(drift);
        decided.retain(|asked| !is_open(asked));
        let back = plan::taken_back(drift, &answers);
        let shown = Clear::new([snapshot]).shown(drift);
        // A restore has shown what it takes the place of.
        let ruled = !self.goods.puts_back() && !plan::ruled(drift).is_empty();
        // Where something is open the question shows all of it.
        if open.is_empty() && (ruled || !decided.is_empty()) {
            report::differences(screen, &shown, report::Detail::Summary);
        }
        if decided.is_empty() && back.is_empty() {
            return;
        }
        report::taken_back(screen, &plan::shown_in(&shown, &back));
        for (resource, found) in back {
            // What was kept and is overwritten now is decided by the same flag, so both are told in one
            // sentence.
            decided.extend(found.into_iter().map(|found| Asked::about(resource, found)));
        }
        steps::decided_by_flag(screen, self.policy, (&decided, drift));
    }
}

/// Something moved in every round, so that no decision was about what stands online.
pub(super) fn restless() -> Error {
    Error::cloud(words!(
        "the live resources keep changing while this deploy compares them; nothing was written",
        "部署期间线上一直在变化；没有写入任何内容"
    ))
    .hint(words!(
        "find out who else deploys or edits them, then deploy again",
        "请确认还有谁在部署或修改，然后重新部署"
    ))
}
