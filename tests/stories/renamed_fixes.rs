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
