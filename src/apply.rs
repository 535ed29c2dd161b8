//! Carries out the plan: the intent on disk, the request, the record made from its response.

mod advance;
mod drain;
mod fresh;
mod hand_over;
mod hold;
mod join;
mod prove;
mod remember;
mod send;
mod stray;
mod wait;
mod write;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

pub use self::drain::{invocation, undo as undo_drain};
pub use self::fresh::raced;
pub use self::hold::{Routes, keep};
pub use self::prove::{ineffective, until};
pub use self::stray::named as stray;
pub use self::wait::Waiting;
use crate::error::{Error, Result};
use crate::model::owner::Rules;
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::plan::{Change, Plan, Step, Write, WriteCall};
use crate::ports::{Clock, Wait, World};
use crate::snapshot::{Live, Part};
use crate::state::provenance::{Authorship, ChangeKind, Provenance};
use crate::state::record::{Baseline, Intent, Record};
use crate::state::records::Records;
use crate::state::workspace::Workspace;
use crate::time::rfc3339;
use crate::wire::Client;
use crate::words;
use crate::words::Words;

/// What happened to one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Created,
    Updated,
    Deleted,
    Unchanged,
    /// It is wanted and not online, and was left so.
    StaysDeleted,
    /// What is online was accepted as it is, for the first time or by a decision.
    Accepted,
}

impl Effect {
    /// Whether something was changed online.
    pub fn wrote(self) -> bool {
        matches!(self, Effect::Created | Effect::Updated | Effect::Deleted)
    }
}

/// One resource after the run.
#[derive(Debug)]
pub struct Done {
    pub resource: Resource,
    pub effect: Effect,
    /// What stands online now; `None` where the resource stays deleted.
    pub live: Option<Live>,
    /// The same as the run left it, without what others did since it was read.
    pub left: Option<Live>,
}

/// How far a run has come.
#[derive(Default)]
struct Course {
    /// By the place in the plan.
    done: BTreeMap<usize, Done>,
    /// What was written and may not be ready yet.
    waits: Vec<(usize, Part)>,
    /// Whose a setting is.
    rules: Rules,
}

/// Everything that a write needs besides its step.
pub struct Applier<'a> {
    pub world: World<'a>,
    pub client: &'a Client<'a>,
    pub records: &'a Records<'a>,
    pub workspace: &'a Workspace<'a>,
    /// The `code` part of the function's request, once the package is where the service finds it.
    pub code: Option<Value>,
    /// The digest of the image that was pushed, where it is known.
    pub image: Option<String>,
    /// Extra HTTP headers of Create/UpdateFunction.
    pub headers: &'a [(String, String)],
    /// Where what is put on record now comes from; asked only then.
    pub provenance: &'a dyn Fn(ChangeKind) -> Wait<'a, Provenance>,
    /// Called before each write, for the progress line.
    pub before: &'a dyn Fn(&Resource, &WriteCall),
    /// Called before the pause after which a domain that others share is read back, with the routes that they
    /// have in it.
    pub holding: &'a dyn Fn(&Resource, &[Value]),
    /// Called when there is something to wait for, again and again as long as that lasts, and when
    /// nothing is waited for any more. An error ends a wait without a further call.
    pub waiting: &'a dyn Fn(&Resource, &Waiting),
}

