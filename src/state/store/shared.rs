//! The records that a team shares. All records of one root are one [`Revision`], and each write adds the next:
//! numbered objects that are created and never replaced, so that of several who write at once the server
//! decides who was first. This machine keeps a copy of the newest one, by which a store that was rewound or
//! replaced is noticed.
//!
//! A root is asked for at most once, until its records are listed again: a run lists them whenever it looks at
//! what is online, and in between it works with what it has seen then.

mod backups;
pub mod claim;
mod copy;
mod faults;
mod head;
mod hold;
mod look;
#[cfg(test)]
pub(in crate::state) mod memory;
mod objects;
mod oss;
mod past;
mod place;
mod port;
mod revision;
#[cfg(test)]
pub(in crate::state) mod tests;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::claim::RootClaim;
use self::copy::LocalCopy;
pub use self::faults::unreached;
use self::head::RootHead;
pub use self::look::KEY_ID_OBJECT;
pub use self::objects::{FolderLook, Objects};
pub use self::oss::OssObjects;
pub use self::place::StatePlace;
use self::revision::{KeptText, NextRevision, Revision};
pub use self::revision::{TeamKey, key_named};
use super::{Tag, Unwritten};
use crate::error::Result;
use crate::ports::World;
use crate::spelled::hex;
use crate::time::rfc3339;
use crate::words;
use crate::words::Words;

/// How often a write is tried anew because somebody else wrote another record of the root.
const TRIES: usize = 20;

/// What a store of a team is opened with.
pub struct TeamStore<'a> {
    pub objects: Rc<dyn Objects + 'a>,
    pub key: TeamKey,
    /// The account whose functions it is about.
    pub account: String,
    /// Where it is, as people write it.
    pub address: String,
    /// Whether this run goes on without it.
    pub is_offline: bool,
    /// Whether a run without it passes over a claim that was seen last and may not be over.
    pub takes_over: bool,
    /// Says something to the person.
    pub tell: Rc<dyn Fn(&Words) + 'a>,
}

/// The store of a team, in the hands of one run.
pub struct Shared<'a> {
    world: World<'a>,
    team: TeamStore<'a>,
    copy: LocalCopy<'a>,
    /// Tells this working copy from others, and nothing else of it.
    own: String,
    heads: RefCell<BTreeMap<String, RootHead>>,
    /// Revisions behind the newest one that were looked at, by root and number.
    past: RefCell<BTreeMap<(String, u64), Rc<Revision>>>,
    /// How many of them are read at once the next time, by root.
    rounds: RefCell<BTreeMap<String, u64>>,
    /// The claims that this run holds, by root, each with its nonce.
    held: RefCell<BTreeMap<String, String>>,
    /// What the person was told of, once for each root.
    told: RefCell<BTreeSet<String>>,
    /// Whether the place was asked in this run if an object can be created twice there.
    is_checked: Cell<bool>,
}

/// Where a run of this machine works.
pub(in crate::state) struct Working<'a> {
    pub(in crate::state) world: World<'a>,
    /// The folder of the working copy.
    pub(in crate::state) folder: String,
    /// Tells the working copy from others.
    pub(in crate::state) copy: String,
    /// Whether nothing is written on this machine.
    pub(in crate::state) only_reads: bool,
}

