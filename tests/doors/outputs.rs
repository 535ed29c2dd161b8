//! `${resources.x.output…}` as the real CLI treats it: it resolves what the other resource returned in the
//! same run, and stops or hands over the text where there is nothing. What becomes of such a text stands
//! in `tests/stories/outputs.rs`.

use serde_json::json;

use crate::project::{Door, Project, Props};

fn two_resources(project: &Project) {
    let file = Props::default().yaml(&[("api", "api"), ("worker", "worker")]);
    let (head, worker) = file.split_once("  worker:\n").unwrap();
    let worker = worker.replacen(
        "    props:\n",
        "    props:\n      description: ${resources.api.output.functionArn}\n",
        1,
    );
    project.write("app/s.yaml", &format!("{head}  worker:\n{worker}"));
}

#[test]
fn every_command_runs_over_resources_that_speak_of_each_other() {
    let project = Project::new(Door::Native);
    two_resources(&project);
    // Before anything is online.
    project
        .s(&["plan"])
        .ends(0, "changed")
        .says(&["is not known"]);
    project.s(&["deploy"]).ends(0, "changed");
    for command in ["plan", "drift", "info", "sync", "restore"] {
        project.s(&[command]).ends(0, "clean");
    }
    project
        .s(&["worker", "deploy", "--no-verify"])
        .ends(0, "clean");
    project.change_of("worker", &json!({"memorySize": 1024}));
    let refused = project.s(&["worker", "deploy", "--no-verify"]);
    let suggested = "s worker deploy --no-verify --use-remote";
    refused.ends(101, "drift").says(&[suggested]);
    let words: Vec<&str> = suggested.split_whitespace().skip(1).collect();
    project.s(&words).ends(0, "clean");
    project.s(&["remove", "-y"]).ends(0, "changed");
    let gone = |name: &str| {
        project
            .emulator
            .writes()
            .contains(&format!("DELETE /2023-03-30/functions/{name}"))
    };
    assert!(
        gone("api") && gone("worker"),
        "{:?}",
        project.emulator.writes()
    );
}
