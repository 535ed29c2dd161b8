//! What stands kept where more than one thing is going on.

use serde_json::{Value, json};

use super::kinds::{kinds, plain, secured, with};
use super::{Keep, standing};
use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

/// The records of 0.1 do not say what stands kept; it is what the file and the cloud do not agree on.
#[test]
fn records_of_the_first_version_are_understood() {
    for kind in kinds() {
        let (story, kept) = standing(&kind, Keep::Remote);
        for path in story.files.all().into_keys() {
            let Some(name) = path.strip_prefix("/home/a/app/") else {
                continue;
            };
            if name.starts_with(".s/fc-guard/") && name.ends_with(".json") {
                let mut record: Value = serde_json::from_str(&story.read(name)).unwrap();
                if let Some(baseline) = record["baseline"].as_object_mut() {
                    baseline.remove("kept");
                    story.write(name, &record.to_string());
                }
            }
        }
        let line = format!("{}: live ", kind.path);
        let told = story
            .s("plan")
            .ends("clean")
            .says(&["live version kept", &line]);
        assert!(!told.said.contains("kept since"), "{}", told.transcript());
        let back = story.copied();
        kind.edit(&story);
        story.s("deploy").ends("conflict").writes(&[]);
        assert_eq!((kind.value)(&story.console()), kept);
        back.s("deploy --use-local").ends("changed");
        assert_ne!((kind.value)(&story.console()), kept);
        back.s("plan")
            .ends("clean")
            .never_says(&["live version kept"]);
    }
}

#[test]
fn what_stays_deleted_can_come_back() {
    let story = Story::deployed();
    story.console().delete_trigger("demo", "http");
    story.s("deploy --use-remote").ends("clean");
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&[
            "stays deleted by an earlier decision (2026-11-01T",
            "--config local",
        ])
        .never_says(&["the live configuration matches s.yaml"]);
    }
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    let told = story.s("deploy --config local").ends("changed");
    told.says(&["is created again"])
        .writes(&["POST functions/demo/triggers"]);
    story.s("plan").ends("clean").says(&["No changes"]);

    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert!(story.console().has_function("demo"));
    assert!(story.console().trigger("demo", "http").is_object());
    story.s("plan").ends("clean").says(&["No changes"]);
}

/// With `code: ./` what we write into s.yaml ourselves changes the package.
#[test]
fn our_own_write_back_does_not_overwrite_kept_code() {
    let story = Story::new();
    let mut file = Fn::demo();
    file.code = "./".to_owned();
    story.yaml(&[file]);
    story.write(".fcignore", "page.html\n");
    story.s("deploy").ends("changed");
    story.console().change("demo", json!({"memorySize": 1024}));
    story.console().change_code("demo", &[("index.py", "fix")]);
    let code = story.console().code("demo");
    story.s("deploy --use-remote --write-back").ends("clean");
    assert!(story.read("s.yaml").contains("memorySize: 1024"));
    story.s("deploy").ends("conflict").writes(&[]);
    assert_eq!(story.console().code("demo"), code);
}

#[test]
fn an_interrupted_write_beside_it_does_not_forget_it() {
    for fate in [Fate::KilledAfter, Fate::KilledBefore] {
        let story = Story::deployed();
        story.console().change("demo", json!({"memorySize": 1024}));
        story.s("deploy --use-remote").ends("clean");
        story.yaml(&[Fn::demo().timeout(20)]);
        let put = story.copied();
        let fate_of = fate.clone();
        put.meddle(move |_, line, _| match line.method == "PUT" {
            true => fate_of.clone(),
            false => Fate::Arrives,
        });
        put.s("deploy").ends("");
        put.s("deploy").ends_one_of(&["clean", "changed"]);
        put.s("plan")
            .ends("clean")
            .says(&["memorySize: live 1024, local 512"]);
        put.yaml(&[Fn::demo().timeout(20).memory(768)]);
        put.s("deploy").ends("conflict").writes(&[]);
    }
}

