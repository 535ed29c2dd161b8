//! One custom domain with routes of several resources, as those of FC 3.0 have it.

use serde_json::{Value, json};

use super::{PROPS, deployed, file};
use crate::cloud::Fate;
use crate::console::Console;
use crate::story::Story;

const DOMAIN: &str = "2016-08-15/custom-domains/www.example.com";

/// A resource with a function of that name and these paths of the domain.
fn resource(name: &str, protocol: &str, paths: &[&str]) -> String {
    let routes = paths
        .iter()
        .map(|path| format!("            - path: {path}\n"));
    let routes: String = routes.collect();
    let domains = match paths {
        [] => String::new(),
        _ => format!(
            "      customDomains:\n        - domainName: www.example.com\n          protocol: {protocol}\n          routeConfigs:\n{routes}"
        ),
    };
    let props = PROPS.replace("name: demo", &format!("name: {name}"));
    format!("  {name}:\n    component: fc-guard\n    props:\n{props}{domains}")
}

fn write(story: &Story, resources: &[String]) {
    let head = file("");
    let (head, _) = head.split_once("  web:\n").unwrap();
    story.write("s.yaml", &format!("{head}{}", resources.concat()));
}

/// Two resources with a path each, deployed.
fn two() -> Story {
    let story = deployed();
    write(
        &story,
        &[
            resource("demo", "HTTP", &["/a"]),
            resource("other", "HTTP", &["/b"]),
        ],
    );
    let told = story.s("deploy").ends("changed");
    let wrote = told.wrote();
    let put = wrote.iter().filter(|one| **one == format!("PUT {DOMAIN}"));
    assert_eq!(put.count(), 1, "{}", told.transcript());
    story
}

/// What stands in the domain, as `path function`.
fn routes(story: &Story) -> Vec<String> {
    let domain = story.console().older("GET", DOMAIN, &Value::Null);
    let all = domain["routeConfig"]["routes"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<String> = all
        .iter()
        .map(|one| format!("{} {}", text(&one["path"]), text(&one["functionName"])))
        .collect();
    all.sort();
    all
}

#[test]
fn each_of_them_has_its_routes_and_leaves_the_other_s() {
    let story = two();
    assert_eq!(routes(&story), ["/a demo", "/b other"]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("plan").ends("clean");
    story.s("drift").ends("clean");
    write(
        &story,
        &[
            resource("demo", "HTTP", &["/a", "/c"]),
            resource("other", "HTTP", &["/b"]),
        ],
    );
    story
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {DOMAIN}")]);
    assert_eq!(routes(&story), ["/a demo", "/b other", "/c demo"]);
    for command in ["demo deploy", "other deploy", "deploy"] {
        story.s(command).ends("clean").writes(&[]);
    }
}

#[test]
fn the_same_path_twice_is_refused_before_anything_is_sent() {
    let story = deployed();
    write(
        &story,
        &[
            resource("demo", "HTTP", &["/a"]),
            resource("other", "HTTP", &["/a"]),
        ],
    );
    let told = story
        .s("deploy")
        .refused(&["/a", "www.example.com", "demo", "other"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

#[test]
fn settings_that_differ_are_refused_before_anything_is_sent() {
    let story = deployed();
    let secure = resource("other", "HTTP", &["/b"]).replace(
        "          routeConfigs:",
        "          tlsConfig: {minVersion: TLSv1.2, cipherSuites: [TLS_RSA_WITH_AES_128_CBC_SHA]}\n          routeConfigs:",
    );
    let plain = resource("demo", "HTTP", &["/a"]).replace(
        "          routeConfigs:",
        "          tlsConfig: {minVersion: TLSv1.0, cipherSuites: [TLS_RSA_WITH_AES_128_CBC_SHA]}\n          routeConfigs:",
    );
    write(&story, &[plain, secure]);
    let told = story
        .s("deploy")
        .refused(&["tlsConfig", "www.example.com", "demo", "other"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

/// A route that moves from one resource to the other in the file changes the function that it leads to, and is none of
/// somebody else's.
#[test]
fn a_route_moves_to_another_resource() {
    let story = two();
    write(
        &story,
        &[
            resource("demo", "HTTP", &["/a", "/b"]),
            resource("other", "HTTP", &["/c"]),
        ],
    );
    story.s("deploy").ends("changed");
    assert_eq!(routes(&story), ["/a demo", "/b demo", "/c other"]);
    story.s("deploy").ends("clean").writes(&[]);
    write(
        &story,
        &[
            resource("demo", "HTTP", &["/a"]),
            resource("other", "HTTP", &[]),
        ],
    );
    story.s("deploy").ok();
    assert_eq!(routes(&story)[0], "/a demo");
}

/// What somebody else does to the route of one is asked about there, and leaves the other alone.
#[test]
fn a_change_of_others_is_one_resource_s_question() {
    let story = two();
    let route = |path: &str, name: &str, methods: Value| json!({"path": path, "serviceName": "shop", "functionName": name, "methods": methods});
    let body = json!({"routeConfig": {"routes": [
        route("/a", "demo", json!([])), route("/b", "other", json!(["POST"])),
    ]}});
    story.console().older("PUT", DOMAIN, &body);
    story.s("demo deploy").ends("clean").writes(&[]);
    story
        .s("other deploy")
        .ends("drift")
        .writes(&[])
        .says(&["methods"]);
    story.s("other deploy --use-local").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_removal_leaves_the_other_s_routes() {
    let story = two();
    story.s("demo remove -y").ends("changed");
    assert_eq!(routes(&story), ["/b other"]);
    story.s("other deploy").ends("clean").writes(&[]);
}

/// The list goes as a whole, without an ETag: a route that somebody adds before any of our readings stays.
#[test]
fn a_route_that_comes_in_between_stays() {
    let third = json!({"functionName": "third", "runtime": "python3", "handler": "a.b", "code": {"zipFile": crate::caller::PACKAGE}});
    for turn in 0..4 {
        let story = two();
        story
            .console()
            .older("POST", "2016-08-15/services/shop/functions", &third);
        write(
            &story,
            &[
                resource("demo", "HTTP", &["/a", "/c"]),
                resource("other", "HTTP", &["/b"]),
            ],
        );
        let mut seen = 0;
        story.meddle(move |_, line, console| {
            if line.is("GET", DOMAIN) {
                if seen == turn {
                    add(
                        console,
                        json!({"path": "/x", "serviceName": "shop", "functionName": "third"}),
                    );
                }
                seen += 1;
            }
            Fate::Arrives
        });
        story.s("deploy").ok();
        story.s("deploy").ends("clean").writes(&[]);
        let all = ["/a demo", "/b other", "/c demo", "/x third"];
        assert_eq!(routes(&story), all, "before reading {turn}");
    }
}

/// Adds a route to the domain, as another tool does it.
fn add(console: &Console, route: Value) {
    let domain = console.older("GET", DOMAIN, &Value::Null);
    let mut all = domain["routeConfig"]["routes"].as_array().unwrap().clone();
    all.push(route);
    console.older("PUT", DOMAIN, &json!({"routeConfig": {"routes": all}}));
}
