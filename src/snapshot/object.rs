//! Which checksum an object in OSS has, where an interrupted write was to deploy it: only by that can
//! our own code be told from anybody else's. Of what is wanted now `commands/code/object` asks.

use crate::clouds::oss::OssObject;
use crate::model::document::is_oss;
use crate::state::record::Record;
use crate::wire::Client;

use super::Live;

/// What is known of an object in OSS that the project names as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeObject {
    /// Its checksum stands in the place of its address.
    Read,
    /// OSS did not tell.
    Unread,
}

/// The record, with the checksum in the place of the object that an interrupted write was to deploy,
/// if there is such a write, something else is online than was before, and OSS tells.
pub(super) async fn told(client: &Client<'_>, mut record: Record, live: Option<&Live>) -> Record {
    let (true, Some(live), Some(intent)) = (
        record.resource.kind.is_function(),
        live,
        record.pending.as_mut(),
    ) else {
        return record;
    };
    let before = intent.before.as_ref().map(|before| &before["code"]);
    let code = intent.intended.get("code").filter(|code| is_oss(code));
    let Some(object) = code.and_then(|code| object_named(code.as_str()?)) else {
        return record;
    };
    // The write has not arrived, so the object says nothing, and the request is saved.
    if before == Some(&live.document["code"]) {
        return record;
    }
    // Where OSS does not tell, the object cannot be seen, and is written again under the guard.
    if let Ok(checksum) = client.object_checksum(&object).await {
        intent.intended["code"] = checksum.into();
    }
    record
}

/// The object that an `oss://bucket/object` of a document names.
pub fn object_named(code: &str) -> Option<OssObject> {
    let (bucket, object) = code.strip_prefix("oss://")?.split_once('/')?;
    Some(OssObject {
        bucket: bucket.to_owned(),
        object: object.to_owned(),
    })
}
