//! What is remembered of where a deploy came from.

use serde::{Deserialize, Serialize};

use crate::git::{Checkout, Deployed};
use crate::model::scope::Half;
use crate::time::rfc3339;

/// Which tree a baseline was deployed from, by whom, and what that did. What is `None` nobody knows. It is a claim
/// of whoever deployed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Provenance {
    /// What became of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeKind>,
    /// The whole id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Whether files differed from the commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_dirty: Option<bool>,
    /// As in [`Checkout::repository`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// As in [`Checkout::directory`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// As in [`Checkout::who`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// As in [`Checkout::run`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// Tells the working copy that deployed from others, and nothing else of it; `None` in records of older
    /// versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
    /// The commit that was online before and comes after this one, where somebody has decided to go back behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolled_back: Option<String>,
    /// When something was taken away, in RFC 3339: no baseline is left that says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<String>,
    /// Whether somebody took it away by `s remove`, and no commit tells of that: the file still had it, or had never had what
    /// was deployed last.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_by_hand: bool,
}

/// Whose deploys a baseline is of: of a function its code and its settings may come from two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Authorship {
    /// The newest of them.
    #[serde(flatten)]
    pub last: Provenance,
    /// The half that the newest one did not take care of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_half: Option<OtherHalf>,
    /// The deploys before, where the newest one was stopped between two of its writes: what it had not written yet is
    /// still theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unfinished: Vec<Provenance>,
}

/// A half of a function that the newest deploy left as it was on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OtherHalf {
    /// Whether it is the code.
    pub is_code: bool,
    pub provenance: Provenance,
}

impl Authorship {
    /// Of one deploy alone.
    pub fn of(last: Provenance) -> Authorship {
        Authorship {
            last,
            ..Authorship::default()
        }
    }

    /// All deploys of which something of that half may be: the code, or all else.
    pub fn sources(&self, is_code: bool) -> impl Iterator<Item = &Provenance> {
        std::iter::once(self.half(is_code)).chain(&self.unfinished)
    }

    /// With what may be of these deploys, too.
    #[must_use]
    pub fn beside(mut self, others: impl IntoIterator<Item = Provenance>) -> Authorship {
        for other in others {
            if other != self.last && !self.unfinished.contains(&other) {
                self.unfinished.push(other);
            }
        }
        self
    }

    /// After one of several writes of a deploy, of which more are to come.
    #[must_use]
    pub fn between(before: Option<&Authorship>, last: Provenance, half: Half) -> Authorship {
        let halves = [true, false].into_iter();
        let earlier = before.into_iter().flat_map(|before| {
            let sources = halves.clone().flat_map(|is_code| before.sources(is_code));
            sources.cloned()
        });
        Authorship::after(before, last, half).beside(earlier)
    }

    /// Where that half comes from: the code, or all else.
    pub fn half(&self, is_code: bool) -> &Provenance {
        match &self.other_half {
            Some(other) if other.is_code == is_code => &other.provenance,
            Some(_) | None => &self.last,
        }
    }

    /// After a deploy that took care of that half.
    #[must_use]
    pub fn after(before: Option<&Authorship>, last: Provenance, half: Half) -> Authorship {
        let is_code = match half {
            Half::Both => return Authorship::of(last),
            Half::Code => false,
            Half::Config => true,
        };
        let other_half = before.map(|before| OtherHalf {
            is_code,
            provenance: before.half(is_code).clone(),
        });
        let unfinished = before.map(|before| before.unfinished.clone());
        Authorship {
            last,
            other_half,
            unfinished: unfinished.unwrap_or_default(),
        }
    }
}

/// What a run did to one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// It was not online before.
    Created,
    /// Something of it was written.
    Updated,
    /// What stood online was taken as it is; nothing was written.
    Accepted,
    /// What was saved of it was put back.
    Restored,
    /// It was taken away.
    Removed,
}

impl Provenance {
    /// What a run out of this tree did, in the working copy of that name.
    pub fn of(change: ChangeKind, checkout: &Checkout, copy: &str) -> Provenance {
        let person = Provenance {
            change: Some(change),
            copy: Some(copy.to_owned()),
            who: checkout.who.clone(),
            run: checkout.run.clone(),
            ..Provenance::default()
        };
        match change {
            // What was saved is of no tree.
            ChangeKind::Restored => person,
            ChangeKind::Created
            | ChangeKind::Updated
            | ChangeKind::Accepted
            | ChangeKind::Removed => Provenance {
                commit: checkout.commit.as_ref().map(|one| one.id().to_owned()),
                is_dirty: checkout.is_dirty,
                repository: checkout.repository.clone(),
                directory: checkout.directory.clone(),
                branch: checkout.branch.clone(),
                ..person
            },
        }
    }

    /// The same of something that was taken away then, in milliseconds since 1970.
    pub fn removed(checkout: &Checkout, copy: &str, at: i64) -> Provenance {
        Provenance {
            removed_at: Some(rfc3339(at)),
            ..Provenance::of(ChangeKind::Removed, checkout, copy)
        }
    }

    /// The tree out of which it was done, for git.
    pub fn tree(&self) -> Deployed {
        Deployed {
            commit: self.commit.clone(),
            is_dirty: self.is_dirty != Some(false),
            repository: self.repository.clone(),
        }
    }

    /// The tree that tells of it. Of what was removed by hand no commit does.
    pub fn deployed(&self) -> Deployed {
        let tree = self.tree();
        Deployed {
            commit: tree.commit.filter(|_| !self.is_by_hand),
            ..tree
        }
    }

    /// Whether it is a removal by a run of a pipeline that says whose it was, out of a tree that git can tell of.
    pub fn is_of_pipeline(&self) -> bool {
        let is_told = self.run.is_some() && self.who.is_some() && self.is_dirty == Some(false);
        self.is_by_hand && is_told
    }

    /// The same, where it goes back behind a commit.
    #[must_use]
    pub fn behind(self, commit: Option<&str>) -> Provenance {
        Provenance {
            rolled_back: commit.map(str::to_owned),
            ..self
        }
    }

    /// What was kept of a commit before anything else of it was.
    pub(super) fn at(commit: String) -> Provenance {
        Provenance {
            commit: Some(commit),
            ..Provenance::default()
        }
    }
}
