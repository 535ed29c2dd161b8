//! The mark of the last deploy: what it says of what is about to be decided, and the one that a deploy
//! leaves.

mod carried;
mod domains;
mod leave;
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(super) use self::leave::Marking;
pub(super) use self::place::take_off;
use self::place::{ServiceTags, is_of, marked};
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
use crate::snapshot::{Live, Part, Snapshot};

/// Switches marks off where it says so.
const SWITCH: &str = "FC_GUARD_MARK";

/// Whether the project has marks at all.
fn is_on(project: &Project<'_>) -> bool {
    let is_off = |word: &str| ["off", "false", "no", "0"].contains(&&*word.to_ascii_lowercase());
    let is_off = project.vars.get(SWITCH).is_some_and(is_off);
    project.desired.is_marked && !is_off && project.desired.root.kind.is_function()
}

/// The value of the mark that stands on the root of a project, where its kind has one.
///
/// # Errors
/// It cannot be read.
pub(super) async fn value(project: &Project<'_>) -> Result<Option<String>> {
    let root = project.root();
    if !root.kind.is_function() {
        return Ok(None);
    }
    if root.service().is_none() {
        let reply = project.client.get(&root).await?;
        return Ok(Live::of(&root, reply).and_then(|live| live.mark));
    }
    match ServiceTags::of(project).value(&root).await {
        Err(failure) if failure.gone() => Ok(None),
        read => read.map_err(|failure| failure.into_error(&root.holder().label())),
    }
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
    if !is_on(project) {
        return Ok(drift);
    }
    let tags = ServiceTags::of(project);
    let mut told: Vec<(Resource, Rc<Witness>)> = Vec::new();
    for root in marked(&project.desired.root) {
        let open = OpenGroups::of(&drift, &root);
        if open.groups.is_empty() {
            continue;
        }
        let look = MarkLook {
            project,
            wanted,
            root,
            tags: &tags,
            open,
        };
        let witness = look.witness(snapshot).await?;
        if witness != Witness::Absent {
            told.push((look.root, Rc::new(witness)));
        }
    }
    if told.is_empty() {
        return Ok(drift);
    }
    // The verdicts hold the parts, which are about to change.
    drop(drift);
    for part in &mut snapshot.parts {
        let witness = told.iter().find(|(root, _)| is_of(root, &part.resource));
        if let Some((_, witness)) = witness {
            Rc::make_mut(part).mark = Rc::clone(witness);
        }
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
    /// Whether a custom domain is among what would be created.
    has_new_domain: bool,
}

impl OpenGroups {
    fn of(drift: &Drift, root: &Resource) -> OpenGroups {
        let (mut groups, mut has_foreign, mut is_new_alone) = (BTreeSet::new(), false, true);
        let mut has_new_domain = false;
        let resources = drift.resources.iter();
        for one in resources.filter(|one| is_of(root, &one.resource)) {
            for found in &one.differences {
                let is_foreign = found.verdict.foreign();
                has_foreign |= is_foreign;
                if is_foreign || found.verdict == Verdict::Local {
                    is_new_alone = false;
                    let is_secret = found.field.is_some_and(|field| field.secret);
                    groups.insert(Group::of(one.resource.kind, &found.path, is_secret));
                }
            }
            // A configuration that is on record here may have been taken out by a deploy since.
            let is_config = one.resource.kind.is_config();
            let is_absent = one.standing == Standing::Deleted && is_config;
            if is_absent || one.standing == Standing::New {
                has_new_domain |= one.resource.kind.is_shared();
                groups.insert(Group::of(one.resource.kind, &Path::default(), false));
            }
        }
        OpenGroups {
            groups,
            has_foreign,
            is_new_alone,
            has_new_domain,
        }
    }
}

/// The look at a mark.
struct MarkLook<'a> {
    project: &'a Project<'a>,
    wanted: &'a Desired,
    /// Whose mark it is.
    root: Resource,
    tags: &'a ServiceTags<'a, 'a>,
    open: OpenGroups,
}

