//! Carries out the plan: the intent on disk, the request, the record made from its response.

mod advance;
mod wait;

use serde_json::{Map, Value, json};

use self::advance::Advance;
pub use self::wait::Waiting;
use crate::api::{Client, Failure, Reply};
use crate::error::{Error, Outcome, Result};
use crate::model::desired::Config;
use crate::model::resource::Resource;
use crate::model::seal::Sealer;
use crate::plan::{Action, Call, Plan, Step, Write};
use crate::ports::{Clock, World};
use crate::snapshot::{Live, Part, Snapshot};
use crate::state::record::{Baseline, Intent, Record};
use crate::state::store::Store;
use crate::time::rfc3339;
use crate::words;
use crate::words::Words;

/// What happened to one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Created,
    Updated,
    Deleted,
    Unchanged,
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
}

/// Everything that a write needs besides its step.
pub struct Applier<'a> {
    pub world: World<'a>,
    pub client: &'a Client<'a>,
    pub store: &'a Store<'a>,
    /// The `code` part of the function's request, once the package is where the service finds it.
    pub code: Option<Value>,
    /// The configurations of the project, which say what is waited for.
    pub configs: &'a [Config],
    /// Extra HTTP headers of Create/UpdateFunction.
    pub headers: &'a [(String, String)],
    /// Called before each write, for the progress line.
    pub before: &'a dyn Fn(&Resource, &Call),
    /// Called when there is something to wait for, again and again as long as that lasts, and when
    /// nothing is waited for any more. An error ends a wait without a further call.
    pub waiting: &'a dyn Fn(&Resource, &Waiting),
}

impl Applier<'_> {
    /// Carries out every step in order and stops at the first that fails.
    ///
    /// # Errors
    /// The failure, with what was done before it; [`Outcome::Partial`] if anything was written.
    pub async fn apply(&self, snapshot: Snapshot, plan: Plan) -> Result<Vec<Done>> {
        let mut done = Vec::new();
        let writes = plan.steps.iter().filter(|step| step.action.writes());
        let mut left = writes.clone().count();
        let journal = self.world.journal;
        journal.plan(writes.map(|step| step.resource.label()));
        for (part, step) in snapshot.parts.into_iter().zip(&plan.steps) {
            let label = part.resource.label();
            match self.carry_out(part, step).await {
                Ok(one) => done.push(one),
                Err(error) => return Err(partly(error, &done, &label, left)),
            }
            left -= usize::from(step.action.writes());
        }
        Ok(done)
    }

    async fn carry_out(&self, part: Part, step: &Step) -> Result<Done> {
        let done = |effect, live| Done {
            resource: step.resource.clone(),
            effect,
            live,
        };
        match &step.action {
            Action::Nothing => Ok(done(Effect::Unchanged, part.live)),
            Action::Forget => {
                self.forget(&part)?;
                Ok(done(Effect::Unchanged, part.live))
            }
            Action::Remember => {
                let changed = self.remember(&part, step)?;
                let effect = if changed {
                    Effect::Accepted
                } else {
                    Effect::Unchanged
                };
                Ok(done(effect, part.live))
            }
            Action::Write(writes) => {
                let effect = effect(&part, writes);
                let live = self.write(part, step, writes).await?;
                Ok(done(effect, live))
            }
        }
    }

    /// Takes what is online into the baseline. Says whether that changed anything on disk.
    fn remember(&self, part: &Part, step: &Step) -> Result<bool> {
        let baseline = Advance::new(part, step, self.sealer()).whole(self.now());
        let same = |old: &Baseline| old.sent == baseline.sent && old.seen == baseline.seen;
        let known = part.record.baseline.as_ref().is_some_and(same);
        let same_key = part.record.key_id == self.sealer().id();
        let rest = |old: &Baseline| old.owned == baseline.owned && old.kept == baseline.kept;
        let complete = known && part.record.baseline.as_ref().is_some_and(rest);
        if complete && same_key && part.record.pending.is_none() {
            return Ok(false);
        }
        self.commit(&part.record, baseline)?;
        Ok(!known)
    }

    /// Removes the record.
    fn forget(&self, part: &Part) -> Result<()> {
        let empty = Record::new(part.resource.clone(), self.sealer().id());
        self.store.save(&empty)
    }

    /// Sends the writes one after the other, each between its intent and its record.
    async fn write(&self, mut part: Part, step: &Step, writes: &[Write]) -> Result<Option<Live>> {
        let (journal, label) = (self.world.journal, part.resource.label());
        for (index, write) in writes.iter().enumerate() {
            let last = index + 1 == writes.len();
            let advance = Advance::new(&part, step, self.sealer());
            self.begin(&part.record, advance.intent(write, last, self.now()))?;
            journal.begin(&label);
            (self.before)(&part.resource, &write.call);
            let sent = self.send(&part, &write.call).await;
            let reply = self
                .answered(&part, sent)
                .map_err(|error| halfway(error, index))?;
            let live = advance.live(&part, write, reply);
            if live.is_none() && !part.is_wanted() {
                self.forget(&part)?;
                journal.done(&label);
                return Ok(None);
            }
            let baseline = advance.after(write, last, live.as_ref(), self.now());
            part.record = self.commit(&part.record, baseline.clone())?;
            part.baseline = Some(baseline);
            part.live = live;
        }
        journal.done(&label);
        self.settled(part).await
    }

    /// Sends one write. `None` where the service answers nothing about the resource.
    async fn send(&self, part: &Part, call: &Call) -> Result<Option<Reply>, Failure> {
        let resource = &part.resource;
        let etag = part.live.as_ref().and_then(|live| live.etag.as_deref());
        match call {
            Call::Create { body, code } => {
                let body = self.with_code(body.clone(), *code);
                let reply = self.client.create(resource, &body, self.headers).await?;
                Ok(Some(reply))
            }
            Call::Update { body, code } => {
                let body = self.with_code(Value::Object(body.clone()), *code);
                let update = self.client.update(resource, &body, self.headers, etag);
                Ok(Some(update.await?))
            }
            Call::Delete => self.client.delete(resource).await.map(|()| None),
            Call::Tags { set, unset } => {
                // First what adds: if the second fails, nothing is missing that was there before.
                if set.as_array().is_some_and(|tags| !tags.is_empty()) {
                    self.client.tag(&arn(part), set).await?;
                }
                if !unset.is_empty() {
                    self.client.untag(&arn(part), unset).await?;
                }
                Ok(None)
            }
            Call::ResourceGroup(group) => {
                let function = &resource.function;
                self.client.change_resource_group(function, group).await?;
                Ok(None)
            }
            Call::Bind { add, remove } => {
                for vpc in add {
                    self.client.bind_vpc(&resource.function, vpc).await?;
                }
                for vpc in remove {
                    self.client.unbind_vpc(&resource.function, vpc).await?;
                }
                Ok(None)
            }
        }
    }

    /// The response to a write. A definite refusal takes the intent back; where the end is not
    /// known the intent stays, and the next run finds out.
    fn answered(&self, part: &Part, reply: Result<Option<Reply>, Failure>) -> Result<Option<Live>> {
        let live = |reply: Reply| Live::new(part.resource.kind, reply.doc, reply.etag);
        let failure = match reply {
            Ok(reply) => return Ok(reply.map(live)),
            Err(failure) => failure,
        };
        if !failure.unknown() {
            self.store.save(&part.record)?;
        }
        let raced = !failure.unknown() && (failure.exists() || failure.moved() || failure.gone());
        let error = failure.into_error(&part.resource.label());
        if !raced {
            return Err(error);
        }
        Err(error.ended(Outcome::Drift).hint(words!(
            "it changed online at this very moment: deploy again to see how, and to decide",
            "该资源刚刚在线上被改动：请重新部署，查看差异后再决定"
        )))
    }

    fn begin(&self, record: &Record, intent: Intent) -> Result<()> {
        self.store.save(&Record {
            pending: Some(intent),
            ..record.clone()
        })
    }

    fn commit(&self, record: &Record, baseline: Baseline) -> Result<Record> {
        let record = Record {
            key_id: self.sealer().id(),
            baseline: Some(baseline),
            pending: None,
            ..record.clone()
        };
        self.store.save(&record)?;
        Ok(record)
    }

    fn with_code(&self, mut body: Value, code: bool) -> Value {
        if code && let (Some(code), Some(map)) = (&self.code, body.as_object_mut()) {
            map.insert("code".to_owned(), code.clone());
        }
        body
    }

    fn sealer(&self) -> &Sealer {
        self.store.sealer()
    }

    fn now(&self) -> String {
        now(self.world.clock)
    }
}

