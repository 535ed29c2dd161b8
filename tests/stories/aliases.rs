//! Versions and aliases that the file names and that nobody has published.

use serde_json::Value;

use crate::console::Console;
use crate::story::Story;
use crate::yaml::Fn;

/// Everything that is of an alias, `test` here.
const NAMING: [&str; 5] = [
    "      triggers:
        - triggerName: tick
          triggerType: timer
          qualifier: test
          triggerConfig: {cronExpression: '@every 1h', enable: true}
",
    "      asyncInvokeConfig: {maxAsyncRetryAttempts: 1, qualifier: test}
",
    "      provisionConfig: {defaultTarget: 1, alwaysAllocateCPU: false, alwaysAllocateGPU: false, qualifier: test}
",
    "      scalingConfig: {minInstances: 1, qualifier: test}
",
    "      customDomain:
        domainName: demo.example.com
        protocol: HTTP
        route: {path: /*, qualifier: test}
",
];

const PUBLISH: &str = "alias publish --alias-name test --version-id latest";

fn naming(more: &str) -> Fn {
    let mut function = Fn::demo().bare();
    function.more = more.to_owned();
    function
}

#[test]
fn a_new_function_has_no_alias_and_nothing_is_written() {
    for more in NAMING {
        let story = Story::new();
        story.yaml(&[Fn::named("first", "first").bare(), naming(more)]);
        for command in ["plan", "deploy"] {
            let told = story.s(command).ends("failed").writes(&[]);
            told.says(&[
                "function demo has no alias test",
                "'s fn deploy --function'",
                "version publish",
                PUBLISH,
            ]);
        }
        story.s("first deploy").ok();
        story.s("fn deploy --function").ends("changed");
        story.console().publish("demo", "test");
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn an_alias_that_is_missing_is_found_before_the_first_write() {
    for more in NAMING {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare()]);
        story.s("deploy").ends("changed");
        story.yaml(&[naming(more).timeout(99)]);
        story.s("info").ends("clean");
        story.s("drift").ends("clean");
        let told = story.s("deploy").ends("failed").writes(&[]);
        told.says(&["function demo has no alias test", PUBLISH])
            .never_says(&["--function"]);
        story.s("plan").ends("failed").says(&["no alias test"]);
        story.console().publish("demo", "test");
        story.s("deploy").ends("changed");
        // Whatever stands online is not looked at again.
        let told = story.s("deploy").ends("clean");
        let asks = |line: &str| line.contains("aliases");
        assert!(
            !told.sent.iter().any(|line| asks(&line.path)),
            "{}",
            told.transcript()
        );
    }
}

#[test]
fn a_version_that_is_missing_is_found_too() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    story.yaml(&[naming(&NAMING[1].replace("test", "'7'"))]);
    let told = story.s("deploy").ends("failed").writes(&[]);
    told.says(&["function demo has no version 7"]);
    story.yaml(&[naming(&NAMING[1].replace("test", "'1'"))]);
    story.console().publish("demo", "test");
    story.s("deploy").ends("changed");
}

/// Of an alias that somebody deleted the configuration is gone, too: that is a question, and no failed read.
#[test]
fn an_alias_that_others_deleted_takes_its_configuration_along() {
    let story = Story::new();
    story.yaml(&[naming(NAMING[1])]);
    story.s("deploy --function").ends("changed");
    story.console().publish("demo", "test");
    story.s("deploy").ends("changed");
    delete_alias(&story.console());
    story.s("drift").ends("drift").says(&["deleted online"]);
    story.s("info").ends("clean");
    let told = story.s("deploy --use-local").ends("failed").writes(&[]);
    told.says(&["function demo has no alias test"]);
    story.s("deploy --use-remote").ends("clean");
    story.s("deploy").ends("clean");
}

fn delete_alias(console: &Console) {
    let path = "/functions/demo/aliases/test";
    console.does("DELETE", "DeleteAlias", path, &Value::Null);
}
