//! What stays online is brought home: into `s.yaml`, and into the folder of the code.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::console::HOT_FIX;
use crate::keys::{Session, WRITE_BACK};
use crate::project::{DOORS, Door, Project, Props};

const FILE: &str = "app/s.yaml";

fn props() -> Props {
    Props::default()
        .variable("KEEP", "'ours-canary' # 保留")
        .variable("BACK", "\"ours-too-canary\"")
}

/// A project that was deployed and then changed online: both variables, the timeout and the code.
fn changed(door: Door) -> Project {
    let project = Project::new(door);
    let text = props().yaml(&[("fn", "demo")]).replace(
        "      memorySize",
        "      # 内存不要改 {not: a map}\n      memorySize",
    );
    project.write(FILE, &text);
    project.deployed();
    project.change(json!({
        "timeout": 77,
        "environmentVariables": {"LEVEL": "info-canary", "KEEP": "theirs-canary", "BACK": "theirs-too-canary"},
    }));
    project.console("updateCode", &[json!("demo"), json!(HOT_FIX)]);
    project
}

fn text(project: &Project) -> String {
    fs::read_to_string(project.path(FILE)).unwrap()
}

fn nothing_is_left_to_do(project: &Project) {
    let writes = project.emulator.writes();
    project.deploy(&[]).ok();
    assert_eq!(project.emulator.writes(), writes);
}

#[test]
fn decided_by_keys_and_written_into_the_file() {
    for door in DOORS {
        let project = changed(door);
        let checksum = project.function()["codeChecksum"].clone();
        let before = text(&project);
        let mut session = Session::start(&project, &["deploy"]);
        session.see("[s] stop");
        session.press("o");
        session.see("(1/4) function demo · environmentVariables.BACK");
        session.press("l");
        session.see("(2/4) function demo · environmentVariables.KEEP");
        session.press("r");
        session.see("(3/4) function demo · timeout");
        session.press("l");
        session.see("(4/4) function demo · code");
        session.press("r");
        session.see("Decided about code:");
        session.press("y");
        session.see(WRITE_BACK);
        assert_eq!(text(&project), before);
        session.press("y");
        session.see("Download it?");
        session.press("n");
        assert_eq!(session.end(), 0, "{}", session.log());
        assert!(!session.log().contains("canary"));

        let function = project.function();
        assert_eq!(
            function["environmentVariables"],
            json!({"LEVEL": "info-canary", "KEEP": "theirs-canary", "BACK": "ours-too-canary"})
        );
        assert_eq!(
            (&function["timeout"], &function["codeChecksum"]),
            (&json!(10), &checksum)
        );
        assert_eq!(
            text(&project),
            before.replace("'ours-canary'", "'theirs-canary'")
        );
        nothing_is_left_to_do(&project);
    }
}

#[test]
fn by_a_flag_and_never_without_one() {
    for door in DOORS {
        let project = changed(door);
        let before = text(&project);
        project.deploy(&["--use-remote", "--no-write-back"]).ok();
        assert_eq!(text(&project), before);
        project.change(json!({"memorySize": 1024}));
        project
            .deploy(&["--use-remote"])
            .ok()
            .says(&["--write-back' writes it there"]);
        assert_eq!(text(&project), before);
        // What was kept before comes home too.
        project.deploy(&["--write-back"]).ok();
        let after = before
            .replace("'ours-canary'", "'theirs-canary'")
            .replace("\"ours-too-canary\"", "\"theirs-too-canary\"")
            .replace("timeout: 10", "timeout: 77")
            .replace("memorySize: 512", "memorySize: 1024");
        assert_eq!(text(&project), after);
        nothing_is_left_to_do(&project);
    }
}

#[test]
fn deletions_and_whole_blocks() {
    for door in DOORS {
        let project = Project::new(door);
        project.write(FILE, &props().yaml(&[("fn", "demo")]));
        project.deployed();
        let before = text(&project);
        project.change(json!({
            "environmentVariables": {"LEVEL": "info-canary", "KEEP": "ours-canary", "NEW": "1"},
            "instanceLifecycleConfig": {"preStop": {"handler": "index.stop", "timeout": 5}},
        }));
        project.console("deleteTrigger", &[json!("demo"), json!("http")]);
        project.deploy(&["--use-remote", "--write-back"]).ok();
        let after = text(&project);
        assert!(
            after.contains("        NEW: \"1\"\n") || after.contains("        NEW: '1'\n"),
            "{after}"
        );
        assert!(
            !after.contains("BACK") && !after.contains("triggers"),
            "{after}"
        );
        assert!(
            after.contains("      instanceLifecycleConfig:\n        preStop:\n"),
            "{after}"
        );
        let kept = before.lines().filter(|line| after.contains(line)).count();
        assert_eq!(kept, before.lines().count() - 7, "{after}");
        nothing_is_left_to_do(&project);
    }
}

#[test]
fn what_is_written_elsewhere_is_named_with_its_line() {
    for door in DOORS {
        let project = Project::new(door);
        let written = props().variable("HOME", "${env('LEVEL_OF_TEST', 'ours-canary')}");
        let text = written
            .yaml(&[("fn", "demo")])
            .replace("name: app\n", "name: app\nvars:\n  time: 10 # 秒\n");
        project.write(FILE, &text.replace("timeout: 10", "timeout: ${vars.time}"));
        project.deploy(&[]).ok();
        let before = self::text(&project);
        let mut variables = project.function()["environmentVariables"].clone();
        variables["HOME"] = json!("theirs-canary");
        project.change(json!({"timeout": 77, "environmentVariables": variables}));
        let line = before
            .lines()
            .position(|line| line.contains("HOME:"))
            .unwrap()
            + 1;
        let place = format!("s.yaml:{line}: environmentVariables.HOME: ");
        project
            .deploy(&["--use-remote", "--write-back"])
            .ok()
            .says(&["To edit by hand", &place, "computed by an expression"]);
        assert_eq!(
            self::text(&project),
            before.replace("time: 10 # 秒", "time: 77 # 秒")
        );
        nothing_is_left_to_do(&project);
    }
}

fn folders(project: &Project, infix: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(project.path("app")).unwrap();
    all.map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(infix))
        .collect()
}

fn code(folder: &Path) -> String {
    fs::read_to_string(folder.join("index.py")).unwrap()
}

#[test]
fn code_beside() {
    for door in DOORS {
        let project = changed(door);
        let local = project.path("app/code");
        let ours = code(&local);
        project.deploy(&["--use-remote", "--write-back"]).ok();
        let beside = folders(&project, "code.online-");
        assert_eq!(beside.len(), 1);
        assert_ne!(code(&beside[0]), ours);
        assert_eq!(code(&local), ours);
    }
}

#[test]
fn code_over_ours_after_a_second_question() {
    for door in DOORS {
        for (key, taken) in [("n", false), ("y", true)] {
            let project = changed(door);
            let local = project.path("app/code");
            let ours = code(&local);
            let mut session = Session::start(&project, &["deploy"]);
            session.see("[s] stop");
            session.press("r");
            session.see(WRITE_BACK);
            session.press("n");
            session.see("Download it?");
            session.press("o");
            session.see("Overwrite your local code?");
            assert_eq!(code(&local), ours);
            session.press(key);
            assert_eq!(session.end(), 0, "{}", session.log());
            assert_eq!(code(&local) != ours, taken, "{}", session.log());
            let saved = folders(&project, "code.before-");
            assert_eq!(saved.len(), usize::from(taken));
            assert!(saved.iter().all(|folder| code(folder) == ours));
        }
    }
}
