//! What is saved, and when.

use std::rc::Rc;

use serde_json::Value;

use super::cipher::Cipher;
use super::team::TeamShelf;
use super::{Backup, SavedCode, VERSION, again, shelf, told, unsaved};
use crate::drift;
use crate::error::{Error, Result};
use crate::model::desired::Desired;
use crate::model::document::{Leaf, leaves};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::package;
use crate::plan::{Plan, Step};
use crate::snapshot::{Part, Snapshot};
use crate::source::transfer;
use crate::state::records::Records;
use crate::state::workspace::Workspace;
use crate::time::rfc3339;
use crate::typed::Typed;
use crate::view::screen::Screen;
use crate::wire::Client;

/// Saves what others changed before it goes.
pub struct Keeper<'a> {
    pub screen: Screen<'a>,
    pub client: &'a Client<'a>,
    pub workspace: &'a Workspace<'a>,
    pub records: &'a Records<'a>,
    /// What `s.yaml` wants: it completes what the service does not show.
    pub desired: &'a Desired,
    pub typed: &'a Typed,
    /// Where the team keeps backups, if it does.
    pub team: Option<TeamShelf<'a>>,
    /// Whether a pipeline runs it, whose folders are gone with its machine.
    pub is_in_pipeline: bool,
}

impl Keeper<'_> {
    /// Saves what a plan overwrites although others changed it. Nothing is saved where it overwrites
    /// nothing of theirs.
    ///
    /// # Errors
    /// The code cannot be downloaded, or a file cannot be written; nothing may be overwritten then.
    pub async fn before_overwriting(&self, plan: &Plan) -> Result<()> {
        let loses = |step: &&Step| step.action.writes() && !step.overwrites.is_empty();
        // A step that only puts something on record overwrites nothing online.
        let lost: Vec<&Step> = plan.steps.iter().filter(loses).collect();
        let changed = lost.iter().flat_map(|step| {
            let address = |path| step.resource.address(path).to_string();
            step.overwrites.iter().map(address)
        });
        let code = lost.iter().any(|step| {
            // The package is downloaded and kept only where it is overwritten itself: it may be large.
            let is_code = |path: &Path| step.resource.kind.is_code(path.top());
            step.overwrites.iter().any(is_code)
        });
        let parts = lost.iter().map(|step| {
            // A request carries top-level settings as a whole, so what is overwritten in one takes all of
            // it along.
            let goes = |top: &str| step.overwrites.iter().any(|path| path.top() == top);
            SavedPart::of(&step.part, self.desired, goes)
        });
        let contents = Contents {
            command: self.typed.verb(),
            changed: changed.collect(),
            parts: parts.collect(),
            code,
        };
        self.keep(contents).await
    }

    /// Saves everything that is about to be removed, if any of it was changed or made by others.
    ///
    /// # Errors
    /// As [`Keeper::before_overwriting`].
    pub async fn before_removing(&self, snapshot: &Snapshot) -> Result<()> {
        let changed = self.theirs(snapshot);
        if changed.is_empty() {
            return Ok(());
        }
        let has_code = |part: &Part| {
            let live = part.live.as_ref();
            let checksum = live.and_then(|live| live.document.get("code"));
            part.resource.kind.is_function() && checksum.is_some_and(Value::is_string)
        };
        // What is ours goes into the backup, too: whoever puts it back wants all of the function.
        let online = || snapshot.parts().filter(|part| part.live.is_some());
        let parts = online().map(|part| SavedPart::of(part, self.desired, unsaved::goes(part)));
        let contents = Contents {
            command: "remove",
            changed,
            code: online().any(has_code),
            parts: parts.collect(),
        };
        self.keep(contents).await
    }

    /// What of all that is about to be removed cannot be saved, where it is saved at all.
    pub fn unsaved(&self, snapshot: &Snapshot) -> Vec<(Resource, Path)> {
        if self.theirs(snapshot).is_empty() {
            return Vec::new();
        }
        let unsaved = snapshot.parts().flat_map(|part| {
            let missing = unsaved::missing(part, self.desired, unsaved::goes(part));
            let missing = missing.into_iter();
            missing.map(|path| (part.resource.clone(), path))
        });
        unsaved.collect()
    }

    /// What others changed or made of all that is about to be removed.
    fn theirs(&self, snapshot: &Snapshot) -> Vec<String> {
        let sealer = self.records.sealer();
        let online = snapshot.parts().filter(|part| part.live.is_some());
        let theirs = online.flat_map(|part| {
            let address = |path| part.resource.address(&path).to_string();
            let theirs = match self.is_own(part) {
                true => drift::theirs(part, sealer),
                false => live_paths(part),
            };
            let theirs = theirs.into_iter();
            // A setting that the catalogue does not know has no verdict, and would be lost without a word.
            theirs.chain(unknown(part)).map(address).collect::<Vec<_>>()
        });
        theirs.collect()
    }

    /// Whether all of it was deployed by this working copy; who else has done so may have the file nowhere.
    fn is_own(&self, part: &Part) -> bool {
        let is_put_here = self.records.is_put_here(&part.resource);
        let deploys = part.authorship().unwrap_or_default();
        [true, false].into_iter().all(|is_code| {
            let mut sources = deploys.sources(is_code);
            sources.all(|deploy| self.records.is_own(deploy, is_put_here))
        })
    }

    /// Encrypts and writes a backup, and tells the command that puts it back.
    ///
    /// # Errors
    /// As [`Keeper::before_overwriting`].
    async fn keep(&self, contents: Contents<'_>) -> Result<()> {
        // A backup of nothing would push an older one over the limits.
        if contents.parts.is_empty() {
            return Ok(());
        }
        let package = self.package(&contents).await?;
        // The name is authenticated with the content, so it is made before anything is encrypted.
        let id = shelf::name(self.workspace)?;
        // That of the team where there is one, so that any of its machines can put it back.
        let cipher = Cipher::new(self.records.sealer().key(), &id);
        let backup = self.backup(contents, package.as_deref(), (id, &cipher))?;
        let package = package.map(|bytes| cipher.seal(self.workspace.clock(), &bytes));
        let package = package.transpose()?;
        shelf::put(self.workspace, &backup, package.as_deref())?;
        self.share(&backup, package.as_deref()).await;
        let is_passing = self.is_in_pipeline && self.team.is_none();
        told::saved(self.screen, (&backup, is_passing), self.typed);
        Ok(())
    }

    /// The package that is online, where it goes into the backup.
    ///
    /// # Errors
    /// It cannot be downloaded: then nothing may be overwritten.
    async fn package(&self, contents: &Contents<'_>) -> Result<Option<Rc<Vec<u8>>>> {
        let known = contents.parts.iter().find_map(|part| part.package.clone());
        if !contents.code || known.is_some() {
            return Ok(known.filter(|_| contents.code));
        }
        let function = &self.desired.root;
        let bytes = transfer::download(self.screen, self.client, (function, "LATEST")).await?;
        Ok(Some(Rc::new(bytes)))
    }

    /// The description of a backup, with the documents sealed in it. `package` is in clear here: it gets a
    /// file of its own.
    fn backup(
        &self,
        contents: Contents<'_>,
        package: Option<&Vec<u8>>,
        (id, cipher): (String, &Cipher),
    ) -> Result<Backup> {
        let missing = contents.parts.iter().flat_map(|part| {
            let address = |path| part.resource.address(path).to_string();
            part.missing.iter().map(address)
        });
        let missing = missing.collect();
        let strangers = contents.parts.iter().filter(|part| part.is_stranger);
        let strangers = strangers.map(|part| part.resource.clone()).collect();
        let documents = contents.parts.into_iter();
        // What is not online has no document, and nothing of it could be put back.
        let documents = documents.filter_map(|part| Some((part.resource, part.document?)));
        let documents: Vec<(Resource, Value)> = documents.collect();
        let text = serde_json::to_vec(&documents).map_err(|error| Error::unwritable(&error))?;
        Ok(Backup {
            version: VERSION,
            at: rfc3339(self.workspace.clock().now()),
            command: contents.command.to_owned(),
            root: self.desired.root.clone(),
            resources: documents.into_iter().map(|(one, _)| one).collect(),
            strangers: Some(strangers),
            changed: contents.changed,
            missing,
            code: package.map(|bytes| SavedCode {
                checksum: package::checksum(bytes),
                size: bytes.len() as u64,
            }),
            origin: self.records.origin().cloned(),
            sealed: cipher.seal_text(self.workspace.clock(), &text)?,
            id,
        })
    }
}

