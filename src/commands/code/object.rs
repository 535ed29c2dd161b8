//! Code that the project names as an object of OSS. What is in the object may be another package under the same name
//! by now, so it is compared by the checksum that OSS says of it, and not by its address.

use std::rc::Rc;

use serde_json::Value;

use super::KnownPackages;
use crate::model::document::is_oss;
use crate::plan::{Side, Stance};
use crate::project::Project;
use crate::snapshot::{CodeObject, Part, Snapshot, object_named};
use crate::state::record::Baseline;
use crate::view::object;

/// Puts the checksum of the object in the place of its address, in what is wanted and in what is on record of it.
/// Where OSS does not tell, that is said, and the address stays.
pub(super) async fn settle(project: &Project<'_>, known: &KnownPackages, part: &mut Part) {
    // What is not online is created from the object, whatever it holds.
    let wanted = part.live.is_some().then_some(&part.desired);
    let code = wanted.and_then(|wanted| wanted.get("code"));
    let code = code.filter(|code| is_oss(code)).cloned();
    let Some((address, place)) =
        code.and_then(|code| Some((code.clone(), object_named(code.as_str()?)?)))
    else {
        return;
    };
    let checksum = match project.client.object_checksum(&place).await {
        Ok(checksum) => checksum,
        Err(failure) => {
            part.object = Some(CodeObject::Unread);
            let name = format!("{}/{}", place.bucket, place.object);
            if !known.has_failed(&name) {
                known.fail(&name);
                object::say_unread(project.screen, &name, failure);
            }
            return;
        }
    };
    part.object = Some(CodeObject::Read);
    let now = Value::from(checksum);
    // The one of earlier runs that could not read it is on record by its address.
    if let Some(baseline) = part
        .baseline
        .as_mut()
        .filter(|one| one.sent["code"] == address)
    {
        baseline.sent["code"] = then(baseline, &now);
    }
    for document in [&mut part.desired, &mut part.file] {
        document["code"] = now.clone();
    }
}

/// The checksum that the object had at the last deploy: what stood online after it, unless it was decided to keep
/// that. Then nobody knows, and it is taken for unchanged, so that the decision holds.
fn then(baseline: &Baseline, now: &Value) -> Value {
    let mut kept = baseline.kept.iter().flatten();
    let seen = baseline.seen.as_ref().and_then(|seen| seen.get("code"));
    match seen {
        Some(seen) if !kept.any(|one| one.path == "code") => seen.clone(),
        _ => now.clone(),
    }
}

/// Has an object of which nobody knows what is in it sent once more, where a flag says that the project's code is to
/// stand: it may be the one that is online already.
pub(in crate::commands) fn sent_again(snapshot: &mut Snapshot, stance: Stance) {
    if stance.merge || stance.side != Some(Side::Local) {
        return;
    }
    for part in &mut snapshot.parts {
        if part.object == Some(CodeObject::Unread)
            && let Some(baseline) = &mut Rc::make_mut(part).baseline
        {
            baseline.sent["code"] = Value::Null;
        }
    }
}
