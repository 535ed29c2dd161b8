//! What stands online beside what the file names: functions left behind, and what only the console made.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::{Fn, yaml};

fn named(function: &str) -> Fn {
    Fn::named("fn", function).bare().methods(&["GET"])
}

/// A project whose function was deployed as `old` and is `new` in the file now.
fn renamed() -> Story {
    let story = Story::new();
    story.yaml(&[named("old")]);
    story.s("deploy").ends("changed");
    story.yaml(&[named("new")]);
    story
}

const LEFT: &str = "function old in cn-hangzhou is still online";
const COMMAND: &str = "s remove --orphan cn-hangzhou/old";

#[test]
fn a_function_that_was_renamed_is_told_by_every_command_and_left_alone() {
    let story = renamed();
    story.s("plan").ends("changed").says(&[LEFT, COMMAND]);
    story.s("drift").ends("clean").says(&[LEFT, COMMAND]);
    story.s("deploy").ends("changed").says(&[LEFT, COMMAND]);
    let told = story.s("drift --format json").says(&[LEFT]);
    let orphans = &told.json()["functions"][0]["orphans"];
    assert_eq!(*orphans, json!([{"kind": "function", "name": "old"}]));
    story.s("drift --format markdown").ends("clean");
    assert!(story.console().has_function("old"));
    story.s("deploy").ends("clean").says(&[LEFT]);
}

#[test]
fn what_is_left_behind_is_taken_away_by_its_name() {
    let story = renamed();
    story.s("deploy").ends("changed");
    story
        .s("remove --orphan old")
        .fails()
        .writes(&[])
        .says(&["--orphan old -y"]);
    story
        .s("remove --orphan nobody -y")
        .ends("usage")
        .says(&["cn-hangzhou/old"]);
    story.s("remove --orphan new -y").ends("usage").writes(&[]);
    story.s("remove --orphan old -y").ends("changed");
    assert!(!story.console().has_function("old"));
    assert!(story.console().has_function("new"));
    story.s("deploy").ends("clean").never_says(&[LEFT]);
}

#[test]
fn remove_tells_what_it_does_not_remove() {
    let story = renamed();
    story.s("deploy").ends("changed");
    story.s("remove -y").ends("changed").says(&[LEFT, COMMAND]);
    assert!(story.console().has_function("old"));
}

#[test]
fn another_region_leaves_the_function_of_the_first_behind() {
    let story = Story::new();
    story.yaml(&[named("demo")]);
    story.s("deploy").ends("changed");
    let mut there = named("demo");
    there.region = "cn-shanghai".to_owned();
    story.yaml(&[there]);
    let told = story.s("plan --format json");
    assert!(
        told.said
            .contains("function demo in cn-hangzhou is still online"),
        "{}",
        told.transcript()
    );
    let orphans = &told.json()["functions"][0]["orphans"];
    assert_eq!(
        *orphans,
        json!([{"kind": "function", "name": "demo", "region": "cn-hangzhou"}])
    );
}

#[test]
fn of_more_than_can_be_looked_for_the_rest_is_counted() {
    let story = Story::new();
    let one = |number: usize| Fn::named(&format!("r{number}"), &format!("f{number}")).bare();
    let all: Vec<Fn> = (0..60).map(one).collect();
    story.yaml(&all);
    story.s("deploy").ends("changed");
    story.yaml(&all[..1]);
    const REST: &str = "9 more functions were deployed from here";
    for command in ["plan", "drift", "deploy"] {
        let told = story.s(command).ends("clean").says(&[REST]);
        let count = told.said.matches("is still online, with all").count();
        assert_eq!(count, 50, "{}", told.transcript());
    }
    story.yaml(&all[..9]);
    story
        .s("plan")
        .says(&["1 more function was deployed from here"]);
    story.yaml(&all[..1]);
    // Each of them can be named.
    for number in 1..60 {
        story
            .s(&format!("remove --orphan f{number} -y"))
            .ends("changed");
    }
    story
        .s("plan")
        .ends("clean")
        .never_says(&["deployed from here", "still online"]);
}

