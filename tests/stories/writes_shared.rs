//! A domain that functions of several projects share, and what a deploy waits for.
//!
//! The emulator guesses here: G5, G25.

use serde_json::{Value, json};

use crate::cloud::{Fate, Weather};
use crate::console::{Console, zipped};
use crate::story::{Story, together};
use crate::yaml::Fn;

const DOMAIN: &str = "shared.example.com";

fn routes(console: &Console) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<String> = console
        .routes(DOMAIN)
        .iter()
        .map(|route| format!("{} {}", text(&route["path"]), text(&route["functionName"])))
        .collect();
    all.sort();
    all
}

/// A function of somebody else, and its route.
fn third_team(console: &Console, with_route: bool) {
    console.create(json!({
        "functionName": "third", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": zipped(&[("index.py", "x")])},
    }));
    let routes = match with_route {
        true => json!([{"path": "/c", "functionName": "third"}]),
        false => json!([]),
    };
    console.create_domain(json!({
        "domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {"routes": routes},
    }));
}

/// Two teams whose functions are online; each is about to add its route.
fn two_teams(with_route: bool) -> (Story, Story) {
    let one = Story::new();
    third_team(&one.console(), with_route);
    let two = one.cloned();
    for (story, function) in [(&one, "one"), (&two, "two")] {
        let mut bare = Fn::named("fn", function);
        bare.domain = None;
        story.yaml(&[bare.clone()]);
        story.s("deploy").ends("changed");
        story.yaml(&[bare.route(DOMAIN, &format!("/{function}"))]);
    }
    (one, two)
}

#[test]
fn of_two_deploys_at_once_neither_loses_its_route() {
    for with_route in [true, false] {
        for delay in (0..=150).step_by(5) {
            let (one, two) = two_teams(with_route);
            let told = together(vec![(0, one.stage("deploy")), (delay, two.stage("deploy"))]);
            let found = routes(&one.console());
            for (told, route) in told.iter().zip(["/one one", "/two two"]) {
                let stands = found.contains(&route.to_owned());
                assert!(stands || told.code != 0, "{delay}: {}", told.transcript());
            }
            assert!(told.iter().all(|one| one.word == "changed"), "{delay}");
            assert_eq!(found.contains(&"/c third".to_owned()), with_route);
            one.s("deploy").ends("clean");
            two.s("deploy").ends("clean");
        }
    }
}

