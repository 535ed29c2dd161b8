//! The version stands in the root `Cargo.toml` alone: what else has to say it gets it in a package.

use std::fs;

use serde_json::Value;

use crate::project::Project;

fn text(name: &str) -> String {
    let project = Project::here().expect("the project is here");
    fs::read_to_string(project.root().join(name)).expect("the file can be read")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&text(name)).expect("the file is JSON")
}

#[test]
fn no_other_file_says_a_version() {
    assert!(json("package.json")["version"].is_null());
    let lock = json("package-lock.json");
    assert!(lock["version"].is_null() && lock["packages"][""]["version"].is_null());
    let description = text("publish.yaml");
    let versions: Vec<&str> = description
        .lines()
        .filter(|line| line.starts_with("Version:"))
        .collect();
    assert_eq!(versions, ["Version: dev"]);
}

#[test]
fn clone_lacks_what_the_registry_demands() {
    assert!(
        !text("publish.yaml")
            .lines()
            .any(|line| line.starts_with("Effective:"))
    );
    assert_eq!(json("package.json")["private"], true);
}

#[test]
fn lock_file_names_no_registry() {
    assert!(!text("package-lock.json").contains("\"resolved\""));
}
