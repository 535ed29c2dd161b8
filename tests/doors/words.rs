//! What people read: their language, no colour where none is wanted, and no line that is too long.

use portable_pty::PtySize;
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::keys::Session;
use crate::project::{DOORS, Project};

const ESCAPE: char = '\x1b';

#[test]
fn the_language_is_that_of_the_person() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        project.change(json!({"memorySize": 1024}));
        let cases = [
            ("zh_CN.UTF-8", "", "没有写入任何内容（需要你处理）"),
            ("C", "zh", "请用以下命令之一来决定："),
            ("zh_CN.UTF-8", "en", "nothing was written (needs you)"),
        ];
        for (locale, lang, said) in cases {
            let env = [("LANG", locale), ("FC_GUARD_LANG", lang)];
            let ran = project.s_with(&["deploy"], &env);
            ran.refused(&[said, "  → ", "    s fn deploy --use-local"]);
        }
        project
            .s_with(&["deploy", "--use-lokal"], &[("FC_GUARD_LANG", "zh")])
            .refused(&["没有参数 --use-lokal", "s deploy -h"]);
    }
}

#[test]
fn a_log_has_no_escape_sequences_and_whole_lines() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        project.change(json!({"memorySize": 1024}));
        let ran = project.deploy(&[]);
        let ours: Vec<&str> = ran.stderr.lines().collect();
        let refusal =
            "Nobody can be asked (no terminal, or CI is set), and no flag decides (-y does not).";
        assert!(ours.contains(&refusal), "{}", ran.stderr);
        assert!(!ran.stderr.contains(ESCAPE), "{:?}", ran.stderr);
    }
}

#[test]
fn a_terminal_without_colour_gets_none() {
    for door in DOORS {
        let project = Project::new(door);
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
}

#[test]
fn eighty_columns_are_enough() {
    let size = PtySize {
        rows: 40,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    for (door, lang) in DOORS.into_iter().zip(["en", "zh"]) {
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
}
