//! Which function a resource is whose name is made of what another resource returned. What that one says
//! by now, or what the file says of it, need not be what it said when this one was deployed: whatever
//! takes away, or looks at what was deployed, goes by the record.

use serde_json::Value;

use super::names::is_named_by;
use super::stated;
use crate::backup;
use crate::cli;
use crate::commands::file::ProjectFile;
use crate::dialect::{self, Care, Dialect};
use crate::error::{Error, Result};
use crate::model::identity::listed;
use crate::model::reference::{Identified, references};
use crate::model::resource::Resource;
use crate::ports::World;
use crate::project::Project;
use crate::project::team;
use crate::state::record::Origin;
use crate::state::records::Records;
use crate::state::workspace::{Access, Workspace};
use crate::turn::Turn;
use crate::typed::Typed;
use crate::words;
use crate::words::Words;

/// The completed turn, about the function that the resource was deployed as. A deploy, and what tells
/// of one, are about the name as it is now. `given` is the turn as it was handed over.
///
/// # Errors
/// A usage error where several functions are on record, and nothing tells which of them is meant.
pub(in crate::commands) async fn settled(
    world: World<'_>,
    file: &ProjectFile,
    (given, completed): (&Turn, Turn),
) -> Result<Turn> {
    let verb = given.typed.verb();
    let care = Care::of(verb);
    let account = given.credential.as_ref().map(|key| key.account.as_str());
    // A deploy makes the function that the name means now, so what it was before does not count. A missing
    // credential is told when the project is opened.
    let (Care::Look | Care::Restore, true, Ok(account)) =
        (care, is_made(&given.props, file), account)
    else {
        return Ok(completed);
    };
    let workspace = Workspace::open(world, &given.place.base, Access::Read)?;
    let deployed = deployed(
        &team::records_here(given, &workspace)?,
        given,
        file,
        account,
    )
    .await?;
    let now = named(&completed.props);
    let is_now = |one: &Resource| now.as_deref().is_some_and(|now| is_called(one, now));
    // Whoever names the function is about that one, and about another one than the resource is now.
    let takes_another = verb == "remove" && given.typed.has("--orphan");
    // The name as it is now is right where a record agrees. It is enough for a command that names another
    // function anyway.
    let is_about_another = takes_another || care == Care::Restore;
    if deployed.iter().any(is_now) || (is_about_another && now.is_some()) {
        return Ok(completed);
    }
    if deployed.is_empty() && now.is_some() {
        // Nothing on record contradicts it, but the command is told that it is only worked out.
        return Ok(completed.known(Identified::Computed));
    }
    let name = given.place.resource.as_deref().unwrap_or_default();
    let found = match &deployed[..] {
        // What was removed has no record any more, and its backup is all that tells its name.
        [] if care == Care::Restore => saved(&workspace, given, account)?,
        // Nothing is deleted by a guess; what only looks goes on without knowing.
        [] if verb == "remove" => return Err(none(name, dialect::of_props(&given.props))),
        [] => None,
        // One record proves nothing where each stage has a name of its own.
        [one] if verb == "remove" && !takes_another && !is_said(world, given, file) => {
            return Err(of_another_run(&given.typed, name, one));
        }
        [one] => Some(one.clone()),
        // Any of them serves to open the project: the command names the function that it is about.
        [first, ..] if is_about_another => Some(first.clone()),
        several => return Err(not_one((&completed, name), several)),
    };
    Ok(as_found(completed, found))
}

/// Whether the file alone says which resources have a part in the name. Where one of them has another name
/// from run to run, what is on record may be of a run for another stage.
fn is_said(world: World<'_>, given: &Turn, file: &ProjectFile) -> bool {
    let own = given.place.resource.as_deref().unwrap_or_default();
    let handed = dialect::of_props(&given.props).identity().iter();
    let handed = handed.filter_map(|path| path.text(&given.props));
    let mut handed = handed.flat_map(references);
    let is_known = |one: &str| stated::is_fixed(file, one, 0);
    handed.all(|one| is_known(one.resource))
        && !stated::is_of_a_stage(world.files, (file, &given.place), own)
}

/// Whether another resource has a part in the name: as the props have it, or as the file has it where
/// nothing is laid over that.
fn is_made(props: &Value, file: &ProjectFile) -> bool {
    let refers = |text: &str| !references(text).is_empty();
    let own = file.own_resource().filter(|_| !file.has_envs);
    let dialect = dialect::of_props(props);
    dialect.identity().iter().any(|path| {
        let stated = own.map(|own| own.alone().at(path.steps()));
        path.text(props).is_some_and(refers)
            || stated.is_some_and(|stated| stated.is_err_and(|unclear| refers(&unclear.text)))
    })
}

/// The region and the names, where all of them are known.
fn named(props: &Value) -> Option<Vec<&str>> {
    let paths = dialect::identity_of(|name| props.get(name).is_some()).into_iter();
    paths
        .map(|path| path.text(props).filter(|text| references(text).is_empty()))
        .collect()
}

/// Whether these are the region and the names of a root.
fn is_called(root: &Resource, named: &[&str]) -> bool {
    let own = [&root.region].into_iter().chain(root.root_names());
    own.eq(named)
}

