//! What the component has done, made out by what stands online, and put on record.

use serde_json::Value;

use super::handed::kept_package;
use crate::cli;
use crate::commands::code;
use crate::commands::guard::{Goods as _, Guard};
use crate::commands::left;
use crate::commands::ready::{Bare, Ready};
use crate::commands::{Command, Finish};
use crate::drift::{self, Drift, ResourceDrift, Standing, Verdict};
use crate::error::Result;
use crate::model::edit::set;
use crate::plan::{self, Answers, Plan};
use crate::project::Project;
use crate::snapshot::{self, Part};

/// Puts on record what of that which was left to the component stands online now. What does not is nobody's: the next
/// run finds it.
///
/// # Errors
/// Something cannot be read, or a record cannot be written.
pub(in crate::commands) async fn after(command: &Command<'_>) -> Result<Finish> {
    let turn = &command.turn;
    let flags = cli::deploy(&turn.typed)?;
    let project = Project::open_quietly(command.world, turn)?;
    let project = left::remember(project, &command.file).await?;
    let package = kept_package(&project.workspace, &project);
    project.world.files.remove(&package)?;
    let ready = Bare::new(project, &flags).await?.filled(true).await?;
    let hold = ready.project.hold_waiting(false).await?;
    hold.during(record(&ready, flags.policy)).await?;
    Ok(Finish::plain(Value::Null))
}

/// Reads, compares, and records what agrees.
async fn record(ready: &Ready<'_>, policy: plan::Policy) -> Result<()> {
    let Project {
        client, records, ..
    } = &ready.project;
    let mut snapshot = snapshot::read(client, records, ready.wanted()).await?;
    code::compare(
        &ready.project,
        &ready.known,
        ready.code(),
        &mut snapshot,
        true,
    )
    .await;
    let drift = drift::compare(&snapshot, records.sealer());
    let (done, rest): (Vec<_>, Vec<_>) = drift.resources.into_iter().partition(is_done);
    let plan = plan::build(
        &Drift {
            resources: done,
            rules: Vec::new(),
        },
        &Answers::default(),
        records.sealer(),
    )?;
    let guard = Guard {
        project: &ready.project,
        goods: ready,
        policy,
        known: &ready.known,
    };
    // What would still be written by us is left to the next deploy.
    let quiet = plan.steps.into_iter().filter(|step| !step.action.writes());
    let quiet = Plan {
        steps: quiet.collect(),
    };
    let open = rest.iter().filter(|one| one.part.record.pending.is_some());
    let open: Vec<Part> = open.map(agreed).collect();
    guard.record(snapshot, (quiet, &open)).await
}

/// Whether everything stands there as the file says it, or as it was decided.
fn is_done(drift: &ResourceDrift) -> bool {
    let is_quiet = |verdict| matches!(verdict, Verdict::Agreed | Verdict::Along);
    let mut found = drift.differences.iter();
    drift.standing != Standing::New
        && !drift.standing.asks()
        && found.all(|one| is_quiet(one.verdict))
}

/// The part, in whose baseline stands what agrees by now.
fn agreed(drift: &ResourceDrift) -> Part {
    let mut part = Part::clone(&drift.part);
    let kind = part.resource.kind;
    let found = drift.differences.iter();
    let found: Vec<_> = found.filter(|one| one.verdict == Verdict::Agreed).collect();
    if let Some(baseline) = &mut part.baseline {
        for one in found {
            set(kind, &mut baseline.sent, &one.path, one.desired.clone());
            if let Some(seen) = &mut baseline.seen {
                set(kind, seen, &one.path, one.live.clone());
            }
        }
    }
    part
}
