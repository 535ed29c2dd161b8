//! What colleagues have deployed, as the records of the team tell, and what of it the tree here comes after. The
//! newest record is everybody's baseline: what a clone never had looks there like what was taken out of it.

mod ended;
mod halves;
mod remover;

use std::rc::Rc;

use self::halves::{ResourceHalf, changed};
pub(super) use self::remover::is_same_person;
use crate::commands::code::{self, KnownPackages};
use crate::drift::{self, Drift};
use crate::error::Result;
use crate::git::{Checkout, Deployed, Relation, UnknownReason};
use crate::model::resource::Resource;
use crate::project::Project;
use crate::snapshot::{Base, Colleague, Part, Snapshot};
use crate::state::provenance::{Authorship, ChangeKind, Provenance};
use crate::state::record::{Baseline, Record};
use crate::state::records::EarlierRecord;

/// How many versions of a record are looked at. A deploy writes two of each resource that it changes.
const MOST: usize = 100;

/// The verdicts once more where something reads as changed here and its record is a colleague's. Earlier records are
/// only asked for then, and so is git.
///
/// # Errors
/// An earlier record cannot be read, or is not to be believed.
pub(super) async fn compared(
    (project, packages): (&Project<'_>, &KnownPackages),
    snapshot: &mut Snapshot,
    drift: Drift,
) -> Result<Drift> {
    let mut look = ColleagueLook {
        project,
        known: Vec::new(),
    };
    look.tell_orphans(snapshot).await?;
    let drift = match look.end_decisions(snapshot).await {
        true => drift::compare(snapshot, project.records.sealer()),
        false => drift,
    };
    let open = look.open(snapshot, &drift).await;
    if open.is_empty() {
        return Ok(drift);
    }
    // The verdicts hold the parts, which are about to change.
    drop(drift);
    for ((resource, is_code), theirs) in open {
        let mut parts = snapshot.parts.iter_mut();
        if let Some(part) = parts.find(|part| part.resource == resource) {
            let half = (Rc::make_mut(part), is_code);
            look.told(packages, half, theirs).await?;
        }
    }
    Ok(drift::compare(snapshot, project.records.sealer()))
}

/// A deploy that is not of this working copy.
struct TheirDeploy {
    deploy: Provenance,
    /// How the tree here stands to it.
    relation: Relation,
    /// As [`Colleague::is_sole`].
    is_sole: bool,
}

/// The look at what colleagues have deployed.
struct ColleagueLook<'p, 'a> {
    project: &'p Project<'a>,
    /// One deploy writes several records, and git is asked once of it, for each way to see the tree here.
    known: Vec<((Option<bool>, Deployed), Relation)>,
}

impl ColleagueLook<'_, '_> {
    /// The halves in which something reads as changed here, and which are colleagues' deploys.
    async fn open(
        &mut self,
        snapshot: &Snapshot,
        drift: &Drift,
    ) -> Vec<(ResourceHalf, TheirDeploy)> {
        let mut open = Vec::new();
        for (resource, is_code) in changed(snapshot, drift) {
            let part = snapshot.part(&resource);
            let deploys = part.and_then(Part::authorship).unwrap_or_default();
            if let Some(theirs) = self.theirs(&resource, &deploys, is_code).await {
                open.push(((resource, is_code), theirs));
            }
        }
        open
    }

    /// Puts into a part what a colleague has deployed of that half.
    async fn told(
        &mut self,
        packages: &KnownPackages,
        (part, is_code): (&mut Part, bool),
        theirs: TheirDeploy,
    ) -> Result<()> {
        let colleague = self.at(&part.resource, theirs, is_code).await?;
        if part.baseline.is_none() && !colleague.is_contained() {
            part.baseline = self.last(&part.resource).await?;
        }
        if let Some(base) = colleague.bases.first().filter(|_| is_code)
            && let Some(code) = code::at_base(self.project, packages, part, base).await
        {
            part.code = Some(code);
        }
        let told = match is_code {
            true => &mut part.colleagues.code,
            false => &mut part.colleagues.rest,
        };
        *told = Some(Rc::new(colleague));
        Ok(())
    }

    /// The deploy of a half that is not of this working copy, of several the one that ours is the furthest from
    /// containing; `None` where all of it is.
    async fn theirs(
        &mut self,
        resource: &Resource,
        deploys: &Authorship,
        is_code: bool,
    ) -> Option<TheirDeploy> {
        let is_put_here = self.project.records.is_put_here(resource);
        let mut theirs: Vec<(&Provenance, Relation)> = Vec::new();
        for deploy in deploys.sources(is_code) {
            let is_known = theirs.iter().any(|(one, _)| *one == deploy);
            let is_ours = is_known || self.is_ours(deploy, is_put_here).await;
            if !is_ours && !is_same_person(self.project, resource, deploy).await {
                theirs.push((deploy, self.relation(deploy).await));
            }
        }
        let lacking = theirs
            .iter()
            .filter(|(_, relation)| !relation.is_contained());
        let is_sole = lacking.count() < 2;
        // Of several that are equally far the first.
        let worst = theirs
            .into_iter()
            .rev()
            .max_by_key(|(_, relation)| distance(*relation));
        worst.map(|(deploy, relation)| TheirDeploy {
            deploy: deploy.clone(),
            relation,
            is_sole,
        })
    }

    /// Whether a deploy was made by this working copy. That of a pipeline is whoever's it runs for: there it counts
    /// only as far as git bears it out, if there is git at all. What is carried from run to run without a place that
    /// the team shares counts until git disproves it, since nothing else would tell.
    async fn is_ours(&mut self, deploy: &Provenance, is_put_here: bool) -> bool {
        let records = &self.project.records;
        if !records.is_own(deploy, is_put_here) {
            return false;
        }
        // What this very folder has taken away, nobody else meant to be there.
        if !self.project.is_in_pipeline() || deploy.is_by_hand {
            return true;
        }
        let is_shared = records.is_shared();
        match self.relation(deploy).await {
            Relation::Same | Relation::Contains => true,
            Relation::Apart | Relation::Older => false,
            Relation::Unknown(UnknownReason::NoGit | UnknownReason::NoRepository) => true,
            Relation::Unknown(_) => !is_shared,
        }
    }

    /// A deploy of a half of a resource.
    async fn at(
        &mut self,
        resource: &Resource,
        theirs: TheirDeploy,
        is_code: bool,
    ) -> Result<Colleague> {
        let TheirDeploy {
            deploy,
            relation,
            is_sole,
        } = theirs;
        let bases = match relation {
            Relation::Same | Relation::Contains | Relation::Older => Vec::new(),
            Relation::Apart | Relation::Unknown(_) => self.bases(resource, is_code).await?,
        };
        let head = match relation {
            Relation::Unknown(UnknownReason::DirtyHere) => self.head_relation(&deploy).await,
            relation => relation,
        };
        Ok(Colleague {
            deploy,
            relation,
            head,
            is_sole,
            bases,
        })
    }

    /// What was on record when the tree here is known to have been deployed, or one that it comes after.
    async fn bases(&mut self, resource: &Resource, is_code: bool) -> Result<Vec<Base>> {
        let mut history = self.project.records.history(resource);
        let mut bases = Vec::new();
        for _ in 0..MOST {
            let (record, is_put_here) = match history.next().await? {
                EarlierRecord::Kept {
                    record,
                    is_put_here,
                } => (record, is_put_here),
                EarlierRecord::Nothing if bases.is_empty() => return self.absent(resource).await,
                EarlierRecord::Nothing | EarlierRecord::Lost => break,
            };
            // With another key nothing can be compared.
            if record.key_id != self.project.records.sealer().id() {
                break;
            }
            let deploys = record.provenance.clone().unwrap_or_default();
            let tree = deploys.half(is_code);
            let is_gone = record.is_empty() && tree.change == Some(ChangeKind::Removed);
            let base = match record.baseline {
                Some(baseline) if baseline.is_silent(resource.kind) && !is_code => continue,
                Some(baseline) => Base::Deployed(Rc::new(baseline)),
                None if is_gone => Base::Absent,
                // The first write of it, which was begun.
                None => continue,
            };
            let (is_own, is_contained) = self.of_all(&deploys, is_code, is_put_here).await;
            if is_contained {
                bases.push(base);
                break;
            }
            if is_own && bases.is_empty() {
                bases.push(base);
                // Another branch may be checked out since.
                if !self.is_left(tree).await {
                    break;
                }
            }
        }
        let aside = self.laid_aside(resource, is_code).await?;
        // Whatever the tree here comes after was deployed before that.
        let at = bases.iter().map(Base::at).max();
        bases.extend(aside.filter(|aside| at.is_none_or(|at| at <= aside.at())));
        Ok(bases)
    }

    /// Whether all deploys of which something of a half may be are of this working copy, and whether the tree here is
    /// known to come after all of them.
    async fn of_all(
        &mut self,
        deploys: &Authorship,
        is_code: bool,
        is_put_here: bool,
    ) -> (bool, bool) {
        let (mut is_own, mut is_contained) = (true, true);
        for deploy in deploys.sources(is_code) {
            is_own &= self.is_ours(deploy, is_put_here).await;
            is_contained &= self.relation(deploy).await.is_contained();
        }
        (is_own, is_contained)
    }

    /// What this working copy has deployed without the place that the team shares, and the team has deployed over
    /// since: what it said is no change that was made here after that.
    async fn laid_aside(&self, resource: &Resource, is_code: bool) -> Result<Option<Base>> {
        let record = self.project.records.laid_aside(resource).await?;
        let key_id = self.project.records.sealer().id();
        let baseline = record.filter(|record| record.key_id == key_id);
        let baseline = baseline.and_then(|record| record.baseline);
        let says = |one: &Baseline| is_code || !one.is_silent(resource.kind);
        Ok(baseline
            .filter(says)
            .map(|one| Base::Deployed(Rc::new(one))))
    }

    /// What the tree here goes by where no deploy that it comes after is on record of a resource: the resource was
    /// not there, if there was one of the function.
    async fn absent(&mut self, resource: &Resource) -> Result<Vec<Base>> {
        if resource.is_root() {
            return Ok(Vec::new());
        }
        let root = self.project.records.load(&resource.root()).await?;
        let is_contained = self.is_contained(&root).await;
        let is_known = is_contained
            || !Box::pin(self.bases(&root.resource, false))
                .await?
                .is_empty();
        Ok(match is_known {
            true => vec![Base::Absent],
            false => Vec::new(),
        })
    }

    /// Whether the tree here is known to come after what a record tells of.
    async fn is_contained(&mut self, record: &Record) -> bool {
        if record.is_empty() || record.provenance.is_none() {
            return false;
        }
        let is_put_here = self.project.records.is_put_here(&record.resource);
        let deploys = record.provenance.clone().unwrap_or_default();
        let (is_own, is_contained) = self.of_all(&deploys, false, is_put_here).await;
        is_own || is_contained
    }

    /// Whether the tree here is known not to come after a deploy of this working copy, whatever of it was not
    /// committed.
    async fn is_left(&mut self, tree: &Provenance) -> bool {
        let committed = Provenance {
            is_dirty: Some(false),
            ..tree.clone()
        };
        let relation = self.head_relation(&committed).await;
        matches!(relation, Relation::Apart | Relation::Older)
    }

    /// What was deployed last of something that was taken away.
    async fn last(&self, resource: &Resource) -> Result<Option<Baseline>> {
        let mut history = self.project.records.history(resource);
        for _ in 0..MOST {
            match history.next().await? {
                EarlierRecord::Kept { record, .. } if record.baseline.is_some() => {
                    return Ok(record.baseline);
                }
                EarlierRecord::Kept { .. } => {}
                EarlierRecord::Nothing | EarlierRecord::Lost => break,
            }
        }
        Ok(None)
    }

    /// What a colleague has deployed and the file here does not have was only left behind here where the tree here
    /// comes after a deploy of it. Else it is one of theirs.
    async fn tell_orphans(&mut self, snapshot: &mut Snapshot) -> Result<()> {
        let mut theirs = Vec::new();
        for orphan in &snapshot.orphans {
            let record = self.project.records.glance(orphan).await?;
            let deploys = record.provenance.unwrap_or_default();
            let Some(deploy) = self.theirs(orphan, &deploys, false).await else {
                continue;
            };
            let colleague = self.at(orphan, deploy, false).await?;
            let is_deployed = |base: &Base| matches!(base, Base::Deployed(_));
            if !colleague.is_contained() && !colleague.bases.iter().any(is_deployed) {
                theirs.push(orphan.clone());
            }
        }
        let is_theirs = |one: &Resource| theirs.contains(one);
        snapshot.orphans.retain(|one| !is_theirs(one));
        snapshot.shared_orphans.retain(|one| !is_theirs(one));
        snapshot.strangers.extend(theirs);
        Ok(())
    }

    /// How the tree here stands to that of a deploy.
    async fn relation(&mut self, tree: &Provenance) -> Relation {
        let checkout = self.project.checkout().await;
        self.of_checkout(&checkout, tree).await
    }

    /// How the commit that is checked out stands to that of a deploy, whatever was changed here since.
    async fn head_relation(&mut self, tree: &Provenance) -> Relation {
        let head = self.project.checkout().await.head();
        self.of_checkout(&head, tree).await
    }

    async fn of_checkout(&mut self, checkout: &Checkout, tree: &Provenance) -> Relation {
        let question = (checkout.is_dirty, tree.deployed());
        if let Some((_, relation)) = self.known.iter().find(|(one, _)| *one == question) {
            return *relation;
        }
        let programs = self.project.world.programs;
        let relation = checkout.relation(programs, &question.1).await;
        self.known.push((question, relation));
        relation
    }
}

/// How far ours is from containing what was deployed, as far as anybody knows.
fn distance(relation: Relation) -> u8 {
    match relation {
        Relation::Same | Relation::Contains => 0,
        Relation::Older => 1,
        Relation::Unknown(_) => 2,
        Relation::Apart => 3,
    }
}
