//! Code in every form, and triggers of every type.
//!
//! The emulator guesses here: G32, G33, G40.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::console::zipped;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

/// Everything that is written, objects in OSS included.
fn sent(story: &Story) -> usize {
    let told = story.s("deploy").ok();
    let reads = ["GET", "HEAD"];
    let writes = told
        .sent
        .iter()
        .filter(|line| !reads.contains(&&*line.method));
    writes.count()
}

/// Bucket and name of the only object.
fn uploaded(story: &Story) -> (String, String) {
    let log = story.cloud.emulator.log();
    let mut puts = log.iter().filter(|entry| entry.method == "PUT");
    let put = puts.find_map(|entry| {
        let (bucket, object) = entry.path.strip_prefix('/')?.split_once('/')?;
        (bucket != "2023-03-30").then(|| (bucket.to_owned(), object.to_owned()))
    });
    put.expect("an upload")
}

#[test]
fn code_in_every_form() {
    // The log of this cloud tells what was uploaded.
    let story = Story::new();
    story.s("deploy").ends("changed");
    let console = story.console();
    let checksum = || console.function("demo")["codeChecksum"].clone();
    let folder = checksum();
    let code = |code: &str| {
        let code = code.to_owned();
        story.yaml(&[Fn { code, ..Fn::demo() }]);
    };

    // A single file is packed as the only entry, so the same file gives the same package.
    code("./code/index.py");
    assert_eq!(sent(&story), 0);
    assert_eq!(checksum(), folder);

    // An object in OSS that holds what is online is deployed already.
    let (bucket, object) = uploaded(&story);
    code(&format!(
        "{{ossBucketName: {bucket}, ossObjectName: {object}}}"
    ));
    story.s("deploy").ok().writes(&[]);
    assert_eq!(sent(&story), 0);
    assert_eq!(checksum(), folder);

    // A package behind an address: here one that the service itself hands out.
    let place = console.does(
        "GET",
        "GetFunctionCode",
        "/functions/demo/code",
        &Value::Null,
    );
    code(&format!("'{}'", place["url"].as_str().unwrap()));
    assert_eq!(sent(&story), 0);
    assert_eq!(checksum(), folder);

    // A package goes up as it is.
    let zip = STANDARD
        .decode(zipped(&[(
            "index.py",
            "def handler(e, c):\n    return 'zip'\n",
        )]))
        .unwrap();
    story.files.write(&format!("{HOME}/code.zip"), &zip, false);
    code("./code.zip");
    assert_eq!(sent(&story), 2);
    assert_eq!(console.function("demo")["codeSize"], zip.len());
}

