//! Functions that are left behind: deployed from here once, online, and named by no resource of the file
//! any more, because one was renamed, moved to another region, or taken out of it.
//!
//! A folder may hold several files, each deployed to several environments. Whatever could still be
//! named by one of them is not called left behind.

mod identity;
mod names;
mod open;
mod stated;
mod turn;

use futures_util::stream::{StreamExt as _, iter};

pub(super) use self::identity::{settled, unproven};
use self::names::NamedFunctions;
use self::open::{moved, open};
pub(super) use self::turn::{BackupTurn, turn};
use crate::backup::Backup;
use crate::commands::claims;
use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::model::claims::Claims;
use crate::model::resource::Resource;
use crate::model::routes::{self, OwnRoutes};
use crate::project::Project;
use crate::state::record::Origin;
use crate::typed::Typed;
use crate::view::left as view;
use crate::words;

/// How many are looked for at once, so that others may have their turn with the service.
const ABREAST: usize = 8;
/// How many are looked for in one run: whoever renames all functions of a large project does not wait for
/// hundreds of reads each time.
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
    /// Whether the resource whose turn it is tells of it.
    pub(super) is_own: bool,
}

/// What no resource of the file can mean any more. Whether it is online is not looked at.
///
/// # Errors
/// The folder of records cannot be read.
pub(super) async fn unnamed(project: &Project<'_>, file: &ProjectFile) -> Result<Vec<Unnamed>> {
    let names = NamedFunctions::new(project, file);
    // With a default environment nobody knows of which one is deployed.
    // A record of another environment is of a function that this one does not name, and is in use all the
    // same.
    if !file.is_read || (file.has_envs && project.place().typed_env.is_none()) {
        return Ok(Vec::new());
    }
    let own = project.place().origin();
    let functions = project.records.roots().await?.into_iter();
    let left = functions.filter(|(function, origin)| {
        // Whatever may still be named by something is not told: a false alarm names the command that
        // deletes it.
        function.account == project.desired.root.account
            && !names.name(function)
            && match origin {
                Some(origin) => {
                    names.is_of_this_file(origin) && !names.may_mean(function, &origin.resource)
                }
                // Records of old versions do not say which resource they are of, so any that only a run can
                // name may be it.
                None => own.is_some() && !names.any_may_mean(function),
            }
            && !names.others_may_name(function)
    });
    let claims = project.claims_of_all();
    let mut unnamed = Vec::new();
    for (function, origin) in left {
        // A domain that another resource names is left behind only as far as that one does not have it.
        if claims.name(&function) && left_routes(project, (&claims, &function)).await?.is_none() {
            continue;
        }
        unnamed.push(Unnamed {
            is_own: names.is_own(origin.as_ref()),
            function,
        });
    }
    Ok(unnamed)
}

/// Which routes a domain has that no resource lists any more, by what is on record; `None` where each of them is
/// another resource's by now.
///
/// # Errors
/// The record cannot be read.
async fn left_routes(
    project: &Project<'_>,
    (claims, domain): (&Claims, &Resource),
) -> Result<Option<OwnRoutes>> {
    let record = project.records.load(domain).await?;
    let baseline = record.baseline.as_ref();
    let sent = baseline.map(|baseline| claims.spared(domain, baseline.sent.clone()));
    let sent = sent.filter(|sent| !routes::listed(sent).is_empty());
    Ok(sent.map(|sent| OwnRoutes::sent(domain, [&sent])))
}

/// Whether a resource of the file names the function.
pub(super) fn is_named(project: &Project<'_>, file: &ProjectFile, function: &Resource) -> bool {
    NamedFunctions::new(project, file).name(function)
}

/// Has the project know its [`formers`].
///
/// # Errors
/// As [`formers`].
pub(super) async fn remember<'a>(
    mut project: Project<'a>,
    file: &ProjectFile,
) -> Result<Project<'a>> {
    let own = project.place().origin();
    let formers = formers(&project, file).await?;
    // With the environment filled in they are of this resource; as they stand they may be of a run without
    // any.
    let unsaid = formers.iter().filter(|(_, origin)| *origin != own);
    project.unsaid = unsaid.map(|(one, _)| one.clone()).collect();
    project.former = formers.into_iter().map(|(one, _)| one).collect();
    claims::known(project, file).await
}

