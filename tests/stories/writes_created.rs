//! Something that a deploy is about to create is there when it does: others were faster.
//!
//! The emulator guesses here: G49.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::console::{Console, zipped};
use crate::story::{Story, together};
use crate::told::Told;
use crate::yaml::Fn;

const DOMAIN: &str = "shared.example.com";

fn routes(console: &Console) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let pair = |route: &Value| format!("{} {}", text(&route["path"]), text(&route["functionName"]));
    let mut all: Vec<String> = console.routes(DOMAIN).iter().map(pair).collect();
    all.sort();
    all
}

/// A colleague's function.
fn third(console: &Console) {
    console.create(json!({
        "functionName": "third", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": zipped(&[("index.py", "x")])},
    }));
}

/// Deploys for the first time, while a colleague does something right before that request arrives.
fn meets(
    story: &Story,
    (method, path): (&'static str, &'static str),
    colleague: impl FnOnce(&Console) + 'static,
) -> Told {
    let mut colleague = Some(colleague);
    story.meddle(move |_, line, console| {
        let is_it = line.is(method, path) && (method == "POST" || console.has_function("demo"));
        if is_it && let Some(colleague) = colleague.take() {
            colleague(console);
        }
        Fate::Arrives
    });
    story.s("deploy")
}

fn on_shared() -> Story {
    let story = Story::new();
    story.yaml(&[Fn::demo().route(DOMAIN, "/demo")]);
    third(&story.console());
    story
}

