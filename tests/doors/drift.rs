//! The reports as the CLI prints them, and as the native core does without it.

use serde_json::{Value, json};

use crate::project::{Door, Project, Props};

fn json_of(text: &str) -> Value {
    let start = text
        .find('{')
        .unwrap_or_else(|| panic!("no JSON in {text}"));
    serde_json::from_str(&text[start..]).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn one_report_of_all_resources_is_written_and_printed_in_every_way() {
    let project = Project::new(Door::Wasm);
    let props = Props {
        domain: false,
        ..Props::default()
    };
    let yaml = props.yaml(&[("one", "demo"), ("two", "other")]);
    project.write("app/s.yaml", &yaml);
    project.deploy(&[]).ok();
    project.change(json!({"timeout": 60}));
    for file in ["report.json", "report.xml"] {
        project.s(&["drift", "--report", file]).ends(3, "drift");
    }
    let report = json_of(&project.read("app/report.json"));
    let words = report["functions"].as_array().unwrap().iter();
    let words: Vec<_> = words.map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(words, ["drift", "clean"]);
    let written = project.read("app/report.xml");
    for args in [
        &["drift", "--silent", "--format", "junit"][..],
        &["drift", "--silent", "--", "--output", "junit"],
    ] {
        let ran = project.s(args).ends(3, "drift");
        assert_eq!(ran.stdout.trim(), written.trim());
    }
    // The CLI's own form has a result for each resource, with what was found of that one.
    let ran = project
        .s(&["drift", "--silent", "-o", "json"])
        .ends(3, "drift");
    let printed = json_of(&ran.stdout);
    let of = |name: &str| printed[name]["functions"][0].clone();
    assert_eq!(json!([of("one"), of("two")]), report["functions"]);
}

#[test]
fn the_native_door_prints_the_report_itself() {
    let project = Project::new(Door::Native);
    project.native(&["deploy"]).ok();
    project.change(json!({"timeout": 60}));
    for form in ["text", "json", "markdown", "junit"] {
        let first = project.native(&["plan", "--output", form]);
        assert_eq!(first.code, 3, "{}", first.text());
        let second = project.native(&["plan", "--output", form]);
        assert_eq!(first.stdout, second.stdout);
        assert!(first.stdout.contains("timeout"), "{}", first.stdout);
    }
}

#[test]
fn a_result_is_printed_as_the_cli_prints_results() {
    let project = Project::new(Door::Wasm);
    project.deployed();
    let ran = project.s(&["info", "--silent", "-o", "json"]).ok();
    let info = json_of(&ran.stdout);
    assert_eq!(
        (&info["functionName"], &info["url"]["custom_domain"]),
        (&json!("demo"), &json!("demo.example.com"))
    );
    assert!(!ran.text().contains("info-canary"), "{info}");
    let ran = project.s(&["plan", "--silent", "-o", "json"]).ok();
    assert_eq!(json_of(&ran.stdout)["outcome"], "clean");
}
