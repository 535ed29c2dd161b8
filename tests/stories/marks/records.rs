//! What a mark says beside a record of one's own.

use serde_json::json;

use super::history::AT;
use super::{LEAVE, mark, run, story};
use crate::story::Story;
use crate::yaml::Fn;

const UPDATE: &str = "PUT functions/demo";

/// Deployed from `a` here, and from `b` by a colleague, who has another timeout and variable.
fn overtaken() -> Story {
    let story = story();
    run(&story, AT, "deploy").ends("changed");
    let colleague = story.cloned();
    colleague.yaml(&[theirs()]);
    run(&colleague, AT.head('b').of("Ada"), "deploy").ends("changed");
    story
}

fn theirs() -> Fn {
    let mut project = Fn::demo().timeout(20);
    project.variables.push(("FOO".to_owned(), "1".to_owned()));
    project
}

/// A colleague's deploy of a commit that ours contains is no change of somebody else's, whatever was made of it
/// since.
#[test]
fn a_deploy_that_ours_contains_is_no_question() {
    for ours in [theirs(), theirs().timeout(30), Fn::demo()] {
        let story = overtaken();
        story.yaml(&[ours]);
        let told = run(&story, AT.head('d'), "deploy").ok();
        told.never_says(&["changed online"]);
        let drift = run(&story, AT.head('d'), "drift").ends("clean");
        drop(drift);
    }
}

#[test]
fn a_deploy_that_ours_lacks_is_asked_about_by_name() {
    let story = overtaken();
    let told = run(&story, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&[
        "deployed by Ada from bbbbbbbbbbbb, which you do not have",
        "FOO",
    ]);
}

/// Whoever was overtaken and goes on from the commit before is told that theirs is older.
#[test]
fn an_older_tree_is_told_with_a_record_too() {
    let story = overtaken();
    let told = run(&story, AT, "deploy").ends("drift").writes(&[]);
    told.says(&[
        "you are older than what is online: deployed by Ada",
        "--rollback",
    ]);
    // The same where nobody else was: an earlier commit was checked out.
    let alone = story_of_two();
    let told = run(&alone, AT, "deploy").ends("drift").writes(&[]);
    told.says(&[
        "you are older than what is online: deployed by Li-Wei",
        "~ timeout: 20 → 10",
    ]);
    run(&alone, AT, "deploy --rollback")
        .ends("changed")
        .writes(&[UPDATE, LEAVE]);
    run(&alone, AT, "deploy").ends("clean");
}

/// Deployed from `b` here, and `a` is checked out again.
fn story_of_two() -> Story {
    let story = story();
    story.yaml(&[Fn::demo().timeout(20)]);
    run(&story, AT.head('b'), "deploy").ends("changed");
    story.yaml(&[Fn::demo()]);
    story
}

/// A decision that was taken here holds, whatever was deployed elsewhere.
#[test]
fn what_stands_kept_here_counts_for_more_than_a_mark() {
    let story = story();
    run(&story, AT, "deploy").ends("changed");
    story.console().change("demo", json!({"memorySize": 1024}));
    run(&story, AT, "deploy --use-remote").ok();
    // A colleague sets something else and leaves that as it is.
    let colleague = story.cloned();
    colleague.yaml(&[Fn::demo().memory(1024).timeout(20)]);
    run(&colleague, AT.head('b'), "deploy --use-local").ends("changed");
    let told = run(&story, AT.head('d'), "deploy").ok();
    assert_eq!(
        story.console().function("demo")["memorySize"],
        1024,
        "{}",
        told.transcript()
    );
    told.says(&["live version kept by an earlier decision"]);
}

/// A mark that was set from here and is gone is told where something is to be explained.
#[test]
fn a_mark_that_is_gone_is_told() {
    let story = story();
    run(&story, AT, "deploy").ends("changed");
    story.console().untag("demo", "fc-guard");
    story.console().change("demo", json!({"timeout": 99}));
    let told = run(&story, AT, "deploy").ends("drift").writes(&[]);
    told.says(&[
        "the tag that says who deployed last is gone",
        "~ timeout: 10 → 99",
    ]);
    run(&story, AT, "deploy --use-local").ends("changed");
    assert!(mark(&story).is_some());
}

/// After a squash the mark names a commit that is in no history: a pipeline in which nothing differs sets it anew, so
/// that the next one is not stopped.
#[test]
fn a_pipeline_names_the_tree_that_says_the_same_as_what_is_online() {
    for theirs in [AT.head('b').of("Ada"), AT.head('b').of("Ada").dirty()] {
        let ada = story();
        run(&ada, theirs, "deploy").ends("changed");
        let before = mark(&ada);
        let pipeline = |timeout: u32, command: &str| {
            let clone = ada.cloned();
            clone.var("GITHUB_ACTIONS", "true");
            clone.yaml(&[Fn::demo().timeout(timeout)]);
            run(&clone, AT.head('c'), command)
        };
        let told = pipeline(10, "deploy").ends("clean");
        assert_eq!(told.wrote(), [LEAVE], "{}", told.transcript());
        assert_ne!(mark(&ada), before);
        pipeline(10, "deploy").ends("clean").writes(&[]);
        pipeline(20, "deploy").ends("changed");
        // Where something differs, nothing is renewed: it is asked about.
        run(&ada, theirs, "deploy --use-local").ends("changed");
        pipeline(30, "deploy").fails().writes(&[]);
    }
}
