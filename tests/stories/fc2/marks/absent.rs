//! What the file has and nobody finds online, in a clone without a record: what holds of a function of FC 3.0
//! (`marks/absent.rs`) holds of one in a service, too.

use serde_json::{Value, json};

use super::super::{FUNCTION, PROPS, SERVICE, edit, file};
use super::{denied, is_asked, run, story, tags};
use crate::console::Console;
use crate::marks::history::{AT, History};
use crate::story::Story;

const BOUND: &str = "        internetAccess: true\n        vpcBinding: [vpc-1]\n";
const ASYNC: &str = "        asyncConfiguration:\n          maxAsyncEventAgeInSeconds: 360\n          maxAsyncRetryAttempts: 2\n      triggers:\n";
const DOMAIN: &str = "      customDomains:\n        - domainName: demo.example.com\n          protocol: HTTP\n          routeConfigs:\n            - path: /api/*\n              methods: [GET]\n      triggers:\n";
const TIMER: &str = "        - name: timer\n          type: timer\n          config: {cronExpression: '@every 9m', enable: true}\n        - name: web\n";

/// A function with some of everything that may stand beside one, deployed from `b`.
fn full() -> Story {
    thread_local! {
        static FULL: Story = {
            let story = story();
            edit(&story, "        internetAccess: true\n", BOUND);
            edit(&story, "      triggers:\n", ASYNC);
            edit(&story, "      triggers:\n", DOMAIN);
            edit(&story, "        - name: web\n", TIMER);
            run(&story, AT.head('b'), "deploy").ends("changed");
            story
        };
    }
    FULL.with(Story::forked)
}

/// The same beside a function of another file, which keeps the service.
fn beside() -> Story {
    let story = full();
    let other = PROPS.replace("name: demo", "name: other");
    let other = other.replace("        internetAccess: true\n", BOUND);
    story.write("t.yaml", &file(&other));
    run(&story, AT.head('b'), "deploy -t t.yaml").ends("changed");
    story
}

fn delete(console: &Console, path: &str) {
    console.older("DELETE", path, &Value::Null);
}

/// The function, and what stands in the way of its deletion.
fn delete_function(console: &Console) {
    for name in ["web", "timer"] {
        delete(console, &format!("{FUNCTION}/triggers/{name}"));
    }
    delete(console, FUNCTION);
}

