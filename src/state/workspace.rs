//! What belongs to one working copy, whoever shares its records: the folder `.s/fc-guard/` beside `s.yaml`,
//! with the key, the locks, the code index and the backups.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use sha2::{Digest as _, Sha256};

use super::lock::{self, Held, Lock, Purpose};
use super::records::Records;
use super::store::shared::{Shared, TeamKey, TeamStore, Working};
use super::store::{Folder, Ledger, Store, Tag, Unwritten, Version};
use super::{key, names};
use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::model::seal::Sealer;
use crate::ports::{Clock, Files, Wait, World};
use crate::spelled::hex;
use crate::words::Words;

/// The folder of one working copy.
pub struct Workspace<'a> {
    world: World<'a>,
    folder: String,
    /// See [`Workspace::key`].
    key: [u8; 32],
    /// Whether nobody has the key when the run ends.
    is_passing: bool,
    /// The locks of this run, each for as long as whoever took it keeps it.
    held: RefCell<Vec<Weak<Held>>>,
}

/// Who opens it, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing is written.
    Read,
    /// The key is on disk before anything is digested with it: of two first runs at once, one would
    /// otherwise work with a key that nobody has afterwards.
    Write,
}

impl<'a> Workspace<'a> {
    /// Opens that of the project whose `s.yaml` stands in `base`.
    ///
    /// # Errors
    /// When the key cannot be read or written, or is damaged, or the folder is a dead link.
    pub fn open(world: World<'a>, base: &str, access: Access) -> Result<Rc<Workspace<'a>>> {
        let folder = format!("{}/.s/fc-guard", base.trim_end_matches('/'));
        let fresh = || key::fresh(world.clock);
        let known = key::read(world.files, &folder).map_err(Error::unread)?;
        let is_passing = known.is_none() && access == Access::Read;
        let key = match (known, access) {
            (Some(key), _) => key,
            // A run that only reads leaves nothing behind, not even a key: its digests serve for this run
            // alone.
            (None, Access::Read) => fresh(),
            (None, Access::Write) => key::settle(world.files, &folder, fresh())?,
        };
        Ok(Rc::new(Workspace {
            world,
            folder,
            key,
            is_passing,
            held: RefCell::default(),
        }))
    }

    /// The records that are kept in it.
    pub fn records(self: &Rc<Self>) -> Records<'a> {
        let folder = Folder {
            files: self.world.files,
            path: self.folder.clone(),
        };
        let sealer = match self.is_passing {
            true => Sealer::passing(self.key),
            false => Sealer::new(self.key),
        };
        self.over(Box::new(folder), format!("{}/", self.folder), sealer)
    }

    /// The records that a team shares, sealed with its key, and their store.
    pub fn team(
        self: &Rc<Self>,
        team: TeamStore<'a>,
        access: Access,
    ) -> (Records<'a>, Rc<Shared<'a>>) {
        let (sealer, place) = (Sealer::new(*team.key.bytes()), format!("{}/", team.address));
        let working = Working {
            world: self.world,
            folder: self.folder.clone(),
            copy: self.copy(),
            only_reads: access == Access::Read,
        };
        let shared = Rc::new(Shared::open(team, working));
        let store = Box::new(Rc::clone(&shared));
        (self.over(store, place, sealer), shared)
    }

