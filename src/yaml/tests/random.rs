//! Laws over random documents and random texts.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::lines::comments;
use super::oracle;
use super::writer::written;
use crate::yaml::{ByHand, Edit, Source, Step, rewrite};

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

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            map(inner),
        ]
    })
}

fn map(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let entries = prop::collection::vec((prop::sample::select(&NAMES[..]), inner), 1..5);
    entries.prop_map(|entries| {
        let each = entries
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        Value::Object(each.collect::<Map<String, Value>>())
    })
}

/// A random place in a document: one that is there, or a new key or item beside it.
fn place(document: &Value, choices: &[u8], is_new: bool) -> Vec<Step> {
    let mut path = vec![Step::Key("r".into()), Step::Key("props".into())];
    let mut at = &document["r"]["props"];
    for choice in choices {
        let choice = usize::from(*choice);
        match at {
            Value::Object(map) if !map.is_empty() => {
                let (name, below) = map.iter().nth(choice % map.len()).unwrap();
                path.push(Step::Key(name.clone()));
                at = below;
            }
            Value::Array(items) if !items.is_empty() => {
                path.push(Step::Index(choice % items.len()));
                at = &items[choice % items.len()];
            }
            _ => break,
        }
    }
    if is_new {
        let last = path.pop().unwrap();
        path.push(match last {
            Step::Key(_) => Step::Key("new".into()),
            Step::Index(_) => Step::Index(parent(document, &path).as_array().map_or(0, Vec::len)),
        });
    }
    path
}

fn parent<'v>(document: &'v Value, path: &[Step]) -> &'v Value {
    path.iter().fold(document, |at, step| match step {
        Step::Key(name) => &at[name.as_str()],
        Step::Index(index) => &at[*index],
    })
}

/// The document after an edit, without the keys that get empty by it.
fn wanted(document: &Value, path: &[Step], value: Option<&Value>) -> Value {
    let mut whole = document.clone();
    oracle::change(&mut whole, path, value);
    let mut path = path.to_vec();
    while value.is_none() && path.len() > 3 {
        path.pop();
        let is_empty = parent(&whole, &path) == &json!({}) || parent(&whole, &path) == &json!([]);
        if !is_empty || !matches!(path.last(), Some(Step::Key(_))) {
            break;
        }
        oracle::change(&mut whole, &path, None);
    }
    whole
}

fn made(text: &str, edit: Edit) -> (Option<String>, Option<ByHand>) {
    let source = Source {
        path: "s.yaml",
        text,
    };
    let mut result = rewrite(&[source], &[edit]).unwrap();
    (
        result.files.pop().map(|(_, text)| text),
        result.by_hand.pop(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn an_edit_is_right_or_by_hand(
        props in map(value()), new in prop::option::weighted(0.8, value()),
        choices in prop::collection::vec(any::<u8>(), 1..60), steps in prop::collection::vec(any::<u8>(), 1..4),
        is_new in any::<bool>(),
    ) {
        let document = json!({"r": {"props": props}});
        let text = written(&json!({"name": "demo", "resources": document, "access": "default"}), &choices);
        prop_assert_eq!(&oracle::resolved(&[&text]), &document, "written wrong: {}", text);
        let path = place(&document, &steps, is_new && new.is_some());
        prop_assume!(path.len() > 2);
        let full: Vec<Step> = [Step::Key("resources".into())].into_iter().chain(path.clone()).collect();
        let (now, place) = made(&text, Edit { path: full, value: new.clone() });
        let wanted = wanted(&document, &path, new.as_ref());
        let old = parent(&document, &path[..path.len() - 1]);
        if let Some(place) = place {
            prop_assert!(now.is_none() && place.line <= text.lines().count());

        } else {
            let now = now.unwrap_or_else(|| text.clone());
            prop_assert_eq!(&oracle::resolved(&[&now]), &wanted, "{} -> {}", text, now);
            let keeps_all = new.is_some() && (is_new || is_simple(parent(&document, &path)));
            if keeps_all {
                prop_assert_eq!(comments(&text), comments(&now), "{} -> {}", text, now);
            }
        }
    }

    #[test]
    fn no_text_panics(text in any_text(), steps in prop::collection::vec(any::<u8>(), 0..3), new in prop::option::of(value())) {
        let names = ["resources", "a", "b", "vars"];
        let step = |choice: &u8| match names.get(usize::from(*choice % 6)) {
            Some(name) => Step::Key((*name).to_owned()),
            None => Step::Index(usize::from(*choice % 2)),
        };
        let edit = Edit { path: steps.iter().map(step).collect(), value: new };
        let source = Source { path: "s.yaml", text: &text };
        let _ = rewrite(&[source, source], &[edit]);
    }
}

fn is_simple(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// Any text, or one made of what YAML is made of.
fn any_text() -> impl Strategy<Value = String> {
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
