//! The writes of one resource, each between a reading and a record.

use serde_json::Value;

use super::Applier;
use super::advance::Advance;
use super::hold::{Routes, keep};
use super::send::written_routes;
use crate::error::{Error, Outcome, Result};
use crate::model::mark::Group;
use crate::model::routes::{self, OwnRoutes};
use crate::plan::{Step, Write, WriteCall};
use crate::snapshot::{Live, Part, overlay};
use crate::state::provenance::{Authorship, ChangeKind};
use crate::state::record::{Intent, Marked, Record};
use crate::words;

/// One write among those of its resource.
pub(super) struct WriteTurn<'a> {
    pub(super) write: &'a Write,
    pub(super) last: bool,
    /// The top-level settings that this run wrote of the resource before.
    pub(super) written: &'a [String],
}

impl Applier<'_> {
    /// Sends the writes one after the other. Each is sent from what is read right before it, between
    /// its intent and its record. Returns what this run left online, without what others did meanwhile.
    ///
    /// # Errors
    /// Whatever stopped it, in the light of the writes before it.
    pub(super) async fn write(
        &self,
        part: &mut Part,
        step: &Step,
        writes: &[Write],
    ) -> Result<Option<Live>> {
        let (journal, label) = (self.world.journal, part.resource.label());
        let mut written: Vec<String> = Vec::new();
        let mut shown = None;
        for (index, write) in writes.iter().enumerate() {
            let last = index + 1 == writes.len();
            let turn = WriteTurn {
                write,
                last,
                written: &written,
            };
            let stands = self.write_one(part, step, &turn).await;
            shown = stands.map_err(|error| halfway(error, index))?;
            written.extend(write.tops.iter().cloned());
        }
        journal.done(&label);
        // From here on the part is told and no longer compared, so it shows what stands there, whoever set
        // it.
        Ok(std::mem::replace(&mut part.live, shown))
    }

    /// Sends one write; returns what stands online after it. The part then holds what the plan saw
    /// and what was written, and nothing that others did in the meantime.
    async fn write_one(
        &self,
        part: &mut Part,
        step: &Step,
        turn: &WriteTurn<'_>,
    ) -> Result<Option<Live>> {
        let WriteTurn { write, last, .. } = *turn;
        let (journal, label, began) = (self.world.journal, part.resource.label(), self.millis());
        // As long as what was deployed before is on record: a route that leaves is one of them.
        let own = part.own_routes();
        // Reading, intent, request, record: in this order a crash at any point leaves something to go by.
        part.live = self.fresh(part, turn).await?;
        // Where a request is tried again, the part goes on with a later reading.
        let before = part.live.clone();
        let known = (self.sealer(), self.decider(step).await);
        let advance = Advance::new(part, step, known);
        let provenance = self.next_authorship(part, step, last).await;
        let intent = Intent {
            provenance: Some(provenance.clone()),
            ..self.with_digest(advance.intent(write, last, self.now()))
        };
        self.begin(&part.record, intent).await?;
        self.look_once_more(part, turn, &advance).await?;
        journal.begin(&label);
        (self.before)(&part.resource, &write.call);
        let sent = self.send(part, turn, &advance).await;
        // Where nobody knows whether it arrived, the journal goes on naming it as begun.
        if sent
            .as_ref()
            .is_err_and(|error| error.outcome != Outcome::Partial)
        {
            journal.refused(&label);
        }
        let reply = sent?.map(|reply| Live::new(part.resource.kind, reply.doc, reply.etag));
        let took = self.millis() - began;
        let proof = match &reply {
            // An answer with the resource in it is proof enough.
            Some(_) => None,
            None => self.prove(part, write, &advance).await?,
        };
        let live = advance.live(part, write, reply);
        // Of what is gone, and is to be, nothing is remembered.
        if live.is_none() && !part.is_wanted() {
            self.forget(part).await.map_err(unrecorded)?;
            part.live = None;
            return Ok(None);
        }
        // What is put back of others is theirs. The intent goes with the record, so that no later run takes
        // it for ours.
        if step.is_stranger {
            self.forget(part).await.map_err(unrecorded)?;
        } else {
            let baseline = advance.after(write, last, live.as_ref(), self.now());
            let record = Record {
                provenance: Some(provenance),
                marked: marked_since(part),
                ..part.record.clone()
            };
            let record = self.commit(&record, baseline.clone()).await;
            part.record = record.map_err(unrecorded)?;
            part.baseline = Some(baseline);
            part.shares.given.clear();
        }
        // The record comes first: the write was answered, whatever others make of the routes after it.
        let readings = (before.as_ref(), live.as_ref());
        self.hold((part, own), write, readings, took).await?;
        part.live = expected(before, live.as_ref(), write);
        Ok(proof.or(live))
    }

    /// Where what is on record after a write comes from.
    async fn next_authorship(&self, part: &Part, step: &Step, last: bool) -> Authorship {
        // By what the plan saw: after the first of several writes it is there in any case.
        let change = match step.part.live {
            None => ChangeKind::Created,
            Some(_) => ChangeKind::Updated,
        };
        // The writes before the last have named the deploys before this one, of which nothing is left then.
        let part = if last { &step.part } else { part };
        self.authorship(part, change, last).await
    }

    /// Makes sure that the routes in a domain that others share stay there.
    async fn hold(
        &self,
        (part, own): (&Part, OwnRoutes),
        write: &Write,
        (before, after): (Option<&Live>, Option<&Live>),
        took: u64,
    ) -> Result<()> {
        let WriteCall::Update { body, .. } = &write.call else {
            return Ok(());
        };
        let Some(written) = written_routes((part, &own), body) else {
            return Ok(());
        };
        let readings = [before, after];
        let shared = readings.into_iter().flatten();
        let shared = shared
            .map(|live| &live.document)
            .any(|domain| own.is_shared(domain));
        // Who joins a domain without a route of its own may be one of several that do.
        let joins = before.is_some_and(|live| own.in_domain(&live.document).is_empty());
        if shared || joins {
            let others = after.or(before).map(|live| own.others(&live.document));
            (self.holding)(&part.resource, &others.unwrap_or_default());
            let domain = part.resource.clone();
            // A route that the write took out may come back with a write of others that began earlier.
            let mut dropped = before
                .map(|live| routes::paths(&own.in_domain(&live.document)))
                .unwrap_or_default();
            let stay = routes::paths(&written);
            dropped.retain(|path| !stay.contains(path));
            let routes = Routes {
                domain,
                own,
                written,
                dropped,
                took,
            };
            keep(self.client, self.world.clock, &routes).await?;
        }
        Ok(())
    }

    /// The intent, with the digest by which a new build under an old tag is recognised.
    fn with_digest(&self, mut intent: Intent) -> Intent {
        let container = intent.intended.get_mut("customContainerConfig");
        if let (Some(Value::Object(container)), Some(digest)) = (container, &self.image) {
            container.insert("resolvedImageUri".to_owned(), digest.clone().into());
        }
        intent
    }

    fn millis(&self) -> u64 {
        self.world.clock.now().unsigned_abs()
    }
}

