//! Decisions by flags and by `driftPolicy`.

use serde_json::{Value, json};

use crate::person::Person;
use crate::story::Story;
use crate::yaml::Fn;

fn variables(story: &Story) -> Value {
    story.console().function("demo")["environmentVariables"].clone()
}

fn change(story: &Story, body: Value) {
    story.console().change("demo", body);
}

#[test]
fn merge_brings_both_sides_together() {
    let story = Story::deployed();
    let theirs = json!({"LEVEL": "info-canary", "ONLINE": "theirs"});
    change(
        &story,
        json!({"timeout": 60, "environmentVariables": theirs}),
    );
    story.yaml(&[Fn::demo().memory(1024).variable("LEVEL", "debug")]);
    story.s("deploy --merge").ok();
    let function = story.console().function("demo");
    assert_eq!(
        (&function["timeout"], &function["memorySize"]),
        (&json!(60), &json!(1024))
    );
    assert_eq!(
        variables(&story),
        json!({"LEVEL": "debug", "ONLINE": "theirs"})
    );
    // Nothing is asked again.
    story.s("deploy").ok().writes(&[]);
}

#[test]
fn what_collides_stops_the_merge_or_is_decided_by_the_side() {
    let story = Story::deployed();
    change(&story, json!({"timeout": 60, "memorySize": 1024}));
    story.yaml(&[Fn::demo().timeout(20)]);
    let told = story.s("deploy --merge").writes(&[]).says(&[
        "! timeout: live 10 → 60, local 10 → 20",
        "1 difference between live and local needs a decision",
        "s fn deploy --merge --use-local",
    ]);
    assert_eq!(told.code, 3);
    story.s("deploy --merge --use-local").ok();
    let function = story.console().function("demo");
    assert_eq!(
        (&function["timeout"], &function["memorySize"]),
        (&json!(20), &json!(1024))
    );
}

/// The flag stays in the command that is suggested, and what it keeps is not overwritten by that.
#[test]
fn what_a_merge_leaves_is_told_as_all_that_the_side_decides() {
    let story = Story::deployed();
    change(&story, json!({"description": "kept"}));
    story.s("deploy --use-remote --no-write-back").ends("clean");
    change(&story, json!({"timeout": 60, "memorySize": 1024}));
    story.yaml(&[Fn::demo().timeout(20)]);
    let told = story.s("deploy --merge").ends("conflict").writes(&[]);
    told.says(&[
        "and the flags leave this open",
        "# on conflict, overwrite the live version with the local one; what was kept before is overwritten, too",
        "# on conflict, keep the live version, and record this decision",
    ])
    .never_says(&["no flag decides", "# overwrite online"]);
    story
        .s("deploy --merge --use-local --no-write-back")
        .ends("changed");
    let function = story.console().function("demo");
    assert_eq!(function["memorySize"], 1024);
    assert_ne!(function["description"], "kept");
}

#[test]
fn config_and_code_are_decided_apart() {
    let story = Story::deployed();
    let online = story.console();
    let ours = online.function("demo")["codeChecksum"].clone();
    change(&story, json!({"timeout": 60}));
    online.hot_fix("demo");
    story
        .s("deploy")
        .refused(&["s fn deploy --config remote --code local"]);
    // Only one of them is not enough.
    story.s("deploy --code local").refused(&["timeout"]);
    story.s("deploy --config=remote --code=local").ok();
    let function = online.function("demo");
    assert_eq!(
        (&function["timeout"], &function["codeChecksum"]),
        (&json!(60), &ours)
    );
    change(&story, json!({"timeout": 61}));
    online.hot_fix("demo");
    story.s("deploy --config local --code remote").ok();
    let function = online.function("demo");
    assert_eq!(function["timeout"], 10);
    assert_ne!(function["codeChecksum"], ours);
}

const POLICY: &str = "[{path: 'environmentVariables.LOG_*', owner: console, reason: ops}, {path: 'triggers[http]', owner: file, reason: routing}]";

fn with_policy(policy: &str) -> Fn {
    let lines = format!("      driftPolicy: {policy}\n");
    Fn::demo().variable("LOG_A", "first").with(&lines)
}

#[test]
fn what_belongs_to_the_console_is_left_to_it_and_to_the_file_taken_back() {
    let story = Story::new();
    story.yaml(&[with_policy(POLICY)]);
    story.s("deploy").ends("changed");
    // What is created has nothing of the console's yet.
    let first = json!({"LEVEL": "info-canary", "LOG_A": "first"});
    assert_eq!(variables(&story), first);
    let logs = json!({"LEVEL": "info-canary", "LOG_A": "on", "LOG_B": "on"});
    change(&story, json!({"environmentVariables": logs}));
    let closed = json!({"triggerConfig": {"authType": "anonymous", "methods": ["POST"]}});
    story.console().change_trigger("demo", "http", closed);
    story.yaml(&[with_policy(POLICY).timeout(20)]);
    story.s("deploy").ok().says(&[
        "2 settings left to the console by driftPolicy: environmentVariables.LOG_A, environmentVariables.LOG_B",
    ]);
    assert_eq!(variables(&story), logs);
    let online = story.console();
    assert_eq!(online.function("demo")["timeout"], 20);
    assert_eq!(online.trigger("demo", "http")["methods"], json!(["GET"]));
    // Taking it away is no change of a value.
    let fewer = json!({"LEVEL": "info-canary", "LOG_A": "on"});
    change(&story, json!({"environmentVariables": fewer}));
    story.s("deploy").refused(&["- environmentVariables.LOG_B"]);
}

