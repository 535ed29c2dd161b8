//! A service that somebody else has deleted, with everything in it.

use serde_json::json;

use super::{FUNCTION, PROPS, SERVICE, deployed, edit};
use crate::story::Story;

const BOUND: &str = "        internetAccess: true\n        vpcBinding: [vpc-1]\n";

/// The usual project with a VPC bound to its service, deployed, of which a colleague has left nothing.
fn gone() -> Story {
    let story = deployed();
    edit(&story, "        internetAccess: true\n", BOUND);
    story.s("deploy").ends("changed");
    delete(&story);
    story
}

fn delete(story: &Story) {
    for path in [&format!("{FUNCTION}/triggers/web"), FUNCTION, SERVICE] {
        story.console().older("DELETE", path, &json!(null));
    }
}

/// Each of it is told once, and decided like anything else that is gone.
#[test]
fn a_deploy_asks_once_and_does_what_is_decided() {
    let story = gone();
    let told = story.s("deploy").ends("drift").writes(&[]);
    let text = told.text();
    assert_eq!(text.matches("deleted online since").count(), 4, "{text}");
    let local = story.forked();
    local.s("deploy --use-local").ends("changed");
    local.s("deploy").ends("clean").writes(&[]);
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What a part of it is in a backup is put back only once all of it stands again, and is called what it is.
#[test]
fn a_backup_of_a_part_says_what_is_gone() {
    let story = deployed();
    story.console().change_demo(&json!({"timeout": 60}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    delete(&story);
    story.s("deploy --use-remote").ends("clean");
    let told = story.s(&format!("restore {id} -y")).fails().writes(&[]);
    told.says(&["function shop/demo is not online any more"]);
}

/// A removal finds nothing, and leaves nothing on record: the next deploy is a first one.
#[test]
fn a_removal_forgets_the_service_too() {
    for command in ["remove -y", "remove service -y"] {
        let story = gone();
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&["none of it is online"]);
        assert!(story.records().is_empty(), "{:?}", story.records().keys());
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
    }
    // What was decided about it is forgotten as well.
    let story = gone();
    story.s("deploy --use-remote").ends("clean");
    story.s("remove -y").ends("clean");
    assert!(story.records().is_empty(), "{:?}", story.records().keys());
}

/// Where only the binding went by other hands, the removal of the rest takes its record along.
#[test]
fn a_removal_forgets_what_was_bound_to_the_service() {
    let story = deployed();
    edit(&story, "        internetAccess: true\n", BOUND);
    story.s("deploy").ends("changed");
    let binding = format!("{SERVICE}/binding");
    story
        .console()
        .older("DELETE", &binding, &json!({"vpcId": "vpc-1"}));
    story.s("remove -y").ends("changed");
    assert!(story.records().is_empty(), "{:?}", story.records().keys());
}

/// As long as the service stands, so does its record: another function of the file may need it.
#[test]
fn a_service_that_stands_is_not_forgotten() {
    let story = deployed();
    let second = PROPS.replace("name: demo", "name: other");
    let text = story.read("s.yaml");
    let text = format!("{text}  other:\n    component: fc-guard\n    props:\n{second}");
    story.write("s.yaml", &text);
    story.s("deploy").ends("changed");
    for path in [&format!("{FUNCTION}/triggers/web"), FUNCTION] {
        story.console().older("DELETE", path, &json!(null));
    }
    story.s("web remove -y").ends("clean");
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    let told = story.s("other deploy").ends("drift").writes(&[]);
    told.says(&["changed online since the last deploy", "the shop"]);
}

/// A part says nothing of the service.
#[test]
fn a_part_forgets_nothing_of_the_service() {
    let story = gone();
    story.s("remove function -y").ends("clean");
    let records = story.records();
    assert_eq!(records.len(), 4, "{:?}", records.keys());
}
