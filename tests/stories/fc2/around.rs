//! What stands in a service beside what the file names: it is told, and never touched.

use serde_json::json;

use super::{PROPS, SERVICE, deployed};
use crate::story::Story;

/// The usual project, in whose service others have published and put things.
fn shared() -> Story {
    let story = deployed();
    let console = story.console();
    let other = json!({"functionName": "other", "runtime": "python3", "handler": "a.b", "code": {"zipFile": crate::caller::PACKAGE}});
    console.older("POST", &format!("{SERVICE}/functions"), &other);
    console.older("POST", &format!("{SERVICE}/versions"), &json!({}));
    let alias = json!({"aliasName": "live", "versionId": "1"});
    console.older("POST", &format!("{SERVICE}/aliases"), &alias);
    let live = format!("{SERVICE}.live/functions/demo");
    console.older(
        "PUT",
        &format!("{live}/provision-config"),
        &json!({"target": 3}),
    );
    let limit = json!({"maximumInstanceCount": 7});
    console.older("PUT", &format!("{live}/on-demand-config"), &limit);
    story
}

const TOLD: [&str; 5] = [
    "function shop/other is online, but not in s.yaml and not on record here as deployed",
    "version 1 of service shop is online",
    "alias live of service shop is online",
    "provisioned instances of function demo (live): 3 is online",
    "limit of on-demand instances of function demo (live): 7 is online",
];

#[test]
fn what_else_stands_in_the_service_is_told_and_left_alone() {
    let story = shared();
    for command in ["plan", "drift"] {
        story.s(command).ends("clean").writes(&[]).says(&TOLD);
    }
    story.s("deploy").ends("clean").writes(&[]);
    let told = story.s("drift --report drift.json").ends("clean");
    assert!(told.text().contains("drift.json"), "{}", told.text());
    let report: serde_json::Value = serde_json::from_str(&story.read("drift.json")).unwrap();
    let strangers = report["functions"][0]["strangers"].as_array().unwrap();
    let kinds: Vec<&str> = strangers
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "serviceFunction",
            "serviceVersion",
            "serviceAlias",
            "serviceProvisionConfig",
            "serviceOnDemandConfig"
        ]
    );
}

/// Of several resources of one service the first tells of it, and what the others deploy is no stranger.
#[test]
fn it_is_told_once() {
    let story = shared();
    let second = PROPS.replace("name: demo", "name: second");
    let text = story.read("s.yaml");
    let text = format!("{text}  second:\n    component: fc-guard\n    props:\n{second}");
    story.write("s.yaml", &text);
    story.s("deploy").ends("changed");
    let told = story.s("drift").ends("clean").says(&TOLD);
    let text = told.text();
    assert_eq!(
        text.matches("alias live of service shop").count(),
        1,
        "{text}"
    );
    assert!(!text.contains("function shop/second is online"), "{text}");
    let alone = story.s("second drift").ends("clean");
    assert!(!alone.text().contains("alias live"), "{}", alone.text());
}

/// A removal says what keeps the service.
#[test]
fn a_removal_leaves_it() {
    let story = shared();
    // The service deletes no function that has provisioned instances.
    story.s("remove -y").fails().writes(&[]).says(&[
        "function shop/demo has provisioned instances (live: 3)",
        "s web provision put --qualifier live --target 0",
    ]);
    let live = format!("{SERVICE}.live/functions/demo/provision-config");
    story.console().older("PUT", &live, &json!({"target": 0}));
    let told = story.s("remove -y").ends("changed");
    told.says(&["service shop stays", "s web remove service"]);
    assert!(story.console().tries_older("GET", SERVICE));
    assert!(
        story
            .console()
            .tries_older("GET", &format!("{SERVICE}/aliases/live"))
    );
}
