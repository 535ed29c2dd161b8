//! What the file has and nobody finds online, in a clone whose record is of an earlier deploy than the mark, or that has
//! none: somebody has taken it away since, or it is new here.

use serde_json::json;

use super::history::{AT, History};
use super::{parts, run, story};
use crate::cloud::Fate;
use crate::console::Console;
use crate::story::Story;
use crate::yaml::{Fn, yaml};

const ASYNC: &str = "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n        maxAsyncRetryAttempts: 3\n";
const RESERVED: &str = "      concurrencyConfig:\n        reservedConcurrency: 5\n";
const TIMER: &str = "        - triggerName: timer\n          triggerType: timer\n          triggerConfig: {cronExpression: '@every 9m', enable: true}\n";

const DOMAIN: &str = "demo.example.com";

/// A function with some of everything that may stand beside one.
fn full() -> Fn {
    Fn::demo().with(ASYNC).with(RESERVED)
}

/// That, deployed from `b`.
fn deployed() -> Story {
    let story = story();
    story.yaml(&[full()]);
    run(&story, AT.head('b'), "deploy").ends("changed");
    story
}

/// The file of a story with one more trigger.
fn with_timer(story: &Story) {
    let text = story.read("s.yaml");
    let text = text.replace("      triggers:\n", &format!("      triggers:\n{TIMER}"));
    story.write("s.yaml", &text);
}

