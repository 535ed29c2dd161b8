//! The laws of comparing and merging, on random documents and on the cases that hurt.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::drift::compare;
use crate::model::document::leaves;
use crate::model::owner::Rules;
use crate::model::resource::Kind;
use crate::model::seal::Sealer;
use crate::snapshot::{Live, Snapshot};
use crate::state::record::{Baseline, Record};

mod follow;
mod hidden;
mod marked;
mod standing;

use self::standing::{marked, step};

fn sealer() -> Sealer {
    Sealer::new([7; 32])
}

fn resource() -> Resource {
    Resource::of_function("1".to_owned(), "cn-hangzhou".to_owned(), "f".to_owned())
        .sibling(Kind::Function, "f")
}

/// A function with its three witnesses; the baseline is (sent, seen).
fn snapshot(baseline: Option<(&Value, &Value)>, live: Option<&Value>, desired: &Value) -> Snapshot {
    let seal = |document: &Value| sealer().seal(Kind::Function, document);
    let baseline = baseline.map(|(sent, seen)| Baseline {
        sent: seal(sent),
        seen: Some(seal(seen)),
        modified: None,
        at: String::new(),
        deployed: None,
        owned: Vec::new(),
        kept: None,
        adopted: None,
    });
    let mut record = Record::new(resource(), sealer().id());
    record.baseline.clone_from(&baseline);
    let part = Part {
        record,
        baseline,
        live: live.map(|live| Live {
            document: live.clone(),
            etag: None,
            mark: None,
        }),
        desired: desired.clone(),
        file: desired.clone(),
        ..Part::bare(resource())
    };
    Snapshot::of_one(part, Rules::default())
}

fn verdicts(snapshot: &Snapshot) -> Vec<(String, Verdict)> {
    let drift = compare(snapshot, &sealer());
    let found = &drift.resources[0].differences;
    found
        .iter()
        .map(|found| (found.path.to_string(), found.verdict))
        .collect()
}

/// What would be sent, with the same answer to every question.
fn body(snapshot: &Snapshot, side: Side) -> Map<String, Value> {
    let drift = compare(snapshot, &sealer());
    let plan = build(&drift, &Answers::by(Policy::all(side)), &sealer()).expect("a plan");
    match &plan.steps[0].action {
        Change::Write(writes) => match &writes[0].call {
            WriteCall::Update { body, .. } => body.clone(),
            call => panic!("{call:?}"),
        },
        _ => Map::new(),
    }
}

/// What stands online after the plan, as a service that merges at the top level leaves it.
fn online_after(live: &Value, body: &Map<String, Value>) -> Value {
    let mut after = live.clone();
    for (name, value) in body {
        after[name] = value.clone();
    }
    after
}

#[test]
fn the_table_of_verdicts() {
    let sent = json!({"timeout": 10});
    let seen = &sent;
    let cases = [
        (json!({"timeout": 10}), json!({"timeout": 10}), None),
        (
            json!({"timeout": 20}),
            json!({"timeout": 10}),
            Some(Verdict::Local),
        ),
        (
            json!({"timeout": 10}),
            json!({"timeout": 60}),
            Some(Verdict::Remote),
        ),
        (
            json!({"timeout": 20}),
            json!({"timeout": 60}),
            Some(Verdict::Conflict),
        ),
        (
            json!({"timeout": 60}),
            json!({"timeout": 60}),
            Some(Verdict::Agreed),
        ),
    ];
    for (desired, live, verdict) in cases {
        let snapshot = snapshot(Some((&sent, seen)), Some(&live), &desired);
        let expected: Vec<_> = verdict
            .map(|verdict| ("timeout".to_owned(), verdict))
            .into_iter()
            .collect();
        assert_eq!(verdicts(&snapshot), expected, "{desired} {live}");
    }
}

#[test]
fn without_a_baseline_equal_is_adopted_and_different_is_asked() {
    let desired = json!({"timeout": 10, "handler": "a.b"});
    let served =
        json!({"timeout": 10, "handler": "a.b", "cpu": 0.35, "internetAccess": true, "role": ""});
    assert!(
        verdicts(&snapshot(None, Some(&served), &desired))
            .iter()
            .all(|(_, verdict)| *verdict == Verdict::Agreed)
    );
    let other = json!({"timeout": 60, "handler": "a.b"});
    let found = verdicts(&snapshot(None, Some(&other), &desired));
    assert!(found.contains(&("timeout".to_owned(), Verdict::Unknown)));
}

