//! `s plan`, `s info` and `s sync`: they read, and change nothing online.

use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

#[test]
fn plan_compares_and_writes_nothing_anywhere() {
    let story = Story::new();
    let told = story.s("plan").ok().writes(&[]).says(&[
        "function demo",
        "will be created",
        "would create 3 resources; nothing to decide",
    ]);
    assert!(story.records().is_empty(), "{}", told.transcript());

    story.s("deploy").ok();
    let state = story.records();
    assert_eq!(story.s("plan -o json").ok().result()["outcome"], "clean");

    story.console().change("demo", json!({"timeout": 60}));
    story.yaml(&[Fn::demo().memory(1024)]);
    let told = story.s("plan").ends("drift").writes(&[]).says(&[
        "~ timeout: 10 → 60",
        "~ memorySize: 512 → 1024",
        "would change 1 setting and ask about 1 difference.",
    ]);
    assert_eq!(told.code, 3);
    let plan = story.s("plan --format json").ends("drift").json();
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
    assert_eq!(story.records(), state);
}

#[test]
fn info_has_the_shape_of_upstream() {
    let story = Story::new();
    story.s("info").refused(&["function demo is not online"]);
    story.s("deploy").ok();
    let told = story.s("info").ok();
    let info = told.result();
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
    assert!(!told.text().contains("info-canary"), "{info}");
}

#[test]
fn where_it_synced_to_is_said_as_it_is() {
    let cases = [
        (Some("*\n"), true),
        (Some("*\n!.gitignore\n"), true),
        (Some("/*\n"), true),
        (Some("*\n!*.yaml\n"), false),
        (Some("*\n!cn-hangzhou_demo/\n"), false),
        (Some("*.zip\n"), false),
        (None, false),
    ];
    for (ignores, out) in cases {
        let story = Story::deployed();
        story.write("out/mine", "");
        if let Some(ignores) = ignores {
            story.write("out/.gitignore", ignores);
            story.write("out/.fcignore", ignores);
        }
        let says = match out {
            true => "leave /home/a/app/out out",
            false => "would take /home/a/app/out in",
        };
        story.s("sync --target-dir out").ok().says(&[says]);
    }
}

#[test]
fn a_sync_that_fails_leaves_nothing_behind() {
    for room in 0..20 {
        let story = Story::deployed();
        let before = story.files.all();
        story.files.fill_after(room);
        let told = story.s("sync --target-dir out");
        story.files.empty();
        if told.code == 0 {
            assert!(room > 4);
            return;
        }
        assert_eq!(story.files.all(), before, "{room} {}", told.transcript());
        story.s("sync --target-dir out").ok();
    }
    panic!("it takes more writes than that");
}

#[test]
fn what_was_synced_can_be_deployed_without_a_question() {
    let story = Story::new();
    story.write("code/bin/run.sh", "#!/bin/sh\n");
    story.s("deploy").ends("changed");
    let body = json!({"description": "changed online", "timeout": 60});
    story.console().change("demo", body);
    story
        .s("sync --target-dir out")
        .ok()
        .says(&["cn-hangzhou_demo.yaml"]);
    let yaml = story.read("out/cn-hangzhou_demo.yaml");
    assert!(yaml.contains("description: changed online"), "{yaml}");
    for file in ["index.py", "bin/run.sh"] {
        let synced = story.read(&format!("out/cn-hangzhou_demo/{file}"));
        assert_eq!(synced, story.read(&format!("code/{file}")));
    }
    story
        .s("deploy -t out/cn-hangzhou_demo.yaml")
        .ok()
        .writes(&[]);
    // What is there is not overwritten.
    story
        .s("sync --target-dir out")
        .refused(&["exists already"]);
}
