//! How a comparison speaks of what differs where somebody else's deploy is online: whether anything was changed
//! since, and by whom it was deployed.

use serde_json::json;

use super::history::AT;
use super::{run, story};
use crate::base::{overtaken, runs, with_foo};
use crate::story::Story;
use crate::yaml::Fn;

const UNKNOWN: &str = "it is not known which side changed";

/// A fresh clone beside a deploy from `b`, with other settings.
fn clone_of_a_deploy() -> Story {
    let story = story();
    run(&story, AT.head('b'), "deploy").ends("changed");
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().timeout(30).memory(1024)]);
    clone
}

#[test]
fn what_is_as_a_deploy_left_it_was_not_changed_online() {
    let clone = clone_of_a_deploy();
    run(&clone, AT.head('c'), "drift")
        .ends("drift")
        .says(&[
            "2 settings differ from what was deployed by Li-Wei from bbbbbbbbbbbb; they were not changed online since",
        ])
        .never_says(&[UNKNOWN]);
    clone.yaml(&[Fn::demo().timeout(30)]);
    run(&clone, AT.head('c'), "drift").ends("drift").says(&[
        "1 setting differs from what was deployed by Li-Wei from bbbbbbbbbbbb; it was not changed online since",
    ]);
}

#[test]
fn what_was_changed_since_a_deploy_may_be_any_of_it() {
    let clone = clone_of_a_deploy();
    clone.console().change("demo", json!({"timeout": 50}));
    run(&clone, AT.head('c'), "drift")
        .ends("drift")
        .says(&[
            "2 settings differ, and something was changed online since the deploy by Li-Wei from bbbbbbbbbbbb; its tag does not tell which of them",
        ])
        .never_says(&[UNKNOWN]);
}

#[test]
fn where_nothing_tells_it_is_not_known() {
    let story = Story::new();
    story.s("deploy").ends("changed");
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().timeout(30)]);
    run(&clone, AT.head('c'), "drift")
        .ends("drift")
        .says(&[UNKNOWN]);
}

/// A record tells even what the tag cannot: a colleague's deploy is nobody's change in the console.
#[test]
fn what_a_colleague_deployed_does_not_stand_under_changes_of_the_console() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    story.yaml(&[Fn::demo().timeout(20)]);
    runs(&story, AT.head('c'), "drift")
        .ends("drift")
        .says(&["deployed by others since the last deploy from here:"])
        .never_says(&["changed online since the last deploy:"]);
    story.console().change("demo", json!({"memorySize": 1024}));
    runs(&story, AT.head('c'), "drift").ends("drift").says(&[
        "deployed by others since the last deploy from here:",
        "changed online since the last deploy:",
    ]);
}

/// Where no address tells of which repository a commit is, it may be this one.
#[test]
fn what_is_not_in_the_clone_can_be_pulled() {
    let clone = clone_of_a_deploy();
    run(&clone, AT.first(), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&["is not in this clone", "git pull"]);
    run(&clone, AT.head('d').shallow(), "deploy").never_says(&["git pull"]);
}

#[test]
fn the_page_names_the_deploy_that_would_be_undone() {
    let clone = clone_of_a_deploy();
    run(&clone, AT.head('c'), "drift --html drift.html").ends("drift");
    let page = clone.read("drift.html");
    assert!(page.contains("deployed by Li-Wei from bbbbbbbbbbbb, which you do not have"));
    assert!(!page.contains("origin is unknown"));
}