#[test]
fn one_resource_of_many_tells_of_it_once() {
    let story = Story::new();
    let other = Fn::named("other", "other").bare();
    story.yaml(&[other.clone(), named("old")]);
    story.s("deploy").ends("changed");
    story.yaml(&[other.clone(), named("new")]);
    for command in ["plan", "drift", "deploy", "deploy"] {
        let told = story.s(command);
        assert_eq!(told.said.matches(LEFT).count(), 1, "{}", told.transcript());
    }
    story.s("other deploy").never_says(&[LEFT]);
    story.s("fn deploy").says(&[LEFT]);
    // Taken out of the file altogether, it is told by the first.
    story.yaml(std::slice::from_ref(&other));
    story
        .s("drift")
        .says(&[LEFT, "function new in cn-hangzhou is still online"]);
    story.s("remove --orphan old -y").ends("changed");
    assert!(!story.console().has_function("old"));
    assert!(story.console().has_function("other"));
}

#[test]
fn what_another_file_or_environment_names_is_not_left_behind() {
    // Two files in one folder.
    let story = Story::new();
    story.yaml(&[named("one")]);
    story.s("deploy").ends("changed");
    let first = story.read("s.yaml");
    story.write("first.yaml", &first);
    for path in story
        .files
        .all()
        .into_keys()
        .filter(|path| path.contains("cn-hangzhou.one."))
    {
        // Its record was made from that file.
        story.rewrite(&path, "\"s.yaml\"", "\"first.yaml\"");
    }
    story.yaml(&[named("two")]);
    story
        .s("deploy")
        .ends("changed")
        .never_says(&["still online, with all"]);
    // A record of an older version does not say of which file it is.
    for path in story
        .files
        .all()
        .into_keys()
        .filter(|path| path.contains("cn-hangzhou.one."))
    {
        story.rewrite(&path, "\"origin\"", "\"unknown\"");
    }
    story.s("drift").never_says(&["still online, with all"]);
    story
        .files
        .delete(&format!("{}/first.yaml", crate::story::HOME));
    story
        .s("drift")
        .says(&["function one in cn-hangzhou is still online"]);
    // Of a file of environments nobody knows which one is deployed.
    story.write("env.yaml", "environments: []\n");
    story.s("drift").never_says(&["still online, with all"]);
}

#[test]
fn a_function_that_moved_to_another_file_is_not_left_behind() {
    let story = Story::new();
    let (stays, moves) = (Fn::named("a", "fa").bare(), Fn::named("b", "fb").bare());
    story.yaml(&[stays.clone(), moves.clone()]);
    story.s("deploy").ends("changed");
    story.write("other.yaml", &crate::yaml::yaml(&[moves]));
    story.yaml(&[stays]);
    for command in ["plan", "drift", "deploy"] {
        story.s(command).ends("clean").never_says(&["still online"]);
    }
    story
        .s("remove --orphan fb -y")
        .ends("usage")
        .writes(&[])
        .says(&["other.yaml"]);
    assert!(story.console().has_function("fb"));
}

#[test]
fn a_name_that_only_a_run_can_tell_leaves_nothing_behind() {
    let story = Story::new();
    let x = |stage: &str| Fn::named("x", "x").bare().variable("NAME", stage);
    let computed = named("${resources.x.output.environmentVariables.NAME}");
    story.yaml(&[x("app-prod"), computed.clone()]);
    story.s("deploy").ends("changed");
    assert!(story.console().has_function("app-prod"));
    story.yaml(&[x("app-dev"), computed.clone()]);
    story
        .s("deploy")
        .ends("changed")
        .never_says(&["still online, with all"]);
    // Only in its turn it is known that it is the function of another resource.
    story.yaml(&[x("x"), computed]);
    story
        .s("deploy")
        .ends("partial")
        .writes(&["PUT functions/x"])
        .says(&["resources x and fn of s.yaml are both function x in cn-hangzhou"]);
}

/// A deployed function beside which the console put something of every kind.
fn meddled() -> Story {
    let story = Story::new();
    story.yaml(&[Fn::named("web", "fn-a").bare()]);
    story.s("deploy").ends("changed");
    let console = story.console();
    console.put_config(
        "fn-a",
        "concurrency",
        "ConcurrencyConfig",
        json!({"reservedConcurrency": 0}),
    );
    console.put_config(
        "fn-a",
        "async-invoke-config",
        "AsyncInvokeConfig",
        json!({"maxAsyncRetryAttempts": 1}),
    );
    console.put_config(
        "fn-a",
        "provision-config",
        "ProvisionConfig",
        json!({"defaultTarget": 3}),
    );
    let bindings = "/functions/fn-a/vpc-bindings";
    console.does(
        "POST",
        "CreateVpcBinding",
        bindings,
        &json!({"vpcId": "vpc-bp1"}),
    );
    story
}

