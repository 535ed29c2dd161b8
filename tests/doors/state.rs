//! What is kept in `.s/fc-guard/`.

use std::fs;

use crate::project::{DOORS, Project};

#[test]
fn a_corrupt_or_newer_file_is_named_and_stops_everything() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        let before = project.emulator.writes();
        for (name, text) in project.records() {
            let path = project.path("app/.s/fc-guard").join(&name);
            let newer = text.replacen("\"version\": 1", "\"version\": 99", 1);
            assert_ne!(newer, text);
            for broken in [
                "",
                "{",
                "[]",
                "{\"version\": 1}",
                &text[..text.len() / 2],
                &newer,
            ] {
                fs::write(&path, broken).unwrap();
                let args = ["deploy", "--use-local"];
                // What the core does about it is the same behind the CLI, which takes its time.
                let ran = match broken == "{" || broken == newer {
                    true => project.s(&args),
                    false => project.native(&args),
                };
                ran.refused(&[&name]);
                assert_eq!(project.emulator.writes(), before, "{name}: {broken}");
            }
            fs::write(&path, text).unwrap();
        }
        project.deploy(&[]).ok();
        assert_eq!(project.emulator.writes(), before);
    }
}

#[test]
fn no_value_of_a_variable_is_in_it() {
    for door in DOORS {
        let project = Project::new(door);
        project.deploy(&[]).ok();
        let records = project.records();
        assert_eq!(records.len(), 3, "one file a resource: {records:?}");
        for entry in fs::read_dir(project.path("app/.s/fc-guard")).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(!text.contains("info-canary"), "{text}");
            assert!(!text.contains("secret-"), "{text}");
        }
    }
}
