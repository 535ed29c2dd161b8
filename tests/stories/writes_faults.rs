//! A fault or a crash at each request of a first deploy and of a restore: never 0 unless it is done,
//! no question about our own work, and the third run is clean.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::story::Story;
use crate::told::Told;
use crate::writes::places;
use crate::yaml::Fn;

fn faults() -> [Fate; 8] {
    [
        Fate::KilledBefore,
        Fate::KilledAfter,
        Fate::Dropped,
        Fate::Lost,
        Fate::Half,
        Fate::RefusedWith(500, String::new()),
        Fate::RefusedWith(200, "{}".to_owned()),
        Fate::AnsweredWith(200, "<html>".to_owned()),
    ]
}

fn project() -> Fn {
    Fn::demo().with(
        "      resourceGroupId: rg-a\n      vpcBinding:\n        vpcIds:\n          - vpc-one\n          - vpc-two\n      tags:\n        - key: stage\n          value: a\n      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n      concurrencyConfig:\n        reservedConcurrency: 5\n      provisionConfig:\n        defaultTarget: 1\n        alwaysAllocateCPU: false\n",
    )
}

fn truthful(told: &Told) {
    let wrote = |line: &crate::cloud::Line| line.writes() && line.status / 100 == 2;
    if ["failed", "drift", "conflict", "unreadable"].contains(&told.word.as_str()) {
        assert!(!told.sent.iter().any(wrote), "{}", told.transcript());
    }
}

#[test]
fn of_a_first_deploy() {
    let create = || {
        let story = Story::new();
        story.yaml(&[project()]);
        story
    };
    let whole = create();
    let requests = whole.s("deploy").ends("changed").sent.len();
    let expected = settings(&whole);
    for (round, fault) in faults().iter().enumerate() {
        for request in places(requests, round) {
            let story = create();
            let told = story.fate(request, fault.clone()).s("deploy");
            truthful(&told);
            let next = story.s("deploy");
            assert_eq!(
                next.code,
                0,
                "{request} {fault:?}\n{}{}",
                told.transcript(),
                next.transcript()
            );
            assert_eq!(settings(&story), expected, "{request} {fault:?}");
            story.s("deploy").ends("clean").writes(&[]);
            story.s("drift").ends("clean");
        }
    }
}

/// What is online, without what tells one run from another.
fn settings(story: &Story) -> Value {
    let mut state = story.console().state();
    forget(&mut state);
    state
}

fn forget(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for name in [
                "lastModifiedTime",
                "createdTime",
                "functionId",
                "triggerId",
                "objects",
                "httpTrigger",
            ] {
                map.remove(name);
            }
            map.values_mut().for_each(forget);
        }
        Value::Array(items) => {
            items.iter_mut().for_each(forget);
            items.sort_by_key(Value::to_string);
        }
        _ => {}
    }
}

/// Somebody's change was overwritten, and is about to be put back.
fn about_to_restore() -> (Story, String) {
    let story = Story::deployed();
    let console = story.console();
    console.change("demo", json!({"memorySize": 1024, "timeout": 77}));
    console.change_code("demo", &[("index.py", "hot fix")]);
    let config = json!({"authType": "function", "methods": ["GET"]});
    console.change_trigger("demo", "http", json!({"triggerConfig": config}));
    let told = story.s("deploy --use-local").ends("changed");
    let id = told.said.split("'s fn restore ").nth(1).unwrap();
    let id = id.split('\'').next().unwrap().to_owned();
    (story, id)
}

fn is_back(story: &Story) -> bool {
    let console = story.console();
    let function = console.function("demo");
    let trigger = console.trigger("demo", "http");
    function["memorySize"] == 1024
        && function["timeout"] == 77
        && trigger["authType"] == "function"
        && console.code("demo")[0].1 == "hot fix"
}

#[test]
fn of_a_restore() {
    let (whole, id) = about_to_restore();
    let requests = whole
        .s(&format!("restore {id} -y"))
        .ends("changed")
        .sent
        .len();
    assert!(is_back(&whole));
    whole.s("deploy").ends("clean").writes(&[]);
    for (round, fault) in faults().iter().enumerate() {
        for request in places(requests, round) {
            let (story, id) = about_to_restore();
            let told = story
                .fate(request, fault.clone())
                .s(&format!("restore {id} -y"));
            truthful(&told);
            assert!(told.code != 0 || is_back(&story), "{}", told.transcript());
            let next = story.s(&format!("restore {id} -y"));
            assert_eq!(
                next.code,
                0,
                "{request} {fault:?}\n{}{}",
                told.transcript(),
                next.transcript()
            );
            assert!(
                is_back(&story),
                "{request} {fault:?}\n{}",
                next.transcript()
            );
            story.s("deploy").ends("clean").writes(&[]);
        }
    }
}
