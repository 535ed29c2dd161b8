//! The folder of records: one file a resource, replaced as a whole, and the key of the digests.
//!
//! File names read `region.function.kind[.name].hash.json`. The hash covers account, region,
//! function, kind and name, so that names that differ only in case, or in a character that a file
//! name cannot have, never meet in one file.

use std::cell::Cell;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::{Sealer, hex};
use crate::ports::{Clock, Entry, EntryKind, Files};
use crate::state::record::{Origin, Record, VERSION};
use crate::words;
use crate::words::Words;

/// The folder of records of one project.
pub struct Store<'a> {
    files: &'a dyn Files,
    folder: String,
    sealer: Sealer,
    key_is_kept: Cell<bool>,
    /// What is saved here is deployed as.
    origin: Option<Origin>,
}

impl<'a> Store<'a> {
    /// Opens the records of the project whose `s.yaml` stands in `base`. Nothing is written until
    /// the first record is saved.
    ///
    /// # Errors
    /// When the key of the digests cannot be read or is damaged.
    pub fn open(files: &'a dyn Files, clock: &dyn Clock, base: &str) -> Result<Store<'a>> {
        let folder = format!("{}/.s/fc-guard", base.trim_end_matches('/'));
        let key = read_key(files, &key_path(&folder))?;
        Ok(Store {
            files,
            key_is_kept: Cell::new(key.is_some()),
            sealer: Sealer::new(key.unwrap_or_else(|| fresh_key(clock))),
            folder,
            origin: None,
        })
    }

    /// Has everything that is saved say what it is deployed as.
    #[must_use]
    pub fn of(mut self, origin: Option<Origin>) -> Store<'a> {
        self.origin = origin;
        self
    }

    /// The folder itself, absolute.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The sealer whose digests the records of this project hold.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// The record of a resource; an empty one where nothing was kept.
    ///
    /// # Errors
    /// When the file cannot be read, is damaged, or was written by a newer version. That is never
    /// taken for "never deployed".
    pub fn load(&self, resource: &Resource) -> Result<Record> {
        let path = self.path(resource);
        match self.read(&path)? {
            Some(record) if record.resource == *resource => Ok(record),
            Some(_) => Err(damaged(
                &path,
                words!("it is about another resource", "其内容属于另一个资源"),
            )),
            None => Ok(Record::new(resource.clone(), self.sealer.id())),
        }
    }

