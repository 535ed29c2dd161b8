//! Objects in memory, with a clock of their own.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;

use super::{FolderLook, Objects};
use crate::error::Result;
use crate::ports::Wait;

/// Objects by their names, each with the time at which it was put there.
type Stored = BTreeMap<String, (Vec<u8>, i64)>;

/// What somebody does once, at a moment of the test.
type Happens = Option<Box<dyn FnOnce()>>;

/// A clone is the same bucket in the hands of somebody else.
#[derive(Clone, Default)]
pub(in crate::state) struct MemoryBucket {
    pub(in crate::state) all: Rc<RefCell<Stored>>,
    pub(in crate::state) now: Rc<Cell<i64>>,
    /// How many requests came in.
    pub(in crate::state) asked: Rc<Cell<usize>>,
    /// Whether the answer to the next creation is lost.
    pub(in crate::state) loses: Rc<Cell<bool>>,
    /// What somebody else does right before the next creation.
    pub(in crate::state) meanwhile: Rc<RefCell<Happens>>,
}

impl MemoryBucket {
    fn ask(&self) {
        self.asked.set(self.asked.get() + 1);
    }
}

impl Objects for MemoryBucket {
    fn first<'a>(&'a self, folder: &'a str) -> Wait<'a, Result<FolderLook>> {
        self.ask();
        let all = self.all.borrow();
        let mut within = all.iter().filter(|(name, _)| name.starts_with(folder));
        let first = within.next().map(|(name, (_, at))| (name.clone(), *at));
        let now = self.now.get();
        Box::pin(ready(Ok(FolderLook { first, now })))
    }

    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Vec<u8>>>> {
        self.ask();
        let found = self.all.borrow().get(name).map(|(bytes, _)| bytes.clone());
        Box::pin(ready(Ok(found)))
    }

    fn names<'a>(&'a self, folder: &'a str, after: &'a str) -> Wait<'a, Result<Vec<String>>> {
        self.ask();
        let all = self.all.borrow();
        let behind = format!("{folder}{after}");
        let within = |name: &&String| name.starts_with(folder) && **name > behind;
        let names = all.keys().filter(within).cloned().collect();
        Box::pin(ready(Ok(names)))
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> Wait<'a, Result<bool>> {
        self.ask();
        if let Some(happens) = self.meanwhile.take() {
            happens();
        }
        let mut all = self.all.borrow_mut();
        let is_free = !all.contains_key(name);
        if is_free {
            all.insert(name.to_owned(), (bytes.to_vec(), self.now.get()));
        }
        let lost = self.loses.take();
        let answer = match lost {
            true => Err(crate::error::Error::bug(crate::words::Words::same("lost"))),
            false => Ok(is_free),
        };
        Box::pin(ready(answer))
    }

    fn check(&self) -> Wait<'_, Result<()>> {
        Box::pin(ready(Ok(())))
    }

    fn place(&self, name: &str) -> String {
        format!("mem://{name}")
    }
}