impl MarkLook<'_> {
    /// What the mark says of what is open.
    ///
    /// # Errors
    /// The tags of the service cannot be read, although they may be.
    async fn witness(&self, snapshot: &mut Snapshot) -> Result<Witness> {
        let is_head = |part: &&Part| is_marked(&self.root, &part.resource);
        let Some(head) = snapshot.parts().find(is_head) else {
            return Ok(Witness::Absent);
        };
        // Of what is not there any more only the service may still hold the mark.
        let is_kept = |part: &Part| part.live.is_some() && part.resource == self.root.holder();
        if head.live.is_none() && !snapshot.parts().any(is_kept) {
            return Ok(Witness::Absent);
        }
        let known = head.record.marked.clone().unwrap_or_default();
        let seen = known.seq;
        let value = match self.root.service() {
            None => head.live.as_ref().and_then(|live| live.mark.clone()),
            Some(_) => match self.tags.value(&self.root).await {
                Ok(value) => value,
                // That none can be left was said when it was tried.
                Err(failure) if failure.status() == Some(403) && known.is_refused => {
                    return Ok(Witness::Absent);
                }
                Err(failure) if failure.status() == Some(403) => {
                    return Ok(Witness::Unread(Unread::Denied));
                }
                Err(failure) => {
                    let label = self.root.holder().label();
                    return Err(failure.into_error(&label).unread());
                }
            },
        };
        let Some(value) = &value else {
            return Ok(match seen {
                0 => Witness::Absent,
                // What is new here needs no explanation.
                _ if self.open.is_new_alone => Witness::Absent,
                _ => Witness::Gone,
            });
        };
        let (mark, digester) = match self.believed(&head.resource, value) {
            Ok((mark, _)) if mark.seq < seen => return Ok(Witness::Unread(Unread::Stale)),
            Ok(believed) => believed,
            Err(unread) => return Ok(Witness::Unread(unread)),
        };
        let groups = Group::ALL.into_iter();
        let newer: BTreeSet<Group> = groups.filter(|one| mark.seq > known.of(*one)).collect();
        if self.open.is_new_alone && self.open.groups.is_disjoint(&newer) {
            return Ok(Witness::Absent);
        }
        let mark = (mark, newer);
        Ok(self.vouched(snapshot, mark, &digester).await)
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
        snapshot: &mut Snapshot,
        (mark, newer): (Mark, BTreeSet<Group>),
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
        let is_newer = !self.open.groups.is_disjoint(&newer);
        let is_needed = self.open.has_foreign || is_newer || relation == Relation::Older;
        let wanted = (self.wanted, &self.root);
        let has_same_inputs =
            is_needed && mark.inputs.is_some() && mark.inputs == inputs(wanted, digester);
        let has_left_domain = mark.groups.contains_key(&Group::Domain);
        if is_newer && self.open.has_new_domain && has_left_domain && relation.is_contained() {
            domains::look_for_former(self.project, &self.root, snapshot).await;
        }
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
            newer,
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
        let portrait = portrait(snapshot, &self.root);
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

/// Whether it is what a mark of that root stands for: the function, or the service.
fn is_marked(root: &Resource, resource: &Resource) -> bool {
    match root.service() {
        None => resource.kind.is_function(),
        Some(_) => resource == root,
    }
}

/// Everything that was read of the root, whoever made it.
fn portrait(snapshot: &Snapshot, root: &Resource) -> Portrait {
    let mut portrait = Portrait::default();
    for part in snapshot.parts().filter(|part| is_of(root, &part.resource)) {
        if let Some(live) = &part.live {
            portrait.add(&part.resource, &live.document, &part.own_routes());
        }
    }
    let beside = snapshot.beside.iter();
    for (resource, live) in beside.filter(|(resource, _)| is_of(root, resource)) {
        portrait.add(resource, &live.document, &OwnRoutes::of(resource, []));
    }
    portrait
}

/// The digest of what is to be deployed; `None` for a part of it.
fn inputs((wanted, root): (&Desired, &Resource), digester: &Digester) -> Option<Digest> {
    if wanted.scope != Scope::whole() {
        return None;
    }
    let items = wanted.items.iter();
    let mut items: Vec<&Item> = items.filter(|item| is_of(root, &item.resource)).collect();
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
