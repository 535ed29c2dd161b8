//! The mark of the last deploy: what it says of what is about to be decided, and the one that a deploy
//! leaves.

mod leave;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(super) use self::leave::Marking;
use super::code::KnownPackages;
use super::colleagues;
use crate::drift::{self, Drift, Standing, Verdict};
use crate::error::Result;
use crate::git::{Checkout, Deployed, Relation, UnknownReason};
use crate::model::desired::{Desired, Item};
use crate::model::document::leaves;
use crate::model::mark::{
    Digest, Digester, Group, Mark, MarkClaim, Portrait, Unlike, Unread, Vouched, Witness,
};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes::OwnRoutes;
use crate::model::scope::Scope;
use crate::project::Project;
use crate::snapshot::{Part, Snapshot};

/// Switches marks off where it says so.
const SWITCH: &str = "FC_GUARD_MARK";

/// Whether the project has marks at all.
fn is_on(project: &Project<'_>) -> bool {
    let is_off = |word: &str| ["off", "false", "no", "0"].contains(&&*word.to_ascii_lowercase());
    let is_off = project.vars.get(SWITCH).is_some_and(is_off);
    project.desired.is_marked && !is_off && project.desired.root.kind.is_function()
}

/// The verdicts once more, in the light of what the mark of the last deploy says, where there is anything that
/// it may say something about. Nothing more is read online for that, and git is only asked then.
///
/// # Errors
/// As [`colleagues::compared`].
pub(super) async fn explained(
    (project, packages): (&Project<'_>, &KnownPackages),
    wanted: &Desired,
    snapshot: &mut Snapshot,
    drift: Drift,
) -> Result<Drift> {
    let drift = colleagues::compared((project, packages), snapshot, drift).await?;
    let open = OpenGroups::of(&drift);
    if open.groups.is_empty() || !is_on(project) {
        return Ok(drift);
    }
    let look = MarkLook {
        project,
        wanted,
        open,
    };
    let witness = look.witness(snapshot).await;
    if witness == Witness::Absent {
        return Ok(drift);
    }
    // The verdicts hold the parts, which are about to change.
    drop(drift);
    let witness = Rc::new(witness);
    for part in &mut snapshot.parts {
        Rc::make_mut(part).mark = Rc::clone(&witness);
    }
    Ok(drift::compare(snapshot, project.records.sealer()))
}

/// What the mark may say something about.
struct OpenGroups {
    groups: BTreeSet<Group>,
    /// Whether others may have a hand in any of it.
    has_foreign: bool,
    /// Whether that is only what would be created beside a function that is there.
    is_new_alone: bool,
}

impl OpenGroups {
    fn of(drift: &Drift) -> OpenGroups {
        let (mut groups, mut has_foreign, mut is_new_alone) = (BTreeSet::new(), false, true);
        for one in &drift.resources {
            for found in &one.differences {
                let is_foreign = found.verdict.foreign();
                has_foreign |= is_foreign;
                if is_foreign || found.verdict == Verdict::Local {
                    is_new_alone = false;
                    let is_secret = found.field.is_some_and(|field| field.secret);
                    groups.insert(Group::of(one.resource.kind, &found.path, is_secret));
                }
            }
            if one.standing == Standing::New {
                groups.insert(Group::of(one.resource.kind, &Path::default(), false));
            }
        }
        OpenGroups {
            groups,
            has_foreign,
            is_new_alone,
        }
    }
}

/// The look at a mark.
struct MarkLook<'a> {
    project: &'a Project<'a>,
    wanted: &'a Desired,
    open: OpenGroups,
}

