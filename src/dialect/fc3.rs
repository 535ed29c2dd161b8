//! Understands the props of `s.yaml`: the dialect of upstream fc3 (FC 3.0). Everything that is wrong
//! is said at once, before anything is sent.
//!
//! What a property may be stands in tables, in the language of `schema`: the function's in
//! `props.rs`, a trigger's in `trigger/table.rs`, the domain's in `domain.rs`. To add a property, add
//! a line there. Rules that need more than one property are the `check` functions beside.

mod care;
mod code;
mod configs;
mod domain;
mod exact;
mod export;
mod form;
mod function;
mod known;
mod leaf;
mod mask;
mod place;
mod policy;
mod problem;
mod props;
mod result;
mod runtime;
mod schema;
mod served;
mod shown;
mod size;
mod tags;
mod trigger;
mod unresolved;
mod unsupported;

use serde_json::{Map, Value};

use crate::dialect::{Care, Context, Dialect, Exported, Handed, PropStep, Reading, ResultSource};
use crate::error::{Error, Result};
use crate::model::auto::is_auto;
use crate::model::desired::{Desired, Item};
use crate::model::owner::Rules;
use crate::model::path::{Path, PathStep};
use crate::model::reference::is_open;
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::snapshot::Live;
use crate::words;

use self::problem::Problems;

/// The dialect of upstream fc3.
#[derive(Clone, Copy, Debug)]
pub struct Fc3;

impl Dialect for Fc3 {
    fn read(&self, care: Care, props: &Value, context: &Context<'_>) -> Result<Reading> {
        read(care, props, context)
    }

    fn awaits_files(&self, props: &Value, context: &Context<'_>) -> bool {
        awaits_files(props, context)
    }

    fn identity(&self) -> [&'static str; 2] {
        ["region", "functionName"]
    }

    fn foreign(&self, resource: &str, has: &dyn Fn(&str) -> bool) -> Option<Error> {
        unsupported::domain_alone(resource, has)
    }

    fn way(&self, props: &Value, resource: &Resource, path: &Path) -> Option<Vec<PropStep>> {
        place::way(props, resource, path)
    }

    fn export(&self, online: &[(Resource, Live)], code: Option<&str>) -> Exported {
        let (props, left_out) = export::tamed(export::props(online, code));
        Exported { props, left_out }
    }

    fn file(&self, component: Option<&str>, resource: Option<&str>, props: &Value) -> String {
        export::yaml(component, resource, props)
    }

    fn result(&self, told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
        result::handed(told, sealer)
    }
}

/// See [`Dialect::read`].
fn read(care: Care, props: &Value, context: &Context<'_>) -> Result<Reading> {
    let Some(props) = props.as_object() else {
        return Err(no_block());
    };
    // First, and alone: of a project that cannot be taken care of nothing else is worth saying.
    let unsupported = unsupported::check(props, care)?;
    let (props, mut problems) = problems(props, context);
    // Left out as upstream leaves them out. Whoever must not go on with that is stopped below.
    let props = &without(&props, problems.left_out(care));
    let code = code::read(props, context, &mut problems);
    let domain = domain::read(props, context, &mut problems);
    let code_path = Path::default().key("props").key("code");
    // From the problems everything is taken that tells what is not known, before they become messages.
    let has_code = !problems.concern(&code_path);
    let open = unresolved::kinds(&problems);
    let rules = rules(props, &problems);
    let (mut warnings, refused) = problems.check(care)?;
    warnings.extend(unsupported);
    let function = named_function(props, context.account);
    let desired = Desired {
        code,
        has_code,
        headers: function::headers(props),
        endpoint: Some(text(props, "endpoint").to_owned()).filter(|endpoint| !endpoint.is_empty()),
        rules,
        unsaid: function::unsaid(props),
        auto_domain: object(props, "customDomain")
            .and_then(|domain| domain.get("domainName"))
            .is_some_and(is_auto),
        open,
        ..Desired::of(function.clone(), items(props, &function, domain))
    };
    Ok(Reading {
        desired,
        warnings,
        refused,
    })
}

fn no_block() -> Error {
    Error::template(words!(
        "props: must be a block of properties",
        "props：必须是一组属性"
    ))
    .hint(words!(
        "indent region, functionName and the others under it",
        "请将 region、functionName 等属性缩进写在其下"
    ))
}