#[test]
fn two_first_runs_at_once_share_a_new_domain() {
    for delay in (0..=300).step_by(10) {
        let one = Story::new();
        let two = one.cloned();
        one.yaml(&[Fn::named("fn", "one").route(DOMAIN, "/one")]);
        two.yaml(&[Fn::named("fn", "two").route(DOMAIN, "/two")]);
        let told = together(vec![(0, one.stage("deploy")), (delay, two.stage("deploy"))]);
        for told in &told {
            assert_eq!(told.word, "changed", "{delay}: {}", told.transcript());
        }
        assert_eq!(routes(&one.console()), ["/one one", "/two two"], "{delay}");
        one.s("deploy").ends("clean").writes(&[]);
        two.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn a_domain_that_a_colleague_creates_is_joined() {
    let story = on_shared();
    let told = meets(&story, ("POST", "custom-domains"), |console| {
        let routes = json!([{"path": "/c", "functionName": "third"}]);
        console.create_domain(json!({
            "domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {"routes": routes},
        }));
    });
    let told = told.ends("changed");
    told.says(&["is shared", "custom domain shared.example.com: updated"]);
    assert_eq!(routes(&story.console()), ["/c third", "/demo demo"]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("drift").ends("clean");
}

#[test]
fn what_has_to_be_decided_about_it_stays_a_question() {
    let cases = [
        // Another protocol, and the path that is ours.
        (
            json!([{"path": "/c", "functionName": "third"}]),
            "HTTP,HTTPS",
        ),
        (json!([{"path": "/demo", "functionName": "third"}]), "HTTP"),
    ];
    for (list, protocol) in cases {
        let story = on_shared();
        let told = meets(&story, ("POST", "custom-domains"), move |console| {
            console.create_domain(json!({
                "domainName": DOMAIN, "protocol": protocol, "routeConfig": {"routes": list},
                "certConfig": {"certName": "c", "certificate": "x", "privateKey": "y"},
            }));
        });
        let before = routes(&story.console());
        let told = told.ends("partial");
        let puts = told.wrote();
        assert!(
            !puts.iter().any(|put| put.starts_with("PUT custom-domains")),
            "{puts:?}"
        );
        assert_eq!(routes(&story.console()), before);
        assert_eq!(before.len(), 1);
        story.s("deploy").fails().writes(&[]);
    }
}

fn trigger(methods: &[&str]) -> Value {
    let config = json!({"authType": "anonymous", "methods": methods});
    json!({"triggerName": "http", "triggerType": "http", "triggerConfig": config.to_string()})
}

#[test]
fn an_equal_trigger_is_taken_as_it_is_and_another_is_a_question() {
    for (methods, equal) in [(&["GET"][..], true), (&["GET", "PUT"], false)] {
        let story = Story::new();
        let body = trigger(methods);
        let told = meets(
            &story,
            ("POST", "functions/demo/triggers"),
            move |console| {
                console.create_trigger("demo", body);
            },
        );
        let config = story.console().trigger("demo", "http");
        assert_eq!(config["methods"], json!(methods));
        if equal {
            told.ends("changed");
            story.s("deploy").ends("clean").writes(&[]);
        } else {
            told.ends("partial").says(&["run the same command again"]);
            story
                .s("deploy")
                .ends("drift")
                .writes(&[])
                .says(&["methods"]);
        }
    }
}

#[test]
fn a_function_of_a_colleague_is_not_ours() {
    for timeout in [10, 20] {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare()]);
        let told = meets(&story, ("POST", "functions"), move |console| {
            console.create(json!({
                "functionName": "demo", "runtime": "python3.10", "handler": "index.handler",
                "memorySize": 512, "timeout": timeout,
                "environmentVariables": {"LEVEL": "info-canary"},
                "code": {"zipFile": zipped(&[("index.py", "theirs")])},
            }));
        });
        told.ends("drift").says(&["run the same command again"]);
        assert_eq!(story.console().code("demo")[0].1, "theirs");
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.says(&["index.py"]);
    }
}

#[test]
fn an_equal_configuration_is_taken_as_it_is_and_another_is_a_question() {
    for (retries, equal) in [(3, true), (8, false)] {
        let story = Story::new();
        let config = "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n        maxAsyncRetryAttempts: 3\n";
        story.yaml(&[Fn::demo().bare().with(config)]);
        let told = meets(
            &story,
            ("GET", "functions/demo/async-invoke-config"),
            move |console| {
                let body =
                    json!({"maxAsyncRetryAttempts": retries, "maxAsyncEventAgeInSeconds": 360});
                console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
            },
        );
        if equal {
            told.ends("changed");
            story.s("deploy").ends("clean").writes(&[]);
        } else {
            told.ends("partial");
            story
                .s("deploy")
                .ends("drift")
                .writes(&[])
                .says(&["maxAsyncRetryAttempts"]);
        }
    }
}

#[test]
fn two_colleagues_who_deploy_the_same_for_the_first_time_agree() {
    for delay in (0..=300).step_by(20) {
        let one = Story::new();
        let two = one.cloned();
        let told = together(vec![(0, one.stage("deploy")), (delay, two.stage("deploy"))]);
        for told in &told {
            assert_eq!(told.code, 0, "{delay}: {}", told.transcript());
        }
        one.s("deploy").ends("clean").writes(&[]);
        two.s("deploy").ends("clean").writes(&[]);
    }
}

/// What the file leaves to the service is no value to compare with, as in a first run.
#[test]
fn sizes_that_a_colleague_chose_are_taken_where_the_file_leaves_them_to_the_service() {
    let mut joined = 0;
    for delay in (0..=300).step_by(10) {
        let one = Story::new();
        let two = one.cloned();
        let sized = "      cpu: 0.5\n      diskSize: 10240\n";
        one.yaml(&[Fn::demo().bare().with(sized)]);
        two.yaml(&[Fn::demo().bare()]);
        let told = together(vec![(0, one.stage("deploy")), (delay, two.stage("deploy"))]);
        let online = one.console().function("demo");
        assert_eq!(told[0].code == 0, online["cpu"] == json!(0.5), "{delay}");
        if told[0].code == 0 {
            joined += usize::from(told[1].sent.iter().any(|line| line.is("POST", "functions")));
            assert_eq!(told[1].code, 0, "{delay}: {}", told[1].transcript());
            assert_eq!(online["diskSize"], json!(10240));
            two.s("deploy").ends("clean").writes(&[]);
        }
    }
    assert!(joined > 0, "nobody met the colleague's function");
}