impl MarkLook<'_> {
    /// What the mark says of what is open.
    async fn witness(&self, snapshot: &Snapshot) -> Witness {
        let mut parts = snapshot.parts();
        let Some(function) = parts.find(|part| part.resource.kind.is_function()) else {
            return Witness::Absent;
        };
        let Some(live) = &function.live else {
            return Witness::Absent;
        };
        let marked = function.record.marked.clone().unwrap_or_default();
        let seen = marked.seq;
        let Some(value) = &live.mark else {
            return match seen {
                0 => Witness::Absent,
                // What is new here needs no explanation.
                _ if self.open.is_new_alone => Witness::Absent,
                _ => Witness::Gone,
            };
        };
        let (mark, digester) = match self.believed(&function.resource, value) {
            Ok((mark, _)) if mark.seq < seen => return Witness::Unread(Unread::Stale),
            Ok(believed) => believed,
            Err(unread) => return Witness::Unread(unread),
        };
        // Where none can be set, what is on record may be newer than any mark.
        let is_newer = mark.seq > seen && !marked.is_refused;
        if self.open.is_new_alone && !is_newer {
            return Witness::Absent;
        }
        self.vouched(snapshot, (mark, is_newer), &digester).await
    }

    /// The mark in the value of the tag, if it is one of this function.
    fn believed(&self, function: &Resource, value: &str) -> Result<(Mark, Digester), Unread> {
        let claim: MarkClaim = Mark::parse(value).map_err(|unlike| match unlike {
            Unlike::Foreign => Unread::Newer,
            Unlike::Malformed => Unread::Forged,
        })?;
        let key = self.project.mark_key();
        match (claim.mark.flags.is_keyed, &key) {
            (true, None) => return Err(Unread::Keyed),
            (false, Some(_)) => return Err(Unread::Unkeyed),
            _ => {}
        }
        let digester = Digester::new(function, claim.mark.seq, (key, &self.project.digests));
        match claim.is_of(&digester) {
            true => Ok((claim.mark, digester)),
            false => Err(Unread::Forged),
        }
    }

    /// The mark beside what is online and here.
    async fn vouched(
        &self,
        snapshot: &Snapshot,
        (mark, is_newer): (Mark, bool),
        digester: &Digester,
    ) -> Witness {
        let checkout = self.project.checkout().await;
        let relation = self.relation(&checkout, &mark).await;
        let head = match relation {
            Relation::Unknown(UnknownReason::DirtyHere) => {
                self.relation(&checkout.head(), &mark).await
            }
            relation => relation,
        };
        // What was only changed here is asked about in few cases. The digests take long to make.
        let is_needed = self.open.has_foreign || is_newer || relation == Relation::Older;
        let has_same_inputs =
            is_needed && mark.inputs.is_some() && mark.inputs == inputs(self.wanted, digester);
        let mut left = match is_needed {
            true => self.left(snapshot, &mark, digester),
            false => BTreeMap::new(),
        };
        let whole = left.keys().copied().collect();
        // Of what is beside a function only triggers are all read, whoever made them: of the rest something may
        // be missing that the deploy left, so that a sum that does not come out proves nothing, unless that was just
        // what is wanted here.
        for group in &self.open.groups {
            if is_needed && (*group == Group::Triggers || has_same_inputs) {
                left.entry(*group).or_default();
            }
        }
        Witness::Read(Box::new(Vouched {
            mark,
            relation,
            head,
            is_newer,
            has_same_inputs,
            left,
            whole,
        }))
    }

    /// How the tree here stands to the one that was deployed.
    async fn relation(&self, checkout: &Checkout, mark: &Mark) -> Relation {
        let programs = self.project.world.programs;
        checkout.relation(programs, &deployed(mark)).await
    }

    /// What of each open group is online as the deploy left it.
    fn left(
        &self,
        snapshot: &Snapshot,
        mark: &Mark,
        digester: &Digester,
    ) -> BTreeMap<Group, Vec<Resource>> {
        let portrait = portrait(snapshot);
        let named: Vec<&Resource> = self
            .wanted
            .items
            .iter()
            .map(|item| &item.resource)
            .collect();
        let groups = self.open.groups.iter();
        let compared = groups.filter_map(|group| {
            let marked = mark.groups.get(group).copied();
            Some((*group, portrait.left((*group, marked), &named, digester)?))
        });
        compared.collect()
    }
}

/// The tree that a mark names.
fn deployed(mark: &Mark) -> Deployed {
    Deployed {
        commit: mark.commit.clone(),
        is_dirty: mark.is_dirty,
        repository: mark.repository.clone(),
    }
}

/// Everything that was read of the function, whoever made it.
fn portrait(snapshot: &Snapshot) -> Portrait {
    let mut portrait = Portrait::default();
    for part in snapshot.parts() {
        if let Some(live) = &part.live {
            portrait.add(&part.resource, &live.document, &part.own_routes());
        }
    }
    for (resource, live) in &snapshot.beside {
        portrait.add(resource, &live.document, &OwnRoutes::of(resource, []));
    }
    portrait
}

/// The digest of what is to be deployed; `None` for a part of it.
fn inputs(wanted: &Desired, digester: &Digester) -> Option<Digest> {
    if wanted.scope != Scope::whole() {
        return None;
    }
    let mut items: Vec<&Item> = wanted.items.iter().collect();
    // In whichever order the file has its triggers.
    items.sort_by_key(|item| (item.resource.kind, item.resource.names()));
    let all = items.into_iter();
    let all = all.map(|item| (&item.resource, leaves(item.resource.kind, &item.document)));
    let all: Vec<_> = all.collect();
    let parts: Vec<_> = all
        .iter()
        .map(|(resource, leaves)| (*resource, leaves.iter().collect::<Vec<_>>()))
        .collect();
    Some(digester.settings(&parts))
}

/// Whether a setting is a secret by the catalogue, as far as it is known there.
fn is_secret(part: &Part, path: &Path) -> bool {
    let kind = part.resource.kind;
    let live = part.live.as_ref().map(|live| &live.document);
    let documents = live.into_iter().chain([&part.file]);
    let mut fields = documents.filter_map(|one| leaves(kind, one).get(path)?.field);
    fields.any(|field| field.secret)
}
