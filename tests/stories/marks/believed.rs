//! Marks that no deploy of this function left, or not as the last one: told, and never believed.

use serde_json::json;

use super::history::AT;
use super::{mark, run, story, without_git};
use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

/// What is online was deployed from `b`; a clone at `d` that says something else.
fn clone_of(story: &Story) -> Story {
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().timeout(30)]);
    clone
}

fn deployed() -> Story {
    let story = story();
    run(&story, AT.head('b'), "deploy").ends("changed");
    story
}

/// The mark is put there as something else.
fn put(story: &Story, value: &str) {
    story.console().tag("demo", "fc-guard", value);
}

#[track_caller]
fn is_not_believed(story: &Story, says: &str) {
    let told = run(story, AT.head('d'), "deploy").ends("drift").writes(&[]);
    told.says(&[says, "its origin is unknown"])
        .never_says(&["deployed by"]);
}

const FORGED: &str = "is not what a deploy of this function left";

#[test]
fn a_mark_that_was_changed_is_not_believed() {
    let story = deployed();
    let value = mark(&story).expect("a mark");
    let mut digests = value.clone();
    digests.replace_range(30..31, "_");
    for (value, says) in [
        (value.replace("bbbbbbbbbbbb", "aaaaaaaaaaaa"), FORGED),
        (value.replace("Li-Wei", "Mallory"), FORGED),
        (value.replacen("1;1;", "1;9;", 1), FORGED),
        (digests, FORGED),
        (String::new(), FORGED),
        ("v1.2.3".to_owned(), FORGED),
        ("-".repeat(128), FORGED),
        (value.replacen("1;", "2;", 1), "is of a newer version"),
    ] {
        let clone = clone_of(&story);
        put(&clone, &value);
        is_not_believed(&clone, says);
    }
}

/// A function that is copied with its tags carries the mark of another one.
#[test]
fn the_mark_of_another_function_is_not_believed() {
    let story = story();
    let both = [Fn::demo(), Fn::named("other", "other").bare()];
    story.yaml(&both);
    run(&story, AT.head('b'), "deploy").ends("changed");
    let other = story.console().function("other");
    let value = other["tags"][0]["Value"]
        .as_str()
        .expect("a mark")
        .to_owned();
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().timeout(30)]);
    put(&clone, &value);
    is_not_believed(&clone, FORGED);
}

/// A mark of an earlier deploy, put there again, is told by who knows a later one, and says for everybody else
/// that online has changed.
#[test]
fn an_earlier_mark_is_not_believed() {
    let story = deployed();
    let first = mark(&story).expect("a mark");
    story.yaml(&[Fn::demo().timeout(20)]);
    run(&story, AT.head('b'), "deploy").ends("changed");
    put(&story, &first);
    let clone = clone_of(&story);
    let told = run(&clone, AT.head('d'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["changed online since the deploy by"]);
    story.console().change("demo", json!({"timeout": 40}));
    let told = run(&story, AT.head('d'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["is of an earlier deploy than one that was seen here"]);
}

/// The deploy went on, and its mark did not arrive: what is online is not as the one before left it.
#[test]
fn a_mark_that_was_left_behind_vouches_for_nothing() {
    let story = deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    story.every("POST", "tags-v2", Fate::KilledBefore);
    run(&story, AT.head('b'), "deploy");
    assert_eq!(story.console().function("demo")["timeout"], 20);
    let clone = clone_of(&story);
    let told = run(&clone, AT.head('d'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["changed online since the deploy by"]);
}

/// What others change while a deploy is under way is none of it.
#[test]
fn what_others_change_during_a_deploy_is_not_vouched_for() {
    for request in ["PUT functions/demo/triggers/http", "POST tags-v2"] {
        let story = deployed();
        story.yaml(&[Fn::demo().timeout(20).methods(&["POST"])]);
        let (method, path) = request.split_once(' ').expect("a request");
        let mut changed = false;
        story.meddle(move |_, line, console| {
            if !changed && line.is(method, path) {
                console.change("demo", json!({"memorySize": 1024}));
                changed = true;
            }
            Fate::Arrives
        });
        run(&story, AT.head('b'), "deploy").ends("changed");
        for copy in [clone_of(&story), story] {
            let told = run(&copy, AT.head('d'), "deploy").ends("drift").writes(&[]);
            told.says(&["changed online since the deploy by", "memorySize"]);
        }
    }
}

#[test]
fn a_mark_of_a_team_needs_its_key() {
    let story = story();
    story.var("FC_GUARD_STATE_KEY", &"ca".repeat(32));
    run(&story, AT.head('b'), "deploy").ends("changed");
    let clone = clone_of(&story);
    is_not_believed(&clone, "was made with the key of a team");
    clone.var("FC_GUARD_STATE_KEY", &"ab".repeat(32));
    is_not_believed(&clone, FORGED);
    clone.var("FC_GUARD_STATE_KEY", &"ca".repeat(32));
    run(&clone, AT.head('d'), "deploy")
        .ends("changed")
        .never_says(&["canary"]);
    // Nor does one that was made without it pass for one of the team.
    let plain = deployed();
    let clone = clone_of(&plain);
    clone.var("FC_GUARD_STATE_KEY", &"ca".repeat(32));
    is_not_believed(&clone, "was made without the key of the team");
}

/// Where nothing is open there is nothing to explain, whatever stands in the tag.
#[test]
fn a_mark_that_nobody_needs_is_not_looked_at() {
    let story = deployed();
    put(&story, "anything at all");
    without_git(&story, "deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&["fc-guard"]);
    without_git(&story, "drift").ends("clean");
}
