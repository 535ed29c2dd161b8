//! A person at the terminal who has to decide.

use serde_json::json;

use super::Tale;
use crate::story::Story;
use crate::yaml::Fn;

const FIX: &str = "def handler(event, context):\n    return 'hotfix'\n";

#[test]
fn changed_online_at_the_terminal() {
    let mut tale = Tale::named("changed_online_at_the_terminal");
    let story = Story::deployed();
    let body = json!({
        "memorySize": 1024, "environmentVariables": {"LEVEL": "hot-canary"},
    });
    story.console().change("demo", body);
    tale.note("deployed; then the console changes memorySize and the variable LEVEL");
    tale.note("one by one: keep LEVEL, apply memorySize, do it, write nothing into s.yaml");
    tale.run(story.keys("orlyn").s("deploy"), "changed");
    tale.reads_as_before();
}

#[test]
fn conflict() {
    let mut tale = Tale::named("conflict");
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 60}));
    story.yaml(&[Fn::demo().timeout(20).memory(1024)]);
    tale.note("deployed; then the console sets timeout to 60, and s.yaml says timeout: 20 and memorySize: 1024");
    tale.run(story.s("deploy"), "conflict");
    tale.note("at a terminal: one by one, keep the live version, do it, and write it into s.yaml");
    tale.run(story.keys("oryy").s("deploy"), "changed");
    tale.run(story.s("deploy"), "clean");
    tale.reads_as_before();
}

#[test]
fn code_changed_online() {
    let mut tale = Tale::named("code_changed_online");
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.write("code/lib/util.py", "LIMIT = 10\n");
    story.s("deploy").ends("changed");
    let files = [("index.py", FIX), ("lib/new.py", "HOT = True\n")];
    story.console().change_code("demo", &files);
    tale.note("deployed; then the console changes index.py, adds lib/new.py and drops lib/util.py");
    tale.run(story.s("deploy"), "drift");
    tale.note("at a terminal: look at everything, keep it, and put it beside ours");
    tale.run(story.keys("drn").s("deploy"), "clean");
    tale.reads_as_before();
}

#[test]
fn stopped_at_the_question() {
    let mut tale = Tale::named("stopped_at_the_question");
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 60}));
    story.yaml(&[Fn::demo().memory(1024)]);
    tale.note(
        "deployed; the console sets timeout to 60, s.yaml says memorySize: 1024; Enter alone stops",
    );
    tale.run(story.keys("⏎").s("deploy"), "drift");
    tale.note(
        "somebody else writes while the question is open; keep both, write nothing into s.yaml",
    );
    let keys = story.keys("rrn");
    keys.meanwhile(0, |console| console.change("demo", json!({"timeout": 77})));
    tale.run(story.s("deploy"), "changed");
    tale.reads_as_before();
}
