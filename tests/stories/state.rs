//! What is kept in `.s/fc-guard/`.

use crate::memory::Node;
use crate::story::{HOME, Story};

#[test]
fn a_corrupt_or_newer_file_is_named_and_stops_everything() {
    let story = Story::deployed();
    for (name, text) in story.records() {
        let path = format!(".s/fc-guard/{name}");
        let newer = text.replacen("\"version\": 1", "\"version\": 99", 1);
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
