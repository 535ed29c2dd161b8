//! What is overwritten or removed online against somebody else's change is saved first, config and
//! code, in `.s/fc-guard/backups/`, and can be put back with `s restore`.
//!
//! Secrets have to come back as they were, so a digest is not enough: documents and code are
//! encrypted with the project's own key. A backup is only as safe as the folder that holds the key;
//! what it protects from is that a value is read, searched or copied by accident.

mod again;
mod cipher;
mod id;
mod prune;
mod shelf;
mod told;
mod unsaved;

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::drift;
use crate::error::{Error, Result};
use crate::model::desired::{Desired, Item};
use crate::model::document::{Leaf, leaves};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::package;
use crate::plan::{Plan, Step};
use crate::project::Project;
use crate::snapshot::{self, Part, Snapshot};
use crate::state::record::Origin;
use crate::time::rfc3339;
use crate::typed::Typed;
use crate::words;
use crate::words::Words;

pub use self::again::{again, scope};
use self::cipher::Cipher;
pub use self::shelf::{Listed, find, folder, list, readable};

/// The version of the file format.
const VERSION: u32 = 1;

/// What is known of a backup without opening it. It holds no value of any setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    pub version: u32,
    /// Names sort by time, to the millisecond.
    pub id: String,
    /// When it was made, in RFC 3339.
    pub at: String,
    /// The command that made it.
    pub command: String,
    pub function: Resource,
    /// What was saved, in the order in which it can be put back.
    pub resources: Vec<Resource>,
    /// Those of them that were never deployed from here; absent in the backups of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strangers: Option<Vec<Resource>>,
    /// The settings that others had changed.
    pub changed: Vec<String>,
    pub code: Option<Code>,
    /// The settings that are not in it, because the service does not show them.
    #[serde(default)]
    pub missing: Vec<String>,
    /// What the function was deployed as by the run that made it; absent in backups of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The documents, encrypted, in base64.
    sealed: String,
}

/// The package that was online.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// As in `codeChecksum`.
    pub checksum: String,
    /// In bytes.
    pub size: u64,
}

/// What was saved, in clear. It never leaves memory.
pub struct Opened {
    pub documents: Vec<(Resource, Value)>,
    /// The package.
    pub code: Option<Vec<u8>>,
}

/// Saves what a plan overwrites although others changed it. Nothing is saved where it overwrites
/// nothing of theirs.
///
/// # Errors
/// The code cannot be downloaded, or a file cannot be written; nothing may be overwritten then.
pub async fn before_overwriting(project: &Project<'_>, plan: &Plan) -> Result<()> {
    let loses = |step: &&Step| step.action.writes() && !step.overwrites.is_empty();
    let lost: Vec<&Step> = plan.steps.iter().filter(loses).collect();
    if lost.is_empty() {
        return Ok(());
    }
    let file = &project.desired;
    let changed = lost.iter().flat_map(|step| {
        let address = |path| step.resource.address(path).to_string();
        step.overwrites.iter().map(address)
    });
    let code = lost.iter().any(|step| {
        let is_code = |path: &Path| step.resource.kind.is_code(path.top());
        step.overwrites.iter().any(is_code)
    });
    let contents = Contents {
        command: project.typed.verb(),
        changed: changed.collect(),
        parts: lost
            .iter()
            .map(|step| {
                let goes = |top: &str| step.overwrites.iter().any(|path| path.top() == top);
                Kept::of(&step.part, file, goes)
            })
            .collect(),
        code,
    };
    keep(project, contents).await
}