/// What is removed although it was kept was somebody else's, too.
#[test]
fn removing_saves_what_was_kept() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.s("deploy --use-remote").ends("clean");
    story
        .s("remove -y")
        .ends("changed")
        .says(&["'s fn restore "]);
}

/// A certificate is only valid as a whole: a new name for it would take a kept one along.
#[test]
fn an_edit_in_a_block_asks_about_all_of_it() {
    let story = Story::new();
    story.yaml(&[secured("one")]);
    story.s("deploy").ends("changed");
    let pem = "-----BEGIN renewed canary-----\n-----END renewed canary-----";
    let config = json!({"certName": "own", "certificate": pem, "privateKey": pem});
    story
        .console()
        .change_domain("demo.example.com", json!({"certConfig": config}));
    let renewed = story.console().domain("demo.example.com");
    let mut file = secured("one");
    file.more = file.more.replace("certName: own", "certName: other");
    let others = story.copied();
    others.yaml(&[file.clone()]);
    others.s("deploy").ends("conflict").writes(&[]);
    others.s("deploy --merge").ends("conflict").writes(&[]);
    others.s("deploy --use-remote").ends("clean").writes(&[]);
    others
        .s("plan")
        .ends("clean")
        .says(&["certConfig.certName: live"]);

    story.s("deploy --use-remote").ends("clean");
    story.yaml(&[file]);
    story.s("deploy").ends("conflict").writes(&[]);
    assert_eq!(story.console().domain("demo.example.com"), renewed);
    story
        .s("deploy --use-local")
        .ends("changed")
        .says(&["'s fn restore "]);
    assert_eq!(
        story.console().domain("demo.example.com")["certConfig"]["certName"],
        "other"
    );
}

#[test]
fn what_the_file_leaves_to_the_service_is_still_others() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.s("deploy --use-remote").ends("clean");
    let text = story.read("s.yaml");
    story.write("s.yaml", &text.replace("      memorySize: 512\n", ""));
    story.s("deploy").ends("clean").writes(&[]);
    story.yaml(&[Fn::demo().memory(768)]);
    story.s("deploy").ends("conflict").writes(&[]);
}

/// Settings and tags are two writes: what is kept of one is kept after the other, too.
#[test]
fn between_two_writes_of_one_resource_nothing_is_forgotten() {
    for method in ["PUT", "POST"] {
        for fate in [Fate::KilledBefore, Fate::KilledAfter] {
            let story = Story::new();
            story.yaml(&[plain()]);
            story.s("deploy").ends("changed");
            story.console().change("demo", json!({"memorySize": 1024}));
            story.console().tag("demo", "cost", "center");
            story.s("deploy --use-remote").ends("clean").writes(&[]);
            story.yaml(&[with("value: shop", "value: edited").timeout(20)]);
            let fate_of = fate.clone();
            story.meddle(
                move |_, line, _| match line.writes() && line.method == method {
                    true => fate_of.clone(),
                    false => Fate::Arrives,
                },
            );
            story.s("deploy").ends("");
            story.s("deploy").ends_one_of(&["clean", "changed"]);
            let told = story.s("plan").ends("clean");
            told.says(&[
                "memorySize: live 1024, local 512",
                "tags.cost: live \"center\"",
            ]);
            let online = story.console().function("demo");
            assert_eq!(
                (&online["memorySize"], &online["timeout"]),
                (&json!(1024), &json!(20))
            );
        }
    }
}

/// Where several resources are looked at together, what was decided before is told with the question.
#[test]
fn in_a_project_of_several_too() {
    let story = Story::new();
    let two = |memory| {
        [
            Fn::named("a", "one").bare(),
            Fn::named("b", "two").bare().memory(memory),
        ]
    };
    story.yaml(&two(512));
    story.s("deploy").ends("changed");
    story.console().change("two", json!({"memorySize": 1024}));
    story.s("deploy --use-remote").ends("clean");
    story.console().change("one", json!({"timeout": 33}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&[
        "function two: live version kept",
        "s b deploy --config local",
    ]);
    story.yaml(&two(768));
    story.s("b deploy").ends("conflict").writes(&[]);
    story.s("deploy").ends("conflict").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(story.console().function("two")["memorySize"], 768);
}

/// The answer at a question is about what was asked.
#[test]
fn local_at_a_question_leaves_what_was_decided_before() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.s("deploy --use-remote").ends("clean");
    story.console().change("demo", json!({"timeout": 33}));
    story.keys("l").s("deploy").ends("changed");
    let online = story.console().function("demo");
    assert_eq!(
        (&online["memorySize"], &online["timeout"]),
        (&json!(1024), &json!(10))
    );
}

