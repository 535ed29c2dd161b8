//! A function that a run of ours had closed for a moment, and that was not opened again because the run was stopped
//! in between. Whoever writes opens it before anything else: nothing that is wrong with the file, and nothing that
//! is to be decided, is a reason to leave it closed.

use crate::apply::{invocation, undo_drain};
use crate::error::Result;
use crate::model::resource::Resource;
use crate::project::Project;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// Opens it, under whichever name it was deployed as this resource. Says whether any was to be opened.
///
/// # Errors
/// Its record cannot be read, or it cannot be opened.
pub(super) async fn reopen(project: &Project<'_>) -> Result<bool> {
    reopen_each(project, [project.root()].iter().chain(&project.former)).await
}

/// The same of these functions.
///
/// # Errors
/// As [`reopen`].
pub(super) async fn reopen_each<'f>(
    project: &Project<'_>,
    functions: impl Iterator<Item = &'f Resource>,
) -> Result<bool> {
    let mut any = false;
    for function in functions {
        any |= reopen_one(project, function).await?;
    }
    Ok(any)
}

async fn reopen_one(project: &Project<'_>, function: &Resource) -> Result<bool> {
    let is_marked = is_marked(project, function).await?;
    if is_marked {
        // Once no other run is about to do so.
        let hold = project.hold_of(function).await?;
        hold.during(reopen_held(project, function)).await?;
    }
    Ok(is_marked)
}

/// Says that it is closed, for whoever only looks. `former` are the names under which it was deployed before.
///
/// # Errors
/// As [`reopen`].
pub(super) async fn tell(project: &Project<'_>, former: &[Resource]) -> Result<()> {
    for function in [project.root()].iter().chain(former) {
        // A run that is alive opens it in a moment.
        if is_marked(project, function).await? && project.writer_of(function)?.is_none() {
            project
                .screen
                .say_in(Tone::Remote, &closed(project, function));
        }
    }
    Ok(())
}

fn closed(project: &Project<'_>, function: &Resource) -> Words {
    let Words { en, zh } = function.label();
    let deploy = project.typed.other("deploy");
    words!(
        "{en} may still be closed to callers: a run that ended its requests (mode: drain) was stopped; '{deploy}' opens it first",
        "{zh} 可能仍处于停用状态：上次中断请求（mode: drain）的运行被终止；执行 '{deploy}' 会先恢复调用"
    )
}

async fn is_marked(project: &Project<'_>, function: &Resource) -> Result<bool> {
    if !function.kind.is_function() {
        return Ok(false);
    }
    // Nobody is asked for this alone: whoever writes looks again once everything was read.
    let record = project.records.glance(function).await?;
    Ok(record.is_closed())
}

/// The same, once nobody else can be about to do so.
async fn reopen_held(project: &Project<'_>, function: &Resource) -> Result<()> {
    if !project.records.load(function).await?.is_closed() {
        return Ok(());
    }
    let elsewhere = match function.region == project.root().region {
        true => None,
        false => Some(project.client_elsewhere(function)?),
    };
    let client = elsewhere.as_ref().unwrap_or(&project.client);
    if undo_drain(client, &project.records, function).await? {
        // It is a write like any other: whatever stops the run from here on, something was written.
        project.world.journal.done(&invocation(function));
        let Words { en, zh } = function.label();
        let words = words!(
            "{en} was left closed to callers by a run that was stopped (mode: drain); it takes calls again",
            "{zh} 因上次运行被终止而处于停用状态（mode: drain）；现已恢复调用"
        );
        project.screen.say_in(Tone::Remote, &words);
    }
    Ok(())
}