/// Saves everything that is about to be removed, if any of it was changed or made by others.
///
/// # Errors
/// As [`before_overwriting`].
pub async fn before_removing(project: &Project<'_>, snapshot: &Snapshot) -> Result<()> {
    let changed = theirs(project, snapshot);
    if changed.is_empty() {
        return Ok(());
    }
    let has_code = |part: &Part| {
        let checksum = part
            .live
            .as_ref()
            .and_then(|live| live.document.get("code"));
        part.resource.kind.is_function() && checksum.is_some_and(Value::is_string)
    };
    let online = || snapshot.parts().filter(|part| part.live.is_some());
    let file = &project.desired;
    let contents = Contents {
        command: "remove",
        changed,
        code: online().any(has_code),
        parts: online()
            .map(|part| Kept::of(part, file, unsaved::goes(part)))
            .collect(),
    };
    keep(project, contents).await
}

/// What of all that is about to be removed cannot be saved, where it is saved at all.
pub fn unsaved(project: &Project<'_>, snapshot: &Snapshot) -> Vec<(Resource, Path)> {
    if theirs(project, snapshot).is_empty() {
        return Vec::new();
    }
    let file = &project.desired;
    let of = |part: &Part| {
        let missing = unsaved::missing(part, file, unsaved::goes(part)).into_iter();
        let of = |path| (part.resource.clone(), path);
        missing.map(of).collect::<Vec<_>>()
    };
    snapshot.parts().flat_map(of).collect()
}

/// What others changed or made of all that is about to be removed.
fn theirs(project: &Project<'_>, snapshot: &Snapshot) -> Vec<String> {
    let sealer = project.records.sealer();
    let online = snapshot.parts().filter(|part| part.live.is_some());
    let theirs = online.flat_map(|part| {
        let address = |path| part.resource.address(&path).to_string();
        let theirs = drift::theirs(part, sealer).into_iter();
        theirs.chain(unknown(part)).map(address).collect::<Vec<_>>()
    });
    theirs.collect()
}

/// What nobody here knows is not ours, whoever set it.
fn unknown(part: &Part) -> Vec<Path> {
    let (kind, live) = (part.resource.kind, part.live.as_ref());
    let online = live.map_or(&Value::Null, |live| &live.document);
    let is_unknown = |(path, leaf): (Path, Leaf)| {
        (leaf.field.is_none() && again::is_theirs(kind, online, &path)).then_some(path)
    };
    leaves(kind, online)
        .into_iter()
        .filter_map(is_unknown)
        .collect()
}

/// The witnesses of what is about to go.
///
/// # Errors
/// What is online, or on record of it, cannot be read.
pub async fn look<'r>(
    project: &Project<'_>,
    going: impl Iterator<Item = &'r Resource>,
) -> Result<Snapshot> {
    let nothing = || Value::Object(Map::new());
    let items = going.map(|resource| Item::new(resource.clone(), nothing()));
    let mut items: Vec<Item> = items.collect();
    items.sort_by_key(|item| item.resource.kind.spec().rank);
    let desired = Desired {
        rules: project.desired.rules.clone(),
        scope: again::scope(true),
        ..Desired::of(project.function(), items)
    };
    snapshot::read(&project.client, &project.records, desired).await
}

/// What goes into a backup.
struct Contents<'a> {
    command: &'a str,
    changed: Vec<String>,
    parts: Vec<Kept>,
    code: bool,
}

/// One resource of it.
struct Kept {
    resource: Resource,
    /// Whether it was never deployed from here.
    is_stranger: bool,
    /// `None` where it is not online.
    document: Option<Value>,
    missing: Vec<Path>,
    /// The package that is online, where this run has downloaded it already to compare it.
    package: Option<Rc<Vec<u8>>>,
}

impl Kept {
    /// `file` is what `s.yaml` says; `goes` tells which top-level settings are at stake.
    fn of(part: &Part, file: &Desired, goes: impl Fn(&str) -> bool) -> Kept {
        Kept {
            resource: part.resource.clone(),
            is_stranger: !part.record.is_ours(),
            document: unsaved::document(part, file, &goes),
            missing: unsaved::missing(part, file, goes),
            package: compared(part),
        }
    }
}

