//! Secrets of the service: its record is kept apart from those of the functions in it.

use serde_json::{Value, json};

use super::{edit, new};
use crate::story::Story;

const SECRET: &str = "mysql://u:QxOnce1@h/db";

/// The usual project, of which an older version kept the service in clear.
fn in_clear() -> (Story, String) {
    let story = new();
    edit(
        &story,
        "description: the shop",
        &format!("description: {SECRET}"),
    );
    story.s("deploy").ends("changed");
    let of_service = |(_, text): &(String, String)| text.contains("internetAccess");
    let (file, text) = story.records().into_iter().find(of_service).unwrap();
    assert!(!text.contains("QxOnce1"));
    let mut record: Value = serde_json::from_str(&text).unwrap();
    for half in ["sent", "seen"] {
        record["baseline"][half]["description"] = json!(SECRET);
    }
    story.write(&format!(".s/fc-guard/{file}"), &record.to_string());
    (story, file)
}

/// What an older version kept in clear is gone with the next deploy, of whichever part.
#[test]
fn what_was_kept_in_clear_of_the_service_is_sealed_by_the_next_deploy() {
    for command in ["deploy", "deploy function", "deploy --function config"] {
        let (story, file) = in_clear();
        edit(&story, "timeout: 10", "timeout: 20");
        let told = story.s(command).ends("changed");
        told.never_says(&["QxOnce1"]);
        assert!(!story.records()[&file].contains("QxOnce1"), "{command}");
        story.s("deploy").ends("clean").writes(&[]);
    }
}
