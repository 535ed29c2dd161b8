//! How a write moves the baseline on.

use serde_json::{Map, Value};

use crate::drift::kept_before;
use crate::model::document::{canonical, is_oss, leaves, same};
use crate::model::path::Path;
use crate::model::resource::Kind;
use crate::model::scope::Half;
use crate::model::seal::Sealer;
use crate::plan::{Keeping, Step, Write, WriteCall};
use crate::snapshot::{HandedOn, Live, Part, overlay};
use crate::state::record::{Baseline, Intent, KeptPath};

/// One resource on its way from the old baseline to the next. What is outside of the run's half of
/// it stays as it was.
pub(super) struct Advance<'a> {
    sealer: &'a Sealer,
    /// The half of the function that the run takes care of; outside of it `old` counts.
    half: Half,
    kind: Kind,
    /// The baseline that moves on; `None` where nothing was deployed from here.
    old: Option<Baseline>,
    /// What stands online now, sealed.
    online: Option<Value>,
    /// The service's last-modified time of `online`.
    modified: Option<String>,
    /// What the project wants, sealed.
    sent: Value,
    /// What others name of it by now.
    handed: HandedOn,
    /// What is to stand online once every write is done, sealed; null where nothing is.
    intended: Value,
    /// The settings that belong to the console.
    owned: Vec<String>,
    /// As [`Step::is_stranger`].
    is_stranger: bool,
    /// What stood kept before.
    kept_before: Vec<(Path, KeptPath)>,
    /// What stands kept within the run's half once everything is done.
    keeps: Vec<Keeping>,
    /// Who decides that something is kept, where that is known.
    who: Option<String>,
}

impl<'a> Advance<'a> {
    /// From what stands online now, as the part has it, to what the step leaves behind by somebody's decisions.
    pub(super) fn new(
        part: &Part,
        step: &Step,
        (sealer, who): (&'a Sealer, Option<String>),
    ) -> Advance<'a> {
        let kind = part.resource.kind;
        let live = part.live.as_ref();
        Advance {
            sealer,
            half: part.half,
            kind,
            old: part.baseline.clone(),
            online: live.map(|live| sealer.seal(kind, &live.document)),
            modified: live.and_then(Live::modified),
            sent: part.shares.handed.with_sent(step.sent.clone()),
            handed: part.shares.handed.clone(),
            intended: step.intended.clone().unwrap_or_default(),
            owned: owned(part),
            is_stranger: step.is_stranger,
            kept_before: kept_before(part, sealer),
            keeps: step.kept.clone(),
            who,
        }
    }

    /// The baseline when nothing is written: what is online is taken as it is.
    pub(super) fn whole(&self, at: String) -> Baseline {
        let next = Baseline {
            sent: self.within(self.old.as_ref().map(|old| &old.sent), &self.sent),
            seen: self
                .online
                .as_ref()
                .map(|online| self.handed.with_seen(self.base(online))),
            modified: self.modified.clone(),
            kept: Some(self.kept(&at, |_| false)),
            at,
            deployed: None,
            owned: self.owned.clone(),
            adopted: None,
        };
        next.following(self.kind, self.old.as_ref())
    }

    /// The intent to send a write.
    pub(super) fn intent(&self, write: &Write, last: bool, at: String) -> Intent {
        Intent {
            kept: Some(self.next_kept(write, last, &at)),
            at,
            before: self.online.as_ref().map(|online| self.base(online)),
            sent: self.next_sent(write, last),
            intended: self.intended.clone(),
            writes: write.tops.clone(),
            owned: self.owned.clone(),
            is_stranger: self.is_stranger,
            is_handed: false,
            provenance: None,
        }
    }

    /// What stands online after a write: what the service answered, or what was intended where it
    /// answers nothing. `None` where nothing is left of the resource.
    pub(super) fn live(&self, part: &Part, write: &Write, reply: Option<Live>) -> Option<Live> {
        if matches!(write.call, WriteCall::Delete) {
            return None;
        }
        let live = reply.unwrap_or_else(|| self.assumed(part, write));
        // A configuration in which nothing is set is none, however the service answers it.
        let empty = self.kind.is_config() && leaves(self.kind, &live.document).is_empty();
        (!empty).then_some(live)
    }

    /// What stands online after a write that was answered with nothing.
    fn assumed(&self, part: &Part, write: &Write) -> Live {
        let before = part.live.as_ref().map(|live| &live.document);
        let document = overlay(before.unwrap_or(&nothing()), &self.intended, written(write));
        Live {
            document: canonical(self.kind, document),
            // The one that was read is of the state before the write.
            etag: None,
            mark: None,
        }
    }

    /// Whether a reading after a write shows everything that the write was to change.
    pub(super) fn shows(&self, write: &Write, live: &Live) -> bool {
        let now = leaves(self.kind, &self.sealer.seal(self.kind, &live.document));
        let wanted = leaves(self.kind, &self.intended);
        let before = self.online.as_ref().map(|online| leaves(self.kind, online));
        let before = before.unwrap_or_default();
        let mut paths = wanted.keys().chain(before.keys());
        // What stood there as it is wanted before proves nothing, and what another call writes is not there
        // yet.
        let is_to_change =
            |path: &Path| written(write)(path.top()) && !same(wanted.get(path), before.get(path));
        paths.all(|path| !is_to_change(path) || same(wanted.get(path), now.get(path)))
    }

    /// Whether nothing of the resource is to stand online.
    pub(super) fn wants_nothing(&self) -> bool {
        leaves(self.kind, &self.intended).is_empty()
    }