impl Applier<'_> {
    /// Carries out every step in order and stops at the first that fails. What the service goes on
    /// doing is waited for at the end, but for what has to be ready before instances can start.
    ///
    /// # Errors
    /// The failure, with what was left undone by it.
    pub async fn apply(&self, rules: Rules, plan: Plan) -> Result<Vec<Done>> {
        let journal = self.world.journal;
        let writes = plan.steps.iter().filter(|step| step.action.writes());
        journal.plan(writes.map(|step| step.resource.label()));
        // Instances start from the image, which the service has to prepare first. So where a new one is
        // deployed, what starts instances comes after the waits; else the order of the plan stands.
        let images = plan.deploys_image();
        let steps = plan.steps.iter().enumerate();
        let (later, first): (Vec<_>, Vec<_>) = steps.partition(|(_, step)| {
            images && step.action.writes() && starts_instances(step.resource.kind)
        });
        let mut course = Course {
            rules,
            ..Course::default()
        };
        // Whatever fails in the first round also leaves undone what was put off to the second.
        let left: Vec<Words> = later.iter().filter_map(|(_, step)| label(step)).collect();
        self.carry_out_all(first, &left, &mut course).await?;
        self.wait_for_all(&left, &mut course).await?;
        self.carry_out_all(later, &[], &mut course).await?;
        self.wait_for_all(&[], &mut course).await?;
        Ok(course.done.into_values().collect())
    }

    /// Carries out these steps. `left` is what comes after them.
    async fn carry_out_all(
        &self,
        steps: Vec<(usize, &Step)>,
        left: &[Words],
        course: &mut Course,
    ) -> Result<()> {
        let labels = steps.iter().filter_map(|(_, step)| label(step));
        let mut ahead: VecDeque<Words> = labels.chain(left.iter().cloned()).collect();
        for (index, step) in steps {
            match self.carry_out(step, &course.rules).await {
                Ok((done, waits)) => {
                    course.done.insert(index, done);
                    course.waits.extend(waits.map(|part| (index, part)));
                }
                Err(error) => {
                    let unfinished: Vec<Words> = ahead.into();
                    return Err(self.undone(error, &unfinished, 1));
                }
            }
            // Only what writes has a name in the list, see `label`.
            if step.action.writes() {
                ahead.pop_front();
            }
        }
        Ok(())
    }

    /// Waits for everything that was written and is not ready yet.
    async fn wait_for_all(&self, left: &[Words], course: &mut Course) -> Result<()> {
        // The list is emptied, since the second time only what was written after the first is waited for.
        for (index, part) in std::mem::take(&mut course.waits) {
            let live = self
                .settled(part)
                .await
                .map_err(|error| self.undone(error, left, 0))?;
            if let Some(done) = course.done.get_mut(&index) {
                // What is told of the resource is what became of it. The record stays that of the answer to
                // the write.
                done.live = live;
            }
        }
        Ok(())
    }

    /// Carries out one step. The second is what has to be waited for.
    async fn carry_out(&self, step: &Step, rules: &Rules) -> Result<(Done, Option<Part>)> {
        // The copy moves on with every write; the plan stays what was decided.
        let mut part = Part::clone(&step.part);
        let done = |effect, live| Done {
            resource: step.resource.clone(),
            effect,
            left: Option::clone(&live),
            live,
        };
        match &step.action {
            Change::Nothing if part.live.is_none() && part.is_wanted() => {
                Ok((done(Effect::StaysDeleted, None), None))
            }
            Change::Nothing => {
                self.drain_late(&part).await?;
                Ok((done(Effect::Unchanged, part.live), None))
            }
            Change::Forget => {
                self.forget(&part).await?;
                self.drain_late(&part).await?;
                Ok((done(Effect::Unchanged, part.live), None))
            }
            // What an interrupted run began is no longer of interest.
            Change::Remember if step.is_stranger => {
                if !part.record.is_empty() {
                    self.forget(&part).await?;
                }
                Ok((done(Effect::Unchanged, part.live), None))
            }
            Change::Remember => {
                self.note_drain(&part, false).await?;
                let changed = self.remember(&part, step).await?;
                let effect = if changed {
                    Effect::Accepted
                } else {
                    Effect::Unchanged
                };
                Ok((done(effect, part.live), None))
            }
            Change::Write(writes) => {
                // The write changes the part, and it is what stood there before that tells a creation.
                let effect = effect(&part, writes);
                self.note_drain(&part, true).await?;
                match self.write(&mut part, step, writes).await {
                    Ok(left) => {
                        if part.drains {
                            self.drain(&part.resource.root()).await?;
                        }
                        let done = Done {
                            left,
                            ..done(effect, part.live.clone())
                        };
                        Ok((done, Some(part)))
                    }
                    Err(error) => self.join(part, (step, writes), rules, error).await,
                }
            }
        }
    }

    /// The failure, with what was not done because of it although other things were: these, of which
    /// `own` are what it is about.
    fn undone(&self, error: Error, unfinished: &[Words], own: usize) -> Error {
        let others = unfinished.len().saturating_sub(1);
        // As long as nothing was written there is nothing to tell apart: then all of it was not done.
        let first = unfinished.first().filter(|_| unfinished.len() > own);
        let Some(Words { en, zh }) = first.filter(|_| self.world.journal.touched()) else {
            return error;
        };
        error.because(match others {
            0 => words!("not done: {en}", "未完成：{zh}"),
            _ => words!(
                "not done: {en} and {others} more",
                "未完成：{zh} 及其后 {others} 项"
            ),
        })
    }

    /// Takes it from the records; a team's say out of which tree it was taken away.
    async fn forget(&self, part: &Part) -> Result<()> {
        let empty = Record::new(part.resource.clone(), self.sealer().id());
        let provenance = match self.records.is_remembered() {
            true => Some(Authorship::of((self.provenance)(ChangeKind::Removed).await)),
            false => None,
        };
        let empty = Record {
            provenance,
            ..empty
        };
        self.records.save(&empty).await
    }

    /// Puts the intent on disk, beside the baseline as it is until then. Only then may the request go out, so
    /// that after a crash the next run knows what to look for.
    async fn begin(&self, record: &Record, intent: Intent) -> Result<()> {
        let begun = Record {
            pending: Some(intent),
            ..record.clone()
        };
        self.records.save(&begun).await
    }

    /// Where what is put on record of a part comes from, after a deploy of the part's half: the whole of it, for which
    /// the part has to be as it was before the first write, or as long as more writes of it are to come.
    async fn authorship(&self, part: &Part, change: ChangeKind, is_whole: bool) -> Authorship {
        let deploy = (self.provenance)(change).await;
        let before = part.authorship();
        match is_whole {
            true => Authorship::after(before.as_ref(), deploy, part.half),
            false => Authorship::between(before.as_ref(), deploy, part.half),
        }
    }

    /// Makes this the baseline, by which the intent is resolved. Returns the record as it is on disk then.
    async fn commit(&self, record: &Record, baseline: Baseline) -> Result<Record> {
        let record = Record {
            key_id: self.sealer().id(),
            baseline: Some(baseline),
            pending: None,
            ..record.clone()
        };
        self.records.save(&record).await?;
        Ok(record)
    }

    fn sealer(&self) -> &Sealer {
        self.records.sealer()
    }

    fn now(&self) -> String {
        now(self.world.clock)
    }
}

