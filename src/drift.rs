//! What the three witnesses say together: a verdict for every setting.
//!
//! A local change is `desired` against `sent`, file against file; a remote change is `live` against
//! `seen`, answer against answer. That keeps the service's defaults and rewriting out of it.

mod base;
mod block;
pub mod clear;
mod comparable;
mod files;
mod follow;
mod kept;
mod released;
mod rules;
mod standing;
mod verdict;
mod whose;
mod witness;

use std::rc::Rc;

use serde_json::Value;

pub use self::files::{FileDifference, Then, files};
use crate::model::fields::Field;
use crate::model::hidden::missing;
use crate::model::owner::{Owner, Rules};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes;
use crate::model::seal::Sealer;
use crate::package::Compared;
use crate::snapshot::{Interrupted, Part, Snapshot};
use crate::state::record::KeptPath;

pub use self::block::is_block;
pub use self::kept::{Stands, kept_before, unlike};
use self::released::released;
pub use self::standing::Standing;
use self::standing::standing;
pub use self::verdict::{Verdict, reopened};
use self::witness::Witnesses;

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
    /// The decision by which it stands as it is online, where there is one.
    pub kept: Option<KeptPath>,
    /// The same, even if somebody changed it online since.
    pub stood: Option<KeptPath>,
    /// Whether a record says what stood there before, and be it nothing.
    pub is_recorded: bool,
    /// Whether a colleague's deploy has left it so, and the tree here is not known to come after that.
    pub is_colleagues: bool,
}

impl Difference {
    /// Whether a person or a flag has to decide. What belongs to the file is decided.
    pub fn asks(&self) -> bool {
        self.verdict.foreign() && self.owner != Some(Owner::File)
    }

    /// Whether a rule has decided that the file's value takes the place of one that is not ours.
    pub fn is_ruled(&self) -> bool {
        self.owner == Some(Owner::File) && self.overwrites()
    }

    /// Whether the project's value would take the place of one that is not ours.
    pub fn overwrites(&self) -> bool {
        self.verdict.foreign() || self.kept.is_some()
    }

    /// Whether the file was changed after it was decided that what is online stays.
    pub fn reopened(&self) -> bool {
        self.verdict == Verdict::Conflict && self.kept.is_some()
    }

    /// The path of a route that leads to another function and never was one of ours, and that function.
    pub fn route_to(&self, resource: &Resource) -> Option<(&str, &str)> {
        let (path, function) = (routes::path_of(&self.path)?, resource.lead()?);
        let is_owner = routes::is_owner(&self.path);
        let other = self.live.as_ref().and_then(Value::as_str)?;
        let is_theirs = self.asks() && self.sent.is_none() && *other != *function;
        (is_owner && is_theirs).then_some((path, other))
    }

    /// Whether the setting is gone online, and nothing is in force in its place.
    fn is_deleted(&self) -> bool {
        self.seen.is_some() && self.live.is_none() && self.fallback().is_none()
    }

    /// Whether the service takes it and does not show it.
    pub fn is_hidden(&self) -> bool {
        self.live.is_none() && self.field.is_some_and(|field| field.write_only)
    }

    /// What is in force where the setting is absent, if that is known.
    pub fn fallback(&self) -> Option<Value> {
        self.field.and_then(Field::default_value)
    }
}

/// The verdicts on one resource, and the witnesses that they are about.
#[derive(Clone, Debug)]
pub struct ResourceDrift {
    pub part: Rc<Part>,
    pub resource: Resource,
    pub standing: Standing,
    /// When it was last changed online, as the service says it.
    pub modified: Option<String>,
    pub differences: Vec<Difference>,
    /// Settings on which earlier decisions keep what is online although the file says otherwise.
    pub kept: Vec<Difference>,
    /// Settings that the file named at the last deploy and leaves to the service now, which has them as they were.
    pub released: Vec<Path>,
    /// When the last deploy or decision was recorded, in RFC 3339; `None` where nothing is on record.
    pub recorded: Option<String>,
    /// Settings that belong to the console: neither compared nor sent.
    pub console: Vec<Path>,
    /// Those of them that a rule of `driftPolicy` gives to it.
    pub ruled: Vec<Path>,
    /// Secrets of others that the service does not show, beside what somebody has to decide: they can
    /// be neither kept nor saved where that is overwritten.
    pub hidden: Vec<Path>,
    /// What became of the write that the last run did not see the end of.
    pub interrupted: Option<Interrupted>,
    /// What is in the function's code, where that had to be looked at.
    pub code: Option<Rc<Compared>>,
}

impl Drift {
    /// Takes what the project wants for a decision about everything that stands kept. That is so where
    /// a person puts a backup back.
    pub fn put_back(&mut self) {
        for resource in &mut self.resources {
            resource.differences.append(&mut resource.kept);
            for found in &mut resource.differences {
                if found.reopened() || found.verdict == Verdict::Standing {
                    found.verdict = Verdict::Local;
                }
            }
        }
    }

    /// Whether nothing at all is on record of what is online.
    pub fn is_unknown(&self) -> bool {
        let mut online = self.resources.iter();
        online.all(|one| {
            matches!(
                one.standing,
                Standing::Found | Standing::New | Standing::Gone
            )
        }) && self
            .resources
            .iter()
            .any(|one| one.standing == Standing::Found)
    }
}

impl ResourceDrift {
    /// What moved online with settings about which something is decided here. See [`Verdict::Along`].
    pub fn along_with_decided(&self) -> Vec<&Difference> {
        self.along(|is_led| is_led)
    }

    /// What moved online with settings about which nothing is to be decided.
    pub fn along_undecided(&self) -> Vec<&Difference> {
        self.along(|is_led| !is_led)
    }

