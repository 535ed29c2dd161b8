//! A mark that names a commit which nobody has any more, although nothing differs from what it tells of: the next deploy
//! takes it over, so that the one after it is silent.

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
    for lacking in [AT.head('c'), AT.first(), AT.elsewhere()] {
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
    run(&clone, AT.head('c'), "deploy").ends("clean");
    let next = clone.cloned();
    next.yaml(&[Fn::demo().timeout(30)]);
    run(&next, AT.head('c'), "deploy").ends("changed");
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
