//! The witnesses of one resource, setting by setting, and the verdict on each.

mod others;
mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::base::{ColleagueWitness, Judged};
use super::comparable::comparable;
use super::verdict::{judge, vouched};
use super::{Difference, Verdict};
use crate::model::document::{Leaf, Leaves, agree, is_oss, leaves, same};
use crate::model::fields::{Fallback, Field};
use crate::model::mark::{Vouch, Witness};
use crate::model::open::OpenSettings;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes::{self, OwnRoutes};
use crate::model::seal::{Sealer, holds_sealed};
use crate::snapshot::{Live, Part, with_kept};
use crate::state::record::{Baseline, KeptPath};

/// The setting that names the image of a container.
const IMAGE: &str = "customContainerConfig.image";

/// The witnesses of one resource as settings, without a secret among them.
pub(super) struct Witnesses {
    /// Whether it is a configuration that the project does not have (any more).
    is_dropped: bool,
    /// Whether that was put with nothing set in it.
    is_dropped_empty: bool,
    /// Whether others made it after it was decided that it stays deleted. The baseline is of what was
    /// there before, so there is none.
    is_made_again: bool,
    is_function: bool,
    /// Whether others have entries of their own in it.
    is_shared: bool,
    /// Whether any resource of the project has deployed it.
    is_known: bool,
    /// The places of the routes that were deployed, where the domain belongs to no function.
    routes: Option<BTreeSet<Path>>,
    /// The top-level settings that the file names, whatever it says of them.
    named: Vec<String>,
    /// Those that it named at the last deploy.
    sent: Vec<String>,
    /// What the project wants, without the settings that are open.
    pub(super) desired: Leaves,
    /// What is online of that which is compared, see [`comparable`].
    pub(super) live: Leaves,
    /// `sent` and `seen`; absent where nothing was deployed from here.
    pub(super) baseline: Option<(Leaves, Leaves)>,
    /// The baseline's digests were made with a key that is lost, so they say nothing.
    blind: bool,
    /// Nobody here had asked for what the baseline is of; see [`Baseline::is_silent`].
    silent: bool,
    /// Settings that belonged to the console at the last deploy, of which the baseline says nothing.
    owned: BTreeSet<String>,
    /// Settings that belong to the console now.
    console: BTreeSet<Path>,
    /// Settings of which nobody knows here what the project wants.
    open: OpenSettings,
    /// The settings that stand kept, where the record names them.
    kept: Option<BTreeMap<String, KeptPath>>,
    /// Whether the service could not prepare what was written last.
    has_failed: bool,
    /// Whether what was to follow upon its last write is still to be done.
    is_drain_due: bool,
    resource: Resource,
    /// What the mark of the last deploy says.
    mark: Rc<Witness>,
    /// What colleagues have deployed of the code and of the rest, where that had to be looked at.
    colleagues: [Option<ColleagueWitness>; 2],
}

