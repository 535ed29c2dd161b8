//! One function, deployed again and again.

use serde_json::json;

use super::Tale;
use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

#[test]
fn first_deploy() {
    let mut tale = Tale::named("first_deploy");
    let story = Story::new();
    tale.note("nothing is online yet");
    tale.run_and_print(story.s("deploy"), "changed");
    tale.note("nothing has changed since");
    tale.run(story.s("deploy"), "clean");
    story.yaml(&[Fn::demo().timeout(20).variable("GREETING", "hello-canary")]);
    story.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    tale.note("s.yaml says timeout: 20 and has a new variable; code/index.py was edited");
    tale.run(story.s("plan"), "changed");
    tale.run(story.s("deploy"), "changed");
    tale.reads_as_before();
}

#[test]
fn changed_online_in_ci() {
    let mut tale = Tale::named("changed_online_in_ci");
    let story = Story::deployed();
    let body = json!({
        "memorySize": 1024, "environmentVariables": {"LEVEL": "info-canary", "HOT": "fix-canary"},
    });
    story.console().change("demo", body);
    story.var("CI", "true");
    tale.note("deployed; then the console sets memorySize to 1024 and adds a variable HOT");
    tale.run(story.s("deploy"), "drift");
    tale.run(story.s("deploy --use-local"), "changed");
    tale.reads_as_before();
}

#[test]
fn new_here_but_online() {
    let mut tale = Tale::named("new_here_but_online");
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 60}));
    story.forget();
    tale.note("a fresh clone without records; online timeout is 60, s.yaml says 10");
    tale.run(story.s("deploy"), "drift");
    tale.run(story.s("deploy --use-remote"), "clean");
    tale.note("the answer is remembered");
    tale.run(story.s("deploy"), "clean");
    tale.reads_as_before();
}

#[test]
fn kept_then_edited() {
    let mut tale = Tale::named("kept_then_edited");
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    tale.note("deployed; then the console sets memorySize to 1024, which is kept");
    tale.run(story.s("deploy --use-remote"), "clean");
    tale.run(story.s("plan"), "clean");
    story.yaml(&[Fn::demo().memory(768)]);
    tale.note("two weeks later: s.yaml says memorySize: 768");
    story.cloud.pass(14 * 24 * 60 * 60 * 1000);
    tale.run(story.s("deploy"), "conflict");
    tale.run(story.s("deploy --use-local"), "changed");
    tale.run(story.s("deploy"), "clean");
    tale.reads_as_before();
}

#[test]
fn deleted_online() {
    let mut tale = Tale::named("deleted_online");
    let story = Story::deployed();
    story.console().delete_trigger("demo", "http");
    tale.note("deployed; then somebody deletes the trigger in the console");
    tale.run(story.s("deploy"), "drift");
    tale.run(story.copied().s("deploy --use-remote"), "clean");
    tale.note("or else");
    tale.run(story.s("deploy --use-local"), "changed");
    story.console().delete_trigger("demo", "http");
    story.console().delete_domain("demo.example.com");
    story.console().delete("demo");
    tale.note("now the whole function is deleted in the console, with all that belongs to it");
    tale.run(story.s("deploy"), "drift");
    tale.reads_as_before();
}

#[test]
fn interrupted() {
    let mut tale = Tale::named("interrupted");
    let story = Story::new();
    let dry = story.forked().s("deploy").sent;
    let at = |path: &str| dry.iter().position(|line| line.is("POST", path)).unwrap();
    tale.note("Ctrl-C while the trigger is created, which the service does all the same");
    let told = story.interrupt(at("functions/demo/triggers")).s("deploy");
    tale.run(told, "interrupted");
    tale.run(story.s("plan"), "changed");
    tale.run(story.s("deploy"), "changed");
    story.yaml(&[Fn::demo().timeout(20)]);
    tale.note("s.yaml says timeout: 20; the process is killed in the middle of the write");
    let kill = |fate| story.every("PUT", "functions/demo", fate).s("deploy");
    tale.run(kill(Fate::KilledBefore), "");
    tale.run(story.s("deploy"), "changed");
    tale.reads_as_before();
}

#[test]
fn orphan_and_stranger() {
    let mut tale = Tale::named("orphan_and_stranger");
    let story = Story::new();
    story.yaml(&[Fn::named("fn", "old").bare().methods(&["GET"])]);
    story.s("deploy").ends("changed");
    story.yaml(&[Fn::named("fn", "new").bare().methods(&["GET"])]);
    tale.note("deployed as function old, which is called new in s.yaml now");
    tale.run(story.s("deploy"), "changed");
    let timer = json!({"cronExpression": "@every 5m", "enable": true}).to_string();
    let body = json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": timer});
    story.console().create_trigger("new", body);
    tale.note("the console adds a timer to function new");
    tale.run(story.s("deploy"), "clean");
    tale.run(story.s("drift"), "clean");
    tale.run(story.s("remove --orphan old"), "failed");
    tale.run(story.s("remove --orphan old -y"), "changed");
    tale.reads_as_before();
}
