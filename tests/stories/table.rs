//! The table of what a deploy does: where it runs × what it finds × which flags it has. Each cell is
//! a story of its own; `table.txt` holds what all of them must do.

use fc_emulator::{Fault, Kind};
use serde_json::json;

use crate::cloud::Fate;
use crate::person::Person;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const FLAGS: [&str; 13] = [
    "",
    "-y",
    "--use-local",
    "--use-remote",
    "--merge",
    "--merge --use-local",
    "--merge --use-remote",
    "--config local",
    "--config remote",
    "--config merge",
    "--code local",
    "--code remote",
    "--config remote --code local",
];

/// Where it runs: at a terminal whose person presses nothing but Enter, in a pipe, at a terminal that
/// goes away at the first question, and at a terminal of a pipeline.
const PLACES: [&str; 4] = ["terminal", "pipe", "hang-up", "CI"];

/// What the file says when the run looks.
fn file(found: &str) -> Fn {
    let rule = |owner: &str| {
        let rule = format!("{{path: timeout, owner: {owner}, reason: r}}");
        Fn::demo().with(&format!("      driftPolicy: [{rule}]\n"))
    };
    let file = match found {
        "agreed" => Fn::demo().timeout(60),
        "local" | "conflict" | "reopened" => Fn::demo().timeout(20),
        "file's" => rule("file"),
        "console's" => rule("console"),
        _ => Fn::demo(),
    };
    file.bare()
}

/// Everything up to the run: what was deployed, what changed online, and what was forgotten.
fn story(found: &str) -> Story {
    let story = Story::new();
    story.yaml(&match found {
        "console's" => vec![file(found)],
        "orphan" => vec![file(found), Fn::named("gone", "old").bare()],
        "renamed" => vec![Fn::named("fn", "old").bare()],
        "dropped" => vec![Fn::demo().bare().methods(&["GET"])],
        _ => vec![Fn::demo().bare()],
    });
    if found != "new" {
        story.s("deploy").ends("changed");
    }
    let online = story.console();
    match found {
        "agreed" | "remote" | "both" | "conflict" | "unknown" | "file's" | "console's"
        | "standing" | "reopened" | "recoded" => {
            online.change("demo", json!({"timeout": 60}));
        }
        "deleted" => online.delete("demo"),
        "stranger" => {
            let timer = json!({"cronExpression": "@every 5m", "enable": true}).to_string();
            let theirs = json!({
                "triggerName": "theirs", "triggerType": "timer", "triggerConfig": timer,
            });
            online.create_trigger("demo", theirs);
        }
        _ => {}
    }
    if matches!(found, "code" | "both" | "standing" | "reopened" | "recoded") {
        online.hot_fix("demo");
    }
    if matches!(found, "standing" | "reopened" | "recoded") {
        story.s("deploy --use-remote").ends("clean");
    }
    if found == "recoded" {
        story.write("code/another.py", "# next day\n");
    }
    if found == "unknown" {
        story.forget();
    }
    story.yaml(&[file(found)]);
    story
}

/// What is online beside what the file names, whatever else is found: every deploy tells of it, and
/// none touches it.
#[track_caller]
fn tells_and_leaves_alone(story: &Story, told: &Told, found: &str) {
    let online = story.console();
    let (line, stands) = match found {
        "orphan" | "renamed" => (
            "function old in cn-hangzhou is still online",
            online.has_function("old"),
        ),
        "dropped" => (
            "trigger demo/http is no longer in s.yaml but still online",
            !online.trigger("demo", "http").is_null(),
        ),
        "stranger" => (
            "trigger demo/theirs is online, but not in s.yaml and not on record here as deployed",
            !online.trigger("demo", "theirs").is_null(),
        ),
        _ => return,
    };
    let times = told.said.matches(line).count();
    assert_eq!(times, 1, "{line:?} in\n{}", told.transcript());
    assert!(stands, "it is gone\n{}", told.transcript());
}

/// Has every read go wrong.
fn disturb(story: &Story, found: &str) {
    let status = |status: u16, code: &str| {
        story.cloud.emulator.fault(Fault {
            method: Some("GET".to_owned()),
            path: None,
            times: None,
            kind: Kind::Status {
                status,
                code: code.to_owned(),
                message: "m".to_owned(),
            },
        });
    };
    match found {
        "403" => status(403, "AccessDenied"),
        "429" => status(429, "TooManyRequests"),
        "500" => status(500, "InternalServerError"),
        "time-out" => drop(story.every("GET", "*", Fate::Timeout)),
        "cut-off" => drop(story.every("GET", "*", Fate::Half)),
        _ => {}
    }
}

/// One cell: word, exit code, number of writes.
fn cell(before: &Story, found: &str, flags: &str, place: &str) -> String {
    let story = before.forked();
    match place {
        "terminal" => drop(story.person(Person::in_a_hurry())),
        "hang-up" => drop(story.person(Person::hanging_up())),
        "CI" => {
            story.person(Person::in_a_hurry());
            story.var("CI", "true");
        }
        _ => {}
    }
    disturb(&story, found);
    let told = story.s(&format!("deploy {flags}"));
    tells_and_leaves_alone(&story, &told, found);
    format!("{} {} {}", told.word, told.code, told.wrote().len())
}

fn line(before: &Story, found: &str, flags: &str) -> String {
    let cells = PLACES.map(|place| format!("{:16}", cell(before, found, flags, place)));
    let flags = if flags.is_empty() { "(none)" } else { flags };
    let line = format!("{found:10} {flags:29} {}", cells.join(" "));
    line.trim_end().to_owned()
}

/// All rows of one situation.
#[track_caller]
fn rows(found: &str) {
    let before = story(found);
    let made: Vec<String> = FLAGS
        .iter()
        .map(|flags| line(&before, found, flags))
        .collect();
    let begins = format!("{found} ");
    let table = include_str!("table.txt").lines();
    let expected: Vec<&str> = table.filter(|line| line.starts_with(&begins)).collect();
    assert!(
        made == expected,
        "not as in tests/stories/table.txt:\n{}\nbut now:\n{}",
        expected.join("\n"),
        made.join("\n")
    );
}

macro_rules! rows {
    ($($name:ident $found:literal)*) => {
        $(#[test] fn $name() { rows($found); })*

        #[test]
        fn the_table_has_no_other_rows() {
            let known = [$($found),*].len() * FLAGS.len();
            let head = 3;
            assert_eq!(include_str!("table.txt").lines().count(), head + known);
        }
    };
}

rows! {
    new "new"
    settled "settled"
    agreed "agreed"
    changed_here "local"
    changed_online "remote"
    code_changed_online "code"
    code_and_settings_changed_online "both"
    changed_on_both_sides "conflict"
    of_unknown_origin "unknown"
    deleted_online "deleted"
    owned_by_the_file "file's"
    owned_by_the_console "console's"
    kept_by_a_decision "standing"
    kept_and_changed_here_since "reopened"
    kept_code_and_changed_here_since "recoded"
    left_behind_by_the_file "orphan"
    left_behind_by_a_new_name "renamed"
    a_trigger_that_left_the_file "dropped"
    made_by_somebody_else "stranger"
    refused "403"
    throttled "429"
    broken "500"
    unanswered "time-out"
    cut_off "cut-off"
}
