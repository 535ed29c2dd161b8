//! The deletions, one after the other. Each is preceded by a reading of what it takes away, which must
//! be what was shown and saved, and followed by one that must not find it any more.

use std::cell::Cell;

use serde_json::{Value, json};

use super::forget::{forget, removed};
use super::look::FreshLook;
use super::show::made_by_event_bridge;
use super::targets::{Removal, Target};
use crate::apply::{Routes, ineffective, keep, stray, until};
use crate::cli::RemoveFlags;
use crate::error::{Error, Outcome, Result};
use crate::model::resource::Resource;
use crate::model::routes;
use crate::project::Project;
use crate::snapshot::{Live, Snapshot};
use crate::state::record::{Intent, Record};
use crate::time::rfc3339;
use crate::view::steps;
use crate::wire::Failure;
use crate::words;
use crate::words::Words;

/// How often something is tried that is in the way of something else (upstream fc3: 25 times).
const TRIES: u32 = 25;
/// How long is waited between two tries, in milliseconds (upstream fc3: 2 seconds).
const PAUSE: u64 = 2_000;

/// What somebody agreed to take away.
pub(super) struct Taking<'a> {
    pub(super) project: &'a Project<'a>,
    /// The functions that were deployed as this resource under other names.
    pub(super) former: &'a [Resource],
    /// Which part of the resource goes: what comes beside it meanwhile is looked for there.
    pub(super) flags: &'a RemoveFlags,
    /// What was shown.
    pub(super) removal: &'a Removal,
    /// What was online when it was shown.
    pub(super) snapshot: &'a Snapshot,
}

