//! What a mark says of the settings that are compared.

use std::collections::BTreeMap;

use super::{Group, Mark};
use crate::git::Relation;
use crate::model::path::Path;
use crate::model::resource::Resource;

/// What a mark says of one setting that is not online as it is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouch {
    /// Nothing that would decide about it.
    Nothing,
    /// What is online was deployed from what is here: the same inputs left it so.
    Settled,
    /// What is online is a deploy of a commit that ours contains: the difference was made here.
    Ours,
    /// What is online is a deploy of a commit that contains ours.
    Older,
    /// What is here was deployed as it is, and somebody has changed it online since.
    Theirs,
}

/// Why a mark that stands there says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is of another form than this program knows.
    Newer,
    /// It is damaged, or was made for another function, or somebody has changed it.
    Forged,
    /// It was made with the key of a team, and there is none here.
    Keyed,
    /// It was made without the key of the team.
    Unkeyed,
    /// It comes before one that was seen here already.
    Stale,
}

/// A mark, compared with what is online and with what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    pub mark: Mark,
    /// How the tree here stands to the one that was deployed.
    pub relation: Relation,
    /// Whether the commit that is checked out holds it, whatever was changed here since.
    pub is_in_head: bool,
    /// Whether what is here is what was deployed, whatever the commits say.
    pub has_same_inputs: bool,
    /// The groups that could be compared, and what in each of them is online as the deploy left it.
    pub left: BTreeMap<Group, Vec<Resource>>,
}

impl Vouched {
    /// What it says of a setting of that group.
    pub fn says(&self, resource: &Resource, group: Group) -> Vouch {
        let is_vouched = !self.mark.flags.unvouched.contains(&group);
        match self.is_as_left(resource, group) {
            Some(true) if is_vouched => {}
            Some(false) if is_vouched && self.has_same_inputs => return Vouch::Theirs,
            _ => return Vouch::Nothing,
        }
        match self.relation {
            _ if self.has_same_inputs => Vouch::Settled,
            Relation::Same | Relation::Contains => Vouch::Ours,
            Relation::Older => Vouch::Older,
            Relation::Apart | Relation::Unknown(_) => Vouch::Nothing,
        }
    }

    /// Whether what a group has of a resource is online as the deploy left it, where that could be compared.
    pub fn is_as_left(&self, resource: &Resource, group: Group) -> Option<bool> {
        let left = self.left.get(&group)?;
        Some(left.contains(resource))
    }
}

/// What stands on a function of the mark of a deploy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Witness {
    /// There is none, or nobody has looked at it.
    #[default]
    Absent,
    /// There was one once, and somebody has taken it away.
    Gone,
    Unread(Unread),
    Read(Box<Vouched>),
}

impl Witness {
    /// The mark, where it says something.
    pub fn read(&self) -> Option<&Vouched> {
        match self {
            Witness::Read(vouched) => Some(vouched),
            Witness::Absent | Witness::Gone | Witness::Unread(_) => None,
        }
    }

    /// What it says of a setting.
    pub fn says(&self, resource: &Resource, path: &Path, is_secret: bool) -> Vouch {
        let group = Group::of(resource.kind, path, is_secret);
        self.read()
            .map_or(Vouch::Nothing, |one| one.says(resource, group))
    }
}
