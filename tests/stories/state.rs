//! What is kept in `.s/fc-guard/`.

use crate::memory::Node;
use crate::story::{HOME, Story};

#[test]
fn a_corrupt_or_newer_file_is_named_and_stops_everything() {
    let story = Story::deployed();
    for (name, text) in story.records() {
        let path = format!(".s/fc-guard/{name}");
        let newer = text.replacen("\"version\": 2", "\"version\": 99", 1);
        assert_ne!(newer, text);
        let half = &text[..text.len() / 2];
        for broken in ["", "{", "[]", "{\"version\": 1}", half, &newer] {
            story.write(&path, broken);
            story.s("deploy --use-local").refused(&[&name]).writes(&[]);
        }
        story.write(&path, &text);
    }
    story.s("deploy").ok().writes(&[]);
}

#[test]
fn no_value_of_a_variable_is_in_it() {
    let story = Story::deployed();
    let records = story.records();
    assert_eq!(records.len(), 3, "one file a resource: {records:?}");
    let folder = format!("{HOME}/.s/fc-guard/");
    let mut seen = 0;
    for (path, node) in story.files.all() {
        let Node::File { bytes, .. } = node else {
            continue;
        };
        if path.starts_with(&folder) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("info-canary"), "{path}: {text}");
            assert!(!text.contains("secret-"), "{path}: {text}");
            seen += 1;
        }
    }
    assert!(seen > 3, "the key and the index are looked at, too");
}

/// A key that says nothing is no key; what to do about it is said, and what that means.
#[test]
fn a_damaged_key_is_unreadable_state() {
    let story = Story::deployed();
    story.s("deploy --use-local").ends("clean");
    for broken in [
        "",
        "1234",
        "not hexadecimal at all",
        "g".repeat(64).as_str(),
    ] {
        story.write(".s/fc-guard/key", broken);
        for command in ["deploy", "plan", "drift", "info", "remove -y", "restore"] {
            let told = story.s(command).ends("unreadable").writes(&[]);
            told.says(&[
                ".s/fc-guard/key is damaged",
                "→ restore it from a copy of this folder",
                "backups made until now can no longer be opened",
            ]);
        }
        assert_eq!(story.read(".s/fc-guard/key"), broken);
    }
    story.files.delete(&format!("{HOME}/.s/fc-guard/key"));
    story.s("deploy").ends("clean").writes(&[]);
}

const ANOTHER_KEY: &str = "the secrets on record were sealed with another key";

/// Without its key nobody can tell which secrets were changed, and that is said.
#[test]
fn a_lost_key_is_told_until_it_is_of_no_matter() {
    let story = Story::deployed();
    story.s("deploy").ends("clean").never_says(&[ANOTHER_KEY]);
    let path = format!("{HOME}/.s/fc-guard/key");
    let other = "0123456789abcdef".repeat(4);
    for replaced in [false, true] {
        let story = story.forked();
        match replaced {
            true => story.write(".s/fc-guard/key", &other),
            false => story.files.delete(&path),
        }
        story
            .console()
            .set_variable("demo", "LEVEL", "other-canary");
        for command in ["plan", "drift", "deploy"] {
            let told = story.s(command).fails().writes(&[]);
            told.says(&[ANOTHER_KEY, "environmentVariables.LEVEL", "origin"])
                .never_says(&["canary"]);
        }
        story
            .s("deploy --use-remote")
            .ends("clean")
            .says(&[ANOTHER_KEY]);
        for command in ["plan", "drift", "deploy"] {
            story.s(command).ends("clean").never_says(&[ANOTHER_KEY]);
        }
    }
    // Where nothing is on record, there is nothing to tell.
    story.cloned().s("plan").never_says(&[ANOTHER_KEY]);
}

/// What was deployed may be on record behind it, so it is no first deploy.
#[test]
fn a_link_that_leads_nowhere_is_said() {
    for link in [".s", ".s/fc-guard"] {
        for command in ["plan", "drift", "deploy"] {
            let story = Story::new();
            let target = "/mnt/gone/records".to_owned();
            story
                .files
                .put(&format!("{HOME}/{link}"), Node::Link(target));
            let told = story.s(command).fails().writes(&[]);
            told.says(&[
                &format!("{link} is a link that leads nowhere"),
                "/mnt/gone/records",
            ]);
        }
    }
}