impl Taking<'_> {
    /// Takes everything away, in order; returns how many things went.
    ///
    /// # Errors
    /// Whatever stopped it, with what is left.
    pub(super) async fn all(&self) -> Result<usize> {
        let targets = &self.removal.targets;
        let journal = self.project.world.journal;
        // Planned as a whole, so that whoever stops the run is told what was not begun.
        journal.plan(targets.iter().map(deletion));
        for (index, target) in targets.iter().enumerate() {
            let left = targets.len() - index;
            let taken = self.take(target).await;
            // What comes later cannot go without this one, so the first that stays ends it.
            taken.map_err(|error| partly(error, index, left))?;
        }
        Ok(targets.len())
    }

    /// Takes one thing away, as often as something else is in its way.
    ///
    /// # Errors
    /// It moved, or was refused; `Partial` where nobody knows whether it went.
    async fn take(&self, target: &Target) -> Result<()> {
        let (journal, clock) = (self.project.world.journal, self.project.world.clock);
        let (mut tries, doubtful, mut record) = (1, Cell::new(false), None);
        loop {
            let found = match self.look(target).await {
                Ok(found) => found,
                // An earlier try may have taken effect, so its intent stays on disk for the next run to
                // find out.
                Err(error) if doubtful.get() => return Err(doubt(error)),
                Err(error) => {
                    // What was tried before was refused, and had no effect.
                    self.take_back(target, record).await?;
                    return Err(error.unread());
                }
            };
            // It is gone, whoever took it: that is what was asked for.
            let Some(found) = found else { break };
            // One intent for all tries: what was on record before is still needed if the last of them is
            // refused.
            if tries == 1 {
                record = self.begin(&found.target).await?;
            }
            // From here on the end is not known until it is proved.
            journal.begin(&deletion(target));
            let began = clock.now();
            let sent = self.project.client.once(self.send(&found, &doubtful)).await;
            let Err(failure) = sent else {
                let took = (clock.now() - began).unsigned_abs();
                self.prove(&found, took).await?;
                break;
            };
            // Doubt never goes away: a later refusal may be the answer to what an earlier try has done.
            doubtful.set(doubtful.get() || failure.unknown());
            // What is in the way may go away by itself; the client's own tries are for a service that is
            // busy.
            let blocked = (failure.blocked() && tries < TRIES).then_some(PAUSE);
            let Some(pause) = failure.again(tries, clock).or(blocked) else {
                let failure = failure.after(tries, doubtful.get());
                let is_stray = failure.misses_function();
                let error = self.refused(target, record, failure).await;
                return Err(match target {
                    // The list of routes is refused for one of somebody else's that leads to a function
                    // which is gone.
                    Target::Routes(domain) if is_stray => {
                        let own = self.removal.own_routes(domain);
                        let others = own.others(&found.reply.doc);
                        stray(&self.project.client, domain, &others, error).await
                    }
                    _ => error,
                });
            };
            clock.sleep(pause).await;
            tries += 1;
        }
        self.forget(target).await?;
        journal.done(&deletion(target));
        Ok(())
    }

    /// The intent on disk: after a crash, what is gone was taken away by us. Returns the record as it
    /// was.
    ///
    /// # Errors
    /// The record cannot be read or written; then nothing is sent.
    async fn begin(&self, target: &Target) -> Result<Option<Record>> {
        let (project, screen) = (self.project, self.project.screen);
        let resource = match target {
            Target::Routes(domain) => {
                steps::taking_out(screen, domain);
                domain
            }
            Target::Resource(resource) => {
                steps::deleting(screen, &target.label());
                resource
            }
            Target::Alias(_) | Target::Version(_) => {
                steps::deleting(screen, &target.label());
                project.records.still_ours(&project.root()).await?;
                return Ok(None);
            }
        };
        let record = project.records.load(resource).await?;
        if record.is_empty() {
            // Of what was never deployed from here there is nothing to find out after a crash.
            project.records.still_ours(resource).await?;
            return Ok(Some(record));
        }
        let baseline = record.baseline.as_ref();
        let sent = baseline.map(|baseline| baseline.sent.clone());
        let begun = Record {
            pending: Some(Intent {
                at: rfc3339(project.world.clock.now()),
                before: None,
                sent: sent.unwrap_or_default(),
                // Nothing is what is meant to stand there; what was sent before stays known until it is.
                intended: Value::Null,
                writes: Vec::new(),
                owned: Vec::new(),
                kept: None,
                is_stranger: !record.is_ours(),
                is_handed: false,
                provenance: removed(project, &record).await,
            }),
            ..record.clone()
        };
        project.records.save(&begun).await?;
        Ok(Some(record))
    }

    /// Sends it. `some` is set once a part of it is done.
    async fn send(&self, found: &FreshLook, some: &Cell<bool>) -> Result<(), Failure> {
        let client = &self.project.client;
        let function = self.project.desired.root.name();
        let etag = found.reply.etag.as_deref();
        match &found.target {
            Target::Resource(resource) => {
                // The service has no call that takes away all entries at once.
                let Some(list) = resource.kind.entries() else {
                    return client.delete(resource, etag).await;
                };
                let names = found.reply.doc[list].as_array().into_iter().flatten();
                for name in names.filter_map(Value::as_str) {
                    client.remove_entry(resource, name).await?;
                    // From the first entry on something has gone, whatever the next call is answered with.
                    some.set(true);
                }
                Ok(())
            }
            Target::Routes(domain) => {
                // From the reading right before, so that nothing that others have put there since is taken
                // along.
                let own = self.removal.own_routes(domain);
                let rest = own.replaced(&found.reply.doc, &[]);
                let body = json!({routes::CONFIG: routes::config(&found.reply.doc, rest)});
                let update = client.update(domain, &body, &[], etag);
                update.await.map(|_| ())
            }
            Target::Alias(name) => client.delete_alias(function, name, etag).await,
            Target::Version(id) => client.delete_version(function, id).await,
        }
    }

    /// Looks whether it is gone: a deletion is answered with nothing.
    ///
    /// # Errors
    /// It is still there, came back, or cannot be read.
    async fn prove(&self, found: &FreshLook, took: u64) -> Result<()> {
        let Project { client, world, .. } = self.project;
        let target = &found.target;
        if let Target::Routes(domain) = target {
            // A domain that stays is not gone, and somebody who read it before us may write our routes
            // back.
            let own = self.removal.own_routes(domain);
            let others = own.others(&found.reply.doc);
            steps::holding(self.project.screen, domain, &others);
            let taken = own.in_domain(&found.reply.doc);
            let routes = Routes {
                domain: domain.clone(),
                own: own.clone(),
                written: Vec::new(),
                dropped: routes::paths(&taken),
                took,
            };
            let online = keep(client, world.clock, &routes).await?;
            let left = online.map(|online| own.in_domain(&online.doc));
            return match left.is_none_or(|left| left.is_empty()) {
                true => Ok(()),
                false => Err(added(target)),
            };
        }
        let gone = until(world.clock, async || {
            // A reading that fails is no proof, and no refutation either.
            let is_gone = self.is_gone(target).await.map_err(doubt)?;
            Ok(is_gone.then_some(()))
        });
        gone.await?.ok_or_else(|| ineffective(&target.label()))
    }

    /// Whether it cannot be found any more.
    ///
    /// # Errors
    /// It cannot be read.
    async fn is_gone(&self, target: &Target) -> Result<bool> {
        let client = &self.project.client;
        let function = self.project.desired.root.name();
        let unread = |failure: Failure| failure.into_error(&target.label());
        match target {
            Target::Resource(resource) | Target::Routes(resource) => {
                let reply = client.get(resource).await?;
                Ok(Live::of(resource, reply).is_none())
            }
            Target::Alias(name) => {
                let found = client.get_alias(function, name).await.map_err(unread)?;
                Ok(found.is_none())
            }
            Target::Version(id) => {
                let versions = client.versions(function).await.map_err(unread)?;
                Ok(!versions.contains(id))
            }
        }
    }

    /// A refusal that had no effect takes the intent back.
    async fn refused(&self, target: &Target, record: Option<Record>, failure: Failure) -> Error {
        let (moved, unknown) = (failure.moved(), failure.unknown());
        let error = failure.into_error(&target.label());
        // The intent stays: the next run looks what became of it.
        if unknown {
            return error.ended(Outcome::Partial);
        }
        if let Err(error) = self.take_back(target, record).await {
            return error;
        }
        match moved {
            true => error.ended(Outcome::Drift).hint(again()),
            // Nobody has seen whether a function goes that has such a trigger.
            false if target.is_function() => self.beside_event_bridge(error),
            false => error,
        }
    }

    /// A refusal in the light of the triggers that nobody here can delete.
    fn beside_event_bridge(&self, error: Error) -> Error {
        let others = self.removal.of_event_bridge.iter();
        others.fold(error, |error, trigger| {
            error.because(made_by_event_bridge(trigger))
        })
    }

    /// Takes an intent back that came to nothing. `record` is what was on record before it.
    async fn take_back(&self, target: &Target, record: Option<Record>) -> Result<()> {
        self.project.world.journal.refused(&deletion(target));
        match record {
            Some(record) => self.project.records.save(&record).await,
            None => Ok(()),
        }
    }

    /// Takes it from the records. Aliases and versions are on none.
    ///
    /// # Errors
    /// A record cannot be read or written.
    async fn forget(&self, target: &Target) -> Result<()> {
        match target {
            Target::Resource(resource) | Target::Routes(resource) => {
                forget(self.project, self.former, self.removal, resource).await
            }
            Target::Alias(_) | Target::Version(_) => Ok(()),
        }
    }
}