/// The functions on record as deployed as this resource, but for those that another one names by now.
async fn deployed(
    records: &Records<'_>,
    given: &Turn,
    file: &ProjectFile,
    account: &str,
) -> Result<Vec<Resource>> {
    let own = given.place.origin();
    let is_own = |origin: &Option<Origin>| match given.typed.verb() {
        // A record without an environment may be of a run without any, and proves nothing.
        "remove" => own.is_some() && *origin == own,
        _ => given.place.is_own(origin.as_ref()),
    };
    let is_anothers = |root: &Resource| {
        let mut all = file.resources().iter();
        all.any(|one| !file.is_own(one) && is_named_by(file, &one.name, root))
    };
    let deployed = records.roots().await?.into_iter().filter(|(one, origin)| {
        is_own(origin) && is_meant(one, given, account) && !is_anothers(one)
    });
    Ok(deployed.map(|(function, _)| function).collect())
}

/// Whether the resource can be that root: what was a function and is a domain now is another thing.
fn is_meant(root: &Resource, given: &Turn, account: &str) -> bool {
    let dialect = dialect::of_props(&given.props);
    root.account == account && root.kind == dialect.root(&|name| given.props.get(name).is_some())
}

/// The function of the backup that the command line names, or of the newest one that was made of it.
///
/// # Errors
/// The folder of backups cannot be read.
fn saved(workspace: &Workspace<'_>, given: &Turn, account: &str) -> Result<Option<Resource>> {
    let asked = cli::restore(&given.typed)?.id;
    let is_own = |one: &backup::Backup| {
        given.place.is_own(one.origin.as_ref()) && is_meant(&one.root, given, account)
    };
    let mut backups = backup::readable(workspace.files(), &workspace.backups())?.into_iter();
    let found = backups.find(|one| is_own(one) && asked.as_ref().is_none_or(|id| *id == one.id));
    Ok(found.map(|backup| backup.root))
}

/// The turn about that function, if there is one.
fn as_found(mut turn: Turn, found: Option<Resource>) -> Turn {
    let Some(function) = found else {
        return turn.known(Identified::Unknown);
    };
    let paths = dialect::of_props(&turn.props).identity().iter();
    // The record takes the place of what nobody can work out, so that the props are those of a known
    // function.
    for (path, text) in paths.zip([&function.region].into_iter().chain(function.root_names())) {
        path.put(&mut turn.props, text);
    }
    turn.known(Identified::Recorded)
}

/// Nothing tells which function a removal would be about.
fn none(name: &str, dialect: &dyn Dialect) -> Error {
    Error::usage(words!(
        "it is not known which function resource {name} is: its name is made of what another resource returned, which is no longer known, and no local record says which function it was deployed as; nothing of it was deleted",
        "无法确定资源 {name} 是哪个函数：其名称取自另一资源的返回值，该值现已无法得知，本地也没有它的部署记录；没有删除它的任何内容"
    ))
    .hint(by_hand(name, dialect))
}

/// Why what is on record is not enough to take it away.
fn of_another_run(typed: &Typed, name: &str, deployed: &Resource) -> Error {
    let function = deployed.root_name();
    let command = typed.on(name).other(&format!("remove --orphan {function}"));
    Error::usage(words!(
        "resource {name} was deployed as function {function}, but it is not known whether this run means that function: its name is made of values that only Serverless Devs knows, and they may be those of another stage; nothing of it was deleted",
        "资源 {name} 部署过函数 {function}；无法确定本次执行时它是否仍是该函数：其名称取自只有 Serverless Devs 知道的值，可能属于另一个阶段；没有删除它的任何内容"
    ))
    .hint(words!(
        "'{command}' deletes that function",
        "如需删除该函数，请执行 '{command}'"
    ))
}

/// What to do about a function that was worked out and is not on record.
pub(in crate::commands) fn unproven(project: &Project<'_>) -> Error {
    let name = project.place().resource.as_deref().unwrap_or_default();
    let function = project.desired.root.root_name();
    Error::usage(words!(
        "by what another resource says now, resource {name} would be function {function}; but no local record says which function it was deployed as, so it may have been another one; nothing of it was deleted",
        "按另一资源现在的值，资源 {name} 对应函数 {function}；但本地没有它的部署记录，实际部署的可能是另一个函数；没有删除它的任何内容"
    ))
    .hint(by_hand(name, project.given.dialect))
}

/// Writing the name itself takes away every doubt.
fn by_hand(name: &str, dialect: &dyn Dialect) -> Words {
    let Words { en, zh } = listed(&dialect.identity()[1..]);
    words!(
        "write the intended name itself as {en} of resource {name}, then run the command again",
        "请将要处理的名称直接写为资源 {name} 的 {zh}，然后重新执行该命令"
    )
}

/// Several functions on record were deployed as the resource.
fn not_one((turn, name): (&Turn, &str), several: &[Resource]) -> Error {
    let each = several.iter();
    let each = each.map(|one| format!("{}/{}", one.region, one.root_name()));
    let all = each.collect::<Vec<_>>().join(", ");
    let command = turn.typed.on(name).other("remove --orphan NAME");
    let Words { en, zh } = listed(&dialect::of_props(&turn.props).identity()[1..]);
    Error::usage(words!(
        "it is not known which function resource {name} is: its name is made of what another resource returned, and by the local records it was deployed as several: {all}",
        "无法确定资源 {name} 是哪个函数：其名称取自另一资源的返回值，本地记录中它部署过多个函数：{all}"
    ))
    .hint(words!(
        "write the name of the intended one as {en} of resource {name}; '{command}' deletes one of them",
        "请将要处理的函数名称直接写为资源 {name} 的 {zh}；如需删除其中之一，请执行 '{command}'"
    ))
}
