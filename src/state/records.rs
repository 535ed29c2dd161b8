//! The records of one project: one of each resource, replaced as a whole, in a [`Store`] of which nothing is
//! known here but that it keeps bytes under names.

mod clear;
mod history;
mod left;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

pub use self::history::{EarlierRecord, RecordHistory};
use super::format::{self, KeptRecord};
use super::names;
use super::record::{Origin, Record};
use super::store::{Store, Tag, Unwritten};
use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::model::seal::Sealer;
use crate::words;

/// What is on record of a project.
pub struct Records<'a> {
    store: Box<dyn Store + 'a>,
    /// What people find a record by, before its name: the folder, for example.
    place: String,
    sealer: Sealer,
    /// Tells this working copy from others, and nothing else of it.
    copy: String,
    /// What every record that was read or written was then, by its name; `None` for none.
    known: RefCell<BTreeMap<String, Option<Noted>>>,
    /// The names of those that hold in clear what is sealed today.
    in_clear: RefCell<BTreeSet<String>>,
    /// See [`Records::beside`].
    left: Vec<Record>,
    /// What is saved here is deployed as.
    origin: Option<Origin>,
    /// Whether a write met what another run has written since.
    overtaken: Cell<bool>,
}

/// Which version of a record was seen last.
#[derive(Clone)]
struct Noted {
    tag: Tag,
    serial: u64,
}

