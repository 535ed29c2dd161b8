//! Removing and restoring: what is taken away is what was shown, and it is really gone.

use serde_json::{Value, json};

use crate::cloud::{Fate, Weather};
use crate::console::{Console, zipped};
use crate::story::Story;
use crate::told::Told;
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
        "the routes of demo in custom domain shared.example.com",
        "taking the routes of demo out of custom domain shared.example.com",
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

type Change = fn(&Console);
type Stands = fn(&Console) -> bool;

const CHANGES: [(&str, Change, Stands); 8] = [
    (
        "a setting",
        |console| console.change("demo", json!({"timeout": 99})),
        |console| console.has_function("demo"),
    ),
    (
        "code",
        |console| console.change_code("demo", &[("index.py", "hot fix")]),
        |console| console.has_function("demo"),
    ),
    (
        "a trigger",
        |console| {
            let config = json!({"authType": "function", "methods": ["GET"]});
            console.change_trigger("demo", "http", json!({"triggerConfig": config}));
        },
        |console| !console.trigger("demo", "http").is_null(),
    ),
    (
        "a new trigger",
        |console| {
            let config = json!({"cronExpression": "@every 1h", "enable": true}).to_string();
            let body =
                json!({"triggerName": "late", "triggerType": "timer", "triggerConfig": config});
            console.create_trigger("demo", body);
        },
        |console| !console.trigger("demo", "late").is_null(),
    ),
    (
        "the async configuration",
        |console| {
            let body = json!({"maxAsyncRetryAttempts": 7});
            console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
        },
        |console| {
            console
                .state()
                .to_string()
                .contains("\"maxAsyncRetryAttempts\":7")
        },
    ),
    (
        "another function's route",
        |console| console.add_route(DOMAIN, "/late", "third"),
        |console| leads_to(console, "/late", "third"),
    ),
    (
        "a binding",
        |console| console.bind_vpc("demo", "vpc-late"),
        |console| console.state().to_string().contains("vpc-late"),
    ),
    (
        "an alias",
        |console| {
            let body = json!({"description": "by colleague"});
            console.does("PUT", "UpdateAlias", "/functions/demo/aliases/prod", &body);
        },
        |console| console.state().to_string().contains("by colleague"),
    ),
];

/// Whether there is what a change is about.
fn is_there(console: &Console, name: &str) -> bool {
    match name {
        "a trigger" => !console.trigger("demo", "http").is_null(),
        "an alias" => console.state().to_string().contains("\"prod\""),
        "another function's route" => !console.domain(DOMAIN).is_null(),
        _ => true,
    }
}

/// Whether a colleague's write came right before the request that took it away, or, where it made
/// something new, after the last look at all that goes with the function.
fn in_the_window(told: &Told, request: usize, name: &str) -> bool {
    let sent = &told.sent;
    let lists = sent
        .iter()
        .rposition(|line| line.is("GET", "functions/demo/versions*"));
    let makes = ["a new trigger", "the async configuration", "a binding"];
    // Aliases are shown as they are read, and not saved.
    let lists_alias = |line: &crate::cloud::Line| line.is("GET", "functions/demo/aliases*");
    let shown = sent.iter().position(lists_alias);
    if name == "an alias" && shown.is_some_and(|shown| request <= shown) {
        return true;
    }
    let late = makes.contains(&name) && lists.is_some_and(|lists| request + 10 > lists);
    sent.get(request).is_some_and(|line| line.writes()) || late
}

#[test]
fn a_colleagues_write_before_each_request_is_kept_or_saved() {
    for (number, (name, does, stands)) in CHANGES.into_iter().enumerate() {
        let shared = number % 2 == 0;
        let requests = plain(shared).s("remove -y").ends("changed").sent.len();
        for request in places(requests, number) {
            let story = plain(shared);
            let done = std::rc::Rc::new(std::cell::Cell::new(false));
            let noted = std::rc::Rc::clone(&done);
            let told = story
                .meddle(move |number, _, console| {
                    // What is gone by then nobody can change.
                    let exists = console.has_function("demo") && is_there(console, name);
                    if number == request && exists {
                        does(console);
                        noted.set(true);
                    }
                    Fate::Arrives
                })
                .s("remove -y");
            let saved = told.said.contains("saved what others had changed");
            let silent = told.code == 0 && !stands(&story.console()) && !saved;
            assert!(
                !(done.get() && silent) || in_the_window(&told, request, name),
                "{name} before {request} of {requests}, shared {shared}\n{}",
                told.transcript()
            );
        }
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
fn every_fault_at_every_request_of_a_removal_leads_to_the_same_end() {
    let faults = [
        Fate::Dropped,
        Fate::Lost,
        Fate::RefusedWith(500, String::new()),
        Fate::RefusedWith(403, "<html>".to_owned()),
        Fate::AnsweredWith(500, String::new()),
        Fate::KilledBefore,
        Fate::KilledAfter,
    ];
    let requests = plain(true).s("remove -y").sent.len();
    for (round, fault) in faults.iter().enumerate() {
        for request in places(requests, round) {
            let story = plain(true);
            let told = story.fate(request, fault.clone()).s("remove -y");
            let gone = !story.console().has_function("demo");
            assert!(gone || told.code != 0, "{fault:?} {}", told.transcript());
            let wrote = told
                .sent
                .iter()
                .any(|line| line.writes() && line.status / 100 == 2);
            let lies = ["failed", "drift", "unreadable"].contains(&told.word.as_str());
            assert!(!(wrote && lies), "{fault:?} {}", told.transcript());
            story.s("remove -y");
            assert!(!story.console().has_function("demo"));
            assert!(leads_to(&story.console(), "/c", "third"));
            assert!(!leads_to(&story.console(), "/demo", "demo"));
            assert!(story.records().is_empty(), "{fault:?} {request}");
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
    let requests = story.copied().s(&format!("restore {id} -y --use-local"));
    for request in 0..requests.sent.len() {
        let story = story.copied();
        console.change("demo", json!({"memorySize": 2048}));
        let told = story
            .before(request, |console| {
                console.change("demo", json!({"memorySize": 3072}))
            })
            .s(&format!("restore {id} -y --use-local"));
        let kept = console.function("demo")["memorySize"] == 3072;
        let saved = told.said.contains("saved what others had changed");
        let window = told.sent[request].writes();
        assert!(
            kept || window || (request == 0 && saved),
            "{}",
            told.transcript()
        );
    }
}
