//! A project of many functions: what one of them needs is asked before any other is written.

use serde_json::json;

use crate::project::{DOORS, Door, Project, Props, root};

#[test]
fn one_of_thirty_drifted_and_nothing_is_written() {
    for door in DOORS {
        let project = Project::new(door);
        let names: Vec<(String, String)> = (1..=30)
            .map(|number| match number {
                17 => ("fn".to_owned(), "demo".to_owned()),
                _ => (format!("r{number}"), format!("f{number}")),
            })
            .collect();
        let names: Vec<(&str, &str)> = names
            .iter()
            .map(|(resource, function)| (resource.as_str(), function.as_str()))
            .collect();
        let props = Props {
            domain: false,
            ..Props::default()
        };
        project.write("app/s.yaml", &props.yaml(&names));
        project.deploy(&[]).ok();
        project.change(json!({"memorySize": 1024}));
        let props = Props {
            timeout: 30,
            ..props
        };
        project.write("app/s.yaml", &props.yaml(&names));
        let before = project.emulator.writes();
        let ran = project.deploy(&[]);
        let ran = ran.refused(&["memorySize: 512 → 1024", "s deploy --use-local"]);
        assert_eq!(project.emulator.writes(), before, "{door:?}");
        let text = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(
            text.matches("Decide with one of").count(),
            1,
            "{door:?}: {text}"
        );
        assert!(!text.contains("accessKey"), "{door:?}");
        project.deploy(&["--use-remote"]).ok();
        assert_eq!(project.function()["memorySize"], 1024);
        assert_eq!(project.function()["timeout"], 30);
    }
}

#[test]
fn an_action_that_finds_drift_stops_the_deploy() {
    let project = Project::new(Door::Wasm);
    project.deployed();
    let component = root().display().to_string();
    let action =
        format!("  fn:\n    actions:\n      pre-deploy:\n        - component: {component} drift\n");
    let yaml = project.read("app/s.yaml").replacen("  fn:\n", &action, 1);
    project.write("app/s.yaml", &yaml);
    project.deploy(&[]).ok();
    project.change(json!({"memorySize": 1024}));
    let before = project.emulator.writes();
    for args in [&["--use-local"][..], &["--use-local", "-o", "json"]] {
        project
            .deploy(args)
            .refused(&["this action (drift) stops the run"]);
        assert_eq!(project.emulator.writes(), before, "{args:?}");
    }
    project.deploy(&["--use-local", "--skip-actions"]).ok();
    assert_eq!(project.function()["memorySize"], 512);
}
