//! What has to be wanted so that what was saved stands online again, as far as that can be: what the
//! service does not show is in no backup.

use std::rc::Rc;

use futures_util::stream::{StreamExt as _, TryStreamExt as _, iter};
use serde_json::Value;

use crate::backup::{self, Backup, OpenedBackup};
use crate::error::{Error, Result};
use crate::model::desired::{Desired, Item};
use crate::model::document::{leaves, same, unknown};
use crate::model::hidden::{HiddenPlace, complete};
use crate::model::open::OpenSettings;
use crate::model::owner::{Owner, Rules};
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::project::Project;
use crate::snapshot::{Live, Part};
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// How many resources are looked at at once.
const ABREAST: usize = 8;

/// What is wanted, and what of the backup that is not.
pub(super) struct Back {
    /// What can be put back, as if a file wanted it.
    pub(super) wanted: Desired,
    /// What is told of the rest.
    pub(super) left: Vec<Words>,
}

/// `file` is what `s.yaml` says of the same resources; `None` where it does not name the function.
///
/// # Errors
/// What is online cannot be read, or nothing of the backup can be put back.
pub(super) async fn wanted(
    project: &Project<'_>,
    backup: &Backup,
    opened: &OpenedBackup,
    file: Option<&Desired>,
) -> Result<Back> {
    let rules = &project.desired.rules;
    let saved = opened.documents.iter().map(|(resource, document)| {
        let mut document = backup::again(resource, document);
        if let (None, Some(map)) = (&opened.code, document.as_object_mut()) {
            // The checksum alone names no package, so the code that is online stays.
            map.shift_remove("code");
        }
        SavedResource::new(resource, document, file)
    });
    let saved: Vec<SavedResource<'_>> = saved.collect();
    let read: Vec<(SavedResource<'_>, Option<Live>)> = iter(saved)
        .map(async |saved| {
            // Only what cannot be put back by itself needs to know what is online.
            let live = match saved.is_certain() {
                true => None,
                false => {
                    let reply = project.client.get(saved.resource).await;
                    // Nothing is written yet, so a read that fails is told as that.
                    Live::of(saved.resource, reply.map_err(Error::unread)?)
                }
            };
            Ok::<_, Error>((saved, live))
        })
        .buffered(ABREAST)
        .try_collect()
        .await?;
    let (mut items, mut left) = (Vec::new(), Vec::new());
    for (saved, live) in read {
        let resource = saved.resource.clone();
        let document = saved.made_certain(live.as_ref(), rules, &mut left);
        // What another resource names by now is that one's to bring back.
        let document = document.map(|one| project.claims.spared(&resource, one));
        items.extend(document.map(|document| Item {
            waits: project.desired.waits_for(&resource),
            ..Item::new(resource, document)
        }));
    }
    // A run without anything to write would end as one that has put it back.
    if items.is_empty() {
        return Err(nothing(&backup.id, left));
    }
    let wanted = Desired {
        former: project.owners(),
        claims: Rc::clone(&project.claims),
        rules: rules.clone(),
        scope: backup::scope(opened.code.is_some()),
        // A configuration that the backup does not hold was not taken out of anything.
        open: Kind::configs(backup.root.generation).collect(),
        ..Desired::of(backup.root.clone(), items)
    };
    Ok(Back { wanted, left })
}

/// One resource of a backup.
struct SavedResource<'a> {
    resource: &'a Resource,
    document: Value,
    /// What `s.yaml` says of it.
    file: Option<&'a Value>,
    /// Secrets that are missing in it.
    missing: Vec<HiddenPlace>,
}

