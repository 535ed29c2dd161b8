//! What is on record of a domain that several resources of a project share: what one of them sent is the baseline
//! of the one to which it moved, and no longer that of the first.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::model::claims::{Claims, all_blocks, blocks};
use crate::model::document::leaves;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes::{self, OwnRoutes, listed, take};
use crate::state::provenance::Provenance;
use crate::state::record::{Baseline, KeptPath, Record};

/// A domain in which others have a part, as one resource sees it.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// What is on record and is another one's by now: it stays on record until that one has it.
    pub handed: HandedOn,
    /// The blocks that are others', each with the resource that names it; nothing where only its record does.
    pub left: BTreeMap<&'static str, String>,
    /// Whether any resource of the project has deployed the domain.
    pub is_known: bool,
    /// Whose deploys that is of which was taken over from other resources.
    pub given: Vec<Provenance>,
}

/// What one resource has sent of a domain and another one names by now.
#[derive(Clone, Debug, Default)]
pub struct HandedOn {
    /// As it was sent.
    sent: Value,
    /// As it stood online then. Whoever takes it over is asked about what others have changed since, however often
    /// the one that gave it is deployed before.
    seen: Value,
    /// What stands kept of it.
    kept: Vec<KeptPath>,
}

impl HandedOn {
    /// What is sent, with what was of this.
    pub fn with_sent(&self, mut sent: Value) -> Value {
        self.put(&mut sent, &self.sent);
        sent
    }

    /// What stands online, with what stood there of this.
    pub fn with_seen(&self, mut seen: Value) -> Value {
        self.put(&mut seen, &self.seen);
        seen
    }

    /// Whether there is nothing of it.
    pub fn is_empty(&self) -> bool {
        listed(&self.sent).is_empty() && blocks(&self.sent).next().is_none()
    }

    /// The decisions of before that are none of the resource's own any more.
    pub fn kept(&self) -> impl Iterator<Item = &KeptPath> {
        self.kept.iter()
    }

    /// Puts what `from` has of it in the place of what a document has.
    fn put(&self, document: &mut Value, from: &Value) {
        let paths = listed(&self.sent);
        if !paths.is_empty() {
            take(document, |path| paths.iter().any(|one| one == path));
            routes::add(document, routes::of(from));
        }
        for block in blocks(&self.sent) {
            match from.get(block) {
                Some(value) => document[block] = value.clone(),
                None => drop(
                    document
                        .as_object_mut()
                        .and_then(|map| map.shift_remove(block)),
                ),
            }
        }
    }
}

/// The records of one domain, and what the resources of the project name of it.
pub(super) struct DomainRecords<'a> {
    claims: &'a Claims,
    resource: &'a Resource,
    /// What the file says of it.
    named: &'a Value,
    /// Those of the other resources, the newest first.
    others: Vec<&'a Record>,
}

