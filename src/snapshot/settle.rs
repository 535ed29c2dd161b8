//! How an interrupted write ended.

use serde_json::{Map, Value};

use crate::model::document::{Leaf, Leaves, is_oss, leaves, same};
use crate::model::edit::{get, set};
use crate::model::fields::Fallback;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::routes::{self, OwnRoutes};
use crate::state::record::{Baseline, Intent, KeptPath, Record};

/// Makes out how an interrupted write ended. It counts as done only where what it was to change stands
/// online as it was meant, and did not stand there before: then it is our own work and the baseline
/// moves on, by what the write carried. Else the baseline stays as it was, and the write is made again
/// under the guard. Says which.
pub(super) fn settle(
    resource: &Resource,
    intent: &Intent,
    online: Option<&Value>,
    record: &Record,
) -> (Option<Baseline>, bool) {
    let unchanged = || (record.baseline.clone(), false);
    let nothing = Value::Object(Map::new());
    let by_entries = resource.kind.entries().is_some();
    let online = match by_entries && !intent.intended.is_null() {
        // They come and go one by one, so there may be none halfway.
        true => Some(online.unwrap_or(&nothing)),
        false => online,
    };
    let Some(online) = online else {
        // Either it was to go and is gone, or it was to come and did not.
        // A configuration in which nothing is set any more is taken away.
        let is_to_go = leaves(resource.kind, &intent.intended).is_empty();
        return match intent.intended.is_null() || resource.kind.is_config() && is_to_go {
            true => (None, true),
            false => unchanged(),
        };
    };
    let sent = record.baseline.as_ref().map(|baseline| &baseline.sent);
    let own = OwnRoutes::sent(resource, [&intent.sent].into_iter().chain(sent));
    if intent.intended.is_null() {
        return match is_gone(resource, online, &own) {
            true => (None, true),
            false => unchanged(),
        };
    }
    let write = UnseenWrite::new((resource, &own), intent, online);
    match write.has_landed() {
        true => (Some(write.baseline(record)), true),
        false if by_entries => (write.pieces(record), false),
        false if intent.is_handed => (write.as_far_as_seen(record), false),
        false => unchanged(),
    }
}

/// A domain that others share is gone for us where none of the routes is ours any more.
fn is_gone(resource: &Resource, online: &Value, own: &OwnRoutes) -> bool {
    resource.kind.is_shared() && !routes::of(online).is_empty() && own.in_domain(online).is_empty()
}

/// What a write was to bring about, what was there before, and what is there now.
struct UnseenWrite<'a> {
    resource: &'a Resource,
    intent: &'a Intent,
    online: &'a Value,
    intended: Leaves,
    /// `None` where the write was to create it.
    before: Option<Leaves>,
    now: Leaves,
}

impl<'a> UnseenWrite<'a> {
    fn new(
        (resource, own): (&'a Resource, &OwnRoutes),
        intent: &'a Intent,
        online: &'a Value,
    ) -> UnseenWrite<'a> {
        let leaves = |document| own_leaves(resource.kind, document, own);
        UnseenWrite {
            resource,
            intent,
            online,
            intended: leaves(&intent.intended),
            before: intent.before.as_ref().map(leaves),
            now: leaves(online),
        }
    }

    /// Whether the write carried a top-level setting; what creates carries all of them.
    fn writes(&self, top: &str) -> bool {
        self.before.is_none() || self.intent.writes.iter().any(|name| name == top)
    }

    /// Whether everything that can be seen of it is as it was meant, and some of it is new.
    fn has_landed(&self) -> bool {
        let creating = self.before.is_none();
        let mut paths: Vec<&Path> = self.intended.keys().collect();
        // What else stands online after a creation may have been set by others since, see `created`.
        if !creating {
            paths.extend(self.now.keys());
        }
        paths.retain(|path| self.writes(path.top()) && self.can_be_seen(path));
        paths.iter().all(|path| self.is_meant(path)) && self.changes_something(&paths)
    }

    /// Whether a setting stands online as the write was to make it.
    fn is_meant(&self, path: &Path) -> bool {
        let now = self.now.get(path);
        match self.digest(path) {
            Some(digest) => now.is_some_and(|leaf| {
                let uri = leaf.value.as_str().unwrap_or_default();
                uri.ends_with(digest)
            }),
            None => same(self.intended.get(path), now),
        }
    }

