//! What is left behind under an earlier name of a function: by parts, by other files, by runs that were
//! interrupted, and what reports say of it.

use serde_json::json;

use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::{Fn, yaml};

/// Whatever part of it is deployed under the new name, all of the other one is left behind.
#[test]
fn a_part_leaves_all_of_it_behind() {
    let story = started(&timed("old"));
    story.console().hot_fix("old");
    story.console().delete_trigger("old", "nightly");
    story.yaml(&[timed("new")]);
    for part in ["--function config", "--function code", "--function"] {
        let told = story.s(&format!("deploy {part}")).ends("drift").writes(&[]);
        told.says(&["changes: code, triggers[nightly]"]);
    }
}

#[test]
fn a_part_on_the_way_back_hides_no_fix() {
    let back = || {
        let story = started(&timed("old"));
        renamed_to(&story, &timed("new"));
        story.console().change("new", json!({"timeout": 50}));
        story.cloud.pass(1_000);
        story.yaml(&[timed("old")]);
        story
    };
    // Of a trigger alone nothing else is left behind yet.
    let story = back();
    story.s("deploy --trigger nightly").ends("clean");
    story
        .s("deploy")
        .ends("drift")
        .says(&["function new, which"]);
    let story = back();
    story.write(
        "code/index.py",
        "def handler(event, context):\n    return 2\n",
    );
    let told = story.s("deploy --function code").ends("drift").writes(&[]);
    told.says(&["function new, which", "changes: timeout"]);
    story
        .s("deploy --function code --use-local")
        .ends("changed");
    story
        .s("deploy")
        .ends("clean")
        .never_says(&["function new, which"]);
}

const TIMER: &str = "      triggers:\n        - triggerName: nightly\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every 4m'\n            enable: true\n";

fn timed(function: &str) -> Fn {
    Fn::named("fn", function).bare().with(TIMER)
}

fn started(file: &Fn) -> Story {
    let story = Story::new();
    renamed_to(&story, file);
    story
}

fn renamed_to(story: &Story, file: &Fn) {
    story.yaml(std::slice::from_ref(file));
    story.s("deploy").ends("changed");
    story.cloud.pass(1_000);
}

/// The same files packed by others are no change of theirs.
#[test]
fn the_same_code_is_no_fix() {
    let story = started(&Fn::named("fn", "old").bare());
    let code = "def handler(event, context):\n    return 'hello'\n";
    story.console().change_code("old", &[("index.py", code)]);
    story.yaml(&[Fn::named("fn", "new").bare()]);
    let told = story.s("plan").ends("changed");
    told.never_says(&["function old, which"]);
    let told = story.s("deploy").ends("changed");
    told.never_says(&["function old, which"]);
}

#[test]
fn what_stays_deleted_and_what_others_put_beside_it_is_told() {
    let story = started(&timed("old"));
    story.console().delete_trigger("old", "nightly");
    story.s("deploy --use-remote").ends("clean");
    let config = json!({"cronExpression": "@every 4m", "enable": true}).to_string();
    let theirs = json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": config});
    story.console().create_trigger("old", theirs);
    story.cloud.pass(1_000);
    story.yaml(&[timed("new")]);
    for (command, word) in [
        ("plan", "changed"),
        ("drift", "clean"),
        ("deploy", "changed"),
    ] {
        story.s(command).ends(word).says(&[
            "function new would have it: triggers[nightly]",
            "function new would not have it: triggers[theirs]",
        ]);
    }
}

/// That another file has deployed the function by now decides nothing about the one before.
#[test]
fn a_function_of_another_file_was_not_deployed_last() {
    let story = Story::new();
    let of = |file: &str, function: &str| {
        story.write(file, &yaml(&[Fn::named("fn", function).bare()]));
    };
    of("s.a.yaml", "fa");
    of("s.b.yaml", "fb");
    for file in ["s.a.yaml", "s.b.yaml"] {
        story.s(&format!("deploy -t {file}")).ends("changed");
        story.cloud.pass(1_000);
    }
    story.console().change("fa", json!({"timeout": 50}));
    of("s.a.yaml", "fb");
    let told = story.s("deploy -t s.a.yaml").ends("drift").writes(&[]);
    told.says(&["function fa, which"]);
    story.s("deploy -t s.a.yaml --use-local").ends("clean");
    let told = story.s("deploy -t s.a.yaml").ends("clean");
    told.never_says(&["function fa, which"]);
}

