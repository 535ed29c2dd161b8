//! One test for every rule.

use serde_json::{Value, json};

use crate::yaml::{Edit, Rewrite, Source, Why, YamlStep, rewrite};

pub(super) fn edit(path: &str, value: Value) -> Edit {
    let step = |name: &str| match name.parse() {
        Ok(index) => YamlStep::Index(index),
        Err(_) => YamlStep::Key(name.to_owned()),
    };
    Edit {
        path: path.split('/').map(step).collect(),
        value: (!value.is_null()).then_some(value),
    }
}

pub(super) fn run(texts: &[&str], edits: &[Edit]) -> Rewrite {
    let source = |text| Source {
        path: "s.yaml",
        text,
    };
    let sources: Vec<Source> = texts.iter().map(|text| source(*text)).collect();
    rewrite(&sources, edits).unwrap()
}

pub(super) fn one(text: &str, path: &str, value: Value) -> String {
    let result = run(&[text], &[edit(path, value)]);
    assert_eq!(result.by_hand, [], "{text}");
    result.files[0].1.clone()
}

pub(super) fn hand(texts: &[&str], path: &str, value: Value) -> (usize, usize, Why) {
    let result = run(texts, &[edit(path, value)]);
    assert_eq!(result.files, []);
    let place = result.by_hand[0];
    (place.file, place.line, place.why)
}

#[test]
fn a_scalar_keeps_its_quotes_its_comment_and_its_line_end() {
    let quoted = one("a: 'x' # c\r\nb: 1\r\n", "a", json!("it's"));
    assert_eq!(quoted, "a: 'it''s' # c\r\nb: 1\r\n");
    assert_eq!(
        one("a: \"x\"\t# c\n", "a", json!("y\"")),
        "a: \"y\\\"\"\t# c\n"
    );
    assert_eq!(one("a:   x   # c\n", "a", json!(2)), "a:   2   # c\n");
    assert_eq!(one("a: # c\nb: 1\n", "a", json!("x")), "a: x # c\nb: 1\n");
}

#[test]
fn the_ends_of_a_file_stay() {
    assert_eq!(one("a: x", "a", json!("z")), "a: z");
    assert_eq!(one("a: x", "b", json!("z")), "a: x\nb: z");
    assert_eq!(one("a: x\nb: z", "b", Value::Null), "a: x");
    assert_eq!(one("\u{feff}a: x\n", "a", json!("z")), "\u{feff}a: z\n");
    assert_eq!(
        one("\u{feff}--- # s\na: x\n...\n", "b", json!(1)),
        "\u{feff}--- # s\na: x\nb: 1\n...\n"
    );
}

#[test]
fn what_could_be_read_as_something_else_is_quoted() {
    let texts = [
        "yes",
        "No",
        "on",
        "off",
        "y",
        "null",
        "~",
        "true",
        "1",
        "1e3",
        "0x1",
        "010",
        "1_000",
        ".5",
        ".inf",
        "2024-01-01",
        "12:30:45",
        "a: b",
        "a #b",
        " a",
        "a ",
        "",
        "a:",
        "- a",
        "#a",
        "*a",
        "&a",
        "!a",
        "@a",
        "%a",
        "{a",
        "[a",
        "?",
        "<<",
    ];
    for text in texts {
        assert_eq!(one("a: x\n", "a", json!(text)), format!("a: '{text}'\n"));
    }
    for text in [
        "info",
        "a#b",
        "a:b",
        "它",
        "acs:fc:cn-hangzhou:1:layers/a",
        "index.handler",
        "http://a.b/c?d=e",
    ] {
        assert_eq!(one("a: x\n", "a", json!(text)), format!("a: {text}\n"));
    }
    assert_eq!(one("a: x\n", "a", json!("\u{7f}\t")), "a: \"\\u007F\\t\"\n");
}

#[test]
fn texts_of_several_lines() {
    assert_eq!(
        one("a: x # c\nb: 1\n", "a", json!("y\nz")),
        "a: \"y\\nz\" # c\nb: 1\n"
    );
    assert_eq!(
        one("a: |- # c\n   x\nb: 1\n", "a", json!("y\n\nz")),
        "a: |- # c\n   y\n\n   z\nb: 1\n"
    );
    assert_eq!(one("a: | # c\n  x\n", "a", json!("y")), "a: |- # c\n  y\n");
    assert_eq!(
        one("a: >-\n  x\n  y\n\n  z\n", "a", json!("x y\nw")),
        "a: >-\n  x\n  y\n\n  w\n"
    );
    assert_eq!(one("a: |+\n  x\n\nb: 1\n", "a", json!(1)), "a: 1\nb: 1\n");
    assert_eq!(
        one("b: 1\n", "a", json!("y\nz\n")),
        "b: 1\na: |\n  y\n  z\n"
    );
}