    /// The records of all resources of the same function.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub fn siblings(&self, function: &Resource) -> Result<Vec<Record>> {
        let prefix = function_prefix(function);
        let mut names: Vec<String> = self
            .files
            .list(&self.folder)?
            .unwrap_or_default()
            .into_iter()
            .filter(|entry| matches!(entry.kind, EntryKind::File { .. }))
            .map(|entry| entry.name)
            .filter(|name| name.starts_with(&prefix) && name.ends_with(".json"))
            .collect();
        names.sort_unstable();
        let mut records = Vec::new();
        for name in names {
            let record = self.read(&format!("{}/{name}", self.folder))?;
            records.extend(record.filter(|record| {
                let Resource {
                    account,
                    region,
                    function: name,
                    ..
                } = &record.resource;
                (account, region, name) == (&function.account, &function.region, &function.function)
            }));
        }
        Ok(records)
    }

    /// The functions of which anything is remembered, each with what it was deployed as. A record that
    /// cannot be read says nothing here: the run that needs it will tell.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn functions(&self) -> Result<Vec<(Resource, Option<Origin>)>> {
        let entries = self.files.list(&self.folder)?.unwrap_or_default();
        let is_record = |entry: &Entry| {
            matches!(entry.kind, EntryKind::File { .. }) && entry.name.ends_with(".json")
        };
        let mut names: Vec<String> = entries
            .into_iter()
            .filter(is_record)
            .map(|entry| entry.name)
            .collect();
        names.sort_unstable();
        let mut functions: Vec<(Resource, Option<Origin>)> = Vec::new();
        for name in names {
            let record = self.read(&format!("{}/{name}", self.folder));
            let Ok(Some(Record {
                resource, origin, ..
            })) = record
            else {
                continue;
            };
            let function = Resource {
                kind: Kind::Function,
                name: resource.function.clone(),
                ..resource
            };
            match functions.iter_mut().find(|(one, _)| *one == function) {
                Some((_, known)) => *known = known.take().or(origin),
                None => functions.push((function, origin)),
            }
        }
        Ok(functions)
    }

    /// Keeps a record: after a crash either the old or the new one is on disk.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, record: &Record) -> Result<()> {
        self.keep_key()?;
        let path = self.path(&record.resource);
        if record.is_empty() {
            return Ok(self.files.remove(&path)?);
        }
        let origin = self.origin.clone().or_else(|| record.origin.clone());
        let record = Record {
            origin,
            ..record.clone()
        };
        let mut text =
            serde_json::to_string_pretty(&record).map_err(|error| Error::unwritable(&error))?;
        text.push('\n');
        Ok(self.files.replace(&path, text.as_bytes())?)
    }

    /// Keeps the key, which is made with the first thing that needs it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_key(&self) -> Result<()> {
        if self.key_is_kept.get() {
            return Ok(());
        }
        // Records are of one machine and one working copy; a team's repository must not carry them.
        self.files
            .replace(&format!("{}/.gitignore", self.folder), b"*\n")?;
        let text = format!("{}\n", hex(self.sealer.key()));
        self.files
            .replace(&key_path(&self.folder), text.as_bytes())?;
        self.key_is_kept.set(true);
        Ok(())
    }

    fn read(&self, path: &str) -> Result<Option<Record>> {
        let Some(bytes) = self.files.read(path)? else {
            return Ok(None);
        };
        let value: serde_json::Value = serde_json::from_slice(&bytes)
            .map_err(|error| damaged(path, Words::same(error.to_string())))?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version > VERSION => Err(newer(path, version)),
            Some(_) => serde_json::from_value(value)
                .map(Some)
                .map_err(|error| damaged(path, Words::same(error.to_string()))),
            None => Err(damaged(
                path,
                words!("it has no version", "缺少 version 字段"),
            )),
        }
    }

    fn path(&self, resource: &Resource) -> String {
        let mut name = format!("{}{}", function_prefix(resource), resource.kind.name());
        if resource.kind != Kind::Function {
            name = format!("{name}.{}", slug(&resource.name));
        }
        format!("{}/{name}.{}.json", self.folder, identity(resource))
    }
}

fn function_prefix(resource: &Resource) -> String {
    format!("{}.{}.", slug(&resource.region), slug(&resource.function))
}

/// The name with everything that some file system dislikes replaced.
fn slug(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    name.chars()
        .map(|c| if plain(c) { c } else { '_' })
        .take(80)
        .collect()
}

fn identity(resource: &Resource) -> String {
    let Resource {
        account,
        region,
        function,
        kind,
        name,
    } = resource;
    let text = [account, region, function, kind.name(), name].join("\n");
    hex(&Sha256::digest(text.as_bytes())[..4])
}

fn key_path(folder: &str) -> String {
    format!("{folder}/key")
}

fn fresh_key(clock: &dyn Clock) -> [u8; 32] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(&clock.nonce());
    key[16..].copy_from_slice(&clock.nonce());
    key
}

fn read_key(files: &dyn Files, path: &str) -> Result<Option<[u8; 32]>> {
    let Some(bytes) = files.read(path)? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes).unwrap_or_default();
    parse_hex(text.trim()).map(Some).ok_or_else(|| {
        damaged(
            path,
            words!(
                "it is not 64 hexadecimal digits",
                "内容不是 64 位十六进制数"
            ),
        )
    })
}

fn parse_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(key)
}

fn damaged(path: &str, cause: Words) -> Error {
    Error::local(words!(
        "the state file {path} is damaged; nothing was written",
        "状态文件 {path} 已损坏；没有写入任何内容"
    ))
    .because(cause)
    .hint(words!(
        "restore it from a copy, or delete it: the next deploy then asks about every difference",
        "请用副本恢复该文件，或将其删除：删除后，下次部署会就每处差异询问你"
    ))
}

fn newer(path: &str, version: u64) -> Error {
    Error::local(words!(
        "the state file {path} was written by a newer fc-guard (format {version}, this one knows {VERSION}); nothing was written",
        "状态文件 {path} 由更新版本的 fc-guard 写入（格式 {version}，当前只支持 {VERSION}）；没有写入任何内容"
    ))
    .hint(words!("update fc-guard", "请升级 fc-guard"))
}
