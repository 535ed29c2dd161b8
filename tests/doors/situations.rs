//! The three situations from the real `s`. What is told apart and how it is decided stands in
//! `tests/stories/`; here it is handed on.

use serde_json::json;

use crate::project::{Door, Project, Props, Ran};

const UPDATE: &str = "PUT /2023-03-30/functions/demo";

/// A deploy that wrote leaves its mark after that.
const MARK: &str = "POST /2023-03-30/tags-v2";

/// The requests of one deploy that change something.
fn writes_of(project: &Project, args: &[&str]) -> Vec<String> {
    let before = project.emulator.writes().len();
    project.deploy(args).ok();
    project.emulator.writes().split_off(before)
}

#[test]
fn created_then_updated_then_left_alone_then_decided_by_flags() {
    let project = Project::new(Door::Wasm);
    let ran = project.deploy(&[]).ends(0, "changed").says(&[
        "system_url",
        "demo.example.com",
        "function demo: created",
    ]);
    assert!(!ran.text().contains("info-canary"), "{}", ran.text());
    // A log gets nothing that only a terminal understands.
    assert!(!ran.stderr.contains(['\r', '\x1b']), "{:?}", ran.stderr);
    assert_eq!(project.function()["memorySize"], 512);
    assert_eq!(project.trigger_config()["methods"], json!(["GET"]));
    assert_eq!(
        project.domain()["routeConfig"]["routes"][0]["functionName"],
        "demo"
    );
    // Nothing changed, nothing is written.
    assert_eq!(writes_of(&project, &[]), [""; 0]);
    project.yaml(&Props {
        timeout: 20,
        ..Props::default()
    });
    assert_eq!(writes_of(&project, &[]), [UPDATE, MARK]);
    assert_eq!(project.function()["timeout"], 20);

    project.change(json!({"timeout": 60}));
    let before = project.emulator.writes();
    project.deploy(&["--function", "code"]).ends(0, "clean");
    project.deploy(&["--code=remote"]).ends(101, "drift");
    assert_eq!(project.emulator.writes(), before);
    project
        .deploy(&["--config=remote", "--function", "config"])
        .ends(0, "clean");
    project.deploy(&[]).ends(0, "clean");
    assert_eq!(project.function()["timeout"], 60);
}

/// What was said at the terminal, without paths and times, and whether the code is known from its
/// index yet.
fn said(ran: &Ran) -> Vec<String> {
    let lines = ran.stderr.lines();
    let same =
        lines.filter(|line| !line.contains("pack") && !line.contains("last modified online"));
    same.map(str::to_owned).collect()
}

/// The native core is behind `s`, too, so that whatever differs is its own.
#[test]
fn both_cores_keep_the_same_state_pack_the_same_bytes_and_say_the_same() {
    let project = Project::new(Door::Wasm);
    let native = [("FC_GUARD_CORE", "native")];
    project.deploy(&[]).ok();
    let before = project.emulator.writes();
    let records = project.records();
    assert!(!records.is_empty());
    // Each takes over what the other has left behind, and, without any record, the same tree.
    project.native(&["deploy"]).ok();
    project.forget();
    project.native(&["deploy"]).ok();
    assert_eq!(project.emulator.writes(), before);
    let names = |records: Vec<(String, String)>| -> Vec<String> {
        records.into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names(project.records()), names(records));
    project.deploy(&[]).ends(0, "clean");

    project.change(json!({"memorySize": 1024}));
    let wasm = project.deploy(&[]).ends(101, "drift");
    let wasm = wasm.says(&["memorySize: 512 → 1024"]);
    let native = project.s_with(&["deploy"], &native).ends(101, "drift");
    assert_eq!(said(&wasm), said(&native));
    assert_eq!(project.emulator.writes(), before);
}
