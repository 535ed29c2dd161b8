//! What is taken away, and what comes back.

use serde_json::json;

use super::Tale;
use crate::story::Story;

#[test]
fn remove() {
    let mut tale = Tale::named("remove");
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    tale.note("deployed; then the console sets memorySize to 1024");
    tale.run(story.s("remove"), "failed");
    tale.run(story.keys("n").s("remove"), "interrupted");
    tale.run(story.keys("y").s("remove"), "changed");
    tale.run(story.s("remove -y"), "clean");
    tale.reads_as_before();
}

#[test]
fn restore() {
    let mut tale = Tale::named("restore");
    let story = Story::deployed();
    let console = story.console();
    console.set_variable("demo", "HOT", "fix-canary");
    console.hot_fix("demo");
    tale.note(
        "deployed; then the console adds a variable and mends the code, and that is overwritten",
    );
    tale.run(story.s("deploy --use-local"), "changed");
    tale.run(story.s("restore"), "clean");
    let id = story.newest_backup();
    tale.run(story.keys("y").s(&format!("restore {id}")), "changed");
    tale.note("what was put back stands kept");
    tale.run(story.s("deploy"), "clean");
    tale.reads_as_before();
}

#[test]
fn sync() {
    let mut tale = Tale::named("sync");
    let story = Story::deployed();
    story.console().hot_fix("demo");
    tale.note("deployed; then the console mends the code");
    tale.run(story.s("sync"), "clean");
    tale.reads_as_before();
}
