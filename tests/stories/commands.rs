//! `s plan`, `s info` and `s sync`: they read, and change nothing online.

use serde_json::{Value, json};

use crate::memory::Node;
use crate::story::{HOME, Story};
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

/// The service answers blocks in which nothing is set, and upstream takes them out.
#[test]
fn info_leaves_out_what_upstream_leaves_out() {
    let story = Story::new();
    let demo = Fn::demo().bare();
    story.yaml(&[demo.with("      concurrencyConfig:\n        reservedConcurrency: 5\n")]);
    story.s("deploy").ends("changed");
    let empty = json!({
        "environmentVariables": {}, "logConfig": {}, "nasConfig": {}, "tracingConfig": {},
        "vpcConfig": {},
    });
    story.console().change("demo", empty);
    let told = story.s("info").ok();
    let info = told.result();
    for block in [
        "environmentVariables",
        "logConfig",
        "nasConfig",
        "ossMountConfig",
        "polarFsConfig",
        "tracingConfig",
        "vpcConfig",
    ] {
        assert!(info.get(block).is_none(), "{block} of {info}");
    }
    assert_eq!(info["concurrencyConfig"], json!({"reservedConcurrency": 5}));
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
            false => "would include /home/a/app/out",
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
    story.s("sync --target-dir out").refused(&[
        "already there: ",
        "out/cn-hangzhou_demo.yaml, ",
        "out/cn-hangzhou_demo; nothing",
    ]);
}

/// Readers of YAML take some of these for the end of a line, others for a letter.
#[test]
fn what_was_synced_reads_back_with_every_letter() {
    let texts = [
        "a\u{2028}b",
        "first\n  second\u{2028}third\n",
        "a\u{2029}  b\nc",
        "a\u{85}b\nc\u{feff}d",
        "\u{2028}",
        "a\r\nb\tc\u{1f600}",
        " - 'yes' # no\n",
        "on",
        "1e3",
        "2023-05-15",
        "2023-05-15T10:00:00Z",
        "12:30",
        "0123",
        "0x1F",
        "1_000",
        ".5",
        "-0",
        "null",
        "~",
        "True",
        "=",
    ];
    let story = Story::deployed();
    for (at, text) in texts.iter().enumerate() {
        story
            .console()
            .set_variable("demo", &format!("TEXT_{at}"), text);
    }
    for name in ["N", "yes", "y", "null"] {
        story.console().set_variable("demo", name, "pa${ss}word");
    }
    story.s("sync --target-dir out").ok();
    story
        .s("deploy -t out/cn-hangzhou_demo.yaml")
        .ok()
        .writes(&[]);
    let yaml = story.read("out/cn-hangzhou_demo.yaml");
    let is_break = |c: char| ['\u{85}', '\u{2028}', '\u{2029}'].contains(&c);
    assert!(!yaml.contains(is_break), "{yaml}");
}

/// What stands in a folder, by path below it.
fn below(story: &Story, folder: &str) -> Vec<(String, Node)> {
    let start = format!("{HOME}/{folder}/");
    let all = story.files.all().into_iter();
    let within = all.filter_map(|(path, node)| Some((path.strip_prefix(&start)?.to_owned(), node)));
    within.collect()
}

#[test]
fn a_sync_that_fails_takes_away_only_what_it_wrote() {
    // While the service is asked somebody else begins to work in the new folder, under any of its names.
    for theirs in [
        "notes.md",
        ".fcignore",
        "cn-hangzhou_demo/mine.py",
        "cn-hangzhou_demo.yaml",
    ] {
        let story = Story::deployed();
        let (files, path) = (story.files.shared(), format!("{HOME}/out/{theirs}"));
        story.before(2, move |_| files.write(&path, b"theirs", false));
        let told = story.s("sync --target-dir out");
        let here = below(&story, "out");
        let kept = |(name, node): &(String, Node)| {
            name == theirs && matches!(node, Node::File { bytes, .. } if bytes == b"theirs")
        };
        assert!(here.iter().any(kept), "{theirs}\n{}", told.transcript());
        if theirs.starts_with("cn-hangzhou_demo") {
            assert_ne!(told.code, 0, "{}", told.transcript());
            assert_eq!(here.len(), 1, "{here:?}");
        }
    }
}

#[test]
fn what_is_synced_is_for_its_owner_only() {
    let story = Story::new();
    story.write("code/bin/run.sh", "#!/bin/sh\n");
    story.s("deploy").ends("changed");
    story.s("sync --target-dir out").ok();
    let here = below(&story, "out");
    let open = here
        .iter()
        .filter(|(_, node)| matches!(node, Node::File { private: false, .. }));
    assert_eq!(open.collect::<Vec<_>>(), Vec::<&(String, Node)>::new());
    assert!(here.len() > 4, "{here:?}");
}

#[test]
fn a_sync_into_code_is_not_deployed_with_it() {
    let story = Story::deployed();
    // A new folder keeps itself out of the code around it.
    story.s("sync --target-dir code/synced").ok();
    story.s("plan").ends("clean");
    // One that is there would be packed, as the code folder itself would.
    story.write("code/lib/mine.py", "");
    story.s("deploy").ends("changed");
    for folder in ["code", "code/lib", "./code/lib/"] {
        let told = story.s(&format!("sync --target-dir {folder}"));
        told.refused(&[
            "is in the code folder /home/a/app/code",
            "nothing was written",
        ]);
    }
    story.write("code/.fcignore", "cn-hangzhou_*\n.fcignore\n");
    story.s("sync --target-dir code/lib").ok();
    story.s("plan").ends("clean");
}

#[test]
fn a_synced_file_names_the_component_as_seen_from_there() {
    let story = Story::deployed();
    story.s("sync --target-dir out").ok();
    let file = story.read("out/cn-hangzhou_demo.yaml");
    assert!(file.contains("${path('../../fc-guard')}"), "{file}");
}
