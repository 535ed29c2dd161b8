//! A secret in every place that can hold one: none of them appears anywhere, and a change of each is
//! noticed.

use serde_json::json;

use crate::canaries::{HERE, ONLINE, SIGNS, changes, found_in, quoting, yaml};
use crate::cloud::{Fate, OWNER};
use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::told::Told;
use crate::yaml::Fn;

/// The settings that hold the secrets, as reports name them.
const SETTINGS: [&str; 4] = [
    "environmentVariables.TOKEN",
    "certConfig.certificate",
    "customContainerConfig.registryConfig.authConfig.password",
    "triggerConfig.eventSourceConfig.eventSourceParameters.sourceDTSParameters.Password",
];

/// A project, and everything that was ever shown of it.
struct Watched {
    story: Story,
    shown: Vec<Told>,
}

impl Watched {
    fn new() -> Watched {
        assert_eq!(OWNER.1, SIGNS);
        let story = Story::new();
        story.write("s.yaml", &yaml("fc-guard").to_string());
        let shown = Vec::new();
        Watched { story, shown }
    }

    /// Deployed, settled, and every secret changed online.
    fn changed() -> Watched {
        let mut watched = Watched::new();
        watched.s("deploy --skip-push").ends("changed");
        watched.s("deploy --skip-push").ends("clean");
        watched.change_all();
        watched
    }

    fn change_all(&self) {
        for (action, path, body) in changes() {
            self.story.console().does("PUT", action, path, &body);
        }
    }

    fn s(&mut self, command: &str) -> Told {
        let told = self.story.s(command);
        self.shown.push(told.clone());
        told
    }

    fn keys(&mut self, keys: &str, command: &str) -> Told {
        self.story.keys(keys);
        self.s(command)
    }

    /// Neither in what was said, shown or reported, nor in any file but the person's own: `s.yaml`, the
    /// code, and what they had brought here.
    #[track_caller]
    fn nothing_leaked(&self) {
        let own = ["s.yaml", "code/", "sync-clone/"].map(|name| format!("{HOME}/{name}"));
        let found = found_in(self.story.read("s.yaml").as_bytes());
        assert_ne!(found, [""; 0], "the search finds what is there");
        for told in &self.shown {
            let all = told.text() + &told.transcript();
            assert_eq!(found_in(all.as_bytes()), [""; 0], "{all}");
        }
        let mut searched = 0;
        for (path, node) in self.story.files.all() {
            if let Node::File { bytes, .. } = node
                && !own.iter().any(|own| path.starts_with(own))
            {
                assert_eq!(found_in(&bytes), [""; 0], "{path}");
                searched += 1;
            }
        }
        assert!(searched > 5, "{searched} files");
    }
}

/// The old and the new tag of a secret in a report.
#[track_caller]
fn tags(text: &str, setting: &str) -> (String, String) {
    let start = format!("~ {setting}: ");
    let line = text.lines().find(|line| line.contains(&start));
    let line = line.unwrap_or_else(|| panic!("{setting} is missing in:\n{text}"));
    let (_, values) = line.split_once(": ").unwrap();
    let (old, new) = values.split_once(" → ").unwrap();
    (old.to_owned(), new.to_owned())
}

#[test]
fn a_change_of_each_is_noticed_and_none_is_reported() {
    let mut watched = Watched::changed();
    let both: String = ["fn", "box"]
        .map(|name| {
            let told = watched.s(&format!("{name} deploy --skip-push"));
            told.ends("drift").writes(&[]).said
        })
        .concat();
    let drift = watched.s("drift").ends("drift").text();
    for setting in SETTINGS {
        let (old, new) = tags(&both, setting);
        assert!(
            old.starts_with("•••") && new.starts_with("•••"),
            "{old} {new}"
        );
        assert_ne!(old, new);
        assert_eq!(tags(&drift, setting), (old, new));
    }
    for command in ["plan", "drift"] {
        for form in ["text", "json", "markdown", "junit"] {
            let told = watched
                .s(&format!("{command} --format {form}"))
                .ends("drift");
            let text = told.document.unwrap();
            assert!(text.contains("TOKEN"), "{text}");
            let file = format!("{command}.{form}");
            watched.s(&format!("{command} --format {form} --report {file}"));
            assert!(watched.story.read(&file).contains("TOKEN"), "{file}");
        }
    }
    watched.s("drift --html drift.html").ends("drift");
    assert!(watched.story.read("drift.html").contains("TOKEN"));
    watched.s("plan -o json").ends("drift");
    watched.s("deploy --skip-push -o json").ends("drift");
    // Everything is shown, then one entry after the other, whole and line by line.
    watched
        .keys("dovnvnv^", "fn deploy")
        .ends("interrupted")
        .says(&["live → local", "(3/"]);
    watched.nothing_leaked();
}

