//! A function of another name in the file: what others changed in the one that was deployed before does
//! not come along, and traffic leaves it. That is told, and where nobody decided about it, asked.

use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

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
    story
        .s("drift")
        .says(&["'s fn deploy' asks whether to continue without these changes."]);
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