#[test]
fn what_the_service_fills_in_is_no_change() {
    let sent = json!({"handler": "a.b"});
    let seen = json!({"handler": "a.b", "cpu": 0.35, "fieldOfTomorrow": {"a": 1}, "lastModifiedTime": "1"});
    let live =
        json!({"handler": "a.b", "cpu": 0.35, "anotherField": true, "lastModifiedTime": "2"});
    assert!(verdicts(&snapshot(Some((&sent, &seen)), Some(&live), &sent)).is_empty());
}

#[test]
fn a_variable_added_online_survives_the_edit_of_its_neighbour() {
    let sent = json!({"environmentVariables": {"A": "1"}});
    let live = json!({"environmentVariables": {"A": "1", "B": "online"}});
    let desired = json!({"environmentVariables": {"A": "2"}});
    let snapshot = snapshot(Some((&sent, &sent)), Some(&live), &desired);
    assert_eq!(
        body(&snapshot, Side::Remote)["environmentVariables"],
        json!({"A": "2", "B": "online"})
    );
    assert_eq!(
        body(&snapshot, Side::Local)["environmentVariables"],
        json!({"A": "2"})
    );
}

#[test]
fn a_kept_value_is_not_asked_about_again_nor_overwritten() {
    let desired = json!({"timeout": 10, "memorySize": 512});
    let live = json!({"timeout": 60, "memorySize": 512});
    // The person chose "remote" for the timeout: both halves of the baseline moved on.
    let settled = snapshot(Some((&desired, &live)), Some(&live), &desired);
    assert!(verdicts(&settled).is_empty());
    let back = json!({"timeout": 10});
    assert_eq!(Value::Object(body(&settled, Side::Local)), back);
    // A later local change of something else leaves it alone.
    let edited = json!({"timeout": 10, "memorySize": 1024});
    let later = snapshot(Some((&desired, &live)), Some(&live), &edited);
    assert_eq!(
        Value::Object(body(&later, Side::Remote)),
        json!({"memorySize": 1024})
    );
    // Without a flag it stays; what is here wins only where somebody says so.
    assert!(body(&settled, Side::Remote).is_empty());
    // A later local change of the same thing was made without the kept value in it.
    let edited = json!({"timeout": 20, "memorySize": 512});
    let later = snapshot(Some((&desired, &live)), Some(&live), &edited);
    let conflict = [("timeout".to_owned(), Verdict::Conflict)];
    assert_eq!(verdicts(&later), conflict);
    assert!(body(&later, Side::Remote).is_empty());
    // It ends where the file says the kept value.
    let agreed = json!({"timeout": 60, "memorySize": 512});
    let later = snapshot(Some((&desired, &live)), Some(&live), &agreed);
    let agreed = [("timeout".to_owned(), Verdict::Agreed)];
    assert_eq!(verdicts(&later), agreed);
    assert!(step(&later, None).kept.is_empty());
}

#[test]
fn what_the_file_never_named_goes_back_to_what_it_was() {
    let desired = json!({"handler": "a.b"});
    let seen = json!({"handler": "a.b", "logConfig": {"project": "p", "logstore": "l"}});
    let live = json!({"handler": "a.b", "logConfig": {"project": "q", "logstore": "l"}});
    let snapshot = marked(
        snapshot(Some((&desired, &seen)), Some(&live), &desired),
        &[],
    );
    assert_eq!(body(&snapshot, Side::Local)["logConfig"], seen["logConfig"]);
}

#[test]
fn what_the_file_leaves_to_the_service_again_stays_as_it_is() {
    let sent = json!({"memorySize": 512, "cpu": 0.35, "diskSize": 512});
    let desired = json!({"memorySize": 1024});
    let resized = snapshot(Some((&sent, &sent)), Some(&sent), &desired);
    let only_memory = json!({"memorySize": 1024});
    assert_eq!(Value::Object(body(&resized, Side::Local)), only_memory);
    // Somebody else's change of it is asked about all the same, and can be taken back.
    let live = json!({"memorySize": 512, "cpu": 0.5, "diskSize": 512});
    let desired = json!({"memorySize": 512});
    let moved = snapshot(Some((&sent, &sent)), Some(&live), &desired);
    assert_eq!(verdicts(&moved), [("cpu".to_owned(), Verdict::Remote)]);
    assert_eq!(body(&moved, Side::Local)["cpu"], 0.35);
}