/// Of a command line only the words that are secret are hidden.
#[test]
fn what_is_harmless_in_a_command_stays_readable() {
    let mut watched = Watched::changed();
    for form in ["text", "json", "markdown"] {
        let told = watched.s(&format!("plan --format {form}"));
        let text = told.document.unwrap();
        for word in ["./serve", "--log-level=info", "--password"] {
            assert!(text.contains(word), "{word} in\n{text}");
        }
        for setting in ["command", "entrypoint", "httpGetUrl", "preStop.command"] {
            assert!(text.contains(setting), "{setting} in\n{text}");
        }
    }
    let records = watched.story.records();
    assert!(
        records
            .values()
            .any(|text| text.contains("--log-level=info"))
    );
    watched.nothing_leaked();
}

/// What an older version took for harmless is no change today, and is not kept in clear any longer
/// than to the next deploy.
#[test]
fn what_was_kept_in_clear_is_no_change() {
    let story = Story::new();
    let command = |word: &str| {
        let lines =
            format!("      customRuntimeConfig: {{command: [./serve, '--password={word}']}}\n");
        Fn {
            runtime: "custom.debian12".to_owned(),
            ..Fn::demo().bare().with(&lines)
        }
    };
    story.yaml(&[command("QxOld")]);
    story.s("deploy").ends("changed");
    let (name, text) = story.records().into_iter().next().unwrap();
    let mut record: serde_json::Value = serde_json::from_str(&text).unwrap();
    for half in ["sent", "seen"] {
        let words = record["baseline"][half].pointer_mut("/customRuntimeConfig/command/1");
        *words.unwrap() = json!("--password=QxOld");
    }
    story.write(&format!(".s/fc-guard/{name}"), &record.to_string());
    let told = story.s("plan").ends("clean");
    told.says(&["No changes"]).never_says(&["QxOld"]);
    assert!(
        story.records()[&name].contains("Qx"),
        "a look writes nothing"
    );
    story.forked().s("drift").ends("clean");
    let deployed = story.forked();
    deployed.s("deploy").ends("clean").writes(&[]);
    assert!(!deployed.records()[&name].contains("Qx"));
    let body = json!({"customRuntimeConfig": {"command": ["./serve", "--password=QxNew"]}});
    story.console().change("demo", body);
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["customRuntimeConfig.command: [\"./serve\",\"•••"])
        .never_says(&["QxOld", "QxNew"]);
    story
        .s("deploy --use-local")
        .ends("changed")
        .never_says(&["QxOld", "QxNew"]);
    let online = story.console().function("demo");
    assert_eq!(
        online["customRuntimeConfig"]["command"][1],
        "--password=QxOld"
    );
    assert!(!story.records()[&name].contains("Qx"));
}

