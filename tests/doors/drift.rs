//! `s drift` and the reports: what changed online, for people and for programs.

use serde_json::{Value, json};

use crate::project::{DOORS, Door, Project, Props};

fn json_of(text: &str) -> Value {
    let start = text
        .find('{')
        .unwrap_or_else(|| panic!("no JSON in {text}"));
    serde_json::from_str(&text[start..]).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn drift_says_what_changed_online_and_moves_nothing() {
    for door in DOORS {
        let project = Project::new(door);
        // What is not online has not changed there.
        project.s(&["drift"]).ends(0, "clean");
        project.deploy(&[]).ends(0, "changed");
        project.deploy(&[]).ends(0, "clean");
        project.yaml(&Props {
            memory: 1024,
            ..Props::default()
        });
        project
            .s(&["drift"])
            .ends(0, "clean")
            .says(&["Nothing changed online since the last deploy."]);
        project.change(json!({"timeout": 60, "environmentVariables": {"LEVEL": "other-canary"}}));
        let (state, writes) = (project.records(), project.emulator.writes());
        let ran = project.s(&["drift"]).ends(3, "drift").says(&[
            "~ timeout: 10 → 60",
            "~ environmentVariables.LEVEL: •••",
            "2 setting(s) changed online",
        ]);
        assert!(!ran.text().contains("memorySize"), "{}", ran.text());
        assert!(!ran.text().contains("canary"), "{}", ran.text());
        project.change(json!({"memorySize": 2048}));
        project.s(&["drift"]).ends(3, "conflict");
        project
            .deploy(&[])
            .refused(&["memorySize"])
            .says(&["\nconflict\n"]);
        project.console("deleteTrigger", &[json!("demo"), json!("http")]);
        project
            .s(&["drift"])
            .ends(3, "conflict")
            .says(&["1 resource(s) deleted online"]);
        assert_eq!(project.records(), state);
        assert_eq!(project.emulator.writes(), writes);
    }
}

#[test]
fn what_cannot_be_read_is_unreadable_in_every_report() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        project.emulator.fault(
            &json!({"kind": "status", "status": 403, "code": "AccessDenied",
            "message": "no", "method": "GET"}),
        );
        for command in ["drift", "plan"] {
            let ran = project.s(&[command, "--report", "report.json"]);
            assert_ne!(ran.code, 0);
            assert_eq!(
                ran.stderr.lines().last(),
                Some("unreadable"),
                "{}",
                ran.text()
            );
            let report = json_of(&project.read("app/report.json"));
            assert_eq!(report["outcome"], "unreadable");
            let error = report["functions"][0]["error"].as_str().unwrap();
            assert!(error.contains("AccessDenied"), "{error}");
        }
        let ran = project.deploy(&["--use-local"]);
        assert_eq!(
            ran.stderr.lines().last(),
            Some("unreadable"),
            "{}",
            ran.text()
        );
    }
}

#[test]
fn reports_come_in_every_form_and_are_the_same_for_the_same() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        project.change(json!({"timeout": 60}));
        for (file, starts) in [
            (
                "report.json",
                "{\n  \"version\": 1,\n  \"command\": \"drift\",\n  \"outcome\": \"drift\"",
            ),
            ("report.md", "### fc-guard drift: `drift`"),
            ("report.xml", "<?xml version=\"1.0\""),
            ("report.txt", "demo (cn-hangzhou, "),
        ] {
            let args = ["drift", "--report", file];
            project.s(&args).ends(3, "drift");
            let first = project.read(&format!("app/{file}"));
            assert!(first.starts_with(starts), "{first}");
            project.s(&args).ends(3, "drift");
            assert_eq!(project.read(&format!("app/{file}")), first);
        }
        let written = project.read("app/report.xml");
        let ran = project
            .s(&["drift", "--silent", "--format", "junit"])
            .ends(3, "drift");
        assert_eq!(ran.stdout.trim(), written.trim());
        let ran = project.s(&["drift", "--silent", "--", "--output", "junit"]);
        assert_eq!(ran.stdout.trim(), written.trim());
        // The CLI's own form.
        let ran = project
            .s(&["drift", "--silent", "-o", "json"])
            .ends(3, "drift");
        let mut printed = json_of(&ran.stdout);
        printed.as_object_mut().unwrap().remove("__component");
        assert_eq!(printed, json_of(&project.read("app/report.json")));
        project
            .s(&["drift", "--format", "pdf"])
            .refused(&["there is no format “pdf”", "text|json|markdown|junit"]);
    }
}

#[test]
fn the_native_door_prints_the_report_itself() {
    let project = Project::new(Door::Native);
    project.native(&["deploy"]).ok();
    project.change(json!({"timeout": 60}));
    for form in ["text", "json", "markdown", "junit"] {
        let first = project.native(&["plan", "--output", form]);
        assert_eq!(first.code, 3, "{}", first.text());
        let second = project.native(&["plan", "--output", form]);
        assert_eq!(first.stdout, second.stdout);
        assert!(first.stdout.contains("timeout"), "{}", first.stdout);
    }
}

#[test]
fn one_report_holds_every_resource_of_the_run() {
    for door in DOORS {
        let project = Project::new(door);
        let props = Props {
            domain: false,
            ..Props::default()
        };
        project.write(
            "app/s.yaml",
            &props.yaml(&[("one", "demo"), ("two", "other")]),
        );
        project.deploy(&[]).ok();
        project.change(json!({"timeout": 60}));
        project
            .s(&["drift", "--report", "report.json"])
            .ends(3, "drift");
        let report = json_of(&project.read("app/report.json"));
        let words: Vec<_> = report["functions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                (
                    one["function"].as_str().unwrap(),
                    one["outcome"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(words, [("demo", "drift"), ("other", "clean")]);
    }
}
