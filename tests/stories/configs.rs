//! The configurations beside a function, its tags and its resource group: deployed, left alone,
//! noticed, restored, and taken back when they leave `s.yaml`.
//!
//! The emulator guesses here: G14, G15, G16, G17, G23, G24.

use serde_json::{Value, json};

use crate::console::Console;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

/// The blocks, each with the calls by which it is written.
const BLOCKS: [(&str, &str); 5] = [
    (
        "asyncInvokeConfig",
        "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n        maxAsyncRetryAttempts: 3\n        destinationConfig:\n          onFailure:\n            destination: acs:mns:cn-hangzhou::/topics/t/messages\n",
    ),
    (
        "vpcBinding",
        "      vpcBinding:\n        vpcIds:\n          - vpc-one\n",
    ),
    (
        "provisionConfig",
        "      provisionConfig:\n        target: 1\n        alwaysAllocateCPU: false\n        scheduledActions:\n          - name: morning\n            target: 2\n            scheduleExpression: cron(0 0 4 * * *)\n            startTime: '2023-08-15T02:04:00.000Z'\n            endTime: '2033-08-15T03:04:00.000Z'\n",
    ),
    (
        "concurrencyConfig",
        "      concurrencyConfig:\n        reservedConcurrency: 5\n",
    ),
    (
        "tags",
        "      tags:\n        - key: team\n          value: a\n        - Key: stage\n          Value: b\n",
    ),
];

/// The function with its trigger, these blocks and these lines.
fn with(blocks: &[&str], more: &str) -> Fn {
    let added = BLOCKS.iter().filter(|(name, _)| blocks.contains(name));
    let added: String = added.map(|(_, text)| *text).collect();
    let domain = None;
    Fn {
        domain,
        ..Fn::demo().with(&added).with(more)
    }
}

fn all() -> Fn {
    with(&BLOCKS.map(|(name, _)| name), "")
}

/// A story with that deployed.
fn deployed(function: Fn) -> Story {
    let story = Story::new();
    story.yaml(&[function]);
    story.s("deploy").ends("changed");
    story
}

fn settled(story: &Story) -> Told {
    story.s("deploy").ok().writes(&[])
}

/// What is online of all of it.
fn online(console: &Console) -> Value {
    let function = console.function("demo");
    let config = |name: &str| function["configs"][format!("{name}/LATEST")].clone();
    let mut asynchronous = config("asyncInvokeConfig");
    if let Some(fields) = asynchronous.as_object_mut() {
        fields.remove("createdTime");
        fields.remove("lastModifiedTime");
    }
    json!({
        "async": asynchronous,
        "vpc": function["vpcIds"],
        "provision": config("provisionConfig"),
        "concurrency": config("concurrencyConfig")["reservedConcurrency"],
        "scaling": config("scalingConfig")["minInstances"],
        "tags": tags(&function),
    })
}

/// The function's tags as `key=value`, sorted: their order means nothing.
fn tags(function: &Value) -> Vec<String> {
    let tags = function["tags"].as_array().cloned().unwrap_or_default();
    let text = |tag: &Value, name: &str| tag[name].as_str().unwrap().to_owned();
    let mut tags: Vec<String> = tags
        .iter()
        .map(|tag| format!("{}={}", text(tag, "Key"), text(tag, "Value")))
        .collect();
    tags.sort();
    tags
}

#[test]
fn what_is_not_online_is_made_and_then_left_alone() {
    let story = deployed(all());
    settled(&story);
    let online = online(&story.console());
    assert_eq!(online["async"]["maxAsyncEventAgeInSeconds"], 360);
    assert_eq!(online["vpc"], json!(["vpc-one"]));
    assert_eq!(online["provision"]["defaultTarget"], 1);
    assert_eq!(
        online["provision"]["scheduledActions"][0]["name"],
        "morning"
    );
    assert_eq!(online["concurrency"], 5);
    assert_eq!(online["tags"], json!(["stage=b", "team=a"]));

    // Found in a fresh clone, it is adopted without a question.
    story.forget();
    settled(&story);
}

/// Somebody else's change of each of them.
fn change_all(console: &Console) {
    let asynchronous = json!({"maxAsyncRetryAttempts": 8, "maxAsyncEventAgeInSeconds": 360});
    console.put_config(
        "demo",
        "async-invoke-config",
        "AsyncInvokeConfig",
        asynchronous,
    );
    console.bind_vpc("demo", "vpc-two");
    let provision = json!({"defaultTarget": 3});
    console.put_config("demo", "provision-config", "ProvisionConfig", provision);
    reserve(console);
    console.tag("demo", "team", "b");
}

fn reserve(console: &Console) {
    let concurrency = json!({"reservedConcurrency": 9});
    console.put_config("demo", "concurrency", "ConcurrencyConfig", concurrency);
}

/// The words by which those changes are reported.
const CHANGES: [&str; 5] = [
    "maxAsyncRetryAttempts: 3 → 8",
    "vpcIds.vpc-two: (not set) → true",
    "defaultTarget: 1 → 3",
    "reservedConcurrency: 5 → 9",
    "tags.team: \"a\" → \"b\"",
];

