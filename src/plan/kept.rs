//! What stands kept once a step is done: decided or not, it is not online as the project has it.

use serde_json::Value;

use super::{Answers, Plan, Side, Step, whole};
use crate::drift::{
    Difference, Drift, ResourceDrift, Standing, Stands, Verdict, kept_before, unlike,
};
use crate::model::document::{leaves, same};
use crate::model::fields::Fallback;
use crate::model::path::Path;
use crate::model::seal::Sealer;
use crate::snapshot::{Colleague, Part};
use crate::state::provenance::{ChangeKind, Provenance};
use crate::state::record::KeptPath;

/// One setting that stands kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// By the decision that it stood by before.
    Still(Path, KeptPath),
    /// By a decision of this run; with the deploy of a colleague that had left it so.
    Anew(Path, Option<Box<Provenance>>),
}

impl Keeping {
    /// The setting's path.
    pub fn path(&self) -> &Path {
        match self {
            Keeping::Still(path, _) | Keeping::Anew(path, _) => path,
        }
    }
}

/// What a step leaves as it is online although the project says otherwise, of what differed before.
/// What nobody had a hand in may differ too, since the service has its own way to say things.
pub(super) fn of_differences(
    (part, drift): (&Part, &ResourceDrift),
    sent: &Value,
    intended: Option<&Value>,
    sealer: &Sealer,
) -> Vec<Keeping> {
    // What stays deleted has no settings that could stand kept, and stands so as a whole.
    let Some(intended) = intended else {
        return away(part).into_iter().collect();
    };
    let unlike = unlike(part, sent, intended);
    // What agrees is not kept, even where a domain has a block that the file leaves out.
    let differs = |found: &&Difference| found.verdict != Verdict::Agreed;
    let found = || drift.differences.iter().chain(&drift.kept).filter(differs);
    // Only where nothing was decided anew does the time of the earlier decision go on to count.
    let keeping = |found: &Difference| match (&found.kept, found.verdict) {
        (Some(kept), Verdict::Standing) => Keeping::Still(found.path.clone(), kept.clone()),
        _ => Keeping::Anew(found.path.clone(), theirs(drift, found).map(Box::new)),
    };
    let online = leaves(part.resource.kind, intended);
    let kept = found().filter(|found| {
        let online = online.get(&found.path).map(|leaf| &leaf.value);
        let is_unlike = unlike.contains(&found.path) && !is_put_back(found, online);
        is_unlike || is_left(found, online)
    });
    kept.map(keeping)
        .chain(out_of_sight(part, found, (sent, intended), sealer))
        .collect()
}

/// Whether the project leaves a setting to the service, which has it as others have set it: what stands there is theirs
/// all the same. What the service moves along with others is its own to choose.
fn is_left(found: &Difference, online: Option<&Value>) -> bool {
    let is_served = found.field.is_some_and(|field| {
        field.fallback == Fallback::Served && !field.unsent && field.follows.is_empty()
    });
    let is_as_found = online.is_some() && online == found.live.as_ref();
    found.overwrites() && found.desired.is_none() && is_served && is_as_found
}

/// Whether a setting goes back to what the last deploy left, where the file never named it and nobody had set it then.
fn is_put_back(found: &Difference, online: Option<&Value>) -> bool {
    let is_ours = found.sent.is_none() && found.desired.is_none() && found.stood.is_none();
    let is_back = online.is_some() && online == found.seen.as_ref();
    is_ours && is_back && found.live.as_ref() != online
}

/// The deploy of a colleague that has left a setting as it is online, where git may prove one day that the tree here
/// comes after it.
pub fn theirs(drift: &ResourceDrift, found: &Difference) -> Option<Provenance> {
    // Whoever decides once more, about what is as it was left, decides about the same deploy.
    if let Some(kept) = &found.kept {
        return kept.deploy.as_deref().cloned();
    }
    let is_code = drift.resource.kind.is_code(found.path.top());
    let colleague = drift.part.colleague(is_code);
    let deploy = match colleague.filter(|_| found.is_colleagues) {
        // Of two deploys nobody knows whose it is, so that no commit tells when the decision is over.
        Some(colleague) if !colleague.is_sole => return None,
        Some(colleague) => colleague.deploy.clone(),
        None => drift.later_deploy(found)?,
    };
    let is_of_commit = deploy.commit.is_some() && deploy.is_dirty == Some(false);
    (found.asks() && is_of_commit).then_some(deploy)
}

/// What stays away as a colleague's deploy has left it: with that deploy, so that the decision is over once the tree here
/// comes after it. Of a removal by hand no commit tells.
fn away(part: &Part) -> Option<Keeping> {
    let path = Path::default();
    let is_removal = |one: &&Colleague| {
        let is_gone = part.live.is_none() && one.deploy.change == Some(ChangeKind::Removed);
        is_gone && !one.is_contained()
    };
    if let Some(colleague) = part.colleague(false).filter(is_removal) {
        let deploy = &colleague.deploy;
        let is_of_commit = deploy.commit.is_some() && deploy.is_dirty == Some(false);
        let is_told = is_of_commit && !deploy.is_by_hand && colleague.is_sole;
        return is_told.then(|| Keeping::Anew(path, Some(Box::new(deploy.clone()))));
    }
    let before = part.baseline.as_ref()?.kept_whole()?;
    Some(Keeping::Still(path, before.clone()))
}

