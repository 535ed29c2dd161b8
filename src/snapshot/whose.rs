//! What the rules of `driftPolicy`, and the known secrets, say about what is here and online.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Live;
use crate::model::document::{leaves, unknown};
use crate::model::owner::{Owner, Rules};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::seal::Sealer;

/// The settings, here or online, that belong to the console.
pub(super) fn console(
    rules: &Rules,
    resource: &Resource,
    file: &Value,
    live: Option<&Live>,
) -> Vec<Path> {
    let is_left = leaves_certificate(resource, file);
    if rules.all.is_empty() && !is_left {
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
        .filter(|path| rules.is_console(resource, path) || (is_left && path.top() == CERTIFICATE))
        .collect()
}

/// The setting of a domain that holds its certificate.
const CERTIFICATE: &str = "certConfig";

/// Whether the file wants a domain to answer HTTPS and has no certificate for it: that is the console's then, where
/// it is renewed.
fn leaves_certificate(resource: &Resource, file: &Value) -> bool {
    let https = file["protocol"].as_str();
    let https = https.is_some_and(|protocol| protocol.contains("HTTPS"));
    resource.kind.is_shared() && https && file.get(CERTIFICATE).is_none()
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
