//! A small language for what a property may be, and the checker that reads it.
//!
//! To add a property, add a line to the table of its block. What the service leaves open (runtimes,
//! regions) is left open here too.

use serde_json::{Map, Value};

use super::problem::Problems;
use crate::words;
use crate::words::Words;

/// One property of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prop {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Text,
    /// Text of at most that many characters, made of letters, digits, `_` and `-`, not starting with
    /// a digit or `-`.
    Name(usize),
    Flag,
    /// A whole number between the two, a multiple of the third.
    Int(i64, i64, i64),
    Number,
    OneOf(&'static [&'static str]),
    Numbers(&'static [i64]),
    List(&'static Shape),
    Block(&'static [Prop]),
    /// Free names with texts; numbers and flags are taken as the text that YAML writes for them.
    Texts,
    /// An object whose inside is the service's business.
    Free,
    Anything,
    /// Either of the two.
    Either(&'static Shape, &'static Shape),
}

pub(super) const fn must(name: &'static str, shape: Shape) -> Prop {
    Prop {
        name,
        shape,
        required: true,
    }
}

pub(super) const fn may(name: &'static str, shape: Shape) -> Prop {
    Prop {
        name,
        shape,
        required: false,
    }
}

/// Checks a block: required properties are there, all are known, all are of their shape.
pub(super) fn block(props: &[Prop], map: &Map<String, Value>, path: &str, problems: &mut Problems) {
    for prop in props
        .iter()
        .filter(|prop| prop.required && !map.contains_key(prop.name))
    {
        let below = format!("{path}.{}", prop.name);
        problems.add(&below, words!("is missing", "缺少该属性"));
    }
    for (name, value) in map {
        let below = format!("{path}.{name}");
        match props.iter().find(|prop| prop.name == name) {
            Some(prop) => check(prop.shape, value, &below, problems),
            None => problems.add(&below, unknown(props, name)),
        }
    }
}

/// Checks one value.
pub(super) fn check(shape: Shape, value: &Value, path: &str, problems: &mut Problems) {
    match (shape, value) {
        (Shape::Block(props), Value::Object(map)) => block(props, map, path, problems),
        (Shape::List(item), Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                check(*item, value, &format!("{path}[{index}]"), problems);
            }
        }
        (Shape::Texts, Value::Object(map)) => {
            for (name, _) in map.iter().filter(|(_, value)| !is_plain(value)) {
                problems.add(
                    &format!("{path}.{name}"),
                    words!("must be a text", "必须是字符串"),
                );
            }
        }
        (Shape::Either(one, other), _) => {
            let fits = |shape| {
                let mut found = Problems::default();
                check(shape, value, path, &mut found);
                found.check().is_ok()
            };
            if !fits(*one) {
                check(*other, value, path, problems);
            }
        }
        _ if !fits(shape, value) => problems.add(path, expected(shape)),
        _ => {}
    }
}

fn fits(shape: Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Text, Value::String(_))
        | (Shape::Flag, Value::Bool(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::Free, Value::Object(_))
        | (Shape::Anything, _) => true,
        (Shape::Name(most), Value::String(text)) => is_name(text, most),
        (Shape::OneOf(words), Value::String(text)) => words.contains(&text.as_str()),
        (Shape::Int(least, most, step), _) => value
            .as_i64()
            .is_some_and(|number| (least..=most).contains(&number) && number % step == 0),
        (Shape::Numbers(numbers), _) => value
            .as_i64()
            .is_some_and(|number| numbers.contains(&number)),
        _ => false,
    }
}

/// The rule for names of functions and triggers in the API document.
fn is_name(text: &str, most: usize) -> bool {
    let mut letters = text.chars();
    let first = letters
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    first
        && text.len() <= most
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$'))
}

fn is_plain(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

fn expected(shape: Shape) -> Words {
    match shape {
        Shape::Text => words!("must be a text", "必须是字符串"),
        Shape::Name(most) => words!(
            "must be 1 to {most} letters, digits, _ or -, and start with a letter or _",
            "必须由 1 到 {most} 个字母、数字、_ 或 - 组成，并以字母或 _ 开头"
        ),
        Shape::Flag => words!("must be true or false", "必须是 true 或 false"),
        Shape::Int(least, most, 1) => words!(
            "must be a whole number from {least} to {most}",
            "必须是 {least} 到 {most} 之间的整数"
        ),
        Shape::Int(least, most, step) => words!(
            "must be a multiple of {step} from {least} to {most}",
            "必须是 {least} 到 {most} 之间 {step} 的倍数"
        ),
        Shape::Number => words!("must be a number", "必须是数字"),
        Shape::OneOf(choices) => {
            let choices = choices.join(", ");
            words!("must be one of {choices}", "必须是以下之一：{choices}")
        }
        Shape::Numbers(choices) => {
            let choices = choices
                .iter()
                .map(i64::to_string)
                .collect::<Vec<_>>()
                .join(", ");
            words!("must be one of {choices}", "必须是以下之一：{choices}")
        }
        Shape::List(_) => words!("must be a list", "必须是列表"),
        Shape::Block(_) | Shape::Texts | Shape::Free => {
            words!("must be a block of properties", "必须是一组属性")
        }
        Shape::Anything => words!("is not understood", "无法识别"),
        Shape::Either(_, other) => expected(*other),
    }
}

fn unknown(props: &[Prop], name: &str) -> Words {
    let near = props
        .iter()
        .map(|prop| (distance(prop.name, name), prop.name))
        .filter(|(distance, _)| *distance <= 3 && *distance < name.len())
        .min();
    match near {
        Some((_, near)) => words!(
            "is not a known property; did you mean {near}?",
            "未知属性；是否想写 {near}？"
        ),
        None => words!("is not a known property; remove it", "未知属性；请删除"),
    }
}

/// How many letters have to be changed, added or removed (Levenshtein), letter case aside.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// A value of [`Shape::Texts`] as the text that YAML writes for it.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
