//! `s drift` and the reports: what changed online, for people and for programs.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

#[test]
fn drift_says_what_changed_online_and_moves_nothing() {
    let story = Story::new();
    // What is not online has not changed there.
    story.s("drift").ends("clean");
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean");
    story.yaml(&[Fn::demo().memory(1024)]);
    story
        .s("drift")
        .ends("clean")
        .says(&["Nothing changed online since the last deploy."]);
    let online = story.console();
    let other = json!({"timeout": 60, "environmentVariables": {"LEVEL": "other-canary"}});
    online.change("demo", other);
    let state = story.records();
    let told = story.s("drift").ends("drift").writes(&[]).says(&[
        "~ timeout: 10 → 60",
        "~ environmentVariables.LEVEL: •••",
        "2 settings changed online",
    ]);
    assert_eq!(told.code, 3);
    assert!(!told.text().contains("memorySize"), "{}", told.text());
    assert!(!told.text().contains("canary"), "{}", told.text());
    online.change("demo", json!({"memorySize": 2048}));
    story.s("drift").ends("conflict").writes(&[]);
    story
        .s("deploy")
        .ends("conflict")
        .writes(&[])
        .says(&["memorySize"]);
    online.delete_trigger("demo", "http");
    story
        .s("drift")
        .ends("conflict")
        .writes(&[])
        .says(&["1 resource was deleted online"]);
    assert_eq!(story.records(), state);
}

/// What belongs to the file is decided: it changed online, but nobody is asked about it.
#[test]
fn what_belongs_to_the_file_is_told_apart() {
    let rule = "      driftPolicy: [{path: memorySize, owner: file, reason: ours}]\n";
    let story = Story::new();
    story.yaml(&[Fn::demo().with(rule)]);
    story.s("deploy").ends("changed");
    story.console().change("demo", json!({"memorySize": 1024}));
    let told = story.s("drift").ends("drift").writes(&[]);
    told.says(&["1 setting that belongs to s.yaml (driftPolicy) was changed online: 's fn deploy' overwrites it"])
        .never_says(&["asks what to do", "Nothing changed online", "setting changed online"]);
    story.console().change("demo", json!({"timeout": 60}));
    let told = story.s("drift").ends("drift").writes(&[]);
    told.says(&[
        "1 setting changed online. 's fn deploy' asks what to do about it.",
        "1 setting that belongs to s.yaml (driftPolicy) was changed online",
    ]);
    story
        .s("deploy")
        .ends("drift")
        .says(&["1 difference between live and local"]);
}

fn forbidden() -> Fate {
    let body = json!({"Code": "AccessDenied", "Message": "no", "RequestId": "1"});
    Fate::RefusedWith(403, body.to_string())
}

#[test]
fn what_cannot_be_read_is_unreadable_in_every_report() {
    let story = Story::deployed();
    for command in ["drift", "plan"] {
        let typed = format!("{command} --report report.json");
        story
            .every("GET", "*", forbidden())
            .s(&typed)
            .ends("unreadable")
            .fails();
        let report: Value = serde_json::from_str(&story.read("report.json")).unwrap();
        assert_eq!(report["outcome"], "unreadable");
        let error = report["functions"][0]["error"].as_str().unwrap();
        assert!(error.contains("AccessDenied"), "{error}");
    }
    story
        .every("GET", "*", forbidden())
        .s("deploy --use-local")
        .ends("unreadable")
        .writes(&[]);
}

#[test]
fn reports_come_in_every_form_and_are_the_same_for_the_same() {
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 60}));
    for (file, starts) in [
        (
            "report.json",
            "{\n  \"version\": 1,\n  \"command\": \"drift\",\n  \"outcome\": \"drift\"",
        ),
        ("report.md", "### fc-guard drift: `drift`"),
        ("report.xml", "<?xml version=\"1.0\""),
        ("report.txt", "demo (cn-hangzhou, "),
    ] {
        let typed = format!("drift --report {file}");
        story.s(&typed).ends("drift");
        let first = story.read(file);
        assert!(first.starts_with(starts), "{first}");
        story.s(&typed).ends("drift");
        assert_eq!(story.read(file), first);
    }
    let written = story.read("report.xml");
    for typed in ["drift --format junit", "drift --output junit"] {
        let told = story.s(typed).ends("drift");
        assert_eq!(told.document.unwrap().trim(), written.trim());
    }
    let printed = story.s("drift -o json").ends("drift");
    let written: Value = serde_json::from_str(&story.read("report.json")).unwrap();
    assert_eq!(printed.json(), written);
    story
        .s("drift --format pdf")
        .refused(&["there is no format “pdf”", "text|json|markdown|junit"]);
}

