//! What is remembered of one resource.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::provenance::{Authorship, Provenance};
use crate::model::mark::Group;
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;

/// Everything that is remembered of one resource. All documents in it are sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub resource: Resource,
    /// The name of the key that the digests were made with.
    pub key_id: String,
    /// What the last deploy left behind; absent before the first one is complete.
    pub baseline: Option<Baseline>,
    /// A write that was begun and whose end was not seen.
    pub pending: Option<Intent>,
    /// What it was deployed as; absent in records of older versions.
    pub origin: Option<Origin>,
    /// That a run of ours ends what still runs of the function. It is on disk before the write after which that
    /// is to be done, and is gone once the function is open again.
    pub draining: Option<Draining>,
    /// Where the baseline comes from; `None` in records of older versions.
    pub provenance: Option<Authorship>,
    /// What is known here of the marks on the function.
    pub marked: Option<Marked>,
    /// The files from which anything was deployed into it, in order, where several resources deploy it; empty in records
    /// of older versions.
    pub files: Vec<String>,
}

/// What is known of the marks that deploys leave on a function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Marked {
    /// The number of the last one that was seen or set; 0 before the first.
    pub seq: u32,
    /// Whether it was said that none can be set.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_refused: bool,
    /// Of the groups of which what is on record is as old as an earlier one, the number of that.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub behind: BTreeMap<Group, u32>,
}

impl Marked {
    /// The number of the last mark that what is on record of a group comes after.
    pub fn of(&self, group: Group) -> u32 {
        self.behind.get(&group).copied().unwrap_or(self.seq)
    }

    /// With a mark of that number, which what is on record of these groups comes after. Of the others it does so only
    /// where `stood`, the number of the one before, was no news either.
    #[must_use]
    pub fn after(&self, seq: u32, stood: u32, groups: impl Fn(Group) -> bool) -> Marked {
        let seq = seq.max(self.seq);
        let mut behind = BTreeMap::new();
        for group in Group::ALL {
            let known = self.of(group);
            if known < seq && known < stood && !groups(group) {
                behind.insert(group, known);
            }
        }
        Marked {
            seq,
            behind,
            ..self.clone()
        }
    }
}

/// A function that is to be closed for a moment by a run of ours, or is closed by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draining {
    /// When that was begun, in RFC 3339.
    pub at: String,
    /// Whether it is still to be closed: what asks for it is about to be written, or was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_due: bool,
}

/// What in a project's files a resource was deployed as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// The file's name in the project's folder.
    pub file: String,
    /// The resource's name in it.
    pub resource: String,
    /// The environment that the command line named, or that was chosen as the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
}

impl Origin {
    /// The same as it would be put on record today: earlier versions did not say which environment was chosen
    /// as the default.
    #[must_use]
    pub fn with_default(&self, env: Option<&str>) -> Origin {
        Origin {
            env: self.env.clone().or(env.map(str::to_owned)),
            ..self.clone()
        }
    }
}

/// What we asked for and what the service answered. Comparing file with file and answer with answer
/// makes the service's own defaults and rewriting invisible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Baseline {
    /// What the project wanted.
    pub sent: Value,
    /// What stood online afterwards; `None` where the person accepted that it was deleted.
    pub seen: Option<Value>,
    /// The service's last-modified time of `seen`.
    pub modified: Option<String>,
    /// When this was recorded, in RFC 3339.
    pub at: String,
    /// When it was deployed last, in RFC 3339, where it was only put back since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<String>,
    /// The settings that belonged to the console, so that `sent` says nothing about them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owned: Vec<String>,
    /// The settings that stand as they are online because somebody decided so, although the project
    /// says otherwise: what it said then is in `sent`, what was kept in `seen`. `None` in the records
    /// of 0.1, where they are those of which `sent` and `seen` do not say the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Vec<KeptPath>>,
    /// Whose it is, where it was taken over from another tool. What is deployed from here takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted: Option<Adopted>,
}

