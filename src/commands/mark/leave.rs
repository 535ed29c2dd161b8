//! The mark that a deploy leaves.

mod over;

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::carried::{self, Carried};
use super::place::{MOST, ServiceTags, is_of, marked};
use super::{inputs, is_marked, is_on, is_secret};
use crate::apply::Done;
use crate::error::Result;
use crate::model::desired::Desired;
use crate::model::document::leaves;
use crate::model::mark::{self, Digester, Flags, Group, Mark, Portrait};
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::routes::OwnRoutes;
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
    /// Those of them of which the deploy takes no care, so that what is on record of them stays as old as it is.
    untouched: BTreeSet<Group>,
    /// What stands there of earlier deploys beside what this one takes care of.
    carried: Carried,
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

    /// Leaves the marks; `is_held` says whether other runs are kept from writing meanwhile.
    ///
    /// # Errors
    /// As [`RootMarking::leave`].
    pub(in crate::commands) async fn leave(
        self,
        done: &[Done],
        (is_rollback, is_held): (bool, bool),
    ) -> Result<()> {
        for mut mark in self.marks {
            mark.is_rollback = is_rollback;
            mark.leave(done, is_held).await?;
        }
        Ok(())
    }
}

/// A mark that is to be left.
struct DueMark<'d> {
    function: &'d Resource,
    live: &'d Live,
    /// Whether the deploy has written anything.
    wrote: bool,
    /// The mark of another tree that it takes the place of although nothing was written.
    over: Option<Mark>,
    /// Whether there is room for it, or why that is not known.
    has_room: Result<bool, Words>,
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
        let mut untouched: BTreeSet<Group> = steps.clone().flat_map(untouched).collect();
        if !snapshot.whole {
            untouched.extend([Group::Triggers, Group::Configs, Group::Domain]);
        }
        let mut unvouched: BTreeSet<Group> = steps.flat_map(unvouched).collect();
        unvouched.extend(&untouched);
        let carried = Carried::of(&root, wanted, snapshot);
        let own = snapshot.parts();
        let own = own.map(|part| (part.resource.clone(), part.own_routes()));
        Some(RootMarking {
            project,
            root,
            tags: Rc::clone(tags),
            wanted: wanted.clone(),
            before: live.and_then(|live| live.mark.clone()),
            unvouched,
            untouched,
            carried,
            own: own.collect(),
            is_rollback: false,
        })
    }

    /// Leaves the mark, after a deploy that wrote, and where none stands there. That it cannot be left is said,
    /// and takes nothing from the deploy.
    ///
    /// # Errors
    /// The record cannot be read or written, or somebody has stopped the run.
    async fn leave(mut self, done: &[Done], is_held: bool) -> Result<()> {
        let Some(due) = self.due(done).await? else {
            return Ok(());
        };
        match due.wrote || is_held || due.has_room.is_err() {
            true => self.put(due, done).await,
            false => self.put_held(due, done).await,
        }
    }

    /// Whether there is a reason to leave a mark.
    ///
    /// # Errors
    /// The record cannot be read or written.
    async fn due<'d>(&mut self, done: &'d [Done]) -> Result<Option<DueMark<'d>>> {
        let mut all = done.iter();
        let head = all.find(|one| is_marked(&self.root, &one.resource));
        let online = head.and_then(|one| Some((&one.resource, one.live.as_ref()?)));
        let Some((function, live)) = online else {
            return Ok(None);
        };
        let record = self.project.records.load(function).await?;
        let marked = record.marked.clone().unwrap_or_default();
        let of_root = done.iter().filter(|one| is_of(&self.root, &one.resource));
        let wrote = of_root.clone().any(|one| one.effect.wrote());
        let has_room = match self.root.service() {
            None => Ok(has_room(live)),
            // Tags of a service are a request of their own, which a deploy without changes does not send again.
            Some(_) if !wrote && (marked.seq > 0 || marked.is_refused) => return Ok(None),
            Some(_) => self.look().await,
        };
        // Where nothing had to be written it is said once, if it can be, of which commit that is.
        let adopts = self.before.is_none() && !marked.is_refused;
        let over = match wrote || adopts || marked.is_refused {
            true => None,
            false => self.of_another_tree(function, marked.seq).await,
        };
        if wrote || adopts || over.is_some() {
            return Ok(Some(DueMark {
                function,
                live,
                wrote,
                over,
                has_room,
            }));
        }
        // That it stands there beside what is all as it should be is noted, so that a service is not asked for its
        // tags again.
        let seq = self.number(function).max(marked.seq);
        if self.root.service().is_some() && self.unvouched.is_empty() && seq > 0 {
            let marked = marked.after(seq, seq, |_| true);
            self.remember(record, marked).await?;
        }
        Ok(None)
    }

    /// Sets the next mark, and notes what became of it.
    ///
    /// # Errors
    /// The record cannot be read or written.
    async fn put(&self, due: DueMark<'_>, done: &[Done]) -> Result<()> {
        let (function, screen) = (due.function, self.project.screen);
        let record = self.project.records.load(function).await?;
        let known = record.marked.clone().unwrap_or_default();
        let stood = self.number(function);
        let next = Mark::next(stood.max(known.seq));
        let set = match due.has_room {
            Ok(true) => self.set(function, due.live, (next, done)).await,
            Ok(false) => Err(view::full()),
            Err(why) => Err(why),
        };
        let is_refused = set.is_err();
        if let Some(why) = set.err().filter(|_| !known.is_refused) {
            view::unset(screen, function, &why);
        }
        if !due.wrote && !is_refused {
            // Of a deploy that says that no setting was written, this is all that it has written.
            view::set(screen, function, known.seq > 0, due.over.as_ref());
            self.project.world.journal.beside(&of_function(function));
        }
        let known = match is_refused {
            true => known,
            false => known.after(next, stood, |one| !self.untouched.contains(&one)),
        };
        let marked = Marked {
            is_refused,
            ..known
        };
        self.remember(record, marked).await
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

    /// The mark that stands there, where it is believed. Else it counts for nothing: with the greatest number it would
    /// have the count begin again.
    fn believed(&self, head: &Resource) -> Option<Mark> {
        let claim = Mark::parse(self.before.as_deref()?).ok()?;
        let digester = self.digester(head, claim.mark.seq);
        claim.is_of(&digester).then_some(claim.mark)
    }

    /// The number of it.
    fn number(&self, head: &Resource) -> u32 {
        self.believed(head).map_or(0, |mark| mark.seq)
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
        let mut unvouched = self.unvouched.clone();
        let mut configs: BTreeSet<Kind> = kinds.filter(|kind| kind.is_config()).collect();
        if let Some(before) = self.believed(function) {
            configs.extend(carried::configs(&before, done));
            let digester = self.digester(function, before.seq);
            match self.carried.triggers(&before, &digester) {
                Some(triggers) => {
                    for (resource, live) in triggers {
                        portrait.add(resource, &live.document, &self.own_routes(resource));
                    }
                }
                None => drop(unvouched.insert(Group::Triggers)),
            }
        }
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
                unvouched,
                configs,
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

/// The groups of which a step takes no care.
fn untouched(step: &Step) -> BTreeSet<Group> {
    let half = step.part.half;
    let is_function = step.part.resource.kind.is_function();
    let groups = Group::ALL.into_iter();
    groups
        .filter(|group| is_function && group.is_beside(half))
        .collect()
}

/// The groups of which a step leaves something as others had it.
fn unvouched(step: &Step) -> BTreeSet<Group> {
    let part = &step.part;
    let kind = part.resource.kind;
    let group = |path: &Path| Group::of(kind, path, is_secret(part, path));
    let kept = step.kept.iter().map(Keeping::path);
    let mut groups: BTreeSet<Group> = kept.chain(&part.console).map(group).collect();
    if part.is_wanted() && step.intended.is_none() {
        // It stays away although the project has it.
        let all = leaves(kind, &part.desired);
        groups.extend(all.keys().map(group));
    }
    groups
}
