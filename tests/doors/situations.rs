//! The three situations, told apart per field, without a terminal.

use serde_json::json;

use crate::console::HOT_FIX;
use crate::project::{DOORS, Door, Project, Props, ran};

const UPDATE: &str = "PUT /2023-03-30/functions/demo";

fn deployed(door: Door) -> Project {
    let project = Project::new(door);
    project.deploy(&[]).ok();
    project
}

/// The requests of one deploy that change something.
fn writes_of(project: &Project, args: &[&str]) -> Vec<String> {
    let before = project.emulator.writes().len();
    project.deploy(args).ok();
    project.emulator.writes().split_off(before)
}

#[test]
fn not_online_is_created_then_updated_then_left_alone() {
    for door in DOORS {
        let project = Project::new(door);
        let ran = project.deploy(&[]).ok().says(&[
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

        assert_eq!(
            writes_of(&project, &[]),
            [""; 0],
            "nothing changed, nothing is written"
        );
        project.yaml(&Props {
            timeout: 20,
            ..Props::default()
        });
        assert_eq!(writes_of(&project, &[]), [UPDATE]);
        assert_eq!(project.function()["timeout"], 20);
    }
}

#[test]
fn changed_code_is_uploaded_once() {
    for door in DOORS {
        let project = deployed(door);
        project.write(
            "app/code/index.py",
            "def handler(e, c):\n    return 'two'\n",
        );
        let writes = writes_of(&project, &[]);
        assert_eq!(writes.len(), 2, "{writes:?}");
        assert_eq!(writes_of(&project, &[]), [""; 0]);
    }
}

#[test]
fn every_kind_of_online_change_is_told_apart_and_stops_the_deploy() {
    for door in DOORS {
        let project = deployed(door);
        project.change(json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "info-canary", "NEW": "new-canary"}}));
        project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
        project.console(
            "updateTrigger",
            &[
                json!("demo"),
                json!("http"),
                json!({"triggerConfig": {"authType": "anonymous", "methods": ["GET", "POST"]}}),
            ],
        );
        project.console(
            "updateDomain",
            &[json!("demo.example.com"), json!({"routeConfig": {"routes": [{"path": "/*", "functionName": "demo", "methods": ["POST"]}]}})],
        );
        project.yaml(&Props {
            timeout: 20,
            memory: 512,
            ..Props::default()
        });
        let before = project.emulator.writes();
        let ran = project.deploy(&[]).refused(&[
            "last modified online 20",
            "~ memorySize: 512 → 1024",
            "+ environmentVariables.NEW: (not set) → •••",
            "~ code: ",
            r#"~ triggerConfig.methods: ["GET"] → ["GET","POST"]"#,
            r#"+ routeConfig.routes[/*].methods: (not set) → ["POST"]"#,
            "changed here:",
            "~ timeout: 10 → 20",
            "s fn deploy --use-local",
            "s fn deploy --use-remote",
        ]);
        assert!(!ran.text().contains("canary"), "{}", ran.text());
        assert_eq!(project.emulator.writes(), before, "nothing is written");
    }
}

#[test]
fn use_local_restores_everything() {
    for door in DOORS {
        let project = deployed(door);
        let code = project.function()["codeChecksum"].clone();
        project.change(json!({"memorySize": 1024, "environmentVariables": {"NEW": "x"}}));
        project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
        project.console(
            "updateTrigger",
            &[
                json!("demo"),
                json!("http"),
                json!({"triggerConfig": {"authType": "function", "methods": ["POST"]}}),
            ],
        );
        project.console("updateDomain", &[json!("demo.example.com"), json!({"routeConfig": {"routes": [{"path": "/*", "functionName": "demo", "methods": ["POST"]}]}})]);
        project.deploy(&["--use-local"]).ok();
        let function = project.function();
        assert_eq!(function["memorySize"], 512);
        assert_eq!(
            function["environmentVariables"],
            json!({"LEVEL": "info-canary"})
        );
        assert_eq!(function["codeChecksum"], code);
        assert_eq!(
            project.trigger_config(),
            json!({"authType": "anonymous", "methods": ["GET"]})
        );
        let route = &project.domain()["routeConfig"]["routes"][0];
        assert!(
            route["methods"].as_array().is_none_or(Vec::is_empty),
            "{route}"
        );
        assert_eq!(writes_of(&project, &[]), [""; 0]);
    }
}

#[test]
fn use_remote_is_remembered_and_never_overwritten_later() {
    for door in DOORS {
        let project = deployed(door);
        project.change(json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "hot"}}));
        project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
        let fixed = project.function()["codeChecksum"].clone();
        assert_eq!(writes_of(&project, &["--use-remote"]), [""; 0]);
        project
            .deploy(&[])
            .ok()
            .says(&["kept as online by an earlier decision"]);
        project.yaml(&Props {
            timeout: 20,
            ..Props::default()
        });
        project.deploy(&[]).ok();
        let function = project.function();
        assert_eq!(function["timeout"], 20);
        assert_eq!(function["memorySize"], 1024);
        assert_eq!(function["environmentVariables"], json!({"LEVEL": "hot"}));
        assert_eq!(function["codeChecksum"], fixed);
    }
}

