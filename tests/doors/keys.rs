//! The question in a real terminal. What each key does stands in `tests/stories/keys.rs`; here each door
//! gets single keys from the terminal and gives it back.

use serde_json::json;

use crate::project::{Door, Project, Props};
use crate::session::Session;

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const CTRL_C: &str = "\x03";

const QUESTION: &str = "What should happen?";
const WRITE_BACK: &str = "into s.yaml?";

in_both_doors! {
    letters_arrows_and_enter_decide
    words_are_typed_one_by_one
    ctrl_c_and_stop_change_nothing_and_end_the_run
}

/// A project whose function was changed online.
fn changed(door: Door) -> Project {
    let project = Project::new(door);
    project.deployed();
    project.change(json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "hot-canary"}}));
    project
}

/// That project at the question.
fn asked(project: &Project) -> Session {
    let session = Session::start(project, &["deploy"]);
    session.see(QUESTION);
    session.see("stop: change nothing");
    session
}

fn letters_arrows_and_enter_decide(door: Door) {
    let project = changed(door);
    let before = project.emulator.writes();
    let mut session = asked(&project);
    session.press("\r");
    assert_ne!(session.end(), 0);
    assert_eq!(project.emulator.writes(), before);

    let mut session = asked(&project);
    session.press(DOWN);
    session.see("❯ [l]");
    session.press("\r");
    assert_eq!(session.end(), 0, "{}", session.log());
    assert_eq!(project.function()["memorySize"], 512);

    project.change(json!({"memorySize": 1024}));
    let mut session = asked(&project);
    session.press(&UP.repeat(4));
    session.see("❯ [r]");
    session.press("\r");
    session.see(WRITE_BACK);
    session.press("n");
    assert_eq!(session.end(), 0, "{}", session.log());
    assert_eq!(project.function()["memorySize"], 1024);
    assert!(!session.log().contains("canary"));
}

fn words_are_typed_one_by_one(door: Door) {
    let project = changed(door);
    let mut session = asked(&project);
    session.press("o");
    session.see("(1/2)");
    session.press("/MEMORY\r");
    session.see("(2/2) function demo · memorySize");
    session.press("l");
    session.see("(1/2) function demo · environmentVariables.LEVEL");
    session.press("r");
    session.see("Do it?");
    session.press("y");
    session.see(WRITE_BACK);
    session.press("n");
    assert_eq!(session.end(), 0, "{}", session.log());
    let function = project.function();
    assert_eq!(function["environmentVariables"]["LEVEL"], "hot-canary");
    assert_eq!(function["memorySize"], 512);
}

fn ctrl_c_and_stop_change_nothing_and_end_the_run(door: Door) {
    let project = Project::new(door);
    let props = Props {
        domain: false,
        ..Props::default()
    };
    let yaml = |props: &Props| props.yaml(&[("fn", "demo"), ("other", "other")]);
    project.write("app/s.yaml", &yaml(&props));
    project.deploy(&[]).ok();
    project.change(json!({"memorySize": 1024}));
    let edited = Props {
        timeout: 30,
        ..props
    };
    project.write("app/s.yaml", &yaml(&edited));
    let before = project.emulator.writes();
    for keys in [CTRL_C, "s"] {
        let mut session = asked(&project);
        session.press(keys);
        assert_ne!(session.end(), 0, "{}", session.log());
        assert_eq!(
            project.emulator.writes(),
            before,
            "neither this one nor the next is deployed"
        );
    }
}

#[test]
fn in_a_terminal_of_a_pipeline_nobody_is_asked() {
    let project = changed(Door::Wasm);
    let before = project.emulator.writes();
    let mut session = Session::start_with(&project, &["deploy"], &[("CI", "true")]);
    assert_ne!(session.end(), 0, "{}", session.log());
    assert!(
        session.log().contains("Nobody can be asked"),
        "{}",
        session.log()
    );
    assert_eq!(project.emulator.writes(), before);
}
