//! What the three witnesses say together: a verdict for every setting.
//!
//! A local change is `desired` against `sent`, file against file; a remote change is `live` against
//! `seen`, answer against answer. That keeps the service's defaults and rewriting out of it.

mod rules;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::document::{Leaf, Leaves, is_oss, leaves, same};
use crate::model::fields::{Fallback, Field};
use crate::model::owner::{Owner, Rules};
use crate::model::path::{Path, Step};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::{Sealer, is_sealed};
use crate::snapshot::{Interrupted, Part, Snapshot};

/// What the witnesses say about one setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody changed it, or it was decided earlier that what is online stays.
    Settled,
    /// Changed, and both sides say the same now.
    Agreed,
    /// Changed here: ours to apply.
    Local,
    /// Changed online by somebody else.
    Remote,
    /// Changed on both sides, to different values.
    Conflict,
    /// It differs and nothing is known of how that came: we never deployed it.
    Unknown,
}

impl Verdict {
    /// The word that reports and scripts see.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Settled => "settled",
            Verdict::Agreed => "agreed",
            Verdict::Local => "local",
            Verdict::Remote => "remote",
            Verdict::Conflict => "conflict",
            Verdict::Unknown => "unknown",
        }
    }

    /// Whether somebody else has a hand in it.
    pub fn foreign(self) -> bool {
        matches!(self, Verdict::Remote | Verdict::Conflict | Verdict::Unknown)
    }
}

/// One setting that somebody changed, or that differs. All values are sealed.
#[derive(Clone, Debug)]
pub struct Difference {
    pub path: Path,
    pub verdict: Verdict,
    /// What the project wanted at the last deploy.
    pub sent: Option<Value>,
    /// What stood online after the last deploy.
    pub seen: Option<Value>,
    pub live: Option<Value>,
    pub desired: Option<Value>,
    /// What the catalogue knows of the setting.
    pub field: Option<&'static Field>,
    /// Who decides about it, where `driftPolicy` says so.
    pub owner: Option<Owner>,
}

impl Difference {
    /// Whether a person or a flag has to decide. What belongs to the file is decided.
    pub fn asks(&self) -> bool {
        self.verdict.foreign() && self.owner != Some(Owner::File)
    }

    /// Whether the setting is gone online, and nothing is in force in its place.
    fn is_deleted(&self) -> bool {
        self.seen.is_some() && self.live.is_none() && self.fallback().is_none()
    }

    /// What is in force where the setting is absent, if that is known.
    pub fn fallback(&self) -> Option<Value> {
        self.field.and_then(Field::default_value)
    }
}

/// How a resource as a whole stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not online and never deployed from here: it is created.
    New,
    /// Deployed from here, and not online any more: somebody deleted it.
    Deleted,
    /// Not online, and it was decided earlier that it stays so.
    StaysDeleted,
    /// Online, never deployed from here.
    Found,
    /// Online, deployed from here.
    Deployed,
    /// A configuration that the project does not want (any more), and that is not ours online:
    /// nothing of it has to be remembered.
    Gone,
}

impl Standing {
    /// The word that reports and scripts see.
    pub fn word(self) -> &'static str {
        match self {
            Standing::New => "new",
            Standing::Deleted => "deleted",
            Standing::StaysDeleted => "stays-deleted",
            Standing::Found => "found",
            Standing::Deployed => "deployed",
            Standing::Gone => "gone",
        }
    }
}

/// The verdicts on one resource.
#[derive(Clone, Debug)]
pub struct ResourceDrift {
    pub resource: Resource,
    pub standing: Standing,
    /// When it was last changed online, as the service says it.
    pub modified: Option<String>,
    pub differences: Vec<Difference>,
    /// Settings on which earlier decisions keep what is online although the file says otherwise.
    pub kept: Vec<Path>,
    /// Settings that belong to the console: neither compared nor sent.
    pub console: Vec<Path>,
    /// What became of the write that the last run did not see the end of.
    pub interrupted: Option<Interrupted>,
}

impl ResourceDrift {
    /// Whether a person or a flag has to decide about any of it.
    pub fn asks(&self) -> bool {
        self.standing == Standing::Deleted || self.differences.iter().any(Difference::asks)
    }
}

/// A rule of `driftPolicy`, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleUse {
    /// Its paths as the file writes them.
    pub paths: String,
    pub owner: Owner,
    pub reason: String,
    /// Its last day.
    pub until: Option<String>,
    /// Whether it names anything that is here or online.
    pub matched: bool,
    /// Whether its last day is over, so that it decides nothing.
    pub expired: bool,
}

/// The verdicts on everything, in the order of the snapshot.
#[derive(Debug)]
pub struct Drift {
    pub resources: Vec<ResourceDrift>,
    /// What became of the rules, in the order of the file.
    pub rules: Vec<RuleUse>,
}

