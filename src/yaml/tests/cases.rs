//! One project as different people write it, and edits of it.

use serde_json::{Value, json};

use crate::yaml::YamlStep;

pub(super) const PROJECTS: [(&str, &[&str]); 12] = [
    ("plain", &[include_str!("projects/plain.yaml")]),
    ("four", &[include_str!("projects/four.yaml")]),
    ("flow", &[include_str!("projects/flow.yaml")]),
    ("lines", &[include_str!("projects/lines.yaml")]),
    ("anchors", &[include_str!("projects/anchors.yaml")]),
    ("merge", &[include_str!("projects/merge.yaml")]),
    ("vars", &[include_str!("projects/vars.yaml")]),
    ("template", &[include_str!("projects/template.yaml")]),
    ("shared", &[include_str!("projects/shared.yaml")]),
    ("blocks", &[include_str!("projects/blocks.yaml")]),
    ("json", &[include_str!("projects/json.yaml")]),
    (
        "extends",
        &[
            include_str!("projects/extends.yaml"),
            include_str!("projects/base.yaml"),
        ],
    ),
];

type Dress = fn(&str) -> String;

pub(super) const DRESSES: [(&str, Dress); 4] = [
    ("as it is", |text| text.to_owned()),
    ("CRLF", |text| text.replace('\n', "\r\n")),
    ("mark and start", |text| {
        format!("\u{feff}--- # start #~0\n{text}")
    }),
    ("no last line break", |text| text.trim_end().to_owned()),
];

/// An edit below the props of `hello`, and words of which every line that may go has one.
pub(super) type Case = (&'static str, &'static str, Value, &'static [&'static str]);

const WEB: &[&str] = &[
    "web",
    "http",
    "triggerconfig",
    "methods",
    "get",
    "post",
    "triggers",
    "- #",
    "-\n",
    "-\r",
    "{",
    "}",
];
const CLOCK: &[&str] = &[
    "clock",
    "timer",
    "triggerconfig",
    "cron",
    "triggers",
    "-\n",
    "-\r",
    "{",
    "}",
];
const LOG: &[&str] = &[
    "log",
    "project: p1",
    "\"project\": \"p1\"",
    "enablerequest",
    "}",
    "project: 'p1'",
];
const SCRIPT: &[&str] = &["script", "#!/bin", "echo", "exit"];
const LAYERS: &[&str] = &["layer", ">-", "- #~9", "]", "# second"];

pub(super) fn cases() -> Vec<Case> {
    let queue = json!({"triggerName": "队列", "triggerType": "mns", "triggerConfig": {"topic": "t", "tags": ["a: b", "yes"]}});
    let vpc =
        json!({"vpcId": "vpc-1", "vSwitchIds": ["vsw-1", "vsw-2"], "securityGroupId": "sg-1"});
    vec![
        (
            "a text",
            "environmentVariables/LEVEL",
            json!("debug"),
            &["level", "info"],
        ),
        (
            "a text that needs quotes",
            "environmentVariables/LEVEL",
            json!("it's: \"yes\" #1"),
            &["level", "info"],
        ),
        (
            "a text like a number",
            "environmentVariables/LEVEL",
            json!("0x1F"),
            &["level", "info"],
        ),
        (
            "Chinese",
            "description",
            json!("再见：世界"),
            &["description", "你好"],
        ),
        (
            "a new variable",
            "environmentVariables/NEW",
            json!("1"),
            &["environment", "键"],
        ),
        (
            "without a variable",
            "environmentVariables/LEVEL",
            Value::Null,
            &["level", "info"],
        ),
        (
            "without the last variable",
            "environmentVariables/键",
            Value::Null,
            &["键", "值"],
        ),
        ("a number", "memorySize", json!(1024), &["memory", "512"]),
        (
            "lines",
            "environmentVariables/SCRIPT",
            json!("#!/bin/sh\necho 再见\n\nexit 1\n"),
            SCRIPT,
        ),
        (
            "lines without an end",
            "environmentVariables/SCRIPT",
            json!("a\n  b"),
            SCRIPT,
        ),
        ("a new block", "vpcConfig", vpc, &["cron", "props"]),
        (
            "a new list",
            "customDomains",
            json!([{"a": 1, "b": []}, "x"]),
            &["cron", "props"],
        ),
        ("without a block", "logConfig", Value::Null, LOG),
        (
            "an item",
            "layers/0",
            json!("acs:other"),
            &["layers/a", "layer:", "layers: *", "layers:", ">-", "props"],
        ),
        ("a new item", "layers/2", json!("acs:third"), &["layers"]),
        ("without an item", "layers/0", Value::Null, LAYERS),
        ("without a list", "layers", Value::Null, LAYERS),
        (
            "a new trigger",
            "triggers/2",
            queue,
            &["triggers", "clock", "cron", "}"],
        ),
        ("without the first trigger", "triggers/0", Value::Null, WEB),
        ("without the last trigger", "triggers/1", Value::Null, CLOCK),
        (
            "deep",
            "triggers/0/triggerConfig/methods",
            json!(["PUT"]),
            &["methods", "get", "post"],
        ),
    ]
}

pub(super) fn path(below: &str) -> Vec<YamlStep> {
    let steps = ["resources", "hello", "props"]
        .into_iter()
        .chain(below.split('/'));
    let step = |name: &str| match name.parse() {
        Ok(index) => YamlStep::Index(index),
        Err(_) => YamlStep::Key(name.to_owned()),
    };
    steps.map(step).collect()
}