#[test]
fn a_creation_that_did_not_arrive_decides_nothing() {
    let story = started(&Fn::named("fn", "old").bare());
    story.yaml(&[Fn::named("fn", "new").bare()]);
    story
        .every("POST", "functions", Fate::KilledBefore)
        .s("deploy");
    story.cloud.pass(1_000);
    story.console().change("old", json!({"timeout": 50}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function old, which"]);
}

/// What a resource that is gone has left of the function does not say what it is deployed as.
#[test]
fn what_is_left_over_of_it_hides_no_fix() {
    let story = started(&Fn::named("fn", "old").bare().route("a.example.com", "/*"));
    story.yaml(&[Fn::named("api", "old").bare()]);
    story.s("deploy").ends("clean");
    story.console().change("old", json!({"timeout": 50}));
    story.cloud.pass(1_000);
    story.yaml(&[Fn::named("api", "new").bare()]);
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function old, which"]);
}

/// Programs are told what the screen tells.
#[test]
fn reports_name_what_is_left_behind() {
    let story = started(&timed("old"));
    story.console().change("old", json!({"timeout": 50}));
    story.yaml(&[timed("new")]);
    for command in ["plan", "drift"] {
        let told = story.s(&format!("{command} --format json")).ends("drift");
        assert_eq!(
            told.json()["functions"][0]["leftBehind"],
            json!([{"function": "old", "changed": ["timeout"], "kept": [], "staysDeleted": []}])
        );
        for format in ["text", "markdown"] {
            let told = story.s(&format!("{command} --format {format}"));
            let text = told.document.unwrap();
            assert!(
                text.contains("would not have these changes: timeout"),
                "{text}"
            );
        }
        let text = story
            .s(&format!("{command} --format junit"))
            .document
            .unwrap();
        assert!(text.contains("failures=\"1\""), "{text}");
    }
    story.s("drift --html page.html").ends("drift");
    assert!(
        story
            .read("page.html")
            .contains("would not have these changes")
    );
}

/// Whoever puts a backup of the earlier function back has not deployed that one since.
#[test]
fn what_was_put_back_was_not_deployed_last() {
    let story = started(&timed("old"));
    story.console().change("old", json!({"timeout": 50}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    renamed_to(&story, &timed("new"));
    story.s(&format!("restore {id} -y")).ends("changed");
    let told = story.s("plan").ends("clean");
    told.never_says(&["function old, which"]);
    story.s("deploy").ends("clean");
}

fn foreign(story: &Story, function: &str) {
    let code = crate::console::zipped(&[("index.py", "1")]);
    let body = json!({"functionName": function, "runtime": "python3.10", "handler": "index.handler", "memorySize": 512, "timeout": 10, "cpu": 0.35, "diskSize": 512, "code": {"zipFile": code}});
    story.console().create(body);
}

/// A function of which only the code was ever deployed was deployed all the same.
#[test]
fn code_that_was_deployed_alone_is_left_behind_too() {
    let story = started(&Fn::named("fn", "new").bare());
    foreign(&story, "old");
    story.yaml(&[Fn::named("fn", "old").bare()]);
    let told = story.s("deploy --function code --use-local");
    told.ends("changed");
    story.cloud.pass(1_000);
    story.console().hot_fix("old");
    story.yaml(&[Fn::named("fn", "new").bare()]);
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function old, which", "changes: code"]);
}

/// A restore of what was deployed last makes it no less so.
#[test]
fn what_was_put_back_had_been_deployed_last() {
    let story = started(&Fn::named("fn", "new").bare());
    let old = Fn::named("fn", "old").bare();
    renamed_to(&story, &old);
    story.console().change("old", json!({"timeout": 50}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    story.cloud.pass(1_000);
    story.yaml(&[Fn::named("fn", "new").bare()]);
    story.s(&format!("restore {id} -y")).ends("changed");
    story.s(&format!("restore {id} -y")).ends("clean");
    story.cloud.pass(1_000);
    story.console().change("old", json!({"memorySize": 1024}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function old, which", "memorySize"]);
    story.s("deploy --use-local").ends("clean");
    for command in ["deploy", "plan"] {
        let told = story.s(command).ends("clean");
        told.never_says(&["function old, which"]);
    }
}

/// Nor does a restore of what had been deployed before make that the last.
#[test]
fn what_was_put_back_for_later_was_not_deployed_last() {
    let story = started(&Fn::named("fn", "new").bare());
    story.console().change("new", json!({"timeout": 50}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    story.cloud.pass(1_000);
    renamed_to(&story, &Fn::named("fn", "old").bare());
    story.s(&format!("restore {id} -y")).ends("changed");
    story.cloud.pass(1_000);
    story.console().change("old", json!({"memorySize": 1024}));
    story.yaml(&[Fn::named("fn", "new").bare()]);
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function old, which", "memorySize"]);
    story.s("deploy --use-local").ends("changed");
    let told = story.s("deploy").ends("clean");
    told.never_says(&["function old, which"]);
}

/// A configuration that goes by its function's name has another name under the new one.
#[test]
fn what_others_deleted_beside_the_earlier_function_is_told() {
    const LIMIT: &str = "      concurrencyConfig:\n        reservedConcurrency: 5\n";
    let story = Story::new();
    story.yaml(&[Fn::named("fn", "old").bare().with(LIMIT)]);
    story.s("deploy").ends("changed");
    story
        .console()
        .delete_config("old", "concurrency", "ConcurrencyConfig");
    story.yaml(&[Fn::named("fn", "new").bare().with(LIMIT)]);
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function old, which", "changes: concurrencyConfig"]);
}
