//! Named bytes in memory, which number their versions: the laws that hold here, too, lean on nothing that
//! only a folder has.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;

use super::{Ledger, Store, Tag, Unwritten, Version};
use crate::error::Result;
use crate::ports::Wait;

/// A clone is the same store in the hands of somebody else.
#[derive(Clone, Default)]
pub(in crate::state) struct Memory {
    all: Rc<RefCell<BTreeMap<String, Version>>>,
    writes: Rc<Cell<u64>>,
}

impl Memory {
    fn check(&self, name: &str, was: Option<&Tag>) -> Result<(), Unwritten> {
        let all = self.all.borrow();
        match all.get(name).map(|(_, tag)| tag) == was {
            true => Ok(()),
            false => Err(Unwritten::Conflict),
        }
    }
}

impl Store for Memory {
    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Version>>> {
        Box::pin(ready(Ok(self.all.borrow().get(name).cloned())))
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        bytes: &'a [u8],
        was: Option<&'a Tag>,
    ) -> Wait<'a, Result<Tag, Unwritten>> {
        let put = self.check(name, was).map(|()| {
            self.writes.set(self.writes.get() + 1);
            let tag = Tag(self.writes.get().to_string());
            let version = (bytes.to_vec(), tag.clone());
            self.all.borrow_mut().insert(name.to_owned(), version);
            tag
        });
        Box::pin(ready(put))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> Wait<'a, Result<Vec<String>>> {
        let all = self.all.borrow();
        let names = all.keys().filter(|name| name.starts_with(prefix)).cloned();
        Box::pin(ready(Ok(names.collect())))
    }

    fn remove<'a>(&'a self, name: &'a str, was: &'a Tag) -> Wait<'a, Result<(), Unwritten>> {
        let removed = self.check(name, Some(was)).map(|()| {
            self.all.borrow_mut().remove(name);
        });
        Box::pin(ready(removed))
    }

    fn ledger(&self) -> Option<&dyn Ledger> {
        None
    }
}
