//! Expressions that Serverless Devs left as they are written: of edition 1.0.0 it hands on what it cannot work out, and
//! that would be deployed.

use serde_json::Value;

use crate::dialect::props::each_leaf;
use crate::dialect::props::problem::{Fault, Problems};
use crate::model::path::Path;
use crate::model::reference::references;
use crate::words;

/// What such an expression begins with, behind `${`.
const BEGINS: [&str; 8] = [
    "env(",
    "env.",
    "vars.",
    "file(",
    "path(",
    "config(",
    "this.",
    "services.",
];

/// Adds every one of them to what is wrong.
pub(super) fn check(value: &Value, path: &Path, problems: &mut Problems) {
    each_leaf(value, path, &mut |leaf, path| {
        let text = leaf.as_str().unwrap_or_default();
        // What another resource returned is told by itself.
        if references(text).is_empty() && inside(text).any(is_left) {
            problems.add(path, left());
        }
    });
}

/// What stands in each `${…}` of a text.
fn inside(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("${").skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0.trim()))
}

/// Whether it is an expression of Serverless Devs. A shell has `${NAME}`, which is a text like any other.
fn is_left(inner: &str) -> bool {
    // What another module returned.
    let is_output = inner.split('.').nth(1) == Some("output");
    is_output || BEGINS.iter().any(|one| inner.starts_with(one))
}

fn left() -> Fault {
    Fault::new(
        words!(
            "holds an expression that Serverless Devs left as it is written",
            "包含 Serverless Devs 未能解析的表达式"
        ),
        words!(
            "set the variable that it names, or correct the expression",
            "请设置它引用的变量，或修正该表达式"
        ),
    )
}