/// Those [`formers`] of which nothing but this very resource can be meant.
///
/// # Errors
/// As [`formers`].
pub(super) async fn proven(project: &Project<'_>, file: &ProjectFile) -> Result<Vec<Resource>> {
    let own = project.place().origin();
    let formers = formers(project, file).await?.into_iter();
    let proven = formers.filter(|(_, origin)| *origin == own);
    Ok(proven.map(|(one, _)| one).collect())
}

/// Those [`formers`] by themselves.
///
/// # Errors
/// As [`formers`].
pub(super) async fn earlier(project: &Project<'_>, file: &ProjectFile) -> Result<Vec<Resource>> {
    let formers = formers(project, file).await?.into_iter();
    Ok(formers.map(|(one, _)| one).collect())
}

/// The functions that were deployed as this very resource under other names, each with what it was deployed
/// as, but for those that another resource of the file is by now. Other files of the folder, and names that
/// another resource has a part in, change nothing about that: nothing of it is taken away. Where the name is
/// another one from run to run, each of them is that of a stage, and none an earlier one.
///
/// # Errors
/// The folder of records cannot be read.
async fn formers(
    project: &Project<'_>,
    file: &ProjectFile,
) -> Result<Vec<(Resource, Option<Origin>)>> {
    let names = NamedFunctions::new(project, file);
    let (Some(own), true) = (project.place().origin(), file.is_read) else {
        return Ok(Vec::new());
    };
    // Of an environment that nobody here was told of, each name is that of a stage, too.
    let is_untold = file.has_envs && project.place().environment().is_none();
    let files = project.world.files;
    if stated::is_of_a_stage(files, (file, project.place()), &own.resource)
        || (is_untold && names.is_said_elsewhere(&own.resource))
    {
        return Ok(Vec::new());
    }
    let present = project.root();
    let functions = project.records.roots().await?.into_iter();
    let formers = functions.filter(|(one, origin)| {
        // What was a function and is a domain now was not renamed: it is another thing.
        let is_other =
            *one != present && one.account == present.account && one.kind == present.kind;
        // A service of another name is another one: others may stand in it.
        let is_other = is_other && !present.kind.is_in_common();
        is_other && project.place().is_own(origin.as_ref()) && names.resource_of(one).is_none()
    });
    Ok(formers.collect())
}

/// The other functions that were deployed as the same resource as that of a backup: what is on record of
/// its domain under their names is ours, too.
///
/// # Errors
/// The folder of records cannot be read.
pub(super) async fn namesakes(project: &Project<'_>, backup: &Backup) -> Result<Vec<Resource>> {
    let Some(origin) = &backup.origin else {
        return Ok(Vec::new());
    };
    let functions = project.records.roots().await?.into_iter();
    let same = functions.filter(|(function, deployed_as)| {
        let is_like = function.kind == backup.root.kind && *function != backup.root;
        is_like && deployed_as.as_ref() == Some(origin)
    });
    Ok(same.map(|(function, _)| function).collect())
}

/// Those of them that are online. Of more than can be looked for in one run the rest is counted.
///
/// # Errors
/// As [`unnamed`]. One of which it cannot be read whether it is online is told, and stops nothing.
pub(super) async fn read(
    project: &Project<'_>,
    file: &ProjectFile,
    whose: Whose,
) -> Result<Vec<Resource>> {
    let unnamed = unnamed(project, file).await?;
    let is_told = |one: &Unnamed| whose == Whose::All || one.is_own;
    let mut told: Vec<Unnamed> = unnamed.into_iter().filter(is_told).collect();
    // What is not looked for is counted, and can still be named with --orphan.
    if told.len() > MOST {
        view::not_looked_for(project.screen, told.len() - MOST, &project.typed);
        told.truncate(MOST);
    }
    let found: Vec<Option<Resource>> = iter(told)
        .map(async |Unnamed { function, .. }| {
            match is_online(project, &function).await {
                Ok(is_there) => is_there.then_some(function),
                // What is left behind is told beside what the command is about, and must not stop that.
                Err(error) => {
                    view::unread(project.screen, &function, &error.what);
                    None
                }
            }
        })
        .buffered(ABREAST)
        .collect()
        .await;
    Ok(found.into_iter().flatten().collect())
}