    /// Whether a setting that moved while a write was under way is as the write makes it.
    pub(super) fn is_ours(&self, write: &Write, live: Option<&Live>, path: &Path) -> bool {
        let Some(live) = live else {
            return matches!(write.call, WriteCall::Delete);
        };
        let now = leaves(self.kind, &self.sealer.seal(self.kind, &live.document));
        let wanted = leaves(self.kind, &self.intended);
        // Three things are ours although they do not look as the request had them: what the service fills in
        // by itself, what it moves along with a setting that was written, and the checksum of code that was
        // named by its address.
        let field = now
            .get(path)
            .or(wanted.get(path))
            .and_then(|leaf| leaf.field);
        let answered = field.is_some_and(|field| field.unsent || !field.follows.is_empty());
        let is_code =
            path.top() == "code" && wanted.get(path).is_some_and(|leaf| is_oss(&leaf.value));
        let same = same(wanted.get(path), now.get(path)) || answered || is_code;
        // What came as a whole is ours where everything in it is.
        let whole = path.0.is_empty() && self.online.is_none() && self.shows(write, live);
        whole || (written(write)(path.top()) && same)
    }

    /// The baseline after a write. Only what the request carried is ours. Anything else in the
    /// response that differs from what was compared was written by somebody else in the meantime,
    /// and is theirs.
    pub(super) fn after(
        &self,
        write: &Write,
        last: bool,
        live: Option<&Live>,
        at: String,
    ) -> Baseline {
        let seen = live.map(|live| {
            let after = self.sealer.seal(self.kind, &live.document);
            match &self.online {
                // What stood there before is theirs or was accepted by the answers; only what was written is
                // new.
                Some(online) => overlay(&self.base(online), &after, written(write)),
                // The request created it, so there was nothing that others could have set.
                None => after,
            }
        });
        let next = Baseline {
            sent: self.next_sent(write, last),
            seen: seen.map(|seen| self.handed.with_seen(seen)),
            modified: live.and_then(Live::modified),
            kept: Some(self.next_kept(write, last, &at)),
            at,
            deployed: None,
            owned: self.owned.clone(),
            adopted: None,
        };
        next.following(self.kind, self.old.as_ref())
    }

    /// Until the last write is done, only what was written counts as sent.
    fn next_sent(&self, write: &Write, last: bool) -> Value {
        let old = self.old.as_ref().map(|old| &old.sent);
        // With the last write the rest of the project's wishes counts as sent, too: it was accepted as it is
        // online.
        if last {
            return self.within(old, &self.sent);
        }
        overlay(old.unwrap_or(&nothing()), &self.sent, written(write))
    }

    /// Until the last write is done, what was not written stands kept as before.
    fn next_kept(&self, write: &Write, last: bool, at: &str) -> Vec<KeptPath> {
        let written = written(write);
        self.kept(at, |top| !last && !written(top))
    }

    /// What stands kept from now on: outside of the run's half, and where `still` says so, what did
    /// before.
    fn kept(&self, at: &str, still: impl Fn(&str) -> bool) -> Vec<KeptPath> {
        let keeping = |one: &Keeping| match one {
            Keeping::Still(_, kept) => kept.clone(),
            Keeping::Anew(path, deploy) => KeptPath {
                path: path.to_string(),
                since: Some(at.to_owned()),
                by: self.who.clone(),
                deploy: deploy.clone(),
            },
        };
        let mut kept: Vec<KeptPath> = self.keeps.iter().map(keeping).collect();
        for (path, before) in &self.kept_before {
            // A decision of this run about the same setting takes the place of the one before.
            let stays = !self.half.covers(path.top()) || still(path.top());
            if stays && !kept.iter().any(|one| one.path == before.path) {
                kept.push(before.clone());
            }
        }
        // What others are to take over is kept for them.
        let is_among =
            |kept: &[KeptPath], one: &KeptPath| kept.iter().any(|had| had.path == one.path);
        for one in self.handed.kept() {
            if !is_among(&kept, one) {
                kept.push(one.clone());
            }
        }
        // In a fixed order, because a record with the same list is not written again (see `remember`).
        kept.sort_by(|one, other| one.path.cmp(&other.path));
        kept
    }

    /// What counts as seen before a write.
    fn base(&self, online: &Value) -> Value {
        let old = self.old.as_ref().and_then(|old| old.seen.as_ref());
        self.within(old, online)
    }

    /// `new`, with the settings outside of the run's half taken from `old`.
    fn within(&self, old: Option<&Value>, new: &Value) -> Value {
        overlay(old.unwrap_or(&nothing()), new, |top| self.half.covers(top))
    }
}

/// Outside of the run's half the old baseline stands, with what it says of the console.
fn owned(part: &Part) -> Vec<String> {
    let old = part.baseline.as_ref().map(|old| old.owned.as_slice());
    // On record they are texts, in which the top-level setting ends at the first sign of a path.
    let elsewhere = old.unwrap_or_default().iter().filter(|text| {
        let top = text.split(['.', '[']).next().unwrap_or_default();
        !part.half.covers(top)
    });
    let here = part
        .console
        .iter()
        .filter(|path| part.half.covers(path.top()));
    elsewhere
        .cloned()
        .chain(here.map(ToString::to_string))
        .collect()
}

/// Whether a top-level setting is among those that the write carries, or that follow them.
fn written(write: &Write) -> impl Fn(&str) -> bool {
    |top| write.tops.iter().any(|name| name == top)
}

fn nothing() -> Value {
    Value::Object(Map::new())
}
