//! Carries out the plan: the intent on disk, the request, the record made from its response.

use serde_json::{Map, Value, json};

use crate::api::{Client, Failure, Reply};
use crate::error::{Error, Outcome, Result};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::plan::{Action, Plan, Step};
use crate::ports::{Clock, World};
use crate::snapshot::{Live, Part, Snapshot, overlay};
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
    Unchanged,
    /// What is online was accepted as it is, for the first time or by a decision.
    Accepted,
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
    /// Extra HTTP headers of Create/UpdateFunction.
    pub headers: &'a [(String, String)],
    /// Called before each write, for the progress line.
    pub before: &'a dyn Fn(&Step),
}

impl Applier<'_> {
    /// Carries out every step in order and stops at the first that fails.
    ///
    /// # Errors
    /// The failure, with what was done before it; [`Outcome::Partial`] if anything was written.
    pub async fn apply(&self, snapshot: Snapshot, plan: Plan) -> Result<Vec<Done>> {
        let mut done = Vec::new();
        let mut left = plan
            .steps
            .iter()
            .filter(|step| step.action.writes())
            .count();
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
            Action::Remember => {
                let changed = self.remember(&part, step)?;
                let effect = if changed {
                    Effect::Accepted
                } else {
                    Effect::Unchanged
                };
                Ok(done(effect, part.live))
            }
            Action::Create { body, code } => {
                let body = self.with_code(body.clone(), *code);
                let live = self.create(part, step, &body).await?;
                Ok(done(Effect::Created, Some(live)))
            }
            Action::Update { body, code, writes } => {
                let body = self.with_code(Value::Object(body.clone()), *code);
                let live = self.update(part, step, &body, writes).await?;
                Ok(done(Effect::Updated, Some(live)))
            }
        }
    }

    /// Takes what is online into the baseline. Says whether that changed anything on disk.
    fn remember(&self, part: &Part, step: &Step) -> Result<bool> {
        let live = part.live.as_ref();
        let baseline = Baseline {
            sent: step.sent.clone(),
            seen: live.map(|live| self.sealer().seal(part.resource.kind, &live.document)),
            modified: live.and_then(Live::modified),
            at: self.now(),
        };
        let same = |old: &Baseline| old.sent == baseline.sent && old.seen == baseline.seen;
        let known = part.record.baseline.as_ref().is_some_and(same);
        let same_key = part.record.key_id == self.sealer().id();
        if known && same_key && part.record.pending.is_none() {
            return Ok(false);
        }
        self.commit(&part.record, baseline)?;
        Ok(!known)
    }

    async fn create(&self, part: Part, step: &Step, body: &Value) -> Result<Live> {
        self.begin(&part, step, &[])?;
        (self.before)(step);
        let function = &part.resource.function;
        let reply = match part.resource.kind {
            Kind::Function => self.client.create_function(body, self.headers).await,
            Kind::Trigger => self.client.create_trigger(function, body).await,
            Kind::CustomDomain => self.client.create_domain(body).await,
        };
        let live = self.answered(&part, reply)?;
        let baseline = Baseline {
            sent: step.sent.clone(),
            seen: Some(self.sealer().seal(part.resource.kind, &live.document)),
            modified: live.modified(),
            at: self.now(),
        };
        self.commit(&part.record, baseline)?;
        Ok(live)
    }

    async fn update(
        &self,
        part: Part,
        step: &Step,
        body: &Value,
        writes: &[String],
    ) -> Result<Live> {
        self.begin(&part, step, writes)?;
        (self.before)(step);
        let Resource {
            function,
            name,
            kind,
            ..
        } = &part.resource;
        let etag = part.live.as_ref().and_then(|live| live.etag.as_deref());
        let reply = match kind {
            Kind::Function => {
                self.client
                    .update_function(name, body, self.headers, etag)
                    .await
            }
            Kind::Trigger => self.client.update_trigger(function, name, body, etag).await,
            Kind::CustomDomain => self.client.update_domain(name, body, etag).await,
        };
        let live = self.answered(&part, reply)?;
        let after = self.sealer().seal(*kind, &live.document);
        let baseline = Baseline {
            sent: step.sent.clone(),
            // Only what the request carried is ours. Anything else in the response that differs
            // from what was compared was written by somebody else in the meantime, and is theirs.
            seen: Some(match self.online(&part) {
                Some(before) => overlay(&before, &after, writes),
                None => after,
            }),
            modified: live.modified(),
            at: self.now(),
        };
        self.commit(&part.record, baseline)?;
        Ok(live)
    }

    /// The response to a write. A definite refusal takes the intent back; where the end is not
    /// known the intent stays, and the next run finds out.
    fn answered(&self, part: &Part, reply: Result<Reply, Failure>) -> Result<Live> {
        let failure = match reply {
            Ok(reply) => return Ok(Live::new(part.resource.kind, reply.doc, reply.etag)),
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
            "it changed online at this very moment: deploy again to see how",
            "该资源刚刚在线上被改动：请重新部署以查看差异"
        )))
    }

    fn begin(&self, part: &Part, step: &Step, writes: &[String]) -> Result<()> {
        let intent = Intent {
            at: self.now(),
            before: self.online(part),
            sent: step.sent.clone(),
            intended: step.intended.clone().unwrap_or_default(),
            writes: writes.to_vec(),
        };
        self.store.save(&Record {
            pending: Some(intent),
            ..part.record.clone()
        })
    }

    fn commit(&self, record: &Record, baseline: Baseline) -> Result<()> {
        self.store.save(&Record {
            key_id: self.sealer().id(),
            baseline: Some(baseline),
            pending: None,
            ..record.clone()
        })
    }

    fn online(&self, part: &Part) -> Option<Value> {
        let live = part.live.as_ref()?;
        Some(self.sealer().seal(part.resource.kind, &live.document))
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

/// The failure in the light of what was written before it.
fn partly(error: Error, done: &[Done], failed: &Words, left: usize) -> Error {
    let written: Vec<Words> = done
        .iter()
        .filter(|done| matches!(done.effect, Effect::Created | Effect::Updated))
        .map(|done| done.resource.label())
        .collect();
    if written.is_empty() {
        return error;
    }
    let names = |lang: fn(&Words) -> &str| written.iter().map(lang).collect::<Vec<_>>().join(", ");
    let (en, zh) = (names(|words| &words.en), names(|words| &words.zh));
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