impl<'a> DomainRecords<'a> {
    pub(super) fn new(
        (claims, all): (&'a Claims, &'a [Record]),
        (resource, named): (&'a Resource, &'a Value),
    ) -> DomainRecords<'a> {
        let is_other = |one: &&Record| {
            let is_here =
                one.resource.region == resource.region && one.resource.account == resource.account;
            let is_called = resource.is_called(one.resource.name());
            is_here && is_called && one.resource != *resource && one.baseline.is_some()
        };
        let mut others: Vec<&Record> = all.iter().filter(is_other).collect();
        // Times of RFC 3339 in UTC sort as texts.
        others.sort_by(|one, other| other.at().cmp(&one.at()));
        DomainRecords {
            claims,
            resource,
            named,
            others,
        }
    }

    /// The baseline without what has moved to others, and with what has moved here from them. `recorded` is what was on
    /// record before a write of which only what is online tells how it ended.
    pub(super) fn settled(
        &self,
        (baseline, recorded): (Option<Baseline>, Option<&Baseline>),
        is_online: bool,
    ) -> (Option<Baseline>, Shares) {
        let mut shares = Shares {
            is_known: baseline.is_some() || !self.others.is_empty(),
            ..Shares::default()
        };
        let mut baseline = baseline;
        if let Some(baseline) = &mut baseline {
            let handed = handed((self.claims, self.resource), self.named, baseline);
            shares.handed = self.waiting(handed, &baseline.at, recorded);
        }
        shares.left = self.left(baseline.as_ref());
        let (mut baseline, given) = self.taken_over(baseline);
        shares.given = given;
        if let Some(gone) = baseline.as_mut().filter(|_| is_online) {
            self.make_again(gone);
        }
        (baseline, shares)
    }

    /// What of it nobody has taken over since.
    fn waiting(&self, mut handed: HandedOn, at: &str, recorded: Option<&Baseline>) -> HandedOn {
        let others = self.others.iter().filter_map(|one| one.baseline.as_ref());
        let later: Vec<&Value> = others
            .filter(|one| one.at.as_str() > at)
            .map(|one| &one.sent)
            .collect();
        let held: Vec<String> = later.iter().flat_map(|sent| listed(sent)).collect();
        take(&mut handed.sent, |path| held.iter().any(|one| one == path));
        let is_held = |block: &&str| later.iter().any(|sent| sent.get(*block).is_some());
        for block in all_blocks().filter(is_held) {
            let sent = handed.sent.as_object_mut();
            sent.and_then(|sent| sent.shift_remove(block));
        }
        let then = recorded.and_then(|one| one.seen.as_ref());
        handed.seen = only(then.unwrap_or(&handed.seen), &handed.sent);
        handed
    }

    /// Which of the domain's routes are the resource's own.
    pub(super) fn own_routes(&self, baseline: Option<&Baseline>) -> OwnRoutes {
        let had = baseline.map(|baseline| with_kept(self.resource, baseline));
        self.claims
            .own_routes(self.resource, (self.named, had.as_ref()), self.held())
    }

    /// The paths that are on record of others.
    fn held(&self) -> impl Iterator<Item = String> {
        let sent = self.others.iter().filter_map(|one| one.baseline.as_ref());
        sent.flat_map(|baseline| listed(&baseline.sent))
    }

    /// The blocks of others: what they name, or sent, and this one neither names nor sent.
    fn left(&self, baseline: Option<&Baseline>) -> BTreeMap<&'static str, String> {
        let is_own = |name: &str| {
            let is_sent = baseline.is_some_and(|one| one.sent.get(name).is_some());
            self.named.get(name).is_some() || is_sent
        };
        let is_sent = |name: &str| {
            let mut sent = self.others.iter().filter_map(|one| one.baseline.as_ref());
            sent.any(|one| one.sent.get(name).is_some())
        };
        let by = |name: &'static str| match self.claims.block_of(self.resource, name) {
            Some(by) => Some((name, by.to_owned())),
            None => is_sent(name).then(|| (name, String::new())),
        };
        all_blocks()
            .filter(|name| !is_own(name))
            .filter_map(by)
            .collect()
    }

    /// With what the file newly names and a resource sent that names it no more; and whose deploys that is of.
    fn taken_over(&self, mut baseline: Option<Baseline>) -> (Option<Baseline>, Vec<Provenance>) {
        let mut given_by = Vec::new();
        if baseline.as_ref().is_some_and(|one| one.seen.is_none()) {
            return (baseline, given_by);
        }
        for giver in self.others.iter().filter(|one| self.may_give(one)) {
            let Some(mut given) = giver.baseline.clone() else {
                continue;
            };
            if baseline.is_some() && given.seen.is_none() {
                self.stay_away(&mut given, json!({}));
            }
            if self.take_over(&mut baseline, &given) {
                let deploys = giver.provenance.clone().unwrap_or_default();
                given_by.extend(deploys.sources(false).cloned());
            }
        }
        (baseline, given_by)
    }

    /// Whether what a record says may have moved here.
    fn may_give(&self, giver: &Record) -> bool {
        giver.pending.is_none() && self.claims.givers.contains(&giver.resource)
    }

    /// Another resource of the project has made a domain that was to stay deleted: what others left there is as it
    /// left it, and of the own settings each stays away.
    fn make_again(&self, gone: &mut Baseline) {
        if gone.seen.is_some() {
            return;
        }
        let made = self.others.iter().filter_map(|one| one.baseline.as_ref());
        let mut made = made.filter(|one| one.at >= gone.at);
        let Some(mut seen) = made.find_map(|one| one.seen.clone()) else {
            return;
        };
        take(&mut seen, |_| true);
        self.stay_away(gone, seen);
    }

    /// What was to stay deleted is kept so, setting by setting, in a domain of which that is on record.
    fn stay_away(&self, gone: &mut Baseline, seen: Value) {
        gone.seen = Some(seen);
        let own = leaves(self.resource.kind, &gone.sent).into_keys();
        let stays = |path: Path| KeptPath {
            path: path.to_string(),
            since: Some(gone.at.clone()),
            by: None,
            deploy: None,
        };
        gone.kept = Some(own.map(stays).collect());
    }

    /// Takes over what another baseline says of it. Says whether that is anything.
    fn take_over(&self, baseline: &mut Option<Baseline>, given: &Baseline) -> bool {
        let sent = baseline.as_ref().map(|one| one.sent.clone());
        let sent = sent.unwrap_or_default();
        let (has, named) = (listed(&sent), listed(self.named));
        let moves = |path: &str| {
            let is_new = named.iter().any(|one| one == path) && !has.iter().any(|one| one == path);
            is_new && !self.claims.has_path(self.resource, path)
        };
        let tops: Vec<&str> = blocks(self.named)
            .filter(|name| sent.get(name).is_none() && given.sent.get(name).is_some())
            .filter(|name| self.claims.block_of(self.resource, name).is_none())
            .collect();
        let routes = take(&mut given.sent.clone(), moves);
        if routes.is_empty() && tops.is_empty() {
            return false;
        }
        let own = baseline.get_or_insert_with(|| empty(given));
        let sent = &mut own.sent;
        routes::add(sent, routes);
        for top in &tops {
            sent[top] = given.sent[top].clone();
        }
        // Of a domain that stays deleted only what was to be there is on record.
        if let (Some(seen), Some(gave)) = (&mut own.seen, &given.seen) {
            take(seen, moves);
            routes::add(seen, take(&mut gave.clone(), moves));
            for top in &tops {
                match gave.get(top) {
                    Some(value) => seen[top] = value.clone(),
                    None => drop(
                        seen.as_object_mut()
                            .and_then(|seen| seen.shift_remove(*top)),
                    ),
                }
            }
        }
        let is_moved = |path: &str| moved_with(path, moves, &tops);
        own.owned.retain(|path| !is_moved(path));
        let kept = given
            .kept
            .iter()
            .flatten()
            .filter(|one| is_moved(&one.path));
        own.kept.get_or_insert_default().extend(kept.cloned());
        true
    }
}

