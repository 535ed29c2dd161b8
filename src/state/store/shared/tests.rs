//! What holds of a team's store, besides the laws that hold of every store.

use std::cell::Cell;
use std::rc::Rc;

use super::claim::ClaimPurpose;
use super::memory::MemoryBucket;
use super::revision::{Revision, name, number};
use super::{Shared, TeamKey, TeamStore, Working};
use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::ports::Files;
use crate::state::store::drawer::Drawer;
use crate::state::store::tests::now;
use crate::state::store::{Store, Unwritten};
use crate::wire::fake::Fake;
use crate::words::Lang;

const KEY: [u8; 32] = [7; 32];
const NAME: &str = "cn-hangzhou.demo.function.1.json";
const OTHER: &str = "cn-hangzhou.demo.trigger.http.2.json";

/// A machine of the team.
#[derive(Default)]
pub(in crate::state) struct Machine {
    fake: Fake,
    drawer: Drawer,
    bucket: MemoryBucket,
    number: u8,
    is_offline: Cell<bool>,
    only_reads: bool,
}

impl Machine {
    pub(in crate::state) fn new(number: u8, bucket: &MemoryBucket) -> Machine {
        Machine {
            number,
            bucket: bucket.clone(),
            ..Machine::default()
        }
    }

    pub(in crate::state) fn opened(&self) -> Rc<Shared<'_>> {
        self.opened_with(KEY)
    }

    /// The folders of all roots.
    pub(in crate::state) fn roots(&self) -> Vec<String> {
        let all = self.bucket.all.borrow();
        let root = |name: &String| Some(name.split('/').nth(1)?.to_owned());
        let mut roots: Vec<String> = all.keys().filter_map(root).collect();
        roots.dedup();
        roots
    }

    fn opened_with(&self, key: [u8; 32]) -> Rc<Shared<'_>> {
        let world = crate::ports::World {
            files: &self.drawer,
            ..self.fake.world()
        };
        let team = TeamStore {
            objects: Rc::new(self.bucket.clone()),
            key: TeamKey::new(key),
            account: "123".to_owned(),
            address: "mem://".to_owned(),
            is_offline: self.is_offline.get(),
            takes_over: false,
            tell: Rc::new(|_| ()),
        };
        let working = Working {
            world,
            folder: "/home/a/app/.s/fc-guard".to_owned(),
            copy: self.number.to_string(),
            only_reads: self.only_reads,
        };
        Rc::new(Shared::open(team, working))
    }
}

fn purpose() -> ClaimPurpose {
    ClaimPurpose {
        command: "deploy".to_owned(),
        lasts: 600_000,
        who: Some("Ada".to_owned()),
        commit: Some("b".repeat(40)),
        run: None,
    }
}

fn root() -> Resource {
    Resource::of_function(
        "123".to_owned(),
        "cn-hangzhou".to_owned(),
        "demo".to_owned(),
    )
}

fn text(store: &Rc<Shared<'_>>, name: &str) -> Option<String> {
    let found = now(store.get(name)).expect("readable");
    found.map(|(bytes, _)| String::from_utf8(bytes).expect("a text"))
}

fn fresh(store: &Rc<Shared<'_>>) -> Result<Vec<String>> {
    now(store.list("cn-hangzhou.demo."))
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, part: &str) {
    let said = result.expect_err(part).render(Lang::En);
    assert!(said.contains(part), "{said}");
}

