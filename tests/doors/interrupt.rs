//! Ctrl-C and SIGTERM at many moments: the run ends with an error and says what was and was not done,
//! nothing goes on after it, and the next one finds out the rest.

mod local;
mod terminal;

use serde_json::{Value, json};

use crate::console::HOT_FIX;
use crate::project::{DOORS, Door, Project, Props, Ran};
use crate::signal::{Way, stop_at, unanswered, whole};

const WAYS: [Way; 3] = [Way::Cli(Door::Wasm), Way::Cli(Door::Native), Way::Alone];
const SIGNALS: [&str; 2] = ["INT", "TERM"];

const FUNCTIONS: &str = "/2023-03-30/functions";
const FUNCTION: &str = "/2023-03-30/functions/demo";
const TRIGGERS: &str = "/2023-03-30/functions/demo/triggers";
const DOMAINS: &str = "/2023-03-30/custom-domains";

const DONE: &str = "it was done all the same";
const NOT_DONE: &str = "it was not done, or only in part";

/// Does it in each way, with the signals in turn; `first` is the number of the first one.
fn in_every_way(first: usize, run: impl Fn(Way, &str)) {
    for (index, way) in WAYS.into_iter().enumerate() {
        run(way, SIGNALS[(first + index) % 2]);
    }
}

/// It ended by the signal, said these things, and did not say those.
#[track_caller]
fn interrupted(way: Way, ran: Ran, says: &[&str], not: &[&str]) {
    let ran = match way {
        Way::Cli(_) => ran.ends(130, "interrupted"),
        Way::Alone => ran.ends_with(130),
    };
    let text = ran.says(&["interrupted"]).says(says).text();
    for word in not {
        assert!(!text.contains(word), "{word:?} is in:\n{text}");
    }
}

/// What everything is when a deploy of the default project is done.
#[track_caller]
fn deployed(project: &Project, timeout: u32) {
    assert_eq!(project.function()["timeout"], timeout);
    assert_eq!(project.trigger_config()["methods"], json!(["GET"]));
    assert_eq!(project.domain()["routeConfig"]["routes"][0]["path"], "/*");
}

/// The next `plan`, `drift` and deploy say what became of it, without a question, and finish it.
#[track_caller]
fn goes_on(project: &Project, way: Way, label: &str, says: &str) {
    for command in ["plan", "drift"] {
        let ran = project.native(&[command]).ok();
        ran.says(&[&format!("{label}: the last run was interrupted"), says]);
    }
    let ran = way.run(project, &["deploy"]).ok();
    ran.says(&[&format!("{label}: the last run was interrupted"), says]);
    whole(project);
    let writes = project.emulator.writes();
    let ran = project.native(&["deploy"]).ok();
    assert!(!ran.text().contains("interrupted"), "{}", ran.text());
    assert_eq!(project.emulator.writes(), writes, "it is done");
}

#[test]
fn before_the_first_write() {
    in_every_way(1, |way, signal| {
        for (fault, label) in [
            (unanswered("GET", FUNCTION), "reading"),
            (unanswered("PUT", "*"), "uploading"),
        ] {
            let project = way.project();
            let ran = stop_at(&project, way, &["deploy"], &fault, signal);
            interrupted(way, ran, &["nothing was written online"], &["under way"]);
            assert_eq!(project.records(), [], "{label}");
            let ran = way.run(&project, &["deploy"]).ok();
            assert!(!ran.text().contains("interrupted"), "{label}");
            deployed(&project, 10);
        }
    });
}

#[test]
fn in_the_middle_of_a_create() {
    let moments = [
        (
            FUNCTIONS,
            "function demo",
            "",
            "trigger demo/http, custom domain demo.example.com",
        ),
        (
            TRIGGERS,
            "trigger demo/http",
            "function demo",
            "custom domain demo.example.com",
        ),
        (
            DOMAINS,
            "custom domain demo.example.com",
            "function demo, trigger demo/http",
            "",
        ),
    ];
    for (first, (path, label, before, after)) in moments.into_iter().enumerate() {
        in_every_way(first, |way, signal| {
            let project = way.project();
            let ran = stop_at(
                &project,
                way,
                &["deploy"],
                &unanswered("POST", path),
                signal,
            );
            let line = |head: &str, names: &str| match names {
                "" => "interrupted".to_owned(),
                names => format!("{head}: {names}\n"),
            };
            let says = [
                line("written before that", before),
                line("under way, so not known whether it was done", label),
                line("not begun", after),
            ];
            interrupted(way, ran, &says.each_ref().map(String::as_str), &["nothing"]);
            goes_on(&project, way, label, DONE);
            deployed(&project, 10);
        });
    }
}

