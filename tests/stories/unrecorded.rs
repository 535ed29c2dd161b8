//! A clone without records: nothing is known of how a difference came.

use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

/// A function with something that only the console made of every kind of entry.
fn clone_with_additions() -> Story {
    let story = Story::deployed();
    let console = story.console();
    console.set_variable("demo", "HOT", "hot-canary");
    console.change("demo", json!({"description": "theirs"}));
    console.tag("demo", "cost", "center");
    console.add_route("demo.example.com", "/theirs", "demo");
    let config = json!({"authType": "anonymous", "methods": ["GET"], "disableURLInternet": true});
    console.change_trigger("demo", "http", json!({"triggerConfig": config}));
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().memory(768)]);
    clone
}

fn additions(story: &Story) -> Value {
    let console = story.console();
    let function = console.function("demo");
    json!([
        function["environmentVariables"]["HOT"],
        function["description"],
        function["tags"]["cost"],
        console.routes("demo.example.com").len(),
        console.trigger("demo", "http")["disableURLInternet"],
    ])
}

#[test]
fn merging_keeps_what_others_added_whoever_wins() {
    for (flags, memory) in [("--merge --use-local", 768), ("--merge --use-remote", 512)] {
        let clone = clone_with_additions();
        let before = additions(&clone);
        clone.s("deploy --merge").ends("drift").writes(&[]);
        let word = if memory == 768 { "changed" } else { "clean" };
        clone.s(&format!("deploy {flags}")).ends(word);
        assert_eq!(additions(&clone), before, "{flags}");
        assert_eq!(clone.console().function("demo")["memorySize"], memory);
        // It is kept by that decision, and that is said.
        let told = clone.s("plan").ends("clean");
        told.says(&[
            "environmentVariables.HOT: live •••",
            "description: live \"theirs\"",
        ])
        .never_says(&["canary"]);
        clone.s("deploy").ends("clean").writes(&[]);
        assert_eq!(additions(&clone), before, "{flags}");
    }
}

#[test]
fn suggested_commands_say_what_they_do() {
    let clone = clone_with_additions();
    let told = clone.s("deploy").ends("drift").writes(&[]);
    told.says(&[
        "s fn deploy --merge --use-local",
        "# keep what is online and not mentioned locally; where both differ, overwrite the live value",
    ]);
    let before = additions(&clone);
    clone.s("fn deploy --merge --use-local").ends("changed");
    assert_eq!(additions(&clone), before);

    let alone = clone_with_additions();
    alone.yaml(&[Fn::demo()]);
    let told = alone.s("deploy").ends("drift");
    told.says(&[
        "s fn deploy --merge\n",
        "# keep what is online and not mentioned locally, apply",
    ]);
    let before = additions(&alone);
    alone.s("deploy --merge").ends("clean").writes(&[]);
    assert_eq!(additions(&alone), before);
}

#[test]
fn a_local_edit_is_not_called_a_change_online() {
    let clone = Story::deployed().cloned();
    clone.yaml(&[Fn::demo().timeout(30).memory(768)]);
    let told = clone.s("drift").ends("drift").writes(&[]);
    let told = told
        .says(&[
            "there is no local record: its origin is unknown",
            "2 settings differ, and there is no local record of them",
            "~ timeout: 10 → 30",
        ])
        .never_says(&["changed online"]);
    assert!(told.saved.is_empty(), "{}", told.transcript());
    clone.yaml(&[Fn::demo().timeout(30)]);
    clone
        .s("drift")
        .ends("drift")
        .says(&["1 setting differs, and there is no local record of it"]);
    for format in ["text", "markdown", "junit"] {
        let told = clone.s(&format!("drift --format {format}")).ends("drift");
        let text = told.document.unwrap();
        assert!(!text.contains("changed online"), "{text}");
        assert!(text.contains("origin unknown"), "{text}");
    }
    clone.s("drift --html page.html");
    let page = clone.read("page.html");
    assert!(!page.contains("Something changed online since the last deploy"));
    assert!(page.contains("no local record"), "{page}");
}

#[test]
fn without_a_difference_that_is_said_too() {
    let clone = Story::deployed().cloned();
    clone
        .s("drift")
        .ends("clean")
        .says(&["There is no local record"])
        .never_says(&["since the last deploy"]);
}
