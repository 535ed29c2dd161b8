//! Files of edition 1.0.0 behind the real `s`, which treats a component otherwise there: it asks the component for help,
//! prints what is thrown with its stack, and ends with 0 where a command is not there or somebody stops it.

use serde_json::{Value, json};

use crate::caller::Caller;
use crate::project::{CONSOLE, Door, Project, Ran, root};
use crate::session::Session;

const FUNCTION: &str = "/2016-08-15/services/shop/functions/demo";

fn yaml(variable: &str) -> String {
    let component = root().display().to_string();
    format!(
        "edition: 1.0.0
name: app
access: default
vars:
  service:
    name: shop
    internetAccess: true
services:
  web:
    component: {component}
    props:
      region: cn-hangzhou
      service: ${{vars.service}}
      function:
        name: demo
        runtime: python3
        handler: index.handler
        memorySize: 256
        codeUri: ./code
        environmentVariables:
          TOKEN: info-canary-4711
          STAGE: {variable}
"
    )
}

fn project(door: Door) -> Project {
    let project = Project::new(door);
    project.write("app/s.yaml", &yaml("prod"));
    project
}

/// Somebody else's call of FC 2.0, which must succeed.
#[track_caller]
fn console(project: &Project, method: &str, path: &str, body: &Value) {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = i64::try_from(now.unwrap().as_millis()).unwrap();
    let caller = Caller::new(CONSOLE.0, CONSOLE.1, now).at(project.emulator.address());
    let request = caller.fc2((method, path), &[], Some(body));
    let body = String::from_utf8(request.body).unwrap();
    project.emulator.send(method, path, &request.headers, &body);
}

/// What a run says shows neither a stack nor a value.
#[track_caller]
fn bare(ran: Ran) -> Ran {
    let text = ran.text();
    for hidden in ["info-canary", "owner-secret", ".js:", "\"stack\""] {
        assert!(!text.contains(hidden), "{hidden} in\n{text}");
    }
    ran
}

fn whole_way(door: Door) {
    let project = project(door);
    let ran = bare(project.deploy(&[]).ends(0, "changed"));
    ran.says(&["function shop/demo: created"]);
    bare(project.deploy(&[]).ends(0, "clean"));
    console(&project, "PUT", FUNCTION, &json!({"memorySize": 512}));
    let writes = project.emulator.writes();
    let ran = bare(project.deploy(&[]).ends(3, "drift"));
    ran.says(&["memorySize: 256 → 512", "s web deploy --use-local"]);
    bare(
        project
            .s(&["web", "deploy", "--type", "code"])
            .ends(0, "clean"),
    );
    assert_eq!(project.emulator.writes(), writes);
    let ran = project.deploy(&[
        "function",
        "--type",
        "config",
        "--use-remote",
        "--write-back",
    ]);
    bare(ran.ends(0, "clean"));
    assert!(project.read("app/s.yaml").contains("memorySize: 512"));
    bare(project.deploy(&[]).ends(0, "clean"));
    bare(project.s(&["remove"]).ends(1, "failed"));
    bare(project.s(&["remove", "-y"]).ends(0, "changed"));
}

#[test]
fn the_whole_way_through_s() {
    whole_way(Door::Wasm);
}

#[test]
fn the_whole_way_through_s_with_a_native_core() {
    whole_way(Door::Native);
}

/// Nothing is asked of the cloud, and nothing is written, by whatever cannot be done.
#[test]
fn what_cannot_be_done_does_nothing_and_does_not_end_with_0() {
    let project = project(Door::Wasm);
    for args in [
        &["deploy", "-h"][..],
        &["deploy", "function", "--help"],
        &["web", "remove", "-y", "-h"],
        &["version", "publish", "-h"],
        &["ondemand", "-h"],
        &["plan", "-h"],
    ] {
        let ran = bare(project.s(args).ok());
        assert!(ran.stdout.contains(" / "), "{args:?}: {}", ran.text());
    }
    for args in [&["deplyo"][..], &["web", "deplyo"]] {
        let ran = project.s(args).refused(&["fc-guard has no command deplyo"]);
        assert_eq!(ran.code, 2, "{}", ran.text());
    }
    bare(project.deploy(&["trigers"]).ends(2, "usage"));
    project.write("app/s.yaml", &yaml("${env(NOT_SET_4711)}"));
    let ran = bare(project.deploy(&[]).ends(2, "usage"));
    ran.says(&["environmentVariables.STAGE", "expression"]);
    project.write("app/s.yaml", &yaml("prod"));
    let none = [
        ("AccountID", ""),
        ("AccessKeyID", ""),
        ("AccessKeySecret", ""),
    ];
    let ran = bare(project.s_with(&["deploy"], &none).ends(1, "failed"));
    ran.says(&["no credential", "s config add"]);
    assert!(project.emulator.requests().is_empty());
}

fn question(door: Door) {
    let project = project(door);
    project.deploy(&[]).ok();
    console(&project, "PUT", FUNCTION, &json!({"memorySize": 512}));
    let writes = project.emulator.writes();
    let mut session = Session::start(&project, &["deploy"]);
    session.see("use local");
    session.press("\x03");
    assert_eq!(session.end(), 130, "{}", session.log());
    assert_eq!(project.emulator.writes(), writes);
    let mut session = Session::start(&project, &["deploy"]);
    session.see("use local");
    session.press("l");
    assert_eq!(session.end(), 0, "{}", session.log());
    // The function's mark stands on its service, which was not written.
    let all = project.emulator.writes();
    let [function, mark] = &all[writes.len()..] else {
        panic!("{all:?}");
    };
    assert!(function.contains(FUNCTION), "{function}");
    assert!(mark.contains("/tag"), "{mark}");
}

#[test]
fn the_question_at_a_terminal() {
    question(Door::Wasm);
}

#[test]
fn the_question_at_a_terminal_with_a_native_core() {
    question(Door::Native);
}
