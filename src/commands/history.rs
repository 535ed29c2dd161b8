//! `s history`: when each part of a resource was deployed last, by whom and from what.

use serde_json::{Value, json};

use crate::cli;
use crate::commands::{Command, Finish, mark};
use crate::error::{Error, Result};
use crate::model::mark::Mark;
use crate::project::Project;
use crate::state::record::{Baseline, Record};
use crate::state::records::EarlierRecord;
use crate::view::history::{self as view, HistoryEnd, HistoryEntry};

/// How many versions of each record are looked at where nobody asks for all of them. A deploy writes two of each
/// resource that it changes.
const MOST: usize = 60;

/// Tells what is known of the deploys of the resource: of this working copy the last one, of a team that shares its
/// records the earlier ones, too, and where nothing is on record what the mark on the function claims.
///
/// # Errors
/// A record, or the function for its mark, cannot be read.
pub async fn history(command: &Command<'_>) -> Result<Finish> {
    let turn = &command.turn;
    let most = match cli::history(&turn.typed)?.all {
        true => usize::MAX,
        false => MOST,
    };
    let project = Project::open(command.world, turn)?;
    // Each place that knows of deploys adds what it knows.
    let mut look = HistoryLook {
        project: &project,
        most,
        end: HistoryEnd::Whole,
    };
    let mut entries = look.on_record().await.map_err(Error::unread)?;
    // Of one moment those of a resource before its parts, as they are named.
    entries.sort_by(|one, other| other.at.cmp(&one.at));
    view::show(project.screen, &project.root(), &entries);
    view::end(project.screen, look.end, &turn.typed);
    let mut told = json!({"deploys": entries.iter().map(to_json).collect::<Vec<_>>()});
    if look.end != HistoryEnd::Whole {
        told["isCut"] = true.into();
    }
    if let Some(mark) = claimed(&project, entries.is_empty()).await? {
        told["mark"] = json!({"sequence": mark.seq, "who": mark.who, "commit": mark.commit, "isDirty": mark.is_dirty});
    }
    Ok(Finish::plain(told))
}

/// Tells what the mark on the function claims, where nothing is on record or the mark is of a later deploy. Nothing is
/// read where no mark was ever seen.
///
/// # Errors
/// Nothing is on record, and the function cannot be read.
async fn claimed(project: &Project<'_>, is_all: bool) -> Result<Option<Mark>> {
    let root = project.root();
    if !root.kind.is_function() {
        return Ok(None);
    }
    let known = project.records.load(&root).await.map_err(Error::unread)?;
    let known = known.marked.map_or(0, |marked| marked.seq);
    if !is_all && known == 0 {
        return Ok(None);
    }
    let value = match mark::value(project).await.map_err(Error::unread) {
        Ok(value) => value,
        Err(error) if is_all => return Err(error),
        // What is on record is told all the same.
        Err(_) => {
            view::unreadable(project.screen);
            return Ok(None);
        }
    };
    let Some(value) = value else {
        return Ok(None);
    };
    match Mark::parse(&value) {
        Ok(claim) if is_all => {
            view::marked(project.screen, &claim.mark);
            Ok(Some(claim.mark))
        }
        Ok(claim) if claim.mark.seq > known => {
            view::later(project.screen, &claim.mark);
            Ok(Some(claim.mark))
        }
        Ok(_) => Ok(None),
        Err(_) => {
            view::unknown(project.screen);
            Ok(None)
        }
    }
}

/// The look at what is on record.
struct HistoryLook<'p, 'a> {
    project: &'p Project<'a>,
    /// How many versions of each record are looked at.
    most: usize,
    end: HistoryEnd,
}

impl HistoryLook<'_, '_> {
    /// The deploys of each resource, as the records of this project have them.
    ///
    /// # Errors
    /// As [`history`].
    async fn on_record(&mut self) -> Result<Vec<HistoryEntry>> {
        let root = self.project.root();
        let mut records = self.project.records.siblings_ever(&root).await?;
        // The service in which a function of FC 2.0 stands has records of its own.
        let holder = root.holder();
        if holder != root {
            records.extend(self.project.records.siblings_ever(&holder).await?);
        }
        records.sort_by_key(|record| (!record.resource.is_root(), record.resource.label().en));
        let mut entries = Vec::new();
        for record in records {
            let aside = self.project.records.laid_aside(&record.resource).await?;
            entries.extend(aside.and_then(known).map(|known| HistoryEntry {
                is_aside: true,
                ..known.entry
            }));
            entries.extend(self.of_record(record).await?);
        }
        Ok(entries)
    }

    /// The deploys of one resource, the newest first.
    async fn of_record(&mut self, record: Record) -> Result<Vec<HistoryEntry>> {
        let mut earlier = self.project.records.history(&record.resource);
        let mut entries = Vec::new();
        let mut newest = known(record);
        for look in 0.. {
            if look == self.most {
                self.end = self.end.max(HistoryEnd::More(self.most));
                break;
            }
            let record = match earlier.next().await? {
                EarlierRecord::Kept { record, .. } => *record,
                EarlierRecord::Nothing => break,
                EarlierRecord::Lost => {
                    self.end = HistoryEnd::Lost;
                    break;
                }
            };
            let before = known(record);
            if before.is_none() {
                continue;
            }
            let is_same = newest.as_ref().zip(before.as_ref());
            if !is_same.is_some_and(|(one, other)| one.is_of_one_deploy(other)) {
                entries.extend(newest.take().map(|known| known.entry));
            }
            // Of one deploy the first version says when it was: the others renew the record.
            newest = before;
        }
        entries.extend(newest.map(|known| known.entry));
        Ok(entries)
    }
}

/// What a version of a record tells of a deploy.
struct KnownDeploy {
    entry: HistoryEntry,
    baseline: Option<Baseline>,
}

impl KnownDeploy {
    /// Whether two versions that follow each other are of one deploy: a write is on record twice, since what was
    /// there before still counts when it is begun, and a record is written anew for other reasons, too.
    fn is_of_one_deploy(&self, other: &KnownDeploy) -> bool {
        let said = |known: &KnownDeploy| {
            let baseline = known.baseline.clone();
            baseline.map(|one| (one.sent, one.seen, one.kept))
        };
        self.entry.provenance == other.entry.provenance
            && (self.entry.at == other.entry.at || said(self) == said(other))
    }
}

/// Of a write of which nobody knows the end there is none.
fn known(record: Record) -> Option<KnownDeploy> {
    let Record {
        resource,
        baseline,
        provenance,
        ..
    } = record;
    let provenance = provenance.unwrap_or_default().last;
    // Of what was taken away only that is left.
    let removed = provenance.removed_at.clone();
    let at = baseline.as_ref().map(|one| one.at.clone()).or(removed)?;
    let entry = HistoryEntry {
        at,
        is_gone: baseline.as_ref().is_some_and(|one| one.seen.is_none()),
        is_aside: false,
        resource,
        provenance,
    };
    Some(KnownDeploy { entry, baseline })
}

/// For programs: what nobody knows is left out.
fn to_json(entry: &HistoryEntry) -> Value {
    let HistoryEntry {
        resource,
        at,
        is_gone,
        is_aside,
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
    if *is_aside {
        told["isLaidAside"] = true.into();
    }
    let more = serde_json::to_value(provenance).unwrap_or_default();
    if let (Some(told), Value::Object(more)) = (told.as_object_mut(), more) {
        told.extend(more);
    }
    told
}
