//! What stops a run before anything was asked or sent, and what a refusal leaves alone.

use serde_json::json;

use crate::person::Person;
use crate::story::Story;
use crate::yaml::{Fn, yaml};

#[test]
fn what_is_not_supported_or_not_understood_stops_before_any_request() {
    let story = Story::new();
    let text = yaml(&[Fn::demo()]);
    let with = |block: &str| format!("{text}{block}");
    let cases = [
        (
            with("      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 9\n"),
            "props.asyncInvokeConfig.maxAsyncRetryAttempts",
        ),
        (
            with("      provisionConfig: {target: 1}\n      scalingConfig: {minInstances: 1}\n"),
            "both provisionConfig and scalingConfig",
        ),
        (
            text.replace("memorySize: 512", "memorySize: 500"),
            "memorySize",
        ),
        (text.replace("timeout: 10", "timeuot: 10"), "timeuot"),
        (text.replace("code: ./code", "code: ./missing"), "missing"),
    ];
    for (text, names) in cases {
        story.write("s.yaml", &text);
        let told = story.s("deploy").refused(&[names]);
        assert_eq!(told.sent.len(), 0, "{}", told.transcript());
    }
    story.write("s.yaml", &text);
    for flags in [
        "--use-local --use-remote",
        "--use-locale",
        "--function codde",
        "--trigger nobody",
        "fn",
    ] {
        let told = story.s(&format!("deploy {flags}")).ends("usage");
        let told = told.never_says(&["needs you"]);
        assert_eq!(told.sent.len(), 0, "{}", told.transcript());
    }
}

/// What `auto` stands for is found out by reading, and never made.
#[test]
fn auto_of_what_is_not_there_names_the_lines_to_write() {
    let story = Story::new();
    story.yaml(&[Fn::demo().with("      logConfig: auto\n")]);
    story
        .s("deploy")
        .writes(&[])
        .refused(&["props.logConfig: auto", "logstore:"]);
}

/// Each run names all of a resource, and of which one that is.
#[test]
fn what_is_auto_is_told_at_once() {
    let story = Story::new();
    let autos = "      logConfig: auto\n      vpcConfig: auto\n";
    story.yaml(&[
        Fn::named("first", "first").bare(),
        Fn::named("second", "second")
            .route("auto", "/*")
            .with(autos),
    ]);
    for command in ["deploy", "plan", "drift"] {
        story.s(command).writes(&[]).says(&[
            "props.logConfig, props.vpcConfig: auto needs",
            "domainName: auto: there is no domain",
            "resource second of s.yaml",
        ]);
    }
    // The first look names them all, whichever resource they are of.
    story.yaml(&[
        Fn::named("first", "first")
            .bare()
            .with("      nasConfig: auto|mountDir=/mnt/data\n"),
        Fn::named("second", "second").bare().with(autos),
    ]);
    story.s("deploy").writes(&[]).says(&[
        "props.nasConfig: auto needs",
        "mountDir: /mnt/data",
        "props.logConfig, props.vpcConfig: auto needs",
        "logBeginRule: DefaultRegex",
        "resource first of s.yaml",
        "resource second of s.yaml",
    ]);
}

#[test]
fn neither_this_resource_nor_the_next_is_deployed() {
    let two = |timeout| {
        let one = |name, function| Fn {
            domain: None,
            ..Fn::named(name, function).timeout(timeout)
        };
        [one("fn", "demo"), one("other", "other")]
    };
    let story = Story::new();
    story.yaml(&two(10));
    story.s("deploy").ok();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.yaml(&two(30));
    // Yes decides nothing, so nobody is told to say it again.
    for (flags, suggested) in [
        ("", "s deploy --use-local"),
        ("-y", "s deploy --use-local"),
        ("--assume-yes", "s deploy --use-local"),
        ("-o json", "s deploy -o json --use-local"),
        ("--silent", "s deploy --silent --use-local"),
    ] {
        story
            .s(&format!("deploy {flags}"))
            .writes(&[])
            .refused(&["memorySize: 512 → 1024", suggested]);
    }
    for keys in ["^", "s", "⏎"] {
        story.keys(keys).s("deploy").fails().writes(&[]);
    }
    story.s("deploy --use-local").ok();
    let function = story.console().function("demo");
    assert_eq!(
        (&function["memorySize"], &function["timeout"]),
        (&json!(512), &json!(30))
    );
    assert_eq!(story.console().function("other")["timeout"], 30);
}

#[test]
fn in_a_pipeline_nobody_is_asked_even_at_a_terminal() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.var("CI", "true");
    story.s("deploy").writes(&[]).refused(&["--use-remote"]);
    story
        .person(Person::in_a_hurry())
        .s("deploy")
        .writes(&[])
        .refused(&["Nobody can be asked"]);
}
