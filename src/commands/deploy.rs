//! `s deploy`.

use crate::cli::{self, DeployFlags};
use crate::commands::claims;
use crate::commands::drained;
use crate::commands::file::ProjectFile;
use crate::commands::former;
use crate::commands::guard::{Guard, RunResult};
use crate::commands::home;
use crate::commands::hook;
use crate::commands::left;
use crate::commands::ready::{Bare, Ready};
use crate::commands::report_file::code_folders;
use crate::commands::survey::{self, Looked, Seen};
use crate::commands::twice;
use crate::commands::{Command, Finish};
use crate::dialect::{Extent, ResultSource};
use crate::error::{Outcome, Result};
use crate::ports::World;
use crate::project::Project;
use crate::turn::Hook;
use crate::view::steps;
use crate::wire::gate::Gate;

/// Deploys one resource of `s.yaml` and returns what Serverless Devs prints as the result. The first
/// resource of a run over the whole file looks at all of them before anything is written.
///
/// # Errors
/// Whatever stopped it; nothing was written unless the outcome is `Partial`.
pub async fn deploy(command: &Command<'_>) -> Result<Finish> {
    let &Command {
        world,
        ref turn,
        ref file,
        ..
    } = command;
    let flags = cli::deploy(&turn.typed)?;
    // What is wrong with the file as a whole is said in every turn, before any resource of it is opened.
    command.check_file()?;
    match turn.hook {
        Some(Hook::After) => return hook::after(command).await,
        Some(Hook::Before) => hook::check(command)?,
        None => {}
    }
    // One gate for this resource and for those that it looks at: a service that is too busy for one of
    // them is too busy for all.
    let gate = Gate::new(world.transport, world.clock);
    let world = World {
        transport: &gate,
        ..world
    };
    // Which functions were deployed under other names belongs to what is wanted: a domain outlives its
    // function.
    let project = left::remember(Project::open(world, turn)?, file).await?;
    twice::refuse_deployed(&project, file).await?;
    twice::tell_others(&project).await?;
    drained::reopen(&project).await?;
    former::refuse_shared(&project).await?;
    let ready = Bare::new(project, &flags).await?.filled(false).await?;
    let looked = match file.run.is_surveyed {
        // The first look is over, whatever it saw of this resource: a second one over the file would ask
        // again.
        true => Looked::of_own(survey::handed_over(&ready, command.seen)),
        false => survey::look(command, &flags, &ready).await?,
    };
    // A look at all resources has asked about earlier names for each of them.
    if looked.own.is_none() {
        let former = ready.former().await?;
        former::settle(&ready.project, &former, flags.policy).await?;
    }
    let mut finish = write(&ready, file, &flags, looked.own).await;
    // Beside an error nothing is handed over: a resource that the CLI goes on to all the same looks anew.
    if let Ok(finish) = &mut finish {
        finish.seen = looked.others;
    }
    finish
}

/// Has the guard write the resource, and tells and brings home what follows. `seen` is what the first look
/// has read and got decided of it.
///
/// # Errors
/// As [`Guard::run`].
async fn write(
    ready: &Ready<'_>,
    file: &ProjectFile,
    flags: &DeployFlags,
    seen: Option<Seen>,
) -> Result<Finish> {
    let project = &ready.project;
    let guard = Guard {
        project,
        goods: ready,
        policy: flags.policy,
        known: &ready.known,
    };
    let (online, given) = seen.map(Seen::into_parts).unzip();
    let result = guard.run_from(online, given.unwrap_or_default()).await;
    project.give_back_left().await;
    let result = result?;
    if project.hook.is_some() {
        return hook::hand_over(ready, &result, (flags, file)).await;
    }
    let RunResult { done, kept, .. } = result;
    claims::hand_over(project).await?;
    // Of a trigger alone nobody has seen what is left behind of the rest.
    if flags.scope.function.is_some() {
        former::renew(project).await?;
    }
    // The effects are told before anything else can go wrong or be interrupted.
    steps::summary(project.screen, &done);
    home::bring(
        project,
        flags.write_back,
        &kept,
        code_folders(project, file),
    )
    .await?;
    let parts = done
        .iter()
        // What stays deleted is no part of the result: nothing of it is there to be referred to.
        .filter_map(|done| Some((&done.resource, done.live.as_ref()?)));
    let told = ResultSource {
        region: &project.desired.root.region,
        online: &parts.collect::<Vec<_>>(),
        extent: Extent::Settings,
    };
    let result = project
        .given
        .dialect
        .result(&told, project.records.sealer());
    let wrote = done.iter().any(|done| done.effect.wrote());
    let outcome = match wrote || project.world.journal.wrote_itself() {
        true => Outcome::Changed,
        false => Outcome::Clean,
    };
    Ok(Finish::new(outcome, result))
}
