//! Nothing is written from a stale reading: a colleague writes right before each request of a deploy
//! that changes everything, and what they wrote is kept, or told, or lies in the window of the one
//! request that follows the reading of the same setting.

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
    story.write("code/index.py", "changed here");
    let changed = project(20, &["GET", "PUT"], 2, "b");
    let path = "          path: /demo/*";
    let text = crate::yaml::yaml(&[changed]).replace(path, "          path: /demo2/*");
    story.write("s.yaml", &text);
    story
}

/// What a colleague does, and how it is seen online afterwards.
struct Foreign {
    name: &'static str,
    does: fn(&Console),
    stands: fn(&Console) -> bool,
    /// The requests that write the same setting.
    written_by: &'static str,
}

const FOREIGN: [Foreign; 14] = [
    Foreign {
        name: "code",
        does: |console| console.change_code("demo", &[("index.py", "hot fix")]),
        stands: |console| console.code("demo")[0].1 == "hot fix",
        written_by: "PUT functions/demo",
    },
    Foreign {
        name: "the async configuration that goes",
        does: |console| {
            console.delete_config("demo", "async-invoke-config", "AsyncInvokeConfig");
        },
        stands: |console| {
            !console
                .function("demo")
                .to_string()
                .contains("asyncInvokeConfig")
        },
        written_by: "PUT functions/demo/async-invoke-config?qualifier=LATEST",
    },
    Foreign {
        name: "the domain that goes",
        does: |console| console.delete_domain(DOMAIN),
        stands: |console| console.domain(DOMAIN).is_null(),
        written_by: "none",
    },
    Foreign {
        name: "the concurrency, switched off",
        does: |console| {
            let body = json!({"reservedConcurrency": 0});
            console.put_config("demo", "concurrency", "ConcurrencyConfig", body);
        },
        stands: |console| {
            console
                .function("demo")
                .to_string()
                .contains("\"reservedConcurrency\":0")
        },
        written_by: "PUT functions/demo/concurrency",
    },
    Foreign {
        name: "another setting",
        does: |console| console.change("demo", json!({"memorySize": 1024})),
        stands: |console| console.function("demo")["memorySize"] == 1024,
        written_by: "none",
    },
    Foreign {
        name: "a variable beside ours",
        does: |console| console.set_variable("demo", "THEIRS", "1"),
        stands: |console| console.function("demo")["environmentVariables"]["THEIRS"] == "1",
        written_by: "PUT functions/demo",
    },
    Foreign {
        name: "the same setting",
        does: |console| console.change("demo", json!({"timeout": 99})),
        stands: |console| console.function("demo")["timeout"] == 99,
        written_by: "PUT functions/demo",
    },
    Foreign {
        name: "a trigger",
        does: |console| {
            let config = json!({"authType": "function", "methods": ["GET"]});
            console.change_trigger("demo", "http", json!({"triggerConfig": config}));
        },
        stands: |console| console.trigger("demo", "http")["authType"] == "function",
        written_by: "PUT functions/demo/triggers/http",
    },
    Foreign {
        name: "a trigger that goes",
        does: |console| console.delete_trigger("demo", "http"),
        stands: |console| console.trigger("demo", "http").is_null(),
        written_by: "none",
    },
    Foreign {
        name: "the async configuration",
        does: |console| {
            let body = json!({"maxAsyncRetryAttempts": 7});
            console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
        },
        stands: |console| {
            console
                .function("demo")
                .to_string()
                .contains("\"maxAsyncRetryAttempts\":7")
        },
        written_by: "PUT functions/demo/async-invoke-config?qualifier=LATEST",
    },
    Foreign {
        name: "the same tag",
        does: |console| console.tag("demo", "stage", "theirs"),
        stands: |console| has_tag(console, "stage", "theirs"),
        written_by: "POST tags-v2",
    },
    Foreign {
        name: "another tag",
        does: |console| console.tag("demo", "cost", "theirs"),
        stands: |console| has_tag(console, "cost", "theirs"),
        written_by: "none",
    },
    Foreign {
        name: "another function's route",
        does: |console| console.add_route(DOMAIN, "/third/*", "other"),
        stands: |console| has_route(console, "/third/*", "other"),
        written_by: "PUT custom-domains/shared.example.com",
    },
    Foreign {
        name: "a domain without our route",
        does: |console| {
            let mut routes = console.routes(DOMAIN);
            routes.retain(|route| route["functionName"] == "other");
            console.change_domain(DOMAIN, json!({"routeConfig": {"routes": routes}}));
        },
        stands: |console| !has_route(console, "/demo2/*", "demo"),
        written_by: "PUT custom-domains/shared.example.com",
    },
];

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

/// What became of one colleague's write before one request.
fn before_each(weather: Weather, foreign: &Foreign, round: usize) {
    let requests = about_to_change(weather)
        .s("deploy")
        .ends("changed")
        .sent
        .len();
    for request in places(requests, round) {
        let story = about_to_change(weather);
        let told = story.before(request, foreign.does).s("deploy");
        let name = foreign.name;
        let at = told.sent.get(request).map(|line| line.short());
        let kept = (foreign.stands)(&story.console());
        let silent = told.code == 0 && !kept;
        let window = at.as_deref() == Some(foreign.written_by) && !weather.etags;
        // A route of ours that somebody takes out after it was written is put in again: it is ours.
        let again = name == "a domain without our route" && told.code == 0;
        assert!(
            !silent || window || again,
            "{name} before request {request} {at:?} is lost\n{}",
            told.transcript()
        );
        truthful(&story, &told);
    }
}

/// `drift` and `failed` mean that nothing was written at all.
fn truthful(story: &Story, told: &Told) {
    if ["drift", "conflict", "failed", "unreadable", "usage"].contains(&told.word.as_str()) {
        let mut done = told.sent.iter().filter(|line| line.writes());
        let any = done.any(|line| (200..300).contains(&line.status));
        assert!(!any, "{}", told.transcript());
    }
    let console = story.console();
    assert!(
        console.domain(DOMAIN).is_null() || has_route(&console, "/other/*", "other"),
        "{}",
        told.transcript()
    );
}

#[test]
fn a_colleagues_write_before_each_request_is_kept_or_told() {
    for (round, foreign) in FOREIGN.iter().enumerate() {
        before_each(Weather::default(), foreign, round);
    }
}

#[test]
fn with_etags_there_is_no_window() {
    let etags = Weather {
        etags: true,
        ..Weather::default()
    };
    let conditional = |foreign: &&Foreign| !foreign.written_by.contains("tags-v2");
    for (round, foreign) in FOREIGN.iter().filter(conditional).enumerate() {
        before_each(etags, foreign, round);
    }
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
        .says(&["memorySize", "some of its settings are written already"]);
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