impl<'a> Records<'a> {
    /// Those in a store, whose secrets were digested by that sealer, in the hands of the working copy of that
    /// name. `place` is what people find one of them by, before its name.
    pub fn new(
        store: Box<dyn Store + 'a>,
        place: String,
        (sealer, copy): (Sealer, String),
    ) -> Records<'a> {
        Records {
            store,
            place,
            sealer,
            copy,
            known: RefCell::default(),
            in_clear: RefCell::default(),
            left: Vec::new(),
            origin: None,
            overtaken: Cell::new(false),
        }
    }

    /// Whether a write met what another run has written since it was read here, or is about to; asked once.
    pub fn was_overtaken(&self) -> bool {
        self.overtaken.take()
    }

    /// Has everything that is saved say what it is deployed as.
    #[must_use]
    pub fn of(mut self, origin: Option<Origin>) -> Records<'a> {
        self.origin = origin;
        self
    }

    /// What is saved here is deployed as.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// What tells this working copy from others.
    pub fn copy(&self) -> &str {
        &self.copy
    }

    /// The sealer whose digests the records of this project hold.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// Whether another run has written a record since it was read here.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub async fn has_moved(&self) -> Result<bool> {
        // A copy, since a borrow must not last while something is waited for.
        let known = self.known.borrow().clone();
        for (name, known) in known {
            let there = self.store.get(&name).await?;
            if there.map(|(_, tag)| tag) != known.map(|noted| noted.tag) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The record of a resource; an empty one where nothing was kept.
    ///
    /// # Errors
    /// When it cannot be read, is damaged, or was written by a newer version. That is never taken for
    /// "never deployed".
    pub async fn load(&self, resource: &Resource) -> Result<Record> {
        let name = names::record(resource);
        match self.read(&name).await? {
            Some(record) if record.resource == *resource => Ok(record),
            Some(_) => Err(format::about_another(&self.path(&name))),
            None => {
                let left = self.left_of(resource);
                Ok(left.unwrap_or_else(|| Record::new(resource.clone(), self.sealer.id())))
            }
        }
    }

    /// The record of a resource as far as it is known without asking anybody: for what is looked at before
    /// everything is read.
    ///
    /// # Errors
    /// As [`Records::load`].
    pub async fn glance(&self, resource: &Resource) -> Result<Record> {
        let name = names::record(resource);
        let Some((bytes, _)) = self.look(&name).await? else {
            return Ok(Record::new(resource.clone(), self.sealer.id()));
        };
        let KeptRecord { mut record, .. } = format::parse(&self.path(&name), &bytes)?;
        record.seal_again(&self.sealer);
        Ok(record)
    }

    /// The records of all resources of the same root.
    ///
    /// # Errors
    /// As [`Records::load`].
    pub async fn siblings(&self, root: &Resource) -> Result<Vec<Record>> {
        let mut records = self.siblings_ever(root).await?;
        records.extend(self.left_beside(&root.root(), &records));
        // What is kept of something that was taken away says nothing of what there is.
        records.retain(|record| !record.is_empty());
        Ok(records)
    }

    /// The same with what is kept of resources that were taken away.
    ///
    /// # Errors
    /// As [`Records::siblings`].
    pub async fn siblings_ever(&self, root: &Resource) -> Result<Vec<Record>> {
        let root = root.root();
        let is_sibling = |one: &Resource| one.root() == root;
        let mut records = Vec::new();
        // Names of several roots may begin alike: what a file name cannot have is replaced in them.
        for name in self.names(&names::of_root(&root)).await? {
            let record = self.read(&name).await?;
            records.extend(record.filter(|record| is_sibling(&record.resource)));
        }
        Ok(records)
    }

    /// The roots of which anything is remembered, each with what it was deployed as: what its own record
    /// says, since what is left over of it may say what that was before. A record that is damaged, or of a newer
    /// version, says nothing here: the run that needs it will tell.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn roots(&self) -> Result<Vec<(Resource, Option<Origin>)>> {
        let mut roots: Vec<(Resource, Option<Origin>)> = Vec::new();
        for record in self.glanced(|_| true).await? {
            add(&mut roots, record);
        }
        Ok(roots)
    }

    /// The roots that were deployed into a service of FC 2.0, it itself among them, each with the file of the folder that
    /// they were deployed from, where that is known.
    ///
    /// # Errors
    /// As [`Records::roots`].
    pub async fn deployed_into(
        &self,
        service: &Resource,
    ) -> Result<Vec<(Resource, Option<String>)>> {
        let roots = self.roots().await?.into_iter();
        let inside = roots.filter(|(root, _)| root.holder() == *service);
        let named = inside.map(|(root, origin)| (root, origin.map(|origin| origin.file)));
        Ok(named.collect())
    }

    /// The records of all domains, whichever resource they are of. One that is damaged says nothing here, as
    /// with [`Records::roots`].
    ///
    /// # Errors
    /// When the records cannot be read: whose a route is, is decided by all of them.
    pub async fn domains(&self) -> Result<Vec<Record>> {
        let mut domains = self.glanced(names::may_be_shared).await?;
        domains.retain(|record| record.resource.kind.is_shared());
        for record in &mut domains {
            record.seal_again(&self.sealer);
        }
        Ok(domains)
    }

    /// The records under such names, without those that are damaged. That they were read counts for nothing:
    /// other roots' records may be written by others.
    ///
    /// # Errors
    /// The store does not tell what stands under one of them: that is no absence.
    async fn glanced(&self, is_wanted: fn(&str) -> bool) -> Result<Vec<Record>> {
        let mut records = Vec::new();
        for name in self.names("").await? {
            if !is_wanted(&name) {
                continue;
            }
            let Some((bytes, _)) = self.look(&name).await? else {
                continue;
            };
            // One that is damaged says nothing.
            if let Ok(KeptRecord { record, .. }) = format::parse(&self.path(&name), &bytes) {
                records.extend(Some(record).filter(|record| !record.is_empty()));
            }
        }
        Ok(records)
    }

    /// Keeps a record: after a crash either the old or the new one is there.
    ///
    /// # Errors
    /// When it cannot be written, or another run has written it since it was read here.
    pub async fn save(&self, record: &Record) -> Result<()> {
        let name = names::record(&record.resource);
        if record.is_empty() {
            let resource = &record.resource;
            // What was never there leaves nothing behind.
            let is_told = record.provenance.is_some() || !resource.is_root();
            let is_remembered = self.is_remembered() && is_told;
            if !(is_remembered || self.outlasts(resource)) {
                return self.remove(&name).await;
            }
            if self.is_nothing(&name).await? {
                return Ok(());
            }
        }
        // A command that is of no resource of the file leaves it as it was deployed.
        let origin = self.origin.clone().or_else(|| record.origin.clone());
        let record = Record {
            origin,
            ..record.clone().with_file(self.origin.as_ref())
        };
        let put = self.put(&name, record).await;
        put.map_err(|unwritten| self.failure(&name, unwritten))
    }

    /// Whether it is known already that nothing is there, in the version that was seen last.
    async fn is_nothing(&self, name: &str) -> Result<bool> {
        let noted = self.noted(name).await?.map(|noted| noted.tag);
        let Some((bytes, tag)) = self.store.get(name).await? else {
            return Ok(noted.is_none());
        };
        // What has come since then is another run's, which whoever writes finds out.
        let is_seen = noted == Some(tag);
        Ok(is_seen && format::parse(&self.path(name), &bytes)?.record.is_empty())
    }

    /// Keeps the record in the place of the version that was seen last, one write further on.
    async fn put(&self, name: &str, record: Record) -> Result<(), Unwritten> {
        let was = self.noted(name).await?;
        let serial = was.as_ref().map_or(0, |was| was.serial) + 1;
        let bytes = format::bytes(&KeptRecord { record, serial })?;
        let was = was.map(|was| was.tag);
        let tag = self.store.put(name, &bytes, was.as_ref()).await?;
        self.in_clear.borrow_mut().remove(name);
        self.note(name, Some(Noted { tag, serial }));
        Ok(())
    }

    /// Takes the record away, where it is still the version that was seen last.
    async fn remove(&self, name: &str) -> Result<()> {
        let removed = match self.noted(name).await? {
            Some(Noted { tag, .. }) => self.store.remove(name, &tag).await,
            // What has come since then is another run's.
            None if self.store.get(name).await?.is_some() => Err(Unwritten::Conflict),
            None => Ok(()),
        };
        removed.map_err(|unwritten| self.failure(name, unwritten))?;
        self.note(name, None);
        Ok(())
    }

    /// Which version of a record is to be replaced: the one that was seen last, or where none was, the one
    /// that is there.
    async fn noted(&self, name: &str) -> Result<Option<Noted>> {
        let known = self.known.borrow().get(name).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        self.read(name).await?;
        Ok(self.known.borrow().get(name).cloned().flatten())
    }

    /// Reads a record, and notes which version that was.
    async fn read(&self, name: &str) -> Result<Option<Record>> {
        let Some((bytes, tag)) = self.store.get(name).await? else {
            self.note(name, None);
            return Ok(None);
        };
        let KeptRecord { mut record, serial } = format::parse(&self.path(name), &bytes)?;
        // Sealed in memory at once. On disk that is for a run that writes.
        if record.seal_again(&self.sealer) {
            self.in_clear.borrow_mut().insert(name.to_owned());
        }
        self.note(name, Some(Noted { tag, serial }));
        Ok(Some(record))
    }

    /// The names of all records that begin so. The folder holds other files, too.
    async fn names(&self, prefix: &str) -> Result<Vec<String>> {
        let mut names = self.store.list(prefix).await?;
        names.retain(|name| name.ends_with(names::RECORD));
        Ok(names)
    }

    /// Keeps in mind which version of a record is there.
    fn note(&self, name: &str, noted: Option<Noted>) {
        self.known.borrow_mut().insert(name.to_owned(), noted);
    }

    fn path(&self, name: &str) -> String {
        format!("{}{name}", self.place)
    }

    fn failure(&self, name: &str, unwritten: Unwritten) -> Error {
        match unwritten {
            Unwritten::Conflict => {
                self.overtaken.set(true);
                overtaken(&self.path(name))
            }
            Unwritten::Failed(error) => error,
        }
    }
}

/// Counts a record in among the roots.
fn add(roots: &mut Vec<(Resource, Option<Origin>)>, record: Record) {
    let Record {
        resource, origin, ..
    } = record;
    let is_its_own = resource.is_root();
    let root = resource.root();
    match roots.iter_mut().find(|(one, _)| *one == root) {
        Some((_, known)) if is_its_own => *known = origin.or(known.take()),
        Some((_, known)) => *known = known.take().or(origin),
        None => roots.push((root, origin)),
    }
}

/// The error for a record that has moved on since it was read here.
fn overtaken(path: &str) -> Error {
    Error::local(words!(
        "another run has written {path} in the meantime; it was left as it is",
        "另一次运行已在此期间写入 {path}；该文件保持不变"
    ))
    .hint(words!(
        "run the command again: it then starts from what the other run has written",
        "请重新执行该命令：会以另一次运行的结果为基础"
    ))
}

#[cfg(test)]
mod tests;