#[test]
fn a_block_that_left_the_file_is_cleared_with_the_value_that_clears_it() {
    let sent = json!({"vpcConfig": {"vpcId": "v", "securityGroupId": "s", "vSwitchIds": ["w"]}});
    let snapshot = snapshot(Some((&sent, &sent)), Some(&sent), &json!({}));
    assert_eq!(
        body(&snapshot, Side::Remote)["vpcConfig"],
        json!({"vpcId": "", "securityGroupId": "", "vSwitchIds": []})
    );
}

#[test]
fn what_cannot_be_changed_in_place_is_said_before_anything_is_written() {
    let mut snapshot = snapshot(None, None, &json!({}));
    let trigger = |kind: &str| json!({"triggerName": "t", "triggerType": kind});
    Rc::make_mut(&mut snapshot.parts[0]).resource.kind = Kind::Trigger;
    Rc::make_mut(&mut snapshot.parts[0]).desired = trigger("http");
    Rc::make_mut(&mut snapshot.parts[0]).live = Some(Live {
        document: trigger("timer"),
        etag: None,
        mark: None,
    });
    let drift = compare(&snapshot, &sealer());
    let error =
        build(&drift, &Answers::by(Policy::all(Side::Local)), &sealer()).expect_err("refused");
    assert_eq!(error.outcome.code(), 2);
}

/// A document of a few settings of every shape.
fn document() -> impl Strategy<Value = Value> {
    let word = prop_oneof![Just("a"), Just("b"), Just("")];
    let variables = proptest::collection::btree_map("[A-C]", "[xy]?", 0..3);
    (
        proptest::option::of(1..5_i64),
        proptest::option::of(word.clone()),
        proptest::option::of(any::<bool>()),
        variables,
        proptest::option::of(proptest::collection::vec(word, 0..3)),
        proptest::option::of((1..3_i64, 1..3_i64)),
    )
        .prop_map(|(timeout, role, internet, variables, layers, log)| {
            let mut map = Map::new();
            let mut put = |name: &str, value: Option<Value>| {
                value.map(|value| map.insert(name.to_owned(), value));
            };
            put("timeout", timeout.map(Value::from));
            put("role", role.map(Value::from));
            put("internetAccess", internet.map(Value::from));
            put("environmentVariables", Some(json!(variables)));
            put("layers", layers.map(Value::from));
            put(
                "logConfig",
                log.map(|(p, l)| json!({"project": p.to_string(), "logstore": l.to_string()})),
            );
            Value::Object(map)
        })
}

proptest! {
    /// After "use local" on a resource that was deployed from here, everything that the file names
    /// stands online, and the next run finds nothing to ask and nothing to write.
    #[test]
    fn use_local_makes_online_what_the_file_says(
        sent in document(), seen in document(), live in document(), desired in document(),
    ) {
        let before = snapshot(Some((&sent, &seen)), Some(&live), &desired);
        let after = online_after(&live, &body(&before, Side::Local));
        let (want, have) = (leaves(Kind::Function, &desired), leaves(Kind::Function, &after));
        for (path, leaf) in &want {
            prop_assert!(crate::model::document::same(Some(leaf), have.get(path)), "{path}");
        }
        let next = snapshot(Some((&desired, &after)), Some(&after), &desired);
        prop_assert!(verdicts(&next).is_empty());
        prop_assert!(body(&next, Side::Local).is_empty());
    }

    /// "Use remote" never changes a setting that somebody else changed, and is remembered.
    #[test]
    fn use_remote_keeps_every_change_of_others(
        sent in document(), seen in document(), live in document(), desired in document(),
    ) {
        let before = snapshot(Some((&sent, &seen)), Some(&live), &desired);
        let after = online_after(&live, &body(&before, Side::Remote));
        let (was, have) = (leaves(Kind::Function, &live), leaves(Kind::Function, &after));
        let drift = compare(&before, &sealer());
        for difference in drift.resources[0].differences.iter().filter(|found| found.asks()) {
            let path = &difference.path;
            prop_assert!(crate::model::document::same(was.get(path), have.get(path)), "{path}");
        }
        let next = snapshot(Some((&desired, &after)), Some(&after), &desired);
        prop_assert!(verdicts(&next).is_empty());
    }

    /// Nothing is sent but what must change.
    #[test]
    fn what_nobody_changed_is_not_sent(
        same in document(), live_extra in document(),
    ) {
        let mut live = live_extra;
        for (name, value) in same.as_object().expect("an object") {
            live[name] = value.clone();
        }
        let untouched = marked(snapshot(Some((&same, &live)), Some(&live), &same), &[]);
        prop_assert!(body(&untouched, Side::Local).is_empty());
        prop_assert!(body(&untouched, Side::Remote).is_empty());
    }
}
