//! The record of code that came home in part. What is here now is the work of this run, so the record
//! takes it for what was here at the decision: else the next deploy would call it a change made here. What
//! a person edited while the questions waited stays a change.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::Result;
use crate::model::document::is_oss;
use crate::package::{self, Compared, Content, Limits, Manifest, Manifests, Shelf};
use crate::project::Project;
use crate::state::record::{KeptPath, Record};

/// Notes what is here now. `before` is what was compared, `touched` what was written or removed since.
///
/// # Errors
/// The code cannot be read, or the record cannot be written.
pub(super) async fn note(
    project: &Project<'_>,
    before: &Compared,
    touched: &BTreeSet<String>,
) -> Result<()> {
    // Without both lists of files nobody can say what a person has edited since.
    let (Some(yours), Some(online)) = (&before.yours, &before.online) else {
        return Ok(());
    };
    let (files, code) = (project.world.files, &project.desired.code);
    let shelf = project.shelf(true);
    let Some(packed) = package::pack(files, code, Some(shelf), &|_| ())? else {
        return Ok(());
    };
    // What was packed here may be as large as it likes.
    let now = Manifest::of(&packed.bytes(files, code, &|_| ())?, Limits::none())?;
    // Where it is all the same as online nothing stands kept, and the next deploy says so.
    if now == **online || is_edited(yours, &now, touched) {
        return Ok(());
    }
    // Whoever else writes here has decided something else since; then the next deploy asks.
    let Ok(hold) = project.hold(project.typed.verb()).await else {
        return Ok(());
    };
    hold.during(take(project, (&packed.checksum, &now), shelf))
        .await
}

/// Has the record name the package that is here now, where nobody has written it since.
async fn take(
    project: &Project<'_>,
    (checksum, now): (&str, &Manifest),
    shelf: Shelf<'_>,
) -> Result<()> {
    let records = &project.records;
    if records.has_moved().await? {
        return Ok(());
    }
    let function = project.root();
    let mut record = records.load(&function).await?;
    let Some(sent) = kept_code(&mut record) else {
        return Ok(());
    };
    *sent = checksum.into();
    let manifests = Manifests {
        files: project.world.files,
        shelf,
        owner: &function.arn(),
    };
    // The record names this package from now on, so the next run may need to know what is in it.
    manifests.keep(checksum, now);
    records.save(&record).await
}

/// Whether anything else differs from what was compared. Folders come and go with what is in them.
fn is_edited(before: &Manifest, now: &Manifest, touched: &BTreeSet<String>) -> bool {
    let paths: BTreeSet<&str> = before.paths().chain(now.paths()).collect();
    let counts = |content: &&Content| **content != Content::Folder;
    let differs = |path: &&str| {
        let sides = [before, now].map(|all| all.get(path).filter(counts));
        sides[0] != sides[1] && !touched.contains(*path)
    };
    paths.iter().any(differs)
}

/// The checksum of what was here when it was decided to keep the code that is online.
fn kept_code(record: &mut Record) -> Option<&mut Value> {
    // Of a write whose end is not known nobody can say what was kept.
    if record.pending.is_some() {
        return None;
    }
    let baseline = record.baseline.as_mut()?;
    let is_kept = |kept: &Vec<KeptPath>| kept.iter().any(|one| one.path == "code");
    // Records of 0.1 do not name what was kept: there it is whatever differs.
    if !baseline.kept.as_ref().is_none_or(is_kept) {
        return None;
    }
    baseline.sent.get_mut("code").filter(|code| !is_oss(code))
}
