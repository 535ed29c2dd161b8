//! What is a default to us is said all the same where somebody said it: a service that reads a request
//! without it as "leave it", or has another default, would leave a timer running that was stopped.

use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

fn timer(minutes: u32, enable: bool) -> Fn {
    Fn::demo().methods(&[]).with(&format!(
        "      triggers:\n        - triggerName: tick\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every {minutes}m'\n            enable: {enable}\n      provisionConfig:\n        defaultTarget: {minutes}\n        alwaysAllocateCPU: {enable}\n",
    ))
}

fn deployed(minutes: u32, enable: bool) -> Story {
    let story = Story::new();
    story.yaml(&[timer(minutes, enable)]);
    story.s("deploy").ends("changed");
    story
}

/// What the service was last told of the timer and of the instances.
fn told(story: &Story) -> [Value; 2] {
    let console = story.console();
    let config = console.function("demo")["configs"]["provisionConfig/LATEST"].clone();
    [
        console.trigger("demo", "tick")["enable"].clone(),
        config["alwaysAllocateCPU"].clone(),
    ]
}

const OFF: [bool; 2] = [false; 2];

fn switch_off(story: &Story) {
    let console = story.console();
    let config = json!({"cronExpression": "@every 5m", "enable": false});
    console.change_trigger("demo", "tick", json!({"triggerConfig": config}));
    let body = json!({"defaultTarget": 5, "alwaysAllocateCPU": false});
    console.put_config("demo", "provision-config", "ProvisionConfig", body);
}

#[test]
fn what_is_switched_off_in_the_file_is_sent_as_off() {
    let story = deployed(5, true);
    story.yaml(&[timer(5, false)]);
    story.s("deploy").ends("changed");
    assert_eq!(told(&story), OFF);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn what_others_switched_off_stays_off_when_something_beside_it_is_written() {
    let story = deployed(5, true);
    switch_off(&story);
    story.s("deploy --use-remote").ok();
    story.yaml(&[timer(7, true)]);
    story.s("deploy").ends("changed");
    assert_eq!(told(&story), OFF);
}

#[test]
fn what_was_off_comes_back_as_off() {
    let story = deployed(5, true);
    switch_off(&story);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(told(&story), [true; 2]);
    let id = story.newest_backup();
    story.s(&format!("restore {id} -y")).ends("changed");
    assert_eq!(told(&story), OFF);
    let console = story.console();
    console.delete_trigger("demo", "tick");
    console.delete_config("demo", "provision-config", "ProvisionConfig");
    story
        .s(&format!("restore {id} -y --use-local"))
        .ends("changed");
    assert_eq!(told(&story), OFF);
}
