//! Blocks of which a part goes, blocks that say nothing, and what nobody here knows in one.

use serde_json::{Value, json};

use super::{FUNCTION, SERVICE, edit, new};
use crate::cloud::{Fate, Weather};
use crate::story::Story;

const ASYNC: &str = "2016-08-15/services/shop.LATEST/functions/demo/async-invoke-config";
const CODE: &str = "        codeUri: ./code\n";
const ACCESS: &str = "        internetAccess: true\n";

/// The usual project with these lines behind one of its own.
fn with(line: &str, more: &str) -> Story {
    let story = new();
    edit(&story, line, &format!("{line}{more}"));
    story
}

/// What a deploy sends of a setting after a part of it has left the file.
fn sent((line, before, after): (&str, &str, &str), path: &str, setting: &str) -> Value {
    let story = with(line, before);
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    edit(&story, before, after);
    let told = story.s("deploy").ends("changed");
    let told = told.writes(&[&format!("PUT {path}")]);
    let body = told.request("PUT", path).body.clone();
    story.s("deploy").ends("clean").writes(&[]);
    body[setting].clone()
}

/// As upstream has it, each part that goes is named in the request: nobody has seen whether the service takes what a
/// block lacks for one that goes.
#[test]
fn a_part_that_goes_is_taken_back() {
    let hooks = "        instanceLifecycleConfig:\n          preFreeze: {handler: a.b, timeout: 5}\n          preStop: {handler: c.d, timeout: 6}\n";
    let stop = "        instanceLifecycleConfig:\n          preStop: {handler: c.d, timeout: 6}\n";
    assert_eq!(
        sent((CODE, hooks, stop), FUNCTION, "instanceLifecycleConfig"),
        json!({"preStop": {"handler": "c.d", "timeout": 6}, "preFreeze": {"handler": ""}})
    );
    let dns = "        customDNS: {nameServers: [1.1.1.1], searches: [a.b], dnsOptions: [{name: ndots, value: '5'}]}\n";
    let servers = "        customDNS: {nameServers: [1.1.1.1]}\n";
    assert_eq!(
        sent((CODE, dns, servers), FUNCTION, "customDNS"),
        json!({"nameServers": ["1.1.1.1"], "searches": null, "dnsOptions": null})
    );
    let log = "        logConfig: {project: p, logstore: l, enableRequestMetrics: true, enableInstanceMetrics: true, logBeginRule: DefaultRegex}\n";
    let bare = "        logConfig: {project: p, logstore: l}\n";
    assert_eq!(
        sent((ACCESS, log, bare), SERVICE, "logConfig"),
        json!({"project": "p", "logstore": "l", "enableRequestMetrics": false, "enableInstanceMetrics": false, "logBeginRule": "None"})
    );
    let mount = |name: &str| format!("{{serverAddr: {name}, nasDir: /x, fcDir: /mnt/{name}}}");
    let (a, b) = (mount("a"), mount("b"));
    let nas = format!("        nasConfig: {{userId: 5, groupId: 6, mountPoints: [{a}, {b}]}}\n");
    let less = format!("        nasConfig: {{mountPoints: [{a}]}}\n");
    assert_eq!(
        sent((ACCESS, &nas, &less), SERVICE, "nasConfig"),
        json!({"userId": 0, "groupId": 0, "mountPoints": [{"serverAddr": "a:/x", "mountDir": "/mnt/a"}]})
    );
}

/// What the service chooses by itself in a block is chosen anew where the file says it no more, as with upstream.
#[test]
fn what_the_service_chooses_in_a_block_is_left_to_it_again() {
    let runtime = "        runtime: custom\n";
    let check = "        customHealthCheckConfig: {httpGetUrl: /ready, timeoutSeconds: 3}\n";
    let story = new();
    edit(
        &story,
        "        runtime: python3\n",
        &format!("{runtime}{check}"),
    );
    story.s("deploy").ends("changed");
    edit(&story, ", timeoutSeconds: 3", "");
    let told = story.s("deploy").ends("changed");
    let told = told.says(&["customHealthCheckConfig.timeoutSeconds"]);
    let body = &told.request("PUT", FUNCTION).body;
    assert_eq!(
        body["customHealthCheckConfig"],
        json!({"httpGetUrl": "/ready"})
    );
    story.s("deploy").ends("clean").writes(&[]);
    // A setting at the top stays as it is: no request would have the service choose it.
    let story = with(CODE, "        diskSize: 10240\n");
    story.s("deploy").ends("changed");
    edit(&story, "        diskSize: 10240\n", "");
    story.s("deploy").ok().writes(&[]);
}