/// What is known of the marks once something of a function is written: what is on record of the half is newer than the
/// mark that stands there, whether another one is left or not.
fn marked_since(part: &Part) -> Option<Marked> {
    let known = part.record.marked.clone();
    let is_head = part.resource.is_root();
    let Some(read) = part.mark.read().filter(|_| is_head) else {
        return known;
    };
    let is_of_half = |group: Group| match group {
        Group::Settings | Group::Secrets | Group::Code => !group.is_beside(part.half),
        Group::Triggers | Group::Configs | Group::Domain => false,
    };
    let seq = read.mark.seq;
    Some(known.unwrap_or_default().after(seq, seq, is_of_half))
}

/// What the plan saw, with what was written since: whatever else an answer shows was written by
/// others, and is theirs.
fn expected(before: Option<Live>, after: Option<&Live>, write: &Write) -> Option<Live> {
    let after = after?;
    let Some(before) = before else {
        return Some(after.clone());
    };
    let written = |top: &str| write.tops.iter().any(|name| name == top);
    let document: Value = overlay(&before.document, &after.document, written);
    Some(Live { document, ..before })
}

/// The failure of a write in the light of those of the same resource before it.
fn halfway(error: Error, done: usize) -> Error {
    if done == 0 {
        return error;
    }
    error.ended(Outcome::Partial).because(words!(
        "some of its settings are already written",
        "该资源的部分设置已经写入"
    ))
}

/// It was written online, and only that could not be put on record here.
fn unrecorded(error: Error) -> Error {
    error.ended(Outcome::Partial).because(words!(
        "it is already written online, and the next run will find out that this project wrote it",
        "线上已经写入，下次运行会查明这是由本项目写入的"
    ))
}