#[test]
fn none_is_saved_or_shown_while_it_is_written() {
    let mut watched = Watched::changed();
    let command = "fn deploy --use-local";
    let dry = watched.story.forked().s(command).ends("changed");
    for at in 0..dry.sent.len() {
        let mut other = Watched {
            story: watched.story.forked(),
            shown: Vec::new(),
        };
        other.story.interrupt(at);
        other.s(command).ends("interrupted");
        other.nothing_leaked();
    }
    watched.s("deploy --skip-push --use-local").ends("changed");
    let list = watched.s("fn restore -o json").ok();
    let id = list.result()["backups"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    watched.s(&format!("fn restore {id}")).fails();
    // The private key of the certificate is no part of it, because the service shows none: what belongs to
    // it stays as it is online.
    let told = watched.s(&format!("fn restore {id} -y")).ends("changed");
    told.says(&["certConfig.privateKey is not in the backup"]);
    watched
        .s(&format!("fn restore {id} -y --use-local"))
        .ends("clean")
        .writes(&[]);
    watched.s("info").ok();
    watched.s("sync").ok();
    watched
        .s("deploy --skip-push --use-remote --write-back")
        .ok();
    watched.s("remove -y").ok();
    watched.nothing_leaked();
}

#[test]
fn none_is_anywhere_else_when_they_are_brought_home() {
    let mut watched = Watched::changed();
    let told = watched.keys("ry", "fn deploy").ok();
    told.says(&["what belongs to it is not shown by the service"]);
    watched.keys("ry", "box deploy --skip-push").ok();
    let file = watched.story.read("s.yaml");
    for there in [ONLINE[0], ONLINE[3], ONLINE[4]] {
        assert!(file.contains(there), "{there} was brought home");
    }
    // The key that belongs to it is not shown, and ours would stand beside it.
    assert!(!file.contains(ONLINE[1]), "a certificate without its key");
    assert!(file.contains(HERE[1]) && file.contains(HERE[2]));
    watched.s("deploy --skip-push").ok();
    watched.nothing_leaked();
}

#[test]
fn none_is_in_what_goes_wrong() {
    let watched = Watched::changed();
    // What is only online is not known before it was read, and the service gives no private key back.
    let of = |name: &str| match name {
        "fn" => (
            vec![HERE[0], HERE[1], HERE[2], HERE[4], HERE[5]],
            vec![ONLINE[0], ONLINE[1], ONLINE[4], ONLINE[5]],
        ),
        _ => (vec![HERE[3], HERE[5]], vec![ONLINE[3], ONLINE[5]]),
    };
    for name in ["fn", "box"] {
        let (here, there) = of(name);
        let all = [here.clone(), there].concat();
        let command = format!("{name} deploy --skip-push --use-local");
        let dry = watched.story.forked().s(&command).ends("changed");
        let mut quoted = 0;
        for at in 0..dry.sent.len() {
            let refusal = |secrets: &[&str]| {
                let message = quoting(secrets);
                let body = json!({"Code": "InvalidArgument", "Message": message, "RequestId": "r"});
                body.to_string()
            };
            let (early, late) = (refusal(&here), refusal(&all));
            for what in ["refused", "taken and refused", "half"] {
                let mut other = Watched {
                    story: watched.story.forked(),
                    shown: Vec::new(),
                };
                let (early, late) = (early.clone(), late.clone());
                other.story.meddle(move |number, line, _| {
                    let body = if line.method == "GET" { &early } else { &late };
                    match what {
                        _ if number != at => Fate::Arrives,
                        "refused" => Fate::RefusedWith(400, body.clone()),
                        "half" => Fate::Half,
                        _ => Fate::AnsweredWith(400, body.clone()),
                    }
                });
                let told = other.s(&command);
                if told.said.contains("no such value") {
                    quoted += 1;
                    assert!(told.said.contains("no such value: [\"•••"), "{}", told.said);
                }
                other.nothing_leaked();
            }
        }
        assert!(quoted > 2, "{name}: {quoted}");
    }
}

#[test]
fn none_is_in_what_is_said_of_a_wrong_value_beside_it() {
    let mut watched = Watched::changed();
    let cert = "/fn/props/customDomain/certConfig/privateKey";
    let source = "/fn/props/triggers/0/triggerConfig/eventSourceConfig/eventSourceParameters/sourceDTSParameters/Password";
    let wrong = [
        ("/fn/props/memorySize", json!("lots")),
        ("/fn/props/environmentVariables", json!(HERE[0])),
        ("/fn/props/environmentVariables/TOKEN", json!([HERE[0]])),
        (cert, json!(HERE[2])),
        (source, json!({"x": HERE[4]})),
    ];
    for (place, value) in wrong {
        let mut document = yaml("fc-guard");
        *document["resources"].pointer_mut(place).unwrap() = value;
        watched.story.write("s.yaml", &document.to_string());
        let told = watched.s("fn plan");
        // What a trigger takes is its own service's to say.
        if place != source {
            told.refused(&[place.rsplit('/').next().unwrap()]);
        }
    }
    watched.nothing_leaked();
}
