//! Values that are written elsewhere: variables, anchors, merges, templates, the extended file.

use serde_json::{Value, json};

use super::rules::{edit, hand, one, run};
use crate::yaml::{Source, Why, rewrite};

fn res(props: &str) -> String {
    format!("resources:\n  r:\n    props:\n{props}")
}

const A: &str = "resources/r/props/a";

#[test]
fn a_variable_changes_where_it_is_defined() {
    let text = format!("vars:\n  x: 1 # c\n{}", res("      a: ${vars.x}\n"));
    assert_eq!(one(&text, A, json!(2)), text.replace("x: 1", "x: 2"));
    assert_eq!(
        one(&text, A, Value::Null)
            .lines()
            .take(2)
            .collect::<Vec<_>>(),
        ["vars:", "  x: 1 # c"]
    );
}

#[test]
fn a_variable_that_others_use_is_left() {
    let text = format!(
        "vars:\n  x: 1\n{}",
        res("      a: ${vars.x}\n      b: c-${vars.x}\n")
    );
    assert_eq!(hand(&[&text], A, json!(2)), (0, 2, Why::Shared));
}

#[test]
fn expressions_are_left() {
    for text in [
        "a-${vars.x}",
        "${env('X')}",
        "${file('./x')}",
        "${resources.b.output.c}",
        "'${vars.x}-b'",
    ] {
        let text = format!(
            "vars:\n  x: 1\n{}",
            res(&format!("      # c\n      a: {text}\n"))
        );
        assert_eq!(
            hand(&[&text], A, json!("b")),
            (0, 7, Why::Expression),
            "{text}"
        );
    }
}

#[test]
fn what_no_edit_can_change_holds_up_none() {
    // What another resource returned, and its own name, are no values of the file.
    for text in [
        "${resources.r.output.url}",
        "x-${resources.r.info.url.system_url}/v1",
        "${this.name}-${that.name}",
    ] {
        let other = format!("  s:\n    props:\n      b: {text}\n");
        let text = res(&format!("      a: 1\n      b: {text}\n")) + &other;
        assert_eq!(one(&text, A, json!(2)), text.replace("a: 1", "a: 2"));
    }
    // What is read from the edited value, or from all of the resource, changes with it.
    for text in [
        "x-${resources.r.props.a}",
        "${json(this)}",
        "${this.props.a}",
    ] {
        let text = res(&format!("      a: 1\n      b: {text}\n"));
        assert_eq!(hand(&[&text], A, json!(2)).2, Why::Unsafe, "{text}");
    }
}

#[test]
fn values_that_would_be_run_are_left() {
    for text in ["${vars.x}", "a-${env('X')}", "{{ a }}"] {
        assert_eq!(
            hand(&["a: 1\nb: 2\n"], "b", json!([text])),
            (0, 2, Why::Live)
        );
    }
}

#[test]
fn an_alias_used_once_changes_at_its_anchor() {
    let text = format!("x-a: &a old # c\n{}", res("      a: *a\n"));
    assert_eq!(one(&text, A, json!("new")), text.replace("old", "new"));
}

#[test]
fn an_alias_of_several_becomes_a_value_of_its_own() {
    let text = res("      b: &a old\n      a: *a # c\n");
    assert_eq!(
        one(&text, A, json!("new")),
        res("      b: &a old\n      a: new # c\n")
    );
    let text = res("      b: &a\n        k: 1\n        l: 2\n      a: *a # c\n");
    let opened = res(
        "      b: &a\n        k: 1\n        l: 2\n      a: # c\n        <<: *a\n        k: 3\n",
    );
    assert_eq!(one(&text, "resources/r/props/a/k", json!(3)), opened);
}

#[test]
fn an_anchor_that_others_use_is_left() {
    let text = res("      a: &a old\n      b: *a\n");
    assert_eq!(hand(&[&text], A, json!("new")), (0, 4, Why::Shared));
}

