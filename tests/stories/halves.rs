//! A function of others of which only the code was deployed from here: nobody saw its settings, not even
//! that they were the service's own.
//!
//! The emulator guesses here: G20.

use serde_json::json;

use crate::console::zipped;
use crate::story::Story;
use crate::yaml::Fn;

/// Somebody set its timeout to what the service would have set.
fn only_code() -> Story {
    let story = Story::new();
    let code = json!({"zipFile": zipped(&[("index.py", "1")])});
    story.console().create(json!({
        "functionName": "theirs", "runtime": "python3.10", "handler": "index.handler",
        "memorySize": 512, "timeout": 3, "cpu": 0.35, "diskSize": 512, "code": code,
    }));
    story.yaml(&[Fn::named("fn", "theirs").bare()]);
    let told = story.s("deploy --function code --use-local");
    told.ends("changed");
    story.cloud.pass(1_000);
    story
}

#[test]
fn settings_that_nobody_saw_are_a_question() {
    let story = only_code();
    for command in [
        "deploy",
        "deploy --merge",
        "deploy --function config",
        "deploy --function config --merge",
    ] {
        let told = story.s(command).fails().writes(&[]);
        told.says(&["timeout"]);
    }
    story.s("plan").fails().says(&["timeout"]);
    for side in ["--use-local", "--use-remote", "--merge --use-remote"] {
        let story = story.forked();
        story.s(&format!("deploy {side}")).ok();
        for command in ["deploy", "deploy --merge", "plan", "deploy --function code"] {
            story.cloud.pass(1_000);
            story.s(command).ends("clean").writes(&[]);
        }
    }
}

#[test]
fn its_code_goes_on_without_one() {
    let story = only_code();
    for text in ["print(1)\n", "print(2)\n"] {
        story.write("code/index.py", text);
        story.s("deploy --function code").ends("changed");
        story.cloud.pass(1_000);
    }
    story.console().hot_fix("theirs");
    let told = story.s("deploy --function code").fails();
    told.writes(&[]);
}

#[test]
fn it_stays_deleted_without_one() {
    let story = only_code();
    story.console().delete("theirs");
    story.s("deploy").fails().writes(&[]);
    for command in ["deploy --use-remote", "deploy", "deploy --merge", "plan"] {
        story.s(command).ends("clean").never_says(&["timeout"]);
        story.cloud.pass(1_000);
    }
}
