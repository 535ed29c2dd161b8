//! The form in which records are kept. Every format that was ever written is read; only the present one is
//! written, when the record is saved the next time.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::provenance::{Authorship, Provenance};
use super::record::{Baseline, Draining, Intent, Marked, Origin, Record};
use crate::error::{Error, Result};
use crate::model::resource::{Generation, Pair, Resource};
use crate::words;
use crate::words::Words;

/// The version of the format that this program writes.
const VERSION: u64 = 2;

/// A record as it is kept, and which of its writes that was.
#[derive(Debug, PartialEq)]
pub(super) struct KeptRecord {
    pub(super) record: Record,
    /// Counts the writes of the record; 0 for what was kept before they were counted.
    pub(super) serial: u64,
}

/// Format 2.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Second {
    version: u64,
    serial: u64,
    resource: Resource,
    key_id: String,
    baseline: Option<Baseline>,
    pending: Option<Intent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Origin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    draining: Option<Draining>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provenance: Option<Authorship>,
    /// What the provenance says by now.
    #[serde(default, skip_serializing)]
    commit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    marked: Option<Marked>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<String>,
}

/// Format 1, of fc-guard 0.1 and what came until format 2.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct First {
    resource: Pair,
    key_id: String,
    baseline: Option<Baseline>,
    pending: Option<Intent>,
    origin: Option<Origin>,
}

impl From<First> for KeptRecord {
    fn from(first: First) -> KeptRecord {
        let First {
            resource,
            key_id,
            baseline,
            pending,
            origin,
        } = first;
        let record = Record {
            resource: resource.into(),
            key_id,
            baseline,
            pending,
            origin,
            draining: None,
            provenance: None,
            marked: None,
            files: Vec::new(),
        };
        KeptRecord { record, serial: 0 }
    }
}

/// The bytes of a record.
///
/// # Errors
/// It cannot be put into words of the format, which is a mistake of this program.
pub(super) fn bytes(kept: &KeptRecord) -> Result<Vec<u8>> {
    let record = kept.record.clone();
    let second = Second {
        version: VERSION,
        serial: kept.serial,
        resource: record.resource,
        key_id: record.key_id,
        baseline: record.baseline,
        pending: record.pending,
        origin: record.origin,
        draining: record.draining,
        provenance: record.provenance,
        commit: None,
        marked: record.marked,
        files: record.files,
    };
    let mut bytes =
        serde_json::to_vec_pretty(&second).map_err(|error| Error::unwritable(&error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The record in these bytes. `path` is what people find them by.
///
/// # Errors
/// They are damaged, or were written by a newer version.
pub(super) fn parse(path: &str, bytes: &[u8]) -> Result<KeptRecord> {
    let unlike = |error: serde_json::Error| damaged(path, Words::same(error.to_string()));
    let value: Value = serde_json::from_slice(bytes).map_err(unlike)?;
    // Before anything else is read: in a newer form all else may mean something else.
    match value.get("version").and_then(Value::as_u64) {
        Some(1) => {
            let first: First = serde_json::from_value(value).map_err(unlike)?;
            Ok(first.into())
        }
        Some(VERSION) => kept(path, serde_json::from_value(value).map_err(unlike)?),
        Some(version) if version > VERSION => Err(newer(path, version)),
        Some(version) => Err(damaged(
            path,
            words!("there is no format {version}", "不存在格式 {version}"),
        )),
        None => Err(damaged(
            path,
            words!("it has no version", "缺少 version 字段"),
        )),
    }
}

/// A record of format 2, which must be about a resource that this version knows.
fn kept(path: &str, second: Second) -> Result<KeptRecord> {
    let record = Record {
        resource: known(path, second.resource)?,
        key_id: second.key_id,
        baseline: second.baseline,
        pending: second.pending,
        origin: second.origin,
        draining: second.draining,
        provenance: second.provenance.or(second
            .commit
            .map(|commit| Authorship::of(Provenance::at(commit)))),
        marked: second.marked,
        files: second.files,
    };
    let serial = second.serial;
    Ok(KeptRecord { record, serial })
}

/// Makes sure that it is a resource that this version can know.
fn known(path: &str, resource: Resource) -> Result<Resource> {
    match resource.generation {
        _ if resource.is_known() => Ok(resource),
        Generation::THIRD => Err(about_another(path)),
        other => Err(of_another_generation(path, other.number())),
    }
}

/// What stands there is not about the resource whose name it has.
pub(super) fn about_another(path: &str) -> Error {
    damaged(
        path,
        words!("it belongs to another resource", "其内容属于另一个资源"),
    )
}

/// The error for a record that cannot be understood. It is never taken for none.
fn damaged(path: &str, cause: Words) -> Error {
    Error::local(words!(
        "the state file {path} is damaged; nothing was written",
        "状态文件 {path} 已损坏；没有写入任何内容"
    ))
    .because(cause)
    .hint(words!(
        "restore the file from a copy, or delete it: the next deploy then asks about every difference",
        "请用副本恢复该文件，或将其删除：删除后，下次部署会就每处差异询问你"
    ))
}

/// The error for a record of a later version, which may mean what this one would overlook.
fn newer(path: &str, version: u64) -> Error {
    Error::local(words!(
        "the state file {path} was written by a newer fc-guard (format {version}, this one knows {VERSION}); nothing was written",
        "状态文件 {path} 由更新版本的 fc-guard 写入（格式 {version}，当前只支持 {VERSION}）；没有写入任何内容"
    ))
    .hint(update())
}

fn of_another_generation(path: &str, generation: u64) -> Error {
    Error::local(words!(
        "the state file {path} belongs to a resource of Function Compute {generation}.0, which this fc-guard does not know; nothing was written",
        "状态文件 {path} 属于函数计算 {generation}.0 的资源，当前版本的 fc-guard 不支持；没有写入任何内容"
    ))
    .hint(update())
}

fn update() -> Words {
    words!("update fc-guard", "请升级 fc-guard")
}

#[cfg(test)]
mod tests;
