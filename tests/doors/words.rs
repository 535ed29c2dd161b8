//! What people read: their language, no colour where none is wanted, and no line that is too long.

use portable_pty::PtySize;
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::project::{Door, Project};
use crate::session::Session;

const ESCAPE: char = '\x1b';

in_both_doors! {
    eighty_columns_are_enough
}

#[test]
fn the_language_is_that_of_the_environment() {
    let project = Project::new(Door::Wasm);
    let env = [("LANG", "zh_CN.UTF-8"), ("FC_GUARD_LANG", "")];
    project
        .s_with(&["deploy", "--use-lokal"], &env)
        .refused(&["没有参数 --use-lokal", "s deploy -h"]);
}

#[test]
fn a_terminal_without_colour_gets_none() {
    let project = Project::new(Door::Wasm);
    project.deployed();
    project.change(json!({"memorySize": 1024}));
    let mut session = Session::start_with(&project, &["deploy"], &[("NO_COLOR", "1")]);
    session.see("What should happen?");
    session.press("s");
    assert_ne!(session.end(), 0, "{}", session.log());
    let log = session.log();
    // The CLI draws colours of its own before and after.
    let (_, ours) = log.split_once("reading what is online").unwrap();
    let (ours, _) = ours.split_once("❯ [s]").unwrap();
    assert!(!ours.contains(ESCAPE), "{ours:?}");
}

fn eighty_columns_are_enough(door: Door) {
    let size = PtySize {
        rows: 40,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let lang = match door {
        Door::Wasm => "en",
        Door::Native => "zh",
    };
    let project = Project::new(door);
    project.deployed();
    project.change(json!({"memorySize": 1024, "description": "x".repeat(200)}));
    let env = [("FC_GUARD_LANG", lang), ("NO_COLOR", "1")];
    let mut session = Session::sized(&project, &["deploy"], &env, size);
    session.see("[s]");
    session.press("o");
    session.see("(1/2)");
    session.press("?");
    session.see("(1/2)");
    session.press("s");
    assert_ne!(session.end(), 0, "{}", session.log());
    let log = session.log();
    let ours = log.split_once("…").unwrap().1;
    let ours = ours.split_once("  → ").unwrap().0;
    for line in ours.lines() {
        assert!(line.trim_end().width() <= 80, "{lang}: {line:?}");
    }
}
