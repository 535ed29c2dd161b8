//! What is a default to us is said all the same where somebody said it: a service that reads a request
//! without it as "leave it", or has another default, would leave a timer running that was stopped.
//!
//! The emulator guesses here: G5, G17.

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

/// What is at its default online is written as that: left out, the file would have no timer, or another
/// default.
#[test]
fn what_is_off_online_is_written_into_the_file_as_off() {
    for first in ["--use-remote --write-back", "--use-remote"] {
        let story = deployed(5, true);
        switch_off(&story);
        story.s(&format!("deploy {first}")).ok();
        let told = story.s("deploy --write-back").ok();
        told.never_says(&["by hand"]);
        let file = story.read("s.yaml");
        for line in [
            "            enable: false\n",
            "        alwaysAllocateCPU: false\n",
        ] {
            assert!(file.contains(line), "{file}");
        }
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.never_says(&["kept"]);
    }
}

#[test]
fn every_default_comes_home() {
    let story = Story::new();
    let lines = "      internetAccess: false\n      instanceConcurrency: 1\n      logConfig:\n        project: p\n        logstore: l\n        enableInstanceMetrics: true\n        logBeginRule: DefaultRegex\n      nasConfig:\n        userId: 1000\n        groupId: 1000\n        mountPoints: [{serverAddr: 'a.nas.aliyuncs.com:/', mountDir: /mnt/a, enableTLS: false}]\n      instanceLifecycleConfig:\n        preStop:\n          handler: index.stop\n          timeout: 5\n      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 2\n        asyncTask: true\n";
    story.yaml(&[Fn::demo().bare().timeout(10).with(lines)]);
    story.s("deploy").ends("changed");
    let console = story.console();
    let online = console.function("demo");
    let mut nas = online["nasConfig"].clone();
    (nas["userId"], nas["groupId"]) = (json!(0), json!(0));
    let mut log = online["logConfig"].clone();
    (log["enableInstanceMetrics"], log["logBeginRule"]) = (json!(false), json!("None"));
    console.change(
        "demo",
        json!({
            "internetAccess": true, "timeout": 3, "nasConfig": nas, "logConfig": log,
            "instanceLifecycleConfig": {"preStop": {"handler": "index.stop", "timeout": 3}},
        }),
    );
    let body = json!({"maxAsyncRetryAttempts": 2, "asyncTask": false});
    console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
    let told = story.s("deploy --use-remote --write-back").ok();
    told.never_says(&["by hand"]);
    let file = story.read("s.yaml");
    for line in [
        "internetAccess: true\n",
        "      timeout: 3\n",
        "enableInstanceMetrics: false\n",
        "logBeginRule: None\n",
        "userId: 0\n",
        "groupId: 0\n",
        "          timeout: 3\n",
        "asyncTask: false\n",
    ] {
        assert!(file.contains(line), "{line} in {file}");
    }
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.never_says(&["kept"]);
}

/// The file must say it, whether the service does or not.
#[test]
fn what_the_service_leaves_out_is_written_where_the_file_needs_it() {
    let story = deployed(5, true);
    let console = story.console();
    let config = json!({"cronExpression": "@every 5m"});
    console.change_trigger("demo", "tick", json!({"triggerConfig": config}));
    let body = json!({"defaultTarget": 0, "alwaysAllocateCPU": true});
    console.put_config("demo", "provision-config", "ProvisionConfig", body);
    let told = story.s("deploy --use-remote --write-back").ok();
    told.never_says(&["by hand"]);
    let file = story.read("s.yaml");
    assert!(file.contains("        defaultTarget: 0\n"), "{file}");
    // Of a timer fc3 hands on without it, and so does the file.
    assert!(!file.contains("enable: "), "{file}");
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.never_says(&["kept"]);
}
