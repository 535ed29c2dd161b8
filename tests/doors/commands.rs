//! `s plan`, `s info` and `s sync`: they read, and change nothing online.

use serde_json::{Value, json};

use crate::project::{DOORS, Door, Project, Props, Ran};

fn result(ran: Ran) -> Value {
    let text = ran.stdout;
    let start = text
        .find('{')
        .unwrap_or_else(|| panic!("no JSON in {text}"));
    serde_json::from_str(&text[start..]).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn plan_compares_and_writes_nothing_anywhere() {
    for door in DOORS {
        let project = Project::new(door);
        project.s(&["plan"]).ok().says(&[
            "function demo",
            "will be created",
            "would create 3 resource(s)",
        ]);
        assert_eq!(project.records(), []);

        project.deploy(&[]).ok();
        let state = project.records();
        let plan = result(project.s(&["plan", "--silent", "-o", "json"]));
        assert_eq!(plan["outcome"], "clean");

        project.change(json!({"timeout": 60}));
        project.yaml(&Props {
            memory: 1024,
            ..Props::default()
        });
        let writes = project.emulator.writes().len();
        project.s(&["plan"]).ends(3, "drift").says(&[
            "~ timeout: 10 → 60",
            "~ memorySize: 512 → 1024",
            "ask about 1 difference(s)",
        ]);
        let plan = result(
            project
                .s(&["plan", "--silent", "-o", "json"])
                .ends(3, "drift"),
        );
        let differences = &plan["functions"][0]["resources"][0]["differences"];
        let differences = differences.as_array().unwrap();
        let timeout = differences
            .iter()
            .find(|one| one["path"] == "timeout")
            .unwrap();
        assert_eq!(timeout["verdict"], "remote");
        assert_eq!(
            (&timeout["lastDeployed"], &timeout["online"]),
            (&json!(10), &json!(60))
        );
        assert_eq!(project.emulator.writes().len(), writes);
        assert_eq!(project.records(), state);
    }
}

#[test]
fn info_has_the_shape_of_upstream() {
    let project = Project::new(Door::Wasm);
    project
        .s(&["info"])
        .refused(&["function demo is not online"]);
    project.deployed();
    let info = result(project.s(&["info", "--silent", "-o", "json"]));
    for (pointer, value) in [
        ("/region", json!("cn-hangzhou")),
        ("/functionName", json!("demo")),
        ("/memorySize", json!(512)),
        ("/url/custom_domain", json!("demo.example.com")),
        ("/triggers/0/triggerName", json!("http")),
        ("/triggers/0/triggerConfig/methods/0", json!("GET")),
        ("/customDomain/domainName", json!("demo.example.com")),
    ] {
        assert_eq!(info.pointer(pointer), Some(&value), "{pointer} of {info}");
    }
    for pointer in [
        "/codeChecksum",
        "/lastModifiedTime",
        "/url/system_url",
        "/triggers/0/triggerId",
    ] {
        assert!(
            info.pointer(pointer).is_some_and(Value::is_string),
            "{pointer} of {info}"
        );
    }
    assert!(!info.to_string().contains("info-canary"), "{info}");
}

#[test]
fn what_was_synced_can_be_deployed_without_a_question() {
    for door in DOORS {
        let project = Project::new(door);
        project.write("app/code/bin/run.sh", "#!/bin/sh\n");
        project.deployed();
        project.change(json!({"description": "changed online", "timeout": 60}));
        project
            .s(&["sync", "--target-dir", "out"])
            .ok()
            .says(&["cn-hangzhou_demo.yaml"]);
        let yaml = project.read("app/out/cn-hangzhou_demo.yaml");
        assert!(yaml.contains("description: changed online"), "{yaml}");
        assert_eq!(
            project.read("app/out/cn-hangzhou_demo/index.py"),
            project.read("app/code/index.py")
        );
        let writes = project.emulator.writes().len();
        project.deploy(&["-t", "out/cn-hangzhou_demo.yaml"]).ok();
        assert_eq!(project.emulator.writes().len(), writes);
        // What is there is not overwritten.
        project
            .s(&["sync", "--target-dir", "out"])
            .refused(&["exists already"]);
    }
}
