//! Understands the props of `s.yaml`: the dialect of upstream fc3 (FC 3.0). Everything that is wrong
//! is said at once, before anything is sent.
//!
//! What a property may be stands in tables, in the language of `schema`: the function's in
//! `table.rs`, a trigger's in `trigger/table.rs`, the domain's in `domain.rs`. To add a property, add
//! a line there. Rules that need more than one property are the `check` functions beside.

mod code;
mod configs;
mod domain;
mod export;
mod function;
mod place;
mod result;
mod size;
pub(super) mod table;
mod tags;
mod trigger;
mod unsupported;

use serde_json::{Map, Value};

use crate::dialect::props::problem::Problems;
use crate::dialect::props::{self, form, object, policy, schema, text, unresolved};
use crate::dialect::{Care, Context, Dialect, Exported, Handed, PropStep, Reading, ResultSource};
use crate::error::Result;
use crate::model::auto::is_auto;
use crate::model::desired::{Desired, Item};
use crate::model::identity::IdentityPath;
use crate::model::path::Path;
use crate::model::reference::is_open;
use crate::model::resource::{Generation, Kind, Resource};
use crate::model::seal::Sealer;
use crate::snapshot::Live;

/// What tells which one a resource is.
const IDENTITY: [IdentityPath; 2] = [
    IdentityPath::new(&["region"]),
    IdentityPath::new(&["functionName"]),
];

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

    fn root(&self, _: &dyn Fn(&str) -> bool) -> Kind {
        Kind::Function
    }

    fn identity(&self) -> &'static [IdentityPath] {
        &IDENTITY
    }

    fn way(&self, props: &Value, resource: &Resource, path: &Path) -> Option<Vec<PropStep>> {
        place::way(props, resource, path)
    }

    fn export(&self, online: &[(Resource, Live)], code: Option<&str>) -> Exported {
        let (props, left_out) = props::export::tamed(export::props(online, code));
        Exported { props, left_out }
    }

    fn result(&self, told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
        result::handed(told, sealer)
    }
}

/// See [`Dialect::read`].
fn read(care: Care, props: &Value, context: &Context<'_>) -> Result<Reading> {
    let Some(props) = props.as_object() else {
        return Err(props::no_block());
    };
    // First, and alone: of a project that cannot be taken care of nothing else is worth saying.
    let unsupported = unsupported::check(props, care)?;
    let (props, mut problems) = problems(props, context);
    // Left out as upstream leaves them out. Whoever must not go on with that is stopped below.
    let props = &props::without(&props, problems.left_out(care));
    let code = code::read(props, context, &mut problems);
    let domain = domain::read(props, context, &mut problems);
    let code_path = Path::default().key("props").key("code");
    // From the problems everything is taken that tells what is not known, before they become messages.
    let has_code = !problems.concern(&code_path);
    let open = unresolved::kinds(&problems, Generation::THIRD);
    let rules = props::rules(props, &problems);
    let (mut warnings, refused) = problems.check(care)?;
    warnings.extend(unsupported);
    warnings.extend(tags::own(props));
    let function = named_function(props, context.account);
    let desired = Desired {
        code,
        has_code,
        headers: function::headers(props),
        endpoint: props::endpoint(props),
        rules,
        unsaid: function::unsaid(props),
        is_marked: props.get("mark") != Some(&Value::Bool(false)),
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
    let given = &props::without_place(given);
    props::check_values(given, context, &mut problems);
    let table = table::all();
    schema::note_bare(&table, given, &root, &mut problems);
    let props = trigger::settled(schema::settled(&table, given));
    schema::block(&table, &props, &root, &mut problems);
    function::check(&props, &root, &mut problems);
    trigger::check(
        (&props, context.account),
        &root.key("triggers"),
        &mut problems,
    );
    configs::check(&props, &root, &mut problems);
    policy::check(&props, &root.key("driftPolicy"), &mut problems);
    tags::check(&props, &root.key("tags"), &mut problems);
    (props, problems)
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
pub(in crate::dialect) use self::trigger::table::configs as trigger_configs;

#[cfg(test)]
pub(in crate::dialect) mod tests;
