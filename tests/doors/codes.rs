//! A handful of cells of the table (`tests/stories/table.txt`) through the real `s`. The CLI ends with 101
//! after any error that a component throws, so each end has its word as the last line; the codes of the
//! core by itself are those of the table.

use serde_json::json;

use crate::project::{Door, Project, Props};
use crate::session::Session;

in_both_doors! {
    the_word_and_the_code_of_each_end
    a_terminal_that_goes_away_decides_nothing
}

fn the_word_and_the_code_of_each_end(door: Door) {
    let project = Project::new(door);
    project.deployed();
    project.deploy(&[]).ends(0, "clean");
    project.deploy(&["--use-locale"]).ends(101, "usage");
    let refuse = |method: &str, path: &str| {
        project.emulator.fault(
            &json!({"kind": "status", "status": 403, "code": "AccessDenied",
            "message": "no", "method": method, "path": path}),
        );
    };
    refuse("GET", "*");
    project.deploy(&["--use-local"]).ends(101, "unreadable");
    project.emulator.heal();
    project.yaml(&Props {
        timeout: 20,
        methods: vec!["POST".to_owned()],
        ..Props::default()
    });
    refuse("PUT", "/2023-03-30/functions/demo/triggers/*");
    project.deploy(&[]).ends(101, "partial");
    project.emulator.heal();
    project.deploy(&[]).ends(0, "changed");
    project.change(json!({"timeout": 60}));
    project.deploy(&["-y"]).ends(101, "drift");
    project.yaml(&Props {
        timeout: 30,
        ..Props::default()
    });
    project.deploy(&["--merge"]).ends(101, "conflict");
}

/// Ctrl-D is what a terminal says when nobody is there any more.
fn a_terminal_that_goes_away_decides_nothing(door: Door) {
    let project = Project::new(door);
    project.deployed();
    project.change(json!({"timeout": 60}));
    let before = project.emulator.writes();
    let mut session = Session::start(&project, &["deploy", "--use-remote"]);
    session.see("into s.yaml?");
    session.press("\x04");
    assert_eq!(session.end(), 101, "{}", session.log());
    session.see("\ninterrupted");
    assert_eq!(project.emulator.writes(), before);
}
