//! Records that a team shares, of projects of FC 2.0: the service in which several functions stand has one of its own.

use serde_json::json;

use super::{FUNCTION, PROPS, SERVICE, edit, file, new};
use crate::cloud::Fate;
use crate::marks::history::AT;
use crate::marks::run;
use crate::story::Story;
use crate::team::{LONG, shared};

/// A working copy whose team has deployed the usual project from it.
fn team() -> Story {
    let story = shared(new());
    story.s("deploy").ends("changed");
    story
}

fn joined(story: &Story) -> Story {
    shared(story.cloned())
}

#[test]
fn a_clone_starts_from_what_the_team_has_deployed() {
    let first = team();
    let clone = joined(&first);
    clone.s("deploy").ends("clean").writes(&[]);
    clone
        .console()
        .change_service(&json!({"description": "theirs"}));
    clone
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["changed online since the last deploy", "service shop"])
        .never_says(&["origin unknown"]);
    clone.s("deploy --use-local").ends("changed");
    // What the clone has written is known to the first.
    first.s("deploy").ends("clean").writes(&[]);
}

/// A colleague's deploy of another function into the same service is no change of others to it.
#[test]
fn functions_of_one_service_are_deployed_from_several_copies() {
    let first = team();
    let clone = joined(&first);
    clone.write("s.yaml", &file(&PROPS.replace("name: demo", "name: other")));
    let told = clone.s("deploy").ends("changed");
    let wrote = told.wrote();
    assert!(!wrote.contains(&format!("PUT {SERVICE}")), "{wrote:?}");
    for story in [&first, &clone] {
        edit(story, "description: the shop", "description: our shop");
    }
    first
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}")]);
    clone.s("deploy").ends("clean").writes(&[]);
    first.s("deploy").ends("clean").writes(&[]);
}

/// What upstream left on this machine counts only as long as the team has nothing on record.
#[test]
fn the_records_of_the_team_count_for_more_than_what_upstream_left() {
    let first = shared(super::switched::upstream::switched());
    first.s("deploy").ends("clean").writes(&[]);
    let clone = shared(first.copied());
    clone.console().change_demo(&json!({"timeout": 60}));
    clone.s("deploy --use-remote").ok().writes(&[]);
    first.s("deploy").ok().writes(&[]);
    first.console().change_demo(&json!({"timeout": 99}));
    let told = first.s("deploy").ends("drift").writes(&[]);
    told.says(&["timeout: 60 → 99"]);
    assert!(first.console().tries_older("GET", FUNCTION));
}

/// With a service goes what a colleague has deployed into it, whatever the file of whoever takes it away says of that, and
/// however far the removal comes.
#[test]
fn what_went_with_the_service_is_asked_about() {
    for is_stopped in [false, true] {
        let ada = shared(new());
        run(&ada, AT.of("Ada"), "deploy").ends("changed");
        let carl = shared(ada.cloned());
        carl.write("s.yaml", &file(&PROPS.replace("name: demo", "name: other")));
        run(&carl, AT.head('b').of("Carl"), "deploy").ends("changed");
        if is_stopped {
            ada.every("DELETE", FUNCTION, Fate::KilledBefore);
        }
        run(&ada, AT.of("Ada"), "remove service -y");
        assert!(
            !ada.console()
                .tries_older("GET", &FUNCTION.replace("demo", "other"))
        );
        assert_eq!(ada.console().tries_older("GET", SERVICE), is_stopped);
        ada.cloud.pass(LONG);
        for story in [&carl, &shared(carl.cloned())] {
            for command in ["plan", "deploy", "deploy --merge"] {
                run(story, AT.head('b'), command)
                    .ends("drift")
                    .writes(&[])
                    .says(&["taken away by Ada from aaaaaaaaaaaa, in a removal"]);
            }
        }
    }
}
