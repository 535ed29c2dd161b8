//! The three witnesses of every resource, side by side: what we left behind (baseline), what the
//! cloud says now (live), and what the project wants (desired).

mod adopted;
mod auto;
mod colleague;
mod common;
mod domain;
mod former;
mod live;
mod moved;
mod object;
mod online;
mod orphans;
mod part;
mod settle;
mod together;
mod whose;

use std::rc::Rc;

use futures_util::future::try_join;
use serde_json::json;

use crate::error::{Error, Result};
use crate::model::desired::{Desired, Item};
use crate::model::document::{leaves, without};
use crate::model::owner::Rules;
use crate::model::resource::{Kind, Resource};
use crate::model::scope::{Half, Scope};
use crate::model::seal::Sealer;
use crate::state::record::Record;
use crate::state::records::Records;
use crate::wire::Client;

pub use self::colleague::{Base, Colleague, Colleagues};
use self::domain::DomainRecords;
pub use self::domain::{HandedOn, Shares, handed, with_kept};
pub use self::live::{Live, failure};
pub use self::moved::moved;
pub use self::object::{CodeObject, object_named};
pub use self::online::Online;
use self::online::{Asks, trigger_name};
pub use self::part::{Interrupted, Part};
pub use self::settle::overlay;
use self::settle::settle;
use self::together::siblings;
use self::whose::{console, forgone, repeating};

/// All resources of one run, the function first, then the others in the order in which they are
/// written.
#[derive(Debug)]
pub struct Snapshot {
    pub parts: Vec<Rc<Part>>,
    /// Deployed from here once, no longer in `s.yaml`, still online.
    pub orphans: Vec<Resource>,
    /// Those of them that another resource names: only routes in them were left behind.
    pub shared_orphans: Vec<Resource>,
    /// Online beside ours, not in `s.yaml` and not on record here as deployed.
    pub strangers: Vec<Resource>,
    /// What is online of the root that is not in `parts`, as far as it was read.
    pub beside: Vec<(Resource, Live)>,
    /// Whether one of these keeps every call from the function.
    pub switched_off: bool,
    /// Whether the root is online, as far as it was asked for.
    pub has_root: bool,
    /// Whose a setting is.
    pub rules: Rules,
    /// Whether it is everything that the resource of `s.yaml` deploys.
    pub whole: bool,
}

impl Snapshot {
    /// One resource alone.
    #[cfg(test)]
    pub(crate) fn of_one(part: Part, rules: Rules) -> Snapshot {
        Snapshot {
            parts: vec![part.into()],
            orphans: Vec::new(),
            shared_orphans: Vec::new(),
            strangers: Vec::new(),
            beside: Vec::new(),
            switched_off: false,
            has_root: true,
            rules,
            whole: true,
        }
    }

    /// The witnesses of all resources.
    pub fn parts(&self) -> impl Iterator<Item = &Part> + Clone {
        self.parts.iter().map(Rc::as_ref)
    }

    /// The witnesses of a resource, where the run looked at it.
    pub fn part(&self, resource: &Resource) -> Option<&Part> {
        self.parts().find(|part| part.resource == *resource)
    }

    /// Whether the secrets on record were sealed with another key, so that they cannot be compared.
    pub fn is_of_another_key(&self, sealer: &Sealer) -> bool {
        let other = |part: &Part| !part.record.is_empty() && part.record.key_id != sealer.id();
        self.parts().any(other)
    }

    /// Whether the end of a write is not on record.
    pub fn is_unfinished(&self) -> bool {
        self.parts.iter().any(|part| part.interrupted.is_some())
    }
}

/// Reads everything that the comparison needs, all requests at once.
///
/// # Errors
/// When a record or a reply cannot be read. A read that failed is never taken for absence.
pub async fn read(
    client: &Client<'_>,
    records: &Records<'_>,
    desired: Desired,
) -> Result<Snapshot> {
    let (snapshot, _) = read_or_take(client, records, desired, None).await?;
    Ok(snapshot)
}

/// The same, from what an earlier look of the same run has read, where that answers everything that
/// is asked now. What was read comes with it.
///
/// # Errors
/// As [`read`].
pub async fn read_or_take(
    client: &Client<'_>,
    records: &Records<'_>,
    desired: Desired,
    known: Option<Online>,
) -> Result<(Snapshot, Online)> {
    let read = read_all(client, records, desired, known);
    read.await.map_err(Error::unread)
}

