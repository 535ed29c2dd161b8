//! Decisions by flags and by `driftPolicy`.

use serde_json::{Value, json};

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
        "! timeout: online 10 → 60, yours 10 → 20",
        "1 difference(s) between online and here need a decision",
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
    // A rule holds from the first deploy on.
    assert_eq!(variables(&story), json!({"LEVEL": "info-canary"}));
    let logs = json!({"LEVEL": "info-canary", "LOG_A": "on", "LOG_B": "on"});
    change(&story, json!({"environmentVariables": logs}));
    let closed = json!({"triggerConfig": {"authType": "anonymous", "methods": ["POST"]}});
    story.console().change_trigger("demo", "http", closed);
    story.yaml(&[with_policy(POLICY).timeout(20)]);
    story.s("deploy").ok().says(&[
        "2 setting(s) left to the console by driftPolicy: environmentVariables.LOG_A, environmentVariables.LOG_B",
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
        "driftPolicy timeout ended on 2020-01-31",
    ]);
    story.yaml(&[with_policy(&rule("timeuot", "2999-01-31"))]);
    story
        .s("deploy")
        .refused(&["driftPolicy timeuot matches nothing here or online"]);
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
