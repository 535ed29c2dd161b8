//! What stays online is brought home into an `s.yaml` that the CLI resolves: its own expressions, its
//! own variables. All else of it stands in `tests/stories/home.rs`.

use serde_json::json;

use crate::project::{Door, Project, Props};

const FILE: &str = "app/s.yaml";

#[test]
fn what_is_written_elsewhere_is_named_with_its_line() {
    let project = Project::new(Door::Wasm);
    let written = Props::default().variable("HOME", "${env('LEVEL_OF_TEST', 'ours-canary')}");
    let text = written
        .yaml(&[("fn", "demo")])
        .replace("name: app\n", "name: app\nvars:\n  time: 10 # 秒\n");
    project.write(FILE, &text.replace("timeout: 10", "timeout: ${vars.time}"));
    project.deploy(&[]).ok();
    let before = project.read(FILE);
    let mut variables = project.function()["environmentVariables"].clone();
    variables["HOME"] = json!("theirs-canary");
    project.change(json!({"timeout": 77, "environmentVariables": variables}));
    let line = before
        .lines()
        .position(|line| line.contains("HOME:"))
        .unwrap()
        + 1;
    let place = format!("s.yaml:{line}: environmentVariables.HOME: ");
    project
        .deploy(&["--use-remote", "--write-back"])
        .ok()
        .says(&["To edit by hand", &place, "computed by an expression"]);
    assert_eq!(
        project.read(FILE),
        before.replace("time: 10 # 秒", "time: 77 # 秒")
    );
    let writes = project.emulator.writes();
    project.deploy(&[]).ok();
    assert_eq!(project.emulator.writes(), writes);
}