/// Compares the witnesses of every resource.
pub fn compare(snapshot: &Snapshot, sealer: &Sealer) -> Drift {
    Drift {
        resources: snapshot
            .parts
            .iter()
            .map(|part| resource(part, &snapshot.rules, sealer))
            .collect(),
        rules: rules::used(snapshot),
    }
}

fn resource(part: &Part, rules: &Rules, sealer: &Sealer) -> ResourceDrift {
    let standing = standing(part, sealer);
    let witnesses = Witnesses::new(part, sealer);
    let online = matches!(standing, Standing::Found | Standing::Deployed);
    let mut verdicts = if online {
        witnesses.verdicts()
    } else {
        Vec::new()
    };
    verdicts.retain_mut(|(difference, _)| rules::judge(rules, &part.resource, difference));
    let kept =
        |(difference, agree): &(Difference, bool)| difference.verdict == Verdict::Settled && !agree;
    ResourceDrift {
        resource: part.resource.clone(),
        standing,
        modified: part.live.as_ref().and_then(|live| live.modified()),
        kept: verdicts
            .iter()
            .filter(|verdict| kept(verdict))
            .map(|(difference, _)| difference.path.clone())
            .collect(),
        console: part.console.clone(),
        interrupted: part.interrupted.clone(),
        differences: verdicts
            .into_iter()
            .map(|(difference, _)| difference)
            .filter(|difference| difference.verdict != Verdict::Settled)
            .filter(|difference| part.half.covers(difference.path.top()))
            .collect(),
    }
}

/// The settings that others changed or made: they are not as we left them. Of what was never deployed
/// from here that is every one.
pub fn theirs(part: &Part, sealer: &Sealer) -> Vec<Path> {
    let Witnesses { live, baseline, .. } = Witnesses::new(part, sealer);
    let Some((_, seen)) = baseline else {
        return live.into_keys().collect();
    };
    let paths: BTreeSet<&Path> = live.keys().chain(seen.keys()).collect();
    let moved = |path: &&Path| !same(live.get(path), seen.get(path));
    paths.into_iter().filter(moved).cloned().collect()
}

fn standing(part: &Part, sealer: &Sealer) -> Standing {
    match (&part.baseline, &part.live) {
        (None, _) | (_, None) if !part.is_wanted() => Standing::Gone,
        (None, None) => Standing::New,
        (None, Some(_)) => Standing::Found,
        (Some(_), Some(_)) => Standing::Deployed,
        (Some(baseline), None) => {
            let wanted = sealer.seal(part.resource.kind, &part.desired);
            if baseline.seen.is_none() && baseline.sent == wanted {
                Standing::StaysDeleted
            } else {
                Standing::Deleted
            }
        }
    }
}

/// The witnesses of one resource as settings, without a secret among them.
struct Witnesses {
    desired: Leaves,
    live: Leaves,
    /// `sent` and `seen`; absent where nothing was deployed from here.
    baseline: Option<(Leaves, Leaves)>,
    /// The baseline's digests were made with a key that is lost, so they say nothing.
    blind: bool,
    /// Settings that belonged to the console at the last deploy, of which the baseline says nothing.
    owned: BTreeSet<String>,
}

impl Witnesses {
    fn new(part: &Part, sealer: &Sealer) -> Witnesses {
        let kind = part.resource.kind;
        let sealed = |document: &Value| leaves(kind, &sealer.seal(kind, document));
        let desired = sealed(&part.desired);
        let baseline = part.baseline.as_ref().map(|baseline| {
            let seen = baseline.seen.as_ref().map(|seen| leaves(kind, seen));
            (leaves(kind, &baseline.sent), seen.unwrap_or_default())
        });
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
        let live = comparable(&part.resource, live, &mentioned);
        let baseline = baseline
            .clone()
            .map(|(sent, seen)| (sent, comparable(&part.resource, seen, &mentioned)));
        let blind = part.record.key_id != sealer.id();
        let owned = part
            .baseline
            .as_ref()
            .map(|baseline| baseline.owned.clone());
        Witnesses {
            desired,
            live,
            baseline,
            blind,
            owned: owned.into_iter().flatten().collect(),
        }
    }

    fn verdicts(&self) -> Vec<(Difference, bool)> {
        let mut paths: BTreeSet<&Path> = self.desired.keys().chain(self.live.keys()).collect();
        if let Some((sent, seen)) = &self.baseline {
            paths.extend(sent.keys().chain(seen.keys()));
        }
        paths.into_iter().map(|path| self.verdict(path)).collect()
    }