/// Where a baseline was taken over from. That had kept what stood online and not what was sent, so `sent` is only worked
/// out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Adopted {
    /// The name of the file of the other tool.
    pub file: String,
    /// By what the service told it from others of its name: members of its answer, the most telling first.
    pub ids: Vec<(String, String)>,
}

/// A setting that stands as it is online by a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptPath {
    /// As its path is written; empty where all of the resource stays away.
    pub path: String,
    /// When that was decided, in RFC 3339; `None` where it was before records said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// By whom, as in [`Provenance::who`]; `None` where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The deploy of a colleague that had left it so. The decision is over once git proves that what is deployed comes
    /// after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy: Option<Box<Provenance>>,
}

/// A write that is about to be sent. After a crash it tells our own half-done work from somebody
/// else's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intent {
    /// When it was begun, in RFC 3339.
    pub at: String,
    /// What stood online when it was begun; `None` where nothing did.
    pub before: Option<Value>,
    /// What the project wanted.
    pub sent: Value,
    /// What should stand online afterwards; null where the resource is to go.
    pub intended: Value,
    /// The top-level settings that the request carries, and those that follow them.
    pub writes: Vec<String>,
    /// As in [`Baseline::owned`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owned: Vec<String>,
    /// As in [`Baseline::kept`], once the write is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Vec<KeptPath>>,
    /// Whether it is somebody else's and stays so: a restore puts it back beside what is ours. Older
    /// records do not say it, and hold only what is ours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_stranger: bool,
    /// Whether another program sends it, all of it at once and in its own way: what of it that has done is known
    /// only by what stands online. Older records do not say it, and hold only our own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_handed: bool,
    /// Where the baseline comes from once the write is done; `None` in records of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Authorship>,
}

impl Baseline {
    /// Whether it is of something that was put back although the file did not name it: nothing was asked
    /// for then, so of its settings this says nothing. A configuration that the file does not have is
    /// asked for as one without settings; of code, a backup without it leaves what stood there. Of what was
    /// only deployed in that half nothing else was seen.
    pub fn is_silent(&self, kind: Kind) -> bool {
        let has_more = |document: &Value| {
            let mut tops = document.as_object().into_iter().flat_map(Map::keys);
            tops.any(|top| top != "code")
        };
        let is_seen = self.seen.as_ref().is_none_or(has_more);
        !kind.is_config() && !has_more(&self.sent) && is_seen
    }

    /// The decision that all of it stays away, where it is about what a colleague's deploy has taken out.
    pub fn kept_whole(&self) -> Option<&KeptPath> {
        let mut kept = self.kept.iter().flatten();
        kept.find(|one| self.seen.is_none() && one.path.is_empty())
    }

    /// Whether a record with the one need not be written anew for the other.
    pub fn is_like(&self, other: &Baseline) -> bool {
        let halves = self.sent == other.sent && self.seen == other.seen;
        halves
            && self.owned == other.owned
            && self.kept == other.kept
            && self.adopted == other.adopted
    }

    /// When it was deployed last, in RFC 3339; `None` where nobody knows.
    pub fn deployed_at(&self, kind: Kind) -> Option<&str> {
        match self.is_silent(kind) {
            true => self.deployed.as_deref(),
            false => Some(&self.at),
        }
    }

    /// The same, of which the one before says when it was deployed.
    #[must_use]
    pub fn following(mut self, kind: Kind, before: Option<&Baseline>) -> Baseline {
        let deployed = before.and_then(|before| before.deployed_at(kind));
        self.deployed = deployed.filter(|_| self.is_silent(kind)).map(str::to_owned);
        self
    }
}

impl Record {
    /// Seals what an earlier version, or one that did not know of a secret, has kept in clear. Says whether
    /// there was any.
    pub(super) fn seal_again(&mut self, sealer: &Sealer) -> bool {
        let kind = self.resource.kind;
        let (baseline, pending) = (self.baseline.iter_mut(), self.pending.iter_mut());
        // The documents of an unfinished write are compared with sealed ones, too.
        let halves = baseline.flat_map(|one| [Some(&mut one.sent), one.seen.as_mut()]);
        let intents = pending.flat_map(|one| {
            let Intent {
                sent,
                before,
                intended,
                ..
            } = one;
            [Some(sent), before.as_mut(), Some(intended)]
        });
        let mut any = false;
        for document in halves.chain(intents).flatten() {
            let sealed = sealer.seal(kind, document);
            any |= sealed != *document;
            *document = sealed;
        }
        any
    }

