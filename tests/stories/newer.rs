//! A service that is newer than the catalogue: what it knows and nobody here does is kept.
//!
//! The emulator guesses here: G3, G44.

use serde_json::{Value, json};

use crate::cloud::{Fate, Weather};
use crate::console::Console;
use crate::story::Story;
use crate::yaml::Fn;

/// A configuration: its name in the state, its part of a path and of an action, the file's block with
/// two values of one setting, and the setting.
struct Kind {
    name: &'static str,
    segment: &'static str,
    action: &'static str,
    lines: fn(u32) -> String,
    setting: &'static str,
    /// Whether there is one a qualifier.
    qualified: bool,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "asyncInvokeConfig",
        segment: "async-invoke-config",
        action: "AsyncInvokeConfig",
        lines: |value| {
            format!(
                "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: {value}\n        maxAsyncRetryAttempts: 2\n        destinationConfig:\n          onFailure:\n            destination: acs:mns:cn-hangzhou::/topics/t/messages\n"
            )
        },
        setting: "maxAsyncEventAgeInSeconds",
        qualified: true,
    },
    Kind {
        name: "provisionConfig",
        segment: "provision-config",
        action: "ProvisionConfig",
        lines: |value| {
            format!(
                "      provisionConfig:\n        defaultTarget: {value}\n        alwaysAllocateCPU: false\n        scheduledActions:\n          - name: morning\n            target: 2\n            scheduleExpression: cron(0 0 4 * * *)\n            startTime: '2023-08-15T02:04:00.000Z'\n            endTime: '2033-08-15T03:04:00.000Z'\n"
            )
        },
        setting: "defaultTarget",
        qualified: true,
    },
    Kind {
        name: "scalingConfig",
        segment: "scaling-config",
        action: "ScalingConfig",
        lines: |value| format!("      scalingConfig:\n        minInstances: {value}\n"),
        setting: "minInstances",
        qualified: true,
    },
    Kind {
        name: "concurrencyConfig",
        segment: "concurrency",
        action: "ConcurrencyConfig",
        lines: |value| format!("      concurrencyConfig:\n        reservedConcurrency: {value}\n"),
        setting: "reservedConcurrency",
        qualified: false,
    },
];

/// What the service says of itself, and no request carries.
const SAID: [&str; 10] = [
    "createdTime",
    "lastModifiedTime",
    "functionArn",
    "current",
    "currentInstances",
    "targetInstances",
    "currentError",
    "target",
    "revision",
    "",
];

impl Kind {
    fn online(&self, console: &Console) -> Value {
        console.function("demo")["configs"][format!("{}/LATEST", self.name)].clone()
    }

    /// What somebody else makes of it.
    fn change(&self, console: &Console, change: impl FnOnce(&mut Value)) {
        let mut document = self.online(console);
        document
            .as_object_mut()
            .unwrap()
            .retain(|name, _| !SAID.contains(&name.as_str()));
        change(&mut document);
        let segment = match self.qualified {
            true => format!("{}?qualifier=LATEST", self.segment),
            false => self.segment.to_owned(),
        };
        console.put_config("demo", &segment, self.action, document);
    }

    fn file(&self, value: u32, more: &str) -> Fn {
        Fn::demo().bare().with(&(self.lines)(value)).with(more)
    }
}

fn deployed(kind: &Kind, weather: Weather) -> Story {
    let story = Story::in_weather(weather);
    story.yaml(&[kind.file(3, "")]);
    story.s("deploy").ends("changed");
    story
}

fn newer() -> Weather {
    Weather {
        newer: true,
        ..Weather::default()
    }
}

#[test]
fn what_others_set_that_nobody_here_knows_stays() {
    let novel = json!({"level": 3, "to": ["a"]});
    for kind in &KINDS {
        let story = deployed(kind, newer());
        let console = story.console();
        kind.change(&console, |document| document["novel"] = novel.clone());
        story.s("deploy").ends("clean").writes(&[]);
        story.s("drift").ends("clean");
        story.yaml(&[kind.file(4, "")]);
        story.s("deploy").ends("changed");
        let online = kind.online(&console);
        assert_eq!(online[kind.setting], 4, "{}", kind.name);
        assert_eq!(online["novel"], novel, "{}", kind.name);
        story.s("deploy").ends("clean").writes(&[]);
        // A decision about what is known takes nothing of it away, either.
        kind.change(&console, |document| document[kind.setting] = json!(7));
        story.s("deploy --use-local").ends("changed");
        assert_eq!(kind.online(&console)["novel"], novel, "{}", kind.name);
    }
}

#[test]
fn it_goes_along_as_it_is_at_the_moment_of_the_write() {
    for kind in &KINDS {
        let story = deployed(kind, newer());
        let console = story.console();
        kind.change(&console, |document| document["novel"] = json!("old"));
        kind.change(&console, |document| document["gone"] = json!("old"));
        story.yaml(&[kind.file(4, "")]);
        let (name, segment) = (kind.name, kind.segment);
        let reads = move |method: &str, line: &crate::cloud::Line| {
            line.method == method && line.path.contains(segment)
        };
        let run = story.forked();
        let sent = run.s("deploy").ends("changed").sent;
        let last = sent.iter().rposition(|line| reads("GET", line)).unwrap();
        story.before(last, move |console| {
            let kind = KINDS.iter().find(|kind| kind.name == name).unwrap();
            kind.change(console, |document| {
                document["novel"] = json!("new");
                document.as_object_mut().unwrap().remove("gone");
            });
        });
        story.s("deploy").ends("changed");
        let online = kind.online(&console);
        assert_eq!(online["novel"], "new", "{name}");
        assert_eq!(online["gone"], Value::Null, "{name}");
    }
}

