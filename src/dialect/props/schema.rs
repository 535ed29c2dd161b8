//! A small language for what a property may be, and the checker that reads it. What the service
//! leaves open (runtimes, regions) is left open here too.

mod bare;
pub(in crate::dialect) mod fault;
mod settle;
pub(in crate::dialect) mod typo;
mod unknown;

use serde_json::{Map, Value};

use super::problem::{Fault, Problems};
use crate::model::auto::is_auto;
use crate::model::path::Path;

pub(in crate::dialect) use self::bare::note_bare;
pub(in crate::dialect) use self::fault::missing;
pub(in crate::dialect) use self::settle::{settled, settled_value};

/// One property of a block.
#[derive(Clone, Copy, Debug)]
pub(in crate::dialect) struct Prop {
    pub(in crate::dialect) name: &'static str,
    pub(in crate::dialect) shape: PropShape,
    pub(in crate::dialect) required: bool,
    /// Not a setting of the block's own document: it says something about the deploy, or nothing.
    pub(in crate::dialect) aside: bool,
    /// A block that counts as none where it says nothing of what has to be in it.
    pub(in crate::dialect) none_if_bare: bool,
    /// A block that says something by being there, with nothing in it, too.
    pub(in crate::dialect) counts_empty: bool,
}

impl Prop {
    /// Makes it one that counts as none without what has to be in it, see [`Prop::none_if_bare`].
    pub(in crate::dialect) const fn none_if_bare(mut self) -> Prop {
        self.none_if_bare = true;
        self
    }

    /// Makes it one that counts with nothing in it, see [`Prop::counts_empty`].
    pub(in crate::dialect) const fn counts_empty(mut self) -> Prop {
        self.counts_empty = true;
        self
    }

    /// Makes it one that is no setting, see [`Prop::aside`].
    pub(in crate::dialect) const fn aside(mut self) -> Prop {
        self.aside = true;
        self
    }
}

/// A property that has to be there.
pub(in crate::dialect) const fn must(name: &'static str, shape: PropShape) -> Prop {
    Prop {
        required: true,
        ..may(name, shape)
    }
}

