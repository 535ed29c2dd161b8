//! Understands the props of `s.yaml`: the dialect of upstream fc3 (FC 3.0). Everything that is wrong
//! is said at once, before anything is sent.
//!
//! What a property may be stands in tables, in the language of [`schema`]: the function's in
//! `props.rs`, a trigger's in `trigger/table.rs`, the domain's in `domain.rs`. To add a property, add
//! a line there. Rules that need more than one property are the `check` functions beside.

mod care;
mod code;
mod configs;
mod domain;
mod exact;
mod form;
mod function;
mod known;
mod leaf;
mod mask;
pub mod path;
mod policy;
mod problem;
mod props;
mod runtime;
mod schema;
mod shown;
mod size;
mod tags;
mod trigger;
mod unresolved;
mod unsupported;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::model::auto::is_auto;
use crate::model::desired::{Config, Desired};
use crate::model::path::{Path, Step};
use crate::model::reference::{Unknown, is_open};
use crate::ports::Files;
use crate::words;

pub use self::care::Care;
pub use self::form::is_address;
use self::problem::Problems;
pub use self::unsupported::domain_alone;

/// Where the project stands, and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The account's id; short names of roles are completed with it.
    pub account: &'a str,
    /// The absolute folder of `s.yaml`.
    pub base: &'a str,
    /// The other resources of which nobody knows what they returned.
    pub unknown: &'a BTreeMap<String, Unknown>,
}

/// Turns the props of one resource into what is wanted. Nothing but `files` is asked: the code's
/// kind and the certificate's files.
///
/// # Errors
/// A template error: what this version cannot do yet, else the list of all problems. Each names its
/// property and the remedy; none shows what the file says, which could be a secret (where code was
/// looked for is told).
pub fn read(props: &Value, place: &Place<'_>, files: &dyn Files) -> Result<Desired> {
    read_with(Care::Deploy, props, place, files)
}

/// The same with only as much care as the command needs; what is wrong all the same is among the
/// warnings.
///
/// # Errors
/// As [`read`].
pub fn read_with(
    care: Care,
    props: &Value,
    place: &Place<'_>,
    files: &dyn Files,
) -> Result<Desired> {
    let Some(props) = props.as_object() else {
        return Err(Error::template(words!(
            "props: must be a block of properties",
            "props：必须是一组属性"
        ))
        .hint(words!(
            "indent region, functionName and the others under it",
            "请将 region、functionName 等属性缩进写在其下"
        )));
    };
    let unsupported = unsupported::check(props, care)?;
    let mut problems = problems(props, place);
    let props = &without(props, problems.unknown());
    let code = code::read(props, place, files, &mut problems);
    let domain = domain::read(props, place, files, &mut problems);
    let code_path = Path::default().key("props").key("code");
    let has_code = !problems.concern(&code_path);
    let open = unresolved::kinds(&problems);
    let policy = Path::default().key("props").key("driftPolicy");
    let is_flawed = |index: usize| problems.concern(&policy.item(&index.to_string()));
    let rules = policy::rules(props, is_flawed);
    let (mut warnings, refused) = problems.check(care)?;
    warnings.extend(unsupported);
    Ok(Desired {
        account: place.account.to_owned(),
        region: text(props, "region").to_owned(),
        function_name: text(props, "functionName").to_owned(),
        function: function::document(props, place.account),
        unsaid: function::unsaid(props),
        code,
        has_code,
        warnings,
        refused,
        triggers: named(trigger::documents(props, place.account)),
        auto_domain: object(props, "customDomain")
            .and_then(|domain| domain.get("domainName"))
            .is_some_and(is_auto),
        domain: domain.filter(|domain| is_name(&domain["domainName"])),
        configs: configs(props),
        open,
        headers: function::headers(props),
        rules,
        shown: shown::patterns(props),
        endpoint: Some(text(props, "endpoint").to_owned()).filter(|endpoint| !endpoint.is_empty()),
    })
}

/// Whether [`read`] fails only because files are not there, which a step before it may still make.
pub fn awaits_files(props: &Value, place: &Place<'_>, files: &dyn Files) -> bool {
    let Some(props) = props.as_object() else {
        return false;
    };
    let mut problems = problems(props, place);
    code::read(props, place, files, &mut problems);
    domain::read(props, place, files, &mut problems);
    unsupported::check(props, Care::Deploy).is_ok() && problems.are_absences()
}

/// The props without what nobody knows.
fn without<'a>(
    props: &Map<String, Value>,
    unknown: impl Iterator<Item = &'a Path>,
) -> Map<String, Value> {
    let mut props = Value::Object(props.clone());
    for path in unknown {
        let [_, steps @ .., Step::Key(name)] = &path.0[..] else {
            continue;
        };
        let parent = steps.iter().try_fold(&mut props, |at, step| match step {
            Step::Key(name) => at.get_mut(name),
            Step::Item(index) => at.get_mut(index.parse::<usize>().ok()?),
        });
        if let Some(Value::Object(map)) = parent {
            map.shift_remove(name);
        }
    }
    match props {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The triggers that have a name, one of each name. Whoever deploys has been told of the others.
fn named(triggers: Vec<Value>) -> Vec<Value> {
    let mut named: Vec<Value> = Vec::new();
    for trigger in triggers {
        let name = &trigger["triggerName"];
        if is_name(name) && !named.iter().any(|one| one["triggerName"] == *name) {
            named.push(trigger);
        }
    }
    named
}

/// The configurations of which it is known what they belong to.
fn configs(props: &Map<String, Value>) -> Vec<Config> {
    let mut configs = configs::documents(props);
    configs.retain(|one| is_name(&one.name.as_str().into()));
    configs
}

/// Whether a resource can be told by it.
fn is_name(name: &Value) -> bool {
    name.is_string() && !is_open(name)
}

/// What is wrong with the props themselves.
fn problems(props: &Map<String, Value>, place: &Place<'_>) -> Problems {
    let mut problems = Problems::default();
    let root = Path::default().key("props");
    for (name, value) in props {
        mask::check(value, &root.key(name), &mut problems);
        unresolved::check(value, &root.key(name), place, &mut problems);
        exact::check(value, &root.key(name), &mut problems);
    }
    schema::block(&props::all(), props, &root, &mut problems);
    function::check(props, &root, &mut problems);
    trigger::check(props, &root.key("triggers"), &mut problems);
    configs::check(props, &root, &mut problems);
    policy::check(props, &root.key("driftPolicy"), &mut problems);
    tags::check(props, &root.key("tags"), &mut problems);
    problems
}

/// A text property; empty where it is absent or the checker complains about it anyway.
fn text<'a>(map: &'a Map<String, Value>, name: &str) -> &'a str {
    map.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A property that is a block.
fn object<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    map.get(name).and_then(Value::as_object)
}

/// A property that is a block, to be changed.
fn object_mut<'a>(
    map: &'a mut Map<String, Value>,
    name: &str,
) -> Option<&'a mut Map<String, Value>> {
    map.get_mut(name).and_then(Value::as_object_mut)
}

/// Puts a default where the file says nothing.
fn default(map: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    map.entry(name.to_owned()).or_insert_with(|| value.into());
}

/// A role's ARN. Upstream completes short names and writes all of it in lower case, because RAM does
/// not tell cases apart; an empty role stays empty ("none").
fn role_arn(role: &str, account: &str) -> String {
    let arn = if role.is_empty() || form::is_role_arn(role) {
        role.to_owned()
    } else {
        format!("acs:ram::{account}:role/{role}")
    };
    arn.to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
