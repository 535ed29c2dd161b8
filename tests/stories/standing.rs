//! What was kept online stands kept: it is listed, it is never overwritten without a question, and the
//! decision can be taken back. Every kind of setting, every way to keep it, everything that may happen
//! next.

mod again;
mod corners;
mod ends;
mod kinds;
mod served;
mod walk;

use serde_json::{Value, json};

use self::kinds::{Kind, kinds};
use crate::story::Story;
use crate::told::Told;

impl Kind {
    fn is_code(&self) -> bool {
        self.path == "code"
    }

    fn deployed(&self) -> Story {
        let story = Story::new();
        story.yaml(&[(self.file)()]);
        story.s("deploy").ends("changed");
        story
    }

    /// Edits the setting here, and nothing else.
    fn edit(&self, story: &Story) {
        match self.is_code() {
            true => story.write("code/another.py", "# next day\n"),
            false => story.yaml(&[(self.edited)()]),
        }
    }
}

/// How a change of others comes to be kept.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Keep {
    Remote,
    Merge,
    ByHand,
    Restore,
}

const KEEPS: [Keep; 4] = [Keep::Remote, Keep::Merge, Keep::ByHand, Keep::Restore];

/// A project in which the setting stands kept. Returns what is kept.
fn standing(kind: &Kind, keep: Keep) -> (Story, Value) {
    let story = kind.deployed();
    (kind.online)(&story.console(), 0);
    let kept = (kind.value)(&story.console());
    assert!(!kept.is_null(), "{}", kind.path);
    match keep {
        Keep::Remote => drop(story.s("deploy --use-remote").ends("clean").writes(&[])),
        Keep::Merge => drop(story.s("deploy --merge").ends("clean").writes(&[])),
        // One by one: remote, yes, and nothing is brought home.
        Keep::ByHand => drop(story.keys("oryn").s("deploy").ends("clean").writes(&[])),
        Keep::Restore => {
            let told = story.s("deploy --use-local").ends("changed");
            assert_ne!((kind.value)(&story.console()), kept, "{}", kind.path);
            let id = told.said.split("'s fn restore ").nth(1).unwrap();
            let id = id.split('\'').next().unwrap();
            let told = story.s(&format!("restore {id} -y")).ends("changed");
            told.says(&["What was put back stays", "s fn deploy --write-back"]);
        }
    }
    assert_eq!(
        (kind.value)(&story.console()),
        kept,
        "{} {keep:?}",
        kind.path
    );
    (story, kept)
}

fn each(check: impl std::ops::Fn(&Kind, Keep, Story, Value)) {
    for kind in kinds() {
        for keep in KEEPS {
            let (story, kept) = standing(&kind, keep);
            check(&kind, keep, story, kept);
        }
    }
}

fn lists(told: &Told, kind: &Kind) {
    let line = format!("{}: live ", kind.path);
    for text in [
        "live version kept by an earlier decision",
        &line,
        "(kept since 2026-11-01T",
    ] {
        let transcript = told.transcript();
        assert!(told.said.contains(text), "{text}\n{transcript}");
    }
    assert!(!told.said.contains("canary"), "{}", told.transcript());
}