/// What the journal calls it.
fn deletion(target: &Target) -> Words {
    let Words { en, zh } = target.label();
    words!("deletion of {en}", "删除{zh}")
}

/// A route to our function came while ours were taken out. Nobody has seen it, so it stays.
fn added(routes: &Target) -> Error {
    let Words { en, zh } = routes.label();
    Error::cloud(words!(
        "somebody added another route while {en} were being removed; it was left as it is",
        "在移除{zh} 期间，他人又添加了路由；新路由保持不变"
    ))
    .ended(Outcome::Partial)
    .hint(again())
}

/// What to do about something that moved.
pub(super) fn again() -> Words {
    words!(
        "run the same command again: it shows the present live state, saves it, and asks",
        "请再次执行同一命令：会显示线上现状，先保存，再询问"
    )
}

/// A reading that failed after a try whose end is not known.
fn doubt(error: Error) -> Error {
    error.ended(Outcome::Partial).because(words!(
        "it is not known whether the previous deletion took effect",
        "无法确定此前的删除是否已经生效"
    ))
}

/// What stopped it, in the light of what went before: `done` and `left` count things.
fn partly(error: Error, done: usize, left: usize) -> Error {
    if done == 0 {
        return error;
    }
    error
        .ended(Outcome::Partial)
        .because(words!("{left} left", "剩余 {left} 项"))
        .hint(words!(
            "run the same command again: it continues where it stopped",
            "请再次执行同一命令：将从中断处继续"
        ))
}
