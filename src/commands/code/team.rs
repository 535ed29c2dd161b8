//! What is in the packages that others of a team have deployed.

use std::rc::Rc;

use super::{CodeLook, KnownPackages, Ours, sum};
use crate::package::{Compared, Manifest, Manifests};
use crate::project::Project;
use crate::snapshot::{Base, Part};

/// Asks the team for what is in packages of which this run does not know it.
pub(super) async fn learn(
    project: &Project<'_>,
    known: &KnownPackages,
    sums: impl Iterator<Item = &String>,
) {
    for one in sums {
        if known.manifest(one).is_some() {
            continue;
        }
        if let Some(manifest) = asked(project, one).await {
            known.put(one, manifest);
        }
    }
}

/// Lets the team know what is in the package that was deployed.
pub(in crate::commands) async fn share(project: &Project<'_>, known: &KnownPackages, part: &Part) {
    let (Some(team), Some(checksum)) = (project.team_shelf(), sum(&part.desired)) else {
        return;
    };
    let owner = part.resource.arn();
    let here = || shelf(project, &owner).find(&checksum).map(Rc::new);
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
        shelf: shelf(project, &owner),
    };
    let then = [sum(&baseline.sent), baseline.seen.as_ref().and_then(sum)];
    let all = then.iter().flatten().chain([&live]);
    for one in all.clone() {
        if packages.manifest(one).is_none()
            && let Some(manifest) = look.shelf.find(one)
        {
            packages.put(one, manifest);
        }
    }
    learn(project, packages, all).await;
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

async fn asked(project: &Project<'_>, checksum: &str) -> Option<Manifest> {
    let team = project.team_shelf()?;
    team.manifest(&project.root(), checksum).await
}

/// What earlier runs on this machine have kept of the packages of a function.
fn shelf<'a>(project: &'a Project<'_>, owner: &'a str) -> Manifests<'a> {
    Manifests {
        files: project.world.files,
        shelf: project.shelf(false),
        owner,
    }
}
