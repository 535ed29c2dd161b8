//! What somebody puts back online to what it was before the last deploy: the mark of an earlier deploy tells of just that
//! value, and proves nothing of who put it there. Nor does a later mark that does not tell of it at all.

use serde_json::json;

use super::history::{AT, History};
use super::{mark, parts, run, story};
use crate::cloud::{Fate, Line};
use crate::console::Console;
use crate::story::Story;
use crate::team::{LONG, shared};
use crate::yaml::Fn;

const TWO: &str = "def handler(e, c):\n    return 'two'\n";

/// Something that goes wrong after the function was written: which requests, and what becomes of them.
type Failure = (&'static str, fn(&Line) -> Fate);

fn denied() -> Fate {
    Fate::RefusedWith(403, r#"{"Code":"AccessDenied"}"#.to_owned())
}

const FAILURES: [Failure; 3] = [
    ("the mark does not arrive", |line| {
        match line.is("POST", "tags-v2") {
            true => Fate::KilledBefore,
            false => Fate::Arrives,
        }
    }),
    ("the mark is denied", |line| {
        match line.is("POST", "tags-v2") {
            true => denied(),
            false => Fate::Arrives,
        }
    }),
    ("the trigger is refused", |line| {
        match line.is("PUT", "functions/demo/triggers/http") {
            true => Fate::RefusedWith(400, r#"{"Code":"InvalidArgument"}"#.to_owned()),
            false => Fate::Arrives,
        }
    }),
];

/// Deploys another timeout and another trigger, which goes wrong after the function was written.
fn fail(story: &Story, at: History, failure: &Failure) {
    story.yaml(&[Fn::demo().timeout(20).methods(&["POST"])]);
    let (_, fate) = *failure;
    story.meddle(move |_, line, _| fate(line));
    run(story, at, "deploy");
    assert_eq!(story.console().function("demo")["timeout"], 20);
    story.meddle(|_, _, _| Fate::Arrives);
    story.cloud.pass(LONG);
}

#[track_caller]
fn is_asked(story: &Story, at: History, says: &str) {
    for command in ["plan", "deploy", "deploy --rollback"] {
        run(story, at, command)
            .ends("drift")
            .writes(&[])
            .says(&[says]);
    }
}

/// The ordinary way: a deploy fails halfway, somebody goes back in the console, and the pipeline runs once more.
#[test]
fn what_was_put_back_after_a_deploy_that_failed_is_asked_about() {
    for failure in &FAILURES {
        for is_shared in [false, true] {
            for at in [AT.head('b'), AT.head('d')] {
                let story = match is_shared {
                    true => shared(story()),
                    false => story(),
                };
                run(&story, AT.head('b'), "deploy").ends("changed");
                fail(&story, AT.head('b'), failure);
                story.console().change("demo", json!({"timeout": 10}));
                is_asked(&story, at, "timeout: 20 → 10");
            }
        }
    }
}

/// The same where a pipeline leaves no marks and others do.
#[test]
fn what_was_put_back_after_a_deploy_without_a_mark_is_asked_about() {
    let story = shared(story());
    run(&story, AT, "deploy").ends("changed");
    let pipeline = shared(story.cloned());
    pipeline.var("FC_GUARD_MARK", "off");
    pipeline.yaml(&[Fn::demo().timeout(20)]);
    run(&pipeline, AT.head('b'), "deploy").ends("changed");
    story.console().change("demo", json!({"timeout": 10}));
    story.yaml(&[Fn::demo().timeout(20)]);
    is_asked(&story, AT.head('d'), "timeout: 20 → 10");
}

/// Code is no other case: another tool deploys what stood there before.
#[test]
fn code_that_was_put_back_after_a_deploy_that_failed_is_asked_about() {
    let story = story();
    run(&story, AT.head('b'), "deploy").ends("changed");
    let other = story.cloned();
    other.var("FC_GUARD_MARK", "off");
    story.write("code/index.py", TWO);
    fail(&story, AT.head('b'), &FAILURES[0]);
    run(&other, AT, "deploy --function code --use-local").ends("changed");
    for command in ["plan", "deploy"] {
        let told = run(&story, AT.head('d'), command).ends("drift");
        told.writes(&[]).says(&["code"]);
    }
}

/// Between the last deploy from here that is whole and the one that failed a colleague has deployed: theirs is the mark that
/// stands there.
#[test]
fn what_was_put_back_to_a_colleagues_deploy_is_asked_about() {
    for failure in &FAILURES {
        let story = story();
        run(&story, AT, "deploy").ends("changed");
        let ada = story.cloned();
        ada.yaml(&[Fn::demo().timeout(15)]);
        run(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
        fail(&story, AT.head('d'), failure);
        story.console().change("demo", json!({"timeout": 15}));
        is_asked(&story, AT.head('d'), "timeout: 20 → 15");
    }
}

/// Where no mark can be set, a later one by a colleague tells of what came after what is on record here.
#[test]
fn a_later_mark_counts_also_where_none_can_be_set_from_here() {
    let story = story();
    story.every("POST", "tags-v2", denied());
    run(&story, AT, "deploy").ends("changed");
    story.meddle(|_, _, _| Fate::Arrives);
    let ada = story.cloned();
    ada.yaml(&[Fn::demo().timeout(20)]);
    run(&ada, AT.head('b').of("Ada"), "deploy --use-local").ends("changed");
    story.yaml(&[Fn::demo().timeout(30)]);
    run(&story, AT.head('d'), "deploy").ends("changed");
}

type Act = (&'static str, fn(&Console));

/// What Ada has deployed and somebody has put back, by a setting, a variable, a secret and a trigger.
const ACTS: [Act; 3] = [
    ("timeout", |one| one.change("demo", json!({"timeout": 10}))),
    ("FOO", |one| {
        let variables = json!({"LEVEL": "info-canary"});
        one.change("demo", json!({"environmentVariables": variables}));
    }),
    ("methods", |one| {
        let config = json!({"authType": "anonymous", "methods": ["GET"]});
        one.change_trigger("demo", "http", json!({"triggerConfig": config}));
    }),
];

fn adas() -> Fn {
    Fn::demo()
        .timeout(20)
        .variable("FOO", "1")
        .methods(&["GET", "POST"])
}

/// A clone that deployed `a`, and Ada's, who deployed `b` since; then somebody put back what she had changed.
fn put_back(act: fn(&Console)) -> (Story, Story) {
    let first = story();
    run(&first, AT, "deploy").ends("changed");
    let ada = first.cloned();
    ada.yaml(&[adas()]);
    run(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    act(&first.console());
    (first, ada)
}

/// A clone that deployed `a`, Ada who deployed `b` since, what somebody put back, and her next deploy, of the code alone.
#[test]
fn what_was_put_back_before_a_deploy_of_a_half_is_asked_about() {
    for (name, act) in ACTS {
        let (first, ada) = put_back(act);
        ada.write("code/index.py", TWO);
        run(&ada, AT.head('b').of("Ada"), "deploy --function code").ends("changed");
        assert_eq!(parts(&ada)[1], "3");
        first.yaml(&[adas()]);
        first.write("code/index.py", TWO);
        is_asked(&first, AT.head('d'), name);
    }
}

/// The same where Ada has decided that it stays as it was put back.
#[test]
fn what_a_colleague_kept_as_it_was_put_back_is_asked_about() {
    for (name, act) in ACTS {
        let (first, ada) = put_back(act);
        ada.yaml(&[adas().memory(1024)]);
        run(&ada, AT.head('b').of("Ada"), "deploy --use-remote").ends("changed");
        first.yaml(&[adas().memory(1024)]);
        is_asked(&first, AT.head('d'), name);
    }
}

/// Whoever deploys a half here has not looked at the other one: what is on record of that is as old as before.
#[test]
fn a_deploy_of_a_half_from_here_makes_nothing_else_newer() {
    for (name, act) in ACTS {
        let (first, _) = put_back(act);
        first.yaml(&[adas()]);
        first.write("code/index.py", TWO);
        run(&first, AT.head('d'), "deploy --function code").ends("changed");
        assert!(mark(&first).is_some());
        is_asked(&first, AT.head('d'), name);
    }
}
