//! What the rules of `driftPolicy`, and the known secrets, say about what is here and online.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Live;
use crate::model::document::{leaves, unknown};
use crate::model::https;
use crate::model::owner::{Owner, Rules};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::seal::Sealer;
use crate::state::record::Baseline;

/// The settings, here or online, that belong to the console.
pub(super) fn console(
    rules: &Rules,
    resource: &Resource,
    file: &Value,
    (live, baseline, left): (
        Option<&Live>,
        Option<&Baseline>,
        &BTreeMap<&'static str, String>,
    ),
) -> Vec<Path> {
    let is_left = |top: &str| left.contains_key(top) || is_left(resource, (file, top), baseline);
    if rules.all.is_empty() && !resource.kind.is_shared() {
        return Vec::new();
    }
    let here = leaves(resource.kind, file);
    let online = live.map(|live| leaves(resource.kind, &live.document));
    let known = online.into_iter().flatten();
    // What the service says beyond the catalogue is only anybody's where the file names it, too.
    let known = known.filter(|(path, leaf)| leaf.field.is_some() || here.contains_key(path));
    let paths: BTreeSet<Path> = known
        .map(|(path, _)| path)
        .chain(here.keys().cloned())
        .collect();
    paths
        .into_iter()
        .filter(|path| rules.is_console(resource, path) || is_left(path.top()))
        .collect()
}

/// Whether a file leaves a block of a domain to whoever set it: it never had it, and it stood there before.
fn is_left(resource: &Resource, (file, top): (&Value, &str), baseline: Option<&Baseline>) -> bool {
    if !resource.kind.is_shared() || file.get(top).is_some() {
        return false;
    }
    let stood = baseline.is_some_and(|baseline| {
        let seen = baseline.seen.as_ref();
        let stood = |seen: &Value| {
            leaves(resource.kind, seen)
                .keys()
                .any(|one| one.top() == top)
        };
        baseline.sent.get(top).is_none() && seen.is_some_and(stood)
    });
    // Without a certificate of its own, that is the console's, where it is renewed.
    stood || (top == https::CERTIFICATE && https::answers(file))
}

/// The top-level settings online that nobody here knows and that a rule gives to the file.
pub(super) fn forgone(rules: &Rules, resource: &Resource, live: Option<&Live>) -> Vec<String> {
    let unknown = live.map(|live| unknown(resource.kind, &live.document));
    let mut unknown = unknown.unwrap_or_default();
    unknown.retain(|name| {
        let path = Path::default().key(name);
        rules.owner(resource, &path) == Some(Owner::File)
    });
    unknown
}

/// The settings, here or online, whose values are known to be secrets of something else.
pub(super) fn repeating(
    sealer: &Sealer,
    resource: &Resource,
    file: &Value,
    live: Option<&Live>,
) -> BTreeSet<Path> {
    let kind = resource.kind;
    let online = live.map(|live| leaves(kind, &live.document));
    let here = leaves(kind, file).into_iter();
    here.chain(online.into_iter().flatten())
        .filter(|(path, leaf)| sealer.repeats(resource, &leaf.value, path))
        .map(|(path, _)| path)
        .collect()
}