impl<'a> SavedResource<'a> {
    /// One resource of the backup, its secrets put in from `s.yaml` where that has them for the same
    /// neighbour.
    fn new(
        resource: &'a Resource,
        mut document: Value,
        file: Option<&'a Desired>,
    ) -> SavedResource<'a> {
        let file = file.and_then(|file| file.document(resource));
        let source = file.unwrap_or(&Value::Null);
        let missing = complete(resource.kind, &mut document, source, |_| true);
        SavedResource {
            resource,
            document,
            file,
            missing,
        }
    }

    /// Whether it can be put back whatever is online.
    fn is_certain(&self) -> bool {
        self.missing.is_empty() && self.strange().is_empty()
    }

    /// What nobody here knows of a configuration.
    fn strange(&self) -> Vec<String> {
        match self.resource.kind.is_config() {
            true => unknown(self.resource.kind, &self.document),
            false => Vec::new(),
        }
    }

    /// The document, with what cannot be put back as it is online, or else as `s.yaml` has it. `None`
    /// where it cannot be without.
    fn made_certain(
        mut self,
        live: Option<&Live>,
        rules: &Rules,
        left: &mut Vec<Words>,
    ) -> Option<Value> {
        let owner = |name: &str| rules.owner(self.resource, &Path::default().key(name));
        let strange = self.strange().into_iter();
        // A configuration that is online goes along as it is: see `apply/send`.
        let drop: Vec<String> = strange
            // Where nothing is online the setting is created again, unless a rule gives its path to the
            // file: the way out where the service refuses it.
            .filter(|name| live.is_some() || owner(name) == Some(Owner::File))
            .collect();
        if let Some(map) = self.document.as_object_mut() {
            map.retain(|name, _| !drop.contains(name));
        }
        // A neighbour without its secret would be somebody's user with no password, so both stay as they
        // are online, or come from the file.
        for place in std::mem::take(&mut self.missing) {
            let path = self.resource.address(&place.path).to_string();
            let source = live.map(|live| &live.document);
            let top = place.path.top();
            let in_file = self.file.filter(|file| self.is_known(file, top));
            left.push(match (source, in_file) {
                (Some(_), _) => stays(&path),
                (None, Some(_)) => from_file(&path),
                (None, None) => {
                    left.push(without(&self.resource.label(), &path));
                    // Without it the resource could not be created as it was.
                    return None;
                }
            });
            if let Some(source) = source.or(in_file) {
                self.take(source, top);
            }
        }
        Some(self.document)
    }

    /// Whether the file has a top-level setting, and all of it is known: it is taken as a whole.
    fn is_known(&self, file: &Value, top: &str) -> bool {
        let open = OpenSettings::of(self.resource.kind, file);
        file.get(top).is_some() && !self.whole(top).any(|name| open.touches(name))
    }

    /// What is taken with a top-level setting: with a certificate the protocol that needs it.
    fn whole<'t>(&self, top: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        let with = self.resource.kind.spec().along;
        [top].into_iter().chain(with.iter().copied())
    }

    /// Takes over a top-level setting.
    fn take(&mut self, source: &Value, top: &str) {
        let whole = self.whole(top);
        let Some(map) = self.document.as_object_mut() else {
            return;
        };
        for name in whole {
            match source.get(name) {
                // Whole top-level settings are taken over: half of one and half of another is what nobody
                // ever had.
                Some(value) => map.insert(name.to_owned(), value.clone()),
                None => map.shift_remove(name),
            };
        }
    }
}

/// What of a backup is not put back: where something is online, what belongs to the console stays as the
/// console has it.
pub(super) fn tell_consoles(screen: Screen<'_>, part: &Part) {
    let (kind, Some(live)) = (part.resource.kind, &part.live) else {
        return;
    };
    let (saved, live) = (leaves(kind, &part.file), leaves(kind, &live.document));
    let is_left = |path: &&Path| {
        let value = saved.get(*path);
        value.is_some() && !same(value, live.get(*path))
    };
    let paths = part.console.iter().filter(is_left).map(Path::to_string);
    let paths = paths.collect::<Vec<_>>().join(", ");
    if paths.is_empty() {
        return;
    }
    let Words { en, zh } = part.resource.label();
    let words = words!(
        "{en}: not put back, since driftPolicy leaves it to the console: {paths}",
        "{zh}：driftPolicy 将以下配置交给控制台，因此不恢复：{paths}"
    );
    screen.say_in(Tone::Remote, &words);
}

/// The secret is in neither; what stands online keeps its own.
fn stays(path: &str) -> Words {
    words!(
        "{path} is not in the backup, since the service does not show it: what belongs to it stays as it is online",
        "备份中没有 {path}（服务端不返回该值）：与它一体的配置保持线上的现状"
    )
}

/// Nothing is online, and the file has the secret with its neighbour.
fn from_file(path: &str) -> Words {
    words!(
        "{path} is not in the backup, since the service does not show it: what belongs to it is taken from s.yaml",
        "备份中没有 {path}（服务端不返回该值）：与它一体的配置改用 s.yaml 中的值"
    )
}

/// Nothing is online, and nobody knows the secret.
fn without(label: &Words, path: &str) -> Words {
    let Words { en, zh } = label;
    words!(
        "{en} is not put back: {path} is not in the backup, since the service does not show it, and not in s.yaml",
        "不恢复{zh}：备份中没有 {path}（服务端不返回该值），s.yaml 中也没有"
    )
}

/// Nothing is left to be put back; `left` are the reasons.
fn nothing(id: &str, left: Vec<Words>) -> Error {
    let error = Error::local(words!(
        "nothing of backup {id} can be put back; nothing was written",
        "备份 {id} 的内容都无法恢复；没有写入任何内容"
    ));
    let error = left
        .into_iter()
        .fold(error, |error, words| error.because(words));
    error.hint(words!(
        "put what is missing into s.yaml, then run the same command again",
        "请在 s.yaml 中补上缺少的内容，然后再次执行同一命令"
    ))
}