#[test]
fn a_merged_key_is_overridden() {
    let text = format!(
        "x: &x\n  a: 1\n  b: 2\n{}",
        res("      <<: *x # c\n      d: 3\n  s:\n    props: *x\n")
    );
    let wanted = text.replace("      d: 3\n", "      d: 3\n      a: 5\n");
    assert_eq!(one(&text, A, json!(5)), wanted);
    assert_eq!(hand(&[&text], A, Value::Null), (0, 2, Why::Merged));
}

const TEMPLATE: &str = "template:\n  t:\n    a: 1 # c\n    l: [1, 2]\n";

#[test]
fn a_template_changes_if_nothing_else_extends_it() {
    let text =
        format!("{TEMPLATE}resources:\n  r:\n    extend:\n      name: t\n    props:\n      b: 1\n");
    assert_eq!(one(&text, A, json!(2)), text.replace("a: 1", "a: 2"));
    let shared = format!("{text}  s:\n    extend:\n      name: t\n");
    assert_eq!(
        one(&shared, A, json!(2)),
        shared.replace("      b: 1\n", "      b: 1\n      a: 2\n")
    );
    let list = one(&shared, "resources/r/props/l/0", json!(3));
    assert_eq!(
        list,
        shared.replace(
            "      b: 1\n",
            "      b: 1\n      l:\n        - 3\n        - 2\n"
        )
    );
    assert_eq!(hand(&[&shared], A, Value::Null), (0, 3, Why::Shared));
}

#[test]
fn the_extended_file_changes() {
    let main = "extend: ./b.yaml\nresources:\n  r:\n    props:\n      b: 1\n";
    let base = res("      a: 1 # c\n");
    let result = run(
        &[main, &base],
        &[edit(A, json!(2)), edit("resources/r/props/b", json!(3))],
    );
    let wanted = vec![
        (0, main.replace("b: 1", "b: 3")),
        (1, base.replace("a: 1", "a: 2")),
    ];
    assert_eq!((result.files, result.by_hand), (wanted, vec![]));
}

#[test]
fn brackets_at_the_column_of_their_key_are_read() {
    let text = "a:\n  b: {\n    c: 1, # d\n  }\n  e: [\n    1\n  ]\n";
    assert_eq!(one(text, "a/b/c", json!(2)), text.replace("c: 1", "c: 2"));
}

#[test]
fn what_is_no_project_is_refused_with_its_line() {
    let bomb = (0..9).fold(
        "a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, at| {
            format!(
                "{text}a{next}: &a{next} [*a{at}, *a{at}, *a{at}, *a{at}, *a{at}, *a{at}]\n",
                next = at + 1
            )
        },
    );
    let deep = (0..40).fold("a0: &a0 1\n".to_owned(), |text, at| {
        let (open, close) = ("[".repeat(50), "]".repeat(50));
        format!(
            "{text}a{next}: &a{next} {open}*a{at}{close}\n",
            next = at + 1
        )
    });
    let grown = (0..7).fold("vars:\n  a0: x\n".to_owned(), |text, at| {
        format!(
            "{text}  a{next}: [{}]\n",
            ["'${vars.a_}'"; 9].join(",").replace('_', &at.to_string()),
            next = at + 1
        )
    }) + "b: ${vars.a7}\n";
    for (text, line) in [
        ("a: 1\na: 2\n", 2),
        ("a: [\n", 2),
        ("a: 1\n---\nb: 1\n", 2),
        ("a: !x 1\n", 1),
        ("? [a]\n: 1\n", 1),
        (&bomb, 0),
        (&deep, 0),
        (&grown, 1),
    ] {
        let refused = rewrite(
            &[Source {
                path: "s.yaml",
                text,
            }],
            &[],
        )
        .unwrap_err();
        assert!(
            refused.file == 0 && (line == 0 || refused.line == line),
            "{refused:?}: {text}"
        );
    }
}
