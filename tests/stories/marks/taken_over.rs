//! A mark that names a commit which nobody has any more, although nothing differs from what it tells of: the next deploy
//! takes it over, so that the one after it is silent.

use std::cell::RefCell;

use super::history::AT;
use super::{LEAVE, mark, parts, run, story, without_git};
use crate::story::Story;
use crate::yaml::Fn;

/// What Ada has deployed from `b`, and a clone of another commit that says the same.
fn squashed() -> Story {
    let ada = story();
    run(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    ada.cloned()
}

#[test]
fn a_mark_of_a_commit_that_was_squashed_is_taken_over() {
    for lacking in [AT.first(), AT.elsewhere()] {
        let clone = squashed();
        let told = run(&clone, lacking, "deploy")
            .ends("clean")
            .writes(&[LEAVE]);
        told.says(&["it said 'deployed by Ada from bbbbbbbbbbbb'", "squashed"]);
        assert_eq!(parts(&clone)[1], "2");
        // From now on it is of a commit that is in the history.
        without_git(&clone, "deploy").ends("clean").writes(&[]);
    }
    let clone = squashed();
    run(&clone, AT.first(), "deploy").ends("clean");
    let next = clone.cloned();
    next.yaml(&[Fn::demo().timeout(30)]);
    run(&next, AT.first(), "deploy").ends("changed");
}

/// A branch that is here and goes on by itself keeps its mark, so that its next deploy is as silent as before; only a
/// pipeline, which deploys what was decided on, takes it over.
#[test]
fn a_mark_of_a_branch_that_goes_on_is_left_to_it() {
    let clone = squashed();
    let before = mark(&clone);
    run(&clone, AT.head('c'), "deploy")
        .ends("clean")
        .writes(&[]);
    assert_eq!(mark(&clone), before);
    let theirs = clone.cloned();
    theirs.yaml(&[Fn::demo().timeout(30)]);
    run(&theirs, AT.head('b').of("Ada"), "deploy").ends("changed");
    let clone = squashed();
    clone.var("GITHUB_ACTIONS", "true");
    run(&clone, AT.head('c'), "deploy")
        .ends("clean")
        .writes(&[LEAVE]);
}

/// Nothing is written beside it, so nobody is kept from deploying meanwhile: what others leave then stays.
#[test]
fn a_mark_that_others_leave_meanwhile_is_not_taken_over() {
    let ada = squashed();
    let (clone, bob) = (ada.cloned(), ada.cloned());
    bob.yaml(&[Fn::demo().timeout(20)]);
    let bobs = RefCell::new(Some(bob));
    let git = move |args: &[&str]| {
        // The commit of the mark is looked for when it is about to be taken over.
        if args.iter().any(|word| word.starts_with("--disambiguate="))
            && let Some(bob) = bobs.take()
        {
            run(&bob, AT.head('b').of("Bob"), "deploy").ends("changed");
        }
        AT.first().answer(args)
    };
    clone.git(git);
    clone.s("deploy").ok().writes(&[]);
    assert_eq!(parts(&clone)[7], "Bob");
    assert_eq!(parts(&clone)[1], "2");
}

/// A clone without the key of the team does not know what the mark says.
#[test]
fn a_mark_of_a_team_is_not_taken_over_without_its_key() {
    let ada = story();
    ada.var("FC_GUARD_STATE_KEY", &"ca".repeat(32));
    run(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    let before = mark(&ada);
    let clone = ada.cloned();
    run(&clone, AT.first(), "deploy").ends("clean").writes(&[]);
    assert_eq!(mark(&clone), before);
}

#[test]
fn a_mark_of_our_own_line_is_left_alone() {
    let clone = squashed();
    let before = mark(&clone);
    for ours in [
        AT.head('b'),
        AT.head('d'),
        AT,
        AT.head('d').shallow(),
        AT.head('c').dirty(),
    ] {
        run(&clone.cloned(), ours, "deploy")
            .ends("clean")
            .writes(&[]);
    }
    assert_eq!(mark(&clone), before);
    // Where something differs it is asked about, and nothing is renewed.
    clone.yaml(&[Fn::demo().timeout(30)]);
    run(&clone, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&["unless it was squashed or rebased"]);
}
