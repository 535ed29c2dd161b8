//! ETags close the window between the last reading and the write.

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed, edit};
use crate::cloud::Fate;

/// Whoever writes right before the write itself is not overwritten.
#[test]
fn a_write_right_before_ours_is_never_overwritten() {
    for (path, local) in [
        (FUNCTION, ("timeout: 10", "timeout: 20")),
        (SERVICE, ("description: the shop", "description: ours")),
    ] {
        let story = deployed();
        edit(&story, local.0, local.1);
        story.meddle(move |_, line, console| {
            if line.is("PUT", path) {
                match path {
                    SERVICE => console.change_service(&json!({"internetAccess": false})),
                    _ => console.change_demo(&json!({"memorySize": 1024})),
                }
            }
            Fate::Arrives
        });
        let told = story.s("deploy").fails();
        let write = told.sent.iter().find(|line| line.method == "PUT").unwrap();
        assert_eq!(write.status, 412, "{}", told.transcript());
        let (service, demo) = (story.console().service(), story.console().demo());
        match path {
            SERVICE => assert_eq!(service["internetAccess"], false),
            _ => assert_eq!(demo["memorySize"], 1024),
        }
        assert_eq!(demo["timeout"], 10);
        // What is there by now is asked about.
        story.s("deploy").ends("drift").writes(&[]);
    }
}

/// Nor is it deleted: what has an ETag goes only as it was shown.
#[test]
fn a_write_right_before_a_deletion_keeps_what_it_wrote() {
    let trigger = format!("{FUNCTION}/triggers/web");
    for path in [SERVICE.to_owned(), FUNCTION.to_owned(), trigger] {
        let story = deployed();
        let at = path.clone();
        story.meddle(move |_, line, console| {
            if line.is("DELETE", &at) {
                match at.as_str() {
                    SERVICE => console.change_service(&json!({"description": "theirs"})),
                    FUNCTION => console.change_demo(&json!({"memorySize": 1024})),
                    trigger => {
                        let config = json!({"authType": "function", "methods": ["GET"]});
                        console.older("PUT", trigger, &json!({"triggerConfig": config}));
                    }
                }
            }
            Fate::Arrives
        });
        let told = story.s("remove -y").fails();
        let mut sent = told.sent.iter();
        let refused = sent.find(|line| line.is("DELETE", &path)).unwrap();
        assert_eq!(refused.status, 412, "{}", told.transcript());
        assert!(story.console().tries_older("GET", &path));
        // Shown, agreed to and saved, it goes.
        story.s("remove -y").ends("changed");
        assert!(!story.console().tries_older("GET", &path));
        assert!(!story.newest_backup().is_empty());
    }
}

#[test]
fn every_write_names_what_was_read() {
    let story = deployed();
    edit(&story, "timeout: 10", "timeout: 20");
    edit(&story, "description: the shop", "description: ours");
    edit(&story, "methods: [GET, POST]", "methods: [GET]");
    let told = story.s("deploy").ends("changed");
    let writes: Vec<_> = told
        .sent
        .iter()
        .filter(|line| line.method == "PUT" && line.writes())
        .collect();
    assert_eq!(writes.len(), 3, "{}", told.transcript());
    for write in writes {
        let mut headers = write.headers.iter();
        assert!(
            headers.any(|(name, _)| name == "if-match"),
            "{}",
            write.path
        );
    }
}
