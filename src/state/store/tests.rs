//! The laws of a store, held by every one that there is.

use futures_util::FutureExt as _;
use proptest::prelude::{Strategy, proptest};
use proptest::{collection, prop_assert_eq, prop_oneof};

use std::cell::Cell;
use std::rc::Rc;

use super::drawer::Drawer;
use super::memory::Memory;
use super::shared::Shared;
use super::shared::memory::MemoryBucket;
use super::shared::tests::Machine;
use super::{Folder, Ledger, Store, Tag, Unwritten, Version};
use crate::error::Result;
use crate::ports::Wait;

/// What opens a store once more, for somebody else.
pub(in crate::state) type Opens<'d> = Box<dyn Fn() -> Box<dyn Store + 'd> + 'd>;

/// Every store that there is, each empty.
pub(in crate::state) fn every(drawer: &Drawer) -> [Opens<'_>; 3] {
    let memory = Memory::default();
    let folder = move || -> Box<dyn Store + '_> {
        let path = "/home/a/app/.s/fc-guard".to_owned();
        let files = drawer;
        Box::new(Folder { files, path })
    };
    let bucket = MemoryBucket::default();
    let machines = Cell::new(0);
    let shared = move || -> Box<dyn Store + '_> {
        machines.set(machines.get() + 1);
        let machine = Machine::new(machines.get(), &bucket);
        // It lives as long as the test: the store borrows it.
        let machine: &'static Machine = Box::leak(Box::new(machine));
        Box::new(Asked(machine.opened(), machine))
    };
    [
        Box::new(folder),
        Box::new(move || Box::new(memory.clone())),
        Box::new(shared),
    ]
}

/// A team's store of which everything is asked anew, as a run does before it compares.
struct Asked(Rc<Shared<'static>>, &'static Machine);

impl Store for Asked {
    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Version>>> {
        Box::pin(async move {
            self.0.forget();
            self.0.get(name).await
        })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        bytes: &'a [u8],
        was: Option<&'a Tag>,
    ) -> Wait<'a, Result<Tag, Unwritten>> {
        self.0.put(name, bytes, was)
    }

    fn list<'a>(&'a self, prefix: &'a str) -> Wait<'a, Result<Vec<String>>> {
        Box::pin(async move {
            // A run asks for the roots that it is about; here all of them are.
            for root in self.1.roots() {
                self.0.list(&format!("{root}.")).await?;
            }
            self.0.list(prefix).await
        })
    }

    fn remove<'a>(&'a self, name: &'a str, was: &'a Tag) -> Wait<'a, Result<(), Unwritten>> {
        self.0.remove(name, was)
    }

    fn ledger(&self) -> Option<&dyn Ledger> {
        self.0.ledger()
    }
}

/// What comes of it, where nothing is to be waited for.
pub(in crate::state) fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing to wait for")
}

#[track_caller]
fn conflicts<T: std::fmt::Debug>(wait: Wait<'_, Result<T, Unwritten>>) {
    let outcome = now(wait);
    assert!(matches!(outcome, Err(Unwritten::Conflict)), "{outcome:?}");
}

#[test]
fn a_name_is_taken_once() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let (store, other) = (open(), open());
        assert_eq!(now(store.get("a")).unwrap(), None);
        let tag = now(store.put("a", b"first", None)).unwrap();
        conflicts(other.put("a", b"second", None));
        assert_eq!(now(other.get("a")).unwrap(), Some((b"first".to_vec(), tag)));
    }
}

#[test]
fn only_what_was_seen_is_replaced_or_removed() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let (store, other) = (open(), open());
        let first = now(store.put("a", b"first", None)).unwrap();
        let second = now(other.put("a", b"second", Some(&first))).unwrap();
        assert_ne!(first, second);
        conflicts(store.put("a", b"third", Some(&first)));
        conflicts(store.remove("a", &first));
        let there = Some((b"second".to_vec(), second.clone()));
        assert_eq!(now(store.get("a")).unwrap(), there);
        now(store.remove("a", &second)).unwrap();
        assert_eq!(now(other.get("a")).unwrap(), None);
        conflicts(other.remove("a", &second));
        conflicts(other.put("a", b"third", Some(&second)));
        now(other.put("a", b"third", None)).unwrap();
    }
}

#[test]
fn names_are_listed_by_how_they_begin() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let store = open();
        for name in ["r.demo.b", "r.other.a", "r.demo.a", "s.demo.a"] {
            now(store.put(name, b"", None)).unwrap();
        }
        let list = |prefix| now(store.list(prefix)).unwrap();
        assert_eq!(list("r.demo."), ["r.demo.a", "r.demo.b"]);
        assert_eq!(list(""), ["r.demo.a", "r.demo.b", "r.other.a", "s.demo.a"]);
        assert_eq!(list("t"), [""; 0]);
    }
}

/// Something that is done to a store. Of the versions that were seen so far, the one that counts back so
/// many is meant.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Put(&'static str, Option<usize>),
    Remove(&'static str, usize),
    Get(&'static str),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let name = || prop_oneof!["a", "b"].prop_map(|name| if name == "a" { "a" } else { "b" });
    let deed = prop_oneof![
        (name(), proptest::option::of(0..3_usize)).prop_map(|(name, was)| Deed::Put(name, was)),
        (name(), 0..3_usize).prop_map(|(name, was)| Deed::Remove(name, was)),
        name().prop_map(Deed::Get),
    ];
    collection::vec(deed, 1..40)
}

/// What comes of each deed, in words.
fn came_of(store: &dyn Store, deeds: &[Deed]) -> Vec<String> {
    let mut seen: Vec<Tag> = Vec::new();
    let mut all = Vec::new();
    for (number, deed) in deeds.iter().enumerate() {
        let back = |count: usize| seen.iter().rev().nth(count).cloned();
        let said = match *deed {
            Deed::Put(name, was) => {
                let was = was.and_then(back);
                // No two versions hold the same, as no two writes of a record do.
                let bytes = number.to_string();
                let put = now(store.put(name, bytes.as_bytes(), was.as_ref()));
                let is_done = put.is_ok();
                seen.extend(put.ok());
                format!("put {is_done}")
            }
            Deed::Remove(name, was) => match back(was) {
                Some(was) => format!("removed {}", now(store.remove(name, &was)).is_ok()),
                None => String::new(),
            },
            Deed::Get(name) => {
                let bytes = now(store.get(name)).unwrap().map(|(bytes, _)| bytes);
                format!("{bytes:?}")
            }
        };
        all.push(said);
    }
    all.push(format!("{:?}", now(store.list("")).unwrap()));
    all
}

proptest! {
    #[test]
    fn all_stores_do_the_same(deeds in deeds()) {
        let drawer = Drawer::default();
        let [folder, memory, shared] =
            every(&drawer).map(|open| came_of(open().as_ref(), &deeds));
        prop_assert_eq!(&folder, &memory);
        prop_assert_eq!(folder, shared);
    }
}
