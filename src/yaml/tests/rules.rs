//! One test for every rule.

use serde_json::{Value, json};

use crate::yaml::{Edit, Rewrite, Source, Step, Why, rewrite};

pub(super) fn edit(path: &str, value: Value) -> Edit {
    let step = |name: &str| match name.parse() {
        Ok(index) => Step::Index(index),
        Err(_) => Step::Key(name.to_owned()),
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

fn one(text: &str, path: &str, value: Value) -> String {
    let result = run(&[text], &[edit(path, value)]);
    assert_eq!(result.by_hand, [], "{text}");
    result.files[0].1.clone()
}

fn hand(texts: &[&str], path: &str, value: Value) -> (usize, usize, Why) {
    let result = run(texts, &[edit(path, value)]);
    assert_eq!(result.files, []);
    let place = result.by_hand[0];
    (place.file, place.line, place.why)
}

#[test]
fn scalar() {
    assert_eq!(
        one("a: 'x' # c\r\nb: 1\r\n", "a", json!("it's")),
        "a: 'it''s' # c\r\nb: 1\r\n"
    );
}