/// The same as [`read_or_take`], with errors that do not say yet that nothing was written.
async fn read_all(
    client: &Client<'_>,
    records: &Records<'_>,
    desired: Desired,
    known: Option<Online>,
) -> Result<(Snapshot, Online)> {
    let (mut siblings, early) = match records.is_at_hand() || known.is_some() {
        true => (siblings(records, &desired).await?, None),
        // What the file alone asks for is read beside the records, and what they add to it after them.
        false => {
            let asks = Asks::of(&desired, &[]);
            let siblings = siblings(records, &desired);
            let both = try_join(siblings, Online::read(client, asks)).await?;
            (both.0, Some(both.1))
        }
    };
    let mut functions = siblings.iter();
    let is_drain_due = functions.any(|one| one.resource.kind.is_function() && one.is_drain_due());
    // What a restore puts back of others is on record only until that is done, and says nothing of ours.
    siblings.retain(Record::is_ours);
    let mut desired = with_dropped(desired, &siblings);
    let mut domains_left = orphans::domains(&desired, &siblings);
    let asks = Asks::of(&desired, &domains_left);
    // Another resource of the run may have written the domain since that look, and put it on record.
    let is_named = |one: &&Resource| desired.claims.name(one);
    let is_still = |known: &Online| {
        let mut shared = desired.shared().map(|item| &item.resource);
        known.answers(&asks) && !desired.is_in_common() && !shared.any(|one| is_named(&one))
    };
    let online = match (known.filter(is_still), early) {
        (Some(known), _) => known.taken(client),
        (None, Some(early)) => early.with_rest(client, asks).await?,
        (None, None) => Online::read(client, asks).await?,
    };
    let triggers = online.triggers.as_deref().unwrap_or_default();
    let whole = desired.scope == Scope::whole();
    let (mut left, mut strangers) = orphans::leftovers(&siblings, &desired, triggers);
    let beside = online.beside.iter().filter(|one| !desired.may_want(one));
    strangers.extend(beside.cloned());
    // One that is gone is left behind by nobody, and of one that others name only what is nobody else's.
    domains_left.retain(|one| orphans::is_online(&desired, (one, &siblings), &online));
    let shared_orphans = domains_left.iter().filter(is_named).cloned().collect();
    left.extend(domains_left);
    let domains = domain_records(records, &desired).await?;
    common::leave_role(&mut desired, records, &online).await?;
    let has_root = online.has(&desired.root);
    let (mut parts, mut unknown) = (Vec::new(), None);
    let disowned = adopted::disowned(&siblings, &online);
    learn(records.sealer(), &desired, &online);
    for item in &desired.items {
        let resource = &item.resource;
        let live = Live::of(resource, online.get(resource));
        let record = former::load(records, &desired, resource, live.as_ref()).await?;
        let (record, disowned) = adopted::without(record, &disowned);
        // Before the part is made: how an interrupted write ended may hang on the checksum of an object.
        let record = object::told(client, record, live.as_ref()).await;
        let sealer = records.sealer();
        let known = Known {
            record,
            live,
            disowned,
            domains: &domains,
            is_drain_due,
        };
        match part(sealer, &desired, item, known) {
            Ok(part) => parts.push(Rc::new(part)),
            // What `auto` stands for in each of them is told at once.
            Err(error) => unknown = Some(Error::joined(unknown, error)),
        }
    }
    if let Some(error) = unknown {
        return Err(error);
    }
    let snapshot = Snapshot {
        beside: unwanted(&desired, &online, &left),
        parts,
        orphans: left,
        shared_orphans,
        // One of our own is compared like any other setting, so only that of a stranger has to be told.
        switched_off: online.is_off && strangers.iter().any(is_limit),
        strangers,
        has_root,
        whole,
        rules: desired.rules,
    };
    Ok((snapshot, online))
}

/// Whether it is of a kind that can keep every call from its function.
fn is_limit(resource: &Resource) -> bool {
    resource.kind.spec().switch.is_some()
}

/// A configuration in which nothing is set is none.
fn is_something(kind: Kind, live: &Live) -> bool {
    !kind.is_config() || !leaves(kind, &live.document).is_empty()
}

/// Adds the configurations that were deployed from here and are no longer in `s.yaml`: taking a
/// property out of the file takes back what it did. They come before those that are wanted, since
/// one kind may have to go before another can come.
fn with_dropped(mut desired: Desired, siblings: &[Record]) -> Desired {
    let resources = siblings.iter().map(|record| &record.resource);
    let dropped: Vec<Item> = resources
        .filter(|one| one.kind.is_config() && desired.scope.covers(one) && !desired.may_want(one))
        .map(|one| Item::new(one.clone(), json!({})))
        .collect();
    let mut items = desired.items.iter();
    let first = items.position(|item| item.resource.kind.is_config());
    let at = first.unwrap_or(desired.items.len());
    desired.items.splice(at..at, dropped);
    desired
}

