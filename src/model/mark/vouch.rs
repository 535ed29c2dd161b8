//! What a mark says of the settings that are compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{Group, Mark, is_head};
use crate::git::{Relation, UnknownReason};
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
    /// Something of what belongs together with it was changed online since that deploy, and the record here is of an
    /// earlier one: that it reads as changed here proves nothing.
    Moved,
}

/// What a mark says of a resource that the project wants and that is not online.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The deploy left nothing of it, and ours contains that deploy: it is new here.
    New,
    /// The deploy left it there, so somebody has taken it away since.
    TakenAway,
    /// It may be either.
    Unknown,
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
    /// Whoever runs this may not read tags.
    Denied,
}

/// A mark, compared with what is online and with what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    pub mark: Mark,
    /// How the tree here stands to the one that was deployed.
    pub relation: Relation,
    /// How the commit that is checked out stands to it, whatever was changed here since.
    pub head: Relation,
    /// The groups of which it is of a later deploy than what is on record here, if anything is.
    pub newer: BTreeSet<Group>,
    /// Whether what is here is what was deployed, whatever the commits say.
    pub has_same_inputs: bool,
    /// The groups that could be compared, and what in each of them is online as the deploy left it.
    pub left: BTreeMap<Group, Vec<Resource>>,
    /// The groups of which everything is online that the deploy left there.
    pub whole: BTreeSet<Group>,
}

impl Vouched {
    /// What it says of a setting of that group.
    pub fn says(&self, resource: &Resource, group: Group) -> Vouch {
        let is_vouched = !self.mark.flags.unvouched.contains(&group);
        match self.is_as_left(resource, group) {
            Some(true) if is_vouched => {}
            Some(false) if is_vouched && self.has_same_inputs => return Vouch::Theirs,
            // It vouches for nothing of the group, or the group is not as it was left.
            _ if self.is_newer(group) => return Vouch::Moved,
            _ => return Vouch::Nothing,
        }
        match self.relation {
            _ if self.has_same_inputs => Vouch::Settled,
            Relation::Same | Relation::Contains => Vouch::Ours,
            Relation::Older => Vouch::Older,
            Relation::Apart | Relation::Unknown(_) => Vouch::Nothing,
        }
    }

    /// What it says of a resource that is wanted and not online.
    pub fn absent(&self, resource: &Resource) -> Absence {
        let kind = resource.kind;
        if is_head(kind) {
            // No mark is left of what is not there.
            return Absence::TakenAway;
        }
        let group = Group::of(kind, &Path::default(), false);
        // What was deployed last is on record here.
        if !self.is_newer(group) {
            return Absence::New;
        }
        if self.mark.flags.unvouched.contains(&group) {
            return Absence::Unknown;
        }
        let is_named = kind.is_config() && kind.spec().letter.is_some();
        let is_none_left = match is_named {
            // Of these it says which there were.
            true if self.mark.flags.configs.contains(&kind) => return Absence::TakenAway,
            true => true,
            false => !self.mark.groups.contains_key(&group) || self.whole.contains(&group),
        };
        match is_none_left {
            true if self.has_same_inputs || self.relation.is_contained() => Absence::New,
            false if self.has_same_inputs => Absence::TakenAway,
            _ => Absence::Unknown,
        }
    }

    /// Whether a deploy that ours contains has taken out a configuration that is on record here: of what earlier ones have
    /// left the mark tells as well.
    pub fn took_out(&self, resource: &Resource) -> bool {
        let kind = resource.kind;
        let is_named = kind.is_config() && kind.spec().letter.is_some();
        let is_left = self.mark.flags.configs.contains(&kind);
        let is_vouched = !self.mark.flags.unvouched.contains(&Group::Configs);
        let is_told = is_named && is_vouched && self.is_newer(Group::Configs);
        is_told && !is_left && self.relation.is_contained()
    }

    /// How the tree here stands to it, as far as that is worth telling: that files are not committed says nothing to
    /// whoever lacks the commit anyway.
    pub fn told(&self) -> Relation {
        told(self.relation, self.head)
    }

    /// Whether it is of a later deploy than what is on record here of a group.
    pub fn is_newer(&self, group: Group) -> bool {
        self.newer.contains(&group)
    }

    /// Whether what a group has of a resource is online as the deploy left it, where that could be compared.
    pub fn is_as_left(&self, resource: &Resource, group: Group) -> Option<bool> {
        let left = self.left.get(&group)?;
        Some(left.contains(resource))
    }
}

