//! What a tree says, as JSON.
//!
//! The values are those that Serverless Devs makes of them, so that a number or a null is compared as it will
//! arrive.

use serde_json::{Map, Number, Value};

use crate::words;
use crate::yaml::node::{Id, MapEntry, NodeKind, Style, Tree};
use crate::yaml::{line, read::Trouble};

/// How many values one file may have once its aliases are written out.
pub(super) const MOST: usize = 200_000;

/// How deep maps and lists may be nested once aliases are written out.
const DEEPEST: usize = 96;

/// The document of a file. With `merge` the maps that `<<` names are merged in, as Serverless Devs
/// does; without, `<<` is a key like others.
///
/// # Errors
/// A `<<` that names no map, and more values than any project has.
pub(super) fn document(tree: &Tree, text: &str, merge: bool) -> Result<Value, Trouble> {
    let mut reader = ValueReader {
        tree,
        text,
        merge,
        left: MOST,
        depth: DEEPEST,
    };
    tree.root.map_or(Ok(Value::Null), |root| reader.value(root))
}

/// The name that a key has in a document.
pub(super) fn key(tree: &Tree, id: Id) -> String {
    match &tree.nodes[id].kind {
        NodeKind::Scalar { text, style } => {
            match scalar(text, *style, tree.nodes[id].tag.as_deref()) {
                Value::String(text) => text,
                Value::Null => "null".to_owned(),
                other => other.to_string(),
            }
        }
        _ => String::new(),
    }
}

/// Reads a tree, counting what its aliases make of it.
struct ValueReader<'t> {
    tree: &'t Tree,
    /// Only to name the line of what is refused.
    text: &'t str,
    /// Whether `<<` merges.
    merge: bool,
    /// How many values may still come.
    left: usize,
    /// How much deeper aliases may lead, so that nothing runs out of stack.
    depth: usize,
}

impl ValueReader<'_> {
    /// A node as a value, counted.
    fn value(&mut self, id: Id) -> Result<Value, Trouble> {
        // A few lines of aliases can stand for more values than any memory holds.
        let Some(left) = self.left.checked_sub(1) else {
            let why = words!(
                "the aliases of this file make it too large",
                "该文件展开别名后过大"
            );
            return Err(self.trouble(id, why));
        };
        self.left = left;
        let Some(depth) = self.depth.checked_sub(1) else {
            let why = words!(
                "the aliases of this file nest it too deep",
                "该文件展开别名后嵌套过深"
            );
            return Err(self.trouble(id, why));
        };
        self.depth = depth;
        let value = self.known(id);
        self.depth += 1;
        value
    }

    /// A node as a value, once it is counted.
    fn known(&mut self, id: Id) -> Result<Value, Trouble> {
        let node = &self.tree.nodes[id];
        Ok(match &node.kind {
            NodeKind::Scalar { text, style } => scalar(text, *style, node.tag.as_deref()),
            NodeKind::Alias(target) => self.value(*target)?,
            NodeKind::List { items, .. } => {
                let values: Result<Vec<Value>, Trouble> =
                    items.iter().map(|item| self.value(item.value)).collect();
                Value::Array(values?)
            }
            NodeKind::Map { entries, .. } => self.map(entries)?,
        })
    }

    /// A map with what it merges in; its own keys win.
    fn map(&mut self, entries: &[MapEntry]) -> Result<Value, Trouble> {
        let (mut own, mut merged) = (Map::new(), Map::new());
        for entry in entries {
            if self.merge && self.tree.is_merge(entry) {
                self.merge_in(entry.value, &mut merged)?;
            } else {
                own.insert(key(self.tree, entry.key), self.value(entry.value)?);
            }
        }
        for (name, value) in merged {
            own.entry(name).or_insert(value);
        }
        Ok(Value::Object(own))
    }

    /// Adds what a `<<` names; what came earlier wins.
    fn merge_in(&mut self, id: Id, merged: &mut Map<String, Value>) -> Result<(), Trouble> {
        let sources = match self.value(id)? {
            Value::Array(sources) => sources,
            one => vec![one],
        };
        for source in sources {
            let Value::Object(source) = source else {
                let why = words!("only a map can be merged in by <<", "<< 只能合并映射");
                return Err(self.trouble(id, why));
            };
            for (name, value) in source {
                merged.entry(name).or_insert(value);
            }
        }
        Ok(())
    }

    /// The error that names the line of a node.
    fn trouble(&self, id: Id, why: crate::words::Words) -> Trouble {
        Trouble {
            line: line::number(self.text, self.tree.nodes[id].start),
            why,
        }
    }
}

/// A scalar by its style and tag.
fn scalar(text: &str, style: Style, tag: Option<&str>) -> Value {
    match (style, tag) {
        (_, Some("str")) => text.into(),
        (Style::Plain, _) | (_, Some(_)) => plain(text),
        _ => text.into(),
    }
}

/// What Serverless Devs reads a plain scalar as: the core schema, with `_` between digits.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| text.into(), Value::Number),
    }
}

/// A number as JavaScript's reader of YAML takes it; none where the text is only a text.
fn number(text: &str) -> Option<Number> {
    let digits: String = text.chars().filter(|letter| *letter != '_').collect();
    let (minus, rest) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(&digits)),
    };
    if !rest.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.')
        || text.starts_with('_')
    {
        return None;
    }
    let based = [("0x", 16), ("0o", 8), ("0b", 2)];
    for (prefix, base) in based {
        if let Some(rest) = rest.strip_prefix(prefix) {
            let value = i64::from_str_radix(rest, base)
                .ok()
                // `from_str_radix` accepts a sign, and here it has no place behind the prefix.
                .filter(|_| !rest.starts_with(['+', '-']))?;
            return Some(if minus { -value } else { value }.into());
        }
    }
    if let Ok(value) = digits.strip_prefix('+').unwrap_or(&digits).parse::<i64>() {
        return Some(value.into());
    }
    let is_float = rest.contains(|letter: char| letter.is_ascii_digit())
        && rest
            .chars()
            .all(|letter| letter.is_ascii_digit() || "eE.+-".contains(letter));
    let value: f64 = digits.parse().ok().filter(|_| is_float)?;
    whole(value)
}

/// A number as one that compares: what is whole is an integer, as in JavaScript.
pub(super) fn whole(value: f64) -> Option<Number> {
    match value.fract() == 0.0 && value.abs() < 9e15 {
        #[allow(clippy::cast_possible_truncation)]
        true => Some((value as i64).into()),
        false => Number::from_f64(value),
    }
}
