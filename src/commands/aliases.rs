//! The versions and aliases that a plan is about. Whatever is put for one that is not there is refused by the
//! service in the middle of a deploy, so that is found before the first write. Nobody is asked about those
//! for which nothing comes but what stands there already.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::kind::Naming;
use crate::model::resource::Resource;
use crate::model::routes;
use crate::plan::{Plan, Step};
use crate::project::Project;
use crate::words;
use crate::words::Words;

/// What every function has without anybody's doing.
const NEWEST: &str = "LATEST";

/// The versions and aliases that a run has found, so that it asks for each of them once.
#[derive(Default)]
pub(super) struct FoundQualifiers(RefCell<BTreeSet<String>>);

/// Makes sure that every version and alias is there for which a plan writes something.
///
/// # Errors
/// One is missing, which is said with the commands that make it; or that cannot be read.
pub(super) async fn check(
    project: &Project<'_>,
    plan: &Plan,
    found: &FoundQualifiers,
) -> Result<()> {
    let root = &project.desired.root;
    // A function that is only about to be created has none.
    let mut steps = plan.steps.iter();
    let is_new = steps.any(|step| step.resource == *root && step.part.live.is_none());
    for (name, resource) in awaited(root, plan) {
        if found.0.borrow().contains(name) {
            continue;
        }
        if is_new || !is_online(project, name).await? {
            return Err(missing(project, name, (resource, is_new)));
        }
        found.0.borrow_mut().insert(name.to_owned());
    }
    Ok(())
}

/// Whether the function has that version or alias. Only versions are called by numbers.
async fn is_online(project: &Project<'_>, name: &str) -> Result<bool> {
    let (client, root) = (&project.client, &project.desired.root);
    if root.service().is_some() {
        return client.has_qualifier(root, name).await;
    }
    let found = match is_version(name) {
        true => {
            let versions = client.versions(root.name()).await;
            versions.map(|all| all.iter().any(|one| one == name))
        }
        false => {
            let alias = client.get_alias(root.name(), name).await;
            alias.map(|alias| alias.is_some())
        }
    };
    found.map_err(|failure| failure.into_error(&root.label()))
}

/// Whether it is called as a version is.
fn is_version(name: &str) -> bool {
    name.bytes().all(|letter| letter.is_ascii_digit())
}

/// The versions and aliases for which something comes, each with what is of it.
fn awaited<'p>(root: &Resource, plan: &'p Plan) -> BTreeMap<&'p str, &'p Resource> {
    let steps = plan.steps.iter().filter(|step| step.action.writes());
    let named = steps.flat_map(|step| {
        let live = step.part.live.as_ref().map(|live| &live.document);
        let stands = live.map_or_else(Vec::new, |live| qualifiers(root, step, live));
        let intended = step.intended.as_ref();
        let mut comes = intended.map_or_else(Vec::new, |comes| qualifiers(root, step, comes));
        comes.retain(|name| !stands.contains(name));
        comes.into_iter().map(|name| (name, &step.resource))
    });
    let named = named.filter(|(name, _)| !["", NEWEST].contains(name));
    named.collect()
}

/// The versions and aliases of the root that a document of a resource names, or that the resource is of.
fn qualifiers<'p>(root: &Resource, step: &'p Step, document: &'p Value) -> Vec<&'p str> {
    let own = |document: &'p Value| document["qualifier"].as_str().unwrap_or_default();
    let kind = step.resource.kind;
    match kind.spec().naming {
        Naming::Qualifier => vec![step.resource.name()],
        Naming::Own(_) if kind.is_shared() => {
            let ours = step.part.own_routes();
            // A list leads to functions of others, too: the service says which of them lacks what.
            let routes = routes::each(document).filter(|_| root.kind.is_function());
            routes.filter(|route| ours.has(route)).map(own).collect()
        }
        Naming::Own(_) => vec![own(document)],
        Naming::Function => Vec::new(),
    }
}

/// The version or alias is not there; `of_it` is what comes for it. A new function has to be there
/// before any of them.
fn missing(project: &Project<'_>, name: &str, (of_it, is_new): (&Resource, bool)) -> Error {
    let typed = &project.typed;
    let function = project.desired.root.root_name();
    let Words { en, zh } = of_it.label();
    let what = match is_version(name) {
        true => words!(
            "function {function} has no version {name}, which {en} is for; nothing was written",
            "函数 {function} 没有版本 {name}，而{zh}需要它；没有写入任何内容"
        ),
        false => words!(
            "function {function} has no alias {name}, which {en} is for; nothing was written",
            "函数 {function} 没有别名 {name}，而{zh}需要它；没有写入任何内容"
        ),
    };
    let version = typed.other("version publish");
    let alias = typed.other(&format!(
        "alias publish --alias-name {name} --version-id latest"
    ));
    let Words { en, zh } = match is_version(name) {
        true => words!(
            "name a version or an alias that there is; '{version}' publishes a new one",
            "请改用已有的版本或别名；可用 '{version}' 发布新版本"
        ),
        false => words!(
            "publish a version and the alias, then deploy again: '{version}', '{alias}'",
            "请先发布版本和别名，然后重新部署：'{version}'，'{alias}'"
        ),
    };
    let first = typed.deploy().with("--function");
    Error::local(what).hint(match is_new {
        false => Words { en, zh },
        true => words!(
            "deploy the function alone first: '{first}'; then {en}",
            "请先只部署函数：'{first}'；然后{zh}"
        ),
    })
}