type Act = (&'static str, fn(&Console));

/// What somebody does to each of them, and what it is called.
const ACTS: [Act; 4] = [
    ("trigger", |one| one.delete_trigger("demo", "http")),
    ("asyncInvokeConfig", |one| {
        one.delete_config("demo", "async-invoke-config", "AsyncInvokeConfig");
    }),
    ("concurrencyConfig", |one| {
        one.delete_config("demo", "concurrency", "ConcurrencyConfig");
    }),
    ("domain", |one| one.delete_domain(DOMAIN)),
];

/// Every command stops at it and says that.
#[track_caller]
fn is_asked(clone: &Story, history: History, says: &[&str]) {
    for command in ["plan", "drift", "deploy", "deploy --merge"] {
        run(clone, history, command)
            .ends("drift")
            .writes(&[])
            .says(says);
    }
}

#[test]
fn what_was_taken_away_since_a_deploy_is_asked_about() {
    for (_, act) in ACTS {
        for history in [AT.head('b'), AT.head('d'), AT.head('c'), AT] {
            let clone = deployed().cloned();
            act(&clone.console());
            let gone = "deleted online since the deploy by Li-Wei from bbbbbbbbbbbb";
            is_asked(&clone, history, &[gone]);
            let told = run(&clone, history, "deploy --use-local");
            told.ends("changed").says(&["creat"]);
        }
    }
}

/// A decision that it stays away is on record.
#[test]
fn what_stays_away_is_not_asked_about_again() {
    for (name, act) in ACTS {
        let clone = deployed().cloned();
        act(&clone.console());
        run(&clone, AT.head('b'), "deploy --use-remote").ok();
        let told = run(&clone, AT.head('b'), "deploy").ok();
        assert_eq!(told.wrote(), [""; 0], "{name}\n{}", told.transcript());
        // The mark vouches for nothing of it, so that a clone asks, too.
        run(&clone.cloned(), AT.head('d'), "deploy").ends("drift");
    }
}

/// The commit here says something else, so nothing but the mark tells what stood there.
#[test]
fn what_may_have_been_taken_away_is_asked_about_in_a_later_commit() {
    for (name, act) in ACTS {
        let clone = deployed().cloned();
        clone.yaml(&[full().timeout(30)]);
        act(&clone.console());
        // Of configurations the mark says which there were.
        let says = match name.ends_with("Config") {
            true => "deleted online since the deploy by Li-Wei from bbbbbbbbbbbb",
            false => "its tag does not tell which",
        };
        is_asked(&clone, AT.head('d'), &[says]);
    }
}

/// A route that others took out of the domain is no new one.
#[test]
fn a_route_that_was_taken_out_is_asked_about() {
    let taken = |console: &Console| {
        console.change_domain(DOMAIN, json!({"routeConfig": {"routes": []}}));
    };
    for timeout in [10, 30] {
        for history in [AT.head('b'), AT.head('d'), AT.head('c'), AT] {
            let clone = deployed().cloned();
            clone.yaml(&[full().timeout(timeout)]);
            taken(&clone.console());
            for command in ["plan", "drift", "deploy"] {
                run(&clone, history, command)
                    .ends("drift")
                    .writes(&[])
                    .says(&["route"]);
            }
            run(&clone, history, "deploy --use-local").ends("changed");
            assert_eq!(clone.console().routes(DOMAIN).len(), 1);
        }
    }
}

/// What our commit adds after the one that is online is no question while that stands as it was left.
#[test]
fn what_is_new_here_is_no_question() {
    let clone = deployed().cloned();
    let instances = "      provisionConfig:\n        defaultTarget: 1\n";
    clone.yaml(&[full().with(instances)]);
    with_timer(&clone);
    run(&clone, AT.head('d'), "plan").ends("changed");
    run(&clone, AT.head('d'), "drift").ends("clean");
    let told = run(&clone, AT.head('d'), "deploy").ends("changed");
    told.never_says(&["deleted", "not online"]);
    assert_eq!(clone.console().trigger("demo", "timer")["enable"], true);
    // A domain where there was none.
    let story = story();
    story.yaml(&[Fn::demo().bare()]);
    run(&story, AT.head('b'), "deploy").ends("changed");
    let clone = story.cloned();
    clone.yaml(&[Fn::demo()]);
    run(&clone, AT.head('d'), "deploy").ends("changed");
}

/// A file that has given its domain another name: the mark proves that the deploy left no other one than what still
/// leads there, which is told.
#[test]
fn a_domain_that_was_renamed_is_new() {
    let renamed = |timeout| {
        let clone = deployed().cloned();
        clone.yaml(&[full().timeout(timeout).route("new.example.com", "/*")]);
        clone
    };
    let told = ["custom domain demo.example.com", "not in s.yaml"];
    for timeout in [10, 30] {
        let clone = renamed(timeout);
        run(&clone, AT.head('d'), "plan")
            .ends("changed")
            .says(&told);
        run(&clone, AT.head('d'), "drift").ends("clean");
        let done = run(&clone, AT.head('d'), "deploy")
            .ends("changed")
            .says(&told);
        done.never_says(&["not online"]);
        assert_eq!(clone.console().routes("new.example.com").len(), 1);
        assert_eq!(clone.console().routes(DOMAIN).len(), 1);
    }
    // What leads there is not what the deploy left, or nobody may look, or ours lacks that deploy.
    let asked = "new here, or taken away";
    let gone = renamed(30);
    gone.console().delete_domain(DOMAIN);
    run(&gone, AT.head('d'), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&[asked]);
    let moved = renamed(30);
    let body = json!({"routeConfig": {"routes": [{"path": "/x", "functionName": "demo"}]}});
    moved.console().change_domain(DOMAIN, body);
    run(&moved, AT.head('d'), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&[asked]);
    let denied = renamed(30);
    let refusal = r#"{"Code":"AccessDenied"}"#.to_owned();
    denied.every("GET", "custom-domains", Fate::RefusedWith(403, refusal));
    run(&denied, AT.head('d'), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&[asked]);
    let apart = renamed(30);
    run(&apart, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&[asked]);
}

/// A colleague's deploy that ours does not contain may be the one that took it away.
#[test]
fn what_a_colleague_may_have_taken_away_is_asked_about() {
    let story = story();
    story.yaml(&[full()]);
    with_timer(&story);
    run(&story, AT, "deploy").ends("changed");
    let ada = story.cloned();
    ada.yaml(&[full().timeout(20)]);
    run(&ada, AT.head('b').of("Ada"), "remove --trigger timer -y").ok();
    run(&ada, AT.head('b').of("Ada"), "deploy --use-local").ends("changed");
    assert_eq!(parts(&story)[7], "Ada");
    let clone = story.cloned();
    clone.yaml(&[full().timeout(20)]);
    with_timer(&clone);
    for history in [
        AT.head('c'),
        AT,
        AT.head('c').shallow(),
        AT.head('d').dirty(),
    ] {
        run(&clone, history, "deploy")
            .ends("drift")
            .writes(&[])
            .says(&["timer", "not online: new here, or taken away", "by Ada"]);
    }
}

/// A deploy of a part says nothing of the rest, so that nobody knows what stood there.
#[test]
fn beside_a_deploy_of_a_part_nothing_is_guessed() {
    let story = deployed();
    story.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    run(&story, AT.head('b'), "deploy --function code").ends("changed");
    let clone = story.cloned();
    clone.console().delete_trigger("demo", "http");
    is_asked(
        &clone,
        AT.head('b'),
        &["not online: new here, or taken away"],
    );
}

/// An older record of one's own says nothing of what a colleague has deployed since, and somebody took back.
#[test]
fn what_was_taken_back_since_a_colleagues_deploy_is_asked_about() {
    let overtaken = || {
        let story = story();
        run(&story, AT, "deploy").ends("changed");
        let ada = story.cloned();
        ada.yaml(&[Fn::demo().timeout(20).variable("FOO", "1").with(ASYNC)]);
        with_timer(&ada);
        run(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
        story.write("s.yaml", &ada.read("s.yaml"));
        story
    };
    // What is as she left it is agreed.
    run(&overtaken(), AT.head('d'), "deploy").ok().writes(&[]);
    let acts: [Act; 4] = [
        ("timeout", |one| one.change("demo", json!({"timeout": 10}))),
        ("FOO", |one| {
            let variables = json!({"LEVEL": "info-canary"});
            one.change("demo", json!({"environmentVariables": variables}));
        }),
        ("timer", |one| one.delete_trigger("demo", "timer")),
        ("async", |one| {
            one.delete_config("demo", "async-invoke-config", "AsyncInvokeConfig");
        }),
    ];
    for (name, act) in acts {
        for more in [false, true] {
            let story = overtaken();
            if more {
                let text = story
                    .read("s.yaml")
                    .replace("memorySize: 512", "memorySize: 1024");
                story.write("s.yaml", &text);
            }
            act(&story.console());
            let told = run(&story, AT.head('d'), "deploy");
            assert_eq!(told.wrote(), [""; 0], "{name}\n{}", told.transcript());
            told.ends("drift").says(&["Ada"]);
        }
    }
}

/// A deploy of a tree that never had it has not looked at what an earlier one has left, and its mark tells of that all the
/// same: whoever merges both trees is asked about what somebody has deleted meanwhile.
#[test]
fn what_a_deploy_did_not_look_at_is_not_new() {
    let acts: [Act; 3] = [
        ("timer", |one| one.delete_trigger("demo", "timer")),
        ("asyncInvokeConfig", |one| {
            one.delete_config("demo", "async-invoke-config", "AsyncInvokeConfig");
        }),
        ("concurrencyConfig", |one| {
            one.delete_config("demo", "concurrency", "ConcurrencyConfig");
        }),
    ];
    for (name, act) in acts {
        for half in ["", " --function code"] {
            let bob = story();
            run(&bob, AT, "deploy").ends("changed");
            let ada = bob.cloned();
            ada.yaml(&[full()]);
            with_timer(&ada);
            run(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
            // A fresh clone of the other branch has nothing on record either.
            let bob = bob.cloned();
            bob.yaml(&[Fn::demo().timeout(20)]);
            bob.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
            if !half.is_empty() {
                let half = format!("deploy{half} --use-local");
                run(&bob, AT.head('c').of("Bob"), &half).ends("changed");
            }
            run(&bob, AT.head('c').of("Bob"), "deploy --use-local").ends("changed");
            let merged = ada.cloned();
            merged.yaml(&[full().timeout(20)]);
            merged.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
            with_timer(&merged);
            // As long as it stands there nobody has anything to decide.
            run(&merged.forked(), AT.head('d'), "deploy")
                .ok()
                .writes(&[]);
            act(&merged.console());
            if half.is_empty() || name != "timer" {
                is_asked(&merged, AT.head('d'), &[name]);
            }
        }
    }
}

/// What a colleague has taken out by a commit that ours contains is new where a later one has it again.
#[test]
fn what_a_deploy_has_taken_out_is_new_in_a_later_commit() {
    for more in [false, true] {
        let story = story();
        story.yaml(&[full()]);
        run(&story, AT, "deploy").ends("changed");
        // Ada's working copy has deployed it, too, so that hers takes it out.
        let ada = story.copied();
        ada.yaml(&[Fn::demo().timeout(20)]);
        run(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
        let timeout = if more { 30 } else { 20 };
        story.yaml(&[full().timeout(timeout)]);
        run(&story.forked(), AT.head('c'), "deploy")
            .ends_one_of(&["drift", "conflict"])
            .writes(&[]);
        run(&story, AT.head('d'), "plan").ends("changed");
        run(&story, AT.head('d'), "deploy").ends("changed");
    }
}

/// The mark of one function says nothing of a route that leads to another one, even where the file gives it to that
/// function now.
#[test]
fn a_route_that_comes_from_another_function_is_asked_about() {
    let second = || Fn::named("second", "second").bare();
    let project = |first: Fn, second: Fn| yaml(&[first, second]);
    let moved = || {
        let route = Fn::demo().bare().route(DOMAIN, "/b");
        project(route, second()).replace("path: /b", "path: /b\n          methods: [POST]")
    };
    let story = Story::new().marks();
    let before = project(
        Fn::demo().bare().route(DOMAIN, "/a"),
        second().route(DOMAIN, "/b"),
    );
    story.write(
        "s.yaml",
        &before.replace("path: /b", "path: /b\n          methods: [GET]"),
    );
    run(&story, AT.head('b'), "deploy").ends("changed");
    for clone in [story.cloned(), story] {
        let mut routes = clone.console().routes(DOMAIN);
        for route in routes.iter_mut().filter(|route| route["path"] == "/b") {
            route["methods"] = json!(["DELETE"]);
        }
        let console = clone.console();
        console.change_domain(DOMAIN, json!({"routeConfig": {"routes": routes.clone()}}));
        clone.write("s.yaml", &moved());
        run(&clone, AT.head('d'), "fn deploy")
            .ends_one_of(&["drift", "conflict"])
            .writes(&[]);
        assert_eq!(console.routes(DOMAIN), routes);
    }
}