/// What somebody takes away.
type Act = (&'static str, fn(&Console));

const ACTS: [Act; 5] = [
    ("binding", |one| {
        one.older(
            "DELETE",
            &format!("{SERVICE}/binding"),
            &json!({"vpcId": "vpc-1"}),
        );
    }),
    ("trigger", |one| {
        delete(one, &format!("{FUNCTION}/triggers/timer"))
    }),
    ("async", |one| {
        delete(one, &format!("{FUNCTION}/async-invoke-config"))
    }),
    ("domain", |one| {
        delete(one, "2016-08-15/custom-domains/demo.example.com")
    }),
    ("function", delete_function),
];

const GONE: &str = "deleted online since the deploy by Li-Wei from bbbbbbbbbbbb";

/// Every command stops at it and says that.
#[track_caller]
fn stops_every_command(clone: &Story, history: History, says: &[&str]) {
    is_asked(clone, history, says);
    for command in ["plan", "drift", "deploy --merge"] {
        run(clone, history, command)
            .ends("drift")
            .writes(&[])
            .says(says);
    }
}

#[test]
fn what_was_taken_away_since_a_deploy_is_asked_about() {
    for (name, act) in ACTS {
        for history in [AT.head('b'), AT.head('c')] {
            let clone = full().cloned();
            act(&clone.console());
            stops_every_command(&clone, history, &[GONE]);
            let told = run(&clone, history, "deploy --use-local");
            told.ends("changed").says(&["creat"]);
            let again = run(&clone.cloned(), history, "deploy");
            assert_eq!(again.ok().wrote(), [""; 0], "{name}");
        }
    }
}

/// A decision that it stays away is on record, and the mark vouches for nothing of it.
#[test]
fn what_stays_away_is_not_asked_about_again() {
    for (name, act) in ACTS {
        let clone = full().cloned();
        act(&clone.console());
        run(&clone, AT.head('b'), "deploy --use-remote").ok();
        let told = run(&clone, AT.head('b'), "deploy").ok();
        assert_eq!(told.wrote(), [""; 0], "{name}\n{}", told.transcript());
        run(&clone.cloned(), AT.head('d'), "deploy").ends("drift");
    }
}

/// The commit here says something else, so nothing but the mark tells what stood there.
#[test]
fn what_may_have_been_taken_away_is_asked_about_in_a_later_commit() {
    for (name, act) in ACTS {
        let clone = full().cloned();
        edit(&clone, "timeout: 10", "timeout: 30");
        act(&clone.console());
        // Of a function that had the mark, and of configurations, the mark says that there were some.
        let says = match name {
            "async" | "binding" | "function" => GONE,
            _ => "its tag does not tell which",
        };
        stops_every_command(&clone, AT.head('d'), &[says]);
    }
}

/// What our commit adds after the one that is online is no question while that stands as it was left.
#[test]
fn what_is_new_here_is_no_question() {
    let clone = super::deployed().cloned();
    edit(&clone, "        internetAccess: true\n", BOUND);
    edit(&clone, "      triggers:\n", ASYNC);
    edit(&clone, "      triggers:\n", DOMAIN);
    edit(&clone, "        - name: web\n", TIMER);
    let second = PROPS.replace("name: demo", "name: other");
    let second = second.replace("        internetAccess: true\n", BOUND);
    let text = clone.read("s.yaml");
    clone.write(
        "s.yaml",
        &format!("{text}  other:\n    component: fc-guard\n    props:\n{second}"),
    );
    run(&clone, AT.head('d'), "plan").ends("changed");
    run(&clone, AT.head('d'), "drift").ends("clean");
    let told = run(&clone, AT.head('d'), "deploy").ends("changed");
    told.never_says(&["deleted", "not online"]);
}

/// A removal takes the mark along, whoever left it, so that nobody takes what was meant for a deletion by others.
#[test]
fn what_was_removed_is_created_again_without_a_question() {
    type Deleted = fn(&Console);
    let acts: [Deleted; 2] = [|_| {}, delete_function];
    for deleted in acts {
        for is_cloned in [true, false] {
            let mut story = beside();
            if is_cloned {
                story = story.cloned();
            }
            deleted(&story.console());
            run(&story, AT.head('d'), "remove -y").ok();
            let left = tags(&story);
            assert_eq!(left["fc-guard.demo"], Value::Null, "{left}");
            assert_ne!(left["fc-guard.other"], Value::Null, "{left}");
            let clone = story.cloned();
            run(&clone, AT.head('d'), "deploy")
                .ends("changed")
                .never_says(&["deleted"]);
        }
    }
    // One that stays is told.
    let story = beside();
    story.every("DELETE", "2016-08-15/tag", denied());
    run(&story, AT.head('b'), "remove -y").ok().says(&[
        "the tag fc-guard.demo stays on service shop",
        "fc:UntagResource",
    ]);
    // Whoever may not look at tags has left none.
    let story = beside();
    story.every("GET", "2016-08-15/tag", denied());
    run(&story, AT.head('b'), "remove -y")
        .ok()
        .never_says(&["stays on"]);
}

/// A file that has given its domain another name, which the mark proves to be new.
#[test]
fn a_domain_that_was_renamed_is_new() {
    let clone = full().cloned();
    edit(
        &clone,
        "domainName: demo.example.com",
        "domainName: new.example.com",
    );
    let told = run(&clone, AT.head('d'), "deploy").ends("changed");
    told.says(&["custom domain demo.example.com", "not in s.yaml"])
        .never_says(&["not online"]);
    let clone = full().cloned();
    edit(
        &clone,
        "domainName: demo.example.com",
        "domainName: new.example.com",
    );
    delete(
        &clone.console(),
        "2016-08-15/custom-domains/demo.example.com",
    );
    is_asked(&clone, AT.head('d'), &["new here, or taken away"]);
}
