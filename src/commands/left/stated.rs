//! Whether a name is the same in every run: what a file says by itself is, what only Serverless Devs works
//! out of an environment variable need not be.

use serde_json::Value;

use crate::commands::file::{ProjectFile, dialect_of, environments};
use crate::dialect;
use crate::model::auto::is_auto;
use crate::model::reference::references;
use crate::model::routes;
use crate::paths::join;
use crate::ports::Files;
use crate::stated::StatedResource;
use crate::turn::ProjectPlace;
use crate::yaml::is_live;

/// How many resources one name may lead over.
const DEEPEST: usize = 8;

/// Whether the resource is the same function in every run, or its name is made of nothing but such ones. Of
/// what another component deploys all props may have a part in what it returns.
pub(super) fn is_fixed(file: &ProjectFile, resource: &str, depth: usize) -> bool {
    let mut resources = file.resources().iter();
    // The depth also ends a circle of resources that speak of each other.
    let Some(found) = resources.find(|one| one.name == resource && depth < DEEPEST) else {
        return false;
    };
    if !file.guards(found) {
        // What it returns may be made of any of its props, and which of them is not known here.
        return found.props().is_ok();
    }
    dialect_of(found)
        .identity()
        .iter()
        .all(|path| match found.alone().at(path.steps()) {
            Ok(value) => !is_auto(value) || leads_to_fixed(found),
            Err(unclear) => is_of_fixed(file, &unclear.text, depth),
        })
}

/// Whether the function of the first route is the same in every run: a domain that is `auto` is called after it.
fn leads_to_fixed(domain: &StatedResource) -> bool {
    // Of a list that is not known as a whole nobody can say which of its texts is not.
    domain.prop(routes::CONFIG).is_ok()
}

/// Whether the resource may be another function in another run, so that each is that of a stage. What another
/// environment lays over the file says nothing of the runs of this one.
pub(super) fn is_of_a_stage(
    files: &dyn Files,
    (file, place): (&ProjectFile, &ProjectPlace),
    resource: &str,
) -> bool {
    !is_fixed(file, resource, 0) || is_laid_over(files, file, place)
}

/// Whether nothing else stands in the text that has to be worked out.
fn is_of_fixed(file: &ProjectFile, text: &str, depth: usize) -> bool {
    let found = references(text);
    let rest = found
        .iter()
        .fold(text.to_owned(), |rest, one| rest.replace(one.whole, ""));
    !is_live(&rest)
        && found
            .iter()
            .all(|one| is_fixed(file, one.resource, depth + 1))
}

/// Whether the environment of the run may lay a name over the file that is not the same in every run.
fn is_laid_over(files: &dyn Files, file: &ProjectFile, place: &ProjectPlace) -> bool {
    // Without an environment nothing is laid over the file.
    let Some(name) = place.environment().filter(|_| file.has_envs) else {
        return false;
    };
    let all = environments(files, &join(&place.base, file.env_file()));
    // What cannot be read may hold any name.
    all.is_none_or(|all| all.named(name).is_some_and(has_live_name))
}

/// Whether a name or region that is not the same in every run stands anywhere in it.
fn has_live_name(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_live_name),
        Value::Object(map) => {
            dialect::identities().any(|path| is_live_at(value, path.steps()))
                || map.values().any(has_live_name)
        }
        _ => false,
    }
}

/// Whether what stands at the end of these steps, or in the place of a block on the way there, is not the same in
/// every run.
fn is_live_at(value: &Value, steps: &[&str]) -> bool {
    let found = steps.split_first();
    let found = found.and_then(|(step, rest)| Some((value.get(step)?, rest)));
    found
        .is_some_and(|(found, rest)| found.as_str().is_some_and(is_open) || is_live_at(found, rest))
}

/// Whether anything but the props of the resource itself has a part in the text.
fn is_open(text: &str) -> bool {
    let mut rest = text.to_owned();
    while let Some(at) = rest.find("${source.") {
        // An expression without an end is none that can be judged.
        let Some(length) = rest[at..].find('}') else {
            return true;
        };
        let inner = &rest[at + 2..at + length];
        if !inner
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "_.".contains(one))
        {
            return true;
        }
        rest.replace_range(at..=at + length, "");
    }
    is_live(&rest)
}
