//! What the service takes and does not give back (passwords, private keys) goes along with whatever is
//! written beside it, or the write is not made.
//!
//! The emulator guesses here: G2, G22.

mod back;

use fc_emulator::Hides;
use serde_json::{Value, json};

use crate::cloud::Weather;
use crate::console::Console;
use crate::story::Story;
use crate::told::Told;

const DOMAIN: &str = "demo.example.com";

/// A container from a private registry and a trigger whose source wants a password.
struct File {
    image: &'static str,
    user: &'static str,
    /// `None` for a registry password that somebody sets in the console.
    password: Option<&'static str>,
    topic: &'static str,
    /// Whether the trigger is there.
    trigger: bool,
    certificate: Option<&'static str>,
    path: &'static str,
}

const FILE: File = File {
    image: "1",
    user: "puller",
    password: Some("p-canary"),
    topic: "orders",
    trigger: true,
    certificate: Some("one"),
    path: "/a",
};

impl File {
    fn write(&self, story: &Story) {
        let File {
            image, user, topic, ..
        } = self;
        let password = self.password.map_or_else(String::new, |password| {
            format!("              password: {password}\n")
        });
        let mut text = format!(
            "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: fc-guard\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      timeout: 10\n      customContainerConfig:\n        image: example.com/a:{image}\n        port: 9000\n"
        );
        if !user.is_empty() {
            text.push_str(&format!(
                "        registryConfig:\n            authConfig:\n              userName: {user}\n{password}"
            ));
        }
        if self.trigger {
            text.push_str(&format!(
                "      triggers:\n        - triggerName: dts\n          triggerType: eventbridge\n          triggerConfig:\n            triggerEnable: true\n            asyncInvocationType: false\n            eventRuleFilterPattern: \"{{}}\"\n            eventSourceConfig:\n              eventSourceType: DTS\n              eventSourceParameters:\n                sourceDTSParameters:\n                  Username: reader\n                  Password: d-canary\n                  Topic: {topic}\n"
            ));
        }
        if let Some(name) = self.certificate {
            text.push_str(&format!(
                "      customDomain:\n        domainName: {DOMAIN}\n        protocol: HTTPS\n        certConfig:\n          certName: {name}\n          certificate: {}\n          privateKey: {}\n        route:\n          path: {}\n",
                json!(certificate(name)), json!(key(name)), self.path
            ));
        }
        story.write("s.yaml", &text);
    }
}

fn certificate(name: &str) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{name}\n-----END CERTIFICATE-----")
}

fn key(name: &str) -> String {
    format!("-----BEGIN RSA PRIVATE KEY-----\nkey-of-{name}\n-----END RSA PRIVATE KEY-----")
}

fn hiding(hides: Hides) -> Story {
    Story::in_weather(Weather {
        hides,
        ..Weather::default()
    })
}

/// The file, deployed on a service that hides its secrets.
fn deployed(hides: Hides, file: &File) -> Story {
    let story = hiding(hides);
    file.write(&story);
    story.s("deploy").ends("changed");
    story
}

fn auth(console: &Console) -> Value {
    console.function("demo")["customContainerConfig"]["registryConfig"]["authConfig"].clone()
}

fn source(console: &Console) -> Value {
    let config = console.trigger("demo", "dts");
    config["eventSourceConfig"]["eventSourceParameters"]["sourceDTSParameters"].clone()
}

/// What somebody else makes of the container, as far as it can be told from outside.
fn change_container(console: &Console, change: impl FnOnce(&mut Value)) {
    let mut container = console.function("demo")["customContainerConfig"].clone();
    for name in ["accelerationInfo", "resolvedImageUri"] {
        container.as_object_mut().unwrap().remove(name);
    }
    change(&mut container);
    console.change("demo", json!({"customContainerConfig": container}));
}

const ALL: [Hides; 3] = [Hides::Nothing, Hides::Keys, Hides::Secrets];