/// The project, or where the command line names a function that no resource of the file names any more,
/// the same about that; `None` where another resource of the file tells of it, or an earlier one has taken
/// it away in this run.
///
/// # Errors
/// A usage error where there is no such function, or more than one.
pub(super) async fn chosen<'a>(
    project: Project<'a>,
    file: &ProjectFile,
    orphan: Option<&str>,
) -> Result<Option<Project<'a>>> {
    let Some(name) = orphan else {
        return Ok(Some(project));
    };
    let (all, open) = (unnamed(&project, file).await?, open(&project, file).await?);
    let found = all.iter().filter(|one| is_called(&one.function, name));
    let meant = open.iter().filter(|one| is_called(&one.function, name));
    match (
        &found.collect::<Vec<_>>()[..],
        &meant.collect::<Vec<_>>()[..],
    ) {
        // Exactly one resource takes it away in a run over the file; alone on the command line, that one
        // does.
        ([one], _) if one.is_own || !file.run.is_over_file => {
            project.about_left(&one.function).map(Some)
        }
        ([_], _) => Ok(None),
        ([], [one]) => one.settled(project, file.run),
        // Whoever named one that there is not was told so in the first turn.
        ([], _) if file.run.is_surveyed => Ok(None),
        ([], _) if let Some(error) = moved(&project, file, name).await? => Err(error),
        // Whoever mistyped a name is offered what nothing in the file can mean any more, and no more than
        // that.
        _ => {
            let mut names: Vec<&Resource> = all.iter().map(|one| &one.function).collect();
            for one in &open {
                if one.has_left(&project, file).await? {
                    names.push(&one.function);
                }
            }
            Err(not_one(name, names.into_iter(), &project.typed))
        }
    }
}

/// Whether the command line means the function: by its name, or by region and name.
fn is_called(function: &Resource, name: &str) -> bool {
    let (region, own) = (&function.region, function.root_name());
    *own == *name || format!("{region}/{own}") == name
}

/// The name means no function, or several; `all` is what can be named instead.
fn not_one<'f>(name: &str, all: impl Iterator<Item = &'f Resource>, typed: &Typed) -> Error {
    let plan = typed.in_project("plan").named();
    let names = all.map(|one| format!("{}/{}", one.region, one.root_name()));
    let names = names.collect::<Vec<_>>().join(", ");
    Error::usage(words!(
        "--orphan {name}: no function of that name, or more than one, was deployed from here and is no longer in s.yaml",
        "--orphan {name}：由本项目部署、但已不在 s.yaml 中的函数里，没有叫此名称的，或不止一个"
    ))
    .hint(match names.is_empty() {
        true => words!(
            "there is none at all: '{plan}' shows what s.yaml names",
            "目前没有这样的函数；可用 '{plan}' 查看 s.yaml 指向的函数"
        ),
        false => words!("name one of these: {names}", "可用的名称：{names}"),
    })
}

/// Whether the function is online, in whichever region.
///
/// # Errors
/// The read failed: that is no absence.
async fn is_online(project: &Project<'_>, function: &Resource) -> Result<bool> {
    let reply = match function.region == project.desired.root.region {
        true => project.client.get(function).await?,
        false => project.client_elsewhere(function)?.get(function).await?,
    };
    let claims = project.claims_of_all();
    let left = match claims.name(function) {
        true => left_routes(project, (&claims, function)).await?,
        false => None,
    };
    Ok(reply.is_some_and(|reply| left.is_none_or(|left| !left.in_domain(&reply.doc).is_empty())))
}