    /// The team's key for that address, where this working copy keeps it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn team_key(&self, address: &str) -> Result<Option<TeamKey>> {
        let bytes = self.world.files.read(&self.team_key_path(address))?;
        let text = String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default();
        Ok(TeamKey::parse(&text))
    }

    /// Keeps the team's key, so that the next run need not fetch it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_team_key(&self, address: &str, key: &TeamKey) -> Result<()> {
        self.keep_key()?;
        let text = format!("{}\n", hex(key.bytes()));
        let path = self.team_key_path(address);
        Ok(self.world.files.replace(&path, text.as_bytes())?)
    }

    fn team_key_path(&self, address: &str) -> String {
        let digest = hex(&Sha256::digest(address.as_bytes())[..4]);
        format!("{}/team-key.{digest}", self.folder)
    }

    /// The records in a store. `place` is where people find them.
    fn over(
        self: &Rc<Self>,
        store: Box<dyn Store + 'a>,
        place: String,
        sealer: Sealer,
    ) -> Records<'a> {
        let workspace = Rc::clone(self);
        let known = (sealer, self.copy());
        Records::new(Box::new(Guarded { store, workspace }), place, known)
    }

    /// Tells this working copy from others, and nothing else of it: by its key, and by its folder, since a copy of
    /// a working copy is another one and has the same key.
    fn copy(&self) -> String {
        let place = format!("{}\n{}", hex(&self.key), self.folder);
        hex(&Sha256::digest(place.as_bytes())[..8])
    }

    /// Whether it has a copy of records that a team shares.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn has_shared(&self) -> Result<bool> {
        let copies = self.world.files.list(&format!("{}/shared", self.folder))?;
        Ok(copies.is_some_and(|copies| !copies.is_empty()))
    }

    /// Where the code index is kept. Absolute, as the next.
    pub fn index(&self) -> &str {
        &self.folder
    }

    /// Where the backups are kept.
    pub fn backups(&self) -> String {
        format!("{}/backups", self.folder)
    }

    /// The files of the machine that it is on.
    pub fn files(&self) -> &'a dyn Files {
        self.world.files
    }

    /// The clock of the machine that it is on.
    pub fn clock(&self) -> &'a dyn Clock {
        self.world.clock
    }

    /// The key that this run works with.
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// Makes sure that the key which this run works with is the one on disk, so that whatever is kept
    /// can be used later.
    ///
    /// # Errors
    /// When another one stands there, or it cannot be read or written.
    pub fn keep_key(&self) -> Result<()> {
        let kept = key::settle(self.world.files, &self.folder, self.key)?;
        match kept == self.key {
            true => Ok(()),
            false => Err(key::lost(&self.folder)),
        }
    }

    /// Keeps other runs from writing records of the same root, for as long as what it returns is
    /// kept. Whoever writes reads everything once more under it.
    ///
    /// # Errors
    /// As [`Lock::take`].
    pub async fn lock(
        &self,
        root: &Resource,
        command: &str,
        tell: &dyn Fn(&Words),
    ) -> Result<Lock<'a>> {
        let purpose = Purpose {
            command,
            root: &root.root_name(),
        };
        let lock = Lock::take(self.world, self.lock_path(root), purpose, tell).await?;
        let mut held = self.held.borrow_mut();
        held.retain(|one| one.strong_count() > 0);
        held.push(Rc::downgrade(lock.held()));
        drop(held);
        Ok(lock)
    }

    /// Gives a sign of life to those who wait for a lock that this run holds. Where it holds it no more, the next
    /// record says so.
    pub fn live_on(&self) {
        let _ = self.renew();
    }

    /// The run that holds the lock of a root, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn writer(&self, root: &Resource) -> Result<Option<Words>> {
        lock::holder(self.world, &self.lock_path(root))
    }

    /// Gives a sign of life, and makes sure that the locks are still held that were taken.
    fn renew(&self) -> Result<()> {
        let (files, now) = (self.world.files, self.world.clock.now());
        let held = self.held.borrow();
        let mut held = held.iter().filter_map(Weak::upgrade);
        held.try_for_each(|one| one.renew(files, now))
    }

    fn lock_path(&self, root: &Resource) -> String {
        format!("{}/{}", self.folder, names::lock(root))
    }
}

/// A store of records in the hands of a run: it only writes as long as the key is the one on disk, and as
/// its lock is still its own where it took one.
struct Guarded<'a> {
    store: Box<dyn Store + 'a>,
    workspace: Rc<Workspace<'a>>,
}

impl Guarded<'_> {
    /// Makes sure that what is about to be written can be used later, and is this run's to write.
    fn check(&self) -> Result<()> {
        // First the key: a record that nobody can compare later is worse than none.
        self.workspace.keep_key()?;
        self.workspace.renew()
    }
}

impl Store for Guarded<'_> {
    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Version>>> {
        self.store.get(name)
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        bytes: &'a [u8],
        was: Option<&'a Tag>,
    ) -> Wait<'a, Result<Tag, Unwritten>> {
        Box::pin(async move {
            self.check()?;
            self.store.put(name, bytes, was).await
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> Wait<'a, Result<Vec<String>>> {
        self.store.list(prefix)
    }

    fn remove<'a>(&'a self, name: &'a str, was: &'a Tag) -> Wait<'a, Result<(), Unwritten>> {
        Box::pin(async move {
            self.check()?;
            self.store.remove(name, was).await
        })
    }

    fn ledger(&self) -> Option<&dyn Ledger> {
        self.store.ledger()
    }
}
