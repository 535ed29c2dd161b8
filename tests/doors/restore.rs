//! `s restore`: what was overwritten or removed comes back as it was.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::console::HOT_FIX;
use crate::project::{DOORS, Door, Project, Ran};

/// The backups that there are, the newest last.
fn backups(project: &Project) -> Vec<String> {
    let Ok(entries) = fs::read_dir(project.path("app/.s/fc-guard/backups")) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut ids: Vec<String> = names
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    ids.sort();
    ids
}

/// What is online, without what the service counts by itself.
fn online(project: &Project) -> Value {
    let mut function = project.function();
    for name in ["createdTime", "functionId", "lastModifiedTime"] {
        function.as_object_mut().unwrap().remove(name);
    }
    json!([
        function,
        project.trigger_config(),
        project.domain()["routeConfig"]
    ])
}

/// A function that somebody changed in every part.
fn changed(door: Door) -> Project {
    let project = Project::new(door);
    project.deployed();
    project.change(json!({
        "timeout": 60,
        "environmentVariables": {"LEVEL": "info-canary", "HOT": "hot-canary"},
        "vpcConfig": {"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": ["vsw-1"]},
    }));
    project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
    project.console(
        "updateTrigger",
        &[
            json!("demo"),
            json!("http"),
            json!({"triggerConfig": {"authType": "anonymous", "methods": ["PUT"]}}),
        ],
    );
    project
}

fn restore(project: &Project, id: &str) -> Ran {
    project.s(&["restore", id, "-y"])
}

#[test]
fn after_it_was_overwritten() {
    for door in DOORS {
        let project = changed(door);
        let before = online(&project);
        assert_eq!(backups(&project), [""; 0]);
        project.deploy(&["--use-local"]).ok().says(&["s restore "]);
        assert_ne!(online(&project), before);
        let [id] = backups(&project).try_into().unwrap();
        project
            .s(&["restore"])
            .ok()
            .says(&[&id, "with code", "timeout"]);
        // Nobody said yes.
        let writes = project.emulator.writes();
        project
            .s(&["restore", &id])
            .refused(&["~ timeout: 10 → 60", "-y' puts it back"]);
        assert_eq!(project.emulator.writes(), writes);
        restore(&project, &id).ok();
        assert_eq!(online(&project), before);
        // It is a decision like any other: the next deploy keeps it.
        let writes = project.emulator.writes();
        project
            .deploy(&[])
            .ok()
            .says(&["kept as online by an earlier decision"]);
        restore(&project, &id).ok();
        assert_eq!(project.emulator.writes(), writes);
        restore(&project, "nonsense").refused(&["there is no backup nonsense"]);
    }
}

#[test]
fn after_it_was_removed() {
    for door in DOORS {
        let project = changed(door);
        let before = online(&project);
        project.s(&["remove", "-y"]).ok();
        assert_eq!(project.emulator.left(), json!([{}, {}]));
        let [id] = backups(&project).try_into().unwrap();
        restore(&project, &id).ok();
        assert_eq!(online(&project), before);
    }
}

#[test]
fn nothing_is_saved_of_what_only_we_changed() {
    let project = Project::new(Door::Native);
    project.native(&["deploy"]).ok();
    project.native(&["remove", "-y"]).ok();
    assert_eq!(backups(&project), [""; 0]);
}

#[test]
fn the_guard_stands_before_a_restore_too() {
    let project = changed(Door::Native);
    project.native(&["deploy", "--use-local"]).ok();
    let [id] = backups(&project).try_into().unwrap();
    project.change(json!({"timeout": 33}));
    let writes = project.emulator.writes();
    project.native(&["restore", &id, "-y"]).ends_with(3).says(&[
        "timeout",
        "s fn restore",
        "--use-local",
    ]);
    assert_eq!(project.emulator.writes(), writes);
    project.native(&["restore", &id, "-y", "--use-local"]).ok();
    assert_eq!(project.function()["timeout"], 60);
    assert_eq!(
        backups(&project).len(),
        2,
        "what it overwrote is saved as well"
    );
}

#[test]
fn after_a_crash_during_the_restore() {
    for fault in [
        json!({"kind": "close", "method": "PUT", "path": "/2023-03-30/functions/demo/triggers/http"}),
        json!({"kind": "close", "method": "PUT", "path": "/2023-03-30/functions/demo"}),
        json!({"kind": "status", "status": 500, "method": "PUT", "path": "/2023-03-30/functions/demo"}),
    ] {
        let project = changed(Door::Native);
        let before = online(&project);
        project.native(&["deploy", "--use-local"]).ok();
        let [id] = backups(&project).try_into().unwrap();
        project.emulator.fault(&fault);
        assert_ne!(project.native(&["restore", &id, "-y"]).code, 0, "{fault}");
        project.emulator.heal();
        project.native(&["restore", &id, "-y"]).ok();
        assert_eq!(online(&project), before, "{fault}");
        project.native(&["deploy"]).ok();
        assert_eq!(online(&project), before, "{fault}");
    }
}

#[test]
fn no_secret_is_in_it_and_nobody_else_may_read_it() {
    let project = changed(Door::Native);
    project.native(&["deploy", "--use-local"]).ok();
    let folder = project.path("app/.s/fc-guard/backups");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
        let bytes = fs::read(&path).unwrap();
        for secret in [&b"hot-canary"[..], b"hotfix", b"info-canary"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{}", path.display());
        }
        count += 1;
    }
    assert_eq!(count, 2, "a description and the code");
}

#[test]
fn a_damaged_backup_is_never_put_back() {
    let project = changed(Door::Native);
    project.native(&["deploy", "--use-local"]).ok();
    let [id] = backups(&project).try_into().unwrap();
    let file = |ending: &str| project.path(&format!("app/.s/fc-guard/backups/{id}.{ending}"));
    let writes = project.emulator.writes();
    let code = fs::read(file("code")).unwrap();
    fs::write(file("code"), &code[1..]).unwrap();
    project
        .native(&["restore", &id, "-y"])
        .refused(&[&id, "code"]);
    fs::remove_file(file("code")).unwrap();
    project
        .native(&["restore", &id, "-y"])
        .refused(&[&id, "code"]);
    fs::write(file("json"), "{").unwrap();
    project.native(&["restore", &id, "-y"]).refused(&[&id]);
    assert_eq!(project.emulator.writes(), writes);
}