#[test]
fn it_is_listed_with_the_way_to_end_it_and_asks_nothing() {
    each(|kind, _, story, kept| {
        let local = match kind.is_code() {
            true => "s fn deploy --code local",
            false => "s fn deploy --config local",
        };
        for command in ["plan", "drift", "deploy"] {
            let told = story.s(command).ends("clean").writes(&[]);
            lists(&told, kind);
            told.says(&["s fn deploy --write-back", local])
                .never_says(&["the live configuration matches s.yaml"]);
        }
        // Nobody is asked at a terminal either.
        let told = story.keys("").s("deploy").ends("clean").writes(&[]);
        lists(&told, kind);
        let told = story.s("plan --format json");
        let resources = told.json()["functions"][0]["resources"].clone();
        let kept_values = resources
            .as_array()
            .unwrap()
            .iter()
            .find_map(|one| one.get("keptValues"));
        let value = &kept_values.unwrap()[0];
        assert_eq!(
            (&value["path"], &value["verdict"]),
            (&json!(kind.path), &json!("standing"))
        );
        assert!(value["decision"]["since"].is_string(), "{value}");
        assert_eq!(told.json()["functions"][0]["endKept"][1], local);
        for format in ["text", "markdown", "junit"] {
            let told = story.s(&format!("plan --format {format}"));
            let text = told.document.unwrap();
            assert!(
                text.contains("live version kept by an earlier decision"),
                "{text}"
            );
            assert!(!text.contains("canary"), "{text}");
        }
        story.s("drift --html page.html");
        let page = story.read("page.html");
        assert!(
            page.contains(local) && page.contains("kept since"),
            "{}",
            kind.path
        );
        assert!(!page.contains("The live configuration matches s.yaml"));
        assert_eq!((kind.value)(&story.console()), kept);
    });
}

#[test]
fn an_edit_of_the_same_setting_is_a_question() {
    each(|kind, keep, story, kept| {
        kind.edit(&story);
        let told = story.s("deploy").ends("conflict").writes(&[]);
        let line = format!("! {}: kept live ", kind.path);
        let told = told.says(&[&line, "local then ", "local now ", "changed locally since"]);
        assert!(!told.said.contains("canary"), "{}", told.transcript());
        story.s("plan").ends("conflict").says(&[&line]);
        // Nothing changed online.
        story
            .s("drift")
            .ends("clean")
            .says(&["Nothing changed online"]);
        story.keys("⏎").s("deploy").ends("conflict").writes(&[]);
        story.s("deploy --merge").ends("conflict").writes(&[]);
        assert_eq!(
            (kind.value)(&story.console()),
            kept,
            "{} {keep:?}",
            kind.path
        );

        // Kept again, it stands against the new value.
        let again = story.copied();
        again.s("deploy --use-remote").ends("clean").writes(&[]);
        lists(&again.s("deploy").ends("clean").writes(&[]), kind);

        // Overwritten, it can be brought back.
        let told = story.s("deploy --use-local").ends("changed");
        assert_ne!((kind.value)(&story.console()), kept);
        let id = told.said.split("'s fn restore ").nth(1).expect("a backup");
        let id = id.split('\'').next().unwrap();
        let told = story.s("plan").ends("clean");
        told.never_says(&["live version kept"]);
        story.s(&format!("restore {id} -y")).ends("changed");
        assert_eq!(
            (kind.value)(&story.console()),
            kept,
            "{} {keep:?}",
            kind.path
        );
    });
}

#[test]
fn by_hand_three_columns_are_shown() {
    each(|kind, _, story, kept| {
        kind.edit(&story);
        let told = story.keys("oryn").s("deploy").ends("clean").writes(&[]);
        told.says(&[
            "kept live",
            "local then",
            "local now",
            "changed locally since",
        ]);
        assert_eq!((kind.value)(&story.console()), kept);
        kind.edit(&story);
        let told = story.s("deploy").ends("clean").writes(&[]);
        lists(&told, kind);
    });
}

#[test]
fn an_edit_elsewhere_leaves_it_alone() {
    each(|kind, _, story, kept| {
        let mut file = (kind.file)().timeout(20);
        if !kind.path.contains("LEVEL") {
            file = file.variable("MINE", "mine-canary");
        }
        story.yaml(&[file]);
        let told = story.s("deploy").ends("changed");
        lists(&told, kind);
        assert_eq!(story.console().function("demo")["timeout"], 20);
        let mut now = (kind.value)(&story.console());
        if kind.path.starts_with("environmentVariables") {
            now.as_object_mut().unwrap().remove("MINE");
        }
        assert_eq!(now, kept, "{}", kind.path);
        lists(&story.s("deploy").ends("clean").writes(&[]), kind);
    });
}

