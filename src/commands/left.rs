//! Functions that are left behind: deployed from here once, online, and named by no resource of the file
//! any more, because one was renamed, moved to another region, or taken out of it.
//!
//! A folder may hold several files, each deployed to several environments. Whatever could still be
//! named by one of them is not called left behind.

use futures_util::stream::{StreamExt as _, iter};
use serde_json::Value;

use crate::api::{Client, Endpoints};
use crate::commands::survey::File;
use crate::config::path::join;
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::model::resource::Resource;
use crate::ports::{EntryKind, Files, World};
use crate::project::Project;
use crate::state::record::Origin;
use crate::words;
use crate::yaml::{Source, StatedResource, stated};

/// How many are looked for at once, and at most.
const ABREAST: usize = 8;
const MOST: usize = 50;

/// Which of them are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Those that the resource whose turn it is was deployed as. What no resource stands for any more is
    /// told by the first of the file.
    Own,
    /// Those of all resources.
    All,
}

/// A function that no resource names, by what is on record here.
pub(super) struct Unnamed {
    pub(super) function: Resource,
    pub(super) is_own: bool,
}

/// What no resource of the file can mean any more. Whether it is online is not looked at.
///
/// # Errors
/// The folder of records cannot be read.
pub(super) fn unnamed(project: &Project<'_>, inputs: &Inputs, file: &File) -> Result<Vec<Unnamed>> {
    let names = Names::new(project, inputs, file);
    // With a default environment nobody knows of which one is deployed.
    if !file.is_read || (file.has_envs && inputs.env_name().is_none()) {
        return Ok(Vec::new());
    }
    let own = inputs.origin();
    let functions = project.store.functions()?.into_iter();
    let left = functions.filter(|(function, origin)| {
        function.account == project.desired.account
            && !names.name(function)
            && match origin {
                Some(origin) => names.is_of_this_file(origin) && !names.may_mean(&origin.resource),
                None => own.is_some() && !names.is_any_open() && !names.others_may_name(function),
            }
    });
    let unnamed = left.map(|(function, origin)| Unnamed {
        is_own: names.is_own(origin.as_ref()),
        function,
    });
    Ok(unnamed.take(MOST).collect())
}

/// Those of them that are online.
///
/// # Errors
/// As [`unnamed`]. What cannot be read is not called left behind.
pub(super) async fn read(
    world: World<'_>,
    project: &Project<'_>,
    inputs: &Inputs,
    file: &File,
    whose: Whose,
) -> Result<Vec<Resource>> {
    let unnamed = unnamed(project, inputs, file)?;
    let told = unnamed
        .into_iter()
        .filter(|one| whose == Whose::All || one.is_own);
    let found: Vec<Option<Resource>> = iter(told)
        .map(async |Unnamed { function, .. }| {
            let is_there = is_online(world, project, inputs, &function).await;
            is_there.unwrap_or_default().then_some(function)
        })
        .buffered(ABREAST)
        .collect()
        .await;
    Ok(found.into_iter().flatten().collect())
}

/// The project, or where the command line names a function that no resource of the file names any more,
/// the same about that; `None` where another resource of the file tells of it.
///
/// # Errors
/// A usage error where there is no such function, or more than one.
pub(super) fn chosen<'a>(
    project: Project<'a>,
    inputs: &Inputs,
    file: &File,
    orphan: Option<&str>,
) -> Result<Option<Project<'a>>> {
    let Some(name) = orphan else {
        return Ok(Some(project));
    };
    let all = unnamed(&project, inputs, file)?;
    let is_it = |one: &&Unnamed| {
        let Resource {
            region, name: own, ..
        } = &one.function;
        own == name || format!("{region}/{own}") == name
    };
    let found: Vec<&Unnamed> = all.iter().filter(is_it).collect();
    match found[..] {
        [one] if one.is_own || !inputs.is_over_file() => {
            project.about(&one.function, inputs).map(Some)
        }
        [_] => Ok(None),
        _ => Err(not_one(name, &all)),
    }
}

fn not_one(name: &str, all: &[Unnamed]) -> Error {
    let names = all
        .iter()
        .map(|one| format!("{}/{}", one.function.region, one.function.name));
    let names = names.collect::<Vec<_>>().join(", ");
    Error::usage(words!(
        "--orphan {name}: not one function of that name was deployed from here that no resource of s.yaml names any more",
        "--orphan {name}：由本项目部署、且 s.yaml 中已没有资源指向的函数中，没有唯一一个叫此名称"
    ))
    .hint(match names.is_empty() {
        true => words!(
            "there is none at all: 's plan' shows what s.yaml names",
            "目前没有这样的函数；可用 's plan' 查看 s.yaml 指向的函数"
        ),
        false => words!("name one of these: {names}", "可用的名称：{names}"),
    })
}

