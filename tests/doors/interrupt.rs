//! Real signals: they reach the core through whatever stands before it, at a write, while this machine
//! is at work, and at a terminal; and nothing goes on after the run. What is said then and what becomes
//! of it at every other moment stands in `tests/stories/interrupted.rs`.

mod terminal;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::project::{Door, Project, Props, Ran, root};
use crate::signal::{Run, Way, kill_shim_at, stop_at, unanswered, whole};

const DONE: &str = "but the write completed";
const UNDER_WAY: &str = "in progress when stopped, outcome unknown";

/// It ended by the signal and said these things.
#[track_caller]
fn interrupted(way: Way, ran: Ran, says: &[&str]) {
    way.ended(ran, "interrupted")
        .says(&["interrupted"])
        .says(says);
}

/// The second of three resources is being written. The CLI would go on with the third.
fn at_a_write_of_the_second_resource(door: Door, signal: &str) {
    let (way, project) = (Way::Cli(door), Project::new(door));
    let yaml = Props::default().yaml(&[("one", "demo"), ("two", "other"), ("three", "third")]);
    project.write("app/s.yaml", &yaml);
    let fault = unanswered("POST", "/2023-03-30/functions/other/triggers");
    let ran = stop_at(&project, way, &["deploy"], &fault, signal);
    let before = "written before that: function demo, trigger demo/http, custom domain demo.example.com, function other\n";
    let under_way = format!("{UNDER_WAY}: trigger other/http\n");
    let after = "not started: custom domain other";
    interrupted(way, ran, &[before, &under_way, after]);
    let left = project.emulator.left();
    assert_eq!(left[0].as_object().unwrap().len(), 2, "nothing went on");
    project
        .s(&["deploy"])
        .ok()
        .says(&["trigger other/http: the last run", DONE]);
    let left = project.emulator.left();
    assert_eq!(left[0].as_object().unwrap().len(), 3);
    whole(&project);
}

#[test]
fn at_a_write_through_s() {
    at_a_write_of_the_second_resource(Door::Wasm, "INT");
}

/// The signal comes to `s` alone, which passes it on.
#[test]
fn at_a_write_through_s_with_a_native_core() {
    at_a_write_of_the_second_resource(Door::Native, "TERM");
}

/// Nobody passes a signal on that cannot be caught: the core sees that its reader is gone.
#[test]
fn a_native_core_ends_with_an_s_that_is_killed() {
    let (way, project) = (Way::Cli(Door::Native), Project::new(Door::Native));
    let fault = unanswered("POST", "/2023-03-30/functions/demo/triggers");
    kill_shim_at(&project, way, &["deploy"], &fault);
    let says = [
        "written before that: function demo\n",
        &format!("{UNDER_WAY}: trigger demo/http\n"),
        "not started: custom domain demo.example.com\n",
    ];
    let told = project.read("stderr.txt");
    for text in says {
        assert!(told.contains(text), "{text} is missing in {told}");
    }
    let left = project.emulator.left();
    assert_eq!(
        left[1].as_object().unwrap().len(),
        0,
        "nothing went on: {left}"
    );
    let ran = project.s(&["deploy"]).ok();
    ran.says(&["trigger demo/http: the last run", DONE]);
    whole(&project);
}

#[test]
fn at_a_write_alone() {
    let (way, project) = (Way::Alone, Project::new(Door::Native));
    let fault = unanswered("POST", "/2023-03-30/functions/demo/triggers");
    let ran = stop_at(&project, way, &["deploy"], &fault, "INT");
    let says = [
        "written before that: function demo\n",
        &format!("{UNDER_WAY}: trigger demo/http\n"),
        "not started: custom domain demo.example.com\n",
    ];
    interrupted(way, ran, &says);
    let ran = project.native(&["deploy"]).ok();
    ran.says(&["trigger demo/http: the last run", DONE]);
    assert_eq!(project.trigger_config()["methods"], json!(["GET"]));
    whole(&project);
}

through_s_and_alone! {
    while_the_code_is_packed
    while_an_image_is_pushed_the_client_goes_with_the_run
}

fn while_the_code_is_packed(way: Way) {
    let noise = (0..2_000_000_u32).map(|one| one.wrapping_mul(2_654_435_761));
    let noise: String = noise.map(|one| format!("{one:x}")).collect();
    let project = way.project();
    project.write("app/code/large.txt", &noise);
    // Should it be packed before the signal comes, it goes no further than this.
    project.emulator.fault(&unanswered("GET", "*"));
    let mut run = Run::start(&project, way, &["deploy"]);
    run.wait_until("packing", |project| {
        project.read("stderr.txt").contains("packing")
    });
    let said = project.read("stderr.txt");
    assert!(!said.contains("packed"), "there was too little to pack");
    run.signal("TERM");
    interrupted(way, run.end(), &["nothing was written online"]);
    assert_eq!(project.emulator.writes(), [""; 0]);
    whole(&project);
}

fn while_an_image_is_pushed_the_client_goes_with_the_run(way: Way) {
    let project = way.project();
    let component = root().display().to_string();
    project.write("app/s.yaml", &format!(
        "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: {component}\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: registry.cn-hangzhou.aliyuncs.com/demo/app:1\n        port: 9000\n"
    ));
    project.write("bin/docker", "#!/bin/sh\nif [ \"$1\" = image ]; then echo sha256:aaaa; exit; fi\necho $$ > \"$(dirname \"$0\")/pid\"\nexec sleep 60\n");
    let docker = project.path("bin/docker");
    fs::set_permissions(docker, Permissions::from_mode(0o755)).unwrap();
    let pid = |project: &Project| fs::read_to_string(project.path("bin/pid")).ok();
    let mut run = Run::start(&project, way, &["deploy"]);
    run.wait_until("pushing", |project| {
        pid(project).is_some_and(|pid| pid.ends_with('\n'))
    });
    // One that is dead and not yet taken note of by its new parent has no program any more.
    let program = format!("/proc/{}/exe", pid(&project).unwrap().trim());
    let gone = || fs::read_link(&program).is_err();
    assert!(!gone(), "it pushes");
    run.signal("TERM");
    interrupted(way, run.end(), &["nothing was written online"]);
    let patience = Instant::now() + Duration::from_secs(30);
    while !gone() {
        assert!(Instant::now() < patience, "it pushes on");
        std::thread::sleep(Duration::from_millis(10));
    }
}
