//! What stands online of a function, as a mark has it.

use serde_json::Value;

use super::digest::{Digest, Digester};
use super::{Group, Groups};
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
        let each = self.each(group, digester).into_iter();
        each.map(|(_, digest)| digest).reduce(Digest::plus)
    }

    /// What in a group stands there as a mark of that digest has it; `None` where nothing tells. A function is
    /// compared as it is; of several resources those count that make up the sum together, so that one that others
    /// put beside them is none of it.
    pub fn left(
        &self,
        (group, marked): (Group, Option<Digest>),
        digester: &Digester,
    ) -> Option<Vec<Resource>> {
        let each = self.each(group, digester);
        if matches!(group, Group::Settings | Group::Secrets | Group::Code) {
            let now = each.first().map(|(_, digest)| *digest);
            let functions = self.parts.iter().map(|(resource, _)| resource);
            let function = functions.filter(|one| one.kind.is_function()).cloned();
            return Some(match now == marked {
                true => function.collect(),
                false => Vec::new(),
            });
        }
        let chosen = chosen(&each, marked)?;
        Some(chosen.into_iter().cloned().collect())
    }

    /// The digests of the resources of which a group is the sum.
    pub fn each(&self, group: Group, digester: &Digester) -> Vec<(&Resource, Digest)> {
        let of_group = |(resource, all): &'_ (Resource, Leaves)| -> bool {
            // A trigger without a setting is one all the same.
            let is_whole = !resource.kind.is_function();
            let kind = resource.kind;
            (is_whole && Group::of(kind, &Path::default(), false) == group)
                || all
                    .iter()
                    .any(|(path, leaf)| group_of(resource, path, leaf) == group)
        };
        let parts = self.parts.iter().filter(|part| of_group(part));
        let digest = |(resource, all): &'_ (Resource, Leaves)| {
            let settings = all.iter();
            let settings = settings.filter(|(path, leaf)| group_of(resource, path, leaf) == group);
            digester.settings(&[(resource, settings.collect())])
        };
        parts.map(|part| (&part.0, digest(part))).collect()
    }
}

/// How many resources are tried in every combination.
const MOST: usize = 12;

/// Those of which the digests make up a sum; all of them before any of them. `None` where none do.
fn chosen<'r>(each: &[(&'r Resource, Digest)], sum: Option<Digest>) -> Option<Vec<&'r Resource>> {
    let all = (1_u32 << each.len().min(MOST)) - 1;
    let is_in = |mask: u32, at: usize| at >= MOST || mask >> at & 1 == 1;
    let of = |mask: u32| {
        let each = each.iter().enumerate();
        each.filter(move |(at, _)| is_in(mask, *at))
            .map(|(_, one)| one)
    };
    let adds_up = |mask: &u32| of(*mask).map(|(_, digest)| *digest).reduce(Digest::plus) == sum;
    let mask = (0..=all).rev().find(adds_up)?;
    Some(of(mask).map(|(resource, _)| *resource).collect())
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