#[test]
fn what_the_service_does_not_take_back_is_told_and_a_rule_leaves_it_out() {
    for kind in &KINDS {
        let weather = Weather {
            revisions: true,
            ..Weather::default()
        };
        let story = deployed(kind, weather);
        let console = story.console();
        story.s("deploy").ends("clean").writes(&[]);
        story.s("drift").ends("clean");
        story.yaml(&[kind.file(4, "")]);
        let path = format!("{}.revision", kind.name);
        story
            .s("deploy")
            .ends("failed")
            .says(&[&path, "owner: file"]);
        assert_eq!(kind.online(&console)[kind.setting], 3);
        let rule = format!(
            "      driftPolicy:\n        - path: {path}\n          owner: file\n          reason: the service's own\n"
        );
        story.yaml(&[kind.file(4, &rule)]);
        story
            .s("deploy")
            .ends("changed")
            .never_says(&["matches nothing"]);
        assert_eq!(kind.online(&console)[kind.setting], 4);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn a_rule_that_gives_it_to_the_file_takes_it_away_and_saves_it() {
    let kind = &KINDS[0];
    let story = deployed(kind, newer());
    let console = story.console();
    kind.change(&console, |document| document["novel"] = json!("theirs"));
    let rule = "      driftPolicy:\n        - path: asyncInvokeConfig\n          owner: file\n          reason: ours\n";
    story.yaml(&[kind.file(4, rule)]);
    story
        .s("deploy")
        .ends("changed")
        .says(&["saved what others had changed"]);
    assert_eq!(kind.online(&console)["novel"], Value::Null);
    story.s("restore").says(&["asyncInvokeConfig.novel"]);
}

/// What others set, and what we did.
#[track_caller]
fn is_back(kind: &Kind, console: &Console) {
    let online = kind.online(console);
    let found = (&online["novel"], &online[kind.setting]);
    assert_eq!(found, (&json!("theirs"), &json!(3)), "{}", kind.name);
}

#[test]
fn it_comes_back_with_a_configuration_that_was_taken_out() {
    // Of the first the service has values of its own, so it is put without ours, and stays.
    for kind in &KINDS[1..] {
        let story = deployed(kind, newer());
        let console = story.console();
        kind.change(&console, |document| document["novel"] = json!("theirs"));
        story.yaml(&[Fn::demo().bare()]);
        let told = story.s("deploy").ends("changed");
        told.says(&["saved what others had changed"]);
        assert_eq!(kind.online(&console), Value::Null, "{}", kind.name);
        let id = story.newest_backup();
        story.s(&format!("restore {id} -y")).ends("changed");
        is_back(kind, &console);
    }
}

#[test]
fn it_comes_back_with_everything_that_was_removed() {
    for kind in &KINDS {
        let story = deployed(kind, newer());
        let console = story.console();
        console.change(
            "demo",
            json!({"logConfig": {"project": "p", "logstore": "l", "novel": 1}}),
        );
        kind.change(&console, |document| document["novel"] = json!("theirs"));
        story.s("remove -y").ends("changed");
        let id = story.newest_backup();
        story.s(&format!("restore {id} -y")).ends("changed");
        is_back(kind, &console);
        assert_eq!(console.function("demo")["logConfig"]["novel"], 1);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

const DOMAIN: &str = "shared.example.com";

/// What somebody else has in a domain that our function joins.
fn shared() -> Story {
    let story = Story::in_weather(newer());
    story.yaml(&[
        Fn::named("fn", "other").bare(),
        Fn::named("demo", "demo").bare(),
    ]);
    story.s("deploy").ends("changed");
    let route = json!({"path": "/o", "functionName": "other", "novel": "r"});
    story.console().create_domain(json!({
        "domainName": DOMAIN, "protocol": "HTTP",
        "routeConfig": {"routes": [route], "novel": "theirs"},
    }));
    story
}

#[track_caller]
fn has_what_they_set(story: &Story) {
    let routes = story.console().domain(DOMAIN)["routeConfig"].clone();
    assert_eq!(routes["novel"], "theirs");
    let of_theirs = |route: &&Value| route["path"] == "/o";
    let routes = routes["routes"].as_array().unwrap();
    assert_eq!(routes.iter().find(of_theirs).unwrap()["novel"], "r");
}

#[test]
fn what_others_set_beside_their_routes_stays() {
    let story = shared();
    let joined = |path: &str| {
        let mut one = Fn::named("demo", "demo").bare();
        one.domain = Some((DOMAIN.to_owned(), path.to_owned()));
        one
    };
    story.yaml(&[joined("/a")]);
    story.s("deploy").ends("changed");
    has_what_they_set(&story);
    // Ours are put in again after somebody else's write.
    story.yaml(&[joined("/b")]);
    let mut written = false;
    let mut dropped = false;
    story.meddle(move |_, line, console| {
        if written && !dropped && line.is("GET", "custom-domains/*") {
            dropped = true;
            let route = json!({"path": "/o", "functionName": "other", "novel": "r"});
            let routes = json!({"routes": [route], "novel": "theirs"});
            console.change_domain(DOMAIN, json!({"routeConfig": routes}));
        }
        written |= line.is("PUT", "custom-domains/*");
        Fate::Arrives
    });
    story.s("deploy").ends("changed");
    has_what_they_set(&story);
    assert_eq!(story.console().routes(DOMAIN).len(), 2);
    story.s("remove -y").ends("changed");
    has_what_they_set(&story);
    assert_eq!(story.console().routes(DOMAIN).len(), 1);
}