/// A rule of driftPolicy that comes later is the later decision.
#[test]
fn a_rule_for_the_file_ends_it() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.s("deploy --use-remote").ends("clean");
    let rule = "      driftPolicy: [{path: memorySize, owner: file, reason: ours}]\n";
    for memory in [512, 768] {
        let story = story.copied();
        story.yaml(&[Fn::demo().memory(memory).with(rule)]);
        story.s("drift").ends("clean").writes(&[]);
        let told = story.s("plan").ends("changed");
        told.says(&[&format!("~ memorySize: 1024 → {memory}")]);
        if memory == 768 {
            let told = story.s("deploy").ends("changed");
            told.says(&["'s fn restore "]);
            assert_eq!(story.console().function("demo")["memorySize"], 768);
        }
    }
}

/// What is suggested reaches no further than the question, or says so.
#[test]
fn suggested_commands_do_not_take_back_what_was_not_asked() {
    let kept = || {
        let story = Story::deployed();
        story.console().change("demo", json!({"memorySize": 1024}));
        story.s("deploy --use-remote").ends("clean");
        story
    };
    // The code is asked about, and a setting stands kept.
    let story = kept();
    story.console().change_code("demo", &[("index.py", "fix")]);
    let told = story.s("deploy").ends("drift");
    told.says(&[
        "# overwrite the live code with the local code",
        "s fn deploy --code local",
    ])
    .never_says(&["s fn deploy --use-local"]);
    story.s("fn deploy --code local").ends("changed");
    assert_eq!(story.console().function("demo")["memorySize"], 1024);
    // Of the same half it is said.
    let story = kept();
    story.console().change("demo", json!({"timeout": 33}));
    let told = story.s("deploy").ends("drift");
    told.says(&["# overwrite the live version with the local one, including what was kept before"]);
    let told = story.keys("⏎").s("deploy").ends("drift");
    told.says(&["what was kept before stays"]);
    // The code stands kept, and a setting is asked about.
    let story = Story::deployed();
    story.console().change_code("demo", &[("index.py", "fix")]);
    let code = story.console().code("demo");
    story.s("deploy --use-remote").ends("clean");
    story.console().change("demo", json!({"timeout": 33}));
    let told = story.s("deploy").ends("drift");
    told.says(&[
        "# overwrite the live settings with the local ones",
        "s fn deploy --config local",
    ])
    .never_says(&["s fn deploy --use-local"]);
    story.s("fn deploy --config local").ends("changed");
    assert_eq!(story.console().code("demo"), code);
}

/// A creation that never arrived decides nothing about what somebody else created in its place.
#[test]
fn nobody_decided_about_what_a_lost_creation_did_not_carry() {
    let story = Story::new();
    story.meddle(|_, line, _| match line.short() == "POST functions" {
        true => Fate::KilledBefore,
        false => Fate::Arrives,
    });
    story.s("deploy").ends("");
    let colleague = story.cloned();
    colleague.s("deploy").ends("changed");
    let console = story.console();
    console.change("demo", json!({"description": "theirs"}));
    console.set_variable("demo", "THEIRS", "theirs-canary");
    let before = console.function("demo");
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["description", "environmentVariables.THEIRS"])
        .never_says(&["live version kept"]);
    story.yaml(&[Fn::demo().with("      description: mine\n")]);
    story.s("deploy").fails().writes(&[]);
    assert_eq!(console.function("demo"), before);
}