#[test]
fn in_the_middle_of_an_update() {
    in_every_way(0, |way, signal| {
        let project = way.project();
        project.native(&["deploy"]).ok();
        project.yaml(&Props {
            timeout: 20,
            ..Props::default()
        });
        let ran = stop_at(
            &project,
            way,
            &["deploy"],
            &unanswered("PUT", FUNCTION),
            signal,
        );
        interrupted(
            way,
            ran,
            &["under way, so not known whether it was done: function demo"],
            &["not begun"],
        );
        goes_on(&project, way, "function demo", DONE);
        deployed(&project, 20);
    });
}

#[test]
fn while_a_write_is_tried_again_that_had_no_effect() {
    in_every_way(1, |way, signal| {
        let project = way.project();
        let busy = json!({"kind": "status", "status": 429, "code": "Throttling", "message": "slow down",
            "method": "POST", "path": TRIGGERS});
        let ran = stop_at(&project, way, &["deploy"], &busy, signal);
        interrupted(
            way,
            ran,
            &["written before that: function demo", "demo/http"],
            &[],
        );
        goes_on(&project, way, "trigger demo/http", NOT_DONE);
        deployed(&project, 10);
    });
}

#[test]
fn in_the_second_of_several_resources() {
    for (door, signal) in DOORS.into_iter().zip(SIGNALS) {
        let (way, project) = (Way::Cli(door), Project::new(door));
        let yaml = Props::default().yaml(&[("one", "demo"), ("two", "other"), ("three", "third")]);
        project.write("app/s.yaml", &yaml);
        let fault = unanswered("POST", "/2023-03-30/functions/other/triggers");
        let ran = stop_at(&project, way, &["deploy"], &fault, signal);
        let before = "written before that: function demo, trigger demo/http, custom domain demo.example.com, function other\n";
        interrupted(
            way,
            ran,
            &[
                before,
                "trigger other/http\n",
                "not begun: custom domain other",
            ],
            &["third"],
        );
        project
            .s(&["deploy"])
            .ok()
            .says(&["trigger other/http: the last run", DONE]);
        let left = project.emulator.left();
        assert_eq!(left[0].as_object().unwrap().len(), 3);
    }
}

#[test]
fn in_the_middle_of_a_removal() {
    in_every_way(0, |way, signal| {
        let project = way.project();
        project.native(&["deploy"]).ok();
        let fault = unanswered("DELETE", &format!("{TRIGGERS}/http"));
        let ran = stop_at(&project, way, &["remove", "-y"], &fault, signal);
        interrupted(
            way,
            ran,
            &[
                "deletion of trigger demo/http",
                "not begun: deletion of function demo",
            ],
            &["nothing"],
        );
        project
            .native(&["plan"])
            .ok()
            .says(&["trigger demo/http: the last run", DONE]);
        let ran = way.run(&project, &["remove", "-y"]).ok();
        ran.says(&["trigger demo/http: the last run", DONE, "nothing is left"]);
        assert_eq!(project.emulator.left(), json!([{}, {}]));
        whole(&project);
    });
}

/// A project whose configuration and code somebody else changed.
fn changed(way: Way) -> Project {
    let project = way.project();
    project.native(&["deploy"]).ok();
    project.change(json!({"timeout": 60}));
    project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
    project
}

#[test]
fn in_the_middle_of_a_restore() {
    in_every_way(1, |way, signal| {
        let project = changed(way);
        project.native(&["deploy", "--use-local"]).ok();
        let list = project.native(&["restore", "--output-format", "json"]).ok();
        let answer: Value = serde_json::from_str(&list.stdout).unwrap();
        let id = answer["result"]["backups"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let args = ["restore", &id, "-y"];
        let ran = stop_at(&project, way, &args, &unanswered("PUT", FUNCTION), signal);
        interrupted(way, ran, &["under way", "function demo"], &["nothing"]);
        way.run(&project, &args)
            .ok()
            .says(&["function demo: the last run", DONE]);
        assert_eq!(project.function()["timeout"], 60);
        project.native(&["deploy"]).ok().says(&["kept as online"]);
    });
}

#[test]
fn while_the_online_code_is_fetched() {
    in_every_way(0, |way, signal| {
        let project = changed(way);
        let fault = unanswered("GET", &format!("{FUNCTION}/code"));
        let args = ["deploy", "--use-remote", "--write-back"];
        let ran = stop_at(&project, way, &args, &fault, signal);
        interrupted(way, ran, &["nothing was written online"], &[]);
        // It is fetched to be compared, before anything is decided, and once for all that follows.
        assert!(!project.read("app/s.yaml").contains("timeout: 60\n"));
        let names = std::fs::read_dir(project.path("app")).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".s", "code", "s.yaml"]);
        way.run(&project, &args).ok();
        assert!(project.read("app/s.yaml").contains("timeout: 60\n"));
        assert_eq!(project.function()["timeout"], 60);
    });
}
