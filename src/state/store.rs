//! The folder of records: one file a resource, replaced as a whole, and the key of the digests.
//!
//! File names read `region.function.kind[.name].hash.json`. The hash covers account, region,
//! function, kind and name, so that names that differ only in case, or in a character that a file
//! name cannot have, never meet in one file.

mod clear;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::{Rc, Weak};

use sha2::{Digest, Sha256};

use super::key;
use super::lock::{self, Held, Lock, Purpose};
use crate::error::{Error, Result};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::ports::{Clock, Entry, EntryKind, Files, World};
use crate::spelled::hex;
use crate::state::record::{Origin, Record, VERSION};
use crate::words;
use crate::words::Words;

/// The folder of records of one project.
pub struct Store<'a> {
    files: &'a dyn Files,
    clock: &'a dyn Clock,
    folder: String,
    sealer: Sealer,
    /// What every record that was read or written was like then, by its path; `None` for none.
    known: RefCell<BTreeMap<String, Option<Vec<u8>>>>,
    /// The records on disk that hold in clear what is sealed today.
    in_clear: RefCell<BTreeSet<String>>,
    held: RefCell<Weak<Held>>,
    /// What is saved here is deployed as.
    origin: Option<Origin>,
}

/// Who opens the records, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing is written.
    Read,
    /// The key is on disk before anything is digested with it: of two first runs at once, one would
    /// otherwise work with a key that nobody has afterwards.
    Write,
}

