//! The mark that a deploy leaves.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::place::{MOST, ServiceTags, is_of, marked};
use super::{deployed, inputs, is_marked, is_on, is_secret};
use crate::apply::Done;
use crate::error::Result;
use crate::git::{Relation, UnknownReason};
use crate::model::desired::Desired;
use crate::model::document::leaves;
use crate::model::mark::{self, Digester, Flags, Group, Mark, Portrait};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes::OwnRoutes;
use crate::model::scope::Half;
use crate::plan::{Keeping, Plan, Step};
use crate::project::Project;
use crate::snapshot::{Live, Snapshot};
use crate::state::record::{Marked, Record};
use crate::view::mark as view;
use crate::wire::Failure;
use crate::words;
use crate::words::Words;

/// What has to be known of a plan before it is carried out, for the marks that come after it.
pub(in crate::commands) struct Marking<'a> {
    marks: Vec<RootMarking<'a>>,
}

/// The same of one mark.
struct RootMarking<'a> {
    project: &'a Project<'a>,
    /// Whose mark it is.
    root: Resource,
    tags: Rc<ServiceTags<'a, 'a>>,
    wanted: Desired,
    /// The value of the mark that stands there.
    before: Option<String>,
    unvouched: BTreeSet<Group>,
    /// Which routes of a domain are ours.
    own: Vec<(Resource, OwnRoutes)>,
    /// Whether somebody has decided to go back behind what was online.
    is_rollback: bool,
}

/// What a mark is made of: the number of it, and what stands online now.
type Left<'d> = (u32, &'d [Done]);

impl<'a> Marking<'a> {
    /// No mark is left where the project wants none.
    pub(in crate::commands) fn of(
        project: &'a Project<'a>,
        wanted: &Desired,
        (snapshot, plan): (&Snapshot, &Plan),
    ) -> Marking<'a> {
        let tags = Rc::new(ServiceTags::of(project));
        let roots = marked(&project.desired.root).into_iter();
        let of = |root| RootMarking::of((project, root, &tags), wanted, (snapshot, plan));
        let marks = roots.filter(|_| is_on(project)).filter_map(of).collect();
        Marking { marks }
    }

    /// Leaves the marks.
    ///
    /// # Errors
    /// As [`RootMarking::leave`].
    pub(in crate::commands) async fn leave(self, done: &[Done], is_rollback: bool) -> Result<()> {
        for mark in self.marks {
            mark.leave(done, is_rollback).await?;
        }
        Ok(())
    }
}

