//! What only a machine can show of secrets: the command lines of the processes, the CLI's own log, its
//! `--debug`, the files of the home and temporary folders. In every report and message they are looked
//! for in `tests/stories/secrets.rs`, in which they are changed, too.

use std::fs;

use serde_json::json;

use crate::canaries::{HERE, ONLINE, SIGNS, changes, found_in, quoting, yaml};
use crate::project::{Door, Project, root};
use crate::session::Session;
use crate::signal::{Way, files, stop_at_in, unanswered};

#[test]
fn through_s() {
    nothing_leaks(Door::Wasm);
}

/// The credentials go to a second process.
#[test]
fn through_s_with_a_native_core() {
    nothing_leaks(Door::Native);
}

/// A project, and everything that was ever shown of it.
struct Watched {
    project: Project,
    shown: Vec<String>,
}

impl Watched {
    fn s(&mut self, args: &[&str], code: i32, says: &[&str]) {
        let temporary = self.project.path("tmp").display().to_string();
        let ran = self.project.s_with(args, &[("TMPDIR", &temporary)]);
        let text = ran.ends_with(code).says(says).text();
        self.shown.push(format!("s {}\n{text}", args.join(" ")));
    }

    /// Each key is pressed when the text before it is there, written since the last key.
    fn keys(&mut self, args: &[&str], keys: &[(&str, &str)]) {
        let temporary = self.project.path("tmp").display().to_string();
        let mut session = Session::start_with(&self.project, args, &[("TMPDIR", &temporary)]);
        let mut written = 0;
        for (text, key) in keys {
            session.see_behind(written, text);
            written = session.written();
            session.press(key);
        }
        session.end();
        self.shown.push(session.log());
    }
}

fn nothing_leaks(door: Door) {
    let project = Project::new(door);
    project.write(
        "app/s.yaml",
        &yaml(&root().display().to_string()).to_string(),
    );
    project.write("tmp/.keep", "");
    let shown = Vec::new();
    let mut watched = Watched { project, shown };
    watched.s(&["deploy", "--skip-push", "--debug"], 0, &["created"]);
    for (action, path, body) in changes() {
        watched.project.console("PUT", action, path, &body);
    }
    let decides = ["environmentVariables.TOKEN: •••"];
    watched.s(&["fn", "deploy", "--debug"], 101, &decides);
    watched.s(&["drift", "--silent", "-o", "json"], 3, &["TOKEN"]);
    watched.keys(
        &["fn", "deploy"],
        &[
            ("What should happen?", "o"),
            ("(1/", "v"),
            ("live → local", "\x03"),
        ],
    );
    let quoted = json!({"kind": "status", "status": 400, "code": "InvalidArgument",
        "message": quoting(&[HERE[0], ONLINE[0]]), "method": "PUT", "path": "/2023-03-30/functions/*"});
    watched.project.emulator.fault(&quoted);
    let masked = ["no such value: [\"•••"];
    watched.s(&["fn", "deploy", "--use-local", "--debug"], 101, &masked);
    watched.project.emulator.heal();
    interrupted(&mut watched, door);
    nothing_was_left(&watched);
}

/// While a write is under way, whoever looks at the processes sees their command lines.
fn interrupted(watched: &mut Watched, door: Door) {
    let project = &watched.project;
    let args = ["fn", "deploy", "--use-local"];
    let fault = unanswered("PUT", "/2023-03-30/functions/demo");
    let temporary = project.path("tmp");
    let way = Way::Cli(door);
    let ran = stop_at_in(project, way, &args, &fault, "TERM", &temporary, &|lines| {
        let processes = if door == Door::Native { 2 } else { 1 };
        assert!(lines.len() >= processes, "{lines:?}");
        for line in lines {
            assert_eq!(found_in(line.as_bytes()), [""; 0], "{line}");
        }
    });
    watched.shown.push(ran.ends(130, "interrupted").text());
}

/// In what was shown, and in every file but `s.yaml` and the code, which are the person's own.
fn nothing_was_left(watched: &Watched) {
    let Watched { project, shown } = watched;
    let own = [project.path("app/s.yaml"), project.path("app/code")];
    let in_own = found_in(project.read("app/s.yaml").as_bytes());
    assert_eq!(in_own, HERE, "the search finds what is there");
    assert_eq!(found_in(SIGNS.as_bytes()), [SIGNS]);
    for text in shown {
        assert_eq!(found_in(text.as_bytes()), [""; 0], "{text}");
    }
    let folders = ["app", "home", "tmp"].map(|name| files(&project.path(name)));
    let all = folders.into_iter().flatten();
    let others: Vec<_> = all
        .filter(|path| !own.iter().any(|own| path.starts_with(own)))
        .collect();
    let is_log = |path: &std::path::PathBuf| path.to_string_lossy().contains("/.s/logs/");
    assert!(others.iter().any(is_log), "the CLI's own log is there");
    for path in others {
        let found = found_in(&fs::read(&path).unwrap());
        assert_eq!(found, [""; 0], "{}", path.display());
    }
}
