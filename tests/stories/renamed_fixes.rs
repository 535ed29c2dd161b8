//! A function of another name in the file: what others changed in the one that was deployed before does
//! not come along, and traffic leaves it. That is told, and where nobody decided about it, asked.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::{Fn, yaml};

const DOMAIN: &str = "demo.example.com";
const RULE: &str =
    "      driftPolicy: [{path: 'environmentVariables.FLAG', owner: console, reason: ops}]\n";

fn named(function: &str) -> Fn {
    Fn::named("fn", function)
        .bare()
        .route(DOMAIN, "/*")
        .variable("FLAG", "off")
        .with(RULE)
}

fn deployed() -> Story {
    let story = Story::new();
    story.yaml(&[named("old")]);
    story.s("deploy").ends("changed");
    story
}

/// What others do online, in settings and code.
fn fixed(story: &Story) {
    story.console().set_variable("old", "FIX", "yes");
    story.console().change("old", json!({"timeout": 50}));
    story.console().hot_fix("old");
}

fn leads_to(story: &Story) -> Value {
    story.console().routes(DOMAIN)[0]["functionName"].clone()
}

const LOST: &str = "code, environmentVariables.FIX, timeout";

#[test]
fn what_nobody_decided_about_is_a_question() {
    let story = deployed();
    fixed(&story);
    story.cloud.pass(1_000);
    story.yaml(&[named("new")]);
    for command in ["plan", "drift"] {
        let told = story.s(command).ends("drift").writes(&[]);
        told.says(&["function old, which this resource was deployed as", LOST])
            .never_says(&["nothing to decide", "Nothing changed online"]);
    }
    for command in [
        "deploy",
        "deploy --use-remote",
        "deploy --merge",
        "deploy --config local",
    ] {
        let told = story.s(command).ends("drift").writes(&[]);
        told.says(&[LOST, "s fn deploy --use-local", "functionName: old"]);
    }
    assert_eq!(leads_to(&story), "old");
    let no = story.forked();
    no.keys("n").s("deploy").ends("interrupted").writes(&[]);
    let yes = story.forked();
    yes.keys("y").s("deploy").ends("changed");
    assert_eq!(leads_to(&yes), "new");
    story.s("deploy --use-local").ends("changed").says(&[LOST]);
    assert_eq!(leads_to(&story), "new");
    story.s("deploy").ends("clean").never_says(&[LOST]);
}

#[test]
fn what_was_kept_and_what_is_the_consoles_is_told() {
    let story = deployed();
    fixed(&story);
    story.console().set_variable("old", "FLAG", "on");
    story.s("deploy --use-remote").ends("clean");
    story.cloud.pass(1_000);
    story.yaml(&[named("new")]);
    let lost = "code, environmentVariables.FIX, environmentVariables.FLAG, timeout";
    story.s("plan").ends("changed").says(&[lost]);
    story.s("drift").ends("clean").says(&[lost]);
    let told = story.s("deploy").ends("changed");
    told.says(&["function old, which this resource was deployed as", lost]);
}

#[test]
fn what_the_file_says_by_now_comes_along() {
    let story = deployed();
    story.console().change("old", json!({"timeout": 50}));
    story.yaml(&[named("new").timeout(50)]);
    let told = story.s("deploy").ends("changed");
    told.never_says(&["which this resource was deployed as"]);
    // Nor is anything told where nothing was changed.
    let story = deployed();
    story.yaml(&[named("new").memory(1024)]);
    let told = story.s("deploy").ends("changed");
    told.never_says(&["which this resource was deployed as"]);
}

/// One of several is refused before anything of the others is written.
#[test]
fn in_a_project_of_several_nothing_is_written() {
    let other = || Fn::named("other", "other").bare();
    let story = Story::new();
    story.yaml(&[other(), named("old")]);
    story.s("deploy").ends("changed");
    fixed(&story);
    story.cloud.pass(1_000);
    story.yaml(&[other().timeout(20), named("new")]);
    story.s("deploy").ends("drift").writes(&[]).says(&[LOST]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(leads_to(&story), "new");
}

/// Deployed under one name after the other, with a fix in each of them.
fn renamed(story: &Story, function: &str, flag: &str) {
    story.cloud.pass(1_000);
    story.yaml(&[named(function)]);
    story
        .s(&format!("deploy{flag}"))
        .ends_one_of(&["changed", "clean"]);
}

#[test]
fn the_way_back_leaves_no_fix_behind() {
    let story = deployed();
    renamed(&story, "new", "");
    story.cloud.pass(1_000);
    story.console().change("new", json!({"timeout": 50}));
    story.yaml(&[named("old")]);
    story.s("plan").ends("drift").says(&["function new, which"]);
    story.s("deploy").ends("drift").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    // That was decided, and is not asked again.
    story
        .s("deploy")
        .ends("clean")
        .never_says(&["function new, which"]);
}

#[test]
fn only_the_function_deployed_last_is_asked_about() {
    let story = deployed();
    story.console().change("old", json!({"timeout": 50}));
    renamed(&story, "new", " --use-local");
    story.cloud.pass(1_000);
    story.yaml(&[named("newest")]);
    let told = story.s("deploy").ends("changed");
    told.never_says(&["function old, which"]);
}

#[test]
fn another_file_of_the_folder_hides_no_fix() {
    let story = deployed();
    story.console().change("old", json!({"timeout": 50}));
    let before = story.read("s.yaml");
    story.write("s.old.yaml", &before);
    story.cloud.pass(1_000);
    story.yaml(&[named("new")]);
    story.s("deploy").ends("drift").writes(&[]);
}

#[test]
fn a_name_that_another_resource_has_a_part_in_hides_no_fix() {
    let made = |a: &str| {
        let next = "${resources.a.output.functionName}-b";
        [Fn::named("a", a).bare(), Fn::named("b", next).bare()]
    };
    let story = Story::new();
    story.yaml(&made("fa"));
    story.s("deploy").ends("changed");
    story.console().change("fa-b", json!({"timeout": 50}));
    story.cloud.pass(1_000);
    story.yaml(&made("fb"));
    let told = story.s("deploy").fails();
    told.says(&["function fa-b, which"]);
    assert!(!story.console().has_function("fb-b"));
}

/// Each stage is deployed for itself, and is no earlier name of another.
#[test]
fn stages_are_not_earlier_names() {
    let story = Story::new();
    story.yaml(&[Fn::named("fn", "demo-${env('STAGE', 'dev')}").bare()]);
    story.s("deploy").ends("changed");
    story.var("STAGE", "prod");
    story.s("deploy").ends("changed");
    story.console().change("demo-prod", json!({"timeout": 50}));
    story.cloud.pass(1_000);
    story.var("STAGE", "dev");
    story
        .s("deploy")
        .ends("clean")
        .never_says(&["demo-prod, which"]);
}

#[test]
fn a_renamed_resource_takes_its_function_along() {
    let of = |resource: &str, function: &str| Fn::named(resource, function).bare();
    let story = Story::new();
    story.yaml(&[of("fn", "old")]);
    story.s("deploy").ends("changed");
    story.yaml(&[of("api", "old")]);
    story.s("deploy").ends("clean");
    story.console().change("old", json!({"timeout": 50}));
    story.cloud.pass(1_000);
    story.yaml(&[of("api", "new")]);
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["function old, which"]);
}

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
            "Function new would have it: triggers[nightly]",
            "Function new would not have it: triggers[theirs]",
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
