//! What a report compares with.

use serde::{Deserialize, Serialize};

use crate::git::{Relation, short};
use crate::model::mark::Vouched;
use crate::snapshot::{Part, Snapshot};
use crate::state::provenance::Provenance;
use crate::view::mark;
use crate::words;
use crate::words::Words;

/// The deploy that the tag on the function tells of: a claim of whoever may write tags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeployedReport {
    pub sequence: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The first 12 digits of the commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Whether files were deployed that were not committed.
    pub is_dirty: bool,
    /// How the tree here stands to it: `same`, `contains`, `older`, `apart`, `unknown`.
    pub relation: String,
}

impl DeployedReport {
    /// What a mark says.
    pub(super) fn of(vouched: &Vouched) -> DeployedReport {
        let mark = &vouched.mark;
        let relation = match vouched.relation {
            Relation::Same => "same",
            Relation::Contains => "contains",
            Relation::Older => "older",
            Relation::Apart => "apart",
            Relation::Unknown(_) => "unknown",
        };
        DeployedReport {
            sequence: mark.seq,
            who: mark.who.clone(),
            commit: mark.commit.clone(),
            is_dirty: mark.is_dirty,
            relation: relation.to_owned(),
        }
    }
}

/// The deploy of a colleague that a decision has left as it is online, until what is deployed here comes after it: a
/// claim of whoever deployed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptDeploy {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The first 12 digits of the commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Whether files were deployed that were not committed.
    pub is_dirty: bool,
}

impl KeptDeploy {
    /// What a record says.
    pub(super) fn of(tree: &Provenance) -> KeptDeploy {
        KeptDeploy {
            who: tree.who.clone(),
            commit: tree.commit.as_deref().map(|id| short(id).to_owned()),
            is_dirty: tree.is_dirty == Some(true),
        }
    }

    /// By whom and from which commit it was.
    pub(super) fn words(&self) -> Words {
        mark::recorded(&Provenance {
            who: self.who.clone(),
            commit: self.commit.clone(),
            is_dirty: Some(self.is_dirty),
            ..Provenance::default()
        })
    }
}

/// With what a snapshot could be compared, and what the mark on the function says, where it was looked at.
pub(super) fn compared(snapshot: &Snapshot) -> (&'static str, Option<DeployedReport>) {
    let is_recorded = snapshot.parts().any(|part: &Part| part.baseline.is_some());
    let deployed = snapshot.parts().find_map(|part| part.mark.read());
    let with = match (is_recorded, deployed) {
        (true, _) => "record",
        (false, Some(_)) => "mark",
        (false, None) => "nothing",
    };
    (with, deployed.map(DeployedReport::of))
}

/// The same for people; a record needs no word.
pub(super) fn told(with: Option<&str>, deployed: Option<&DeployedReport>) -> Option<Words> {
    match (with, deployed) {
        (Some("mark"), Some(deployed)) => {
            let who = deployed.who.as_deref().unwrap_or("?");
            let commit = deployed.commit.as_deref().unwrap_or("?");
            Some(words!(
                "there is no local record; compared with the last deploy, by {who} from {commit}, as its tag says",
                "本地没有部署记录；与标签所记的上次部署比较：{who}，提交 {commit}"
            ))
        }
        (Some("nothing"), _) => Some(words!(
            "there is no local record and no tag of a deploy to compare with",
            "没有可比较的本地部署记录或部署标签"
        )),
        _ => None,
    }
}
