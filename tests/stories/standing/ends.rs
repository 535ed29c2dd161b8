//! What is suggested to end a decision can end it.

use serde_json::json;

use crate::story::Story;
use crate::yaml::Fn;

/// No command takes a whole function out of s.yaml.
#[test]
fn a_function_that_stays_deleted_is_not_sent_to_a_write_back() {
    let story = Story::deployed();
    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story.s("deploy --use-remote").ends("clean");
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.says(&[
        "stays deleted by an earlier decision",
        "remove its resource from s.yaml",
        "s fn deploy --config local",
    ])
    .never_says(&["--write-back"]);
    story.s("fn deploy --config local").ends("changed");
    assert!(story.console().has_function("demo"));
}

/// A deploy that decides nothing does not create what stays deleted.
#[test]
fn a_restore_of_a_part_names_the_command_that_creates_the_rest() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    story.console().change("demo", json!({"timeout": 60}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    story.console().delete("demo");
    story.s("deploy --use-remote").ends("clean");
    let told = story.s(&format!("restore {id} -y")).fails().writes(&[]);
    told.says(&["'s fn deploy --use-local' creates it; after that,"]);
    story.s("fn deploy --use-local").ends("changed");
    story.s(&format!("restore {id} -y")).ends("changed");
    assert_eq!(story.console().function("demo")["timeout"], 60);
}

/// The digest of an image is the service's answer; only the image stands in s.yaml.
#[test]
fn what_only_the_service_says_is_not_to_be_written_by_hand() {
    let story = Story::new();
    let file = "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: fc-guard\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: example.com/a:1\n        port: 9000\n";
    story.write("s.yaml", file);
    story.s("deploy --skip-push").ends("changed");
    let image = json!({"image": "example.com/a:hot", "port": 9000});
    story
        .console()
        .change("demo", json!({"customContainerConfig": image}));
    let told = story.s("deploy --use-remote --write-back --skip-push");
    told.ends("clean")
        .says(&["image: \"example.com/a:hot\""])
        .never_says(&["To edit by hand"]);
    story.s("plan").ends("clean").says(&["No changes"]);
}
