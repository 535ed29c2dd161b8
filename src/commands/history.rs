//! `s history`: when each part of a resource was deployed last, by whom and from what.

use serde_json::{Value, json};

use crate::cli;
use crate::commands::{Command, Finish};
use crate::error::{Error, Result};
use crate::model::mark::Mark;
use crate::project::Project;
use crate::snapshot::Live;
use crate::state::record::Record;
use crate::state::records::EarlierRecord;
use crate::view::history::{self as view, HistoryEntry};

/// How many versions of each record are looked at. A deploy writes two of each resource that it changes.
const MOST: usize = 60;

/// Tells what is known of the deploys of the resource: of this working copy the last one, of a team that shares its
/// records the earlier ones, too, and where nothing is on record what the mark on the function claims.
///
/// # Errors
/// A record, or the function for its mark, cannot be read.
pub async fn history(command: &Command<'_>) -> Result<Finish> {
    let turn = &command.turn;
    cli::history(&turn.typed)?;
    let project = Project::open(command.world, turn)?;
    // Each place that knows of deploys adds what it knows.
    let mut entries = on_record(&project).await?;
    // Of one moment those of a resource before its parts, as they are named.
    entries.sort_by(|one, other| other.at.cmp(&one.at));
    view::show(project.screen, &project.root(), &entries);
    let mut told = json!({"deploys": entries.iter().map(to_json).collect::<Vec<_>>()});
    if entries.is_empty()
        && let Some(mark) = marked(&project).await?
    {
        view::marked(project.screen, &mark);
        told["mark"] = json!({"sequence": mark.seq, "who": mark.who, "commit": mark.commit, "isDirty": mark.is_dirty});
    }
    Ok(Finish::plain(told))
}

/// The mark on the function of the project, as it says of itself: a claim of whoever may write tags.
///
/// # Errors
/// The function cannot be read.
async fn marked(project: &Project<'_>) -> Result<Option<Mark>> {
    let root = project.root();
    if !root.kind.is_function() {
        return Ok(None);
    }
    let reply = project.client.get(&root).await.map_err(Error::unread)?;
    let value = Live::of(&root, reply).and_then(|live| live.mark);
    let claim = value.and_then(|value| Mark::parse(&value).ok());
    Ok(claim.map(|claim| claim.mark))
}

/// The deploys of each resource, as the records of this project have them.
///
/// # Errors
/// As [`history`].
async fn on_record(project: &Project<'_>) -> Result<Vec<HistoryEntry>> {
    let mut records = project.records.siblings(&project.root()).await?;
    records.sort_by_key(|record| (!record.resource.is_root(), record.resource.label().en));
    let mut entries = Vec::new();
    for record in records {
        let mut earlier = project.records.history(&record.resource);
        let mut newest: Option<HistoryEntry> = entry(record);
        for _ in 0..MOST {
            let EarlierRecord::Kept { record, .. } = earlier.next().await? else {
                break;
            };
            // A write is on record twice: when it is begun, what was there before still counts.
            let before = entry(*record);
            let is_same = newest
                .as_ref()
                .zip(before.as_ref())
                .is_some_and(|(one, other)| {
                    (&one.at, &one.provenance) == (&other.at, &other.provenance)
                });
            if !is_same && before.is_some() {
                entries.extend(newest.take());
                newest = before;
            }
        }
        entries.extend(newest);
    }
    Ok(entries)
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
        provenance: provenance.unwrap_or_default().last,
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
