//! What holds of records wherever they are kept.

use std::future::ready;

use serde_json::{Value, json};

use super::Records;
use crate::error::{Error, Result};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::ports::Wait;
use crate::state::names;
use crate::state::provenance::{Authorship, Provenance};
use crate::state::record::{Baseline, Intent, Origin, Record};
use crate::state::store::drawer::Drawer;
use crate::state::store::tests::{every, now};
use crate::state::store::{Ledger, Store, Tag, Unwritten, Version};
use crate::words;
use crate::words::Lang;

/// A record of format 1, as a program has written it.
const FIRST: &str = include_str!("../format/tests/0.1/trigger.json");

fn resource(kind: Kind, name: &str) -> Resource {
    Resource::of_function(
        "1234567890123456".to_owned(),
        "cn-hangzhou".to_owned(),
        "demo".to_owned(),
    )
    .sibling(kind, name)
}

fn records(store: Box<dyn Store + '_>) -> Records<'_> {
    Records::new(
        store,
        "place/".to_owned(),
        (Sealer::new([7; 32]), "copy".to_owned()),
    )
}

fn deployed(resource: Resource, timeout: u32) -> Record {
    let document = json!({"timeout": timeout});
    let mut record = Record::new(resource, Sealer::new([7; 32]).id());
    record.baseline = Some(Baseline {
        sent: document.clone(),
        seen: Some(document),
        modified: None,
        at: "2026-11-01T10:00:00Z".to_owned(),
        deployed: None,
        owned: Vec::new(),
        kept: Some(Vec::new()),
        adopted: None,
    });
    record
}

fn kept(store: &dyn Store, resource: &Resource) -> Option<Value> {
    let found = now(store.get(&names::record(resource))).unwrap();
    found.map(|(bytes, _)| serde_json::from_slice(&bytes).unwrap())
}

#[test]
fn what_is_saved_is_loaded() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let function = resource(Kind::Function, "demo");
        let first = records(open());
        assert!(now(first.load(&function)).unwrap().is_empty());
        let mut record = deployed(function.clone(), 10);
        record.provenance = Some(Authorship::of(Provenance {
            commit: Some("9cbdb60e".to_owned()),
            ..Provenance::default()
        }));
        record.pending = Some(Intent {
            at: "2026-11-01T10:00:01Z".to_owned(),
            before: None,
            sent: json!({"timeout": 20}),
            intended: json!({"timeout": 20}),
            writes: vec!["timeout".to_owned()],
            owned: Vec::new(),
            kept: None,
            is_stranger: false,
            is_handed: false,
            provenance: None,
        });
        now(first.save(&record)).unwrap();
        assert_eq!(now(records(open()).load(&function)).unwrap(), record);
        assert!(!now(first.has_moved()).unwrap());
    }
}

#[test]
fn the_serial_counts_the_writes_of_a_record() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let function = resource(Kind::Function, "demo");
        let serial = || kept(open().as_ref(), &function).map(|one| one["serial"].clone());
        for run in 0..3 {
            let records = records(open());
            for write in 1..=2 {
                // Whoever goes on from what was read before the last write counts on all the same.
                now(records.save(&deployed(function.clone(), 10 + write))).unwrap();
                assert_eq!(serial(), Some(json!(2 * run + write)));
            }
            now(records.load(&function)).unwrap();
        }
    }
}

#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let function = resource(Kind::Function, "demo");
        let (ours, theirs) = (records(open()), records(open()));
        let overtaken = |saved: crate::error::Result<()>| {
            let said = saved.expect_err("it is overtaken").render(Lang::En);
            assert!(said.contains("another run has written place/cn-hangzhou.demo."));
        };
        for timeout in [10, 20] {
            now(ours.load(&function)).unwrap();
            now(theirs.load(&function)).unwrap();
            now(theirs.save(&deployed(function.clone(), timeout))).unwrap();
            assert!(now(ours.has_moved()).unwrap());
            overtaken(now(ours.save(&deployed(function.clone(), 30))));
            let none = Record::new(function.clone(), ours.sealer().id());
            overtaken(now(ours.save(&none)));
            let gone = Record {
                provenance: Some(Authorship::default()),
                ..none
            };
            overtaken(now(ours.save(&gone)));
            let left = kept(open().as_ref(), &function).expect("theirs");
            assert_eq!(left["baseline"]["sent"]["timeout"], timeout);
        }
    }
}

#[test]
fn a_record_of_nothing_is_none() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let function = resource(Kind::Function, "demo");
        let records = records(open());
        let none = Record::new(function.clone(), records.sealer().id());
        now(records.save(&none)).unwrap();
        assert_eq!(kept(open().as_ref(), &function), None);
        now(records.save(&deployed(function.clone(), 10))).unwrap();
        now(records.save(&none)).unwrap();
        assert_eq!(kept(open().as_ref(), &function), None);
        assert!(now(records.load(&function)).unwrap().is_empty());
    }
}

