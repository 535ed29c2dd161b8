//! The guard before the deploy of another component, which stays unmodified: everything is compared, decided and saved
//! as by our own deploy, and what is left to that component is on disk as an intent before it writes. What it has done
//! is made out afterwards by what stands online, so nothing is recorded that it did not write.

mod after;
mod handed;
mod limits;

use serde_json::Value;

pub(super) use self::after::after;
pub(super) use self::handed::{handed_on, upstream_items};
pub(super) use self::limits::check;
use crate::apply::Done;
use crate::cli::DeployFlags;
use crate::commands::Finish;
use crate::commands::file::ProjectFile;
use crate::commands::guard::RunResult;
use crate::commands::home;
use crate::commands::ready::Ready;
use crate::commands::report_file::code_folders;
use crate::error::{Outcome, Result};
use crate::model::kind::Kind;
use crate::plan::{Plan, Step};
use crate::project::Project;
use crate::typed::YES;
use crate::view::hook as view;

/// Tells what is left to the component, and hands on what was decided.
///
/// # Errors
/// A file cannot be written into which what is kept goes; nothing was written online.
pub(super) async fn hand_over(
    ready: &Ready<'_>,
    result: &RunResult,
    (flags, file): (&DeployFlags, &ProjectFile),
) -> Result<Finish> {
    let project = &ready.project;
    let (screen, component) = (project.screen, component(project));
    let written: Vec<&Done> = result
        .done
        .iter()
        .filter(|one| one.effect.wrote())
        .collect();
    for done in &written {
        view::left_to(screen, component, done);
    }
    // Nobody is asked where to put what is kept: that can wait until the component is done.
    let flag = match screen.terminal.attended() {
        true => Some(flags.write_back == Some(true)),
        false => flags.write_back,
    };
    home::bring(project, flag, &result.kept, code_folders(project, file)).await?;
    let is_confirmed = YES.iter().any(|flag| project.typed.has(flag));
    if !written.is_empty() && !is_confirmed && !screen.terminal.attended() {
        let typed = match file.run.is_over_file {
            true => project.typed.over_file(),
            false => project.typed.clone(),
        };
        view::unconfirmed(screen, component, &typed);
    }
    let journal = project.world.journal;
    for done in &written {
        // By the next resource's turn it is written, or the run has ended.
        let label = view::handed(component, &done.resource.label());
        journal.begin(&label);
        journal.done(&label);
    }
    let outcome = match written.is_empty() {
        true => Outcome::Clean,
        false => Outcome::Changed,
    };
    Ok(Finish {
        handed: ready.handed.take().unwrap_or_default(),
        ..Finish::new(outcome, Value::Null)
    })
}

/// The component that writes, as the file names it.
pub(super) fn component<'p>(project: &'p Project<'_>) -> &'p str {
    let named = project.given.place.component.as_deref();
    named.unwrap_or("fc3")
}

/// What no deploy of that component does, although a deploy of ours would.
fn is_left_undone(step: &Step) -> bool {
    let kinds = [Kind::AsyncInvokeConfig, Kind::ProvisionConfig];
    step.action.writes() && !step.part.is_wanted() && kinds.contains(&step.resource.kind)
}

/// Tells what the component will not do.
pub(super) fn tell_undone(project: &Project<'_>, plan: &Plan) {
    for step in plan.steps.iter().filter(|step| is_left_undone(step)) {
        view::undone(project.screen, component(project), &step.resource.label());
    }
}