#[test]
fn a_variable_added_online_survives_the_edit_of_another() {
    for door in DOORS {
        let project = deployed(door);
        project
            .change(json!({"environmentVariables": {"LEVEL": "info-canary", "ADDED": "online"}}));
        project.deploy(&["--use-remote"]).ok();
        project.yaml(&Props::default().variable("MINE", "local"));
        project.deploy(&[]).ok();
        assert_eq!(
            project.function()["environmentVariables"],
            json!({"LEVEL": "info-canary", "ADDED": "online", "MINE": "local"})
        );
    }
}

#[test]
fn changed_on_both_sides_is_a_conflict_of_that_field_only() {
    for door in DOORS {
        let project = deployed(door);
        project.change(json!({"timeout": 60}));
        project.yaml(&Props {
            timeout: 20,
            memory: 1024,
            ..Props::default()
        });
        project.deploy(&[]).refused(&[
            "changed on both sides:",
            "! timeout: online 10 → 60, yours 10 → 20",
            "~ memorySize: 512 → 1024",
        ]);
        project.deploy(&["--use-remote"]).ok();
        assert_eq!(project.function()["timeout"], 60);
        assert_eq!(
            project.function()["memorySize"],
            1024,
            "the local change is applied all the same"
        );
    }
}

#[test]
fn new_here_but_online_is_adopted_if_equal_and_asked_about_if_not() {
    for door in DOORS {
        let project = deployed(door);
        project.forget();
        assert_eq!(
            writes_of(&project, &[]),
            [""; 0],
            "equal: adopted without a question"
        );
        assert!(!project.records().is_empty());

        project.forget();
        project.change(json!({"timeout": 60}));
        let before = project.emulator.writes();
        project
            .deploy(&[])
            .refused(&["its origin is unknown", "~ timeout: 60 → 10"]);
        assert_eq!(project.emulator.writes(), before);
        project.deploy(&["--use-local"]).ok();
        assert_eq!(project.function()["timeout"], 10);
    }
}

#[test]
fn deleted_online_is_a_question() {
    for door in DOORS {
        let project = deployed(door);
        project.console("deleteTrigger", &[json!("demo"), json!("http")]);
        let before = project.emulator.writes();
        project
            .deploy(&[])
            .refused(&["trigger demo/http", "deleted online since the last deploy"]);
        assert_eq!(project.emulator.writes(), before);
        project.deploy(&["--use-remote"]).ok();
        project.deploy(&[]).ok().says(&["stays deleted"]);
        project.yaml(&Props {
            methods: vec!["POST".to_owned()],
            ..Props::default()
        });
        project.deploy(&[]).refused(&["deleted online"]);
        project.deploy(&["--use-local"]).ok();
        assert_eq!(project.trigger_config()["methods"], json!(["POST"]));
    }
}

#[test]
fn what_others_added_beside_ours_is_reported_and_left_alone() {
    let project = deployed(Door::Wasm);
    project.console(
        "createTrigger",
        &[json!("demo"), json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": {"cronExpression": "@every 5m", "enable": true}})],
    );
    project
        .deploy(&[])
        .ok()
        .says(&["trigger demo/theirs is online but was never deployed from here"]);
    project.yaml(&Props {
        trigger: false,
        ..Props::default()
    });
    project
        .deploy(&[])
        .ok()
        .says(&["trigger demo/http is no longer in s.yaml but still online"]);
    assert_eq!(project.trigger_config()["methods"], json!(["GET"]));
}

#[test]
fn two_clones_upload_the_same_tree_once() {
    let project = deployed(Door::Wasm);
    let other = project.path("elsewhere/app");
    copy(&project.path("app/code"), &other.join("code"));
    std::fs::copy(project.path("app/s.yaml"), other.join("s.yaml")).unwrap();
    let before = project.emulator.writes();
    for door in ["wasm", "native"] {
        let mut command = project.command(&["deploy"]);
        command.current_dir(&other).env("FC_GUARD_CORE", door);
        ran(command, None).ok();
        let _ = std::fs::remove_dir_all(other.join(".s"));
    }
    assert_eq!(project.emulator.writes(), before);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::write(
            to.join(entry.file_name()),
            std::fs::read(entry.path()).unwrap(),
        )
        .unwrap();
    }
}

#[test]
fn the_state_is_not_packed_with_the_code() {
    for door in DOORS {
        let project = Project::new(door);
        project.write("app/index.py", "def handler(e, c):\n    return 1\n");
        project.yaml(&Props {
            code: "./".to_owned(),
            ..Props::default()
        });
        project.deploy(&[]).ok();
        assert_eq!(
            writes_of(&project, &[]),
            [""; 0],
            "the state would change the checksum"
        );
    }
}

#[test]
fn both_doors_write_the_same_state_and_say_the_same() {
    let ran = DOORS.map(|door| {
        let project = deployed(door);
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
