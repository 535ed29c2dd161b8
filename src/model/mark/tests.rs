use std::rc::Rc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::resource::Resource;
use crate::model::routes::OwnRoutes;

fn function(name: &str) -> Resource {
    Resource::of_function("123".to_owned(), "cn-hangzhou".to_owned(), name.to_owned())
}

fn digester(seq: u32) -> Digester {
    digester_of(&function("demo"), seq, None)
}

fn digester_of(function: &Resource, seq: u32, key: Option<MarkKey>) -> Digester {
    Digester::new(function, seq, (key, &Rc::default()))
}

/// Settings in which every kind of value stands, secrets among them.
fn settings() -> Value {
    json!({
        "functionName": "demo", "memorySize": 512, "cpu": 0.35, "timeout": 60,
        "description": "shop", "code": "12345", "codeChecksum": "12345",
        "environmentVariables": {"DB": "hunter2", "A": "1"},
        "layers": ["acs:fc:a", "acs:fc:b"], "lastModifiedTime": "2026-01-02",
    })
}

fn portrait(document: &Value) -> Portrait {
    let mut portrait = Portrait::default();
    let function = function("demo");
    portrait.add(
        &function,
        document,
        &OwnRoutes::LeadingTo("demo".to_owned()),
    );
    portrait
}

fn mark() -> impl Strategy<Value = Mark> {
    let groups = prop::collection::btree_set(prop::sample::select(&Group::ALL[..]), 0..=6);
    let kinds: Vec<Kind> = flags::configs().collect();
    let kinds = prop::collection::btree_set(prop::sample::select(kinds), 0..=5);
    let known = prop::collection::btree_set(prop::sample::select(&Group::ALL[..]), 0..=6);
    let flags = (any::<bool>(), groups, kinds);
    let head = (
        1..=GREATEST,
        prop::option::of("[0-9a-f]{12}"),
        any::<bool>(),
        prop::option::of("[0-9a-f]{6}"),
        "\\PC{0,40}",
    );
    (head, flags, known, any::<bool>()).prop_map(|(head, flags, known, has_inputs)| {
        let (seq, commit, is_dirty, repository, who) = head;
        let (is_keyed, unvouched, configs) = flags;
        let digest = digester(seq).check(&who);
        Mark {
            seq,
            commit,
            is_dirty,
            repository,
            inputs: has_inputs.then_some(digest),
            groups: known.into_iter().map(|group| (group, digest)).collect(),
            flags: Flags {
                is_keyed,
                is_rollback: seq % 2 == 1,
                unvouched,
                configs,
            },
            who: Mark::name(&who),
        }
    })
}

proptest! {
    /// Whatever is printed fits into a tag, is made of what a tag takes, and says the same when it is read.
    #[test]
    fn a_mark_comes_back_as_it_was(mark in mark()) {
        let digester = digester(mark.seq);
        let value = mark.print(&digester);
        prop_assert!(value.chars().count() <= LONGEST, "{value}");
        let is_taken = |c: char| c.is_ascii_graphic() || ('\u{4e00}'..='\u{9fff}').contains(&c);
        prop_assert!(value.chars().all(is_taken) && !value.contains("://"), "{value}");
        let claim = Mark::parse(&value).expect("a mark");
        prop_assert!(claim.is_of(&digester));
        prop_assert_eq!(claim.mark, mark);
    }

    /// What somebody else wrote is refused, and never a reason to end.
    #[test]
    fn any_text_is_read_or_refused(text in "(1;)?[-;+.0-9a-zA-Z\u{4e00}\u{0}\u{1b} é]{0,140}") {
        if let Ok(claim) = Mark::parse(&text) {
            let check = claim.check;
            prop_assert_eq!(format!("{};{check}", claim.mark.said()), text);
        }
    }

    /// One sign that was put in, left out or replaced makes it no mark of this function, at least.
    #[test]
    fn a_mark_that_was_changed_is_told(mark in mark(), at in 0..128_usize, sign in "[-;+.0-9a-zA-Z]") {
        let digester = digester(mark.seq);
        let value = mark.print(&digester);
        let mut changed: Vec<char> = value.chars().collect();
        let at = at % changed.len();
        changed[at] = sign.chars().next().expect("a sign");
        let changed: String = changed.into_iter().collect();
        let is_of = |claim: MarkClaim| {
            let of_its_own = digester_of(&function("demo"), claim.mark.seq, None);
            claim.is_of(&of_its_own)
        };
        prop_assert!(changed == value || !Mark::parse(&changed).is_ok_and(is_of), "{changed}");
    }
}

