//! A secret in every place that can hold one: none of them appears anywhere, and a change of each is
//! noticed.

mod canaries;

use serde_json::{Value, json};

use self::canaries::{HERE, ONLINE, change_all, files_with_secrets, found_in, quoting, yaml};
use crate::project::{Door, Project, Ran};
const DOORS: [Door; 2] = [Door::Wasm, Door::Native];
use crate::session::Session;
use crate::signal::{Way, stop_at_in, unanswered};

/// The settings that hold the secrets, as reports name them.
const SETTINGS: [&str; 4] = [
    "environmentVariables.TOKEN",
    "certConfig.certificate",
    "customContainerConfig.registryConfig.authConfig.password",
    "triggerConfig.eventSourceConfig.eventSourceParameters.sourceDTSParameters.Password",
];

/// A project, and everything that was ever shown of it.
struct Watched {
    project: Project,
    shown: Vec<(String, String)>,
}

impl Watched {
    fn new(door: Door) -> Watched {
        let project = Project::new(door);
        project.write("app/s.yaml", &yaml().to_string());
        project.write("tmp/.keep", "");
        Watched {
            project,
            shown: Vec::new(),
        }
    }

    fn temporary(&self) -> String {
        self.project.path("tmp").display().to_string()
    }

    fn s(&mut self, args: &[&str]) -> Ran {
        let temporary = self.temporary();
        let ran = self.project.s_with(args, &[("TMPDIR", &temporary)]);
        self.keep(args.join(" "), ran.text());
        ran
    }

    fn keep(&mut self, what: String, text: String) {
        self.shown.push((what, text));
    }

    /// At a terminal: each key is pressed when the text before it is there, written since the last key.
    fn keys(&mut self, args: &[&str], keys: &[(&str, &str)]) {
        let temporary = self.temporary();
        let mut session = Session::start_with(&self.project, args, &[("TMPDIR", &temporary)]);
        let mut written = 0;
        for (text, key) in keys {
            session.see_behind(written, text);
            written = session.written();
            session.press(key);
        }
        session.end();
        self.keep(format!("{} at a terminal", args.join(" ")), session.log());
    }

    #[track_caller]
    fn nothing_leaked(&self) {
        let own = self.project.read("app/s.yaml");
        assert_ne!(
            found_in(own.as_bytes()),
            [""; 0],
            "the search finds what is there"
        );
        for (what, text) in &self.shown {
            assert_eq!(found_in(text.as_bytes()), [""; 0], "s {what}:\n{text}");
        }
        assert_eq!(files_with_secrets(&self.project), [""; 0]);
    }
}

/// The old and the new tag of a secret in a report.
fn tags(text: &str, setting: &str) -> (String, String) {
    let line = text
        .lines()
        .find(|line| line.contains(&format!("~ {setting}: ")));
    let line = line.unwrap_or_else(|| panic!("{setting} is missing in:\n{text}"));
    let (_, values) = line.split_once(": ").unwrap();
    let (old, new) = values.split_once(" → ").unwrap();
    (old.to_owned(), new.to_owned())
}

fn deployed_and_changed(door: Door) -> Watched {
    let mut watched = Watched::new(door);
    watched.s(&["deploy", "--skip-push"]).ok();
    watched.s(&["deploy", "--skip-push"]).ok();
    change_all(&watched.project);
    watched
}

#[test]
fn a_change_of_each_is_noticed_and_none_is_reported() {
    for door in DOORS {
        let mut watched = deployed_and_changed(door);
        let both = watched
            .s(&["fn", "deploy", "--skip-push"])
            .refused(&["decision"])
            .text()
            + &watched
                .s(&["box", "deploy", "--skip-push"])
                .refused(&["decision"])
                .text();
        let drift = watched.s(&["drift"]).ends(3, "drift").text();
        for setting in SETTINGS {
            let (old, new) = tags(&both, setting);
            assert!(
                old.starts_with("•••") && new.starts_with("•••"),
                "{old} {new}"
            );
            assert_ne!(old, new);
            assert_eq!(tags(&drift, setting), (old, new));
        }
        for (command, form) in [
            ("plan", "json"),
            ("drift", "markdown"),
            ("plan", "junit"),
            ("drift", "text"),
        ] {
            watched.s(&[
                command,
                "--format",
                form,
                "--report",
                &format!("{command}.{form}"),
            ]);
        }
        watched.s(&["drift", "--html", "drift.html"]);
        watched.s(&["plan", "-o", "json", "--debug"]);
        watched.s(&["deploy", "--skip-push", "-o", "json"]);
        watched.keys(
            &["fn", "deploy"],
            &[
                ("What should happen?", "d"),
                ("What should happen?", "o"),
                ("(1/", "v"),
                ("online → yours", "\x03"),
            ],
        );
        for file in [
            "plan.json",
            "drift.markdown",
            "plan.junit",
            "drift.text",
            "drift.html",
        ] {
            assert!(
                watched.project.path(&format!("app/{file}")).exists(),
                "{file}"
            );
        }
        watched.nothing_leaked();
    }
}

