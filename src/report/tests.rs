//! The forms of a report. The examples beside this file are what users' programs read: a difference
//! to them is a change of the form.

use serde_json::json;

use super::*;

fn difference(path: &str, verdict: &str, values: [Option<Value>; 3]) -> DifferenceReport {
    let [last_deployed, online, yours] = values;
    DifferenceReport {
        path: path.to_owned(),
        address: path.to_owned(),
        verdict: verdict.to_owned(),
        owner: None,
        last_deployed,
        online,
        yours,
        default: None,
        decision: None,
        files: None,
        more_files: 0,
    }
}

fn resource(kind: &str, name: &str, standing: &str) -> ResourceReport {
    ResourceReport {
        kind: kind.to_owned(),
        name: name.to_owned(),
        standing: standing.to_owned(),
        last_modified_time: None,
        told: None,
        interrupted: None,
        differences: Vec::new(),
        stays_deleted_since: None,
        stays_deleted_by: None,
        kept: Vec::new(),
        kept_values: Vec::new(),
        console: Vec::new(),
    }
}

fn function(name: &str, outcome: &str) -> Function {
    Function {
        function: name.to_owned(),
        region: "cn-hangzhou".to_owned(),
        account: "1234567890123456".to_owned(),
        outcome: outcome.to_owned(),
        error: None,
        resources: Vec::new(),
        rules: Vec::new(),
        orphans: Vec::new(),
        strangers: Vec::new(),
        left_behind: Vec::new(),
        end_kept: Vec::new(),
        compared_with: None,
        deployed: None,
        page: None,
    }
}

/// One of everything.
fn report() -> Report {
    let mut demo = function("demo", "conflict");
    let mut own = resource("function", "demo", "deployed");
    own.last_modified_time = Some("2026-11-23T10:00:00Z".to_owned());
    let nasty = "a|b `c` <script>\"&\u{1}\n@all";
    let ten = Some(json!(10));
    own.differences = vec![
        difference(
            "timeout",
            "conflict",
            [ten, Some(json!(60)), Some(json!(20))],
        ),
        difference("description", "remote", [None, Some(json!(nasty)), None]),
        difference(
            "memorySize",
            "local",
            [Some(json!(512)), Some(json!(512)), Some(json!(1024))],
        ),
    ];
    let decided = |since: Option<&str>, then: Value| {
        Some(Decision {
            since: since.map(str::to_owned),
            by: since.map(|_| "Li Wei".to_owned()),
            deploy: None,
            yours_then: Some(then),
        })
    };
    own.differences.push(DifferenceReport {
        decision: decided(Some("2026-11-22T08:00:00Z"), json!("mine")),
        ..difference(
            "handler",
            "conflict",
            [
                Some(json!("kept")),
                Some(json!("kept")),
                Some(json!("other")),
            ],
        )
    });
    let of_ada = |decision: Decision| Decision {
        deploy: Some(KeptDeploy {
            who: Some("Ada".to_owned()),
            commit: Some("0123456789ab".to_owned()),
            is_dirty: true,
        }),
        ..decision
    };
    own.kept = ["cpu", "diskSize", "layers"].map(str::to_owned).to_vec();
    own.kept_values = vec![
        DifferenceReport {
            decision: decided(Some("2026-11-22T08:00:00Z"), json!(0.35)),
            ..difference(
                "cpu",
                "standing",
                [Some(json!(0.5)), Some(json!(0.5)), Some(json!(0.35))],
            )
        },
        DifferenceReport {
            decision: decided(Some("2026-11-22T08:00:00Z"), json!(512)).map(of_ada),
            ..difference(
                "diskSize",
                "standing",
                [Some(json!(10240)), Some(json!(10240)), Some(json!(512))],
            )
        },
        DifferenceReport {
            decision: decided(None, json!([nasty])),
            ..difference("layers", "standing", [None, None, Some(json!([nasty]))])
        },
    ];
    demo.end_kept = vec![
        "s fn deploy --write-back".to_owned(),
        "s fn deploy --config local".to_owned(),
    ];
    own.console = vec!["environmentVariables.LOG_X".to_owned()];
    own.interrupted = Some(InterruptedReport {
        at: "2026-11-23T09:00:00Z".to_owned(),
        done: false,
    });
    demo.resources = vec![
        own,
        resource("trigger", "http", "deleted"),
        resource("customDomain", "demo.example.com", "deployed"),
    ];
    demo.rules = vec![RuleReport {
        paths: "timeuot".to_owned(),
        owner: "console".to_owned(),
        reason: "ops".to_owned(),
        until: None,
        matched: false,
        expired: false,
    }];
    demo.strangers = vec![Name {
        kind: "trigger".to_owned(),
        name: "theirs".to_owned(),
        region: None,
    }];
    let mut other = function("other", "unreadable");
    other.error = Some("function other cannot be read".to_owned());
    Report::new("drift", vec![demo, other, function("third", "clean")])
}