    /// What moved along with other settings, as far as `counts` takes it, which is told whether something has
    /// to be decided about one of those.
    fn along(&self, counts: impl Fn(bool) -> bool) -> Vec<&Difference> {
        let leads = |found: &Difference, field: &Field| {
            found.overwrites() && field.follows.contains(&found.path.top())
        };
        let is_led = |found: &Difference| {
            let field = found.field;
            field.is_some_and(|field| self.differences.iter().any(|one| leads(one, field)))
        };
        let along = self.differences.iter();
        let along = along.filter(|found| found.verdict == Verdict::Along);
        along.filter(|found| counts(is_led(found))).collect()
    }

    /// Whether a rule overwrites any of it that is not ours.
    pub fn is_ruled(&self) -> bool {
        self.differences.iter().any(Difference::is_ruled)
    }

    /// Whether it is gone with its function.
    pub fn belongs(&self) -> bool {
        self.resource.kind.goes_with_function()
    }

    /// Whether a person or a flag has to decide about any of it.
    pub fn asks(&self) -> bool {
        self.standing.asks() || self.differences.iter().any(Difference::asks)
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
#[derive(Clone, Debug)]
pub struct Drift {
    pub resources: Vec<ResourceDrift>,
    /// What became of the rules, in the order of the file.
    pub rules: Vec<RuleUse>,
}

impl ResourceDrift {
    /// The files of the code that are not the same everywhere; `None` where that is not known.
    pub fn files(&self) -> Option<Vec<FileDifference>> {
        let mut all = files::files(self.code.as_deref()?)?;
        let kind = self.resource.kind;
        let is_ours = |one: &Difference| {
            kind.is_code(one.path.top()) && one.verdict == Verdict::Local && !one.is_recorded
        };
        if self.differences.iter().any(is_ours) {
            files::since_online(&mut all);
        }
        Some(all)
    }
}

/// Compares the witnesses of every resource.
pub fn compare(snapshot: &Snapshot, sealer: &Sealer) -> Drift {
    let parts = snapshot.parts.iter();
    let mut resources: Vec<ResourceDrift> = parts
        .map(|part| of_part(part, &snapshot.rules, sealer))
        .collect();
    went_along(&mut resources);
    Drift {
        resources,
        rules: rules::used(snapshot),
    }
}

/// What belongs to a function went with it, and so did the question: where it was decided that the function
/// stays deleted, nobody deleted its triggers and configurations since. As long as it does, nothing is
/// created for it either.
fn went_along(resources: &mut [ResourceDrift]) {
    // Where the deletion itself is still a question, each of these has its own.
    let kept = |one: &&ResourceDrift| {
        let is_kept = matches!(one.standing, Standing::StaysDeleted | Standing::Reopened);
        one.resource.kind.is_function() && is_kept
    };
    let function = resources.iter().find(kept);
    let Some((standing, decided)) = function.map(|one| (one.standing, one.recorded.clone())) else {
        return;
    };
    let stays = standing == Standing::StaysDeleted;
    for one in resources {
        let asked = one.belongs() && one.standing.asks();
        if asked || (stays && one.standing == Standing::New) {
            one.standing = standing;
            // It stays away by the decision about the function, so that is when it was decided.
            one.recorded.clone_from(&decided);
        }
    }
}

/// Compares the witnesses of one resource.
pub fn of_part(part: &Rc<Part>, rules: &Rules, sealer: &Sealer) -> ResourceDrift {
    let standing = standing(part, sealer);
    let witnesses = Witnesses::new(part, sealer);
    let online = matches!(
        standing,
        Standing::Found | Standing::MadeAgain | Standing::Deployed
    );
    let mut verdicts = if online {
        witnesses.verdicts()
    } else {
        Vec::new()
    };
    // The rules come first: they make a question of what was settled, and decide what was one. A block is
    // only looked at with what is left, because nothing else may turn all of it into a conflict.
    verdicts.retain_mut(|difference| rules::judge(rules, part, difference));
    verdicts.retain(|found| part.half.covers(found.path.top()));
    let released = released(part, &verdicts);
    verdicts.retain(|found| found.verdict != Verdict::Settled);
    block::one_side(part, &mut verdicts);
    let (kept, differences) = verdicts
        .into_iter()
        .partition(|found| found.verdict == Verdict::Standing);
    ResourceDrift {
        part: Rc::clone(part),
        resource: part.resource.clone(),
        standing,
        modified: part.live.as_ref().and_then(|live| live.modified()),
        recorded: part.baseline.as_ref().map(|baseline| baseline.at.clone()),
        kept,
        released,
        console: part.console.clone(),
        ruled: part
            .console
            .iter()
            .filter(|path| rules.is_console(&part.resource, path))
            .cloned()
            .collect(),
        hidden: hidden(part, &differences),
        interrupted: part.interrupted.clone(),
        code: part.code.clone(),
        differences,
    }
}

/// The secrets that the service does not show, in those top-level settings about which something is asked.
fn hidden(part: &Part, differences: &[Difference]) -> Vec<Path> {
    let Some(live) = &part.live else {
        return Vec::new();
    };
    let asks = differences.iter().filter(|found| found.asks());
    let is_open = |top: &str| asks.clone().any(|found| found.path.top() == top);
    let missing = missing(part.resource.kind, &live.document, &part.file, is_open);
    missing.into_iter().map(|place| place.path).collect()
}

/// The settings that others changed or made: they are not as we left them, were kept as others left
/// them, or belong to the console. Of what was never deployed from here that is every one.
pub fn theirs(part: &Part, sealer: &Sealer) -> Vec<Path> {
    Witnesses::new(part, sealer).theirs()
}