    /// The digest of the image that the write was to deploy, where this setting shows it.
    fn digest(&self, path: &Path) -> Option<&str> {
        let leaf = self.intended.get(path)?;
        let shows = leaf.field?.name == "resolvedImageUri";
        let digest = leaf.value.as_str().filter(|_| shows)?;
        digest.starts_with("sha256:").then_some(digest)
    }

    /// Whether any of it did not stand there before. Else nothing tells our write from no write at all.
    fn changes_something(&self, paths: &[&Path]) -> bool {
        let Some(before) = &self.before else {
            return !paths.is_empty();
        };
        let is_new = |path: &Path| !same(before.get(path), self.intended.get(path));
        let gone = before
            .keys()
            .filter(|path| self.writes(path.top()) && self.can_be_seen(path));
        paths.iter().copied().chain(gone).any(is_new)
    }

    /// Which object of OSS stands behind a checksum, which build behind an image's tag, and what the
    /// service does not give back cannot be seen; what follows another setting is the service's.
    fn can_be_seen(&self, path: &Path) -> bool {
        let (intended, now) = (self.intended.get(path), self.now.get(path));
        let field = now.or(intended).and_then(|leaf| leaf.field);
        let served = intended.is_none() && field.is_some_and(|field| !field.follows.is_empty());
        let hidden = now.is_none() && field.is_some_and(|field| field.write_only);
        let answered = field.is_some_and(|field| field.unsent) && self.digest(path).is_none();
        !(served || hidden || answered || self.is_object(path))
    }

    /// Whether this is the code, and no checksum tells whether it is what the write was to deploy: that of an object of
    /// OSS only the service knows, and another program packs the same files in its own way.
    fn is_object(&self, path: &Path) -> bool {
        let is_meant = || same(self.intended.get(path), self.now.get(path));
        let object = |leaf: &Leaf| is_oss(&leaf.value) || (self.intent.is_handed && !is_meant());
        path.top() == "code" && self.intended.get(path).is_some_and(object)
    }

    /// The baseline after it, in which only that counts as ours which the write is seen to have
    /// brought.
    fn baseline(&self, record: &Record) -> Baseline {
        let object = self.is_object(&Path::default().key("code"));
        let takes = |top: &str| self.writes(top) && !(object && top == "code");
        let old = record.baseline.as_ref().map(|old| &old.sent);
        let empty = Value::Object(Map::new());
        // An object that may not be deployed is not remembered as sent.
        let sent = match object {
            true => overlay(old.unwrap_or(&empty), &self.intent.sent, |top| {
                top != "code"
            }),
            false => self.intent.sent.clone(),
        };
        let seen = match &self.intent.before {
            Some(before) => overlay(before, self.online, takes),
            None => self.created(),
        };
        let next = Baseline {
            sent,
            seen: Some(seen),
            // What is online may have been written again since, so its time is not that of this write.
            modified: None,
            at: self.intent.at.clone(),
            deployed: None,
            owned: self.intent.owned.clone(),
            kept: self.kept(record, object),
            adopted: None,
        };
        next.following(self.resource.kind, record.baseline.as_ref())
    }

    /// The baseline after a write that went out in several requests, moved on by those that are seen
    /// to have arrived. `None` where nothing of ours is online.
    fn pieces(&self, record: &Record) -> Option<Baseline> {
        let (kind, empty) = (self.resource.kind, Value::Object(Map::new()));
        let old = record.baseline.as_ref();
        let mut sent = old.map_or(empty.clone(), |old| old.sent.clone());
        let before = self.intent.before.as_ref();
        let mut seen = before.unwrap_or(&empty).clone();
        let before = self.before.clone().unwrap_or_default();
        for path in self.intended.keys().chain(before.keys()) {
            let (meant, now) = (self.intended.get(path), self.now.get(path));
            // Either it was none of this write's, or it is not seen to have arrived.
            if same(before.get(path), meant) || !same(meant, now) {
                continue;
            }
            set(kind, &mut seen, path, now.map(|leaf| leaf.value.clone()));
            let ours = get(kind, &self.intent.sent, path).cloned();
            set(kind, &mut sent, path, ours);
        }
        let some = !leaves(kind, &seen).is_empty();
        some.then(|| Baseline {
            sent,
            seen: Some(seen),
            modified: None,
            at: self.intent.at.clone(),
            deployed: None,
            owned: self.intent.owned.clone(),
            kept: old.and_then(|old| old.kept.clone()),
            adopted: None,
        })
    }