async fn is_online(
    world: World<'_>,
    project: &Project<'_>,
    inputs: &Inputs,
    function: &Resource,
) -> Result<bool> {
    if function.region == project.desired.region {
        return Ok(project.client.get_function(&function.name).await?.is_some());
    }
    let var = |name: &str| inputs.var(name);
    let endpoints = Endpoints::resolve(&function.region, &function.account, None, var)?;
    let client = Client::new(world, inputs.credential()?, endpoints, var)?;
    Ok(client.get_function(&function.name).await?.is_some())
}

/// What the resources of the file may mean.
struct Names<'a> {
    files: &'a dyn Files,
    base: String,
    own: Option<Origin>,
    /// The function that the resource whose turn it is means.
    desired: (String, String),
    guarded: Vec<&'a StatedResource>,
    all: &'a [StatedResource],
}

impl<'a> Names<'a> {
    fn new(project: &Project<'a>, inputs: &Inputs, file: &'a File) -> Names<'a> {
        let desired = &project.desired;
        let is_guarded = |one: &&StatedResource| Some(one.component.as_str()) == inputs.component();
        Names {
            files: project.world.files,
            base: inputs.base(),
            own: inputs.origin(),
            desired: (desired.region.clone(), desired.function_name.clone()),
            guarded: file.resources().iter().filter(is_guarded).collect(),
            all: file.resources(),
        }
    }

    /// Whether a resource of the file names the function.
    fn name(&self, function: &Resource) -> bool {
        let it = (function.region.clone(), function.name.clone());
        it == self.desired
            || self
                .all
                .iter()
                .any(|one| stated_name(one) == Some(it.clone()))
    }

    /// Whether the record is of a deploy of this file, or of one that is gone, to the same environment.
    fn is_of_this_file(&self, origin: &Origin) -> bool {
        let Some(own) = &self.own else {
            return false;
        };
        let kind = self.files.kind(&join(&self.base, &origin.file));
        (origin.file == own.file || matches!(kind, Ok(None))) && origin.env == own.env
    }

    /// Whether the resource of that name, or where it is gone any, may mean another function in another
    /// run: its name or region is only known to Serverless Devs.
    fn may_mean(&self, resource: &str) -> bool {
        match self.guarded.iter().find(|one| one.name == resource) {
            Some(one) => self.is_open(one),
            None => self.is_any_open(),
        }
    }

    fn is_any_open(&self) -> bool {
        self.guarded.iter().any(|one| self.is_open(one))
    }

    fn is_open(&self, resource: &StatedResource) -> bool {
        let stated = stated_name(resource);
        let is_own = self
            .own
            .as_ref()
            .is_some_and(|own| own.resource == resource.name);
        match stated {
            None => true,
            Some(name) => is_own && name != self.desired,
        }
    }

    /// Whether the resource whose turn it is tells of it.
    fn is_own(&self, origin: Option<&Origin>) -> bool {
        let own = self.own.as_ref().map(|own| own.resource.as_str());
        let stands = |name: &str| self.guarded.iter().any(|one| one.name == name);
        match origin
            .map(|origin| origin.resource.as_str())
            .filter(|name| stands(name))
        {
            Some(name) => own == Some(name),
            None => self.guarded.first().map(|one| one.name.as_str()) == own,
        }
    }

    /// Whether another file of the folder may name the function: its record does not say of which it is.
    fn others_may_name(&self, function: &Resource) -> bool {
        let own = self.own.as_ref().map(|own| own.file.as_str());
        let entries = self
            .files
            .list(&self.base)
            .ok()
            .flatten()
            .unwrap_or_default();
        let is_yaml = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml");
        let mut others = entries.into_iter().filter(|entry| {
            matches!(entry.kind, EntryKind::File { .. })
                && is_yaml(&entry.name)
                && Some(entry.name.as_str()) != own
        });
        others.any(|entry| may_name(self.files, &join(&self.base, &entry.name), function))
    }
}

/// The region and the name of the function, where the file alone says them.
fn stated_name(resource: &StatedResource) -> Option<(String, String)> {
    let text = |name: &str| resource.prop(name).ok().and_then(Value::as_str);
    text("region")
        .zip(text("functionName"))
        .map(|(region, name)| (region.to_owned(), name.to_owned()))
}

fn may_name(files: &dyn Files, path: &str, function: &Resource) -> bool {
    let text = files.read(path).ok().flatten();
    let Some(text) = text.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return true;
    };
    let Ok(stated) = stated(&[Source { path, text: &text }]) else {
        return true;
    };
    let it = (function.region.clone(), function.name.clone());
    stated
        .resources
        .iter()
        .any(|one| stated_name(one).is_none_or(|name| name == it))
}
