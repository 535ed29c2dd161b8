//! Two runs at once, and a run that is killed.

use crate::cloud::Fate;
use crate::story::{Story, together};
use crate::yaml::Fn;

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
