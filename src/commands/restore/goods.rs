//! What a restore has the guard write: the settings and the code of a backup.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::apply::raced;
use crate::backup::{Backup, OpenedBackup};
use crate::commands::code::Ours;
use crate::commands::guard::{Goods, brought};
use crate::dialect;
use crate::drift::Drift;
use crate::error::{Error, Result};
use crate::model::desired::{Desired, Item};
use crate::model::document::Leaf;
use crate::model::open::OpenSettings;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::plan::{self, Plan};
use crate::project::Project;
use crate::snapshot::{Part, Snapshot, moved};
use crate::words;
use crate::words::Words;

/// What was saved, on its way back.
pub(super) struct SavedGoods<'a> {
    pub(super) project: &'a Project<'a>,
    pub(super) wanted: Desired,
    pub(super) opened: &'a OpenedBackup,
    pub(super) backup: &'a Backup,
    /// What `s.yaml` says of it; `None` where it does not name the function.
    pub(super) file: Option<Desired>,
    /// What was online when it was shown and agreed to.
    pub(super) shown: Vec<Rc<Part>>,
}

impl Goods for SavedGoods<'_> {
    fn wanted(&self) -> Desired {
        self.wanted.clone()
    }

    /// What was agreed to still stands there, and what is gone can be created from what was saved.
    async fn check(&self, snapshot: &Snapshot) -> Result<()> {
        self.unmoved(snapshot)?;
        // A creation needs the settings of the function and its code; an image is code that a registry
        // keeps.
        let root = &self.wanted.root;
        let is_saved = self.wanted.document(root).is_some();
        let has_code = self.opened.code.is_some() || self.is_image() || !root.kind.is_function();
        if snapshot.has_root || (is_saved && has_code) {
            return Ok(());
        }
        let id = &self.backup.id;
        let Words {
            en: what,
            zh: zh_what,
        } = self.wanted.root.label();
        let named = dialect::named(&self.wanted.root);
        let typed = &self.project.typed;
        // What stays deleted is not created by a deploy that decides nothing.
        let record = self.project.records.load(&self.wanted.root).await?;
        let deploy = match record.baseline {
            Some(_) => typed.other("deploy --use-local"),
            None => typed.other("deploy"),
        };
        let again = typed.again();
        let created = match &self.file {
            Some(_) => words!(
                "'{deploy}' creates it; after that, '{again}'",
                "请先执行 '{deploy}' 创建它，再执行 '{again}'"
            ),
            None => words!(
                "put a resource with {named} into s.yaml and deploy it; after that, '{again}'",
                "请先在 s.yaml 中加入 {named} 的资源并部署，再执行 '{again}'"
            ),
        };
        Err(Error::local(words!(
            "{what} is not online any more, and backup {id} does not hold all of it; nothing was written",
            "{zh_what} 已不在线上，而备份 {id} 不含其全部内容；没有写入任何内容"
        ))
        .hint(created))
    }

    fn puts_back(&self) -> bool {
        true
    }

    fn code(&self) -> Ours<'_> {
        let saved = self.opened.code.as_deref();
        saved.map_or(Ours::Elsewhere, Ours::Saved)
    }

    /// What is put back is what others had changed, so it stands kept against what the file says.
    fn revise(&self, snapshot: &Snapshot, drift: &Drift, plan: &mut Plan) {
        let sealer = self.project.records.sealer();
        for step in &mut plan.steps {
            let part = snapshot.part(&step.resource);
            let mut drifts = drift.resources.iter();
            let drift = drifts.find(|one| one.resource == step.resource);
            // It is put back without a record, as if nobody here had ever touched it: a flag could delete
            // it otherwise.
            if self.is_stranger(&step.resource, part) {
                step.is_stranger = true;
                step.sent = json!({});
                step.kept.clear();
                continue;
            }
            let (Some(part), Some(drift)) = (part, drift) else {
                continue;
            };
            // What `s.yaml` says is what was sent, so that the next deploy finds no change of ours and
            // keeps what is back.
            step.sent = self.said(part);
            step.kept = plan::kept_of_everything(part, drift, step, sealer);
        }
    }

    /// The saved package is uploaded as it is, with the checksum of its description.
    async fn upload(&self) -> Result<Option<Value>> {
        let (Some(bytes), Some(code)) = (&self.opened.code, &self.backup.code) else {
            return Ok(None);
        };
        let part = brought(self.project, (bytes, &code.checksum)).await?;
        Ok(Some(part))
    }

    /// An image that was online is in its registry: nothing has to be pushed.
    async fn push(&self) -> Result<()> {
        Ok(())
    }

    /// Nothing was pushed, so there is no new digest.
    async fn digest(&self) -> Option<String> {
        None
    }
}