fn now(clock: &dyn Clock) -> String {
    rfc3339(clock.now())
}

/// Whether instances are started by it, for which the function's image must be there.
fn starts_instances(kind: Kind) -> bool {
    kind.asked().is_some()
}

/// What a step is called, if it writes.
fn label(step: &Step) -> Option<Words> {
    step.action.writes().then(|| step.resource.label())
}

/// What the writes of a step mean for the resource as it was read.
fn effect(part: &Part, writes: &[Write]) -> Effect {
    match (&part.live, writes.last()) {
        (None, _) => Effect::Created,
        (
            _,
            Some(Write {
                call: WriteCall::Delete,
                ..
            }),
        ) => Effect::Deleted,
        // What consists of entries has no call that deletes it: it is gone once its last entry is.
        _ if !part.is_wanted() => Effect::Deleted,
        _ => Effect::Updated,
    }
}

/// The `code` part of a request for a package that lies in OSS.
pub fn code_part(bucket: &str, object: &str, checksum: Option<&str>) -> Value {
    let mut part = Map::new();
    part.insert("ossBucketName".to_owned(), json!(bucket));
    part.insert("ossObjectName".to_owned(), json!(object));
    if let Some(checksum) = checksum {
        part.insert("checksum".to_owned(), json!(checksum));
    }
    Value::Object(part)
}