#[test]
fn none_is_saved_or_shown_while_it_is_written() {
    for door in DOORS {
        let mut watched = deployed_and_changed(door);
        let fault = unanswered("PUT", "/2023-03-30/functions/demo");
        let args = ["fn", "deploy", "--use-local"];
        let ran = stop_at_in(
            &watched.project,
            Way::Cli(door),
            &args,
            &fault,
            "TERM",
            &watched.project.path("tmp"),
        );
        watched.keep(
            "an interrupted deploy".to_owned(),
            ran.ends(130, "interrupted").text(),
        );
        watched
            .s(&["deploy", "--skip-push", "--use-local", "--debug"])
            .ok();
        let list = watched.s(&["fn", "restore", "-o", "json", "--silent"]).ok();
        let list: Value = serde_json::from_str(&list.stdout).unwrap();
        let id = list["backups"][0]["id"].as_str().unwrap().to_owned();
        watched.s(&["fn", "restore", &id]);
        watched.s(&["fn", "restore", &id, "-y"]);
        watched.s(&["info"]);
        change_all(&watched.project);
        watched.keys(
            &["fn", "deploy"],
            &[("stop: change nothing", "r"), ("into s.yaml?", "y")],
        );
        watched.s(&["deploy", "--skip-push", "--use-remote", "--write-back"]);
        assert!(
            watched.project.read("app/s.yaml").contains(ONLINE[0]),
            "it was brought home"
        );
        watched.s(&["remove", "-y"]).ok();
        watched.nothing_leaked();
    }
}

#[test]
fn none_is_in_what_goes_wrong() {
    for door in DOORS {
        let mut watched = deployed_and_changed(door);
        let refusal = |secrets: &[&str], method: &str| {
            json!({"kind": "status", "status": 400, "code": "InvalidArgument", "message": quoting(secrets),
                "method": method, "path": "/2023-03-30/functions/*"})
        };
        let pick = |all: [&'static str; 5], indices: &[usize]| -> Vec<&'static str> {
            indices.iter().map(|index| all[*index]).collect()
        };
        for (resource, indices) in [("fn", &[0, 1, 2, 4][..]), ("box", &[3])] {
            // What is only online is not known before it was read.
            let here = pick(HERE, indices);
            // The service gives no private key back, so nobody here knows it, and it cannot quote it.
            let read: Vec<usize> = indices
                .iter()
                .copied()
                .filter(|index| *index != 2)
                .collect();
            let all = [here.clone(), pick(ONLINE, &read)].concat();
            for (fault, says) in [
                (refusal(&here, "GET"), "no such value: [\"•••"),
                (refusal(&all, "PUT"), "no such value: [\"•••"),
                (json!({"kind": "cut", "method": "GET"}), ""),
                (json!({"kind": "half", "method": "GET"}), "JSON"),
            ] {
                watched.project.emulator.fault(&fault);
                watched
                    .s(&[resource, "deploy", "--skip-push", "--use-local"])
                    .refused(&[says]);
                watched.project.emulator.heal();
            }
        }
        watched.nothing_leaked();
    }
}

#[test]
fn none_is_in_what_is_said_of_a_wrong_value_beside_it() {
    let mut watched = Watched::new(Door::Native);
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
        let mut document = yaml();
        *document["resources"].pointer_mut(place).unwrap() = value;
        watched.project.write("app/s.yaml", &document.to_string());
        let ran = watched.project.native(&["plan"]);
        watched.keep(place.to_owned(), ran.text());
        // What a trigger takes is its own service's to say.
        if place != source {
            ran.refused(&[place.rsplit('/').next().unwrap()]);
        }
    }
    watched.s(&["fn", "plan", "--debug"]);
    watched.nothing_leaked();
}
