//! Understands the props of FC 2.0: the dialect of upstream's component `fc`, in which a service holds the
//! function. What a property may be stands in tables (`table.rs`, and a trigger's in `trigger.rs`), as for FC 3.0.

mod built;
mod code;
mod domain;
mod export;
mod function;
mod leftover;
mod letters;
mod place;
mod predecessor;
mod result;
mod service;
pub(super) mod table;
mod trigger;
mod unsupported;

use serde_json::{Map, Value};

use crate::dialect::props::problem::Problems;
use crate::dialect::props::{self, object, policy, schema, text, unresolved};
use crate::dialect::{
    Care, Context, Dialect, Exported, Handed, LeftState, PropStep, Reading, ResultSource,
};
use crate::error::Result;
use crate::model::desired::{Desired, Item};
use crate::model::document::leaves;
use crate::model::identity::IdentityPath;
use crate::model::path::Path;
use crate::model::reference::is_open;
use crate::model::resource::{Generation, Kind, Resource};
use crate::model::seal::Sealer;
use crate::ports::Files;
use crate::snapshot::Live;

pub(super) use self::service::{documents as service, needs_role};

/// A service of that name is another one than a function of it.
const IDENTITY: [IdentityPath; 3] = [
    IdentityPath::new(&["region"]),
    IdentityPath::new(&["service", "name"]),
    IdentityPath::new(&["function", "name"]),
];

/// The dialect of upstream's `fc`.
#[derive(Clone, Copy, Debug)]
pub struct Fc2;

impl Dialect for Fc2 {
    fn read(&self, care: Care, props: &Value, context: &Context<'_>) -> Result<Reading> {
        read(care, props, context)
    }

    fn awaits_files(&self, props: &Value, context: &Context<'_>) -> bool {
        let Some(props) = props.as_object() else {
            return false;
        };
        let (props, mut problems) = problems(props, context);
        code::read(&props, context, &mut problems);
        domain::documents(&props, context, &mut problems);
        problems.are_absences()
    }

    fn root(&self, has: &dyn Fn(&str) -> bool) -> Kind {
        match has("function") {
            true => Kind::ServiceFunction,
            false => Kind::Service,
        }
    }

    fn identity(&self) -> &'static [IdentityPath] {
        &IDENTITY
    }

    fn way(&self, props: &Value, resource: &Resource, path: &Path) -> Option<Vec<PropStep>> {
        place::way(props, resource, path)
    }

    fn worded(&self, resource: &Resource, path: &Path, value: &Value) -> Value {
        export::worded(resource, path, value)
    }

    fn left(&self, desired: &Desired, folders: &[String], files: &dyn Files) -> LeftState {
        predecessor::left(desired, folders, files)
    }

    fn export(&self, online: &[(Resource, Live)], code: Option<&str>) -> Exported {
        let online = online.iter().map(|(one, live)| (one, &live.document));
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
    let (props, mut problems) = problems(props, context);
    let props = &props::without(&props, problems.left_out(care));
    let code = code::read(props, context, &mut problems);
    let domains = domain::documents(props, context, &mut problems);
    let code_path = Path::default().key("props").key("function").key("codeUri");
    let has_code = !problems.concern(&code_path);
    let open = unresolved::kinds(&problems, Generation::SECOND);
    let rules = props::rules(props, &problems);
    let (mut warnings, refused) = problems.check(care)?;
    let (props, added) = &built::with_variables(props, context);
    warnings.extend(built::told(added));
    let root = root(props, context.account);
    let desired = Desired {
        code,
        has_code,
        endpoint: props::endpoint(props),
        rules,
        is_marked: props.get("mark") != Some(&Value::Bool(false)),
        auto_domain: domain::is_any_auto(props),
        open,
        ..Desired::of(
            root.clone(),
            items(props, (&root, context.needs_role), domains),
        )
    };
    Ok(Reading {
        desired,
        warnings,
        refused,
    })
}

/// The function; where the props have none, the service.
fn root(props: &Map<String, Value>, account: &str) -> Resource {
    let name = |block: &str| object(props, block).map_or("", |block| text(block, "name"));
    let region = text(props, "region").to_owned();
    let service = Resource::of_service(account.to_owned(), region, name("service").to_owned());
    match props.contains_key("function") {
        true => service.sibling(Kind::ServiceFunction, name("function")),
        false => service,
    }
}

/// What is wanted, in the order in which it is written: the service and what is bound to it, the function, and
/// what belongs to that.
fn items(
    props: &Map<String, Value>,
    (root, needs_role): (&Resource, bool),
    domains: Vec<Value>,
) -> Vec<Item> {
    let mut items = Vec::new();
    if let Some(block) = object(props, "service") {
        let service = root.holder();
        let document = service::document(props, block, (&root.account, needs_role));
        items.push(Item::new(service, document));
        let bound = service::binding(block);
        items.extend(bound.map(|one| Item::new(root.sibling(Kind::ServiceVpcBinding, ""), one)));
    }
    let Some(block) = object(props, "function") else {
        return items;
    };
    items.push(Item::new(root.clone(), function::document(block)));
    for trigger in trigger::documents(props, root) {
        let name = &trigger["triggerName"];
        if let Some(name) = name.as_str().filter(|_| !is_open(name)) {
            let resource = root.sibling(Kind::ServiceTrigger, name);
            if !items.iter().any(|item| item.resource == resource) {
                items.push(Item::new(resource, trigger));
            }
        }
    }
    let config = function::async_config(block, root);
    items.extend(config.map(|one| {
        let resource = root.sibling(Kind::ServiceAsyncConfig, "LATEST");
        Item {
            // Upstream puts an empty block, too, and has the service choose.
            is_put_empty: leaves(resource.kind, &one).is_empty(),
            ..Item::new(resource, one)
        }
    }));
    // Last, because a route can only lead to a function that is there.
    items.extend(domains.into_iter().filter_map(|domain| {
        let name = domain["domainName"]
            .as_str()
            .filter(|name| !is_open(&(*name).into()))?;
        let resource = root.sibling(Kind::ServiceDomain, name);
        Some(Item::new(resource, domain))
    }));
    items
}

/// The props in the one form that everything below knows, and what is wrong with them.
fn problems(given: &Map<String, Value>, context: &Context<'_>) -> (Map<String, Value>, Problems) {
    let mut problems = Problems::new(context.lets_slips);
    let root = Path::default().key("props");
    let given = &props::without_place(given);
    props::check_values(given, context, &mut problems);
    for (name, value) in given {
        leftover::check(value, &root.key(name), &mut problems);
    }
    unsupported::check(given, &root, &mut problems);
    let given = &letters::settled(&unsupported::without(given), &root, &mut problems);
    let props = trigger::settled(schema::settled(table::TABLE, given));
    schema::block(table::TABLE, &props, &root, &mut problems);
    service::check(&props, &root.key("service"), &mut problems);
    function::check(&props, &root, &mut problems);
    trigger::check(&props, &root.key("triggers"), &mut problems);
    domain::check(&props, &root.key("customDomains"), &mut problems);
    policy::check(&props, &root.key("driftPolicy"), &mut problems);
    (props, problems)
}

/// The ARN of a role, in small letters, as upstream sends it after its first deploy.
fn role_arn(role: &str) -> Value {
    role.to_ascii_lowercase().into()
}

#[cfg(test)]
pub(in crate::dialect) use self::trigger::configs as trigger_configs;

#[cfg(test)]
mod tests;