/// Upstream puts an empty block, and what the service chooses stands there then.
#[test]
fn an_empty_async_configuration_is_put() {
    let empty = "        asyncConfiguration: {}\n";
    let story = with(CODE, empty);
    let told = story.s("deploy").ends("changed");
    assert_eq!(told.request("PUT", ASYNC).body, json!({}));
    assert!(story.console().tries_older("GET", ASYNC));
    story.s("deploy").ends("clean").writes(&[]);
    story.s("plan").ends("clean");
    // What others set in it is asked about, and goes back to what stood there.
    let before = story.console().older("GET", ASYNC, &json!(null));
    let theirs = json!({"maxAsyncRetryAttempts": 1});
    story.console().older("PUT", ASYNC, &theirs);
    story
        .s("deploy")
        .ends("drift")
        .says(&["maxAsyncRetryAttempts"]);
    story.s("deploy --use-local").ends("changed");
    let after = story.console().older("GET", ASYNC, &json!(null));
    assert_eq!(
        after["maxAsyncRetryAttempts"],
        before["maxAsyncRetryAttempts"]
    );
    // Whoever takes the block out takes it back.
    edit(&story, empty, "");
    let told = story.s("deploy").ends("changed");
    assert!(
        told.wrote().contains(&format!("DELETE {ASYNC}")),
        "{}",
        told.transcript()
    );
    story.s("deploy").ends("clean").writes(&[]);
}

/// What the file says no more the service chooses anew, also where nothing else is left in the block.
#[test]
fn an_async_configuration_that_says_no_more_is_put_empty() {
    let one = "        asyncConfiguration: {maxAsyncRetryAttempts: 2}\n";
    let story = with(CODE, one);
    story.s("deploy").ends("changed");
    edit(&story, "{maxAsyncRetryAttempts: 2}", "{}");
    let told = story.s("deploy").ends("changed");
    let told = told.says(&["asyncConfiguration"]);
    assert!(
        told.request("PUT", ASYNC)
            .body
            .get("maxAsyncRetryAttempts")
            .is_none()
    );
    let after = story.console().older("GET", ASYNC, &json!(null));
    assert_ne!(after["maxAsyncRetryAttempts"], 2);
    story.s("deploy").ends("clean").writes(&[]);
}

/// Somebody has deleted it: that is asked about as of any other configuration.
#[test]
fn an_empty_async_configuration_that_is_gone_is_asked_about() {
    let story = with(CODE, "        asyncConfiguration: {}\n");
    story.s("deploy").ends("changed");
    story.console().older("DELETE", ASYNC, &json!(null));
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["asyncConfiguration"]);
    story.s("deploy --use-local").ends("changed");
    assert!(story.console().tries_older("GET", ASYNC));
}

/// Upstream hands on the whole configuration of a trigger.
#[test]
fn what_nobody_knows_of_a_trigger_is_sent_and_compared() {
    let story = Story::in_weather(Weather {
        newer: true,
        ..Weather::default()
    });
    story.write("s.yaml", &super::file(super::PROPS));
    let methods = "            methods: [GET, POST]\n";
    let more = |value: u32| format!("{methods}            ofTomorrow: {{a: {value}}}\n");
    edit(&story, methods, &more(1));
    let path = "props.triggers[0].config.ofTomorrow";
    let warning = format!("{path}: is not a known property; it is sent as it stands");
    story.s("deploy").ends("changed").says(&[&warning]);
    let online = || story.console().demo_trigger("web")["triggerConfig"].clone();
    assert_eq!(online()["ofTomorrow"], json!({"a": 1}));
    story.s("deploy").ends("clean").writes(&[]);
    edit(&story, &more(1), &more(2));
    story.s("deploy").ends("changed");
    assert_eq!(online()["ofTomorrow"], json!({"a": 2}));
    let mut theirs = online();
    theirs["ofTomorrow"] = json!({"a": 3});
    let trigger = format!("{FUNCTION}/triggers/web");
    story
        .console()
        .older("PUT", &trigger, &json!({"triggerConfig": theirs}));
    story
        .s("deploy")
        .ends("drift")
        .says(&["triggerConfig.ofTomorrow.a"]);
    story.s("deploy --use-remote --write-back").ends("clean");
    assert!(
        story.read("s.yaml").contains("a: 3"),
        "{}",
        story.read("s.yaml")
    );
    story.s("deploy").ends("clean").writes(&[]);
}

/// A service that strikes what it does not know is asked for it once, and not again in every deploy.
#[test]
fn what_the_service_strikes_is_not_sent_again() {
    let story = new();
    let methods = "            methods: [GET, POST]\n";
    edit(
        &story,
        methods,
        &format!("{methods}            ofTomorrow: 1\n"),
    );
    let triggers = format!("{FUNCTION}/triggers");
    let answer = json!({
        "triggerName": "web", "triggerType": "http", "qualifier": "LATEST",
        "triggerConfig": {"authType": "anonymous", "methods": ["GET", "POST"]},
    });
    story.meddle(move |_, line, console| match line.is("POST", &triggers) {
        true => {
            console.older("POST", &triggers, &answer);
            let online = console.demo_trigger("web");
            Fate::RefusedWith(200, online.to_string())
        }
        false => Fate::Arrives,
    });
    let told = story.s("deploy").ends("changed");
    let body = &told.request("POST", &format!("{FUNCTION}/triggers")).body;
    assert_eq!(body["triggerConfig"]["ofTomorrow"], 1);
    story.s("deploy").ends("clean").writes(&[]);
}