#[test]
fn a_service_that_is_busy_does_not_end_the_hold() {
    for (code, body) in [
        (429, r#"{"Code":"Throttling","Message":"slow down"}"#),
        (503, r#"{"Code":"ServiceUnavailable","Message":"busy"}"#),
        (
            409,
            r#"{"Code":"ConcurrentUpdateError","Message":"another"}"#,
        ),
    ] {
        let (one, _) = two_teams(true);
        let mut puts = 0;
        let mut dropped = false;
        one.meddle(move |_, line, console| {
            if puts == 1 && !dropped && line.is("GET", "custom-domains/*") {
                // Somebody who had read the domain before writes it as it was.
                dropped = true;
                let routes = json!([{"path": "/c", "functionName": "third"}]);
                console.change_domain(DOMAIN, json!({"routeConfig": {"routes": routes}}));
            }
            puts += usize::from(line.is("PUT", "custom-domains/*"));
            match puts == 2 && line.method == "PUT" {
                true => Fate::RefusedWith(code, body.to_owned()),
                false => Fate::Arrives,
            }
        });
        let told = one.s("deploy").ends("changed");
        assert_eq!(told.wrote().len(), 3, "{}", told.transcript());
        assert_eq!(routes(&one.console()), ["/c third", "/one one"]);
    }
}

#[test]
fn many_deploys_at_once_lose_no_route() {
    let first = Story::new();
    third_team(&first.console(), true);
    let teams: Vec<Story> = (0..5)
        .map(|team| {
            let story = first.cloned();
            let function = format!("team{team}");
            story.yaml(&[Fn::named("fn", &function).route(DOMAIN, &format!("/{function}"))]);
            story
        })
        .collect();
    let stages = teams.iter().map(|team| (0, team.stage("deploy")));
    let told = together(stages.collect());
    let found = routes(&first.console());
    for (team, told) in told.iter().enumerate() {
        let route = format!("/team{team} team{team}");
        assert!(
            found.contains(&route) || told.code != 0,
            "{}",
            told.transcript()
        );
    }
    assert_eq!(found.len(), 6, "{found:?}");
}

#[test]
fn a_path_that_somebody_else_took_in_the_meantime_is_not_taken_back() {
    let (one, _) = two_teams(true);
    let run = one.copied().s("deploy").sent;
    let put = run
        .iter()
        .position(|line| line.is("PUT", "custom-domains/*"));
    let (one, _) = two_teams(true);
    let mut count = 0;
    one.meddle(move |_, line, console| {
        count += usize::from(line.is("GET", "custom-domains/*"));
        // Before the last look before the write.
        if count == 3 && line.is("GET", "custom-domains/*") {
            console.add_route(DOMAIN, "/one", "third");
        }
        Fate::Arrives
    });
    one.s("deploy").fails().writes(&[]);
    assert!(put.is_some());
    assert!(routes(&one.console()).contains(&"/one third".to_owned()));
}

#[test]
fn a_domain_of_our_own_is_written_without_a_pause() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().route("demo.example.com", "/new/*")]);
    let told = story.s("deploy").ends("changed");
    let domains = told
        .sent
        .iter()
        .filter(|line| line.is("GET", "custom-domains/*"));
    assert_eq!(domains.count(), 3, "{}", told.transcript());
}

/// An image that takes six seconds, a trigger and a route on a shared domain.
fn container(story: &Story, image: &str, methods: &str, path: &str) {
    story.write("s.yaml", &format!("edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: fc-guard\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: example.com/a:{image}\n        port: 9000\n      triggers:\n        - triggerName: http\n          triggerType: http\n          triggerConfig:\n            authType: anonymous\n            methods: [{methods}]\n      provisionConfig:\n        defaultTarget: 1\n        alwaysAllocateCPU: false\n        mode: sync\n      customDomain:\n        domainName: {DOMAIN}\n        protocol: HTTP\n        route:\n          path: {path}\n"));
}

#[test]
fn what_needs_no_wait_is_written_before_it() {
    let story = Story::in_weather(Weather {
        settle: 6_000,
        ..Weather::default()
    });
    third_team(&story.console(), true);
    container(&story, "1", "GET", "/a");
    let told = story.s("deploy").ends("changed");
    let at = |text: &str| {
        told.said
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {}", told.said))
    };
    assert!(at("updating custom domain") < at("waiting until function demo is ready"));
    assert!(at("waiting until function demo is ready") < at("provisionConfig of demo"));
}

#[test]
fn what_a_colleague_writes_during_a_wait_stays() {
    let story = Story::in_weather(Weather {
        settle: 6_000,
        ..Weather::default()
    });
    let console = story.console();
    third_team(&console, true);
    container(&story, "1", "GET", "/a");
    story.s("deploy").ends("changed");
    container(&story, "2", "GET, PUT", "/a2");
    let mut written = false;
    let mut looks = 0;
    story.meddle(move |_, line, console| {
        written |= line.is("PUT", "functions/demo");
        looks += usize::from(written && line.is("GET", "functions/demo"));
        if looks == 2 && line.is("GET", "functions/demo") {
            let closed = json!({"authType": "function", "methods": ["GET"]});
            console.change_trigger("demo", "http", json!({"triggerConfig": closed}));
            console.add_route(DOMAIN, "/late", "third");
        }
        Fate::Arrives
    });
    story.s("deploy").ends("changed");
    assert_eq!(console.trigger("demo", "http")["authType"], "function");
    let expected = ["/a2 demo", "/c third", "/late third"];
    assert_eq!(routes(&console), expected);
    story.s("drift").ends("drift").says(&["authType"]);
}
