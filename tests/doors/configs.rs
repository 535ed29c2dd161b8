//! The configurations beside a function, its tags and its resource group: deployed, left alone,
//! noticed, restored, and taken back when they leave `s.yaml`.

use serde_json::{Value, json};

use crate::project::{ACCOUNT, DOORS, Door, Project, Props};

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

fn with(project: &Project, blocks: &[&str]) {
    let props = Props {
        domain: false,
        ..Props::default()
    };
    let yaml = props.yaml(&[("fn", "demo")]);
    let added = BLOCKS.iter().filter(|(name, _)| blocks.contains(name));
    let added: String = added.map(|(_, text)| *text).collect();
    project.write("app/s.yaml", &format!("{yaml}{added}"));
}

fn all(project: &Project) {
    with(project, &BLOCKS.map(|(name, _)| name));
}

fn writes_of(project: &Project, args: &[&str]) -> Vec<String> {
    let before = project.emulator.writes().len();
    project.deploy(args).ok();
    project.emulator.writes().split_off(before)
}

fn arn() -> Value {
    json!(format!("acs:fc:cn-hangzhou:{ACCOUNT}:functions/demo"))
}

/// What is online of all of it.
fn online(project: &Project) -> Value {
    let ask = |operation: &str| project.console(operation, &[json!("demo"), json!("LATEST")]);
    let mut provision = ask("getProvision");
    let mut asynchronous = ask("getAsync");
    for name in ["createdTime", "lastModifiedTime"] {
        asynchronous.as_object_mut().unwrap().remove(name);
    }
    provision.as_object_mut().unwrap().remove("current");
    json!({
        "async": asynchronous,
        "vpc": project.console("vpcBindings", &[json!("demo")])["vpcIds"],
        "provision": provision,
        "concurrency": project.console("getConcurrency", &[json!("demo")])["reservedConcurrency"],
        "tags": tags(project),
    })
}

/// The function's tags as `key=value`, sorted: their order means nothing.
fn tags(project: &Project) -> Vec<String> {
    let function = project.function();
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
    for door in DOORS {
        let project = Project::new(door);
        all(&project);
        project.deployed();
        assert_eq!(writes_of(&project, &[]), [""; 0]);
        let online = online(&project);
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
        project.forget();
        assert_eq!(writes_of(&project, &[]), [""; 0]);
    }
}

