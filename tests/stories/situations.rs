//! The three situations, each with nobody at the terminal and with somebody.

use serde_json::json;

use crate::cloud::Fate;
use crate::story::{Story, together};
use crate::yaml::Fn;

#[test]
fn not_online_is_created_then_updated_then_left_alone() {
    let story = Story::new();
    let told = story.s("deploy").ends("changed").writes(&[
        "POST functions",
        "POST functions/demo/triggers",
        "POST custom-domains",
    ]);
    assert!(!told.said.contains("info-canary"), "{}", told.transcript());
    assert_eq!(story.console().function("demo")["memorySize"], 512);
    let told = story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(told.rounds, 1, "{}", told.transcript());
    story.yaml(&[Fn::demo().timeout(20)]);
    story
        .s("deploy")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    assert_eq!(story.console().function("demo")["timeout"], 20);
}

#[test]
fn changed_online_is_a_question() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["memorySize: 512 → 1024"]);
    story.keys("⏎").s("deploy").ends("drift").writes(&[]);
    story
        .keys("l")
        .s("deploy")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    assert_eq!(story.console().function("demo")["memorySize"], 512);
}

#[test]
fn new_here_and_already_online_is_a_question_unless_it_is_the_same() {
    let story = Story::deployed();
    let clone = story.cloned();
    clone.s("deploy").ends("clean").writes(&[]);
    let other = story.cloned();
    other.yaml(&[Fn::demo().memory(1024)]);
    other.s("deploy").ends("drift").writes(&[]);
}

#[test]
fn two_runs_meet_on_the_wire() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let other = story.cloned();
    let told = together(vec![(0, story.stage("deploy")), (0, other.stage("deploy"))]);
    assert!(told.iter().any(|one| one.word == "changed"));
}

#[test]
fn a_lost_answer_is_found_again() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let put = story.copied().s("deploy --use-local").sent;
    let put = put.iter().position(|line| line.method == "PUT").unwrap();
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    story.fate(put, Fate::KilledAfter).s("deploy").ends("");
    story.s("deploy").ends("clean").writes(&[]);
}
