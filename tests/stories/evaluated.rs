//! What Serverless Devs works out of the environment: known before the turn of its resource where the file says no
//! more than a variable, and in that turn where it does.

use serde_json::json;

use crate::story::Story;
use crate::yaml::{Fn, SITE};

/// Two resources whose function is called by these texts.
fn pair(one: &str, other: &str) -> Story {
    let story = Story::new();
    let of = |name: &str, function: &str| Fn::named(name, function).bare();
    story.yaml(&[of("a", one).memory(256), of("b", other).memory(512)]);
    story
}

#[test]
fn one_function_of_two_resources_is_found_before_anything_is_written() {
    for (one, other) in [
        ("\"${env('FN', 'same')}\"", "same"),
        ("\"${env('FN','same')}\"", "\"${env('FN', 'same')}\""),
        ("\"${env('SET')}\"", "same"),
        ("\"s${env('REST')}\"", "\"${env('SET')}\""),
        ("\"f-${config('AccountID')}\"", "f-1234567890123456"),
    ] {
        let story = pair(one, other);
        story.var("SET", "same");
        story.var("REST", "ame");
        for command in ["deploy", "plan", "b deploy"] {
            let told = story.s(command).ends("usage").writes(&[]);
            told.says(&["resources a and b of s.yaml are both function"]);
        }
    }
}

/// Only in the turn of the second one its name is known, and the first one is written by then.
#[test]
fn one_function_of_two_resources_is_not_written_twice() {
    let both = "resources a and b of s.yaml are both function same in cn-hangzhou";
    // In the turn of the first one the file tells the name of the second.
    let story = pair("\"${env('FN') + ''}\"", "same");
    story.var("FN", "same");
    story.s("deploy").ends("usage").says(&[both]).writes(&[]);
    for (one, other) in [
        ("same", "\"${env('FN') + ''}\""),
        ("\"${env('FN') + ''}\"", "\"${env('FN') + ''}\""),
    ] {
        let story = pair(one, other);
        story.var("FN", "same");
        let told = story.s("deploy").ends("partial").says(&[both]);
        assert_eq!(told.wrote(), ["POST functions"], "{}", told.transcript());
        assert_eq!(story.console().function("same")["memorySize"], 256);
        story.s("deploy").ends("usage").says(&[both]).writes(&[]);
        story.s("plan").ends("usage").says(&[both]);
        // In another region it is another function.
        let text = story.read("s.yaml");
        let (first, second) = text.split_once("\n  b:\n").unwrap();
        let second = second.replace("cn-hangzhou", "cn-beijing");
        story.write("s.yaml", &format!("{first}\n  b:\n{second}"));
        story.s("plan").never_says(&[both]);
    }
}

#[test]
fn one_route_of_two_resources_is_not_written_twice() {
    let story = Story::new();
    let domain = |name: &str| Fn::named(name, name).route("\"${env('HOST') + ''}\"", "/*");
    story.yaml(&[domain("a"), domain("b")]);
    story.var("HOST", "demo.example.com");
    let route = "are both path /* of custom domain demo.example.com";
    story.s("deploy").ends("partial").says(&[route]);
    assert!(!story.console().has_function("b"));
    story.s("plan").ends("usage").says(&[route]);
    let story = Story::new();
    let twice = SITE.replace("demo.example.com", "\"${env('HOST') + ''}\"");
    let (_, site) = twice.split_once("resources:\n").unwrap();
    story.write(
        "s.yaml",
        &format!("{twice}{}", site.replace("site", "other")),
    );
    story.var("HOST", "demo.example.com");
    story
        .s("plan")
        .ends("usage")
        .says(&["are both custom domain demo.example.com"]);
}

/// A value of the environment is no reason to look at a resource only in its turn.
#[test]
fn all_are_looked_at_whatever_they_take_from_the_environment() {
    let story = Story::new();
    let more = "      description: \"of ${config('AccountID')} ${env('NONE', '')}\"\n";
    let second = Fn::named("second", "${env('FN', 'second')}").bare();
    let second = second.variable("TOKEN", "${env('API_TOKEN')}").with(more);
    story.yaml(&[Fn::named("first", "first").bare(), second.clone()]);
    story.var("API_TOKEN", "token-canary");
    story
        .s("deploy")
        .ends("changed")
        .never_says(&["token-canary", "in its turn"]);
    story.s("deploy").ends("clean").writes(&[]);
    let change = json!({"environmentVariables": {"TOKEN": "other-canary", "LEVEL": "info-canary"}});
    story.console().change("second", change);
    story.yaml(&[Fn::named("first", "first").bare().timeout(33), second]);
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["environmentVariables.TOKEN"])
        .never_says(&["token-canary", "other-canary"]);
}

/// What Serverless Devs would go on to run, or fail for, is not guessed.
#[test]
fn what_is_no_plain_value_is_known_in_its_turn_only() {
    let story = Story::new();
    let second = Fn::named("second", "second").bare();
    let second = second.with("      description: \"${env('TEXT') + ''}\"\n");
    story.yaml(&[Fn::named("first", "first").bare(), second]);
    story.var("TEXT", "a text");
    let told = story.s("deploy").ends("changed");
    told.says(&["props.description: ${env('TEXT')}"]);
    assert_eq!(story.console().function("second")["description"], "a text");
}

/// A shell without the export blanks what is online, and nothing of it is to decide.
#[test]
fn a_secret_that_becomes_empty_is_told() {
    let blanked = "environmentVariables.API_KEY: a secret that is online becomes empty, because the variable \
                   KEY is empty or not set";
    let story = Story::new();
    let with = |value: &str| Fn::demo().bare().variable("API_KEY", value);
    story.yaml(&[with("${env('KEY', '')}")]);
    story.var("KEY", "key-canary");
    story.s("deploy").ends("changed");
    story.var("KEY", "");
    let told = story.s("plan").ends("changed").says(&[blanked]);
    told.says(&["→ (empty)"]).never_says(&["key-canary"]);
    let zh = story.forked();
    zh.var("FC_GUARD_LANG", "zh");
    zh.s("plan").says(&["→ （空）", "环境变量 KEY"]);
    let told = story.s("plan --format markdown");
    told.says(&["(empty)"]);
    story.s("deploy").ends("changed").says(&[blanked]);
    assert_eq!(
        story.console().function("demo")["environmentVariables"]["API_KEY"],
        ""
    );
    story.s("deploy").ends("clean").writes(&[]);
    // Online it is empty, and then it is not: no tag stands for nothing.
    story
        .console()
        .set_variable("demo", "API_KEY", "other-canary");
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["(empty) → •••"]).never_says(&["becomes empty"]);
    story.yaml(&[with("''")]);
    story.s("deploy --use-remote --no-write-back").ok();
    // By the file itself.
    story.yaml(&[with("again-canary")]);
    story.s("deploy --use-local").ends("changed");
    story.yaml(&[with("''")]);
    let told = story
        .s("plan")
        .says(&["becomes empty, as s.yaml has it now"]);
    told.never_says(&["again-canary", "the variable"]);
}
