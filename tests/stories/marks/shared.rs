//! What a colleague has deployed from a commit that a clone lacks, where both share their records: what is not in
//! the clone's file looks like what was taken out of it, and is not.

use super::history::{AT, History};
use super::run;
use crate::base::with_foo;
use crate::story::Story;
use crate::team::shared;
use crate::yaml::Fn;

/// Deployed from `a` by a clone, and from that commit by a colleague, who has another variable.
fn overtaken(theirs: History, marks: bool) -> Story {
    let first = match marks {
        true => shared(Story::new().marks()),
        false => shared(Story::new()),
    };
    run(&first, AT, "deploy").ends("changed");
    let colleague = shared(first.cloned());
    colleague.yaml(&[with_foo()]);
    run(&colleague, theirs.of("Ada"), "deploy --use-local").ends("changed");
    first
}

fn has_foo(story: &Story) -> bool {
    story.console().function("demo")["environmentVariables"]["FOO"] == "1"
}

const UPDATE: &str = "PUT functions/demo";

#[test]
fn what_a_clone_never_had_is_not_taken_out() {
    for marks in [false, true] {
        for (theirs, ours) in [
            (AT.head('b'), AT.head('c')),
            (AT.head('b'), AT.head('a')),
            (AT.head('b').dirty(), AT.head('d')),
            (AT.head('b'), AT.head('d').dirty()),
            (AT.head('b'), AT.head('c').shallow()),
            (AT.head('b'), AT.head('c').elsewhere()),
        ] {
            let story = overtaken(theirs, marks);
            run(&story, ours, "plan").says(&["FOO"]).writes(&[]);
            run(&story, ours, "drift").writes(&[]);
            let told = run(&story, ours, "deploy").ends("drift").writes(&[]);
            told.says(&["FOO"]);
            assert!(has_foo(&story));
        }
    }
}

#[test]
fn what_was_taken_out_after_theirs_is_ours() {
    for marks in [false, true] {
        let story = overtaken(AT.head('b'), marks);
        let told = run(&story, AT.head('d'), "deploy").ends("changed");
        told.never_says(&["changed online", "both sides"]);
        assert!(!has_foo(&story));
    }
}

/// The same lines under another commit: nothing differs, so there is nothing to ask.
#[test]
fn what_a_clone_has_by_another_commit_is_agreed() {
    let story = overtaken(AT.head('b'), false);
    story.yaml(&[with_foo()]);
    run(&story, AT.head('c'), "deploy").ok().writes(&[]);
    assert!(has_foo(&story));
}

/// A tree that was not committed is known to the working copy that deployed it.
#[test]
fn a_working_copy_knows_what_it_deployed_itself() {
    let story = shared(Story::new());
    story.yaml(&[with_foo()]);
    run(&story, AT.dirty(), "deploy").ends("changed");
    story.yaml(&[Fn::demo()]);
    run(&story, AT.dirty(), "deploy")
        .ends("changed")
        .writes(&[UPDATE]);
    assert!(!has_foo(&story));
}

#[test]
fn an_older_tree_goes_back_where_that_is_said() {
    let story = overtaken(AT.head('b'), false);
    let told = run(&story, AT, "deploy").ends("drift").writes(&[]);
    told.says(&["--rollback"]);
    run(&story, AT, "deploy --rollback")
        .ends("changed")
        .writes(&[UPDATE]);
}