/// Takes notice of all secrets before the first document is sealed: what is one in the function is one in
/// its triggers, too, whichever of them the run is about. What was one at the last deploy is sealed in the
/// records, and known since they were read.
fn learn(sealer: &Sealer, desired: &Desired, online: &Online) {
    for item in &desired.items {
        sealer.learn_wanted(item.resource.kind, &item.document);
    }
    for (kind, reply) in online.documents() {
        let live = Live::new(kind, reply.clone(), None);
        sealer.learn(kind, &live.document);
    }
}

/// What is on record of all domains, where any is wanted.
async fn domain_records(records: &Records<'_>, desired: &Desired) -> Result<Vec<Record>> {
    match desired.shared().next() {
        Some(_) => records.domains().await,
        None => Ok(Vec::new()),
    }
}

/// What is on record and online of one resource.
pub(crate) struct Known<'a> {
    pub(crate) record: Record,
    pub(crate) live: Option<Live>,
    /// See [`Part::disowned`].
    pub(crate) disowned: Option<String>,
    /// The records of all domains.
    pub(crate) domains: &'a [Record],
    /// See [`Part::is_drain_due`].
    pub(crate) is_drain_due: bool,
}

/// The three witnesses of one resource, with what belongs to the console set apart.
pub(crate) fn part(
    sealer: &Sealer,
    desired: &Desired,
    item: &Item,
    known: Known<'_>,
) -> Result<Part> {
    let Item {
        resource, document, ..
    } = item;
    let Known {
        mut record,
        live,
        disowned,
        domains,
        is_drain_due,
    } = known;
    let online = live
        .as_ref()
        .map(|live| sealer.seal(resource.kind, &live.document));
    let (baseline, interrupted) = match &record.pending {
        Some(intent) => {
            let (baseline, done) = settle(resource, intent, online.as_ref(), &record);
            (baseline, Some(Interrupted::of(intent, done)))
        }
        None => (record.baseline.clone(), None),
    };
    let domain = DomainRecords::new((&desired.claims, domains), (resource, document));
    let (mut baseline, shares) = match resource.kind.is_shared() {
        true => domain.settled((baseline, record.baseline.as_ref()), live.is_some()),
        false => (baseline, Shares::default()),
    };
    if desired.is_auto(resource) && live.is_none() {
        return Err(auto::no_domain(resource));
    }
    // What the file leaves to the service is only said where there is nothing yet, because upstream creates a
    // function with it.
    let said = match &live {
        Some(_) => desired.said(resource, document),
        None => document.clone(),
    };
    let file = match resource.kind.may_be_auto() {
        true => auto::filled(resource, &said, baseline.as_ref(), live.as_ref())?,
        false => said,
    };
    // What is not online has no value of the console's that could be left alone: it is created whole.
    let wanted = match &live {
        Some(_) => desired.rules.ours(resource, &file),
        None => file.clone(),
    };
    let sealed = sealer.seal(
        resource.kind,
        &without(&wanted, desired.unsaid_of(resource)),
    );
    for one in baseline.iter_mut().chain(&mut record.baseline) {
        adopted::say(item, (&sealed, online.as_ref()), one);
    }
    // What is not online is created as a whole, whatever half was asked for.
    let half = match resource.kind.is_function() && live.is_some() {
        true => desired.scope.function.unwrap_or(Half::Both),
        false => Half::Both,
    };
    Ok(Part {
        resource: resource.clone(),
        record,
        interrupted,
        console: console(
            &desired.rules,
            resource,
            &file,
            (live.as_ref(), baseline.as_ref(), &shares.left),
        ),
        forgone: forgone(&desired.rules, resource, live.as_ref()),
        repeating: repeating(sealer, resource, &file, live.as_ref()),
        variables: Rc::clone(&desired.variables),
        own: item.own.clone().or_else(|| {
            let is_shared = resource.kind.is_shared();
            is_shared.then(|| domain.own_routes(baseline.as_ref()))
        }),
        shares,
        desired: wanted,
        disowned,
        live,
        unsaid: desired.unsaid_of(resource),
        waits: item.waits,
        is_put_empty: item.is_put_empty,
        drains: item.drains,
        is_drain_due: is_drain_due && resource.kind.asked().is_some(),
        baseline,
        file,
        half,
        code: None,
        object: None,
        mark: Rc::default(),
        colleagues: Colleagues::default(),
    })
}

/// What is online of the root that is not wanted, as far as it was read.
fn unwanted(desired: &Desired, online: &Online, left: &[Resource]) -> Vec<(Resource, Live)> {
    let triggers = online.triggers.as_deref().unwrap_or_default();
    let named = triggers.iter().filter_map(trigger_name);
    let triggers = named.map(|name| desired.trigger(name));
    let domains = left.iter().filter(|one| one.kind.is_shared()).cloned();
    let all = triggers.chain(domains);
    let unwanted = all.filter(|one| desired.document(one).is_none());
    unwanted
        .filter_map(|one| Some((one.clone(), Live::of(&one, online.get(&one))?)))
        .collect()
}