    /// The baseline after a write of another program that is not seen to have brought all of it: moved on by each
    /// setting that it was to bring and that stands there now, and by what was decided to stay. That program may leave
    /// out what it does not know, and may not have written at all.
    fn as_far_as_seen(&self, record: &Record) -> Option<Baseline> {
        let (kind, empty) = (self.resource.kind, Value::Object(Map::new()));
        let old = record.baseline.as_ref();
        let mut sent = old.map_or(empty.clone(), |old| old.sent.clone());
        let mut seen = old.and_then(|old| old.seen.clone()).unwrap_or(empty);
        let before = self.before.clone().unwrap_or_default();
        let kept = self.intent.kept.iter().flatten();
        let stays = |path: &Path| kept.clone().any(|one| one.path == path.to_string());
        let mut taken = Vec::new();
        for path in self.intended.keys().chain(before.keys()) {
            let (meant, now) = (self.intended.get(path), self.now.get(path));
            let is_news = !same(before.get(path), meant) || stays(path);
            if !is_news || self.is_object(path) || !same(meant, now) {
                continue;
            }
            set(kind, &mut seen, path, now.map(|leaf| leaf.value.clone()));
            let ours = get(kind, &self.intent.sent, path).cloned();
            set(kind, &mut sent, path, ours);
            taken.push(path.to_string());
        }
        if taken.is_empty() {
            return old.cloned();
        }
        let is_taken = |one: &&KeptPath| taken.contains(&one.path);
        let before = old.and_then(|old| old.kept.as_ref()).into_iter().flatten();
        let kept = kept
            .filter(is_taken)
            .chain(before.filter(|one| !is_taken(one)));
        Some(Baseline {
            sent,
            seen: Some(seen),
            modified: None,
            at: self.intent.at.clone(),
            deployed: None,
            owned: self.intent.owned.clone(),
            kept: Some(kept.cloned().collect()),
            adopted: None,
        })
    }

    /// What stands kept after it; of code that nobody knows of, what did before.
    fn kept(&self, record: &Record, object: bool) -> Option<Vec<KeptPath>> {
        let mut kept = self.intent.kept.clone()?;
        if object {
            let is_code = |one: &KeptPath| one.path == "code";
            let old = record.baseline.as_ref().and_then(|old| old.kept.as_ref());
            kept.retain(|one| !is_code(one));
            kept.extend(
                old.into_iter()
                    .flatten()
                    .filter(|one| is_code(one))
                    .cloned(),
            );
        }
        Some(kept)
    }

    /// What a creation left behind: what it carried, and what the service fills in by itself.
    /// Anything else was set by others since.
    fn created(&self) -> Value {
        let mut seen = self.online.clone();
        for (path, leaf) in &self.now {
            let field = leaf.field;
            let served = field.is_none_or(|field| {
                field.fallback == Fallback::Served || !field.follows.is_empty()
            });
            let carried = self.intended.contains_key(path) && !self.is_object(path);
            // Whether it is the code that another program was to deploy is found out by its files.
            let unproved = self.intent.is_handed && self.is_object(path);
            if unproved || (!carried && !served) {
                set(self.resource.kind, &mut seen, path, None);
            }
        }
        seen
    }
}

/// The settings of a document, of a domain only with our own routes.
fn own_leaves(kind: Kind, document: &Value, own: &OwnRoutes) -> Leaves {
    let mut found = leaves(kind, document);
    if kind.is_shared() {
        let own = own.in_domain(document);
        let is_own = |path: &Path| {
            routes::path_of(path).is_none_or(|route| own.iter().any(|one| one["path"] == *route))
        };
        found.retain(|path, _| is_own(path));
    }
    found
}

/// `below`, with the top-level settings that `takes` names taken from `above`.
pub fn overlay(below: &Value, above: &Value, takes: impl Fn(&str) -> bool) -> Value {
    let (Some(below), Some(above)) = (below.as_object(), above.as_object()) else {
        return above.clone();
    };
    let mut result = below.clone();
    result.retain(|top, _| !takes(top) || above.contains_key(top));
    for (top, value) in above.iter().filter(|(top, _)| takes(top)) {
        result.insert(top.clone(), value.clone());
    }
    Value::Object(result)
}

#[cfg(test)]
mod tests;
