//! Whose a setting is: what `driftPolicy` leaves to the console is saved, put back and created as what it
//! is, and what it gives to the file is named before it is overwritten.

use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

const CONSOLE: &str = "      driftPolicy: [{path: ['environmentVariables.FEATURE_*', asyncInvokeConfig, timeout], owner: console, reason: ops}]\n";
const ASYNC: &str = "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n";

fn left_to_console() -> Fn {
    Fn::demo()
        .bare()
        .variable("FEATURE_A", "off")
        .with(ASYNC)
        .with(CONSOLE)
}

fn story(file: Fn) -> Story {
    let story = Story::new();
    story.yaml(&[file]);
    story.s("deploy").ends("changed");
    story
}

fn variable(story: &Story, name: &str) -> Value {
    story.console().function("demo")["environmentVariables"][name].clone()
}

fn retries(story: &Story) -> Value {
    let state = story.console().state();
    let text = state.to_string();
    let at = text.find("maxAsyncRetryAttempts");
    at.map_or(Value::Null, |at| json!(text[at..].split(['}', ',']).next()))
}

/// What the console has made of its settings.
fn switched(story: &Story) {
    story.console().set_variable("demo", "FEATURE_A", "on");
    story.console().set_variable("demo", "FEATURE_B", "on");
    story.console().change("demo", json!({"timeout": 77}));
}

#[test]
fn a_creation_gives_the_console_its_first_values() {
    let first = Story::new();
    first.yaml(&[left_to_console()]);
    first.s("plan").ends("changed").says(&[
        "set at creation, and left to the console by driftPolicy from then on",
        "environmentVariables.FEATURE_A",
    ]);
    first.s("deploy").ends("changed");
    let again = first.forked();
    again.console().delete("demo");
    again.s("deploy --use-local").ends("changed");
    for story in [first, again] {
        assert_eq!(variable(&story, "FEATURE_A"), "off");
        assert_eq!(story.console().function("demo")["timeout"], 10);
        assert_ne!(retries(&story), Value::Null);
        story
            .s("plan")
            .ends("clean")
            .never_says(&["set at creation"]);
        switched(&story);
        story.s("deploy").ends("clean").writes(&[]);
        assert_eq!(variable(&story, "FEATURE_A"), "on");
    }
}

#[test]
fn a_removal_saves_what_is_the_consoles_and_a_restore_brings_it_back() {
    let story = story(left_to_console());
    switched(&story);
    story.yaml(&[left_to_console().memory(1024)]);
    // The deploy has seen what the console did; it still is the console's.
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean");
    let saved = story.s("remove -y").ends("changed");
    saved.says(&["'s fn restore "]);
    let id = story.newest_backup();
    story.s(&format!("restore {id} -y")).ends("changed");
    assert_eq!(variable(&story, "FEATURE_A"), "on");
    assert_eq!(variable(&story, "FEATURE_B"), "on");
    assert_eq!(story.console().function("demo")["timeout"], 77);
    assert_ne!(retries(&story), Value::Null);
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.never_says(&["live version kept"]);
}

#[test]
fn a_rule_that_ended_does_not_make_the_consoles_values_ours() {
    let story = story(left_to_console());
    switched(&story);
    story.s("deploy").ends("clean");
    story.yaml(&[Fn::demo().bare().variable("FEATURE_A", "off").with(ASYNC)]);
    story
        .s("remove -y")
        .ends("changed")
        .says(&["'s fn restore "]);
}