#[test]
fn rules_that_do_nothing_are_reported() {
    let story = Story::deployed();
    change(&story, json!({"timeout": 60}));
    let rule = |path: &str, until: &str| {
        format!("[{{path: {path}, owner: console, reason: ops, until: '{until}'}}]")
    };
    story.yaml(&[with_policy(&rule("timeout", "2020-01-31"))]);
    story.s("deploy").refused(&[
        "timeout: 10 → 60",
        "driftPolicy timeout expired on 2020-01-31",
    ]);
    story.yaml(&[with_policy(&rule("timeuot", "2999-01-31"))]);
    story
        .s("deploy")
        .refused(&["driftPolicy timeuot matches nothing, neither locally nor online"]);
    let rule = "[{path: timeout, owner: console, reason: ops, until: 2999-01-31x}]";
    story.yaml(&[with_policy(rule)]);
    let told = story.s("deploy").refused(&["write it in quotes"]);
    assert_eq!((told.code, told.sent.len()), (2, 0));
}

#[test]
fn a_setting_that_comes_back_to_the_file_is_asked_about() {
    let story = Story::new();
    let rule = "[{path: timeout, owner: console, reason: ops}]";
    story.yaml(&[with_policy(rule)]);
    story.s("deploy").ok();
    change(&story, json!({"timeout": 60}));
    story.s("deploy").ok();
    story.yaml(&[Fn::demo().variable("LOG_A", "first")]);
    let told = story.s("deploy").refused(&["timeout"]);
    assert_eq!(told.code, 3);
    story.s("deploy --use-remote").ok();
    story.s("deploy").ok();
    assert_eq!(story.console().function("demo")["timeout"], 60);
}

/// Changed on both sides in one setting, and online alone in another.
fn colliding() -> Story {
    let story = Story::deployed();
    let body = json!({"memorySize": 1024, "description": "hot"});
    story.console().change("demo", body);
    story.yaml(&[Fn::demo().memory(2048)]);
    story
}

#[test]
fn what_a_merge_leaves_to_decide_is_named() {
    const ASKED: [&str; 3] = [
        "1 difference conflicts with local changes: function demo · memorySize.",
        "What should happen to this one?",
        "The rest is decided.",
    ];
    for (line, keys) in [("deploy", "mln"), ("deploy --merge", "ln")] {
        let story = colliding();
        let person = Person::pressing(keys).wide(200);
        story.person(person).s(line).ends("changed").says(&ASKED);
        let demo = story.console().function("demo");
        assert_eq!(demo["memorySize"], 2048);
        assert_eq!(demo["description"], "hot");
    }
    colliding()
        .s("deploy --merge")
        .ends("conflict")
        .writes(&[])
        .says(&["needs a decision: function demo · memorySize; nothing was written"])
        .says(&[
            "# on conflict, overwrite the live version with the local one",
            "# on conflict, keep the live version, and record this decision",
        ])
        .never_says(&["needs you", "· description;"]);
    // Where nothing is decided all of it is asked about.
    colliding()
        .keys("s")
        .s("deploy")
        .says(&["2 differences need a decision. What should happen?"]);
    let story = colliding();
    story.console().hot_fix("demo");
    story
        .keys("s")
        .s("deploy --config remote")
        .says(&["1 difference is left to decide: function demo · code."]);
}

#[test]
fn where_only_a_trigger_is_changed_the_deploy_of_it_alone_is_offered() {
    let get = json!({"triggerConfig": {"authType": "function", "methods": ["GET"]}});
    let story = Story::deployed();
    story.console().change_trigger("demo", "http", get.clone());
    let narrow = "s fn deploy --trigger http --use-local";
    let told = story.s("deploy").ends("drift").says(&[
        narrow,
        "# deploy only trigger http, and overwrite the live one with the local one",
    ]);
    assert_eq!(told.said.matches(narrow).count(), 1);
    story
        .s(&narrow[2..])
        .ends("changed")
        .writes(&["PUT functions/demo/triggers/http"]);
    // It would decide less than all of it, or is asked of resources that have no such trigger.
    story.console().change_trigger("demo", "http", get.clone());
    story
        .s("deploy --trigger")
        .ends("drift")
        .never_says(&["--trigger http"]);
    story.console().change("demo", json!({"timeout": 77}));
    story
        .s("deploy")
        .ends("drift")
        .never_says(&["--trigger http"]);
    let story = Story::new();
    story.yaml(&[Fn::demo(), Fn::named("other", "other").bare()]);
    story.s("deploy").ends("changed");
    story.console().change_trigger("demo", "http", get);
    story
        .s("deploy")
        .ends("drift")
        .never_says(&["--trigger http"]);
}

#[test]
fn what_was_deleted_online_is_shown_as_it_was() {
    let story = Story::deployed();
    let console = story.console();
    console.delete_trigger("demo", "http");
    console.delete("demo");
    let told = story
        .keys("ovnvs")
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&[
            "deleted online; after the last deploy it was:",
            "  memorySize: 512",
            "  environmentVariables.LEVEL: •••",
            "    index.py  48 B",
            "  triggerConfig.methods: [\"GET\"]",
        ]);
    assert!(!told.said.contains("canary"), "{}", told.transcript());
}

#[test]
fn a_rule_without_a_reason_has_no_empty_brackets() {
    let story = Story::deployed();
    story.yaml(&[with_policy("[{path: timeuot, owner: console}]")]);
    for look in [
        "plan",
        "drift",
        "drift --format text",
        "drift --format markdown",
    ] {
        let told = story.s(look);
        told.never_says(&["online ()", "（）"]);
    }
}
