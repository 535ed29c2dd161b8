//! Code in every form, and triggers of every type.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::console::HOT_FIX;
use crate::project::{Door, Project, Props};

/// The writes of one deploy.
fn writes_of(project: &Project) -> Vec<String> {
    let before = project.emulator.writes().len();
    project.deploy(&[]).ok();
    project.emulator.writes().split_off(before)
}

#[test]
fn code_in_every_form() {
    let project = Project::new(Door::Wasm);
    project.deployed();
    let folder = project.function()["codeChecksum"].clone();
    let uploaded = project.emulator.writes().into_iter().find_map(|write| {
        let path = write.strip_prefix("PUT /")?;
        let (bucket, object) = path.split_once('/')?;
        (bucket != "2023-03-30").then(|| (bucket.to_owned(), object.to_owned()))
    });
    let (bucket, object) = uploaded.expect("an upload");

    // A single file is packed as the only entry, so the same file gives the same package.
    let code = |code: &str| {
        project.yaml(&Props {
            code: code.to_owned(),
            ..Props::default()
        })
    };
    code("./code/index.py");
    assert_eq!(writes_of(&project), [""; 0]);
    assert_eq!(project.function()["codeChecksum"], folder);

    // An object in OSS is deployed, and then left alone.
    code(&format!(
        "{{ossBucketName: {bucket}, ossObjectName: {object}}}"
    ));
    assert_eq!(writes_of(&project), ["PUT /2023-03-30/functions/demo"]);
    assert_eq!(writes_of(&project), [""; 0]);
    assert_eq!(project.function()["codeChecksum"], folder);

    // A package behind an address: here one that the service itself hands out.
    let reply = project.console("getCode", &[json!("demo")]);
    code(&format!("'{}'", reply["url"].as_str().unwrap()));
    assert_eq!(writes_of(&project), [""; 0]);
    assert_eq!(project.function()["codeChecksum"], folder);

    // A package goes up as it is.
    let zip = STANDARD.decode(HOT_FIX).unwrap();
    std::fs::write(project.path("app/code.zip"), &zip).unwrap();
    code("./code.zip");
    assert_eq!(writes_of(&project).len(), 2);
    assert_eq!(project.function()["codeSize"], zip.len());
}

/// Every type of trigger but http: its lines in `s.yaml`, the path of one setting, and the
/// configuration that somebody else gives it.
fn triggers() -> Vec<(&'static str, &'static str, &'static str, Value)> {
    vec![
        (
            "timer",
            "{cronExpression: '@every 5m', enable: true, payload: p}",
            "triggerConfig.payload",
            json!({"cronExpression": "@every 5m", "enable": true, "payload": "q"}),
        ),
        (
            "oss",
            "{events: ['oss:ObjectCreated:*'], filter: {key: {prefix: a/, suffix: .png}}}",
            "triggerConfig.filter.key.prefix",
            json!({"events": ["oss:ObjectCreated:*"], "filter": {"key": {"prefix": "b/", "suffix": ".png"}}}),
        ),
        (
            "log",
            "{enable: true, logConfig: {project: p, logstore: l}, jobConfig: {maxRetryTime: 1, triggerInterval: 30}, sourceConfig: {logstore: s}, functionParameter: {k: v}}",
            "triggerConfig.jobConfig.maxRetryTime",
            json!({"enable": true, "logConfig": {"project": "p", "logstore": "l"}, "jobConfig": {"maxRetryTime": 3, "triggerInterval": 30}, "sourceConfig": {"logstore": "s"}, "functionParameter": {"k": "v"}}),
        ),
        (
            "mns_topic",
            "{notifyContentFormat: STREAM, notifyStrategy: BACKOFF_RETRY, filterTag: a}",
            "triggerConfig.filterTag",
            json!({"notifyContentFormat": "STREAM", "notifyStrategy": "BACKOFF_RETRY", "filterTag": "b"}),
        ),
        (
            "cdn_events",
            "{eventName: LogFileCreated, eventVersion: '1.0.0', notes: n, filter: {domain: [a.com, b.com]}}",
            "triggerConfig.notes",
            json!({"eventName": "LogFileCreated", "eventVersion": "1.0.0", "notes": "m", "filter": {"domain": ["a.com", "b.com"]}}),
        ),
        (
            "eventbridge",
            "{triggerEnable: true, asyncInvocationType: false, eventRuleFilterPattern: '{}', eventSourceConfig: {eventSourceType: MNS, eventSourceParameters: {sourceMNSParameters: {QueueName: q, IsBase64Decode: false}}}, eventSinkConfig: {deliveryOption: {concurrency: 1}}, runOptions: {mode: event-driven}}",
            "triggerConfig.triggerEnable",
            json!({"triggerEnable": false, "asyncInvocationType": false, "eventRuleFilterPattern": "{}", "eventSourceConfig": {"eventSourceType": "MNS", "eventSourceParameters": {"sourceMNSParameters": {"QueueName": "q", "IsBase64Decode": false}}}, "eventSinkConfig": {"deliveryOption": {"concurrency": 1}}, "runOptions": {"mode": "event-driven"}}),
        ),
    ]
}

#[test]
fn triggers_of_every_type_are_deployed_compared_and_restored() {
    let project = Project::new(Door::Wasm);
    let mut yaml = Props {
        domain: false,
        ..Props::default()
    }
    .yaml(&[("fn", "demo")]);
    let source = |kind: &str| match kind {
        "timer" | "eventbridge" => String::new(),
        _ => format!("          sourceArn: 'acs:{kind}:cn-hangzhou:1234567890123456:x'\n"),
    };
    for (kind, config, ..) in triggers() {
        yaml.push_str(&format!(
            "        - triggerName: {kind}\n          triggerType: {kind}\n{}          triggerConfig: {config}\n",
            source(kind)
        ));
    }
    yaml.push_str(&format!(
        "        - triggerName: tablestore\n          triggerType: tablestore\n{}          triggerConfig: {{}}\n",
        source("tablestore")
    ));
    project.write("app/s.yaml", &yaml);
    project.deploy(&[]).ok();
    assert_eq!(writes_of(&project), [""; 0]);

    for (kind, _, _, online) in triggers() {
        project.console(
            "updateTrigger",
            &[json!("demo"), json!(kind), json!({"triggerConfig": online})],
        );
    }
    let before = project.emulator.writes();
    let found = triggers();
    let paths: Vec<&str> = found.iter().map(|(_, _, path, _)| *path).collect();
    project.deploy(&[]).refused(&paths);
    assert_eq!(project.emulator.writes(), before);

    project.deploy(&["--use-local"]).ok();
    assert_eq!(
        project.emulator.writes().len() - before.len(),
        triggers().len()
    );
    assert_eq!(writes_of(&project), [""; 0]);
}