#[test]
fn what_is_no_mark_is_named_by_its_kind() {
    let long = format!(
        "1;1;-;-;{};{};-;{};AAAAAAA",
        ".......",
        ".".repeat(42),
        "a".repeat(90)
    );
    for (value, unlike) in [
        ("", Unlike::Malformed),
        ("v2.1", Unlike::Malformed),
        ("2;a;b", Unlike::Foreign),
        ("1;", Unlike::Malformed),
        (&long, Unlike::Malformed),
    ] {
        assert_eq!(Mark::parse(value), Err(unlike), "{value}");
    }
}

/// A copy of a function with its tags carries a mark that is not its own.
#[test]
fn a_mark_is_of_one_function_alone() {
    let mark = Mark {
        seq: 4,
        commit: Some("0123456789ab".to_owned()),
        is_dirty: false,
        repository: None,
        inputs: None,
        groups: Groups::new(),
        flags: Flags::default(),
        who: Mark::name("li.wei"),
    };
    let value = mark.print(&digester(4));
    let claim = Mark::parse(&value).expect("a mark");
    assert!(claim.is_of(&digester(4)));
    let other_place =
        Resource::of_function("123".to_owned(), "cn-beijing".to_owned(), "demo".to_owned());
    for other in [function("copy"), other_place] {
        assert!(!claim.is_of(&digester_of(&other, 4, None)), "{other:?}");
    }
    // Nor is one of the team that somebody without its key has made.
    let key = Some(MarkKey::new(&[7; 32]));
    assert!(!claim.is_of(&digester_of(&function("demo"), 4, key)));
}

#[test]
fn a_name_is_only_made_of_what_a_tag_takes() {
    for (who, name) in [
        ("Ada Lovelace", Some("Ada.Lovelace")),
        ("a;b\u{1b}[0m", Some("a.b..0m")),
        ("李伟", Some("李伟")),
        ("http://x", Some("http...x")),
        ("-", None),
        (" ", None),
        ("é", None),
        (
            "abcdefghijklmnopqrstuvwxyz",
            Some("abcdefghijklmnopqrstuvwx"),
        ),
    ] {
        assert_eq!(Mark::name(who).as_deref(), name, "{who:?}");
    }
}

/// The number goes on, and one that somebody has made the last begins anew.
#[test]
fn the_next_number_always_fits() {
    assert_eq!([0, 7, GREATEST, u32::MAX].map(Mark::next), [1, 8, 1, 1]);
}

/// On record for all machines and versions: a digest that another build makes differently says that
/// everything online has changed.
#[test]
fn digests_are_the_same_everywhere() {
    let groups = portrait(&settings()).groups(&digester(3));
    let said: Vec<String> = groups
        .iter()
        .map(|(group, digest)| format!("{} {digest}", group.letter()))
        .collect();
    assert_eq!(said, ["f 5AiHfns", "s -Aon3vA", "c SJZy8DG"]);
}