#[test]
fn a_further_change_online_is_an_ordinary_one() {
    each(|kind, _, story, _| {
        (kind.online)(&story.console(), 1);
        let new = (kind.value)(&story.console());
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.says(&["changed online since the last deploy"])
            .never_says(&["live version kept"]);
        story.s("drift").ends("drift");
        let here = story.copied();
        here.s("deploy --merge").ends("clean").writes(&[]);
        assert_eq!((kind.value)(&here.console()), new);
        lists(&here.s("deploy").ends("clean"), kind);
        story
            .s("deploy --use-local")
            .ends("changed")
            .says(&["'s fn restore "]);
        story
            .s("plan")
            .ends("clean")
            .never_says(&["live version kept"]);
    });
}

#[test]
fn a_decision_can_be_taken_back() {
    for kind in kinds() {
        let half = match kind.is_code() {
            true => "--code local",
            false => "--config local",
        };
        for keep in [Keep::Remote, Keep::Restore] {
            let (start, kept) = standing(&kind, keep);
            for flags in ["--use-local", "--merge --use-local", half] {
                let story = start.forked();
                let told = story.s(&format!("deploy {flags}")).ends("changed");
                told.says(&[
                    "live version kept until now, and overwritten",
                    kind.path,
                    "'s fn restore ",
                ])
                .never_says(&["canary", "live version kept by"]);
                assert_ne!(
                    (kind.value)(&story.console()),
                    kept,
                    "{} {flags}",
                    kind.path
                );
                let told = story.s("plan").ends("clean");
                told.says(&["No changes"])
                    .never_says(&["live version kept"]);
                story.s("deploy").ends("clean").writes(&[]);
            }
        }
        let (start, kept) = standing(&kind, Keep::Remote);
        for flags in [
            "--use-remote",
            "--merge",
            "--merge --use-remote",
            "-y",
            "--config merge",
        ] {
            let story = start.forked();
            let told = story
                .s(&format!("deploy {flags}"))
                .ends("clean")
                .writes(&[]);
            lists(&told, &kind);
            assert_eq!(
                (kind.value)(&story.console()),
                kept,
                "{} {flags}",
                kind.path
            );
        }
    }
}

#[test]
fn a_part_of_the_deploy_takes_back_its_own_part_only() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.console().change_code("demo", &[("index.py", "fix")]);
    story.s("deploy --use-remote").ends("clean");
    let code = story.console().code("demo");
    story
        .s("deploy --function config --use-local")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    assert_eq!(story.console().function("demo")["memorySize"], 512);
    assert_eq!(story.console().code("demo"), code);
    let told = story.s("plan").ends("clean");
    told.says(&["code: live "])
        .never_says(&["memorySize: live"]);
    story.s("deploy --code local").ends("changed");
    assert_ne!(story.console().code("demo"), code);
}

#[test]
fn what_was_kept_earlier_comes_home() {
    each(|kind, keep, story, kept| {
        let told = story.s("deploy --write-back").ends("clean").writes(&[]);
        assert_eq!((kind.value)(&story.console()), kept);
        if kind.is_code() {
            let folder = told.saved.iter().find(|file| file.contains("code.online-"));
            assert!(folder.is_some(), "{}", told.transcript());
            // In the folder of the code it is what is online.
            story.write(
                "code/index.py",
                "def handler(event, context):\n    return 'fix 0'\n",
            );
        } else {
            let written = told.saved.contains(&"~ s.yaml".to_owned());
            assert!(written, "{keep:?}\n{}", told.transcript());
        }
        if kind.is_code() {
            return;
        }
        // What changes there before the next deploy is not changed on both sides.
        let again = story.forked();
        (kind.online)(&again.console(), 1);
        let told = again.s("deploy").ends("drift").writes(&[]);
        told.says(&["changed online since the last deploy"]);
        let new = (kind.value)(&again.console());
        again.s("deploy --merge").ends("clean").writes(&[]);
        assert_eq!((kind.value)(&again.console()), new);
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.never_says(&["live version kept"]);
        story.s("plan").ends("clean").says(&["No changes"]);
        assert_eq!((kind.value)(&story.console()), kept);
    });
}