    fn verdict(&self, path: &Path) -> (Difference, bool) {
        let (desired, live) = (self.desired.get(path), self.live.get(path));
        let (sent, seen) = match &self.baseline {
            Some((sent, seen)) => (sent.get(path), seen.get(path)),
            None => (None, None),
        };
        let all = [desired, live, sent, seen];
        let field = all.into_iter().flatten().find_map(|leaf| leaf.field);
        let owned = !self.owned.is_empty() && self.owned.contains(&path.to_string());
        let (verdict, agree) = if self.knows(sent, seen) && !owned {
            let left_to_service = desired.is_none() && is_served(field);
            let local = !same(desired, sent) && !left_to_service;
            let unseen = live.is_none() && is_hidden(desired);
            let agree = same(desired, live) || is_object(desired) || left_to_service || unseen;
            let verdict = judge((local, !same(live, seen)), same(desired, live));
            (verdict, agree)
        } else if agree_at_first_sight(desired, live) {
            (Verdict::Agreed, true)
        } else if self.adds_route(path) {
            (Verdict::Local, false)
        } else {
            (Verdict::Unknown, false)
        };
        let value = |leaf: Option<&Leaf>| leaf.map(|leaf| leaf.value.clone());
        let difference = Difference {
            path: path.clone(),
            verdict,
            sent: value(sent),
            seen: value(seen),
            live: value(live),
            desired: value(desired),
            field,
            owner: None,
        };
        (difference, agree)
    }

    /// Whether a setting belongs to a route that a domain, shared with other functions, does not have
    /// yet: it takes nothing from anybody.
    fn adds_route(&self, path: &Path) -> bool {
        let depth = path.0.iter().position(|step| matches!(step, Step::Item(_)));
        let Some(depth) = depth.filter(|_| path.top() == "routeConfig") else {
            return false;
        };
        let route = &path.0[..=depth];
        !self.live.keys().any(|live| live.0.starts_with(route))
    }

    /// Whether the baseline says anything about a setting with these values in it.
    fn knows(&self, sent: Option<&Leaf>, seen: Option<&Leaf>) -> bool {
        let sealed = |leaf: &Leaf| is_sealed(&leaf.value);
        let lost = self.blind && [sent, seen].into_iter().flatten().any(sealed);
        self.baseline.is_some() && !lost
    }
}

fn is_object(leaf: Option<&Leaf>) -> bool {
    leaf.is_some_and(|leaf| is_oss(&leaf.value))
}

/// Whether the service chooses where the project says nothing.
fn is_served(field: Option<&'static Field>) -> bool {
    field.is_some_and(|field| field.fallback == Fallback::Served)
}

fn judge((local, remote): (bool, bool), agree: bool) -> Verdict {
    match (local, remote) {
        (false, false) => Verdict::Settled,
        _ if agree => Verdict::Agreed,
        (true, false) => Verdict::Local,
        (false, true) => Verdict::Remote,
        (true, true) => Verdict::Conflict,
    }
}

/// Whether the service takes it and does not show it.
fn is_hidden(leaf: Option<&Leaf>) -> bool {
    leaf.and_then(|leaf| leaf.field)
        .is_some_and(|field| field.write_only)
}

/// Without a baseline, a setting that the file leaves to the service, and one that the service does
/// not show, are no difference.
fn agree_at_first_sight(desired: Option<&Leaf>, live: Option<&Leaf>) -> bool {
    match (desired, live) {
        (None, Some(live)) => is_served(live.field),
        (Some(_), None) => is_hidden(desired),
        _ => same(desired, live),
    }
}

/// The settings of a reply that are ours to compare: those that the catalogue knows or the project
/// names, and of a shared custom domain only our own function's routes.
fn comparable(resource: &Resource, reply: Leaves, mentioned: &dyn Fn(&Path) -> bool) -> Leaves {
    let foreign = foreign_routes(resource, &reply);
    let is_foreign = |path: &Path| foreign.iter().any(|route| path.0.starts_with(&route.0));
    let is_ours =
        |path: &Path, leaf: &Leaf| mentioned(path) || (leaf.field.is_some() && !is_foreign(path));
    reply
        .into_iter()
        .filter(|(path, leaf)| is_ours(path, leaf))
        .collect()
}

fn foreign_routes(resource: &Resource, reply: &Leaves) -> Vec<Path> {
    if resource.kind != Kind::CustomDomain {
        return Vec::new();
    }
    let owner = Step::Key("functionName".to_owned());
    reply
        .iter()
        .filter(|(path, _)| path.0.last() == Some(&owner))
        .filter(|(_, leaf)| leaf.value.as_str() != Some(&resource.function))
        .map(|(path, _)| Path(path.0[..path.0.len() - 1].to_vec()))
        .collect()
}