/// What is told of how a tree stands to a deploy, by how the commit that is checked out does.
pub fn told(relation: Relation, head: Relation) -> Relation {
    match (relation, head) {
        (
            Relation::Unknown(UnknownReason::DirtyHere),
            Relation::Apart | Relation::Unknown(UnknownReason::Absent),
        ) => head,
        (Relation::Unknown(UnknownReason::DirtyHere), Relation::Older) => Relation::Apart,
        _ => relation,
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

    /// What it says of a setting, and whether it is of a later deploy than what is on record here of that.
    pub fn says(&self, resource: &Resource, path: &Path, is_secret: bool) -> (Vouch, bool) {
        let group = Group::of(resource.kind, path, is_secret);
        let said = |one: &Vouched| (one.says(resource, group), one.is_newer(group));
        self.read().map_or((Vouch::Nothing, false), said)
    }

    /// Whether a deploy that ours contains has taken out what is on record.
    pub fn took_out(&self, resource: &Resource) -> bool {
        self.read().is_some_and(|one| one.took_out(resource))
    }

    /// What it says of a resource that is not online.
    pub fn absent(&self, resource: &Resource) -> Absence {
        self.read().map_or(Absence::New, |one| one.absent(resource))
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::{Digester, Flags, Groups};
    use super::*;
    use crate::model::resource::Kind;

    fn resource(kind: Kind, name: &str) -> Resource {
        Resource::of_function("1".to_owned(), "r".to_owned(), "f".to_owned()).sibling(kind, name)
    }

    /// A mark that left triggers and one kind of configuration, and is later than what is on record.
    fn vouched(relation: Relation) -> Vouched {
        let memory = Rc::default();
        let digester = Digester::new(&resource(Kind::Function, "f"), 1, (None, &memory));
        let flags = Flags {
            configs: BTreeSet::from([Kind::AsyncInvokeConfig]),
            ..Flags::default()
        };
        Vouched {
            mark: Mark {
                seq: 1,
                commit: None,
                is_dirty: false,
                repository: None,
                inputs: None,
                groups: Groups::from([(Group::Triggers, digester.check("triggers"))]),
                flags,
                who: None,
            },
            relation,
            head: relation,
            newer: BTreeSet::from(Group::ALL),
            has_same_inputs: false,
            left: BTreeMap::new(),
            whole: BTreeSet::new(),
        }
    }

    #[test]
    fn what_is_absent_is_new_only_where_that_is_proved() {
        let all = [
            Relation::Same,
            Relation::Contains,
            Relation::Older,
            Relation::Apart,
            Relation::Unknown(UnknownReason::Shallow),
        ];
        let trigger = resource(Kind::Trigger, "http");
        let left = resource(Kind::AsyncInvokeConfig, "LATEST");
        let other = resource(Kind::ConcurrencyConfig, "f");
        for relation in all {
            let proved = match relation.is_contained() {
                true => Absence::New,
                false => Absence::Unknown,
            };
            let mark = vouched(relation);
            assert_eq!(mark.absent(&trigger), Absence::Unknown, "{relation:?}");
            assert_eq!(mark.absent(&left), Absence::TakenAway, "{relation:?}");
            // What is on record here was taken out by a deploy only where that proves it.
            assert_eq!(
                mark.took_out(&other),
                relation.is_contained(),
                "{relation:?}"
            );
            assert!(
                !mark.took_out(&left) && !mark.took_out(&trigger),
                "{relation:?}"
            );
            assert_eq!(mark.absent(&other), proved, "{relation:?}");
            let whole = Vouched {
                whole: BTreeSet::from([Group::Triggers]),
                ..mark.clone()
            };
            assert_eq!(whole.absent(&trigger), proved, "{relation:?}");
            let same = Vouched {
                has_same_inputs: true,
                ..mark.clone()
            };
            assert_eq!(same.absent(&trigger), Absence::TakenAway, "{relation:?}");
            let mut part = mark.clone();
            part.mark.flags.unvouched.insert(Group::Configs);
            assert_eq!(part.absent(&left), Absence::Unknown, "{relation:?}");
            assert!(!part.took_out(&other), "{relation:?}");
            let own = Vouched {
                newer: BTreeSet::new(),
                ..mark
            };
            assert_eq!(own.absent(&trigger), Absence::New, "{relation:?}");
            assert!(!own.took_out(&other), "{relation:?}");
        }
    }

    #[test]
    fn whoever_lacks_the_commit_is_told_that_whatever_is_not_committed() {
        let dirty = Relation::Unknown(UnknownReason::DirtyHere);
        let absent = Relation::Unknown(UnknownReason::Absent);
        for (head, expected) in [
            (Relation::Apart, Relation::Apart),
            (Relation::Older, Relation::Apart),
            (absent, absent),
            (Relation::Contains, dirty),
        ] {
            assert_eq!(told(dirty, head), expected);
        }
        assert_eq!(told(Relation::Older, Relation::Older), Relation::Older);
    }
}