impl Witnesses {
    pub(super) fn new(part: &Part, sealer: &Sealer) -> Witnesses {
        let kind = part.resource.kind;
        let sealed = |document: &Value| leaves(kind, &sealer.seal(kind, document));
        let open = OpenSettings::of(kind, &part.file);
        let mut desired = sealed(&part.desired);
        // An expression that nobody can work out here is no value to compare with.
        desired.retain(|path, _| !open.covers(path));
        let is_made_again = part.is_made_again();
        let record = part.baseline.as_ref().filter(|_| !is_made_again);
        let baseline = record.map(|baseline| {
            // An older version may have taken for harmless what is sealed by now.
            let seen = baseline.seen.as_ref().map(sealed);
            (sealed(&baseline.sent), seen.unwrap_or_default())
        });
        // What the file named at the last deploy is compared to the end, or nobody would see what became of
        // it.
        let mentioned = |path: &Path| {
            let sent = baseline
                .as_ref()
                .is_some_and(|(sent, _)| sent.contains_key(path));
            sent || desired.contains_key(path)
        };
        let live = part
            .live
            .as_ref()
            .map(|live| sealed(&live.document))
            .unwrap_or_default();
        let own = part.own_routes();
        let comparable =
            |own: &OwnRoutes, reply: Leaves| comparable((kind, own), reply, &mentioned);
        let live = comparable(&own, live);
        // What stood there when it was none of ours is not on record as ours once the file names it.
        let own_then =
            |base: &Baseline| OwnRoutes::of(&part.resource, [&with_kept(&part.resource, base)]);
        let then = record.map(own_then);
        let is_alone = kind.is_shared() && part.resource.is_root();
        let own_seen = |mut seen: Leaves, then: &OwnRoutes| {
            if is_alone {
                let foreign = then.foreign(&seen);
                let is_foreign = |path: &Path| foreign.iter().any(|one| path.0.starts_with(&one.0));
                seen.retain(|path, _| !is_foreign(path));
            }
            comparable(&own, seen)
        };
        let baseline = baseline.clone().zip(then);
        let baseline = baseline.map(|((sent, seen), then)| (sent, own_seen(seen, &then)));
        let halves = |base: &Baseline| {
            let then = own_then(base);
            let seen = base.seen.as_ref().map(sealed).unwrap_or_default();
            (sealed(&base.sent), own_seen(seen, &then))
        };
        let colleagues = [true, false].map(|is_code| {
            let colleague = part.colleague(is_code)?;
            Some(ColleagueWitness::new(colleague, halves))
        });
        let silent = record.is_some_and(|baseline| baseline.is_silent(kind));
        let blind = part.record.key_id != sealer.id();
        let owned = record.map(|baseline| baseline.owned.clone());
        Witnesses {
            is_dropped: part.is_dropped(),
            is_dropped_empty: part.is_dropped_empty(),
            is_made_again,
            is_function: kind.is_function(),
            is_shared: kind.is_shared(),
            is_known: part.shares.is_known,
            routes: is_alone.then(|| {
                let sent = baseline.iter().flat_map(|(sent, _)| sent.keys());
                sent.filter_map(routes::route_of).collect()
            }),
            named: names(&part.file),
            sent: record.map_or_else(Vec::new, |baseline| names(&baseline.sent)),
            desired,
            live,
            baseline,
            blind,
            silent,
            open,
            owned: owned.into_iter().flatten().collect(),
            console: part.console.iter().cloned().collect(),
            kept: record.and_then(named),
            has_failed: part.live.as_ref().and_then(Live::failure).is_some(),
            is_drain_due: part.drains && part.is_drain_due,
            resource: part.resource.clone(),
            mark: Rc::clone(&part.mark),
            colleagues,
        }
    }

    /// See [`super::theirs`].
    pub(super) fn theirs(self) -> Vec<Path> {
        let Some((sent, seen)) = &self.baseline else {
            return self.live.into_keys().collect();
        };
        let paths: BTreeSet<&Path> = self.live.keys().chain(seen.keys()).collect();
        let is_theirs = |path: &&Path| {
            !same(self.live.get(path), seen.get(path))
                || self.stood(path, (sent.get(path), seen.get(path))).is_some()
                || self.is_consoles(path)
        };
        paths.into_iter().filter(is_theirs).cloned().collect()
    }

    /// Whether a setting that is online is the console's: a deploy remembers what it sees there, which
    /// makes it no more ours than it was.
    fn is_consoles(&self, path: &Path) -> bool {
        let is_owned = || self.owned.contains(&path.to_string());
        self.live.contains_key(path) && (self.console.contains(path) || is_owned())
    }

    /// Everything that the baseline keeps as it is online.
    pub(super) fn standing(&self) -> Vec<(Path, KeptPath)> {
        let Some((sent, seen)) = &self.baseline else {
            return Vec::new();
        };
        let paths: BTreeSet<&Path> = sent.keys().chain(seen.keys()).collect();
        let stood = |path: &Path| {
            let kept = self.stood(path, (sent.get(path), seen.get(path)))?;
            Some((path.clone(), kept))
        };
        paths.into_iter().filter_map(stood).collect()
    }