#[test]
fn new_keys_stand_as_deep_as_the_others() {
    let text = "a:\n    b: 1 # c\n    # d\ne: 2\n";
    assert_eq!(
        one(text, "a/f/g", json!([1, {"h": "yes", "i": []}])),
        "a:\n    b: 1 # c\n    f:\n        g:\n            - 1\n            - h: 'yes'\n              i: []\n    # d\ne: 2\n"
    );
    assert_eq!(one("a:\n- 1\n", "b", json!([2])), "a:\n- 1\nb:\n- 2\n");
    assert_eq!(one("a: {}\n", "a/b", json!(1)), "a:\n  b: 1\n");
    assert_eq!(
        one("a: {b: 1} # c\n", "a/d", json!({"e": [1]})),
        "a: {b: 1, d: {e: [1]}} # c\n"
    );
    assert_eq!(
        one("a: [\n  1, # c\n  2 # d\n]\n", "a/2", json!(3)),
        "a: [\n  1, # c\n  2, # d\n  3\n]\n"
    );
    assert_eq!(
        one("a:\n  -   1\n  -   2 # c\nb: 1\n", "a/2", json!(3)),
        "a:\n  -   1\n  -   2 # c\n  -   3\nb: 1\n"
    );
}

#[test]
fn keys_and_items_go_with_what_gets_empty() {
    assert_eq!(
        one("a: 1\nb: 2 # c\n# d\n", "b", Value::Null),
        "a: 1\n# d\n"
    );
    assert_eq!(
        one("x: 1\na:\n  b:\n    c: 1\n", "a/b/c", Value::Null),
        "x: 1\n"
    );
    assert_eq!(
        one("a:\n  - 1\n  - 2\n  - 3\n", "a/1", Value::Null),
        "a:\n  - 1\n  - 3\n"
    );
    assert_eq!(
        one("a:\n  - b: 1\n    c: 2\n", "a/0/b", Value::Null),
        "a:\n  - c: 2\n"
    );
    assert_eq!(one("a: [1, 2, 3]\n", "a/0", Value::Null), "a: [2, 3]\n");
    assert_eq!(one("a: [1, 2, 3]\n", "a/2", Value::Null), "a: [1, 2]\n");
    assert_eq!(
        one("a: {b: 1, # c\n  d: 2}\n", "a/d", Value::Null),
        "a: {b: 1 # c\n  }\n"
    );
    let props = "resources:\n  r:\n    props:\n      a: 1 # c\n";
    let empty = "resources:\n  r:\n    props: {} # c\n";
    assert_eq!(
        one(props, "resources/r/props/a", Value::Null).replace(" # c", ""),
        empty.replace(" # c", "")
    );
}

#[test]
fn several_edits_of_one_list_speak_of_the_list_before() {
    let edits = [
        edit("a/0", Value::Null),
        edit("a/1", json!("x")),
        edit("a/2", Value::Null),
        edit("a/3", json!("z")),
    ];
    let result = run(&["a:\n  - 1\n  - 2\n  - 3\n"], &edits);
    assert_eq!(
        (result.by_hand.len(), result.files[0].1.as_str()),
        (0, "a:\n  - x\n  - z\n")
    );
}

#[test]
fn what_is_there_already_changes_nothing() {
    let result = run(
        &["a: 0x10 # c\n"],
        &[edit("a", json!(16)), edit("b", Value::Null)],
    );
    assert!(result.files.is_empty() && result.by_hand.is_empty());
}

#[test]
fn one_edit_by_hand_leaves_the_others() {
    let result = run(
        &["a: ${env('X')}\nb: 1\n"],
        &[
            edit("a", json!(1)),
            edit("x", json!(2)),
            edit("b", json!([3])),
        ],
    );
    assert_eq!(result.files[0].1, "a: ${env('X')}\nb:\n  - 3\nx: 2\n");
    assert_eq!((result.by_hand[0].edit, result.by_hand[0].line), (0, 1));
}

#[test]
fn a_place_by_hand_is_named_in_the_new_text() {
    let edits = [edit("a", json!({"x": 1, "z": 2})), edit("b", json!(1))];
    let result = run(&["a: 0\nb: ${file('x')}\n"], &edits);
    assert_eq!(
        (result.files[0].1.as_str(), result.by_hand[0].line),
        ("a:\n  x: 1\n  z: 2\nb: ${file('x')}\n", 4)
    );
}
