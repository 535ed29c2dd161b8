//! One service of several resources.

use serde_json::json;

use super::{PROPS, edit, new};
use crate::story::Story;

/// Two resources with a function each in one service.
fn two() -> Story {
    let story = new();
    let second = PROPS.replace("name: demo", "name: other");
    let text = story.read("s.yaml");
    let text = format!("{text}  other:\n    component: fc-guard\n    props:\n{second}");
    story.write("s.yaml", &text);
    story
}

#[test]
fn a_service_is_created_by_the_first_and_left_alone_by_the_second() {
    let story = two();
    let told = story.s("deploy").ends("changed");
    let created = told.wrote();
    let services = created.iter().filter(|one| one.ends_with("/services"));
    assert_eq!(services.count(), 1, "{created:?}");
    assert!(
        !created.iter().any(|one| one.starts_with("PUT")),
        "{created:?}"
    );
    story.s("deploy").ends("clean").writes(&[]);
}

/// Each of them deploys all of it, so they have to say the same.
#[test]
fn resources_that_disagree_are_told_before_the_first_write() {
    let story = two();
    let text = story.read("s.yaml");
    let (before, after) = text.rsplit_once("description: the shop").unwrap();
    story.write("s.yaml", &format!("{before}description: another{after}"));
    let told = story.s("deploy").ends("usage");
    let told = told.says(&["resources web and other", "props.service.description"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

/// Somebody else's change of the service is asked about once, for all of them.
#[test]
fn a_change_of_others_is_decided_once() {
    let story = two();
    story.s("deploy").ends("changed");
    let changed = json!({"description": "theirs"});
    story.console().change_service(&changed);
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["service shop"]);
    let told = story.s("deploy --use-local").ends("changed");
    assert_eq!(told.wrote().len(), 1, "{}", told.transcript());
    story.s("deploy").ends("clean").writes(&[]);
    story.console().change_service(&changed);
    story.s("deploy --use-remote").ok().writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(story.console().service()["description"], "theirs");
}

#[test]
fn what_one_of_them_leaves_behind_is_told() {
    let story = two();
    story.s("deploy").ends("changed");
    let text = story.read("s.yaml");
    let (before, _) = text.split_once("  other:").unwrap();
    story.write("s.yaml", before);
    let told = story.s("deploy").ok().writes(&[]);
    let told = told.says(&[
        "function shop/other",
        "remove --orphan cn-hangzhou/shop/other",
    ]);
    told.never_says(&["service shop in"]);
    story
        .s("remove --orphan cn-hangzhou/shop/other -y")
        .ends("changed")
        .says(&["service shop stays"]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What the first resource wrote is no drift to the second.
#[test]
fn an_own_write_is_no_change_of_others() {
    let story = two();
    story.s("deploy").ends("changed");
    edit(&story, "description: the shop", "description: our shop");
    let told = story.s("deploy").ends("changed");
    assert_eq!(told.wrote().len(), 1, "{}", told.transcript());
    story.s("deploy").ends("clean").writes(&[]);
}
