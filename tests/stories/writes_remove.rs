//! Removing and restoring: what is taken away is what was shown, and it is really gone.
//!
//! The emulator guesses here: G11, G12.

use serde_json::{Value, json};

use crate::cloud::{Fate, Weather};
use crate::console::{Console, zipped};
use crate::story::Story;
use crate::writes::places;
use crate::yaml::Fn;

const DOMAIN: &str = "shared.example.com";

/// A function with much beside it, on a domain that leads nowhere else, or is shared.
fn deployed(weather: Weather, shared: bool) -> Story {
    let story = Story::in_weather(weather);
    let console = story.console();
    console.create(json!({
        "functionName": "third", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": zipped(&[("index.py", "x")])},
    }));
    story.yaml(&[Fn::demo().route(DOMAIN, "/demo").with(
        "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n      concurrencyConfig:\n        reservedConcurrency: 5\n      vpcBinding:\n        vpcIds:\n          - vpc-one\n",
    )]);
    story.s("deploy").ends("changed");
    console.publish("demo", "prod");
    if shared {
        console.add_route(DOMAIN, "/c", "third");
    }
    story
}

fn plain(shared: bool) -> Story {
    deployed(Weather::default(), shared)
}

fn leads_to(console: &Console, path: &str, function: &str) -> bool {
    let is_it = |route: &Value| route["path"] == path && route["functionName"] == function;
    console.routes(DOMAIN).iter().any(is_it)
}

#[test]
fn a_shared_domain_only_loses_our_routes_and_it_says_so() {
    let story = plain(true);
    let told = story.s("remove -y").ends("changed").says(&[
        "the routes of function demo in custom domain shared.example.com, which others share",
        "removing the routes of function demo from custom domain shared.example.com",
    ]);
    told.never_says(&["deleting custom domain"]);
    assert!(leads_to(&story.console(), "/c", "third"));
    assert!(!leads_to(&story.console(), "/demo", "demo"));
}

#[test]
fn routes_that_come_while_the_question_is_open_stay() {
    for shared in [true, false] {
        for etags in [true, false] {
            let weather = Weather {
                etags,
                ..Weather::default()
            };
            let story = deployed(weather, shared);
            story
                .keys("y")
                .meanwhile(0, |console| console.add_route(DOMAIN, "/late", "third"))
                .s("remove")
                .ends("changed");
            assert!(leads_to(&story.console(), "/late", "third"));
            assert!(!leads_to(&story.console(), "/demo", "demo"));
        }
    }
}

#[test]
fn the_answer_no_is_no_drift() {
    let story = plain(false);
    story
        .keys("n")
        .s("remove")
        .ends("interrupted")
        .fails()
        .writes(&[])
        .says(&["nothing was deleted"]);
}

/// Aliases are shown as they are read, and in no backup: one that changes after that is told, or it
/// changed in the moment before it went.
#[test]
fn an_alias_that_changes_before_each_request_is_told() {
    let requests = plain(true).s("remove -y").ends("changed").sent.len();
    for request in places(requests, 0) {
        let story = plain(true);
        let is_there = |console: &Console| console.state().to_string().contains("\"prod\"");
        let done = std::rc::Rc::new(std::cell::Cell::new(false));
        let noted = std::rc::Rc::clone(&done);
        let told = story
            .before(request, move |console| {
                if console.has_function("demo") && is_there(console) {
                    let body = json!({"description": "by colleague"});
                    console.does("PUT", "UpdateAlias", "/functions/demo/aliases/prod", &body);
                    noted.set(true);
                }
            })
            .s("remove -y");
        let lists = |line: &crate::cloud::Line| line.is("GET", "functions/demo/aliases*");
        let shown = told
            .sent
            .iter()
            .position(lists)
            .is_some_and(|at| request <= at);
        let window = told.sent.get(request).is_some_and(|line| line.writes());
        assert!(
            !done.get() || told.code != 0 || shown || window,
            "before {request} of {requests}\n{}",
            told.transcript()
        );
    }
}

#[test]
fn a_deletion_without_effect_is_never_taken_for_one() {
    let answers = ["<html>welcome</html>", "", "{}", "null"];
    let deletes = plain(true).s("remove -y").sent;
    let deletes: Vec<usize> = (0..deletes.len())
        .filter(|&index| deletes[index].writes())
        .collect();
    for request in deletes {
        for answer in answers {
            let story = plain(true);
            let told = story
                .fate(request, Fate::RefusedWith(200, answer.to_owned()))
                .s("remove -y")
                .fails();
            assert_eq!(told.word, "partial", "{}", told.transcript());
            story.s("remove -y").ends("changed");
            assert!(!story.console().has_function("demo"));
        }
    }
}

#[test]
fn deletions_carry_the_etag_of_the_last_reading() {
    let weather = Weather {
        etags: true,
        ..Weather::default()
    };
    let told = deployed(weather, true).s("remove -y").ends("changed");
    for line in told.sent.iter().filter(|line| line.writes()) {
        let has = line.headers.iter().any(|(name, _)| name == "if-match");
        let without = line.path.contains("/versions/") || line.path.contains("/vpc-bindings/");
        assert!(has || without, "{}", line.short());
    }
}

#[test]
fn what_changes_between_the_question_and_a_restore_is_not_overwritten() {
    let story = Story::deployed();
    let console = story.console();
    console.change("demo", json!({"memorySize": 1024}));
    let told = story.s("deploy --use-local").ends("changed");
    let id = told.said.split("'s fn restore ").nth(1).unwrap();
    let id = id.split('\'').next().unwrap().to_owned();
    story
        .keys("y")
        .meanwhile(0, |console| {
            console.change("demo", json!({"memorySize": 2048}))
        })
        .s(&format!("restore {id}"))
        .ends("drift")
        .writes(&[]);
    assert_eq!(console.function("demo")["memorySize"], 2048);
    story
        .keys("n")
        .s(&format!("restore {id}"))
        .ends("interrupted")
        .writes(&[]);
}

/// A name that nothing online has is told, beside what goes and alone.
#[test]
fn a_trigger_that_is_not_online_is_named() {
    let story = Story::deployed();
    story
        .s("remove --trigger htpp -y")
        .ok()
        .writes(&[])
        .says(&["function demo has no trigger htpp online"]);
    story
        .s("remove --trigger http,nope -y")
        .ends("changed")
        .says(&["has no trigger nope online"])
        .never_says(&["no trigger http online"]);
}
