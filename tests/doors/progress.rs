//! Long work shows how far it is: in a terminal in one line that stays in its place, in a log without
//! anything that only a terminal understands.

use serde_json::json;

use crate::project::{Door, Project, Ran};
use crate::session::Session;

/// An upload that takes longer than anything is silent.
fn slow(project: &Project) {
    let fault = json!({"kind": "delay", "ms": 1500, "method": "PUT", "path": "/fc-temp-bucket/*", "times": 1});
    project.emulator.fault(&fault);
}

/// Code of a few megabytes that no compressor makes smaller.
fn code(project: &Project) {
    let mut state = 1_u64;
    let letters = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(33 + (state >> 40) as u8 % 90)
    });
    let text: String = letters.take(3 << 20).collect();
    project.write("app/code/data.txt", &text);
}

/// The lines that begin like one of these.
fn lines<'t>(text: &'t str, starts: &[&str]) -> Vec<&'t str> {
    let begins = |line: &&str| starts.iter().any(|start| line.starts_with(start));
    text.lines().filter(begins).collect()
}

in_both_doors! {
    in_a_log_there_is_nothing_that_only_a_terminal_understands
    in_a_terminal_one_line_stays_in_its_place_and_the_last_one_replaces_it
    an_interrupted_upload_leaves_no_half_line
}

fn in_a_log_there_is_nothing_that_only_a_terminal_understands(door: Door) {
    let project = Project::new(door);
    code(&project);
    slow(&project);
    let Ran { stderr, .. } = project.deploy(&[]).ok();
    assert!(!stderr.contains(['\r', '\x1b']), "{stderr:?}");
    let uploaded = lines(&stderr, &["uploading", "uploaded"]);
    assert_eq!(uploaded.len(), 2, "{stderr}");
    assert!(uploaded[0].starts_with("uploading the code package ("));
    // It took more than a second, so it says how long, and how fast.
    assert!(uploaded[1].ends_with("B/s"), "{stderr}");
    let packed = lines(&stderr, &["packing", "packed"]);
    assert!(
        packed[1].starts_with("packed 2 files: 3.0 MB → "),
        "{stderr}"
    );
}

fn in_a_terminal_one_line_stays_in_its_place_and_the_last_one_replaces_it(door: Door) {
    let project = Project::new(door);
    code(&project);
    slow(&project);
    let mut session = Session::start(&project, &["deploy"]);
    session.see("sent, waiting for the receipt");
    assert_eq!(session.end(), 0, "{}", session.log());
    // The result scrolls it away, so this looks at what was written.
    let log = session.log();
    let (_, rest) = log.split_once("\r\x1b[Kuploaded ").expect("the last line");
    let last = rest.lines().next().unwrap_or_default();
    assert!(last.contains(" MB, ") && last.ends_with("B/s"), "{last:?}");
    let started = log.matches("uploading the code package (").count();
    assert_eq!(started, 1, "{log}");
}

#[test]
fn an_upload_that_fails_leaves_no_half_line() {
    let project = Project::new(Door::Wasm);
    code(&project);
    slow(&project);
    let env = [("FC_GUARD_UPLOAD_TIMEOUT", "1")];
    let mut session = Session::start_with(&project, &["deploy"], &env);
    session.see("sent, waiting for the receipt");
    assert_ne!(session.end(), 0, "{}", session.log());
    let screen = session.screen();
    assert_eq!(
        lines(&screen, &["uploading", "uploaded"]).len(),
        1,
        "{screen}"
    );
    assert!(!screen.contains("waiting for the receipt"), "{screen}");
}

fn an_interrupted_upload_leaves_no_half_line(door: Door) {
    let project = Project::new(door);
    code(&project);
    project
        .emulator
        .fault(&json!({"kind": "hang", "method": "PUT", "path": "/fc-temp-bucket/*"}));
    let mut session = Session::start(&project, &["deploy"]);
    session.see("sent, waiting for the receipt");
    session.press("\x03");
    assert_eq!(session.end(), 130, "{}", session.log());
    let screen = session.screen();
    assert!(lines(&screen, &["interrupted ("]).len() == 1, "{screen}");
    assert!(!screen.contains("waiting for the receipt"), "{screen}");
}