#[test]
fn every_form_reads_as_its_example() {
    for (format, example, lang) in [
        (Format::Json, include_str!("tests/report.json"), Lang::En),
        (Format::Markdown, include_str!("tests/report.md"), Lang::En),
        (
            Format::Markdown,
            include_str!("tests/report.zh.md"),
            Lang::Zh,
        ),
        (Format::Junit, include_str!("tests/report.xml"), Lang::En),
        (Format::Text, include_str!("tests/report.txt"), Lang::En),
        (Format::Text, include_str!("tests/report.zh.txt"), Lang::Zh),
    ] {
        let text = report().render(format, lang).expect("a report");
        assert_eq!(text, example, "{format:?}\n{text}");
    }
}

#[test]
fn the_worst_of_several_is_the_word_of_all() {
    assert_eq!(report().outcome, "unreadable");
    let two = vec![function("a", "clean"), function("b", "drift")];
    assert_eq!(Report::new("plan", two).outcome, "drift");
    assert_eq!(Report::new("plan", Vec::new()).outcome, "clean");
}

#[test]
fn a_report_can_be_read_back() {
    let text = report().render(Format::Json, Lang::En).expect("a report");
    let read: Report = serde_json::from_str(&text).expect("the same form");
    assert_eq!(read, report());
}

/// Whatever the service says, nobody can write into the comment by it.
#[test]
fn no_text_of_the_cloud_is_markdown_or_html() {
    let nasty = "E](http://e) <script>alert(1)</script> `x` @all";
    let mut own = resource(nasty, nasty, "deployed");
    own.last_modified_time = Some(nasty.to_owned());
    own.interrupted = Some(InterruptedReport {
        at: nasty.to_owned(),
        done: false,
    });
    own.differences = vec![difference(
        nasty,
        "remote",
        [None, Some(json!(nasty)), Some(json!({nasty: nasty}))],
    )];
    own.kept_values.clone_from(&own.differences);
    own.console = vec![nasty.to_owned()];
    let mut demo = function(nasty, "drift");
    nasty.clone_into(&mut demo.region);
    demo.orphans = vec![Name {
        kind: nasty.to_owned(),
        name: nasty.to_owned(),
        region: Some(nasty.to_owned()),
    }];
    demo.resources = vec![own];
    let report = Report::new("drift", vec![demo]);
    let text = report.render(Format::Markdown, Lang::En).expect("text");
    for raw in ["<script", "](http", "@all", "`x`"] {
        assert!(!text.contains(raw), "{raw} in\n{text}");
    }
    let text = report.render(Format::Junit, Lang::En).expect("text");
    assert!(!text.contains("<script"), "{text}");
}

/// The terminal says it, too: what was taken away online is not nothing.
#[test]
fn an_absent_value_is_what_is_in_force() {
    let mut found = difference("internetAccess", "remote", [Some(json!(true)), None, None]);
    found.default = Some(json!(false));
    let mut own = resource("function", "demo", "deployed");
    own.differences = vec![found];
    let mut demo = function("demo", "drift");
    demo.resources = vec![own];
    let report = Report::new("drift", vec![demo]);
    for form in [Format::Text, Format::Markdown, Format::Junit] {
        let text = report.render(form, Lang::En).expect("text");
        assert!(text.contains("false (default)"), "{text}");
    }
    let text = report.render(Format::Json, Lang::En).expect("text");
    assert!(text.contains("\"default\": false"), "{text}");
}