#[test]
fn all_of_a_function_is_found() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let (function, trigger) = (
            resource(Kind::Function, "demo"),
            resource(Kind::Trigger, "http"),
        );
        let other = function.sibling(Kind::Function, "demo.other");
        let origin = Origin {
            file: "s.yaml".to_owned(),
            resource: "fn".to_owned(),
            env: None,
        };
        let unsaid = records(open());
        now(unsaid.save(&deployed(trigger.clone(), 1))).unwrap();
        now(unsaid.save(&deployed(other.clone(), 2))).unwrap();
        let records = records(open()).of(Some(origin.clone()));
        now(records.save(&deployed(function.clone(), 3))).unwrap();
        let siblings = now(records.siblings(&function)).unwrap().into_iter();
        let siblings: Vec<Resource> = siblings.map(|one| one.resource).collect();
        assert_eq!(siblings, [function.clone(), trigger]);
        let functions = now(records.roots()).unwrap();
        assert_eq!(functions, [(function, Some(origin)), (other, None)]);
    }
}

/// Who only reads leaves a record of an earlier format as it is; who saves it says all of it in the present
/// one.
#[test]
fn an_earlier_format_ends_with_the_next_save() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let trigger = resource(Kind::Trigger, "http");
        let store = open();
        let name = names::record(&trigger);
        assert_eq!(name, "cn-hangzhou.demo.trigger.http.e98f3cef.json");
        now(store.put(&name, FIRST.as_bytes(), None)).unwrap();
        let records = records(open());
        let record = now(records.load(&trigger)).unwrap();
        let siblings = now(records.siblings(&trigger)).unwrap();
        assert_eq!(siblings, std::slice::from_ref(&record));
        assert_eq!(now(records.roots()).unwrap().len(), 1);
        assert!(!now(records.has_moved()).unwrap());
        let (bytes, _) = now(store.get(&name)).unwrap().expect("it is there");
        assert_eq!(bytes, FIRST.as_bytes());
        now(records.save(&record)).unwrap();
        let new = kept(store.as_ref(), &trigger).expect("it is there");
        assert_eq!((&new["version"], &new["serial"]), (&json!(2), &json!(1)));
        assert_eq!(now(records.load(&trigger)).unwrap(), record);
    }
}

/// A store of which one name cannot be read.
struct Unreadable<'a>(Box<dyn Store + 'a>, String);

impl Store for Unreadable<'_> {
    fn get<'a>(&'a self, name: &'a str) -> Wait<'a, Result<Option<Version>>> {
        match *name == self.1 {
            true => Box::pin(ready(Err(
                Error::local(words!("no right", "没有权限")).hint(words!("none", "无"))
            ))),
            false => self.0.get(name),
        }
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
        self.0.list(prefix)
    }

    fn remove<'a>(&'a self, name: &'a str, was: &'a Tag) -> Wait<'a, Result<(), Unwritten>> {
        self.0.remove(name, was)
    }

    fn ledger(&self) -> Option<&dyn Ledger> {
        None
    }
}

/// A record that is damaged is told by the run that needs it. One that cannot be read at all is no absence: whose a
/// route is, and what is left behind, is decided by all of them.
#[test]
fn what_the_store_does_not_tell_is_not_passed_over() {
    let drawer = Drawer::default();
    for open in every(&drawer) {
        let domain = resource(Kind::CustomDomain, "a.example.com");
        let other = resource(Kind::Trigger, "http");
        for one in [&domain, &other] {
            now(records(open()).save(&deployed(one.clone(), 1))).unwrap();
        }
        let broken = |one: &Resource| {
            let store = Unreadable(open(), names::record(one));
            records(Box::new(store))
        };
        for error in [
            now(broken(&domain).domains()).map(|_| ()),
            now(broken(&domain).roots()).map(|_| ()),
        ] {
            let said = error.expect_err("no absence").render(Lang::En);
            assert!(said.contains("no right"), "{said}");
        }
        // A record that is not asked for stops nobody.
        assert_eq!(now(broken(&other).domains()).unwrap().len(), 1);
        let store = open();
        let (_, tag) = now(store.get(&names::record(&domain))).unwrap().unwrap();
        now(store.put(&names::record(&domain), b"{", Some(&tag))).unwrap();
        assert_eq!(now(records(open()).domains()).unwrap().len(), 0);
        assert_eq!(now(records(open()).roots()).unwrap().len(), 1);
    }
}