/// Each group is of its own settings, and of nothing that the service says of itself.
#[test]
fn a_change_shows_in_its_group_alone() {
    let digester = digester(3);
    let groups = |change: &dyn Fn(&mut Value)| {
        let mut document = settings();
        change(&mut document);
        portrait(&document).groups(&digester)
    };
    let before = groups(&|_| {});
    let changed = |change: &dyn Fn(&mut Value)| {
        let after = groups(change);
        let differs = |group: &Group| before.get(group) != after.get(group);
        Group::ALL.into_iter().filter(differs).collect::<Vec<_>>()
    };
    assert_eq!(
        changed(&|one| one["timeout"] = 61.into()),
        [Group::Settings]
    );
    assert_eq!(
        changed(&|one| one["description"] = "s".into()),
        [Group::Settings]
    );
    assert_eq!(changed(&|one| one["code"] = "6".into()), [Group::Code]);
    let of_variables = |one: &mut Value| one["environmentVariables"]["DB"] = "x".into();
    assert_eq!(changed(&of_variables), [Group::Secrets]);
    let gone = |one: &mut Value| {
        drop(
            one.as_object_mut()
                .map(|map| map.remove("environmentVariables")),
        )
    };
    assert_eq!(changed(&gone), [Group::Secrets]);
    for same in [
        ("lastModifiedTime", json!("2027")),
        ("cpu", json!(0.349_999_994)),
        ("memorySize", json!("512")),
        ("somethingNew", json!(1)),
        ("internetAccess", json!(true)),
    ] {
        let (name, value) = &same;
        assert_eq!(changed(&|one| one[*name] = value.clone()), [], "{same:?}");
    }
    // The number of the mark is part of every digest, so none says that two marks are of the same.
    let next = portrait(&settings()).groups(&digester_of(&function("demo"), 4, None));
    assert!(before.iter().all(|(group, digest)| next[group] != *digest));
}

/// A function with triggers, each with a text that a person has written; one that was changed online has another.
fn triggers(names: &[&str], changed: &str) -> Portrait {
    let mut portrait = Portrait::default();
    for name in names {
        let trigger = function("demo").sibling(Kind::Trigger, name);
        let own = OwnRoutes::LeadingTo("demo".to_owned());
        let text = if *name == changed { "other" } else { "hourly" };
        let document = json!({"triggerName": name, "description": text});
        portrait.add(&trigger, &document, &own);
    }
    portrait
}

fn left(portrait: &Portrait, marked: Option<Digest>, named: &[&str]) -> Option<Vec<String>> {
    let named = named
        .iter()
        .map(|name| function("demo").sibling(Kind::Trigger, name));
    let named: Vec<Resource> = named.collect();
    let named: Vec<&Resource> = named.iter().collect();
    let left = portrait.left((Group::Triggers, marked), &named, &digester(1))?;
    Some(left.iter().map(|one| one.name().to_owned()).collect())
}

/// A digest says which of several things it is of, in whichever order they come.
#[test]
fn a_digest_of_triggers_tells_what_others_put_beside_them() {
    let of = |names: &[&str]| triggers(names, "").group(Group::Triggers, &digester(1));
    assert_eq!(of(&[]), None);
    assert_eq!(of(&["a", "b"]), of(&["b", "a"]));
    assert_ne!(of(&["a", "b"]), of(&["a"]));
    let marked = of(&["a", "b"]);
    let names = |names: &[&str]| Some(names.iter().map(|one| (*one).to_owned()).collect());
    assert_eq!(
        left(&triggers(&["b", "a"], ""), marked, &[]),
        names(&["a", "b"])
    );
    // One of theirs is told whatever the file has, and several by what it has.
    assert_eq!(
        left(&triggers(&["a", "b", "x"], ""), marked, &[]),
        names(&["a", "b"])
    );
    let many = triggers(&["a", "b", "x", "y", "z"], "");
    assert_eq!(left(&many, marked, &["a", "b"]), names(&["a", "b"]));
    assert_eq!(left(&many, None, &["a", "b"]), names(&[]));
    assert_eq!(
        left(&triggers(&["a", "b", "x"], "a"), marked, &["a", "b"]),
        None
    );
}

/// What nobody is to guess takes long to digest: once a group, however many resources it is of, and not again for
/// what was digested before in the same run.
#[test]
fn few_digests_take_long() {
    let memory = Rc::new(HardDigests::default());
    let digester = |seq| Digester::new(&function("demo"), seq, (None, &memory));
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let (all, changed) = (triggers(&names, ""), triggers(&names, "c"));
    let marked = all.group(Group::Triggers, &digester(1));
    for _ in 0..2 {
        assert_eq!(all.group(Group::Triggers, &digester(1)), marked);
        assert_eq!(memory.made(), 1);
    }
    all.group(Group::Triggers, &digester(2));
    assert_eq!(memory.made(), 2);
    // What was changed is looked for in no more combinations than there are triggers, nearly.
    changed.left((Group::Triggers, marked), &[], &digester(1));
    assert!(memory.made() <= 2 + 1 + names.len(), "{}", memory.made());
}