#[test]
fn a_new_image_is_pulled_with_the_password() {
    for hides in ALL {
        let story = deployed(hides, &FILE);
        File { image: "2", ..FILE }.write(&story);
        story
            .s("deploy")
            .ends("changed")
            .writes(&["PUT functions/demo"]);
        let console = story.console();
        let image = &console.function("demo")["customContainerConfig"]["image"];
        assert_eq!(image, "example.com/a:2");
        let ours = json!({"userName": "puller", "password": "p-canary"});
        assert_eq!(auth(&console), ours, "{hides:?}");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn another_topic_is_read_with_the_password() {
    for hides in ALL {
        let story = deployed(hides, &FILE);
        File {
            topic: "bills",
            ..FILE
        }
        .write(&story);
        story.s("deploy").ends("changed");
        let ours = json!({"Username": "reader", "Password": "d-canary", "Topic": "bills"});
        assert_eq!(source(&story.console()), ours, "{hides:?}");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn another_certificate_comes_with_its_key_and_a_route_touches_none() {
    for hides in ALL {
        let story = deployed(hides, &FILE);
        let cert = || story.console().domain(DOMAIN)["certConfig"].clone();
        File { path: "/b", ..FILE }.write(&story);
        let told = story.s("deploy").ends("changed");
        let put = told
            .sent
            .iter()
            .find(|line| line.is("PUT", "custom-domains/*"));
        assert_eq!(put.unwrap().keys, ["routeConfig"]);
        assert_eq!(cert()["privateKey"], key("one"));
        File {
            certificate: Some("two"),
            ..FILE
        }
        .write(&story);
        story.s("deploy").ends("changed");
        assert_eq!(cert()["certificate"], certificate("two"));
        assert_eq!(cert()["privateKey"], key("two"), "{hides:?}");
    }
}

#[test]
fn what_others_changed_beside_it_is_merged_and_the_password_stays() {
    for hides in ALL {
        let story = deployed(hides, &FILE);
        let console = story.console();
        change_container(&console, |container| container["port"] = json!(8080));
        File { image: "2", ..FILE }.write(&story);
        story.s("deploy --merge").ends("changed");
        let container = &console.function("demo")["customContainerConfig"];
        assert_eq!(
            (&container["image"], &container["port"]),
            (&json!("example.com/a:2"), &json!(8080))
        );
        assert_eq!(auth(&console)["password"], "p-canary", "{hides:?}");
        // It stands kept, and the next image goes in beside it.
        File { image: "3", ..FILE }.write(&story);
        story.s("deploy").ends("changed");
        assert_eq!(
            console.function("demo")["customContainerConfig"]["port"],
            8080
        );
        assert_eq!(auth(&console)["password"], "p-canary", "{hides:?}");
    }
}

/// Somebody else's user, with a password that nobody here knows.
fn another_user(console: &Console) {
    let auth = json!({"authConfig": {"userName": "theirs", "password": "t-canary"}});
    change_container(console, |container| container["registryConfig"] = auth);
}

#[track_caller]
fn tells_of_the_password(told: Told) {
    told.says(&[
        "would remove customContainerConfig.registryConfig.authConfig.password",
        "the service does not show it",
        "'--use-local'",
    ])
    .writes(&[]);
}

#[test]
fn a_password_that_nobody_here_knows_is_not_wiped_by_the_way() {
    for ours in [FILE.user, ""] {
        let file = File {
            user: ours,
            password: FILE.password.filter(|_| !ours.is_empty()),
            ..FILE
        };
        let story = deployed(Hides::Secrets, &file);
        let console = story.console();
        another_user(&console);
        story.s("deploy --use-remote").ends("clean").writes(&[]);
        File { image: "2", ..file }.write(&story);
        tells_of_the_password(story.s("deploy").ends("drift"));
        tells_of_the_password(story.s("deploy --use-remote").ends("drift"));
        assert_eq!(auth(&console)["password"], "t-canary");
        // Where it is shown, or written in the file, it goes along.
        let known = File {
            image: "2",
            user: "theirs",
            password: Some("t-canary"),
            ..FILE
        };
        known.write(&story);
        story.s("deploy").ends("changed");
        let theirs = json!({"userName": "theirs", "password": "t-canary"});
        assert_eq!(auth(&console), theirs);
    }
}

#[test]
fn where_the_service_shows_it_theirs_goes_along() {
    let story = deployed(Hides::Nothing, &FILE);
    another_user(&story.console());
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    File { image: "2", ..FILE }.write(&story);
    story.s("deploy").ends("changed");
    assert_eq!(auth(&story.console())["password"], "t-canary");
}

#[test]
fn a_password_that_was_only_set_in_the_console_is_asked_about() {
    let file = File {
        password: None,
        ..FILE
    };
    let story = deployed(Hides::Secrets, &file);
    let console = story.console();
    change_container(&console, |container| {
        container["registryConfig"]["authConfig"]["password"] = json!("t-canary");
    });
    story.s("deploy").ends("clean").writes(&[]);
    File { image: "2", ..file }.write(&story);
    tells_of_the_password(story.s("deploy").ends("drift"));
    tells_of_the_password(story.s("deploy --merge").ends("drift"));
    assert_eq!(auth(&console)["password"], "t-canary");
    // Another top-level setting has nothing to do with it.
    let text = story
        .read("s.yaml")
        .replace("timeout: 10", "timeout: 20")
        .replace("a:2", "a:1");
    story.write("s.yaml", &text);
    story.s("deploy").ends("changed");
    assert_eq!(auth(&console)["password"], "t-canary");
    File { image: "2", ..file }.write(&story);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(auth(&console), json!({"userName": "puller"}));
}

#[test]
fn the_registry_of_the_console_keeps_its_password() {
    let rule = "      driftPolicy:\n        - path: customContainerConfig.registryConfig\n          owner: console\n          reason: ops\n";
    let with_rule = |story: &Story, file: &File| {
        file.write(story);
        let text = story.read("s.yaml").replacen(
            "      timeout: 10\n",
            &format!("      timeout: 10\n{rule}"),
            1,
        );
        story.write("s.yaml", &text);
    };
    let story = deployed(Hides::Secrets, &FILE);
    let console = story.console();
    another_user(&console);
    with_rule(&story, &File { image: "2", ..FILE });
    for command in ["deploy", "deploy --use-local"] {
        let told = story.s(command).ends("drift").writes(&[]);
        told.says(&["driftPolicy leaves", "authConfig.userName to the console"]);
    }
    // The file may say what is there.
    with_rule(
        &story,
        &File {
            image: "2",
            user: "theirs",
            password: Some("t-canary"),
            ..FILE
        },
    );
    story.s("deploy").ends("changed");
    assert_eq!(
        auth(&console),
        json!({"userName": "theirs", "password": "t-canary"})
    );
}