#[test]
fn one_report_holds_every_resource_of_the_run() {
    let story = Story::new();
    let one = |name, function| Fn {
        domain: None,
        ..Fn::named(name, function)
    };
    story.yaml(&[one("one", "demo"), one("two", "other")]);
    story.s("deploy").ok();
    story.console().change("demo", json!({"timeout": 60}));
    let told = story.s("drift --report report.json").ends("drift");
    assert_eq!(told.code, 3);
    let report: Value = serde_json::from_str(&story.read("report.json")).unwrap();
    let words = report["functions"].as_array().unwrap().iter();
    let words: Vec<_> = words
        .map(|one| {
            (
                one["function"].as_str().unwrap(),
                one["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(words, [("demo", "drift"), ("other", "clean")]);
}

#[test]
fn a_page_needs_nothing_else_and_holds_no_secret() {
    let story = Story::new();
    let file = Fn::demo().variable("TOKEN", "ours-canary");
    story.yaml(std::slice::from_ref(&file));
    story.s("deploy").ends("changed");
    let online = story.console();
    online.change("demo", json!({"timeout": 60, "memorySize": 1024, "environmentVariables": {"LEVEL": "info-canary", "TOKEN": "theirs-canary"}}));
    online.hot_fix("demo");
    online.delete_trigger("demo", "http");
    story.yaml(&[file.timeout(20)]);
    story
        .s("drift --html drift.html")
        .writes(&[])
        .says(&["written: ", "drift.html"]);
    let text = story.read("drift.html");
    assert!(!text.contains("canary"));
    // The letter before stands outside of the mark on what changed.
    assert!(text.contains("otfix"), "the code's difference is shown");
    assert!(!text.contains("src=") && !text.contains("<link"));
}

/// A report is for a pipeline and its readers: it has the rights that files of a person have.
#[test]
fn a_report_is_written_beside_nothing_else() {
    let story = Story::deployed();
    let told = story.s("drift --report report.md").ends("clean");
    assert_eq!(told.saved, ["+ report.md"]);
    let all = story.files.all();
    let report = all.get(&format!("{HOME}/report.md"));
    assert!(matches!(
        report,
        Some(Node::File {
            executable: false,
            ..
        })
    ));
}

/// A clone has no key to make tags with, and may not write one: what it says is the same every time.
#[test]
fn a_clone_without_a_key_says_the_same_of_secrets_every_time() {
    let story = Story::new();
    let file = [
        Fn::demo().bare().variable("TOKEN", "ours-canary"),
        Fn::named("two", "other").bare(),
    ];
    story.yaml(&file);
    story.s("deploy").ends("changed");
    for function in ["demo", "other"] {
        let variables = json!({"LEVEL": "theirs-canary", "TOKEN": "other-canary"});
        let body = json!({"environmentVariables": variables});
        story.console().change(function, body);
    }
    let note = "without a tag, because this working copy has no key yet";
    let clone = story.cloned();
    for command in ["plan", "drift"] {
        for format in ["json", "text", "markdown", "junit"] {
            let report = || {
                let told = clone.s(&format!("{command} --format {format}")).fails();
                assert_eq!(told.saved, Vec::<String>::new());
                told.says(&["LEVEL: ••• → •••", note]).document.unwrap()
            };
            let first = report();
            assert_eq!(report(), first, "{format}");
            assert_eq!(first.contains(note), format != "json", "{first}");
            assert!(
                first.contains("•••") && !first.contains("canary"),
                "{first}"
            );
        }
    }
    // Where there is a key there are tags, by which the two sides are told apart.
    let told = story.s("drift --format json").ends("drift");
    let told = told.never_says(&[note, "LEVEL: ••• "]);
    let report: Value = serde_json::from_str(&told.document.unwrap()).unwrap();
    let found = &report["functions"][0]["resources"][0]["differences"][0];
    assert_ne!(found["online"], found["yours"]);
    assert_eq!(found["online"].as_str().unwrap().chars().count(), 7);
}

#[test]
fn where_nothing_was_deployed_nothing_changed_since() {
    let story = Story::new();
    let never = "Nothing changed online since";
    story
        .s("drift")
        .ends("clean")
        .says(&["There is no local record, and function demo is not online."])
        .never_says(&[never, "differ"]);
    // The domain is there already, and leads where it should; the function is not.
    let story = Story::deployed();
    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story
        .cloned()
        .s("drift")
        .ends("clean")
        .says(&["function demo is not online. What else is online does not differ from local."])
        .never_says(&[never]);
}

#[test]
fn a_report_that_is_written_is_named() {
    let story = Story::deployed();
    for command in [
        "drift --report out.md",
        "plan --report out.json",
        "drift --html out.html",
    ] {
        let told = story.s(command).ends("clean");
        let file = command.rsplit(' ').next().unwrap();
        let line = format!("written: {HOME}/{file}");
        assert_eq!(told.said.matches(&line).count(), 1, "{}", told.transcript());
    }
}
