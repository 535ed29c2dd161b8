//! What is remembered of where a deploy came from.

use serde::{Deserialize, Serialize};

use crate::git::Checkout;

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
    /// What a run out of this tree did.
    pub fn of(change: ChangeKind, checkout: &Checkout) -> Provenance {
        let person = Provenance {
            change: Some(change),
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

    /// What was kept of a commit before anything else of it was.
    pub(super) fn at(commit: String) -> Provenance {
        Provenance {
            commit: Some(commit),
            ..Provenance::default()
        }
    }
}