#[test]
fn what_the_console_put_beside_the_function_is_told() {
    let story = meddled();
    for command in ["drift", "plan"] {
        let told = story.s(command).ends("clean").writes(&[]).says(&[
            "concurrencyConfig of fn-a is online, but not in s.yaml and not on record here as deployed",
            "asyncInvokeConfig of fn-a is online, but not in s.yaml and not on record here as deployed",
            "provisionConfig of fn-a is online, but not in s.yaml and not on record here as deployed",
            "vpcBinding of fn-a is online, but not in s.yaml and not on record here as deployed",
            "the function is switched off",
        ]);
        assert_eq!(told.rounds, 1, "{}", told.transcript());
    }
    let report = story.s("drift --format json").json();
    let strangers = report["functions"][0]["strangers"].as_array().cloned();
    let kinds: Vec<Value> = strangers
        .unwrap()
        .iter()
        .map(|one| one["kind"].clone())
        .collect();
    assert_eq!(
        kinds,
        [
            "asyncInvokeConfig",
            "vpcBinding",
            "provisionConfig",
            "concurrencyConfig"
        ]
    );
    for form in ["markdown", "junit", "text"] {
        let told = story.s(&format!("drift --format {form}"));
        let document = told.document.unwrap_or_default();
        assert!(document.contains("concurrencyConfig"), "{form}: {document}");
    }
    let console = story.console();
    console.delete_config("fn-a", "provision-config", "ProvisionConfig");
    let scaling = json!({"minInstances": 1});
    console.put_config("fn-a", "scaling-config", "ScalingConfig", scaling);
    story.s("drift").ends("clean").says(&[
        "scalingConfig of fn-a is online, but not in s.yaml and not on record here as deployed",
    ]);
    // What is ours is no stranger.
    story.yaml(&[Fn::named("web", "fn-a")
        .bare()
        .with("      concurrencyConfig:\n        reservedConcurrency: 0\n")]);
    story.s("deploy --use-local").ends("clean");
    story
        .s("drift")
        .never_says(&["concurrencyConfig of fn-a is online but"]);
}

#[test]
fn one_of_which_nobody_knows_is_told_and_stops_nothing() {
    let story = renamed();
    story.s("deploy").ends("changed");
    let forbidden = r#"{"Code":"AccessDenied","Message":"not for you"}"#;
    story.every(
        "GET",
        "functions/old",
        Fate::RefusedWith(403, forbidden.to_owned()),
    );
    story
        .s("deploy")
        .ends("clean")
        .says(&["it is not known whether it is still online"]);
}

#[test]
fn an_action_that_finds_drift_stops_the_command_that_it_belongs_to() {
    let story = Story::deployed();
    for command in ["drift", "plan"] {
        story.as_action().s(command).ends("clean");
    }
    story.console().change("demo", json!({"memorySize": 1024}));
    for command in ["drift", "plan"] {
        let told = story.as_action().s(command).ends("drift");
        assert!(told.said.contains("✖"), "{}", told.transcript());
        story.s(command).ends("drift").never_says(&["✖"]);
    }
}

/// What another file of the folder names by the one that it extends is offered to nobody.
#[test]
fn what_an_extending_file_names_is_not_left_behind() {
    let story = Story::new();
    story.yaml(&[Fn::named("fn", "demo-prod").bare()]);
    story.s("deploy").ends("changed");
    let base = yaml(&[Fn::named("fn", "demo-${vars.stage}").bare()]);
    story.write("base.yaml", &(base + "vars: {stage: dev}\n"));
    let lines = "edition: 3.0.0\nname: app\nextend: base.yaml\nvars: {stage: prod}\n";
    story.write("s.prod.yaml", lines);
    story.yaml(&[Fn::named("fn", "demo-dev").bare()]);
    story.s("plan").never_says(&["To delete it"]);
    story
        .s("remove --orphan demo-prod -y")
        .ends("usage")
        .writes(&[])
        .says(&["s.prod.yaml may name that function"]);
}
