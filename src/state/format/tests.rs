//! What earlier versions have kept is read as it was meant, and kept as this one says it.

use serde_json::{Value, json};

use super::{KeptRecord, bytes, parse};
use crate::model::resource::{Kind, Resource};
use crate::state::record::{Origin, Record};
use crate::words::Lang;

/// Records that programs have written: fc-guard 0.1, and the last one that wrote format 1. All are of one
/// deploy; a second one was killed while it updated the function.
const WRITTEN: [(&str, [&str; 4]); 2] = [
    (
        "0.1",
        [
            include_str!("tests/0.1/function.json"),
            include_str!("tests/0.1/trigger.json"),
            include_str!("tests/0.1/customDomain.json"),
            include_str!("tests/0.1/asyncInvokeConfig.json"),
        ],
    ),
    (
        "1",
        [
            include_str!("tests/1/function.json"),
            include_str!("tests/1/trigger.json"),
            include_str!("tests/1/customDomain.json"),
            include_str!("tests/1/asyncInvokeConfig.json"),
        ],
    ),
];

const NAMES: [(Kind, &[&str]); 4] = [
    (Kind::Function, &["demo"]),
    (Kind::Trigger, &["demo", "http"]),
    (Kind::CustomDomain, &["demo", "demo.example.com"]),
    (Kind::AsyncInvokeConfig, &["demo", "LATEST"]),
];

fn read(text: &str) -> KeptRecord {
    parse("x.json", text.as_bytes()).expect("a record")
}

fn document(kept: &KeptRecord) -> Value {
    serde_json::from_slice(&bytes(kept).expect("bytes")).expect("JSON")
}

#[track_caller]
fn refusal(document: &Value) -> String {
    let error = parse("x.json", document.to_string().as_bytes()).expect_err("no record");
    error.render(Lang::En)
}

#[test]
fn every_record_of_format_1_is_read() {
    for (version, texts) in WRITTEN {
        for (text, (kind, names)) in texts.into_iter().zip(NAMES) {
            let old: Value = serde_json::from_str(text).expect("JSON");
            let KeptRecord { record, serial } = read(text);
            let resource = Resource::of_function(
                "1234567890123456".to_owned(),
                "cn-hangzhou".to_owned(),
                "demo".to_owned(),
            )
            .sibling(kind, names.last().expect("a name"));
            assert_eq!((serial, &record.resource), (0, &resource), "{version}");
            assert_eq!((&record.provenance, record.is_ours()), (&None, true));
            assert_eq!(record.pending.is_some(), kind == NAMES[0].0, "{version}");
            let baseline = record.baseline.expect("a baseline");
            assert_eq!(baseline.sent, old["baseline"]["sent"], "{version}");
            assert_eq!(baseline.seen.as_ref(), old["baseline"].get("seen"));
            let (is_first, origin) = (version == "0.1", record.origin);
            assert_eq!(baseline.kept.is_none(), is_first, "who stands kept");
            let own = Origin {
                file: "s.yaml".to_owned(),
                resource: "fn".to_owned(),
                env: None,
            };
            assert_eq!(origin, (!is_first).then_some(own), "{version}");
        }
    }
}

#[test]
fn what_was_read_is_kept_in_the_present_format() {
    for (version, texts) in WRITTEN {
        for (text, (_, names)) in texts.into_iter().zip(NAMES) {
            let mut old: Value = serde_json::from_str(text).expect("JSON");
            let kept = KeptRecord {
                serial: 1,
                ..read(text)
            };
            let new = document(&kept);
            old["version"] = json!(2);
            old["serial"] = json!(1);
            old["resource"] = json!({
                "account": "1234567890123456", "region": "cn-hangzhou", "generation": 3,
                "kind": old["resource"]["kind"], "names": names,
            });
            assert_eq!(new, old, "{version}: nothing else is another one");
            assert_eq!(read(&new.to_string()), kept, "{version}");
        }
    }
}

#[test]
fn the_provenance_and_the_serial_come_through() {
    let mut kept = read(WRITTEN[1].1[0]);
    assert_eq!(document(&kept).get("provenance"), None);
    let provenance = json!({
        "change": "updated", "commit": "9cbdb60e", "isDirty": false, "repository": "0a1b2c",
        "directory": "app", "branch": "main", "who": "ann", "run": "https://ci.example.com/1",
    });
    kept.record.provenance = serde_json::from_value(provenance.clone()).expect("a provenance");
    kept.serial = 41;
    let new = document(&kept);
    assert_eq!(
        (&new["provenance"], &new["serial"]),
        (&provenance, &json!(41))
    );
    assert_eq!(new.get("commit"), None);
    assert_eq!(read(&new.to_string()), kept);
}

/// A record of format 2 could say the commit alone, and one of a later version says more.
#[test]
fn what_is_said_of_the_commit_is_read_in_every_form() {
    let mut document = document(&read(WRITTEN[1].1[0]));
    document["commit"] = json!("9cbdb60e");
    let provenance = |document: &Value| read(&document.to_string()).record.provenance;
    let old = provenance(&document).expect("a provenance").last;
    assert_eq!((old.commit.as_deref(), old.who), (Some("9cbdb60e"), None));
    document["provenance"] = json!({"who": "ann", "novel": 1});
    let new = provenance(&document).expect("a provenance").last;
    assert_eq!((new.commit, new.who.as_deref()), (None, Some("ann")));
}

/// What an older program says of a newer record is what this one says of one that is newer by one.
#[test]
fn what_cannot_be_read_is_said() {
    let kept = read(WRITTEN[1].1[1]);
    let with = |pointer: &str, value: Value| {
        let mut document = document(&kept);
        *document.pointer_mut(pointer).expect("a place") = value;
        refusal(&document)
    };
    let newer = with("/version", json!(3));
    assert!(newer.contains("x.json was written by a newer fc-guard (format 3, this one knows 2)"));
    assert!(newer.contains("nothing was written"), "{newer}");
    assert!(newer.contains("update fc-guard"), "{newer}");
    let other = with("/resource/generation", json!(2));
    assert!(other.contains("x.json belongs to a resource of Function Compute 2.0"));
    for (pointer, value) in [
        ("/version", json!(0)),
        ("/version", json!("2")),
        ("/serial", json!(-1)),
        ("/resource/names", json!([])),
        ("/resource/names", json!(["service", "demo", "http"])),
        ("/resource/kind", json!("service")),
    ] {
        let damaged = with(pointer, value);
        assert!(
            damaged.contains("the state file x.json is damaged"),
            "{damaged}"
        );
    }
}

/// Records of older versions say nothing of others, and hold what is ours only.
#[test]
fn an_intent_is_ours_unless_it_says_otherwise() {
    let KeptRecord { mut record, .. } = read(WRITTEN[0].1[0]);
    record.baseline = None;
    assert!(record.is_ours());
    let kept = |record: &Record| KeptRecord {
        record: record.clone(),
        serial: 1,
    };
    assert_eq!(document(&kept(&record))["pending"].get("isStranger"), None);
    record.pending.as_mut().expect("an intent").is_stranger = true;
    let new = document(&kept(&record));
    assert_eq!(new["pending"]["isStranger"], true);
    assert!(!read(&new.to_string()).record.is_ours());
}