/// Somebody else's change of each of them, and the words by which it is reported.
fn changes(project: &Project) -> [(&'static str, Value); 5] {
    let name = json!("demo");
    let latest = json!("LATEST");
    project.console(
        "putAsync",
        &[
            name.clone(),
            latest.clone(),
            json!({"maxAsyncRetryAttempts": 8, "maxAsyncEventAgeInSeconds": 360}),
        ],
    );
    project.console("bindVpc", &[name.clone(), json!("vpc-two")]);
    project.console(
        "putProvision",
        &[name.clone(), latest, json!({"defaultTarget": 3})],
    );
    project.console("putConcurrency", &[name, json!({"reservedConcurrency": 9})]);
    project.console("tag", &[arn(), json!({"team": "b"})]);
    [
        ("maxAsyncRetryAttempts: 3 → 8", json!(null)),
        ("vpcIds.vpc-two: (not set) → true", json!(null)),
        ("defaultTarget: 1 → 3", json!(null)),
        ("reservedConcurrency: 5 → 9", json!(null)),
        ("tags.team: \"a\" → \"b\"", json!(null)),
    ]
}

#[test]
fn what_others_change_is_noticed_and_restored() {
    for door in DOORS {
        let project = Project::new(door);
        all(&project);
        project.deployed();
        let before = online(&project);
        let says = changes(&project).map(|(says, _)| says);
        let writes = project.emulator.writes().len();
        project.deploy(&[]).refused(&says);
        assert_eq!(project.emulator.writes().len(), writes);
        project.deploy(&["--use-local"]).ok();
        assert_eq!(online(&project), before);
        assert_eq!(writes_of(&project, &[]), [""; 0]);
    }
}

#[test]
fn what_others_change_is_kept_on_demand() {
    let project = Project::new(Door::Wasm);
    all(&project);
    project.deployed();
    changes(&project);
    let changed = online(&project);
    assert_eq!(writes_of(&project, &["--use-remote"]), [""; 0]);
    assert_eq!(writes_of(&project, &[]), [""; 0]);
    assert_eq!(online(&project), changed);
}

#[test]
fn what_leaves_the_file_is_taken_back_and_what_others_made_is_not() {
    for door in DOORS {
        let project = Project::new(door);
        all(&project);
        project.deployed();
        with(&project, &[]);
        project.deploy(&[]).ok();
        assert_eq!(tags(&project), [""; 0]);
        let provision = project.console("getProvision", &[json!("demo"), json!("LATEST")]);
        assert_eq!(provision["functionArn"], "");
        assert_eq!(
            project.console("vpcBindings", &[json!("demo")])["vpcIds"],
            json!([])
        );
        assert_eq!(writes_of(&project, &[]), [""; 0]);

        project.console(
            "putConcurrency",
            &[json!("demo"), json!({"reservedConcurrency": 9})],
        );
        assert_eq!(writes_of(&project, &[]), [""; 0]);
        let kept = project.console("getConcurrency", &[json!("demo")]);
        assert_eq!(kept["reservedConcurrency"], 9);
        // A tag of their own is a question, like a variable, and survives the edit of ours.
        project.console("tag", &[arn(), json!({"theirs": "x"})]);
        project
            .deploy(&[])
            .refused(&["tags.theirs: (not set) → \"x\""]);
        project.deploy(&["--use-remote"]).ok();
        with(&project, &["tags"]);
        project.deploy(&[]).ok();
        assert_eq!(tags(&project), ["stage=b", "team=a", "theirs=x"]);
    }
}

#[test]
fn one_kind_of_instances_goes_before_the_other_comes() {
    let project = Project::new(Door::Wasm);
    with(&project, &["provisionConfig"]);
    project.deployed();
    with(&project, &[]);
    let yaml = project.read("app/s.yaml");
    project.write(
        "app/s.yaml",
        &format!("{yaml}      scalingConfig:\n        minInstances: 1\n"),
    );
    project.deploy(&[]).ok();
    let scaling = project.console("getScaling", &[json!("demo"), json!("LATEST")]);
    assert_eq!(scaling["minInstances"], 1);
    assert_eq!(writes_of(&project, &[]), [""; 0]);
}

#[test]
fn the_resource_group_is_changed_by_its_own_call() {
    let project = Project::new(Door::Wasm);
    let group = |name: &str| {
        with(&project, &[]);
        let yaml = project.read("app/s.yaml");
        project.write(
            "app/s.yaml",
            &format!("{yaml}      resourceGroupId: {name}\n"),
        );
    };
    group("rg-one");
    project.deploy(&[]).ok();
    assert_eq!(project.function()["resourceGroupId"], "rg-one");
    group("rg-two");
    assert_eq!(
        writes_of(&project, &[]),
        ["PUT /2023-03-30/resource-groups"]
    );
    project.console("changeGroup", &[json!("demo"), json!("rg-three")]);
    project
        .deploy(&[])
        .refused(&["resourceGroupId: \"rg-two\" → \"rg-three\""]);
    project.deploy(&["--use-local"]).ok();
    assert_eq!(project.function()["resourceGroupId"], "rg-two");
}

/// Everything of a function goes, what others put beside it included; a domain that others share
/// only loses its own routes.
#[test]
fn remove_leaves_nothing() {
    for door in DOORS {
        let project = Project::new(door);
        all(&project);
        let yaml = project.read("app/s.yaml");
        let domain = "      customDomain:\n        domainName: demo.example.com\n        protocol: HTTP\n        route:\n          path: /*\n";
        project.write("app/s.yaml", &format!("{yaml}{domain}"));
        project.deploy(&[]).ok();
        let version = project.console("publish", &[json!("demo")])["versionId"].clone();
        project.console("createAlias", &[json!("demo"), json!("prod"), version]);
        project.console("bindVpc", &[json!("demo"), json!("vpc-theirs")]);
        project.console(
            "createTrigger",
            &[
                json!("demo"),
                json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": {"cronExpression": "@every 1h", "enable": false}}),
            ],
        );

        let writes = project.emulator.writes().len();
        project.s(&["remove"]).refused(&[
            "trigger demo/theirs, never deployed from here",
            "alias prod",
            "nobody can be asked",
            "s fn remove -y",
        ]);
        assert_eq!(project.emulator.writes().len(), writes);

        project.s(&["remove", "-y"]).ok().says(&["nothing is left"]);
        assert_eq!(project.emulator.left(), json!([{}, {}]));
        assert_eq!(project.records(), []);
        project
            .s(&["remove", "-y"])
            .ok()
            .says(&["none of it is online"]);
        project.deploy(&[]).ok();
    }
}
