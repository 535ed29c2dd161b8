//! `--region`, `--function-name` and `--domain-name`: about something else than s.yaml names.

use serde_json::json;

use crate::story::Story;
use crate::yaml::{Fn, SITE};

/// The usual project, and a function of others that no file names.
fn with_another() -> Story {
    let story = Story::deployed();
    let code = json!({"zipFile": crate::console::zipped(&[("index.py", "theirs")])});
    story.console().create(json!({
        "functionName": "other", "runtime": "python3.10", "handler": "index.handler",
        "memorySize": 1024, "cpu": 1, "diskSize": 512, "code": code,
    }));
    story
}

#[test]
fn info_tells_of_another_function() {
    let story = with_another();
    let told = story.s("info --function-name other").ends("clean");
    assert_eq!(told.results[0].1["functionName"], "other");
    let told = story
        .s("fn info --region=cn-hangzhou --function-name=demo")
        .ends("clean");
    assert_eq!(told.results[0].1["functionName"], "demo");
    let told = story.s("info --function-name nobody").fails();
    told.says(&["function nobody is not online", "'s fn info'"])
        .never_says(&["deploy"]);
    let told = story.s("info --region cn-shanghai").ends("clean");
    assert_eq!(told.results[0].1["region"], "cn-shanghai");
    story.s("info --region nowhere").ends("usage");
}

#[test]
fn sync_brings_another_function() {
    let story = with_another();
    story
        .s("sync --function-name other --target-dir out")
        .ends("clean");
    assert_eq!(story.read("out/cn-hangzhou_other/index.py"), "theirs");
    assert!(
        story
            .read("out/cn-hangzhou_other.yaml")
            .contains("functionName: other")
    );
    story
        .s("deploy -t out/cn-hangzhou_other.yaml")
        .ends("clean")
        .writes(&[]);
    let told = story
        .s("sync --function-name nobody --target-dir out")
        .fails();
    told.says(&["function nobody is not online"])
        .never_says(&["deploy"]);
}

#[test]
fn remove_takes_away_another_function_and_nothing_of_the_own_one() {
    let story = with_another();
    let before = story.remembered();
    let told = story.s("remove --function-name other").fails();
    told.says(&["'s fn remove --function-name other -y'", "other"]);
    story
        .s("remove --function-name other -y")
        .ends("changed")
        .writes(&["DELETE functions/other"]);
    assert!(!story.console().has_function("other"));
    assert_eq!(story.remembered(), before);
    story.s("deploy").ends("clean").writes(&[]);
    story
        .s("remove --function-name other -y")
        .ends("clean")
        .writes(&[]);
    // The own one under its own name is the own one.
    story
        .s("remove --function-name demo --region cn-hangzhou -y")
        .ends("changed");
    story.s("deploy").ends("changed");
}

/// Each turn would be about the same one.
#[test]
fn a_name_is_for_one_resource() {
    let story = with_another();
    story.yaml(&[Fn::demo(), Fn::named("second", "second").bare()]);
    for command in ["info", "sync", "remove -y"] {
        let told = story
            .s(&format!("{command} --function-name other"))
            .ends("usage");
        assert!(told.sent.is_empty(), "{}", told.transcript());
        told.says(&["s fn ", "--function-name other"]);
    }
    story
        .s("info --region cn-shanghai")
        .ends("failed")
        .never_says(&["--region names"]);
    assert!(story.console().has_function("other") && story.console().has_function("demo"));
    story.s("second info --function-name other").ends("clean");
}

#[test]
fn a_resource_that_is_only_a_domain_goes_by_its_name() {
    let story = Story::deployed();
    story.console().create_domain(json!({
        "domainName": "two.example.com", "protocol": "HTTP",
        "routeConfig": {"routes": [{"path": "/*", "functionName": "demo"}]},
    }));
    story.write("s.yaml", SITE);
    let told = story.s("info --domain-name two.example.com").ends("clean");
    assert_eq!(told.results[0].1["domainName"], "two.example.com");
    story.s("sync --domain-name two.example.com").ends("clean");
    let told = story
        .s("remove --domain-name two.example.com -y")
        .ends("changed");
    told.writes(&["DELETE custom-domains/two.example.com"]);
    for command in ["info", "sync", "remove -y"] {
        let told = story
            .s(&format!("{command} --function-name demo"))
            .ends("usage");
        assert!(told.sent.is_empty(), "{}", told.transcript());
        told.says(&["--domain-name"]);
    }
    story.yaml(&[Fn::demo()]);
    story
        .s("info --domain-name two.example.com")
        .ends("usage")
        .says(&["--function-name"]);
}

#[test]
fn nothing_is_agreed_to_beforehand() {
    let story = Story::deployed();
    for command in ["deploy", "plan", "drift", "info", "sync"] {
        story.s(&format!("{command} --no-assume-yes")).ends("clean");
    }
    story
        .s("remove -y --no-assume-yes")
        .fails()
        .says(&["nobody can be asked"]);
    story.console().change("demo", json!({"timeout": 77}));
    story.s("deploy --no-assume-yes").ends("drift").writes(&[]);
}

#[test]
fn flags_that_there_are_not_lead_to_those_that_there_are() {
    let story = Story::deployed();
    for (typed, says) in [
        (
            "remove --dry-run -y",
            "'s fn remove' shows what it would do",
        ),
        ("restore --dry-run", "'s fn restore' shows what it would do"),
        ("remove --yes", "'s fn remove -y'"),
        ("restore --yes", "'s fn restore -y'"),
        ("plan --dry-run", "'s fn plan' asks nothing"),
        ("drift --yes", "'s fn drift' asks nothing"),
        ("info --force", "'s fn info' asks nothing"),
        ("sync --yes", "'s fn sync' asks nothing"),
        (
            "deploy --region cn-shanghai",
            "--region is a flag of 's fn info'",
        ),
        (
            "plan --function-name x",
            "--function-name is a flag of 's fn info'",
        ),
    ] {
        let told = story.s(typed).ends("usage").says(&[says]);
        assert!(told.sent.is_empty(), "{}", told.transcript());
    }
}
