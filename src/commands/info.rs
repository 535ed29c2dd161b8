//! `s info`: what stands online of one resource of `s.yaml`.

use serde_json::Value;

use crate::cli;
use crate::commands::{Command, Finish, drained, left};
use crate::dialect::{Extent, Handed, ResultSource};
use crate::error::{Error, Result};
use crate::model::identity::listed;
use crate::model::resource::Resource;
use crate::model::scope::Scope;
use crate::project::Project;
use crate::snapshot;
use crate::turn::CallingCommand;
use crate::typed::ROOT;
use crate::view::screen::Tone;
use crate::view::steps;
use crate::words;
use crate::words::Words;

/// Reads the resource and returns it in the shape of upstream's.
///
/// # Errors
/// A read that failed, or a root that is not online.
pub async fn info(command: &Command<'_>) -> Result<Finish> {
    let Command {
        turn, file, caller, ..
    } = command;
    let (mut named, mut triggers) = (None, Vec::new());
    // With `${resources.x.info…}` the CLI calls this with the command line of the command that it runs.
    // Those flags are checked by that one.
    if !caller.as_ref().is_some_and(|one| one.has_its_args) {
        let flags = cli::info(&turn.typed)?;
        named = flags.root.about(turn, file.is_of_several())?;
        triggers = flags.trigger_name;
    }
    let project = Project::open(command.world, named.as_ref().unwrap_or(turn))?;
    steps::reading(project.screen);
    // The CLI asks on behalf of another command, whose own turn tells it.
    if caller.is_none() {
        let former = match named {
            None => left::earlier(&project, file).await?,
            Some(_) => Vec::new(),
        };
        drained::tell(&project, &former).await?;
    }
    match known_of(&project, &triggers).await? {
        Some(known) => Ok(Finish::plain(known.info)),
        // Serverless Devs asks on behalf of a resource that speaks of this one. Whatever deploys nothing
        // goes on without it.
        None if caller.as_ref().is_some_and(CallingCommand::deploys_nothing) => {
            let words = absent(&project).await?.what;
            project.screen.say_in(Tone::Remote, &words);
            Ok(Finish::plain(Value::Null))
        }
        None => Err(absent(&project).await?),
    }
}

/// What the service says of a resource, in the shapes of two commands.
pub(super) struct KnownResource {
    pub(super) info: Handed,
    /// As a deploy returns it, which is less.
    pub(super) deployed: Handed,
}

/// What the service says of the resource; `None` where its root is not online.
///
/// # Errors
/// A read that failed.
pub(super) async fn known(project: &Project<'_>) -> Result<Option<KnownResource>> {
    known_of(project, &[]).await
}

/// The same with these triggers alone, where any is named.
async fn known_of(project: &Project<'_>, triggers: &[String]) -> Result<Option<KnownResource>> {
    let is_told = |one: &Resource| {
        let mut names = triggers.iter();
        triggers.is_empty() || !one.kind.is_entry() || names.any(|name| name == one.name())
    };
    // Nothing is packed, and `auto` makes nothing here: only what is online is told.
    let wanted = project.within(None, &Scope::whole()).without_auto();
    let snapshot = snapshot::read(&project.client, &project.records, wanted).await?;
    if !snapshot.has_root {
        return Ok(None);
    }
    let parts = snapshot
        .parts
        .iter()
        // What others put beside the function is no output of the resource.
        .filter(|part| part.is_wanted() || part.resource.is_root())
        .filter(|part| is_told(&part.resource))
        .filter_map(|part| Some((&part.resource, part.live.as_ref()?)));
    let online: Vec<_> = parts.collect();
    let sealer = project.records.sealer();
    let returned = |extent| {
        let region = &project.desired.root.region;
        let online = &online;
        let told = ResultSource {
            region,
            online,
            extent,
        };
        project.given.dialect.result(&told, sealer)
    };
    Ok(Some(KnownResource {
        info: returned(Extent::All),
        deployed: returned(Extent::Settings),
    }))
}

/// The root is not online, with the deploy that creates it.
///
/// # Errors
/// Its record cannot be read.
async fn absent(project: &Project<'_>) -> Result<Error> {
    let Words { en, zh } = project.desired.root.label();
    let region = &project.desired.root.region;
    let record = project.records.load(&project.root()).await?;
    // A deploy leaves alone what stays deleted by an earlier decision.
    let is_kept = record.baseline.is_some_and(|before| before.seen.is_none());
    let deploy = match is_kept {
        true => "deploy --use-local",
        false => "deploy",
    };
    Ok(Error::local(words!(
        "{en} is not online in {region}",
        "地域 {region} 中没有{zh}"
    ))
    .hint(where_to_look(project, deploy)))
}

/// What to check where the root is not online; `deploy` creates that of the file.
pub(super) fn where_to_look(project: &Project<'_>, deploy: &str) -> Words {
    let typed = &project.typed;
    if typed.names_root() {
        let own = typed.dropping(&ROOT).again();
        return words!(
            "check the region and the name that were typed; '{own}' is about those of s.yaml",
            "请检查命令行中的地域和名称；'{own}' 针对 s.yaml 中的资源"
        );
    }
    let Words { en, zh } = listed(project.given.dialect.identity());
    let deploy = typed.other(deploy);
    words!(
        "check {en} in s.yaml; '{deploy}' creates it",
        "请检查 s.yaml 中的 {zh}；可用 '{deploy}' 创建"
    )
}