impl<'a> RootMarking<'a> {
    /// `None` where no mark is left: what it is of was not read, so that it is not known what stands there.
    fn of(
        (project, root, tags): (&'a Project<'a>, Resource, &Rc<ServiceTags<'a, 'a>>),
        wanted: &Desired,
        (snapshot, plan): (&Snapshot, &Plan),
    ) -> Option<RootMarking<'a>> {
        let mut parts = snapshot.parts();
        let head = parts.find(|part| is_marked(&root, &part.resource))?;
        let live = head.live.as_ref();
        let steps = plan.steps.iter();
        let steps = steps.filter(|step| is_of(&root, &step.part.resource));
        let mut unvouched: BTreeSet<Group> = steps.flat_map(unvouched).collect();
        if !snapshot.whole {
            unvouched.extend([Group::Triggers, Group::Configs, Group::Domain]);
        }
        let own = snapshot.parts();
        let own = own.map(|part| (part.resource.clone(), part.own_routes()));
        Some(RootMarking {
            project,
            root,
            tags: Rc::clone(tags),
            wanted: wanted.clone(),
            before: live.and_then(|live| live.mark.clone()),
            unvouched,
            own: own.collect(),
            is_rollback: false,
        })
    }

    /// Leaves the mark, after a deploy that wrote, and where none stands there. That it cannot be left is said,
    /// and takes nothing from the deploy.
    ///
    /// # Errors
    /// The record cannot be read or written.
    async fn leave(mut self, done: &[Done], is_rollback: bool) -> Result<()> {
        self.is_rollback = is_rollback;
        let mut all = done.iter();
        let head = all.find(|one| is_marked(&self.root, &one.resource));
        let online = head.and_then(|one| Some((&one.resource, one.live.as_ref()?)));
        let Some((function, live)) = online else {
            return Ok(());
        };
        let record = self.project.records.load(function).await?;
        let marked = record.marked.clone().unwrap_or_default();
        let of_root = done.iter().filter(|one| is_of(&self.root, &one.resource));
        let wrote = of_root.clone().any(|one| one.effect.wrote());
        let has_room = match self.root.service() {
            None => Ok(has_room(live)),
            // Tags of a service are a request of their own, which a deploy without changes does not send again.
            Some(_) if !wrote && (marked.seq > 0 || marked.is_refused) => return Ok(()),
            Some(_) => self.look().await,
        };
        // Where nothing had to be written it is said once, if it can be, of which commit that is.
        let adopts = self.before.is_none() && !marked.is_refused;
        let over = match wrote || adopts || marked.is_refused {
            true => None,
            false => self.of_another_tree(marked.seq).await,
        };
        if !(wrote || adopts || over.is_some()) {
            // That it stands there beside what is all as it should be is noted, so that a service is not asked for its
            // tags again.
            let seq = self.number(function).max(marked.seq);
            let is_seen = self.root.service().is_some() && self.unvouched.is_empty() && seq > 0;
            return match is_seen {
                true => self.remember(record, Marked { seq, ..marked }).await,
                false => Ok(()),
            };
        }
        let next = Mark::next(self.number(function).max(marked.seq));
        let left = (next, done);
        let set = match has_room {
            Ok(true) => self.set(function, live, left).await,
            Ok(false) => Err(view::full()),
            Err(why) => Err(why),
        };
        let (is_refused, known) = (set.is_err(), marked.is_refused);
        if let Some(why) = set.err().filter(|_| !known) {
            view::unset(self.project.screen, function, &why);
        }
        if !wrote && !is_refused {
            // Of a deploy that says that no setting was written, this is all that it has written.
            view::set(self.project.screen, function, marked.seq > 0, over.as_ref());
            self.project.world.journal.beside(&of_function(function));
        }
        let seq = if is_refused { marked.seq } else { left.0 };
        self.remember(record, Marked { seq, is_refused }).await
    }

    /// Looks at what stands on the service, and whether there is room for the mark.
    ///
    /// # Errors
    /// Why that is not known.
    async fn look(&mut self) -> Result<bool, Words> {
        let label = of_function(&self.root);
        let why = |failure: Failure| failure.into_error(&label).what;
        self.before = self.tags.value(&self.root).await.map_err(why)?;
        self.tags.has_room(&self.root).await.map_err(why)
    }

    /// The mark that stands there, where it names a tree that git does not find in ours although nothing differs from
    /// ours (a squash, a rebase, or what was deployed before it was committed). It would stand in the way of every deploy
    /// to come from a fresh clone, so it is set anew. `known` is the number of the last one that was set from here: of
    /// that the record tells, but to a pipeline, whose folder is nobody's.
    async fn of_another_tree(&self, known: u32) -> Option<Mark> {
        let claim = self.before.as_deref();
        let claim = claim.filter(|_| self.unvouched.is_empty());
        let mark = claim.and_then(|mark| Mark::parse(mark).ok())?.mark;
        if mark.seq <= known && !self.project.is_in_pipeline() {
            return None;
        }
        let checkout = self.project.checkout().await;
        if checkout.commit.is_none() || checkout.is_dirty != Some(false) {
            return None;
        }
        let programs = self.project.world.programs;
        let relation = checkout.relation(programs, &deployed(&mark)).await;
        let is_lacking = matches!(
            relation,
            Relation::Apart
                | Relation::Unknown(
                    UnknownReason::DirtyThere
                        | UnknownReason::Unsaid
                        | UnknownReason::Absent
                        | UnknownReason::OtherRepository
                )
        );
        is_lacking.then_some(mark)
    }

    /// The number of the mark that stands there, where it is believed. Else it counts for nothing: with the greatest
    /// number it would have the count begin again.
    fn number(&self, head: &Resource) -> u32 {
        let claim = self.before.as_deref().map(Mark::parse);
        let claim = claim.and_then(Result::ok).filter(|claim| {
            let digester = self.digester(head, claim.mark.seq);
            claim.is_of(&digester)
        });
        claim.map_or(0, |claim| claim.mark.seq)
    }

    fn digester(&self, function: &Resource, seq: u32) -> Digester {
        let project = self.project;
        Digester::new(function, seq, (project.mark_key(), &project.digests))
    }

    /// Puts the mark on the function.
    ///
    /// # Errors
    /// Why it does not stand there.
    async fn set(&self, function: &Resource, live: &Live, left: Left<'_>) -> Result<(), Words> {
        let value = self.value(function, left).await;
        if self.root.service().is_some() {
            let set = self.tags.set(&self.root, &value).await;
            return set.map_err(|failure| failure.into_error(&of_function(&self.root)).what);
        }
        let tags = json!([{"Key": mark::KEY, "Value": value}]);
        let said = live.document.get("functionArn").and_then(Value::as_str);
        let arn = said.map_or_else(|| function.arn(), str::to_owned);
        let label = of_function(function);
        let tag = self.project.client.tag(&arn, &tags).await;
        tag.map_err(|failure| failure.into_error(&label).what)?;
        Ok(())
    }

    /// What the mark says of what stands online now.
    async fn value(&self, function: &Resource, (seq, done): Left<'_>) -> String {
        let checkout = self.project.checkout().await;
        let digester = self.digester(function, seq);
        let online = || {
            let of_root = done.iter().filter(|one| is_of(&self.root, &one.resource));
            of_root.filter_map(|one| Some((&one.resource, one.left.as_ref()?)))
        };
        let mut portrait = Portrait::default();
        for (resource, live) in online() {
            portrait.add(resource, &live.document, &self.own_routes(resource));
        }
        let kinds = online().map(|(resource, _)| resource.kind);
        let mark = Mark {
            seq,
            commit: checkout.commit.as_ref().map(|one| one.short().to_owned()),
            // What nobody knows proves nothing.
            is_dirty: checkout.commit.is_some() && checkout.is_dirty != Some(false),
            repository: checkout.repository.clone(),
            inputs: inputs((&self.wanted, &self.root), &digester),
            groups: portrait.groups(&digester),
            flags: Flags {
                is_keyed: digester.is_keyed(),
                is_rollback: self.is_rollback,
                unvouched: self.unvouched.clone(),
                configs: kinds.filter(|kind| kind.is_config()).collect(),
            },
            who: checkout.who.as_deref().and_then(Mark::name),
        };
        mark.print(&digester)
    }

    fn own_routes(&self, resource: &Resource) -> OwnRoutes {
        let found = self.own.iter().find(|(one, _)| one == resource);
        found.map_or_else(|| OwnRoutes::of(resource, []), |(_, own)| own.clone())
    }

    /// Notes what became of it, where anything is on record.
    async fn remember(&self, record: Record, marked: Marked) -> Result<()> {
        if record.is_empty() || record.marked.as_ref() == Some(&marked) {
            return Ok(());
        }
        let record = Record {
            marked: Some(marked),
            ..record
        };
        self.project.records.save(&record).await
    }
}

/// The mark, as it is told among what was written.
fn of_function(function: &Resource) -> Words {
    let Words { en, zh } = function.label();
    words!("the tag of the deploy on {en}", "{zh} 上的部署标签")
}

/// Whether a function has room for one more tag, or has the mark.
fn has_room(live: &Live) -> bool {
    let tags = live.document.get("tags").and_then(Value::as_object);
    live.mark.is_some() || tags.map_or(0, Map::len) < MOST
}

/// The groups of which a step leaves something as others had it, or does not take care.
fn unvouched(step: &Step) -> BTreeSet<Group> {
    let part = &step.part;
    let kind = part.resource.kind;
    let group = |path: &Path| Group::of(kind, path, is_secret(part, path));
    let kept = step.kept.iter().map(Keeping::path);
    let mut groups: BTreeSet<Group> = kept.chain(&part.console).map(group).collect();
    match part.half {
        Half::Both => {}
        Half::Code => groups.extend([Group::Settings, Group::Secrets]),
        Half::Config => groups.extend([Group::Code]),
    }
    if part.is_wanted() && step.intended.is_none() {
        // It stays away although the project has it.
        let all = leaves(kind, &part.desired);
        groups.extend(all.keys().map(group));
    }
    groups
}
