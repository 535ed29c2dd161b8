//! What is overwritten or removed online against somebody else's change is saved first, config and
//! code, in `.s/fc-guard/backups/`, and can be put back with `s restore`.
//!
//! Secrets have to come back as they were, so a digest is not enough: documents and code are
//! encrypted with the project's own key. A backup is only as safe as the folder that holds the key;
//! what it protects from is that a value is read, searched or copied by accident.

mod again;
mod cipher;
mod id;
mod keeper;
mod manifests;
mod older;
mod prune;
mod shelf;
mod team;
mod told;
mod unsaved;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::package;
use crate::state::record::Origin;
use crate::state::workspace::Workspace;
use crate::typed::Typed;
use crate::words;
use crate::words::Words;

pub use self::again::{again, scope};
use self::cipher::Cipher;
pub use self::keeper::Keeper;
pub use self::shelf::{Listed, find, list, readable};
pub use self::team::{TeamShelf, fetch, fetch_all};

/// The version of the file format. Until 2 a resource was named by its function and its own name.
const VERSION: u64 = 2;

/// What is known of a backup without opening it. It holds no value of any setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    pub version: u64,
    /// Names sort by time, to the millisecond.
    pub id: String,
    /// When it was made, in RFC 3339.
    pub at: String,
    /// The command that made it.
    pub command: String,
    /// What all of it belongs to. Files call it by what every root was when their format was made.
    #[serde(rename = "function", serialize_with = "older::one")]
    pub root: Resource,
    /// What was saved, in the order in which it can be put back.
    #[serde(serialize_with = "older::all")]
    pub resources: Vec<Resource>,
    /// Those of them that were never deployed from here; absent in the backups of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "older::some")]
    pub strangers: Option<Vec<Resource>>,
    /// The settings that others had changed.
    pub changed: Vec<String>,
    pub code: Option<SavedCode>,
    /// The settings that are not in it, because the service does not show them.
    #[serde(default)]
    pub missing: Vec<String>,
    /// What the function was deployed as by the run that made it; absent in backups of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The documents, encrypted, in base64.
    /// Where they are decrypted, their order is that of `resources`.
    sealed: String,
}

/// The package that was online.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCode {
    /// As in `codeChecksum`.
    pub checksum: String,
    /// In bytes.
    pub size: u64,
}

/// What a backup may be encrypted with: the key of the working copy, and that of the records.
pub type BackupKeys<'k> = [&'k [u8; 32]; 2];

/// What was saved, in clear. It never leaves memory.
pub struct OpenedBackup {
    pub documents: Vec<(Resource, Value)>,
    /// The package.
    pub code: Option<Vec<u8>>,
}

impl Backup {
    /// Whether a resource was put there by others; not known of the backups of older versions.
    pub fn is_stranger(&self, resource: &Resource) -> Option<bool> {
        let strangers = self.strangers.as_ref()?;
        Some(strangers.contains(resource))
    }

    /// Whether its documents can be opened with the key that is here.
    pub fn opens(&self, keys: &BackupKeys<'_>) -> bool {
        self.unlocked(keys).is_some()
    }

    /// What opens it, and its documents.
    fn unlocked(&self, keys: &BackupKeys<'_>) -> Option<(Cipher, Vec<u8>)> {
        keys.iter().find_map(|key| {
            let cipher = Cipher::new(key, &self.id);
            let text = cipher.open_text(&self.sealed)?;
            Some((cipher, text))
        })
    }

    /// Opens it.
    ///
    /// # Errors
    /// It was made with a key that is lost, or it is damaged.
    pub fn open(
        &self,
        (workspace, keys): (&Workspace<'_>, &BackupKeys<'_>),
        typed: &Typed,
    ) -> Result<OpenedBackup> {
        let damaged = |cause: Words| unusable(self, cause, typed);
        let (cipher, text) = self.unlocked(keys).ok_or_else(|| {
            damaged(words!(
                "it cannot be decrypted: .s/fc-guard/key has been replaced, or the file is damaged",
                "内容无法解密：.s/fc-guard/key 已更换，或文件已损坏"
            ))
        })?;
        let documents: Vec<(Resource, Value)> = serde_json::from_slice(&text)
            .map_err(|error| damaged(Words::same(error.to_string())))?;
        if !documents.iter().all(|(resource, _)| resource.is_known()) {
            return Err(damaged(words!(
                "it holds a resource that this version of fc-guard does not know",
                "其中有当前版本的 fc-guard 不支持的资源"
            )));
        }
        let code = match &self.code {
            None => None,
            Some(code) => {
                let bytes = shelf::package(workspace, self)?.and_then(|bytes| cipher.open(&bytes));
                // Decrypting proves that the bytes are those of this backup; the checksum says that they
                // are the package which its description names.
                let whole = |bytes: &Vec<u8>| package::checksum(bytes) == code.checksum;
                let missing =
                    || damaged(words!("its code is missing or damaged", "代码缺失或已损坏"));
                Some(bytes.filter(whole).ok_or_else(missing)?)
            }
        };
        Ok(OpenedBackup { documents, code })
    }
}

/// A backup that is there and cannot be put back. It is found out before anything is read online.
fn unusable(backup: &Backup, cause: Words, typed: &Typed) -> Error {
    let list = typed.other("restore");
    let id = &backup.id;
    Error::local(words!(
        "backup {id} cannot be used; nothing was written",
        "备份 {id} 无法使用；没有写入任何内容"
    ))
    .because(cause)
    .hint(words!(
        "'{list}' lists the others",
        "可用 '{list}' 列出其他备份"
    ))
}
