//! One version, said in several files for several tools.

use std::fs;

use serde_json::Value;

use crate::project::Project;

/// That of the workspace, which all others follow.
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn text(name: &str) -> String {
    let project = Project::here().expect("the project is here");
    fs::read_to_string(project.root().join(name)).expect("the file can be read")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&text(name)).expect("the file is JSON")
}

#[test]
fn npm_has_the_same_version() {
    assert_eq!(json("package.json")["version"], VERSION);
    let lock = json("package-lock.json");
    assert_eq!(lock["version"], VERSION);
    assert_eq!(lock["packages"][""]["version"], VERSION);
}

#[test]
fn registry_has_the_same_version() {
    let line = format!("Version: {VERSION}");
    assert!(text("publish.yaml").lines().any(|other| other == line));
}

#[test]
fn lock_file_names_no_registry() {
    assert!(!text("package-lock.json").contains("\"resolved\""));
}
