//! The same at a terminal, which has to be left as it was found.

use serde_json::json;

use super::UNDER_WAY;
use crate::project::{Door, Project};
use crate::session::Session;
use crate::signal::{unanswered, whole};

const FUNCTIONS: &str = "/2023-03-30/functions";

#[test]
fn through_s() {
    a_signal_at_a_question(Door::Wasm, "INT");
    ctrl_c_twice_at_a_write(Door::Wasm);
}

/// Two processes share the terminal, and both get what is typed there.
#[test]
fn through_s_with_a_native_core() {
    a_signal_at_a_question(Door::Native, "TERM");
    ctrl_c_twice_at_a_write(Door::Native);
}

fn a_signal_at_a_question(door: Door, signal: &str) {
    let project = Project::new(door);
    project.native(&["deploy"]).ok();
    project.change(json!({"memorySize": 1024}));
    let writes = project.emulator.writes();
    let mut session = Session::start(&project, &["deploy"]);
    session.see("stop: change nothing");
    assert!(session.is_raw(), "it waits for a key");
    // A key reaches the core, whichever process reads it.
    session.press("\x1b[B");
    session.see("❯ [l]");
    session.signal(signal);
    assert_eq!(session.end(), 130, "{}", session.log());
    assert!(!session.is_raw(), "the terminal is as it was found");
    session.see("nothing was written online");
    session.see("\ninterrupted");
    assert_eq!(project.emulator.writes(), writes);
    whole(&project);
    project.native(&["deploy"]).ends_with(3);
}

fn ctrl_c_twice_at_a_write(door: Door) {
    let project = Project::new(door);
    project.emulator.fault(&unanswered("POST", FUNCTIONS));
    let mut session = Session::start(&project, &["deploy"]);
    session.see("creating function demo");
    session.press("\x03");
    session.press("\x03");
    assert_eq!(session.end(), 130, "{}", session.log());
    assert!(!session.is_raw());
    session.see(&format!("{UNDER_WAY}: function demo"));
    session.see("not started: trigger demo/http, custom domain demo.example.com");
    session.see("\ninterrupted");
    project.emulator.heal();
    whole(&project);
    let ran = project.native(&["deploy"]).ok();
    ran.says(&["function demo: the last run was interrupted"]);
    assert_eq!(project.domain()["routeConfig"]["routes"][0]["path"], "/*");
}