/// A property that may be left out.
pub(in crate::dialect) const fn may(name: &'static str, shape: PropShape) -> Prop {
    Prop {
        name,
        shape,
        required: false,
        aside: false,
        none_if_bare: false,
        counts_empty: false,
    }
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub(in crate::dialect) enum PropShape {
    Text,
    /// Text of a certain form; the function says what is wrong with another.
    Like(fn(&str) -> Result<(), Fault>),
    Flag,
    /// Any number.
    Number,
    /// Any whole number.
    Whole,
    Int(Range),
    OneOf(&'static [&'static str]),
    /// The same, in small letters, too.
    AnyCase(&'static [&'static str]),
    /// Text; a number or a flag is taken as the text that YAML writes for it.
    AsText,
    /// Text that is JSON, or the block that it stands for; the function says what is wrong with a text.
    JsonText(fn(&str) -> Result<(), Fault>),
    List(&'static PropShape),
    /// A list of at most that many.
    UpTo(usize, &'static PropShape),
    /// The properties in the table and no others.
    Block(&'static [Prop]),
    /// The properties in the table; others are handed on as they are.
    Open(&'static [Prop]),
    /// Free names with texts; numbers and flags are taken as the text that YAML writes for them.
    Texts,
    /// A block whose inside is the service's business.
    Free,
    Anything,
    /// Either of two different kinds. What is of neither is told by the second.
    Either(&'static PropShape, &'static PropShape),
    /// The word `auto` too.
    OrAuto(&'static PropShape),
}

/// Whole numbers from `least` to `most`, both included, in steps.
#[derive(Clone, Copy, Debug)]
pub(in crate::dialect) struct Range {
    pub(in crate::dialect) least: i64,
    pub(in crate::dialect) most: i64,
    pub(in crate::dialect) step: i64,
}

impl Range {
    pub(in crate::dialect) fn contains(self, number: i64) -> bool {
        (self.least..=self.most).contains(&number) && number % self.step == 0
    }

    /// The allowed number next to this one, the greater of two that are equally near.
    pub(in crate::dialect) fn nearest(self, number: i64) -> i64 {
        let number = number.clamp(self.least, self.most);
        let below = number - number % self.step;
        let nearest = if (number - below) * 2 >= self.step {
            below + self.step
        } else {
            below
        };
        nearest.clamp(self.least, self.most)
    }
}

/// Whole numbers from `least` to `most`.
pub(in crate::dialect) const fn int(least: i64, most: i64) -> PropShape {
    PropShape::Int(Range {
        least,
        most,
        step: 1,
    })
}

/// Checks a block: required properties are there, all are known, all are of their shape.
pub(in crate::dialect) fn block(
    props: &[Prop],
    map: &Map<String, Value>,
    path: &Path,
    problems: &mut Problems,
) {
    known(props, map, path, problems);
    for name in map.keys().filter(|name| find(props, name).is_none()) {
        let path = path.key(name);
        problems.add(&path, unknown::fault(props, map, &path, name));
    }
}

/// Checks the properties of a block that stand in its table.
fn known(props: &[Prop], map: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    for prop in props {
        match map.get(prop.name) {
            Some(value) => check(prop.shape, value, &path.key(prop.name), problems),
            None if prop.required => {
                problems.add(&path.key(prop.name), fault::missing(prop.name, prop.shape))
            }
            None => {}
        }
    }
}

fn find<'a>(props: &'a [Prop], name: &str) -> Option<&'a Prop> {
    props.iter().find(|prop| prop.name == name)
}

/// Checks one value.
pub(in crate::dialect) fn check(
    shape: PropShape,
    value: &Value,
    path: &Path,
    problems: &mut Problems,
) {
    match (shape, value) {
        (PropShape::OrAuto(_), value) if is_auto(value) => {}
        (PropShape::OrAuto(shape), _) => check(*shape, value, path, problems),
        // What is of the wrong kind is said once, and not looked into.
        _ if !takes(shape, value) => problems.add(path, fault::expected(shape, value)),
        (PropShape::Block(props), Value::Object(map)) => block(props, map, path, problems),
        (PropShape::Open(props), Value::Object(map)) => known(props, map, path, problems),
        (PropShape::Texts, Value::Object(map)) => texts(map, path, problems),
        (PropShape::List(item), Value::Array(items)) => list(*item, items, path, problems),
        (PropShape::UpTo(most, item), Value::Array(items)) => {
            if items.len() > most {
                problems.add(path, fault::too_many(most));
            }
            list(*item, items, path, problems);
        }
        (PropShape::Like(form) | PropShape::JsonText(form), Value::String(text)) => {
            if let Err(fault) = form(text) {
                problems.add(path, fault);
            }
        }
        (PropShape::Either(one, other), _) => {
            // Only the kind that the value is of can say what is wrong within it.
            let kind = if takes(*one, value) { one } else { other };
            check(*kind, value, path, problems);
        }
        _ => {}
    }
}

/// Whether a value is of the kind that a shape takes; blocks and lists are not looked into.
fn takes(shape: PropShape, value: &Value) -> bool {
    match shape {
        PropShape::Text | PropShape::Like(_) => value.is_string(),
        PropShape::AsText => text_of(value).is_some(),
        PropShape::JsonText(_) => value.is_string() || value.is_object(),
        PropShape::AnyCase(words) => value
            .as_str()
            .is_some_and(|text| words.iter().any(|word| word.eq_ignore_ascii_case(text))),
        PropShape::OneOf(words) => value.as_str().is_some_and(|text| words.contains(&text)),
        PropShape::Flag => value.is_boolean(),
        PropShape::Number => value.is_number(),
        PropShape::Whole => value.as_i64().is_some(),
        PropShape::Int(range) => value.as_i64().is_some_and(|number| range.contains(number)),
        PropShape::List(_) | PropShape::UpTo(..) => value.is_array(),
        PropShape::Block(_) | PropShape::Open(_) | PropShape::Texts | PropShape::Free => {
            value.is_object()
        }
        PropShape::Either(one, other) => takes(*one, value) || takes(*other, value),
        PropShape::OrAuto(shape) => is_auto(value) || takes(*shape, value),
        PropShape::Anything => true,
    }
}

fn list(item: PropShape, items: &[Value], path: &Path, problems: &mut Problems) {
    for (index, value) in items.iter().enumerate() {
        check(item, value, &path.item(&index.to_string()), problems);
    }
}

fn texts(map: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    for (name, value) in map.iter().filter(|(_, value)| text_of(value).is_none()) {
        problems.add(&path.key(name), fault::expected(PropShape::Text, value));
    }
}

/// A value of [`PropShape::Texts`] as the text that YAML writes for it: the API takes nothing but texts
/// where upstream hands numbers and flags on as they are.
pub(in crate::dialect) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