impl<'a> Shared<'a> {
    pub(in crate::state) fn open(team: TeamStore<'a>, working: Working<'a>) -> Shared<'a> {
        let Working {
            world,
            folder,
            copy: own,
            only_reads,
        } = working;
        Shared {
            world,
            copy: LocalCopy::new(world.files, folder, &team.objects.place(""), only_reads),
            own,
            team,
            heads: RefCell::default(),
            past: RefCell::default(),
            rounds: RefCell::default(),
            held: RefCell::default(),
            told: RefCell::default(),
            is_checked: Cell::default(),
        }
    }

    /// The newest revision of a root, as it was seen last.
    async fn head(&self, root: &str) -> Result<RootHead> {
        let known = self.heads.borrow().get(root).cloned();
        match known {
            Some(head) => Ok(head),
            None => self.look(root).await,
        }
    }

    /// Forgets what was seen, so that it is asked for anew.
    #[cfg(test)]
    pub(in crate::state) fn forget(&self) {
        self.heads.borrow_mut().clear();
    }

    /// Adds the revision that follows; `None` where somebody else has added one.
    ///
    /// # Errors
    /// It cannot be added, or nobody knows whether it was.
    async fn add(
        &self,
        root: &str,
        head: &RootHead,
        claim: Option<RootClaim>,
        records: BTreeMap<String, KeptText>,
    ) -> Result<Option<RootHead>> {
        let draft = NextRevision {
            nonce: hex(&self.world.clock.nonce()),
            at: rfc3339(self.world.clock.now()),
            claim,
            records,
        };
        let before = (head.seq, head.hash.clone());
        let revision = Revision::after(before, self.place(root), draft, &self.team.key);
        let bytes = revision.bytes(&self.team.key)?;
        let name = format!("{}/{}", self.folder(root), revision::name(revision.seq));
        if !self.created(&name, &bytes).await? {
            return Ok(None);
        }
        self.copy.keep(root, &bytes)?;
        let now = self.world.clock.now() + head.ahead;
        let newest = (revision, revision::digest(&bytes));
        let head = RootHead::of(Some(&newest), now, head.ahead);
        self.keep(root, head.clone());
        Ok(Some(head))
    }

    /// Whether this very object was created. An answer that was lost, and a try that met what an earlier one
    /// has made, are told from others by what lies there: no two revisions have one nonce.
    async fn created(&self, name: &str, bytes: &[u8]) -> Result<bool> {
        // Where versions are kept, everything that is created is taken, and takes the place of what was there.
        if !self.is_checked.get() {
            faults::unreached(self.team.objects.check().await)?;
            self.is_checked.set(true);
        }
        let created = self.team.objects.create(name, bytes).await;
        if matches!(created, Ok(true)) {
            return Ok(true);
        }
        match (self.team.objects.get(name).await, created) {
            (Ok(Some(there)), _) => Ok(there == bytes),
            (_, Err(error)) => faults::unreached(Err(error)),
            (Err(error), Ok(_)) => Err(error),
            (Ok(None), Ok(_)) => Err(faults::vanished(&self.team.objects.place(name))),
        }
    }

    /// Puts records in the place of one, or takes it away.
    async fn replace(
        &self,
        name: &str,
        text: Option<&str>,
        was: Option<&Tag>,
    ) -> Result<Tag, Unwritten> {
        let root = root_of(name);
        for _ in 0..TRIES {
            let head = self.head(root).await?;
            if head.tag(name).as_ref() != was {
                return Err(Unwritten::Conflict);
            }
            if self.team.is_offline {
                self.copy.put_unshared(name, text.unwrap_or_default())?;
                self.tell_once(root, &recorded_here(&self.team.address));
                let head = head.put(name, text, &self.own);
                let tag = head.tag(name);
                self.keep(root, head);
                return Ok(tag.unwrap_or(Tag(String::new())));
            }
            let claim = self.claim_to_write(root, &head)?;
            let records = head.clone().put(name, text, &self.own).records;
            if let Some(next) = self.add(root, &head, claim, records).await? {
                return Ok(next.tag(name).unwrap_or(Tag(String::new())));
            }
            self.look(root).await?;
        }
        Err(Unwritten::Conflict)
    }

    /// The names of the records that are known without asking.
    fn names_here(&self) -> Result<BTreeSet<String>> {
        let heads = self.heads.borrow();
        let seen = heads.values().flat_map(|head| head.records.keys().cloned());
        let mut names: BTreeSet<String> = seen.collect();
        for root in self.copy.roots()? {
            if !heads.contains_key(&root) {
                names.extend(self.here(&root)?.records.into_keys());
            }
        }
        Ok(names)
    }

    /// What this machine knows of a root without asking.
    fn here(&self, root: &str) -> Result<RootHead> {
        if let Some(head) = self.heads.borrow().get(root) {
            return Ok(head.clone());
        }
        let kept = self.copy.newest(root, &self.place(root), &self.team.key)?;
        let head = RootHead::of(kept.as_ref(), 0, 0);
        let unshared = self.copy.unshared(root)?.against(&head.records);
        Ok(head.with(unshared, &self.own))
    }

    fn keep(&self, root: &str, head: RootHead) {
        self.heads.borrow_mut().insert(root.to_owned(), head);
    }

    /// The folder in which the revisions of a root lie.
    fn folder(&self, root: &str) -> String {
        format!("{}/{root}", self.team.account)
    }

    /// Where that is, as a revision says it of itself: in no other bucket, and under no other prefix.
    fn place(&self, root: &str) -> String {
        self.team.objects.place(&self.folder(root))
    }

    fn tell_once(&self, root: &str, words: &Words) {
        if self
            .told
            .borrow_mut()
            .insert(format!("{root} {}", words.en))
        {
            (self.team.tell)(words);
        }
    }
}

/// What is recorded without the store is nobody else's yet.
fn recorded_here(address: &str) -> Words {
    words!(
        "--state-offline: this run is recorded on this machine alone, in .s/fc-guard. Keep that folder: the next run that asks {address} hands the records over, if nobody of the team has deployed until then",
        "--state-offline：本次运行只记录在本机的 .s/fc-guard 中。请保留该目录：下次访问 {address} 的运行会将其交给团队，前提是此前没有其他人部署过"
    )
}

/// The root that a record belongs to, by how its name begins (see `names::of_root`).
pub(super) fn root_of(name: &str) -> &str {
    let mut dots = name.match_indices('.');
    let end = dots.nth(1).map_or(name.len(), |(at, _)| at);
    &name[..end]
}
