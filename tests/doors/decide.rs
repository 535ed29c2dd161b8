//! Decisions by flags and by `driftPolicy`.

use serde_json::{Value, json};

use crate::console::HOT_FIX;
use crate::project::{DOORS, Door, Project, Props};

fn deployed(door: Door) -> Project {
    let project = Project::new(door);
    project.deployed();
    project
}

fn variables(project: &Project) -> Value {
    project.function()["environmentVariables"].clone()
}

#[test]
fn merge_brings_both_sides_together() {
    for door in DOORS {
        let project = deployed(door);
        project.change(json!({
            "timeout": 60,
            "environmentVariables": {"LEVEL": "info-canary", "ONLINE": "theirs"},
        }));
        project.yaml(&Props {
            memory: 1024,
            variables: vec![("LEVEL".to_owned(), "debug".to_owned())],
            ..Props::default()
        });
        project.deploy(&["--merge"]).ok();
        let function = project.function();
        assert_eq!(
            (&function["timeout"], &function["memorySize"]),
            (&json!(60), &json!(1024))
        );
        assert_eq!(
            variables(&project),
            json!({"LEVEL": "debug", "ONLINE": "theirs"})
        );
        // Nothing is asked again.
        let writes = project.emulator.writes();
        project.deploy(&[]).ok();
        assert_eq!(project.emulator.writes(), writes);
    }
}

#[test]
fn what_collides_stops_the_merge_or_is_decided_by_the_side() {
    let project = deployed(Door::Native);
    project.change(json!({"timeout": 60, "memorySize": 1024}));
    project.yaml(&Props {
        timeout: 20,
        ..Props::default()
    });
    let writes = project.emulator.writes();
    project.native(&["deploy", "--merge"]).ends_with(3).says(&[
        "! timeout: online 10 → 60, yours 10 → 20",
        "1 difference(s) between online and here need a decision",
        "s fn deploy --merge --use-local",
    ]);
    assert_eq!(project.emulator.writes(), writes);
    project.native(&["deploy", "--merge", "--use-local"]).ok();
    let function = project.function();
    assert_eq!(
        (&function["timeout"], &function["memorySize"]),
        (&json!(20), &json!(1024))
    );
}

#[test]
fn config_and_code_are_decided_apart() {
    for door in DOORS {
        let project = deployed(door);
        let ours = project.function()["codeChecksum"].clone();
        let drift = || {
            project.change(json!({"timeout": 60}));
            project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
        };
        drift();
        project
            .deploy(&[])
            .refused(&["s fn deploy --config remote --code local"]);
        // Only one of them is not enough.
        project.deploy(&["--code", "local"]).refused(&["timeout"]);
        project.deploy(&["--config=remote", "--code=local"]).ok();
        let function = project.function();
        assert_eq!(
            (&function["timeout"], &function["codeChecksum"]),
            (&json!(60), &ours)
        );
        project.change(json!({"timeout": 61}));
        project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
        project
            .deploy(&["--config", "local", "--code", "remote"])
            .ok();
        let function = project.function();
        assert_eq!(function["timeout"], 10);
        assert_ne!(function["codeChecksum"], ours);
    }
}

const POLICY: &str = "[{path: 'environmentVariables.LOG_*', owner: console, reason: ops}, {path: 'triggers[http]', owner: file, reason: routing}]";

fn with_policy(policy: &str) -> Props {
    Props {
        policy: Some(policy.to_owned()),
        ..Props::default().variable("LOG_A", "first")
    }
}

#[test]
fn what_belongs_to_the_console_is_left_to_it_and_to_the_file_taken_back() {
    for door in DOORS {
        let project = Project::new(door);
        project.yaml(&with_policy(POLICY));
        project.deployed();
        // A rule holds from the first deploy on.
        assert_eq!(variables(&project), json!({"LEVEL": "info-canary"}));
        project.change(
            json!({"environmentVariables": {"LEVEL": "info-canary", "LOG_A": "on", "LOG_B": "on"}}),
        );
        project.console(
            "updateTrigger",
            &[
                json!("demo"),
                json!("http"),
                json!({"triggerConfig": {"authType": "anonymous", "methods": ["PUT"]}}),
            ],
        );
        project.yaml(&Props {
            timeout: 20,
            ..with_policy(POLICY)
        });
        project.deploy(&[]).ok().says(&[
            "2 setting(s) left to the console by driftPolicy: environmentVariables.LOG_A, environmentVariables.LOG_B",
        ]);
        assert_eq!(
            variables(&project),
            json!({"LEVEL": "info-canary", "LOG_A": "on", "LOG_B": "on"})
        );
        assert_eq!(project.function()["timeout"], 20);
        assert_eq!(project.trigger_config()["methods"], json!(["GET"]));
        // Taking it away is no change of a value.
        project.change(json!({"environmentVariables": {"LEVEL": "info-canary", "LOG_A": "on"}}));
        project
            .deploy(&[])
            .refused(&["- environmentVariables.LOG_B"]);
    }
}

#[test]
fn rules_that_do_nothing_are_reported() {
    let project = Project::new(Door::Native);
    project.native(&["deploy"]).ok();
    project.change(json!({"timeout": 60}));
    let rule = |path: &str, until: &str| {
        format!("[{{path: {path}, owner: console, reason: ops, until: '{until}'}}]")
    };
    project.yaml(&with_policy(&rule("timeout", "2020-01-31")));
    project.native(&["deploy"]).refused(&[
        "timeout: 10 → 60",
        "driftPolicy timeout ended on 2020-01-31",
    ]);
    project.yaml(&with_policy(&rule("timeuot", "2999-01-31")));
    project
        .native(&["deploy"])
        .refused(&["driftPolicy timeuot matches nothing here or online"]);
    project.yaml(&with_policy(
        "[{path: timeout, owner: console, reason: ops, until: 2999-01-31x}]",
    ));
    project
        .native(&["deploy"])
        .ends_with(2)
        .says(&["write it in quotes"]);
}

#[test]
fn a_setting_that_comes_back_to_the_file_is_asked_about() {
    let project = Project::new(Door::Native);
    let rule = "[{path: timeout, owner: console, reason: ops}]";
    project.yaml(&with_policy(rule));
    project.native(&["deploy"]).ok();
    project.change(json!({"timeout": 60}));
    project.native(&["deploy"]).ok();
    project.yaml(&Props::default().variable("LOG_A", "first"));
    project.native(&["deploy"]).ends_with(3).says(&["timeout"]);
    project.native(&["deploy", "--use-remote"]).ok();
    project.native(&["deploy"]).ok();
    assert_eq!(project.function()["timeout"], 60);
}