#[test]
fn an_unchanged_tree_is_not_said_to_be_packed() {
    let story = Story::new();
    // Only files that have been left alone for a while are recognised.
    story.cloud.pass(3_600_000);
    story.s("deploy").ok().says(&["packed 1 file: "]);
    story
        .s("deploy")
        .ok()
        .says(&["unchanged since it was last packed: 1 file, "]);
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

/// The lines of a trigger of that type, named like it.
fn lines(kind: &str, config: &str) -> String {
    let source = match kind {
        "timer" | "eventbridge" => String::new(),
        _ => format!("          sourceArn: 'acs:{kind}:cn-hangzhou:1234567890123456:x'\n"),
    };
    format!(
        "        - triggerName: {kind}\n          triggerType: {kind}\n{source}          triggerConfig: {config}\n"
    )
}

#[test]
fn triggers_of_every_type_are_deployed_compared_and_restored() {
    let story = Story::new();
    let typed = triggers().into_iter();
    let typed: String = typed
        .map(|(kind, config, ..)| lines(kind, config))
        .collect();
    let typed = typed + &lines("tablestore", "{}");
    // They stand behind the http trigger.
    story.yaml(&[Fn {
        domain: None,
        ..Fn::demo().with(&typed)
    }]);
    story.s("deploy").ok();
    assert_eq!(sent(&story), 0);

    for (kind, _, _, online) in triggers() {
        let body = json!({"triggerConfig": online});
        story.console().change_trigger("demo", kind, body);
    }
    let found = triggers();
    let paths: Vec<&str> = found.iter().map(|(_, _, path, _)| *path).collect();
    story.s("deploy").writes(&[]).refused(&paths);
    let told = story.s("deploy --use-local").ok();
    assert_eq!(told.wrote().len(), found.len());
    assert_eq!(sent(&story), 0);
}

/// A trigger of the file.
fn trigger(kind: &str, more: &str, config: &str) -> String {
    format!(
        "      triggers:\n        - triggerName: t\n          triggerType: {kind}\n{more}          triggerConfig: {config}\n"
    )
}

/// What fc3's schema forbids and fc3 hands on, each with how it may be written instead.
fn handed_on() -> Vec<(String, String)> {
    let source = "          sourceArn: 'acs:oss:cn-hangzhou:1234567890123456:x'\n";
    let http = |config: &str| trigger("http", "", config);
    let timer = |config: &str| trigger("timer", "", config);
    let oss = |config: &str| trigger("oss", source, config);
    let cdn = |version: &str| {
        let config = format!(
            "{{eventName: e, eventVersion: {version}, notes: n, filter: {{domain: [a.b]}}}}"
        );
        trigger("cdn_events", source, &config)
    };
    let bridge = |config: &str| {
        trigger(
            "eventbridge",
            "",
            &format!(
                "{{triggerEnable: true, eventSourceConfig: {{eventSourceType: MNS}}, {config}}}"
            ),
        )
    };
    let domain = |more: &str| {
        format!(
            "      customDomain: {{domainName: d.example.com, protocol: HTTP, route: {{path: /*{more}}}}}\n"
        )
    };
    let empty = |name: &str, value: &str| (format!("      {name}: {value}\n"), String::new());
    let mut all = vec![
        // The emulator alone says that these are taken (G33, G52).
        (
            http("{authType: anonymous, methods: [get, Post]}"),
            http("{authType: anonymous, methods: [GET, POST]}"),
        ),
        (domain(", methods: [get]"), domain(", methods: [GET]")),
        (
            timer("{cronExpression: '@every 5m', enable: 'true'}"),
            timer("{cronExpression: '@every 5m', enable: true}"),
        ),
        (
            timer("{cronExpression: '@every 5m', enable: true, payload: {a: 1, b: [x]}}"),
            timer(
                "{cronExpression: '@every 5m', enable: true, payload: '{\"a\": 1, \"b\": [\"x\"]}'}",
            ),
        ),
        (cdn("1"), cdn("'1'")),
        (
            bridge("asyncInvocationType: false, eventRuleFilterPattern: {source: [a]}"),
            bridge("asyncInvocationType: false, eventRuleFilterPattern: '{\"source\":[\"a\"]}'"),
        ),
        (
            "      internetAccess: 'false'\n".to_owned(),
            "      internetAccess: false\n".to_owned(),
        ),
        (
            "      instanceLifecycleConfig: {initializer: {}, preStop: {}}\n".to_owned(),
            String::new(),
        ),
        (
            "      asyncInvokeConfig: {destinationConfig: {onSuccess: {}}}\n".to_owned(),
            String::new(),
        ),
        (domain(", rewriteConfig: {}"), domain("")),
    ];
    // The emulator alone says that these are taken (G33, G51).
    for taken in [
        "      nasConfig: {mountPoints: [{serverAddr: 'a:/x', mountDir: /mnt/x}]}\n".to_owned(),
        "      ossMountConfig: {mountPoints: [{bucketName: b, mountDir: /mnt/b}]}\n".to_owned(),
        "      customDNS: {dnsOptions: [{name: n}]}\n".to_owned(),
        "      logConfig: {project: p, logstore: l, logBeginRule: '^INFO'}\n".to_owned(),
        http("{methods: [GET]}"),
        http("{authType: anonymous}"),
        timer("{cronExpression: '@every 5m'}"),
        oss("{events: ['oss:ObjectCreated:*']}"),
        oss("{events: ['oss:ObjectCreated:*'], filter: {key: {prefix: a/}}}"),
        trigger("oss", "", "{events: ['oss:ObjectCreated:*']}"),
        trigger(
            "log",
            source,
            "{sourceConfig: {logstore: s}, logConfig: {project: p, logstore: l}, jobConfig: {maxRetryTime: 1}}",
        ),
        trigger("alb", "", "{anything: {at: all}}"),
        bridge("eventRuleFilterPattern: '{}'"),
    ] {
        all.push((taken.clone(), taken));
    }
    // An empty block says as much as none.
    for name in [
        "logConfig",
        "vpcConfig",
        "nasConfig",
        "ossMountConfig",
        "customDNS",
        "gpuConfig",
        "tracingConfig",
        "customRuntimeConfig",
        "sessionAffinityConfig",
        "asyncInvokeConfig",
        "vpcBinding",
        "provisionConfig",
        "scalingConfig",
        "concurrencyConfig",
    ] {
        all.push(empty(name, "{}"));
        all.push(empty(name, "''"));
    }
    all
}

/// What fc3 hands on is deployed as it would be in the strict form: from there on both say the same, and so
/// they do for a colleague without a record.
#[test]
fn what_fc3_hands_on_is_taken() {
    for (lax, strict) in handed_on() {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare().with(&lax)]);
        let told = story.s("deploy").ends("changed");
        assert!(!told.said.contains("left out"), "{lax}\n{}", told.said);
        story.s("deploy").ends("clean").writes(&[]);
        story.cloned().s("deploy").ends("clean").writes(&[]);
        story.yaml(&[Fn::demo().bare().with(&strict)]);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// `code: ''` is the folder of `s.yaml` itself.
#[test]
fn no_path_is_the_folder_of_the_file() {
    let story = Story::new();
    let code = |code: &str| {
        let code = code.to_owned();
        story.yaml(&[Fn { code, ..Fn::demo() }]);
    };
    code("''");
    story.s("deploy").ends("changed");
    code("./");
    story.s("deploy").ends("changed");
}

/// The layout of JSON in a text is no difference, neither to what is online nor in an edit of the file, and not
/// where it is a secret.
#[test]
fn json_in_a_text_is_compared_by_what_it_means() {
    let bridge = |pattern: &str| {
        trigger(
            "eventbridge",
            "",
            &format!(
                "{{triggerEnable: true, asyncInvocationType: false, eventSourceConfig: {{eventSourceType: MNS}}, eventRuleFilterPattern: '{pattern}'}}"
            ),
        )
    };
    let timer = |payload: &str| {
        trigger(
            "timer",
            "",
            &format!("{{cronExpression: '@every 5m', enable: true, payload: '{payload}'}}"),
        )
    };
    let affinity = |text: &str| {
        format!("      sessionAffinity: HEADER_FIELD\n      sessionAffinityConfig: '{text}'\n")
    };
    let domain = |info: &str| {
        format!(
            "      customDomain: {{domainName: d.example.com, protocol: HTTP, route: {{path: /*}}, authConfig: {{authType: jwt, authInfo: '{info}'}}}}\n"
        )
    };
    let (one, again, other) = (
        r#"{"sseEndpointPath":"/a b","sessionTTLInSeconds":3}"#,
        r#" {  "sessionTTLInSeconds" : 3,  "sseEndpointPath": "/a b" } "#,
        r#"{"sseEndpointPath":"/ab","sessionTTLInSeconds":3}"#,
    );
    for of in [
        &bridge as &dyn std::ops::Fn(&str) -> String,
        &timer,
        &affinity,
        &domain,
    ] {
        let story = Story::new();
        let yaml = |text: &str| story.yaml(&[Fn::demo().bare().with(&of(text))]);
        yaml(one);
        story.s("deploy").ends("changed");
        yaml(again);
        for command in ["plan", "deploy"] {
            story.s(command).ends("clean").writes(&[]);
        }
        story.cloned().s("deploy").ends("clean").writes(&[]);
        yaml(other);
        story.s("deploy").ends("changed");
    }
}