    /// The decision that kept a setting as it was online, if there was one.
    fn stood(&self, path: &Path, (sent, seen): (Option<&Leaf>, Option<&Leaf>)) -> Option<KeptPath> {
        match &self.kept {
            // Most records name none, and then no path has to be spelled to be looked up.
            Some(kept) if kept.is_empty() => None,
            Some(kept) => kept.get(&path.to_string()).cloned(),
            None => {
                // An object's address never equals the checksum that is answered for it.
                let differs = !agree(sent, seen) && !is_object(sent);
                differs.then(|| KeptPath {
                    path: path.to_string(),
                    since: None,
                    by: None,
                    deploy: None,
                })
            }
        }
    }

    /// The verdict on every setting that any of the witnesses has.
    pub(super) fn verdicts(&self) -> Vec<Difference> {
        let mut paths: BTreeSet<&Path> = self.desired.keys().chain(self.live.keys()).collect();
        if let Some((sent, seen)) = &self.baseline {
            paths.extend(sent.keys().chain(seen.keys()));
        }
        paths.into_iter().map(|path| self.verdict(path)).collect()
    }

    /// The verdict on one setting: by the table where the baseline knows it, else by what is here and online
    /// alone.
    fn verdict(&self, path: &Path) -> Difference {
        let live = self.live.get(path);
        let (sent, seen) = match &self.baseline {
            Some((sent, seen)) => (sent.get(path), seen.get(path)),
            None => (None, None),
        };
        // Of the console's own settings a deploy only remembers what it saw, and that says nothing of ours.
        let owned = !self.owned.is_empty() && self.owned.contains(&path.to_string());
        let known = self.knows(sent, seen) && !owned && !self.lacks_half(path);
        let known = known && !self.begins(path);
        // What nobody knows here was not changed here either, as far as anybody can tell.
        let desired = match self.open.covers(path) {
            true if known => sent,
            true => live,
            false => self.desired.get(path),
        };
        let all = [desired, live, sent, seen];
        let field = all.into_iter().flatten().find_map(|leaf| leaf.field);
        let stood = match known {
            true => self.stood(path, (sent, seen)),
            false => None,
        };
        let verdict = if known {
            // A setting that left the file is the service's again, unless the whole configuration left: then
            // what was set is taken back.
            let stays = is_served(field) && !self.resource.kind.chooses_anew(path);
            let left_to_service = desired.is_none() && stays && !self.is_dropped;
            // What the file took over from there, and what has changed there since, nobody changed here.
            let came_home = stood.is_some() && same(desired, seen) && !same(live, seen);
            let goes = self.is_dropped_empty && live.is_some() && stood.is_none();
            let local = goes || !same(desired, sent) && !left_to_service && !came_home;
            let verdict = judge((local, !same(live, seen)), same(desired, live));
            // What others have set stands kept, too, where the file leaves it to the service, but for what the
            // service moves along with others.
            let is_led = left_to_service && field.is_some_and(|one| !one.follows.is_empty());
            let differs = stood.is_some() && !same(desired, live) && !is_led;
            // What the service does not show cannot be seen to differ.
            let differs = differs && !(live.is_none() && desired.is_some_and(Leaf::is_hidden));
            match verdict {
                // The file leaves it to the service, which moved it along with something else.
                Verdict::Remote if left_to_service && field.is_some_and(|one| self.moves(one)) => {
                    Verdict::Along
                }
                Verdict::Settled if differs => Verdict::Standing,
                Verdict::Local if differs => Verdict::Conflict,
                verdict => verdict,
            }
        } else if self.is_left_out(path)
            || (agree(desired, live) && !(owned && self.is_taken_out(desired, live)))
        {
            Verdict::Agreed
        } else if self.adds_route(path) || self.takes_nothing(path) {
            Verdict::Local
        } else {
            Verdict::Unknown
        };
        let mut judged = None;
        let verdict = match &stood {
            // What was decided here counts for more than what somebody else has deployed.
            Some(_) => verdict,
            None if owned => verdict,
            None => match self.vouch((verdict, known), path, field) {
                // A mark that is not of the newest deploy says nothing of whose that is.
                Vouch::Nothing | Vouch::Theirs if known && verdict == Verdict::Local => {
                    judged = self.by_colleague(path, desired, (sent, seen));
                    judged.as_ref().map_or(verdict, |judged| judged.verdict)
                }
                vouch => vouched(verdict, vouch),
            },
        };
        let is_colleagues = judged
            .as_ref()
            .is_some_and(|judged| judged.verdict.foreign());
        let (sent, seen) = match judged {
            // What is here is what was deployed, as the mark proves.
            None if !known && verdict == Verdict::Remote => (desired, desired),
            Some(Judged {
                then: Some(then), ..
            }) => then,
            // Nothing is known of what was changed here.
            Some(Judged {
                verdict: Verdict::Unknown,
                ..
            }) => (None, None),
            _ => (sent, seen),
        };
        let verdict = match verdict {
            _ if self.is_answer(path, field) || self.is_key_there(path, field) => Verdict::Settled,
            Verdict::Settled | Verdict::Agreed if self.is_tried_again(path, desired) => {
                Verdict::Local
            }
            verdict => verdict,
        };
        let value = |leaf: Option<&Leaf>| leaf.map(|leaf| leaf.value.clone());
        let stands = matches!(verdict, Verdict::Standing | Verdict::Conflict);
        Difference {
            path: path.clone(),
            verdict,
            sent: value(sent),
            seen: value(seen),
            live: value(live),
            desired: value(desired),
            field,
            owner: None,
            // Once others change it again the decision is over, and it is an ordinary change of theirs.
            kept: stood.clone().filter(|_| stands && same(live, seen)),
            stood,
            is_recorded: known && verdict != Verdict::Unknown || verdict == Verdict::Remote,
            is_colleagues,
        }
    }

