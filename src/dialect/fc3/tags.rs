//! The function's tags.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{Prop, PropShape, may, text_of};
use crate::model::mark;
use crate::model::path::Path;
use crate::words;
use crate::words::Words;

/// How many tags a function may have (upstream fc3).
pub(super) const MOST: usize = 20;

/// How long a key and a value may be, in characters (API document).
const LONGEST_KEY: usize = 64;
const LONGEST_VALUE: usize = 128;

/// A tag. Upstream takes its two properties in small and in capital letters.
pub(super) const TABLE: &[Prop] = &[
    may("key", PropShape::Text),
    may("value", TEXT),
    may("Key", PropShape::Text),
    may("Value", TEXT),
];

/// YAML writes `version: 1` without quotes.
const TEXT: PropShape = PropShape::Either(&PropShape::Number, &PropShape::Text);

/// Checks each tag, and that no key comes twice.
pub(super) fn check(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let mut keys = BTreeSet::new();
    let tags = props.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().enumerate();
    // What is no block is told by its shape, or a reference.
    for (index, tag) in tags.filter(|(_, tag)| tag.is_object()) {
        let path = path.item(&index.to_string());
        let key = part(tag, "key").and_then(Value::as_str).unwrap_or_default();
        if key.is_empty() {
            problems.add(&path.key("key"), Fault::missing());
        } else if !keys.insert(key) {
            let wrong = words!("is the key of another tag too", "与其他标签的键重复");
            let remedy = words!("take one of them out", "请去掉其中一个");
            problems.add(&path.key("key"), Fault::new(wrong, remedy));
        }
        check_text(key, LONGEST_KEY, &path.key("key"), problems);
        let value = part(tag, "value").and_then(text_of).unwrap_or_default();
        check_text(&value, LONGEST_VALUE, &path.key("value"), problems);
    }
}

/// The API document: a length, and no address in it; keys of the service's own are taken.
fn check_text(text: &str, longest: usize, path: &Path, problems: &mut Problems) {
    if text.chars().count() > longest {
        let wrong = words!("is too long", "过长");
        let remedy = words!(
            "write at most {longest} characters",
            "最多 {longest} 个字符"
        );
        problems.add(path, Fault::new(wrong, remedy));
    }
    let lower = text.to_ascii_lowercase();
    // Only keys are reserved, and only they have that length.
    let reserved = lower.starts_with("aliyun") || lower.starts_with("acs:");
    if lower.contains("http://")
        || lower.contains("https://")
        || (reserved && longest == LONGEST_KEY)
    {
        let wrong = words!("is not valid in a tag", "标签内容不合法");
        let remedy = words!(
            "do not use http://, or a key that starts with aliyun or acs:",
            "不能包含 http://，键不能以 aliyun 或 acs: 开头"
        );
        problems.add(path, Fault::new(wrong, remedy));
    }
}

fn part<'a>(tag: &'a Value, name: &str) -> Option<&'a Value> {
    let capital = match name {
        "key" => "Key",
        _ => "Value",
    };
    tag.get(name).or_else(|| tag.get(capital))
}

/// Leaves out the tag that is not the project's to set.
pub(super) fn leave_out_own(tags: &mut Value) {
    if let Some(tags) = tags.as_array_mut() {
        tags.retain(|tag| !is_own(tag));
    }
}

/// What is said where the project names it all the same.
pub(super) fn own(props: &Map<String, Value>) -> Option<Words> {
    let mut tags = props.get("tags")?.as_array()?.iter();
    let key = mark::KEY;
    tags.any(is_own).then(|| {
        words!(
            "tags: the tag {key} is the mark that deploys leave, and is not taken from s.yaml",
            "tags：标签 {key} 是部署留下的标记，不采用 s.yaml 中的值"
        )
    })
}

fn is_own(tag: &Value) -> bool {
    part(tag, "key").is_some_and(|key| key == mark::KEY)
}

/// The values as texts.
pub(super) fn texts(tags: &mut Value) {
    for tag in tags.as_array_mut().into_iter().flatten() {
        for name in ["value", "Value"] {
            if let Some(value) = tag.get_mut(name)
                && let Some(text) = text_of(value)
            {
                *value = text.into();
            }
        }
    }
}