/// What was deployed, and of a domain that belongs to no function the routes that stand kept, each by its path: nothing
/// else tells whose they are once the file does not list them any more.
pub fn with_kept(resource: &Resource, baseline: &Baseline) -> Value {
    let mut had = baseline.sent.clone();
    if !(resource.kind.is_shared() && resource.is_root()) {
        return had;
    }
    let sent = listed(&had);
    let kept = baseline.kept.iter().flatten();
    let kept: BTreeSet<&str> = kept.filter_map(|one| route_in(&one.path)).collect();
    let more = kept
        .into_iter()
        .filter(|path| !sent.iter().any(|one| one == path));
    routes::add(&mut had, more.map(|path| json!({"path": path})).collect());
    had
}

/// The route to which a setting belongs, as records write its path.
fn route_in(path: &str) -> Option<&str> {
    let inside = path.strip_prefix(routes::CONFIG)?;
    let (_, rest) = inside.split_once("routes[")?;
    rest.split_once(']').map(|(route, _)| route)
}

/// Whether a setting, as records write its path, belongs to one of these routes or blocks.
fn moved_with(path: &str, moves: impl Fn(&str) -> bool, tops: &[&str]) -> bool {
    let top = path.split(['.', '[']).next().unwrap_or_default();
    tops.contains(&top) || route_in(path).is_some_and(moves)
}

/// A baseline that says nothing yet, of the time of another one.
fn empty(given: &Baseline) -> Baseline {
    Baseline {
        sent: json!({}),
        // Whoever is handed a part of what stays deleted has not decided otherwise.
        seen: given.seen.as_ref().map(|_| json!({})),
        modified: None,
        at: given.at.clone(),
        deployed: None,
        owned: Vec::new(),
        kept: Some(Vec::new()),
        adopted: None,
    }
}

/// Takes out of a baseline what others claim and `named` does not, and returns it as it was on record.
pub fn handed(
    (claims, resource): (&Claims, &Resource),
    named: &Value,
    baseline: &mut Baseline,
) -> HandedOn {
    let is_taken = |path: &str| claims.take_path(resource, named, path);
    let mut sent = json!({});
    routes::add(&mut sent, take(&mut baseline.sent, is_taken));
    for block in all_blocks().filter(|block| claims.take_block(resource, named, block)) {
        let own = baseline.sent.as_object_mut();
        if let Some(value) = own.and_then(|own| own.shift_remove(block)) {
            sent[block] = value;
        }
    }
    let seen = baseline.seen.as_mut().map(|seen| {
        let before = only(seen, &sent);
        take(seen, is_taken);
        before
    });
    let (paths, tops) = (listed(&sent), blocks(&sent).collect::<Vec<_>>());
    let is_at = |path: &str| paths.iter().any(|one| one == path);
    let kept = baseline.kept.iter().flatten();
    let kept = kept.filter(|one| moved_with(&one.path, is_at, &tops));
    HandedOn {
        kept: kept.cloned().collect(),
        seen: seen.unwrap_or_else(|| json!({})),
        sent,
    }
}

/// What a document has of the routes and blocks of another one.
fn only(document: &Value, of: &Value) -> Value {
    let paths = listed(of);
    let mut part = json!({});
    let routes = routes::each(document);
    let is_of = |route: &&Value| paths.iter().any(|one| route["path"] == **one);
    routes::add(&mut part, routes.filter(is_of).cloned().collect());
    for block in blocks(of) {
        if let Some(value) = document.get(block) {
            part[block] = value.clone();
        }
    }
    part
}