#[test]
fn what_others_change_is_noticed_and_restored() {
    let story = deployed(all());
    let before = online(&story.console());
    change_all(&story.console());
    story.s("deploy").refused(&CHANGES).writes(&[]);
    story.s("deploy --use-local").ok();
    assert_eq!(online(&story.console()), before);
    settled(&story);
}

#[test]
fn what_others_change_is_kept_on_demand() {
    let story = deployed(all());
    change_all(&story.console());
    let changed = online(&story.console());
    story.s("deploy --use-remote").ok().writes(&[]);
    settled(&story);
    assert_eq!(online(&story.console()), changed);
}

#[test]
fn what_leaves_the_file_is_taken_back_and_what_others_made_is_not() {
    let story = deployed(all());
    story.yaml(&[with(&[], "")]);
    story.s("deploy").ok();
    let console = story.console();
    let left = online(&console);
    assert_eq!(left["tags"], json!([]));
    assert_eq!(left["provision"], Value::Null);
    assert_eq!(left["vpc"], json!([]));
    settled(&story);

    reserve(&console);
    settled(&story);
    assert_eq!(online(&console)["concurrency"], 9);
    // A tag of their own is a question, like a variable, and survives the edit of ours.
    console.tag("demo", "theirs", "x");
    story
        .s("deploy")
        .refused(&["tags.theirs: (not set) → \"x\""]);
    story.s("deploy --use-remote").ok();
    story.yaml(&[with(&["tags"], "")]);
    story.s("deploy").ok();
    assert_eq!(
        online(&console)["tags"],
        json!(["stage=b", "team=a", "theirs=x"])
    );
}

#[test]
fn one_kind_of_instances_goes_before_the_other_comes() {
    let story = deployed(with(&["provisionConfig"], ""));
    let scaling = "      scalingConfig:\n        minInstances: 1\n";
    story.yaml(&[with(&[], scaling)]);
    story.s("deploy").ok();
    assert_eq!(online(&story.console())["scaling"], 1);
    settled(&story);
}

#[test]
fn the_resource_group_is_changed_by_its_own_call() {
    let group = |name: &str| with(&[], &format!("      resourceGroupId: {name}\n"));
    let story = deployed(group("rg-one"));
    let console = story.console();
    let seen = || console.function("demo")["resourceGroupId"].clone();
    assert_eq!(seen(), "rg-one");
    story.yaml(&[group("rg-two")]);
    story.s("deploy").ok().writes(&["PUT resource-groups"]);
    console.change_group("demo", "rg-three");
    story
        .s("deploy")
        .refused(&["resourceGroupId: \"rg-two\" → \"rg-three\""]);
    story.s("deploy --use-local").ok();
    assert_eq!(seen(), "rg-two");
}

/// Everything of a function goes, what others put beside it included; a domain that others share
/// only loses its own routes.
#[test]
fn remove_leaves_nothing() {
    let domain = Some(("demo.example.com".to_owned(), "/*".to_owned()));
    let story = deployed(Fn { domain, ..all() });
    let console = story.console();
    console.publish("demo", "prod");
    console.bind_vpc("demo", "vpc-theirs");
    let timer = json!({"cronExpression": "@every 1h", "enable": false}).to_string();
    console.create_trigger(
        "demo",
        json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": timer}),
    );
    story.s("remove").writes(&[]).refused(&[
        "trigger demo/theirs, not on record here as deployed",
        "alias prod",
        "nobody can be asked",
        "s fn remove -y",
    ]);
    story.s("remove -y").ok().says(&["nothing is left"]);
    assert_eq!(console.left(), json!([{}, {}]));
    assert!(story.records().is_empty());
    story.s("remove -y").ok().says(&["none of it is online"]);
    story.s("deploy").ok();
}

/// An alias may be called as its function is.
#[test]
fn a_copy_of_an_alias_says_which() {
    let story = deployed(with(&[], ""));
    story.console().publish("demo", "demo");
    let block =
        "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 5\n        qualifier: demo\n";
    story.yaml(&[with(&[], block)]);
    story.s("deploy").ends("changed");
    story.s("sync --qualifier demo").ends("clean");
    let copy = story.read("sync-clone/cn-hangzhou_demo.yaml");
    assert!(copy.contains("        qualifier: demo"), "{copy}");
}

/// Nothing is told of a configuration that is not there and is not to be.
#[test]
fn what_asks_for_nothing_is_not_told() {
    for block in [
        "      scalingConfig:\n        minInstances: 0\n",
        "      scalingConfig:\n        minInstances: 0\n        mode: drain\n",
        "      provisionConfig:\n        defaultTarget: 0\n",
        "      vpcBinding:\n        vpcIds: []\n",
    ] {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare().with(block)]);
        for command in ["plan", "deploy", "deploy", "plan"] {
            story
                .s(command)
                .never_says(&["Config of demo", "vpcBinding of demo"]);
        }
        // What is there is told.
        story.yaml(&[Fn::demo()
            .bare()
            .with("      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n")]);
        story
            .s("deploy")
            .says(&["asyncInvokeConfig of demo: created"]);
        story
            .s("deploy")
            .says(&["asyncInvokeConfig of demo: unchanged"]);
    }
}
