//! Random values, and random texts that look a little like YAML.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

const TEXTS: [&str; 62] = [
    "info",
    "debug-level",
    "你好",
    "😀",
    "",
    " ",
    " lead",
    "trail ",
    "yes",
    "No",
    "on",
    "off",
    "y",
    "null",
    "~",
    "true",
    "1",
    "010",
    "1e3",
    "0x1",
    "0o7",
    "1_000",
    ".5",
    "+1",
    ".inf",
    ".nan",
    "12:30:45",
    "2024-01-01",
    "a: b",
    "a:",
    "a #b",
    "#",
    "it's",
    "\"q\"",
    "\\",
    "tab\there",
    "- x",
    "-",
    "? x",
    "{a",
    "[",
    "a,b",
    "%x",
    "@x",
    "`",
    "!t",
    "&a",
    "*b",
    "|",
    ">",
    "=",
    "<<",
    "a\nb\n",
    "a\n\n  b",
    "\n",
    "a\n\n",
    "\r\n",
    "a\r\nb",
    "\u{7f}",
    "\u{feff}x",
    "\u{2028}",
    "a\u{85}b",
];

const NAMES: [&str; 14] = [
    "alpha", "beta", "键", "on", "1", "a b", "a: b", "#x", "", "null", "it's", "x.y", "-",
    "triggers",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        1 => any::<i32>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(json!(0.5)),
        1 => Just(json!({})),
        1 => Just(json!([])),
    ]
}

pub(super) fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            map(inner),
        ]
    })
}

pub(super) fn map(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let entries = prop::collection::vec((prop::sample::select(&NAMES[..]), inner), 1..5);
    entries.prop_map(|entries| {
        let each = entries
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        Value::Object(each.collect::<Map<String, Value>>())
    })
}

/// Any text, or one made of what YAML is made of.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "b",
        "resources",
        "vars",
        ":",
        ": ",
        "- ",
        "-",
        "\n",
        "\n  ",
        "\n ",
        "\r\n",
        " ",
        "\t",
        "#",
        " # 注",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "<<: ",
        "|",
        ">",
        "|+\n",
        ">-\n",
        "'",
        "\"",
        "''",
        "\\",
        "!!str ",
        "!",
        "?",
        "? ",
        "---",
        "...",
        "%",
        "${vars.a}",
        "你",
        "😀",
        "\u{feff}",
        "\u{2028}",
        "\u{85}",
        "~",
        "1",
        "\0",
        "extend: x\n",
        "template: ",
    ];
    prop_oneof![
        1 => any::<String>(),
        6 => prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat()),
    ]
}