/// Everything that is online of what the catalogue knows.
fn live_paths(part: &Part) -> Vec<Path> {
    let live = part.live.as_ref();
    let all = live.map(|live| leaves(part.resource.kind, &live.document));
    let known = all.into_iter().flatten();
    known
        .filter_map(|(path, leaf)| leaf.field.map(|_| path))
        .collect()
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

/// What goes into a backup.
struct Contents<'a> {
    /// The command that is about to overwrite or remove.
    command: &'a str,
    /// The addresses of what others had changed.
    changed: Vec<String>,
    parts: Vec<SavedPart>,
    /// Whether the package goes into it.
    code: bool,
}

/// One resource of it.
struct SavedPart {
    resource: Resource,
    /// Whether it was never deployed from here.
    is_stranger: bool,
    /// `None` where it is not online.
    document: Option<Value>,
    /// What is in no backup, because the service does not show it and the file does not have it.
    missing: Vec<Path>,
    /// The package that is online, where this run has downloaded it already to compare it.
    package: Option<Rc<Vec<u8>>>,
}

impl SavedPart {
    /// `file` is what `s.yaml` says; `goes` tells which top-level settings are at stake.
    fn of(part: &Part, file: &Desired, goes: impl Fn(&str) -> bool) -> SavedPart {
        SavedPart {
            resource: part.resource.clone(),
            is_stranger: !part.record.is_ours(),
            document: unsaved::document(part, file, &goes),
            missing: unsaved::missing(part, file, goes),
            package: compared(part),
        }
    }
}

/// The package that this run has compared, if that is still the one that is online.
fn compared(part: &Part) -> Option<Rc<Vec<u8>>> {
    let online = part.live.as_ref()?.document.get("code")?.as_str()?;
    let bytes = part.code.as_ref()?.online_bytes.clone()?;
    // Under the lock it was read again: what was compared before may be online no more.
    (package::checksum(&bytes) == online).then_some(bytes)
}
