//! The service of FC 2.0 in which the function stands: it goes with the last of its functions, and never before.

use crate::clouds::fc2::Inside;
use crate::error::Result;
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
}

/// Looks at the service of the root, where that stands in one.
///
/// # Errors
/// What stands in it cannot be read.
pub(super) async fn look(project: &Project<'_>) -> Result<ServiceLook> {
    let (client, root) = (&project.client, project.root());
    let service = root.holder();
    if root.service().is_none() || client.get(&service).await?.is_none() {
        return Ok(ServiceLook::default());
    }
    let Inside {
        mut functions,
        is_published,
    } = client.inside(&service).await?;
    functions.retain(|name| root.function() != Some(name));
    let (Words { en, zh }, kept) = (service.label(), keeps(&functions, is_published));
    if let Some(Words {
        en: why,
        zh: zh_why,
    }) = kept
    {
        return Ok(ServiceLook {
            stays: Some(words!("{en} stays: {why}", "{zh} 会保留：{zh_why}")),
            ..ServiceLook::default()
        });
    }
    let binding = root.sibling(Kind::ServiceVpcBinding, "");
    let is_bound = client.get(&binding).await?.is_some();
    let goes = is_bound.then_some(binding).into_iter().chain([service]);
    Ok(ServiceLook {
        goes: goes.collect(),
        stays: None,
    })
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
