//! A read that failed is not absence: nothing is written, and the message names what and why.

use serde_json::{Value, json};

use crate::project::{DOORS, Door, Project, Props, ran};

const FUNCTION: &str = "/2023-03-30/functions/demo";

fn faults() -> [(Value, &'static str); 6] {
    [
        (
            json!({"kind": "status", "status": 403, "code": "AccessDenied", "message": "no"}),
            "AccessDenied",
        ),
        (
            json!({"kind": "status", "status": 500, "code": "InternalServerError", "message": "oops"}),
            "InternalServerError",
        ),
        (
            json!({"kind": "status", "status": 404, "code": "SomethingElse", "message": "odd"}),
            "SomethingElse",
        ),
        (json!({"kind": "hang"}), "did not answer"),
        (json!({"kind": "half"}), "JSON"),
        (json!({"kind": "cut"}), ""),
    ]
}

#[test]
fn on_any_read() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        project.yaml(&Props {
            timeout: 20,
            ..Props::default()
        });
        let before = project.emulator.writes();
        let reads = [
            (FUNCTION, "function demo"),
            ("/2023-03-30/functions/demo/triggers*", "demo"),
            ("/2023-03-30/custom-domains/*", "demo.example.com"),
        ];
        for (path, names) in reads {
            // The doors hand every failure to the same core; one read shows that the CLI's do.
            let cli = path == FUNCTION;
            if !cli && door == Door::Wasm {
                continue;
            }
            for (fault, cause) in faults() {
                let mut fault = fault;
                fault["method"] = json!("GET");
                fault["path"] = json!(path);
                project.emulator.fault(&fault);
                let env = [("FC_CLIENT_READ_TIMEOUT", "1")];
                let ran = match cli {
                    true => project.s_with(&["deploy"], &env),
                    false => project.native_with(&["deploy"], &env),
                };
                project.emulator.heal();
                ran.refused(&[names, cause]);
                assert_eq!(project.emulator.writes(), before, "{path} {fault}");
            }
        }
    }
}

#[test]
fn unknown_fields_of_the_server_cause_no_question() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        let before = project.emulator.writes();
        project
            .emulator
            .fault(&json!({"kind": "unknownFields", "path": "*"}));
        project.deploy(&[]).ok();
        assert_eq!(project.emulator.writes(), before);
    }
}

#[test]
fn throttling_is_waited_out() {
    for door in DOORS {
        let project = Project::new(door);
        project.emulator.fault(&json!({"kind": "status", "status": 429, "code": "Throttling", "message": "slow down", "path": "*", "times": 2}));
        project.deploy(&[]).ok();
        assert_eq!(project.function()["memorySize"], 512);
    }
}

#[test]
fn a_write_that_fails_half_way_says_what_was_done() {
    for door in DOORS {
        let project = Project::new(door);
        project.emulator.fault(&json!({"kind": "status", "status": 403, "code": "AccessDenied", "message": "no", "method": "POST", "path": "/2023-03-30/custom-domains*"}));
        project.deploy(&[]).refused(&[
            "custom domain demo.example.com",
            "written before that: function demo, trigger demo/http",
        ]);
        project.emulator.heal();
        project.deploy(&[]).ok().says(&[
            "function demo: unchanged",
            "custom domain demo.example.com: created",
        ]);
    }
}

#[test]
fn a_wrong_key_is_said_to_be_wrong() {
    let project = Project::new(Door::Wasm);
    project
        .s_with(
            &["deploy"],
            &[("AccessKeySecret", "not-the-secret-0123456789")],
        )
        .refused(&["SignatureNotMatch"]);
    assert_eq!(project.emulator.writes(), [""; 0]);
}

#[test]
fn what_fails_before_the_core_is_a_failure_too_even_with_o() {
    for door in DOORS {
        let project = Project::new(door);
        for args in [&["deploy"][..], &["deploy", "-o", "json"]] {
            let mut command = project.command(args);
            command.env_remove("AccessKeyID");
            ran(command, None).refused(&["access"]);
        }
    }
    let project = Project::new(Door::Native);
    let missing = [("FC_GUARD_BIN", "/not/there")];
    project
        .s_with(&["deploy", "-o", "json"], &missing)
        .refused(&["cannot run /not/there"]);
    assert_eq!(project.emulator.requests().len(), 0);
}
