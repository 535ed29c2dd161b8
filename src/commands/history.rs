//! `s history`: when each part of a resource was deployed last, by whom and from what.

use serde_json::{Value, json};

use crate::cli;
use crate::commands::{Command, Finish};
use crate::error::Result;
use crate::project::Project;
use crate::state::record::Record;
use crate::view::history::{self as view, HistoryEntry};

/// Tells what is known of the deploys of the resource. It sends nothing.
///
/// # Errors
/// A record that cannot be read.
pub async fn history(command: &Command<'_>) -> Result<Finish> {
    let turn = &command.turn;
    cli::history(&turn.typed)?;
    let project = Project::open(command.world, turn)?;
    // Each place that knows of deploys adds what it knows.
    let mut entries = on_record(&project).await?;
    // Of one moment those of a resource before its parts, as they are named.
    entries.sort_by(|one, other| other.at.cmp(&one.at));
    view::show(project.screen, &project.root(), &entries);
    let entries: Vec<Value> = entries.iter().map(to_json).collect();
    Ok(Finish::plain(json!({"deploys": entries})))
}

/// The last deploy of each resource, as the records of this project have it.
///
/// # Errors
/// As [`history`].
async fn on_record(project: &Project<'_>) -> Result<Vec<HistoryEntry>> {
    let mut records = project.records.siblings(&project.root()).await?;
    records.sort_by_key(|record| (!record.resource.is_root(), record.resource.label().en));
    Ok(records.into_iter().filter_map(entry).collect())
}

/// Of a write of which nobody knows the end there is none.
fn entry(record: Record) -> Option<HistoryEntry> {
    let Record {
        resource,
        baseline,
        provenance,
        ..
    } = record;
    let baseline = baseline?;
    Some(HistoryEntry {
        at: baseline.at,
        is_gone: baseline.seen.is_none(),
        resource,
        provenance: provenance.unwrap_or_default(),
    })
}

/// For programs: what nobody knows is left out.
fn to_json(entry: &HistoryEntry) -> Value {
    let HistoryEntry {
        resource,
        at,
        is_gone,
        provenance,
    } = entry;
    let mut told = json!({
        "resource": resource.label().en,
        "region": resource.region,
        "at": at,
    });
    if *is_gone {
        told["staysDeleted"] = true.into();
    }
    let more = serde_json::to_value(provenance).unwrap_or_default();
    if let (Some(told), Value::Object(more)) = (told.as_object_mut(), more) {
        told.extend(more);
    }
    told
}