fn compared(part: &Part) -> Option<Rc<Vec<u8>>> {
    let online = part.live.as_ref()?.document.get("code")?.as_str()?;
    let bytes = part.code.as_ref()?.online_bytes.clone()?;
    (package::checksum(&bytes) == online).then_some(bytes)
}

async fn keep(project: &Project<'_>, contents: Contents<'_>) -> Result<()> {
    if contents.parts.is_empty() {
        return Ok(());
    }
    let function = project.function();
    let compared = contents.parts.iter().find_map(|kept| kept.package.clone());
    let package = match (contents.code, compared) {
        (false, _) => None,
        (true, Some(known)) => Some(known),
        (true, None) => Some(Rc::new(project.download("LATEST").await?)),
    };
    let missing = contents.parts.iter().flat_map(|kept| {
        let address = |path| kept.resource.address(path).to_string();
        kept.missing.iter().map(address)
    });
    let missing = missing.collect();
    let strangers = contents.parts.iter().filter(|kept| kept.is_stranger);
    let strangers = strangers.map(|kept| kept.resource.clone()).collect();
    let documents = contents.parts.into_iter();
    let documents = documents.filter_map(|kept| Some((kept.resource, kept.document?)));
    let documents: Vec<(Resource, Value)> = documents.collect();
    let clock = project.world.clock;
    let id = shelf::name(project)?;
    let cipher = Cipher::new(project.workspace.key(), &id);
    let text = serde_json::to_vec(&documents).map_err(|error| Error::unwritable(&error))?;
    let backup = Backup {
        version: VERSION,
        at: rfc3339(clock.now()),
        command: contents.command.to_owned(),
        function,
        resources: documents
            .into_iter()
            .map(|(resource, _)| resource)
            .collect(),
        strangers: Some(strangers),
        changed: contents.changed,
        missing,
        code: package.as_ref().map(|bytes| Code {
            checksum: package::checksum(bytes),
            size: bytes.len() as u64,
        }),
        origin: project.records.origin().cloned(),
        sealed: cipher.seal_text(clock, &text)?,
        id,
    };
    let package = package
        .map(|bytes| cipher.seal(clock, &bytes))
        .transpose()?;
    shelf::put(project, &backup, package.as_deref())?;
    told::saved(project.screen, &backup, &project.typed);
    Ok(())
}

impl Backup {
    /// Whether a resource was put there by others; not known of the backups of older versions.
    pub fn is_stranger(&self, resource: &Resource) -> Option<bool> {
        let strangers = self.strangers.as_ref()?;
        Some(strangers.contains(resource))
    }

    /// Whether its documents can be opened with the key that is here.
    pub fn opens(&self, project: &Project<'_>) -> bool {
        let cipher = Cipher::new(project.workspace.key(), &self.id);
        cipher.open_text(&self.sealed).is_some()
    }

    /// Opens it.
    ///
    /// # Errors
    /// It was made with a key that is lost, or it is damaged.
    pub fn open(&self, project: &Project<'_>) -> Result<Opened> {
        let cipher = Cipher::new(project.workspace.key(), &self.id);
        let damaged = |cause: Words| unusable(self, cause, &project.typed);
        let text = cipher.open_text(&self.sealed).ok_or_else(|| {
            damaged(words!(
                "it cannot be decrypted: .s/fc-guard/key has been replaced, or the file is damaged",
                "内容无法解密：.s/fc-guard/key 已更换，或文件已损坏"
            ))
        })?;
        let documents = serde_json::from_slice(&text)
            .map_err(|error| damaged(Words::same(error.to_string())))?;
        let code = match &self.code {
            None => None,
            Some(code) => {
                let bytes = shelf::package(project, self)?.and_then(|bytes| cipher.open(&bytes));
                let whole = |bytes: &Vec<u8>| package::checksum(bytes) == code.checksum;
                let missing =
                    || damaged(words!("its code is missing or damaged", "代码缺失或已损坏"));
                Some(bytes.filter(whole).ok_or_else(missing)?)
            }
        };
        Ok(Opened { documents, code })
    }
}

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