/// See [`Dialect::awaits_files`].
fn awaits_files(props: &Value, context: &Context<'_>) -> bool {
    let Some(props) = props.as_object() else {
        return false;
    };
    let unsupported = unsupported::check(props, Care::Deploy);
    let (props, mut problems) = problems(props, context);
    code::read(&props, context, &mut problems);
    domain::read(&props, context, &mut problems);
    unsupported.is_ok() && problems.are_absences()
}

fn named_function(props: &Map<String, Value>, account: &str) -> Resource {
    let text = |name| text(props, name).to_owned();
    Resource::of_function(account.to_owned(), text("region"), text("functionName"))
}

/// What is wanted, in the order in which it is written: the function, its triggers and its
/// configurations, and the domain that leads to it.
fn items(props: &Map<String, Value>, function: &Resource, domain: Option<Value>) -> Vec<Item> {
    let account = &function.account;
    let mut items = vec![Item::new(
        function.clone(),
        function::document(props, account),
    )];
    let own = |kind: Kind, document: Value| {
        let name = kind.own_name(&document).unwrap_or_default();
        Item::new(function.sibling(kind, name), document)
    };
    let triggers = named(trigger::documents(props, account)).into_iter();
    items.extend(triggers.map(|trigger| own(Kind::Trigger, trigger)));
    items.extend(configs(props, function));
    // Last, because a route can only lead to a function that is there.
    let domain = domain.filter(|domain| is_name(&domain["domainName"]));
    items.extend(domain.map(|domain| own(Kind::CustomDomain, domain)));
    items
}

/// The rules of `driftPolicy`, and the variables whose values may be shown.
fn rules(props: &Map<String, Value>, problems: &Problems) -> Rules {
    let policy = Path::default().key("props").key("driftPolicy");
    let is_flawed = |index: usize| problems.concern(&policy.item(&index.to_string()));
    Rules {
        all: policy::rules(props, is_flawed),
        shown: shown::patterns(props),
        // Nothing here knows what day it is; `project` puts it in.
        today: None,
    }
}

/// The props without what stands at these paths. Of a list of texts nothing is left out but all of it.
fn without<'a>(
    props: &Map<String, Value>,
    paths: impl Iterator<Item = &'a Path>,
) -> Map<String, Value> {
    let mut props = Value::Object(props.clone());
    for path in paths {
        let is_key = |step: &PathStep| matches!(step, PathStep::Key(_));
        let last = path.0.iter().rposition(is_key).unwrap_or_default();
        // The first step is `props` itself.
        let [_, steps @ .., PathStep::Key(name)] = &path.0[..=last] else {
            continue;
        };
        let parent = steps.iter().try_fold(&mut props, |at, step| match step {
            PathStep::Key(name) => at.get_mut(name),
            PathStep::Item(index) => at.get_mut(index.parse::<usize>().ok()?),
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
fn configs(props: &Map<String, Value>, function: &Resource) -> impl Iterator<Item = Item> {
    let configs = configs::items(props, function).into_iter();
    configs.filter(|item| is_name(&item.resource.name().into()))
}

/// Whether a resource can be told by it.
fn is_name(name: &Value) -> bool {
    name.is_string() && !is_open(name)
}

/// The props in the one form that everything below knows, and what is wrong with them.
fn problems(given: &Map<String, Value>, context: &Context<'_>) -> (Map<String, Value>, Problems) {
    let mut problems = Problems::new(context.lets_slips);
    let root = Path::default().key("props");
    for (name, value) in given {
        // These look at every value, whatever the tables say of it.
        mask::check(value, &root.key(name), &mut problems);
        unresolved::check(value, &root.key(name), context, &mut problems);
        exact::check(value, &root.key(name), &mut problems);
    }
    let table = props::all();
    let props = trigger::settled(schema::settled(&table, given));
    schema::block(&table, &props, &root, &mut problems);
    function::check(&props, &root, &mut problems);
    trigger::check(&props, &root.key("triggers"), &mut problems);
    configs::check(&props, &root, &mut problems);
    policy::check(&props, &root.key("driftPolicy"), &mut problems);
    tags::check(&props, &root.key("tags"), &mut problems);
    (props, problems)
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
