//! Working copies whose records other versions of fc-guard have written.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

/// The key of a working copy, and its records: those of the function, whose update was killed, its trigger,
/// its domain and the configuration beside it.
type Written = [&'static str; 5];

/// By fc-guard 0.1.
const FIRST: Written = [
    include_str!("../../src/state/format/tests/0.1/key"),
    include_str!("../../src/state/format/tests/0.1/function.json"),
    include_str!("../../src/state/format/tests/0.1/trigger.json"),
    include_str!("../../src/state/format/tests/0.1/customDomain.json"),
    include_str!("../../src/state/format/tests/0.1/asyncInvokeConfig.json"),
];

/// By the last version that wrote format 1.
const LAST: Written = [
    include_str!("../../src/state/format/tests/1/key"),
    include_str!("../../src/state/format/tests/1/function.json"),
    include_str!("../../src/state/format/tests/1/trigger.json"),
    include_str!("../../src/state/format/tests/1/customDomain.json"),
    include_str!("../../src/state/format/tests/1/asyncInvokeConfig.json"),
];

const FILES: [&str; 5] = [
    "key",
    "cn-hangzhou.demo.function.45f07e5a.json",
    "cn-hangzhou.demo.trigger.http.e98f3cef.json",
    "cn-hangzhou.demo.customDomain.demo_example_com.016ec5a5.json",
    "cn-hangzhou.demo.asyncInvokeConfig.LATEST.0eef9415.json",
];

fn file(timeout: u32) -> [Fn; 1] {
    let config = "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 300\n";
    [Fn::demo().timeout(timeout).with(config)]
}

/// What the same deploy left behind, here and online, as if that version had done it.
fn left_by(written: &Written) -> Story {
    let story = Story::new();
    story.yaml(&file(10));
    story.s("deploy").ends("changed");
    let names = story.records().into_keys().collect::<Vec<_>>();
    let mut known = FILES[1..].to_vec();
    known.sort_unstable();
    assert_eq!(names, known, "the names of the files are what they were");
    story.forget();
    for (name, text) in FILES.iter().zip(written) {
        story.write(&format!(".s/fc-guard/{name}"), text);
    }
    story
}

fn formats(records: &BTreeMap<String, String>) -> Vec<u64> {
    let version = |text: &String| {
        let record: Value = serde_json::from_str(text).unwrap();
        record["version"].as_u64().unwrap()
    };
    records.values().map(version).collect()
}

#[test]
fn a_command_that_only_reads_leaves_them_as_they_are() {
    for written in [&FIRST, &LAST] {
        let story = left_by(written);
        let before = story.records();
        assert_eq!(formats(&before), [1; 4]);
        for command in ["plan", "drift", "info"] {
            story.s(command).ends("clean").writes(&[]);
            assert_eq!(story.records(), before, "{command}");
        }
    }
}

/// The interrupted update goes on, nothing is taken for somebody else's, and what is saved is of the present
/// format from then on.
#[test]
fn a_deploy_goes_on_from_them() {
    for written in [&FIRST, &LAST] {
        let story = left_by(written);
        story.yaml(&file(20));
        let told = story.s("deploy").ends("changed");
        told.says(&["the last run was interrupted"])
            .writes(&["PUT functions/demo"]);
        let function = &story.records()[FILES[1]];
        let function: Value = serde_json::from_str(function).unwrap();
        assert_eq!(function["version"], 2);
        assert_eq!(function["resource"]["names"], serde_json::json!(["demo"]));
        story.s("deploy").ends("clean").writes(&[]);
        story.s("remove -y").ends("changed");
        assert!(story.records().is_empty());
    }
}

/// What others changed since is told as their change, and not as something of unknown origin.
#[test]
fn what_others_changed_since_is_seen() {
    for written in [&FIRST, &LAST] {
        let story = left_by(written);
        story
            .console()
            .set_variable("demo", "LEVEL", "other-canary");
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.says(&["environmentVariables.LEVEL"])
            .never_says(&["origin", "canary"]);
        story.s("deploy --use-remote").ends("clean").writes(&[]);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// Before a downgrade, or beside somebody who did not update: the program says which file it cannot read, and
/// which format it knows.
#[test]
fn a_record_of_the_next_format_is_named() {
    let story = Story::deployed();
    let (name, text) = story.records().into_iter().next().unwrap();
    let newer = text.replacen("\"version\": 2", "\"version\": 3", 1);
    assert_ne!(newer, text);
    story.write(&format!(".s/fc-guard/{name}"), &newer);
    for command in ["plan", "drift", "deploy", "remove -y"] {
        let told = story.s(command).fails().writes(&[]);
        told.says(&[
            &format!("{HOME}/.s/fc-guard/{name} was written by a newer fc-guard"),
            "(format 3, this one knows 2); nothing was written",
            "→ update fc-guard",
        ]);
        assert_eq!(story.records()[&name], newer, "{command}");
    }
}

/// A description of a backup, changed, and what lists and restores it then.
fn described(change: impl FnOnce(&mut Value)) -> (Story, String) {
    let story = Story::deployed();
    story
        .console()
        .change("demo", serde_json::json!({"timeout": 77}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    let name = format!(".s/fc-guard/backups/{id}.json");
    let mut backup: Value = serde_json::from_str(&story.read(&name)).unwrap();
    change(&mut backup);
    story.write(&name, &backup.to_string());
    (story, id)
}

/// Whoever reads it has to learn that another version wrote it, and not that it is damaged and may go.
#[test]
fn a_backup_of_a_later_version_is_called_newer() {
    type Change = fn(&mut Value);
    let changes: [Change; 4] = [
        |backup| {
            backup["version"] = 3.into();
            backup["function"] = serde_json::json!({"path": "x"});
        },
        |backup| backup["function"]["generation"] = 2.into(),
        |backup| backup["function"]["names"] = serde_json::json!(["svc", "demo"]),
        |backup| backup["resources"][0]["names"] = serde_json::json!([]),
    ];
    for change in changes {
        let (story, id) = described(change);
        let told = story.s(&format!("restore {id} -y")).fails().writes(&[]);
        told.says(&["made by a newer fc-guard", "update fc-guard"])
            .never_says(&["delete that file"]);
    }
}

/// Programs of format 1 read all of a description before they look at its version.
#[test]
fn a_backup_has_the_names_that_earlier_versions_look_for() {
    let (story, id) = described(|_| ());
    let name = format!(".s/fc-guard/backups/{id}.json");
    let backup: Value = serde_json::from_str(&story.read(&name)).unwrap();
    for resource in [&backup["function"], &backup["resources"][0]] {
        assert_eq!(
            (&resource["function"], &resource["name"]),
            (&"demo".into(), &"demo".into())
        );
        assert_eq!(resource["names"], serde_json::json!(["demo"]));
    }
}

/// In words of the file, and not of the program.
#[test]
fn what_a_record_lacks_is_named() {
    for (field, says) in [
        ("region", "missing field `region`"),
        ("names", "missing field `names`"),
    ] {
        let story = Story::deployed();
        let records = story.records();
        let name = records
            .keys()
            .find(|name| name.contains(".function."))
            .unwrap();
        let name = format!(".s/fc-guard/{name}");
        let mut record: Value = serde_json::from_str(&story.read(&name)).unwrap();
        record["resource"]
            .as_object_mut()
            .unwrap()
            .shift_remove(field);
        story.write(&name, &record.to_string());
        story.s("deploy").fails().writes(&[]).says(&[says]);
    }
}

/// It keeps nothing, and nobody else is writing there.
#[test]
fn a_dead_link_in_the_place_of_a_record_is_replaced() {
    let story = Story::new();
    story.yaml(&[Fn::demo()]);
    let fork = story.forked();
    fork.s("deploy").ends("changed");
    let records = fork.records();
    for name in records.keys() {
        let path = format!("{HOME}/.s/fc-guard/{name}");
        story.files.put(&path, Node::Link("gone".to_owned()));
    }
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(
        story.records().into_keys().collect::<Vec<_>>(),
        records.into_keys().collect::<Vec<_>>()
    );
}
