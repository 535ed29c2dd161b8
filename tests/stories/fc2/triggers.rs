//! Every type of trigger.

use serde_json::json;

use super::{FUNCTION, deployed, edit, new};
use crate::cloud::ACCOUNT;
use crate::story::Story;

const ROLE: &str = "role: acs:ram::1:role/events";

/// The usual project with this trigger in the place of its own.
fn with(trigger: &str) -> Story {
    let story = new();
    let text = story.read("s.yaml");
    let (before, _) = text.split_once("        - name: web").unwrap();
    story.write("s.yaml", &format!("{before}{trigger}"));
    story
}

#[test]
fn every_type_is_deployed_and_then_left_alone() {
    let all = [
        (
            "        - name: t\n          type: timer\n          config: {cronExpression: '@every 5m', enable: true, payload: hello}\n".to_owned(),
            json!({"enable": false, "cronExpression": "@every 5m", "payload": "hello"}),
            "",
        ),
        (
            format!("        - name: t\n          type: oss\n          {ROLE}\n          config:\n            bucketName: pictures\n            events: ['oss:ObjectCreated:*']\n            filter: {{Key: {{Prefix: in/, Suffix: .png}}}}\n"),
            json!({"events": ["oss:ObjectCreated:*"], "filter": {"key": {"prefix": "out/", "suffix": ".png"}}}),
            "acs:oss:cn-hangzhou:ACCOUNT:pictures",
        ),
        (
            format!("        - name: t\n          type: log\n          {ROLE}\n          config:\n            sourceConfig: {{logstore: in}}\n            jobConfig: {{maxRetryTime: 1, triggerInterval: 30}}\n            logConfig: {{project: p, logstore: l}}\n            functionParameter: {{}}\n            enable: true\n"),
            json!({"sourceConfig": {"logstore": "in"}, "jobConfig": {"maxRetryTime": 1, "triggerInterval": 60}, "logConfig": {"project": "p", "logstore": "l"}, "functionParameter": {}, "enable": true}),
            "acs:log:cn-hangzhou:ACCOUNT:project/p",
        ),
        (
            format!("        - name: t\n          type: cdn_events\n          {ROLE}\n          config:\n            eventName: LogFileCreated\n            eventVersion: '1.0.0'\n            notes: n\n            filter: {{domain: [a.example.com]}}\n"),
            json!({"eventName": "LogFileCreated", "eventVersion": "1.0.0", "notes": "other", "filter": {"domain": ["a.example.com"]}}),
            "acs:cdn:*:ACCOUNT",
        ),
        (
            "        - name: t\n          type: eventbridge\n          config:\n            triggerEnable: true\n            asyncInvocationType: false\n            eventRuleFilterPattern: '{}'\n            eventSourceConfig: {eventSourceType: Default}\n".to_owned(),
            json!({"triggerEnable": false, "asyncInvocationType": false, "eventRuleFilterPattern": "{}", "eventSourceConfig": {"eventSourceType": "Default"}}),
            "",
        ),
    ];
    for (trigger, changed, source) in all {
        let story = with(&trigger);
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        let path = format!("{FUNCTION}/triggers/t");
        let online = story.console().older("GET", &path, &json!(null));
        assert_eq!(online["sourceArn"], source.replace("ACCOUNT", ACCOUNT));
        let body = json!({"triggerConfig": changed});
        story.console().older("PUT", &path, &body);
        story
            .s("deploy")
            .ends("drift")
            .writes(&[])
            .says(&["trigger shop/demo/t"]);
        story
            .s("deploy --use-local")
            .ends("changed")
            .writes(&[&format!("PUT {path}")]);
        story.s("deploy").ends("clean").writes(&[]);
        let after = story.console().older("GET", &path, &json!(null));
        assert_eq!(after["triggerConfig"], online["triggerConfig"]);
    }
}

/// The service changes nothing of these.
#[test]
fn what_cannot_be_changed_is_deployed_and_then_left_alone() {
    let all = [
        (
            format!(
                "        - name: t\n          type: mns_topic\n          {ROLE}\n          config: {{topicName: news, notifyContentFormat: JSON, notifyStrategy: BACKOFF_RETRY}}\n"
            ),
            format!("acs:mns:cn-hangzhou:{ACCOUNT}:/topics/news"),
        ),
        (
            format!(
                "        - name: t\n          type: tablestore\n          {ROLE}\n          config: {{instanceName: i, tableName: t}}\n"
            ),
            format!("acs:ots:cn-hangzhou:{ACCOUNT}:instance/i/table/t"),
        ),
    ];
    for (trigger, source) in all {
        let story = with(&trigger);
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        assert_eq!(story.console().demo_trigger("t")["sourceArn"], source);
    }
}

#[test]
fn a_role_that_is_left_out_is_the_one_that_stands_online() {
    let trigger = "        - name: t\n          type: oss\n          role: acs:ram::1:role/events\n          config:\n            bucketName: pictures\n            events: ['oss:ObjectCreated:*']\n";
    let story = with(trigger);
    story.s("deploy").ends("changed");
    edit(&story, "          role: acs:ram::1:role/events\n", "");
    story
        .s("deploy")
        .ends_one_of(&["clean", "changed"])
        .writes(&[]);
    // Where there is none, what upstream would create is asked for.
    let trigger = trigger.replace("          role: acs:ram::1:role/events\n", "");
    with(&trigger)
        .s("deploy")
        .refused(&["invocationRole", "role: acs:ram::"]);
}

#[test]
fn a_trigger_of_others_is_told_and_left_alone() {
    let story = deployed();
    let body = json!({
        "triggerName": "theirs", "triggerType": "timer",
        "triggerConfig": {"cronExpression": "@every 1m", "enable": true},
    });
    story
        .console()
        .older("POST", &format!("{FUNCTION}/triggers"), &body);
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .says(&["theirs"]);
    assert_eq!(
        story.console().demo_trigger("theirs")["triggerName"],
        "theirs"
    );
}
