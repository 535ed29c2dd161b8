//! The question in a real terminal. What each key does stands in `tests/stories/keys.rs`; here each
//! entry point gets single keys from the terminal, draws on as many columns as there are, and gives
//! the terminal back.

use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::project::{Door, Project};
use crate::session::Session;
use crate::signal::Way;

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const CTRL_C: &str = "\x03";
/// What a terminal says when nobody is there any more.
const CTRL_D: &str = "\x04";

const QUESTION: &str = "What should happen?";
const WRITE_BACK: &str = "into s.yaml?";

through_s_and_alone! {
    letters_arrows_words_and_enter_decide
    whoever_stops_or_goes_away_changes_nothing
    what_is_typed_before_a_question_answers_nothing
    eighty_columns_are_enough_and_no_colour_is_none
}

/// A project whose function was changed online.
fn changed(way: Way) -> Project {
    let project = way.project();
    project.deployed();
    project.change(json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "hot-canary"}}));
    project
}

/// That project at the question.
fn asked(way: Way, project: &Project) -> Session {
    let session = way.session(project, &["deploy"]);
    session.see(QUESTION);
    session.see("stop: change nothing");
    assert!(session.is_raw(), "it waits for a key");
    session
}

#[track_caller]
fn ends(way: Way, mut session: Session, word: &str) -> String {
    let code = match (way, word) {
        // Whoever answers “no” is no signal, so the CLI gets an error like any other.
        (Way::Cli(_), "interrupted") => 101,
        _ => way.code(word),
    };
    assert_eq!(
        session.end(),
        u32::try_from(code).unwrap(),
        "{}",
        session.log()
    );
    assert!(!session.is_raw(), "the terminal is as it was found");
    let log = session.log();
    let last = format!("{word}\r\n");
    assert!(way == Way::Alone || log.ends_with(&last), "{log}");
    log
}

fn letters_arrows_words_and_enter_decide(way: Way) {
    let project = changed(way);
    let mut session = asked(way, &project);
    session.press("o");
    session.see("(1/2)");
    session.press("/MEMORY\r");
    session.see("(2/2) function demo · memorySize");
    // What is pressed before the card is there again is thrown away, and it stood there before.
    let written = session.written();
    session.press("l");
    session.see_behind(written, "(1/2)");
    session.press("r");
    session.see("Do it?");
    session.press("y");
    session.see(WRITE_BACK);
    session.press("n");
    let log = ends(way, session, "changed");
    assert!(!log.contains("canary"), "{log}");
    let function = project.function();
    assert_eq!(function["environmentVariables"]["LEVEL"], "hot-canary");
    assert_eq!(function["memorySize"], 512);

    project.change(json!({"memorySize": 1024}));
    let mut session = asked(way, &project);
    session.press(DOWN);
    session.see("❯ [l]");
    session.press(&DOWN.repeat(2));
    session.see("❯ [m]");
    session.press(UP);
    session.see("❯ [r]");
    session.press("\r");
    session.see(WRITE_BACK);
    session.press("n");
    ends(way, session, "clean");
    assert_eq!(project.function()["memorySize"], 1024);
}

fn whoever_stops_or_goes_away_changes_nothing(way: Way) {
    let project = changed(way);
    let before = project.emulator.writes();
    for (keys, word) in [
        ("\r", "drift"),
        ("s", "drift"),
        (CTRL_C, "interrupted"),
        (CTRL_D, "interrupted"),
    ] {
        let mut session = asked(way, &project);
        session.press(keys);
        ends(way, session, word);
        assert_eq!(project.emulator.writes(), before, "{keys:?}");
    }
    // Nobody sits at the terminal of a pipeline.
    let session = way.session_with(&project, &["deploy"], &[("CI", "true")]);
    let log = ends(way, session, "drift");
    assert!(log.contains("Nobody can be asked"), "{log}");
    assert_eq!(project.emulator.writes(), before);
}

/// With a line break and without one: a terminal keeps back what is no whole line yet.
fn what_is_typed_before_a_question_answers_nothing(way: Way) {
    let project = changed(way);
    let before = project.emulator.writes();
    for early in ["l", "ls -l\r", "l\ro"] {
        let mut session = way.session(&project, &["deploy"]);
        session.press(early);
        session.see(QUESTION);
        session.see("stop: change nothing");
        session.press("s");
        ends(way, session, "drift");
        assert_eq!(project.emulator.writes(), before, "{early:?}");
    }
}

fn eighty_columns_are_enough_and_no_colour_is_none(way: Way) {
    let lang = match way {
        Way::Cli(Door::Wasm) => "en",
        _ => "zh",
    };
    let project = way.project();
    project.deployed();
    project.change(json!({"memorySize": 1024, "description": "x".repeat(200)}));
    let env = [("FC_GUARD_LANG", lang), ("NO_COLOR", "1")];
    let mut session = way.session_with(&project, &["deploy"], &env);
    session.see("[s]");
    session.press("o");
    session.see("(1/2)");
    let written = session.written();
    session.press("?");
    session.see_behind(written, "(1/2)");
    session.press("s");
    let log = ends(way, session, "drift");
    // The CLI has lines and colours of its own before and after.
    let ours = log.split_once("…").unwrap().1;
    let asked = ours.split_once("[s]").unwrap().0;
    assert!(!asked.contains("\x1b["), "{asked:?}");
    // The answer of the native program is one long line for programs.
    let ours = ours.split("  → ").next().unwrap();
    let ours = ours.split("{\"outcome\"").next().unwrap();
    assert!(ours.lines().count() > 20, "{ours}");
    for line in ours.lines() {
        assert!(line.trim_end().width() <= 80, "{lang}: {line:?}");
    }
}
