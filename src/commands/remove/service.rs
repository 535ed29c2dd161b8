//! The service of FC 2.0 in which the function stands: it goes with the last of its functions, and never before.

use crate::cli::{RemoveFlags, ServiceEnd};
use crate::clouds::fc2::Inside;
use crate::error::{Error, Result};
use crate::model::resource::{Kind, Resource};
use crate::project::Project;
use crate::words;
use crate::words::Words;

/// What becomes of the service.
#[derive(Debug, Default)]
pub(super) struct ServiceLook {
    /// It and what is bound to it, where nothing else is left in it.
    pub(super) goes: Vec<Resource>,
    /// That it stays, and why.
    pub(super) stays: Option<Words>,
    /// Whether there is none any more, so that what is on record of it is of no use.
    pub(super) is_gone: bool,
}

/// Looks at the service of the root, where that stands in one.
///
/// # Errors
/// What stands in it cannot be read.
pub(super) async fn look(project: &Project<'_>, flags: &RemoveFlags) -> Result<ServiceLook> {
    let (client, root) = (&project.client, project.root());
    let service = root.holder();
    if root.service().is_none() || flags.service == ServiceEnd::Kept {
        return Ok(ServiceLook::default());
    }
    if client.get(&service).await?.is_none() {
        return Ok(ServiceLook {
            is_gone: true,
            ..ServiceLook::default()
        });
    }
    let inside = client.inside(&service).await?;
    // With the whole service the others go before it.
    let is_whole = flags.service == ServiceEnd::Whole;
    let mut functions = inside.functions.clone();
    functions.retain(|name| !is_whole && root.function() != Some(name));
    if let Some(why) = keeps(&functions, inside.is_published()) {
        return Ok(ServiceLook {
            stays: Some(stays(project, (&service, &inside), &why)),
            ..ServiceLook::default()
        });
    }
    let binding = root.sibling(Kind::ServiceVpcBinding, "");
    let is_bound = client.get(&binding).await?.is_some();
    let goes = is_bound.then_some(binding).into_iter().chain([service]);
    Ok(ServiceLook {
        goes: goes.collect(),
        ..ServiceLook::default()
    })
}

/// That the service stays, and what takes the rest of it away.
fn stays(project: &Project<'_>, (service, inside): (&Resource, &Inside), why: &Words) -> Words {
    let (Words { en, zh }, name) = (service.label(), service.name());
    let (why, zh_why) = (&why.en, &why.zh);
    let all = project.typed.other("remove service");
    if inside.is_published() {
        let first = unpublished(project, inside);
        return words!(
            "{en} stays: {why}; {first}, then '{all}' remove all of service {name}, whoever deployed it",
            "{zh} 会保留：{zh_why}；先执行 {first}，再执行 '{all}'，可删除服务 {name} 的全部内容，不论由谁部署"
        );
    }
    words!(
        "{en} stays: {why}; '{all}' removes all of service {name}, whoever deployed it",
        "{zh} 会保留：{zh_why}；'{all}' 会删除服务 {name} 的全部内容，不论由谁部署"
    )
}

/// The commands that take away what was published, an alias before the version that it is of.
fn unpublished(project: &Project<'_>, inside: &Inside) -> String {
    let alias = |name: &String| format!("remove alias --alias-name {name}");
    let version = |id: &String| format!("remove version --version-id {id}");
    let aliases = inside.aliases.iter().map(alias);
    let all = aliases.chain(inside.versions.iter().map(version));
    let commands = all.map(|line| format!("'{}'", project.typed.other(&line)));
    commands.collect::<Vec<_>>().join(", ")
}

/// That a service with versions or aliases cannot go: emptied of its functions it would be there all the same.
pub(super) fn published(project: &Project<'_>, inside: &Inside) -> Option<Error> {
    if !inside.is_published() {
        return None;
    }
    let Words { en, zh } = project.root().holder().label();
    let first = unpublished(project, inside);
    let error = Error::local(words!(
        "{en} has versions or aliases, and cannot be deleted as long as it has; nothing was deleted",
        "{zh} 仍有版本或别名，在删除它们之前无法删除；没有删除任何内容"
    ));
    Some(error.hint(words!(
        "remove them first: {first}",
        "请先删除它们：{first}"
    )))
}

fn keeps(others: &[String], is_published: bool) -> Option<Words> {
    let count = others.len();
    match (others, is_published) {
        ([first], _) => Some(words!("it holds function {first}", "其中还有函数 {first}")),
        ([first, ..], _) => Some(words!(
            "it holds function {first} and others ({count})",
            "其中还有函数 {first} 等（共 {count} 个）"
        )),
        ([], true) => Some(words!("it has versions or aliases", "它有版本或别名")),
        ([], false) => None,
    }
}
