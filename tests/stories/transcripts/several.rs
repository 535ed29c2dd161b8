//! Projects of several functions, and domains that several projects share.

use serde_json::json;

use super::Tale;
use crate::cloud::Fate;
use crate::console::zipped;
use crate::story::Story;
use crate::yaml::Fn;

/// Three functions without anything beside them.
fn three(timeout: u32) -> Vec<Fn> {
    let named = |name: &&str| {
        Fn::named(name, &format!("{name}-fn"))
            .bare()
            .timeout(timeout)
    };
    ["one", "two", "three"].iter().map(named).collect()
}

fn deployed() -> Story {
    let story = Story::new();
    story.yaml(&three(10));
    story.s("deploy").ends("changed");
    story.yaml(&three(20));
    story
}

#[test]
fn third_of_three_drifted() {
    let mut tale = Tale::named("third_of_three_drifted");
    let story = deployed();
    story
        .console()
        .change("three-fn", json!({"memorySize": 1024}));
    tale.note("three functions, whose timeout is edited; the third one got more memory online");
    tale.run(story.s("deploy"), "drift");
    tale.note("at a terminal: keep the live version, write nothing into s.yaml");
    tale.run(story.keys("rn").s("deploy"), "changed");
    tale.reads_as_before();
}

#[test]
fn partial() {
    let mut tale = Tale::named("partial");
    let story = deployed();
    let body = r#"{"Code":"AccessDenied","Message":"the caller is not authorized to perform fc:UpdateFunction","RequestId":"r-1"}"#;
    let refusal = Fate::RefusedWith(403, body.to_owned());
    tale.note("three functions, whose timeout is edited; the second one may not be written");
    tale.run(
        story.every("PUT", "functions/two-fn", refusal).s("deploy"),
        "partial",
    );
    tale.note("the right is granted");
    tale.run(story.s("deploy"), "changed");
    tale.reads_as_before();
}

#[test]
fn shared_domain() {
    const DOMAIN: &str = "shared.example.com";
    let mut tale = Tale::named("shared_domain");
    let story = Story::new();
    let console = story.console();
    console.create(json!({
        "functionName": "third", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": zipped(&[("index.py", "x")])},
    }));
    console.create_domain(json!({
        "domainName": DOMAIN, "protocol": "HTTP",
        "routeConfig": {"routes": [{"path": "/c", "functionName": "third"}]},
    }));
    story.yaml(&[Fn::demo().route(DOMAIN, "/ours")]);
    tale.note("the domain is online with a route of another team");
    tale.run(story.s("deploy"), "changed");
    console.add_route(DOMAIN, "/theirs", "third");
    story.yaml(&[Fn::demo().route(DOMAIN, "/v2")]);
    tale.note("the other team adds a route; ours is /v2 in s.yaml now");
    tale.run(story.s("deploy"), "changed");
    tale.run(story.s("remove -y"), "changed");
    tale.reads_as_before();
}
