//! The three situations from the real `s`. What is told apart and how it is decided stands in
//! `tests/stories/`; here each door hands it on.

use serde_json::json;

use crate::project::{DOORS, Door, Project, Props};

const UPDATE: &str = "PUT /2023-03-30/functions/demo";

/// The requests of one deploy that change something.
fn writes_of(project: &Project, args: &[&str]) -> Vec<String> {
    let before = project.emulator.writes().len();
    project.deploy(args).ok();
    project.emulator.writes().split_off(before)
}

in_both_doors! {
    created_then_updated_then_left_alone
}

fn created_then_updated_then_left_alone(door: Door) {
    let project = Project::new(door);
    let ran = project.deploy(&[]).ends(0, "changed").says(&[
        "system_url",
        "demo.example.com",
        "function demo: created",
    ]);
    assert!(!ran.text().contains("info-canary"), "{}", ran.text());
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
    assert_eq!(writes_of(&project, &[]), [UPDATE]);
    assert_eq!(project.function()["timeout"], 20);
}

#[test]
fn both_doors_write_the_same_state_and_say_the_same() {
    let ran = DOORS.map(|door| {
        let project = Project::new(door);
        project.deploy(&[]).ok();
        project.change(json!({"memorySize": 1024}));
        let said = project.deploy(&[]).refused(&["memorySize"]).stderr;
        let said: Vec<String> = said
            .lines()
            // Paths and times differ, and whether the code is known from its index yet.
            .filter(|line| !line.contains("pack") && !line.contains("last modified online"))
            .map(str::to_owned)
            .collect();
        let names: Vec<String> = project
            .records()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        (said, names)
    });
    assert_eq!(ran[0], ran[1]);
}

#[test]
fn both_doors_pack_the_same_bytes_and_take_over_the_same_tree() {
    let project = Project::new(Door::Wasm);
    project.deploy(&[]).ok();
    project.forget();
    let before = project.emulator.writes();
    project.native(&["deploy"]).ok();
    assert_eq!(project.emulator.writes(), before);
}

#[test]
fn flags_and_their_values_reach_the_core() {
    let project = Project::new(Door::Wasm);
    project.deployed();
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