    /// Whether it names an image that the service could not prepare, although it is the one that is wanted:
    /// only when it is written again does the service look for it again. The same of the number of instances
    /// after which a drain is due.
    fn is_tried_again(&self, path: &Path, desired: Option<&Leaf>) -> bool {
        let is = |what: &str| desired.is_some() && path.to_string() == what;
        let asked = || self.resource.kind.asked().is_some_and(is);
        self.has_failed && is(IMAGE) || self.is_drain_due && asked()
    }

    /// Whether the project left the whole configuration to the console, and has it no more: it leaves nothing
    /// of that to the service.
    fn is_taken_out(&self, desired: Option<&Leaf>, live: Option<&Leaf>) -> bool {
        self.is_dropped && desired.is_none() && live.is_some()
    }

    /// Whether only the other half of the function was deployed from here: of its code, or of all else, the
    /// baseline says nothing then, not even that the service's own values stood there.
    fn lacks_half(&self, path: &Path) -> bool {
        let is_beside = |one: &Path| (one.top() == "code") == (path.top() == "code");
        let said = |(sent, seen): &(Leaves, Leaves)| sent.keys().chain(seen.keys()).any(is_beside);
        self.is_function && !self.baseline.as_ref().is_some_and(said)
    }

    /// Whether the baseline says anything about a setting with these values in it.
    fn knows(&self, sent: Option<&Leaf>, seen: Option<&Leaf>) -> bool {
        let sealed = |leaf: &Leaf| holds_sealed(&leaf.value);
        let lost = self.blind && [sent, seen].into_iter().flatten().any(sealed);
        self.baseline.is_some() && !lost && !self.silent
    }
}

/// The settings that a baseline says are kept, by their paths.
fn named(baseline: &Baseline) -> Option<BTreeMap<String, KeptPath>> {
    let kept = baseline.kept.as_ref()?.iter();
    Some(kept.map(|one| (one.path.clone(), one.clone())).collect())
}

/// The top-level settings of a document.
fn names(document: &Value) -> Vec<String> {
    let map = document.as_object();
    map.into_iter().flat_map(Map::keys).cloned().collect()
}

/// Whether it names an object in OSS, of which the service only says the checksum.
fn is_object(leaf: Option<&Leaf>) -> bool {
    leaf.is_some_and(|leaf| is_oss(&leaf.value))
}

/// Whether the service chooses where the project says nothing.
fn is_served(field: Option<&'static Field>) -> bool {
    field.is_some_and(|field| field.fallback == Fallback::Served)
}