    /// The record of a resource of which nothing is known yet.
    pub fn new(resource: Resource, key_id: String) -> Record {
        Record {
            resource,
            key_id,
            baseline: None,
            pending: None,
            origin: None,
            draining: None,
            provenance: None,
            marked: None,
            files: Vec::new(),
        }
    }

    /// With a file from which it is deployed, where several resources deploy it.
    #[must_use]
    pub(super) fn with_file(mut self, origin: Option<&Origin>) -> Record {
        let file = origin.filter(|_| self.resource.kind.is_in_common());
        if let Some(Origin { file, .. }) = file
            && let Err(place) = self.files.binary_search(file)
        {
            self.files.insert(place, file.clone());
        }
        self
    }

    /// Whether something may have been deployed into it from another file than that.
    pub fn is_of_others(&self, file: Option<&str>) -> bool {
        let last = self.origin.as_ref().map(|origin| origin.file.as_str());
        let mut files = self.files.iter().map(String::as_str).chain(last);
        files.any(|one| Some(one) != file)
    }

    /// Whether it was deployed from here, or is about to be; not so what a restore puts back of others.
    pub fn is_ours(&self) -> bool {
        // Of what stays others' no baseline is ever made, so only an intent has to say whose it is.
        let own = |intent: &Intent| !intent.is_stranger;
        self.baseline.is_some() || self.pending.as_ref().is_some_and(own)
    }

    /// Whether it was decided that it stays deleted: what stands there by now is what others made.
    pub fn stays_deleted(&self) -> bool {
        let is_gone = |one: &Baseline| one.seen.is_none();
        self.pending.is_none() && self.baseline.as_ref().is_some_and(is_gone)
    }

    /// When it was written, in RFC 3339; `None` where nothing was.
    pub fn at(&self) -> Option<&str> {
        // A write that was begun is later than the baseline that still stands beside it.
        let pending = self.pending.as_ref().map(|intent| intent.at.as_str());
        pending.or(self.baseline.as_ref().map(|baseline| baseline.at.as_str()))
    }

    /// Whether a run of ours may have left the function closed.
    pub fn is_closed(&self) -> bool {
        self.draining.as_ref().is_some_and(|one| !one.is_due)
    }

    /// Whether what still runs of the function was to be ended, and nothing shows that it was begun.
    pub fn is_drain_due(&self) -> bool {
        self.draining.as_ref().is_some_and(|one| one.is_due)
    }

    /// Whether there is nothing worth keeping.
    pub fn is_empty(&self) -> bool {
        self.baseline.is_none() && self.pending.is_none() && self.draining.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is on record of a group comes after the last mark that was left or seen when that was deployed, and no other.
    #[test]
    fn every_group_has_the_number_of_its_own_last_deploy() {
        let is_code = |group| group == Group::Code;
        let first = Marked::default().after(1, 0, |_| true);
        assert_eq!(first.of(Group::Settings), 1);
        // Others have left the second one before the code was deployed.
        let half = first.after(3, 2, is_code);
        assert_eq!((half.seq, half.of(Group::Code)), (3, 3));
        assert_eq!((half.of(Group::Settings), half.of(Group::Triggers)), (1, 1));
        let again = half.after(4, 3, is_code);
        assert_eq!((again.of(Group::Code), again.of(Group::Settings)), (4, 1));
        let whole = again.after(5, 4, |_| true);
        assert_eq!((whole.seq, whole.behind.len()), (5, 0));
        // Where nobody has, all of it is as new as before.
        let alone = first.after(2, 1, is_code);
        assert_eq!((alone.seq, alone.behind.len()), (2, 0));
        // An earlier number is no news.
        assert_eq!(whole.after(3, 3, |_| true), whole);
    }
}
