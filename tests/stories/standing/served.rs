//! What stands kept of settings that the file leaves to the service.

use serde_json::json;

use super::Story;
use crate::yaml::Fn;

const KEPT: &str = "live version kept by an earlier decision";
const OVERWRITTEN: &str = "the live version is overwritten with the local one";

/// Nobody knows what the service would choose, and a request that says nothing of it leaves it as it is.
#[test]
fn what_no_request_takes_back_is_listed_and_never_said_to_be_overwritten() {
    let story = Story::deployed();
    story.console().change("demo", json!({"idleTimeout": 300}));
    let told = story.s("deploy --use-local").ends("clean").writes(&[]);
    told.says(&["function demo idleTimeout: it stays as it is online"])
        .never_says(&[OVERWRITTEN]);
    for command in ["plan", "drift", "deploy", "deploy --use-local"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&[
            KEPT,
            "idleTimeout: live 300",
            "no request takes it back",
            "s fn deploy --write-back",
        ])
        .never_says(&[OVERWRITTEN, "--config local"]);
    }
    story.s("deploy --write-back").ok().writes(&[]);
    assert!(story.read("s.yaml").contains("idleTimeout: 300"));
    story.s("deploy").ends("clean").never_says(&[KEPT]);
}

/// What stood there after the last deploy is known, and goes back, by no decision to keep anything.
#[test]
fn a_value_that_the_service_had_chosen_goes_back_and_is_not_kept() {
    let story = Story::deployed();
    story.console().change("demo", json!({"cpu": 0.5}));
    let told = story.s("deploy --use-local").ends("changed");
    told.says(&[OVERWRITTEN]);
    assert_eq!(story.console().function("demo")["cpu"], 0.35);
    story.s("deploy").ends("clean").never_says(&[KEPT]);
}

/// What is named no more goes on as it is, which is said once.
#[test]
fn what_leaves_the_file_and_stays_is_told() {
    const LEAVES: &str = "no longer in s.yaml, and stays as it is online";
    let story = Story::new();
    story.yaml(&[Fn::demo().with("      idleTimeout: 300\n")]);
    story.s("deploy").ends("changed");
    story.yaml(&[Fn::demo()]);
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&[LEAVES, "idleTimeout"]);
    }
    story.s("deploy").ends("clean").never_says(&[LEAVES]);
    assert_eq!(story.console().function("demo")["idleTimeout"], 300);
}
