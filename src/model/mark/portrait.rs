//! What stands online of a function, as a mark has it.

use serde_json::Value;

use super::digest::{Digest, Digester};
use super::{Group, Groups, is_head};
use crate::model::document::{Leaf, Leaves, leaves};
use crate::model::fields::Field;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes::OwnRoutes;

/// The settings of everything that belongs to one function.
#[derive(Clone, Debug, Default)]
pub struct Portrait {
    parts: Vec<(Resource, Leaves)>,
}

impl Portrait {
    /// With a resource as the service says it, of a shared domain with these routes. What the catalogue does not
    /// know is left out: a service that is newer than it may add anything at any time. So is what the service
    /// need not show, and what it makes up its mind about later.
    pub fn add(&mut self, resource: &Resource, document: &Value, own: &OwnRoutes) {
        let mut all = leaves(resource.kind, document);
        let foreign = match resource.kind.is_shared() {
            true => own.foreign(&all),
            false => Vec::new(),
        };
        let is_foreign = |path: &Path| foreign.iter().any(|route| path.0.starts_with(&route.0));
        all.retain(|path, leaf| is_steady(leaf.field) && !is_foreign(path));
        self.parts.push((resource.clone(), all));
    }

    /// The digests of all groups.
    pub fn groups(&self, digester: &Digester) -> Groups {
        let each = Group::ALL.into_iter();
        each.filter_map(|group| Some((group, self.group(group, digester)?)))
            .collect()
    }

    /// The digest of a group; `None` where nothing of it is there.
    pub fn group(&self, group: Group, digester: &Digester) -> Option<Digest> {
        let parts = self.of(group);
        (!parts.is_empty()).then(|| digester.settings(&parts))
    }

    /// What in a group stands there as a mark of that digest has it; `None` where nothing tells. A function is
    /// compared as it is; of several resources those count of which the digest is together, so that one that others
    /// put beside them is none of it: `named` are those that the file has.
    pub fn left(
        &self,
        (group, marked): (Group, Option<Digest>),
        named: &[&Resource],
        digester: &Digester,
    ) -> Option<Vec<Resource>> {
        if matches!(group, Group::Settings | Group::Secrets | Group::Code) {
            let all = self.parts.iter().map(|(resource, _)| resource);
            let head = all.filter(|one| is_head(one.kind)).cloned();
            return Some(match self.group(group, digester) == marked {
                true => head.collect(),
                false => Vec::new(),
            });
        }
        let parts = self.of(group);
        let is_named = |part: &GroupPart<'_>| named.contains(&part.0);
        let mut masks = masks(&parts, &is_named, digester.is_hard(&parts));
        let mask = masks.find(|mask| {
            let chosen = chosen(&parts, *mask);
            let digest = (!chosen.is_empty()).then(|| digester.settings(&chosen));
            digest == marked
        })?;
        let chosen = chosen(&parts, mask).into_iter();
        Some(chosen.map(|(resource, _)| resource.clone()).collect())
    }

    /// The resources that have a part in a group, each with its settings of it, in whichever order they were added.
    fn of(&self, group: Group) -> Vec<GroupPart<'_>> {
        let mut parts: Vec<GroupPart<'_>> = Vec::new();
        for (resource, all) in &self.parts {
            let is_of = |path: &Path, leaf: &Leaf| group_of(resource, path, leaf) == group;
            let settings: Vec<_> = all
                .iter()
                .filter(|(path, leaf)| is_of(path, leaf))
                .collect();
            // A trigger without a setting is one all the same.
            let is_whole = !is_head(resource.kind)
                && Group::of(resource.kind, &Path::default(), false) == group;
            if is_whole || !settings.is_empty() {
                parts.push((resource, settings));
            }
        }
        parts.sort_by_key(|(resource, _)| (resource.kind, resource.names()));
        parts
    }
}

/// A resource, and its settings of one group.
type GroupPart<'p> = (&'p Resource, Vec<(&'p Path, &'p Leaf)>);

/// How many resources are tried in every combination.
const MOST: usize = 12;

/// The combinations that are tried, all of them together first. Where a digest takes long to make only those are
/// that are likely: without what the file does not have, and without any one of them.
fn masks(
    parts: &[GroupPart<'_>],
    is_named: &dyn Fn(&GroupPart<'_>) -> bool,
    is_hard: bool,
) -> Box<dyn Iterator<Item = u32>> {
    let count = parts.len().min(MOST);
    let all = (1_u32 << count) - 1;
    if !is_hard {
        return Box::new((0..=all).rev());
    }
    let bit = |at: usize| 1_u32 << at;
    let named = (0..count).filter(|at| is_named(&parts[*at])).map(bit).sum();
    let but_one: Vec<u32> = (0..count).map(|at| all & !bit(at)).collect();
    let likely = [all, named, 0].into_iter().chain(but_one);
    let mut tried = Vec::new();
    for mask in likely {
        if !tried.contains(&mask) {
            tried.push(mask);
        }
    }
    Box::new(tried.into_iter())
}

/// Those of a combination. What is too many to be tried belongs to each.
fn chosen<'p>(parts: &[GroupPart<'p>], mask: u32) -> Vec<GroupPart<'p>> {
    let each = parts.iter().enumerate();
    let is_in = |at: usize| at >= MOST || mask >> at & 1 == 1;
    each.filter(|(at, _)| is_in(*at))
        .map(|(_, part)| part.clone())
        .collect()
}

/// The group of a setting.
fn group_of(resource: &Resource, path: &Path, leaf: &Leaf) -> Group {
    let is_secret = leaf.field.is_some_and(|field| field.secret);
    Group::of(resource.kind, path, is_secret)
}

/// Whether the service says a setting in each of its answers alike, so that a digest tells what it was.
pub fn is_steady(field: Option<&Field>) -> bool {
    field.is_some_and(|field| !field.unsent && !field.write_only)
}
