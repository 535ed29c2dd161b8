//! Nothing is written from a stale reading. What becomes of a colleague's write before each request is
//! told in `adversary/writes.rs`; here are the cases that need another look at it.
//!
//! The emulator guesses here: G1, G5.

use serde_json::{Value, json};

use crate::cloud::Weather;
use crate::console::Console;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const DOMAIN: &str = "shared.example.com";

/// A project with a setting of every kind, on a domain that it shares.
fn project(timeout: u32, methods: &[&str], retries: u32, tag: &str) -> Fn {
    Fn::demo()
        .timeout(timeout)
        .variable("OURS", &timeout.to_string())
        .methods(methods)
        .route(DOMAIN, "/demo/*")
        .with(&format!(
            "      tags:\n        - key: stage\n          value: {tag}\n      asyncInvokeConfig:\n        maxAsyncRetryAttempts: {retries}\n      concurrencyConfig:\n        reservedConcurrency: {timeout}\n"
        ))
}

/// The project is deployed, and is to be changed in everything.
fn about_to_change(weather: Weather) -> Story {
    let story = Story::in_weather(weather);
    let console = story.console();
    console.create(json!({
        "functionName": "other", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": crate::console::zipped(&[("index.py", "x")])},
    }));
    console.create_domain(
        json!({"domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {
        "routes": [{"path": "/other/*", "functionName": "other", "methods": ["GET"]}]}}),
    );
    story.yaml(&[project(10, &["GET"], 1, "a")]);
    story.s("deploy").ends("changed");
    story.write("code/index.py", "changed locally");
    let changed = project(20, &["GET", "PUT"], 2, "b");
    let path = "          path: /demo/*";
    let text = crate::yaml::yaml(&[changed]).replace(path, "          path: /demo2/*");
    story.write("s.yaml", &text);
    story
}

fn has_tag(console: &Console, key: &str, value: &str) -> bool {
    let tags = console.function("demo")["tags"].clone();
    let tags = tags.as_array().cloned().unwrap_or_default();
    tags.contains(&json!({"Key": key, "Value": value}))
}

fn has_route(console: &Console, path: &str, function: &str) -> bool {
    let is_it = |route: &Value| route["path"] == path && route["functionName"] == function;
    console.routes(DOMAIN).iter().any(is_it)
}

/// The requests before which something happens: all of them where everything is told, else every fourth,
/// another one in each round.
pub(crate) fn places(requests: usize, round: usize) -> impl Iterator<Item = usize> {
    let step = if crate::thorough() { 1 } else { 4 };
    (round % step..requests).step_by(step)
}

/// `drift` and `failed` mean that nothing was written at all, and what is others' is never touched.
fn truthful(story: &Story, told: &Told) {
    assert!(!told.lies(), "{}", told.transcript());
    assert!(
        has_route(&story.console(), "/other/*", "other"),
        "{}",
        told.transcript()
    );
}

/// A route of ours that somebody takes out is a question; one that they take out after it was written
/// is put in again, as it is ours.
#[test]
fn a_route_of_ours_that_others_take_out_is_never_lost_without_a_word() {
    let requests = about_to_change(Weather::default())
        .s("deploy")
        .ends("changed")
        .sent
        .len();
    for request in places(requests, 0) {
        let story = about_to_change(Weather::default());
        let told = story
            .before(request, |console| {
                let mut routes = console.routes(DOMAIN);
                routes.retain(|route| route["functionName"] == "other");
                console.change_domain(DOMAIN, json!({"routeConfig": {"routes": routes}}));
            })
            .s("deploy");
        let is_there = has_route(&story.console(), "/demo2/*", "demo");
        assert_eq!(told.code == 0, is_there, "{}", told.transcript());
        truthful(&story, &told);
    }
}

#[test]
fn with_etags_every_write_carries_one() {
    let etags = Weather {
        etags: true,
        ..Weather::default()
    };
    let told = about_to_change(etags).s("deploy").ends("changed");
    for line in told.sent.iter().filter(|line| line.writes()) {
        let has = line.headers.iter().any(|(name, _)| name == "if-match");
        assert!(has || line.path == "tags-v2", "{}", line.short());
    }
}

#[test]
fn what_came_between_two_writes_of_one_function_is_never_ours() {
    let run = about_to_change(Weather::default()).s("deploy").sent;
    let put = run
        .iter()
        .position(|line| line.short() == "PUT functions/demo");
    let story = about_to_change(Weather::default());
    let change = |console: &Console| console.change("demo", json!({"memorySize": 1024}));
    story
        .before(put.unwrap(), change)
        .s("deploy")
        .ends("partial")
        .says(&["memorySize", "some of its settings are already written"]);
    // It is a question, not an earlier decision.
    story
        .s("drift")
        .ends("drift")
        .says(&["memorySize"])
        .never_says(&["earlier decision"]);
    story.s("deploy").ends("drift").writes(&[]);
    story.s("deploy --merge").ends("changed");
    assert_eq!(story.console().function("demo")["memorySize"], 1024);
    assert!(has_tag(&story.console(), "stage", "b"));
}

#[test]
fn a_deploy_of_the_function_alone_reads_once_more() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let told = story.s("deploy").ends("changed");
    let reads = told.sent.iter().filter(|line| !line.writes()).count();
    assert_eq!(reads, 3 + 3 + 1, "{}", told.transcript());
}
