//! Killed at any moment: the state is whole, and our own half-done work is not blamed on others.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::project::{DOORS, Project, Props};

/// Kills a deploy that hangs on the request `fault` names, and returns after it is dead.
fn kill_at(project: &Project, fault: &Value) {
    project.emulator.fault(fault);
    let seen = project.emulator.requests().len();
    let mut child = start(project);
    let path = fault["path"]
        .as_str()
        .unwrap()
        .trim_end_matches('*')
        .to_owned();
    let method = fault["method"].clone();
    let arrived = || {
        project.emulator.requests()[seen..].iter().any(|request| {
            request["method"] == method && request["path"].as_str().unwrap().starts_with(&path)
        })
    };
    for _ in 0..500 {
        if arrived() || child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    kill(&mut child);
    project.emulator.heal();
    for (name, text) in project.records() {
        serde_json::from_str::<Value>(&text)
            .unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
    }
}

/// A deploy in a process group of its own, so that the native door can be killed with its shim.
fn start(project: &Project) -> Child {
    let mut command = project.command(&["deploy"]);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    command.spawn().unwrap()
}

/// `kill -9`, for the shim and whatever it started.
fn kill(child: &mut Child) {
    let group = format!("-{}", child.id());
    let _ = Command::new("kill")
        .args(["-9", "--", &group])
        .stderr(Stdio::null())
        .status();
    let _ = child.wait();
}

#[test]
fn after_a_write_whose_answer_never_came() {
    for door in DOORS {
        let writes = [
            ("POST", "/2023-03-30/functions"),
            ("POST", "/2023-03-30/functions/demo/triggers"),
            ("POST", "/2023-03-30/custom-domains"),
        ];
        for (method, path) in writes {
            let project = Project::new(door);
            // The write takes effect, but its answer does not come before the kill.
            kill_at(
                &project,
                &json!({"kind": "delay", "ms": 20_000, "method": method, "path": path}),
            );
            project.deploy(&[]).ok();
            project.deployed();
            assert_eq!(project.function()["memorySize"], 512);
            assert_eq!(project.domain()["routeConfig"]["routes"][0]["path"], "/*");
        }
    }
}

#[test]
fn after_an_update_whose_answer_never_came_and_another_edit() {
    for door in DOORS {
        let project = Project::new(door);
        project.deploy(&[]).ok();
        project.yaml(&Props {
            timeout: 20,
            ..Props::default()
        });
        kill_at(
            &project,
            &json!({"kind": "delay", "ms": 20_000, "method": "PUT", "path": "/2023-03-30/functions/demo"}),
        );
        // The file moved on since, so only the record of the intent tells whose timeout stands there.
        project.yaml(&Props {
            timeout: 30,
            ..Props::default()
        });
        project.deploy(&[]).ok();
        assert_eq!(project.function()["timeout"], 30);
    }
}

#[test]
fn at_any_moment() {
    for door in DOORS {
        let project = Project::new(door);
        for round in 0..8 {
            let timeout = 10 + round;
            project.yaml(&Props {
                timeout,
                ..Props::default()
            });
            let mut child = start(&project);
            std::thread::sleep(Duration::from_millis(u64::from(350 + round * 50)));
            kill(&mut child);
            for (name, text) in project.records() {
                serde_json::from_str::<Value>(&text)
                    .unwrap_or_else(|error| panic!("{name}: {error}"));
            }
            project.deployed();
            assert_eq!(project.function()["timeout"], timeout);
        }
    }
}