#[test]
fn what_the_console_has_stays_in_a_restore_and_that_is_said() {
    let story = story(left_to_console());
    switched(&story);
    story.console().change("demo", json!({"memorySize": 1024}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    story.console().set_variable("demo", "FEATURE_A", "later");
    let told = story.s(&format!("restore {id} -y")).ends("changed");
    told.says(&[
        "not put back, since driftPolicy leaves it to the console: environmentVariables.FEATURE_A",
    ]);
    assert_eq!(variable(&story, "FEATURE_A"), "later");
    assert_eq!(story.console().function("demo")["memorySize"], 1024);
}

const FILE: &str =
    "      driftPolicy: [{path: [timeout, description], owner: file, reason: ours}]\n";
const DECIDED: [&str; 2] = [
    "s.yaml decides (driftPolicy), so it is overwritten:",
    "~ timeout: 60 → 10",
];

#[test]
fn what_a_rule_gives_to_the_file_is_named_before_it_is_overwritten() {
    let story = story(Fn::demo().bare().with(FILE));
    story.console().change("demo", json!({"timeout": 60}));
    let refused = story.forked();
    refused
        .console()
        .change("demo", json!({"memorySize": 1024}));
    refused.s("deploy").ends("drift").writes(&[]).says(&DECIDED);
    refused
        .s("deploy --use-remote")
        .ends("changed")
        .says(&DECIDED);
    let told = story.s("deploy").ends("changed");
    let (before, _) = told.said.split_once("saved what others").expect("saved");
    assert_eq!(before.matches(DECIDED[1]).count(), 1, "{}", told.said);
}

#[test]
fn what_was_kept_is_named_before_a_rule_overwrites_it() {
    let story = story(Fn::demo().bare());
    story.console().change("demo", json!({"timeout": 60}));
    story.s("deploy --use-remote").ends("clean");
    story.yaml(&[Fn::demo().bare().with(FILE)]);
    story.s("plan").ends("changed").says(&DECIDED);
    story
        .s("drift")
        .ends("clean")
        .says(&["1 setting whose live value was kept belongs to s.yaml now"])
        .never_says(&["Nothing changed online"]);
    story.s("deploy").ends("changed").says(&DECIDED);
}

/// What the console was left, and the file has now by a rule, goes where the file does not name it.
#[test]
fn a_rule_for_the_file_takes_away_what_was_the_consoles() {
    let rule = |path: &str, owner: &str| {
        format!(
            "      driftPolicy: [{{path: 'environmentVariables.{path}', owner: {owner}, reason: ops}}]\n"
        )
    };
    let of = |rule: &str| crate::yaml::Fn::demo().bare().with(rule);
    let owned = || {
        let story = Story::new();
        story.yaml(&[of(&rule("NEW", "console"))]);
        story.s("deploy").ends("changed");
        story.console().set_variable("demo", "NEW", "1");
        story.s("deploy").ends("clean");
        story
    };
    let story = owned();
    story.yaml(&[of(&rule("*", "file"))]);
    story
        .s("plan")
        .ends("changed")
        .says(&["environmentVariables.NEW"]);
    story.s("deploy").ends("changed");
    let variables = story.console().function("demo")["environmentVariables"].clone();
    assert!(variables.get("NEW").is_none(), "{variables}");
    story.s("plan").ends("clean");
    // Without a rule the same is decided by whoever deploys.
    let story = owned();
    story.yaml(&[of("")]);
    story.s("deploy").ends("drift").writes(&[]);
    let kept = story.forked();
    kept.s("deploy --use-remote").ends("clean");
    let variables = kept.console().function("demo")["environmentVariables"].clone();
    assert_eq!(variables["NEW"], "1");
    story.s("deploy --use-local").ends("changed");
    let variables = story.console().function("demo")["environmentVariables"].clone();
    assert!(variables.get("NEW").is_none(), "{variables}");
}

/// A configuration that was the console's, and is neither in the file nor under a rule any more, stays online
/// by a decision only.
#[test]
fn a_configuration_of_the_consoles_that_leaves_the_file_is_a_question() {
    let rule = "      driftPolicy: [{path: asyncInvokeConfig, owner: console, reason: ops}]\n";
    let story = story(Fn::demo().bare().with(ASYNC).with(rule));
    let body = json!({"maxAsyncRetryAttempts": 3, "destinationConfig": {}});
    let console = story.console();
    console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
    story.s("deploy").ends("clean");
    story.yaml(&[Fn::demo().bare().with(rule)]);
    story.s("deploy").ends("clean").writes(&[]);
    story.yaml(&[Fn::demo().bare()]);
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("drift").writes(&[]);
        told.says(&["maxAsyncRetryAttempts: 3 → (not set)"]);
    }
    let kept = story.forked();
    kept.s("deploy --use-remote").ends("clean");
    kept.s("plan").ends("clean").says(&["live version kept"]);
    assert_ne!(retries(&kept), Value::Null);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(retries(&story), Value::Null);
    story.s("plan").ends("clean").says(&["No changes"]);
}

/// Whose the image is, that is whose the digest behind it is.
#[test]
fn the_digest_of_an_image_belongs_to_whom_the_image_does() {
    let image = |tag: &str| format!("registry.cn-hangzhou.aliyuncs.com/ns/app:{tag}");
    let file = |owner: &str| {
        let image = image("latest");
        Fn {
            runtime: "custom-container".to_owned(),
            code: String::new(),
            ..Fn::demo().bare().with(&format!(
                "      customContainerConfig: {{image: '{image}', port: 9000}}\n      driftPolicy: [{{path: customContainerConfig.image, owner: {owner}, reason: ci}}]\n"
            ))
        }
    };
    let moved = |owner: &str| {
        let story = Story::new();
        story.yaml(&[file(owner)]);
        story.s("deploy --skip-push").ends("changed");
        let (old, new) = (image("latest"), image("v2"));
        story.console().image(&old, &"a".repeat(64));
        story.console().image(&new, &"b".repeat(64));
        let block = json!({"customContainerConfig": {"image": new, "port": 9000}});
        story.console().change("demo", block);
        story
    };
    let story = moved("console");
    for command in ["plan", "drift", "deploy --skip-push"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.never_says(&["resolvedImageUri:"]);
    }
    // Something else is deployed beside it, and the image stays what it is online.
    story.yaml(&[file("console").memory(1024)]);
    story.s("deploy --skip-push").ends("changed");
    let online = story.console().function("demo")["customContainerConfig"].clone();
    assert_eq!(online["image"], image("v2"));
    story.s("deploy --skip-push").ends("clean").writes(&[]);
    // What is the file's goes back without a question, with the digest.
    let story = moved("file");
    let told = story.s("deploy --skip-push").ends("changed");
    told.never_says(&["need a decision"]);
    story.s("deploy --skip-push").ends("clean").writes(&[]);
}

/// A path is written as reports print it, be it in the terminal below the title of a trigger, a domain or a
/// configuration, or as the address of the JSON.
#[test]
fn a_rule_is_written_as_reports_print_the_setting() {
    let file = |paths: &str| {
        let rules = match paths {
            "" => String::new(),
            paths => {
                format!("      driftPolicy: [{{path: [{paths}], owner: console, reason: ops}}]\n")
            }
        };
        Fn::demo().with(ASYNC).with(&rules)
    };
    let story = story(file(""));
    let console = story.console();
    let methods = json!({"triggerConfig": {"authType": "anonymous", "methods": ["GET", "PUT"]}});
    console.change_trigger("demo", "http", methods);
    console.change_domain(
        "demo.example.com",
        json!({"routeConfig": {"routes": [{"path": "/*", "functionName": "demo", "methods": ["PUT"]}]}}),
    );
    let body = json!({"maxAsyncRetryAttempts": 3, "destinationConfig": {}});
    console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
    let told = story.s("drift --format json").ends("drift");
    let report: Value = serde_json::from_str(&told.document.unwrap()).unwrap();
    for form in ["path", "address"] {
        let resources = report["functions"][0]["resources"].as_array().unwrap();
        let found = resources
            .iter()
            .flat_map(|one| one["differences"].as_array().unwrap());
        let printed: Vec<String> = found
            .map(|one| format!("'{}'", one[form].as_str().unwrap()))
            .collect();
        assert_eq!(printed.len(), 3, "{printed:?}");
        let story = story.forked();
        story.yaml(&[file(&printed.join(", "))]);
        for command in ["plan", "drift", "deploy"] {
            let told = story.s(command).ends("clean").writes(&[]);
            told.never_says(&["matches nothing"]);
        }
    }
    // As the terminal prints them.
    let told = story.s("drift").ends("drift");
    told.says(&["~ triggerConfig.methods: ", "~ maxAsyncRetryAttempts: "]);
}