fn now(clock: &dyn Clock) -> String {
    rfc3339(clock.now())
}

/// The function's ARN as the service says it.
fn arn(part: &Part) -> String {
    let live = part.live.as_ref();
    let said = live.and_then(|live| live.document.get("functionArn")?.as_str());
    said.map_or_else(|| part.resource.arn(), str::to_owned)
}

/// The failure of a write in the light of those of the same resource before it.
fn halfway(error: Error, done: usize) -> Error {
    if done == 0 {
        return error;
    }
    error.ended(Outcome::Partial).because(words!(
        "some of its settings were written before that",
        "此前该资源的部分设置已写入"
    ))
}

fn effect(part: &Part, writes: &[Write]) -> Effect {
    match (&part.live, writes.last()) {
        (None, _) => Effect::Created,
        (
            _,
            Some(Write {
                call: Call::Delete, ..
            }),
        ) => Effect::Deleted,
        _ if !part.is_wanted() => Effect::Deleted,
        _ => Effect::Updated,
    }
}

/// The failure in the light of what was written before it.
fn partly(error: Error, done: &[Done], failed: &Words, left: usize) -> Error {
    let written: Vec<Words> = done
        .iter()
        .filter(|done| done.effect.wrote())
        .map(|done| done.resource.label())
        .collect();
    if written.is_empty() {
        return error;
    }
    let Words { en, zh } = Words::list(&written);
    let mut error = error
        .ended(Outcome::Partial)
        .because(words!("written before that: {en}", "此前已写入：{zh}"));
    if left > 1 {
        let others = left - 1;
        let (en, zh) = (&failed.en, &failed.zh);
        error = error.because(words!(
            "not done: {en} and {others} more",
            "未完成：{zh} 及其后 {others} 项"
        ));
    }
    error
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