#[track_caller]
fn fails(result: Result<super::Tag, Unwritten>) -> Error {
    match result {
        Err(Unwritten::Failed(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_one_machine_writes_another_one_reads() {
    let bucket = MemoryBucket::default();
    let (first, second) = (Machine::new(1, &bucket), Machine::new(2, &bucket));
    let (ours, theirs) = (first.opened(), second.opened());
    assert_eq!(text(&theirs, NAME), None);
    let tag = now(ours.put(NAME, b"one", None)).expect("put");
    // What was seen holds until the records are listed again.
    assert_eq!(text(&theirs, NAME), None);
    assert_eq!(fresh(&theirs).expect("a list"), [NAME]);
    assert_eq!(text(&theirs, NAME).as_deref(), Some("one"));
    now(theirs.put(OTHER, b"two", None)).expect("another record of the root");
    now(ours.put(NAME, b"three", Some(&tag))).expect("that one has not moved");
    fresh(&theirs).expect("a list");
    assert_eq!(text(&theirs, OTHER).as_deref(), Some("two"));
    assert_eq!(text(&theirs, NAME).as_deref(), Some("three"));
}

/// A run that has seen the newest revision before asks for its name alone.
#[test]
fn a_copy_spares_the_second_request() {
    let bucket = MemoryBucket::default();
    let machine = Machine::new(1, &bucket);
    now(machine.opened().put(NAME, b"one", None)).expect("put");
    let before = bucket.asked.get();
    let again = machine.opened();
    fresh(&again).expect("a list");
    assert_eq!(text(&again, NAME).as_deref(), Some("one"));
    assert_eq!(bucket.asked.get() - before, 1);
}

#[test]
fn the_newest_of_a_folder_comes_first() {
    let names: Vec<String> = [1, 2, 10, 4_000_000_000].map(name).to_vec();
    let mut sorted = names.clone();
    sorted.sort();
    sorted.reverse();
    assert_eq!(names, sorted);
    assert_eq!(number(&name(42)), Some(42));
    for wrong in [
        "x.json",
        "9999999999-0000000000.json",
        "0000000001-0000000002.json",
    ] {
        assert_eq!(number(wrong), None, "{wrong}");
    }
}

#[test]
fn an_answer_that_was_lost_is_made_out() {
    let bucket = MemoryBucket::default();
    let machine = Machine::new(1, &bucket);
    let store = machine.opened();
    bucket.loses.set(true);
    now(store.put(NAME, b"one", None)).expect("it was put");
    assert_eq!(bucket.all.borrow().len(), 1);
}

#[test]
fn a_claim_keeps_others_from_writing_until_it_is_given_back_or_over() {
    let bucket = MemoryBucket::default();
    let (first, second) = (Machine::new(1, &bucket), Machine::new(2, &bucket));
    let (ours, theirs) = (first.opened(), second.opened());
    now(ours.claim(&root(), purpose())).expect("free");
    let busy = now(theirs.claim(&root(), purpose()));
    refused(busy, "another run of the team is writing here");
    let unwritten = now(theirs.put(NAME, b"x", None));
    assert!(matches!(unwritten, Err(Unwritten::Conflict)));
    now(ours.put(NAME, b"one", None)).expect("ours");
    now(ours.release(&root()));
    now(theirs.claim(&root(), purpose())).expect("given back");
    // Whoever slept over its own claim finds out at the next write.
    bucket.now.set(bucket.now.get() + 600_001);
    now(ours.claim(&root(), purpose())).expect("over");
    let late = fails(now(theirs.put(OTHER, b"late", None)));
    assert!(late.what.en.contains("taken over"), "{late:?}");
    assert_eq!(fresh(&ours).expect("a list"), [NAME]);
    assert_eq!(text(&ours, NAME).as_deref(), Some("one"));
}

/// Of two roots the first stays claimed where somebody else was faster with the second: a run that is stopped then still has
/// something to give back.
#[test]
fn whoever_loses_a_second_claim_still_has_the_first() {
    let bucket = MemoryBucket::default();
    let machine = Machine::new(1, &bucket);
    let (ours, journal) = (machine.opened(), machine.fake.world().journal);
    let other = Resource::of_function(
        "123".to_owned(),
        "cn-hangzhou".to_owned(),
        "other".to_owned(),
    );
    now(ours.claim(&other, purpose())).expect("free");
    let theirs = bucket.clone();
    let claims = move || {
        let machine = Machine::new(2, &theirs);
        now(machine.opened().claim(&root(), purpose())).expect("free");
    };
    *bucket.meanwhile.borrow_mut() = Some(Box::new(claims));
    refused(
        now(ours.claim(&root(), purpose())),
        "another run of the team is writing here",
    );
    assert!(journal.is_claimed());
    now(ours.release(&other));
}

#[test]
fn a_claim_of_a_killed_run_in_the_same_working_copy_is_no_hindrance() {
    let bucket = MemoryBucket::default();
    let machine = Machine::new(1, &bucket);
    now(machine.opened().claim(&root(), purpose())).expect("free");
    now(machine.opened().claim(&root(), purpose())).expect("that run is over");
}

#[test]
fn what_the_key_does_not_prove_is_not_believed() {
    let written = |bucket: &MemoryBucket| {
        now(Machine::new(1, bucket).opened().put(NAME, b"one", None)).expect("put");
    };
    let folder = "123/cn-hangzhou.demo";
    let path = |seq| format!("{folder}/{}", name(seq));
    let tampered = |change: &dyn Fn(Vec<u8>) -> Vec<u8>, seq| {
        let bucket = MemoryBucket::default();
        written(&bucket);
        let (bytes, at) = bucket.all.borrow()[&path(1)].clone();
        bucket
            .all
            .borrow_mut()
            .insert(path(seq), (change(bytes), at));
        bucket
    };
    let read = |bucket: &MemoryBucket| fresh(&Machine::new(2, bucket).opened());
    let forged = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("a text");
        text.replace("one", "two").into_bytes()
    };
    refused(
        read(&tampered(&forged, 1)),
        "not written with the team's key",
    );
    refused(
        read(&tampered(&|_| b"{}".to_vec(), 1)),
        "not written with the team's key",
    );
    refused(
        read(&tampered(&|bytes| bytes, 2)),
        "is a copy of revision 1",
    );
    let bucket = MemoryBucket::default();
    written(&bucket);
    let elsewhere = bucket.all.borrow()[&path(1)].clone();
    let other = format!("123/cn-hangzhou.other/{}", name(1));
    bucket.all.borrow_mut().insert(other, elsewhere);
    let machine = Machine::new(2, &bucket);
    let store = machine.opened();
    refused(
        now(store.list("cn-hangzhou.other.")),
        "is a copy of revision 1",
    );
    let strange = format!("{folder}/0.json");
    bucket.all.borrow_mut().insert(strange, (Vec::new(), 0));
    refused(read(&bucket), "no fc-guard has written it");
    let other_key = Machine::new(3, &bucket);
    bucket.all.borrow_mut().remove(&format!("{folder}/0.json"));
    refused(fresh(&other_key.opened_with([8; 32])), "another team key");
}

#[test]
fn a_store_that_was_rewound_or_replaced_is_noticed() {
    let bucket = MemoryBucket::default();
    let machine = Machine::new(1, &bucket);
    let store = machine.opened();
    let tag = now(store.put(NAME, b"one", None)).expect("put");
    let first = bucket.all.borrow().clone();
    now(store.put(NAME, b"two", Some(&tag))).expect("put");
    let whole = bucket.all.replace(first);
    refused(fresh(&machine.opened()), "somebody has removed records");
    bucket.all.borrow_mut().clear();
    refused(fresh(&machine.opened()), "somebody has removed records");
    *bucket.all.borrow_mut() = whole;
    fresh(&machine.opened()).expect("all is there again");
    // Another history of the same length and one more.
    bucket.all.borrow_mut().clear();
    let other = Machine::new(2, &bucket);
    let store = other.opened();
    let mut tag = None;
    for text in ["a", "b", "c"] {
        tag = Some(now(store.put(NAME, text.as_bytes(), tag.as_ref())).expect("put"));
    }
    refused(fresh(&machine.opened()), "does not follow the records");
}

#[test]
fn what_was_recorded_without_the_store_is_handed_over_where_nobody_wrote_since() {
    let bucket = MemoryBucket::default();
    let machine = Machine::new(1, &bucket);
    let path = format!("/home/a/app/.s/fc-guard/{NAME}");
    machine.drawer.replace(&path, b"before").expect("a file");
    let store = machine.opened();
    assert_eq!(fresh(&store).expect("a list"), [NAME]);
    assert_eq!(machine.drawer.read(&path).expect("readable"), None);
    let other = Machine::new(2, &bucket);
    let theirs = other.opened();
    fresh(&theirs).expect("a list");
    assert_eq!(text(&theirs, NAME).as_deref(), Some("before"));
    // A machine that has records of its own finds those of the team in the store: those count.
    let late = Machine::new(3, &bucket);
    late.drawer.replace(&path, b"mine").expect("a file");
    let store = late.opened();
    fresh(&store).expect("a list");
    assert_eq!(text(&store, NAME).as_deref(), Some("before"));
    let aside = format!("/home/a/app/.s/fc-guard/unshared/{NAME}");
    assert_eq!(
        late.drawer.read(&aside).expect("readable").as_deref(),
        Some(&b"mine"[..])
    );
    assert_eq!(late.drawer.read(&path).expect("readable"), None);
}

#[test]
fn without_the_store_the_copy_counts_and_what_is_written_waits_here() {
    let bucket = MemoryBucket::default();
    let machine = Machine::new(1, &bucket);
    now(machine.opened().put(NAME, b"one", None)).expect("put");
    machine.is_offline.set(true);
    let asked = bucket.asked.get();
    let offline = machine.opened();
    fresh(&offline).expect("the copy");
    let (bytes, tag) = now(offline.get(NAME)).expect("readable").expect("there");
    assert_eq!(bytes, b"one");
    now(offline.put(NAME, b"two", Some(&tag))).expect("put here");
    now(offline.put(OTHER, b"three", None)).expect("put here");
    assert_eq!(text(&machine.opened(), NAME).as_deref(), Some("two"));
    assert_eq!(bucket.asked.get(), asked);
    machine.is_offline.set(false);
    let again = machine.opened();
    fresh(&again).expect("a list");
    let other = Machine::new(2, &bucket);
    let theirs = other.opened();
    assert_eq!(fresh(&theirs).expect("a list"), [NAME, OTHER]);
    assert_eq!(text(&theirs, NAME).as_deref(), Some("two"));
}

#[test]
fn whoever_only_reads_leaves_nothing_behind() {
    let bucket = MemoryBucket::default();
    now(Machine::new(1, &bucket).opened().put(NAME, b"one", None)).expect("put");
    let mut machine = Machine::new(2, &bucket);
    machine.only_reads = true;
    let store = machine.opened();
    assert_eq!(fresh(&store).expect("a list"), [NAME]);
    let folder = "/home/a/app/.s/fc-guard/shared";
    let copies = machine.drawer.list(folder).expect("readable");
    assert!(copies.unwrap_or_default().is_empty());
}

#[test]
fn a_revision_is_read_as_it_was_written() {
    let bucket = MemoryBucket::default();
    now(Machine::new(1, &bucket).opened().put(NAME, b"one", None)).expect("put");
    let all = bucket.all.borrow();
    let (path, (bytes, _)) = all.iter().next().expect("one");
    assert!(path.ends_with("/9999999998-0000000001.json"), "{path}");
    let place = "mem://123/cn-hangzhou.demo";
    let key = TeamKey::new(KEY);
    let revision = Revision::open(path, (place, 1), bytes, &key).expect("ours");
    assert_eq!(revision.bytes(&key).expect("bytes"), *bytes);
}

/// A backup is one of these very bytes: what lies under its name already may be of another machine.
#[test]
fn a_backup_takes_no_name_that_is_taken() {
    let bucket = MemoryBucket::default();
    let (first, second) = (Machine::new(1, &bucket), Machine::new(2, &bucket));
    let (ours, theirs) = (first.opened(), second.opened());
    let keep =
        |store: &Rc<Shared<'_>>, bytes: &[u8]| now(store.keep_backup(&root(), "1.json", bytes));
    keep(&ours, b"one").expect("a backup");
    keep(&ours, b"one").expect("the same again is no other one");
    refused(keep(&theirs, b"two"), "1.json");
    let there = now(ours.backup_file(&root(), "1.json")).expect("readable");
    assert_eq!(there.as_deref(), Some(&b"one"[..]));
}
