//! Resources with routes in one domain say the settings of the domain differently: it has each of them once, however
//! many functions it leads to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::said;
use crate::commands::file::ProjectFile;
use crate::commands::said::SaidDomain;
use crate::error::{Error, Result};
use crate::model::claims::all_blocks;
use crate::model::document::{leaves, same};
use crate::model::kind::Kind;
use crate::stated::StatedResource;
use crate::words;

/// The settings of one domain as one resource says them.
struct SaidSettings<'f> {
    resource: &'f str,
    /// The access, the region, and the domain.
    place: (Option<&'f str>, String, String),
    /// By their names; those that are only known in the resource's turn are left out.
    settings: BTreeMap<&'static str, Value>,
    /// Whether the resource is the domain, rather than a function with a route in it.
    is_domain: bool,
}

/// Refuses a file in which they differ. What a function's block leaves out it leaves to the domain.
///
/// # Errors
/// A usage error that names both resources and the setting.
pub(super) fn refuse(file: &ProjectFile, props: &Value) -> Result<()> {
    let guarded = file.resources().iter().filter(|one| file.guards(one));
    let said = guarded.flat_map(|one| settings(file, one, props));
    let mut said: Vec<SaidSettings<'_>> = said.collect();
    // What is the domain itself says all of it, so the others are held against that.
    said.sort_by_key(|one| !one.is_domain);
    for (index, one) in said.iter().enumerate() {
        let beside = said[index + 1..]
            .iter()
            .filter(|other| other.place == one.place);
        for other in beside {
            let differs = |(name, value): &(&&str, &Value)| {
                let here = one.settings.get(**name);
                here.is_some_and(|here| !is_same(name, value, here))
            };
            if let Some((name, _)) = other.settings.iter().find(differs) {
                return Err(differently(other.resource, one, name));
            }
        }
    }
    Ok(())
}

/// What a resource says of each domain of which it says anything.
fn settings<'f>(
    file: &'f ProjectFile,
    resource: &'f StatedResource,
    own: &Value,
) -> Vec<SaidSettings<'f>> {
    let said = said(file, resource, own);
    let one = |domain: &SaidDomain| {
        let known = all_blocks().filter_map(|name| Some((name, setting(domain, name)?)));
        Some(SaidSettings {
            resource: &resource.name,
            place: (
                file.access_of(resource),
                said.region.clone()?,
                domain.name.clone()?,
            ),
            settings: known.collect(),
            is_domain: domain.is_alone,
        })
    };
    said.domains.iter().filter_map(one).collect()
}

/// One setting as a resource says it. A domain says of those that it leaves out that they are not there.
fn setting(domain: &SaidDomain, name: &'static str) -> Option<Value> {
    let said = domain.document.get(name).cloned();
    match domain.is_alone && !domain.unclear.contains(name) {
        true => Some(said.unwrap_or_default()),
        false => said,
    }
}

/// Whether two values of a setting mean the same.
fn is_same(name: &str, one: &Value, other: &Value) -> bool {
    let leaves = |value: &Value| leaves(Kind::CustomDomain, &json!({name: value}));
    let (one, other) = (leaves(one), leaves(other));
    let mut paths = one.keys().chain(other.keys());
    paths.all(|path| same(one.get(path), other.get(path)))
}

fn differently(function: &str, domain: &SaidSettings<'_>, setting: &str) -> Error {
    let (_, _, name) = &domain.place;
    let other = domain.resource;
    Error::usage(words!(
        "resources {function} and {other} of s.yaml set {setting} of custom domain {name} differently: each deploy of one would undo the other",
        "s.yaml 中的资源 {function} 和 {other} 对自定义域名 {name} 的 {setting} 设置不同：两者会互相覆盖"
    ))
    .hint(words!(
        "write it in resource {other}, and leave it out or write the same in resource {function}",
        "请在资源 {other} 中设置；在资源 {function} 中不写，或写成相同的值"
    ))
}
