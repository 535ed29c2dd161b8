//! Triggers that EventBridge makes by itself, for its own rules: their names have a `|`. What the service does with them
//! is guessed (G75).

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed};
use crate::cloud::Fate;
use crate::story::Story;

fn with_rule() -> Story {
    let story = deployed();
    let body = json!({
        "triggerName": "rule|target", "triggerType": "eventbridge",
        "triggerConfig": {
            "triggerEnable": true, "asyncInvocationType": false, "eventRuleFilterPattern": "{}",
            "eventSourceConfig": {"eventSourceType": "Default"},
        },
    });
    let triggers = format!("{FUNCTION}/triggers");
    story.console().older("POST", &triggers, &body);
    story
}

/// It is told and left alone, as upstream leaves it alone, and its function goes all the same.
#[test]
fn a_removal_leaves_them_to_event_bridge() {
    for command in ["remove -y", "remove service -y"] {
        let story = with_rule();
        let told = story.s(command).ends("changed");
        let told = told.says(&["trigger shop/demo/rule|target was made by EventBridge"]);
        told.writes(&[
            &format!("DELETE {FUNCTION}/triggers/web"),
            &format!("DELETE {FUNCTION}"),
            &format!("DELETE {SERVICE}"),
        ]);
        assert!(story.records().is_empty(), "{:?}", story.records().keys());
    }
}

#[test]
fn one_that_is_named_is_left_alone_too() {
    let story = with_rule();
    let told = story
        .s("remove trigger --trigger-name rule|target -y")
        .ends("clean");
    told.writes(&[])
        .says(&["was made by EventBridge"])
        .never_says(&["has no trigger"]);
}

/// Nobody has seen whether such a function goes: where the service keeps it, why is told.
#[test]
fn a_function_that_stays_with_one_is_told_why() {
    let story = with_rule();
    story.meddle(|_, line, _| match line.is("DELETE", FUNCTION) {
        true => {
            let body = r#"{"ErrorCode":"InvalidArgument","ErrorMessage":"function 'demo' has active triggers"}"#;
            Fate::RefusedWith(400, body.to_owned())
        }
        false => Fate::Arrives,
    });
    let told = story.s("remove -y").ends("partial");
    told.says(&[
        "has active triggers",
        "trigger shop/demo/rule|target was made by EventBridge",
    ]);
}

#[test]
fn a_deploy_leaves_them_alone() {
    let story = with_rule();
    story.s("deploy").ends("clean").writes(&[]);
}
