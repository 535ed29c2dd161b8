//! What goes wrong on a real wire, and before the core is reached.

use serde_json::json;

use crate::project::{Door, Project, Props, ran};
use crate::signal::Way;

through_s_and_alone! {
    a_read_that_breaks_off_is_not_absence
}

fn a_read_that_breaks_off_is_not_absence(way: Way) {
    let project = way.project();
    project.deployed();
    project.yaml(&Props {
        timeout: 20,
        ..Props::default()
    });
    let before = project.emulator.writes();
    for (kind, cause) in [
        ("hang", "did not answer"),
        ("half", "JSON"),
        ("cut", ""),
        ("close", ""),
    ] {
        let path = "/2023-03-30/functions/demo";
        project
            .emulator
            .fault(&json!({"kind": kind, "method": "GET", "path": path}));
        let env = [("FC_CLIENT_READ_TIMEOUT", "1")];
        let seen = project.emulator.requests().len();
        let ran = way.run_with(&project, &["deploy"], &env);
        project.emulator.heal();
        way.ended(ran, "unreadable").says(&["function demo", cause]);
        let met = project.emulator.requests().split_off(seen);
        assert!(met.iter().any(|one| one["path"] == path), "{kind}");
        assert_eq!(project.emulator.writes(), before, "{kind}");
    }
}

#[test]
fn what_fails_before_the_core_is_a_failure_too_even_with_o() {
    let project = Project::new(Door::Wasm);
    for args in [&["deploy"][..], &["deploy", "-o", "json"]] {
        let mut command = project.command(args);
        command.env_remove("AccessKeyID");
        ran(command, None).refused(&["access"]);
    }
    // A native core that is not there.
    let missing = [("FC_GUARD_CORE", "native"), ("FC_GUARD_BIN", "/not/there")];
    project
        .s_with(&["deploy", "-o", "json"], &missing)
        .refused(&["cannot run /not/there"]);
    assert_eq!(project.emulator.requests().len(), 0);
}