impl<'a> Store<'a> {
    /// Opens the records of the project whose `s.yaml` stands in `base`.
    ///
    /// # Errors
    /// When the key of the digests cannot be read or written, or is damaged, or the folder is a dead link.
    pub fn open(
        files: &'a dyn Files,
        clock: &'a dyn Clock,
        base: &str,
        access: Access,
    ) -> Result<Store<'a>> {
        let folder = format!("{}/.s/fc-guard", base.trim_end_matches('/'));
        let fresh = || key::fresh(clock);
        let known = key::read(files, &folder).map_err(Error::unread)?;
        let sealer = match (known, access) {
            (Some(key), _) => Sealer::new(key),
            (None, Access::Read) => Sealer::passing(fresh()),
            (None, Access::Write) => Sealer::new(key::settle(files, &folder, fresh())?),
        };
        Ok(Store {
            files,
            clock,
            sealer,
            folder,
            known: RefCell::default(),
            in_clear: RefCell::default(),
            held: RefCell::default(),
            origin: None,
        })
    }

    /// Has everything that is saved say what it is deployed as.
    #[must_use]
    pub fn of(mut self, origin: Option<Origin>) -> Store<'a> {
        self.origin = origin;
        self
    }

    /// What is saved here is deployed as.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The folder itself, absolute.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The sealer whose digests the records of this project hold.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// Keeps other runs from writing records of the same function, for as long as what it returns is
    /// kept. Whoever writes reads everything once more under it.
    ///
    /// # Errors
    /// As [`Lock::take`].
    pub async fn lock(
        &self,
        world: World<'a>,
        function: &Resource,
        command: &str,
        tell: &dyn Fn(&Words),
    ) -> Result<Lock<'a>> {
        let path = self.lock_path(function);
        let purpose = Purpose {
            command,
            function: &function.function,
        };
        let lock = Lock::take(world, path, purpose, tell).await?;
        *self.held.borrow_mut() = Rc::downgrade(lock.held());
        Ok(lock)
    }

    /// Gives a sign of life to those who wait for the lock, if this run holds it. Where it holds it no
    /// more, the next record says so.
    pub fn live_on(&self) {
        if let Some(held) = self.held.borrow().upgrade() {
            let _ = held.renew(self.files, self.clock.now());
        }
    }

    /// The run that holds the lock of a function, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn writer(&self, world: World<'_>, function: &Resource) -> Result<Option<Words>> {
        lock::holder(world, &self.lock_path(function))
    }

    fn lock_path(&self, function: &Resource) -> String {
        let prefix = function_prefix(function);
        format!("{}/{prefix}{}.lock", self.folder, identity(function))
    }

    /// Whether another run has written a record since it was read here.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn has_moved(&self) -> Result<bool> {
        for (path, known) in &*self.known.borrow() {
            if self.files.read(path)? != *known {
                return Ok(true);
            }
        }
        Ok(false)
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

    /// The functions of which anything is remembered, each with what it was deployed as: what its own record
    /// says, since what is left over of it may say what that was before. A record that cannot be read says
    /// nothing here: the run that needs it will tell.
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
            let path = format!("{}/{name}", self.folder);
            // That it was read counts for nothing: other functions' records may be written by others.
            let bytes = self.files.read(&path).ok().flatten().unwrap_or_default();
            let Ok(Record {
                resource, origin, ..
            }) = parse(&path, &bytes)
            else {
                continue;
            };
            let is_its_own = resource.kind.is_function();
            let function = Resource {
                kind: Kind::Function,
                name: resource.function.clone(),
                ..resource
            };
            match functions.iter_mut().find(|(one, _)| *one == function) {
                Some((_, known)) if is_its_own => *known = origin.or(known.take()),
                Some((_, known)) => *known = known.take().or(origin),
                None => functions.push((function, origin)),
            }
        }
        Ok(functions)
    }

    /// Keeps a record: after a crash either the old or the new one is on disk.
    ///
    /// # Errors
    /// When the file cannot be written, or another run has written it since it was read here.
    pub fn save(&self, record: &Record) -> Result<()> {
        self.keep_key()?;
        if let Some(held) = self.held.borrow().upgrade() {
            held.renew(self.files, self.clock.now())?;
        }
        let path = self.path(&record.resource);
        self.check_unmoved(&path)?;
        if record.is_empty() {
            self.files.remove(&path)?;
            self.known.borrow_mut().insert(path, None);
            return Ok(());
        }
        let origin = self.origin.clone().or_else(|| record.origin.clone());
        self.put(
            path,
            &Record {
                origin,
                ..record.clone()
            },
        )
    }

    fn put(&self, path: String, record: &Record) -> Result<()> {
        let mut text =
            serde_json::to_string_pretty(record).map_err(|error| Error::unwritable(&error))?;
        text.push('\n');
        self.files.replace(&path, text.as_bytes())?;
        self.in_clear.borrow_mut().remove(&path);
        self.known.borrow_mut().insert(path, Some(text.into()));
        Ok(())
    }

    /// Makes sure that the key which this run works with is the one on disk, so that whatever is kept
    /// can be used later.
    ///
    /// # Errors
    /// When another one stands there, or it cannot be read or written.
    pub fn keep_key(&self) -> Result<()> {
        let kept = key::settle(self.files, &self.folder, *self.sealer.key())?;
        match kept == *self.sealer.key() {
            true => Ok(()),
            false => Err(key::lost(&self.folder)),
        }
    }

    fn check_unmoved(&self, path: &str) -> Result<()> {
        match self.known.borrow().get(path) {
            Some(known) if self.files.read(path)? != *known => Err(overtaken(path)),
            _ => Ok(()),
        }
    }

    fn read(&self, path: &str) -> Result<Option<Record>> {
        let bytes = self.files.read(path)?;
        let record = bytes.as_deref().map(|bytes| parse(path, bytes));
        let mut record = record.transpose()?;
        let holds_any = |record: &mut Record| record.seal_again(&self.sealer);
        if record.as_mut().is_some_and(holds_any) {
            self.in_clear.borrow_mut().insert(path.to_owned());
        }
        self.known.borrow_mut().insert(path.to_owned(), bytes);
        Ok(record)
    }

    fn path(&self, resource: &Resource) -> String {
        let mut name = format!("{}{}", function_prefix(resource), resource.kind.name());
        if !resource.kind.is_function() {
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

fn parse(path: &str, bytes: &[u8]) -> Result<Record> {
    let unlike = |error: serde_json::Error| damaged(path, Words::same(error.to_string()));
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(unlike)?;
    match value.get("version").and_then(serde_json::Value::as_u64) {
        Some(VERSION) => serde_json::from_value(value).map_err(unlike),
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

fn overtaken(path: &str) -> Error {
    Error::local(words!(
        "another run has written {path} in the meantime; it was left as it is",
        "另一次运行已在此期间写入 {path}；该文件保持不变"
    ))
    .hint(words!(
        "run the command again: it then starts from what the other run has left",
        "请重新执行该命令：会以另一次运行的结果为基础"
    ))
}

pub(super) fn damaged(path: &str, cause: Words) -> Error {
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