/// What stood kept and cannot be told from what the project wants for now: it leaves the setting to the
/// service, say. It still came from others.
fn out_of_sight<'a, A: Iterator<Item = &'a Difference>>(
    part: &Part,
    all: impl Fn() -> A,
    (sent, intended): (&Value, &Value),
    sealer: &Sealer,
) -> Vec<Keeping> {
    if part.baseline.is_none() {
        return Vec::new();
    }
    let kind = part.resource.kind;
    let (sent, intended) = (leaves(kind, sent), leaves(kind, intended));
    let before = kept_before(part, sealer).into_iter();
    before
        .filter(|(path, _)| part.half.covers(path.top()))
        .filter(|(path, _)| !all().any(|found| found.path == *path))
        .filter(|(path, _)| !same(sent.get(path), intended.get(path)))
        .map(|(path, kept)| Keeping::Still(path, kept))
        .collect()
}

/// What a step leaves that makes something else stand online than the project says, as a restore does.
/// Where the project still says what it said, and nothing differed, it is as it was left.
/// What was kept before and is not touched stands by that decision.
pub fn of_everything(
    part: &Part,
    drift: &ResourceDrift,
    step: &Step,
    sealer: &Sealer,
) -> Vec<Keeping> {
    let Some(intended) = &step.intended else {
        return Vec::new();
    };
    let kind = part.resource.kind;
    let before = part.baseline.as_ref();
    let before = before.map(|baseline| leaves(kind, &baseline.sent));
    let now = leaves(kind, &step.sent);
    let differed = |path: &Path| {
        let mut all = drift.differences.iter().chain(&drift.kept);
        all.any(|found| found.path == *path)
    };
    let untouched = |path: &Path| match &before {
        Some(before) => same(before.get(path), now.get(path)) && !differed(path),
        // Without a baseline everything that is left unlike the project is so by this run's decision.
        None => false,
    };
    let still = undisturbed(part, intended, sealer);
    let keeping = |path: Path| match still.iter().find(|(one, _)| *one == path) {
        Some((_, kept)) => Keeping::Still(path, kept.clone()),
        None => Keeping::Anew(path, None),
    };
    let unlike = unlike(part, &step.sent, intended).into_iter();
    unlike
        .filter(|path| part.half.covers(path.top()) && !untouched(path))
        // What belongs to the console stands as the console has it, by no decision about its value.
        .filter(|path| !part.console.contains(path))
        .map(keeping)
        .collect()
}

/// What stood kept, and stands online after the step as it did before it.
fn undisturbed(part: &Part, intended: &Value, sealer: &Sealer) -> Vec<(Path, KeptPath)> {
    let kind = part.resource.kind;
    let Some(live) = &part.live else {
        return Vec::new();
    };
    // By digests, since what is intended is only known sealed.
    let live = leaves(kind, &sealer.seal(kind, &live.document));
    let intended = leaves(kind, intended);
    let mut kept = kept_before(part, sealer);
    kept.retain(|(path, _)| same(live.get(path), intended.get(path)));
    kept
}

impl Plan {
    /// What stands kept once it is carried out.
    pub fn stands(&self) -> Stands {
        let mut stands = Stands::default();
        for step in &self.steps {
            let settings = step.kept.iter().filter(|one| !one.path().0.is_empty());
            for keeping in settings {
                stands = stands.with(&step.resource, keeping.path());
            }
        }
        stands
    }
}

/// A resource and those of its settings that stand kept; none of them where it stays deleted.
pub type Kept<'a> = (&'a ResourceDrift, Vec<&'a Difference>);

/// What stands kept in spite of these answers.
pub fn standing<'a>(drift: &'a Drift, answers: &Answers) -> Vec<Kept<'a>> {
    split(drift, answers, Side::Remote)
}

/// The same in another form of the drift, one with values in clear for showing.
pub fn shown_in<'a>(drift: &'a Drift, kept: &[Kept<'_>]) -> Vec<Kept<'a>> {
    let shown = |(resource, found): &Kept<'_>| {
        let mut all = drift.resources.iter();
        let resource = all.find(|one| one.resource == resource.resource)?;
        let stands_there = |one: &&Difference| found.iter().any(|found| found.path == one.path);
        Some((
            resource,
            resource.kept.iter().filter(stands_there).collect(),
        ))
    };
    kept.iter().filter_map(shown).collect()
}

/// What these answers take back.
pub fn taken_back<'a>(drift: &'a Drift, answers: &Answers) -> Vec<Kept<'a>> {
    split(drift, answers, Side::Local)
}

/// Which halves these are of.
pub fn stands(standing: &[Kept<'_>]) -> Stands {
    let mut stands = Stands::default();
    for (resource, found) in standing {
        let whole = Path::default();
        let paths = found.iter().map(|one| &one.path);
        for path in paths.chain(found.is_empty().then_some(&whole)) {
            stands = stands.with(&resource.resource, path);
        }
    }
    stands
}

/// What stands kept, as far as these answers decide it for that side.
fn split<'a>(drift: &'a Drift, answers: &Answers, side: Side) -> Vec<Kept<'a>> {
    let decided = |one: &'a ResourceDrift| {
        let found = one.kept.iter();
        let found: Vec<_> = found
            .filter(|found| answers.standing(one, found) == side)
            .collect();
        // A resource that stays deleted stands kept as a whole, without a single setting.
        let gone = one.standing == Standing::StaysDeleted
            && answers.takes_back(&whole(one)) == (side == Side::Local);
        (gone || !found.is_empty()).then_some((one, found))
    };
    drift.resources.iter().filter_map(decided).collect()
}
