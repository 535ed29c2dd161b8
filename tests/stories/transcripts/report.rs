//! What is only looked at, and the same in Chinese.

use serde_json::json;

use super::Tale;
use crate::story::Story;
use crate::yaml::Fn;

/// Everything was changed online, and a setting here.
fn changed() -> Story {
    let story = Story::deployed();
    let online = story.console();
    let body = json!({
        "memorySize": 1024, "environmentVariables": {"LEVEL": "info-canary", "HOT": "fix-canary"},
    });
    online.change("demo", body);
    online.hot_fix("demo");
    let methods = json!({"triggerConfig": {"authType": "anonymous", "methods": ["GET", "POST"]}});
    online.change_trigger("demo", "http", methods);
    story.yaml(&[Fn::demo().timeout(20)]);
    story
}

const CHANGED: &str = "deployed; then the console changes memory, variables, code and the trigger; s.yaml says timeout: 20";

#[test]
fn drift() {
    let mut tale = Tale::named("drift");
    let story = changed();
    tale.note(CHANGED);
    tale.run(story.s("drift"), "drift");
    tale.run(story.s("drift --format text"), "drift");
    tale.run(story.s("drift --format markdown"), "drift");
    tale.reads_as_before();
}

#[test]
fn plan() {
    let mut tale = Tale::named("plan");
    let story = changed();
    tale.note(CHANGED);
    tale.run(story.s("plan"), "drift");
    tale.run(story.s("plan --format json"), "drift");
    tale.reads_as_before();
}

#[test]
fn in_chinese() {
    let mut tale = Tale::named("in_chinese");
    let story = Story::new();
    story.var("FC_GUARD_LANG", "zh");
    tale.note("线上还没有");
    tale.run(story.s("deploy"), "changed");
    story
        .console()
        .change("demo", json!({"memorySize": 1024, "timeout": 60}));
    story.yaml(&[Fn::demo().timeout(20)]);
    tale.note("控制台把 memorySize 改成 1024、timeout 改成 60；s.yaml 里 timeout 是 20");
    tale.run(story.s("plan"), "conflict");
    tale.run(story.s("deploy"), "conflict");
    tale.note("在终端里逐项决定：memorySize 保留线上，timeout 用本地，确认，不写回 s.yaml");
    tale.run(story.keys("orlyn").s("deploy"), "changed");
    tale.run(story.s("drift --format markdown"), "clean");
    tale.run(story.keys("n").s("remove"), "interrupted");
    tale.reads_as_before();
}

#[test]
fn drift_in_chinese() {
    let mut tale = Tale::named("drift_in_chinese");
    let story = changed();
    story.var("FC_GUARD_LANG", "zh");
    tale.note("部署后，控制台改了内存、环境变量、代码和触发器；s.yaml 里 timeout 是 20");
    tale.run(story.s("deploy"), "drift");
    tale.run(story.s("drift"), "drift");
    tale.run(story.s("deploy --use-local"), "changed");
    tale.run(story.s("restore"), "clean");
    tale.reads_as_before();
}
