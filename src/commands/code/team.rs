//! What is in the packages that others of a team have deployed.

use std::rc::Rc;

use super::{CodeLook, KnownPackages, Ours, shelf, sum};
use crate::package::Compared;
use crate::plan::{Change, Plan, Step};
use crate::project::Project;
use crate::snapshot::{Base, Part};

impl CodeLook<'_> {
    /// Asks the team for what is in packages of which this run does not know it.
    pub(super) async fn ask(&self, sums: impl Iterator<Item = &String>) {
        let Some(team) = self.project.team_shelf() else {
            return;
        };
        for one in sums {
            if self.known.manifest(one).is_some() {
                continue;
            }
            if let Some(manifest) = team.manifest(&self.project.root(), one).await {
                self.known.put(one, manifest);
            }
        }
    }
}

/// The function of whose package the team is to know what is in it, once that plan is carried out: one is uploaded, or
/// one that somebody else has deployed goes on record.
pub(in crate::commands) fn news(plan: &Plan) -> Option<Rc<Part>> {
    let uploads = plan.uploads();
    let is_news = |step: &&Step| step.resource.kind.is_function() && (uploads || is_adopted(step));
    let step = plan.steps.iter().find(is_news)?;
    Some(Rc::clone(&step.part))
}

/// Whether the code that stands online goes on record without being written. Another tool may pack otherwise, so
/// nobody else could tell that it is theirs.
fn is_adopted(step: &Step) -> bool {
    let part = &step.part;
    let live = part.live.as_ref().and_then(|live| sum(&live.document));
    let last = part.record.baseline.as_ref();
    let seen = last.and_then(|last| sum(last.seen.as_ref()?));
    matches!(step.action, Change::Remember) && live == sum(&part.desired) && live != seen
}

/// Lets the team know what is in the package that was deployed.
pub(in crate::commands) async fn share(project: &Project<'_>, known: &KnownPackages, part: &Part) {
    let (Some(team), Some(checksum)) = (project.team_shelf(), sum(&part.desired)) else {
        return;
    };
    let owner = part.resource.arn();
    let here = || shelf(project, &owner, false).find(&checksum).map(Rc::new);
    let manifest = known.manifest(&checksum).or_else(here);
    if let Some(manifest) = manifest {
        let root = project.root();
        let of = (&root, checksum.as_str());
        team.keep_manifest(project.world.clock, of, &manifest).await;
    }
}

/// The packages of a function, of which those of the last deploy are those of the base of the tree here: what
/// its files are held against. What is online is the deploy of a colleague, which nobody has looked into so far.
pub(in crate::commands) async fn at_base(
    project: &Project<'_>,
    packages: &KnownPackages,
    part: &Part,
    base: &Base,
) -> Option<Rc<Compared>> {
    let compared = part.code.as_deref()?;
    let Base::Deployed(baseline) = base else {
        return None;
    };
    let live = sum(&part.live.as_ref()?.document)?;
    let owner = part.resource.arn();
    let look = CodeLook {
        project,
        known: packages,
        ours: Ours::Elsewhere,
        shelf: shelf(project, &owner, false),
    };
    let then = [sum(&baseline.sent), baseline.seen.as_ref().and_then(sum)];
    let all = then.iter().flatten().chain([&live]);
    look.recall(all.clone());
    look.ask(all).await;
    let is_attended = project.screen.terminal.attended();
    if packages.manifest(&live).is_none() || is_attended {
        look.fetch(part, &live).await;
    }
    let manifest = |one: &Option<String>| packages.manifest(one.as_ref()?);
    Some(Rc::new(Compared {
        sent: manifest(&then[0]),
        seen: manifest(&then[1]),
        online: packages.manifest(&live),
        online_bytes: packages.package(&live),
        ..compared.clone()
    }))
}