impl SavedGoods<'_> {
    /// What the file says of a resource: nothing where it does not have it, or does not name the function.
    /// Whoever names it again is asked about all of it.
    fn in_file(&self, resource: &Resource) -> Value {
        let file = self.file.as_ref();
        let said = file.and_then(|file| Some(file.said(resource, file.document(resource)?)));
        said.unwrap_or_else(|| json!({}))
    }

    /// The next `sent`, sealed. Of a domain that was deployed under another name of the function since, it
    /// is what was deployed last.
    fn said(&self, part: &Part) -> Value {
        let (kind, sealer) = (part.resource.kind, self.project.records.sealer());
        let before = part.baseline.as_ref().map(|before| &before.sent);
        // The domain leads to the other name by our own deploy: that is what this is put back against.
        let is_renamed = self.file.is_none() && !self.wanted.former.is_empty();
        if let Some(sent) = before.filter(|_| is_renamed && kind.is_shared()) {
            return sent.clone();
        }
        let document = self.in_file(&part.resource);
        let ours = self.wanted.rules.ours(&part.resource, &document);
        let mut sent = sealer.seal(kind, &ours);
        // A reference that nobody could resolve is nothing that the file said: what it said last is.
        OpenSettings::of(kind, &ours).recall(kind, &mut sent, before);
        sent
    }

    /// Whether the file never had it: whoever put it there is still the one whose it is. What was
    /// deployed from here since it was saved is ours by now.
    fn is_stranger(&self, resource: &Resource, part: Option<&Part>) -> bool {
        if part.is_some_and(|part| part.record.is_ours()) {
            return false;
        }
        let is_stranger = self.backup.is_stranger(resource);
        match &self.file {
            // Backups of older versions do not say whose it was. What the file does not have is then taken
            // for others', and without a file for ours.
            Some(file) => file.document(resource).is_none() && is_stranger.unwrap_or(true),
            None => is_stranger.unwrap_or(false),
        }
    }

    /// What was agreed to must still be so.
    ///
    /// # Errors
    /// It moved; nothing was written.
    fn unmoved(&self, snapshot: &Snapshot) -> Result<()> {
        for now in snapshot.parts() {
            let shown = self
                .shown
                .iter()
                .map(Rc::as_ref)
                .find(|one| one.resource == now.resource);
            let document = |part: &Part| part.live.as_ref().map(|live| live.document.clone());
            // What was not shown at all was not agreed to.
            let (before, after) = (shown.and_then(document), document(now));
            // What the service says of a resource by itself moves without anybody.
            let known = |_: &Path, leaf: &Leaf| leaf.field.is_some();
            let kind = (now.resource.kind, &now.own_routes());
            let moved = moved(kind, before.as_ref(), after.as_ref(), known);
            if !moved.is_empty() {
                return Err(raced(&now.resource.label(), &moved));
            }
        }
        Ok(())
    }

    /// Whether the function's code is an image, which its registry keeps.
    fn is_image(&self) -> bool {
        let image = |item: &Item| item.document["customContainerConfig"].is_object();
        self.wanted.items.iter().any(image)
    }
}
