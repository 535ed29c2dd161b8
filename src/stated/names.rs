//! What the expressions of a project stand for, as far as that stands in its files or is known outside of them.

use serde_json::Value;

use super::outside::Outside;
use crate::yaml::{is_live, is_of_services, top};

/// How often one expression may stand for another.
const DEEPEST: usize = 8;

/// What expressions may speak of: the document, with variables and templates put in where they are
/// the whole of a value, and what of the world outside of it is known.
#[derive(Clone, Copy)]
pub(super) struct Names<'d> {
    pub(super) document: &'d Value,
    pub(super) outside: &'d Outside,
}

impl Names<'_> {
    /// A value with everything put in that stands in the files.
    pub(super) fn value(&self, value: &Value, own: &str, depth: usize) -> Result<Value, String> {
        Ok(match value {
            Value::Object(map) => {
                let each = map.iter().map(|(name, value)| {
                    let value = self.value(value, own, depth)?;
                    Ok((name.clone(), value))
                });
                Value::Object(each.collect::<Result<_, String>>()?)
            }
            Value::Array(items) => {
                let each = items.iter().map(|item| self.value(item, own, depth));
                Value::Array(each.collect::<Result<_, String>>()?)
            }
            Value::String(text) => self.text(written(text), own, depth)?,
            other => other.clone(),
        })
    }

    /// A text with its expressions put in; else the text itself as what is unclear.
    fn text(&self, text: &str, own: &str, depth: usize) -> Result<Value, String> {
        let is_of_services = is_of_services(self.document);
        // Editions 1.0.0 and 2.0.0 know of no other templates.
        if !is_live(text) || (is_of_services && !text.contains("${")) {
            return Ok(text.into());
        }
        let unknown = || text.to_owned();
        // Expressions that name each other in a circle end here, as what only a run can tell.
        let pieces = pieces(text).filter(|_| depth < DEEPEST);
        let pieces = pieces.ok_or_else(unknown)?;
        let worked_out = |expression: &str| {
            if is_of_services && self.is_left(expression.trim()) {
                return Ok(format!("${{{expression}}}").into());
            }
            let (owner, found) = self.found(expression, own).ok_or_else(unknown)?;
            // `this` in what was found speaks of the resource in which it stands.
            self.value(&found, &owner, depth + 1).map_err(|_| unknown())
        };
        // An expression that is the whole text keeps the type of its value: a number stays one.
        if let [Piece::Expression(expression)] = pieces[..] {
            return worked_out(expression);
        }
        let mut whole = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => whole.push_str(text),
                Piece::Expression(expression) => {
                    let value = worked_out(expression)?;
                    whole.push_str(&spelled(&value).ok_or_else(unknown)?);
                }
            }
        }
        Ok(whole.into())
    }

    /// Whether editions 1.0.0 and 2.0.0 leave it as it is written, because what it names is not there.
    fn is_left(&self, expression: &str) -> bool {
        if self.outside.is_unset(expression) {
            return true;
        }
        let Some(rest) = expression.strip_prefix("vars.") else {
            return false;
        };
        let mut names = rest.split('.');
        let found = names.try_fold(&self.document["vars"], |at, name| at.get(name));
        found.is_none() && rest.split('.').all(is_name)
    }

    /// The value that names with dots between them lead to, or a call, and the resource in which it stands.
    fn found(&self, expression: &str, own: &str) -> Option<(String, Value)> {
        if let Some(value) = self.outside.value(expression, self.document) {
            return Some((own.to_owned(), value));
        }
        let names: Vec<&str> = expression.trim().split('.').collect();
        // An index, a call or an operator is worked out by Serverless Devs alone.
        if !names.iter().all(|name| is_name(name)) {
            return None;
        }
        let top = top(self.document);
        let props = |resource: &str| self.document[top].get(resource)?.get("props");
        let (owner, root, rest) = match names[..] {
            ["vars", ref rest @ ..] => (own, self.document.get("vars")?, rest),
            ["this" | "that", "name"] => return Some((own.to_owned(), own.into())),
            ["this" | "that", "props", ref rest @ ..] => (own, props(own)?, rest),
            [first, name, "props", ref rest @ ..] if first == top => (name, props(name)?, rest),
            // In these editions a resource may be named by itself.
            [name, "props", ref rest @ ..] if is_of_services(self.document) => {
                (name, props(name)?, rest)
            }
            _ => return None,
        };
        let below = |value, names: &[&str]| {
            let mut names = names.iter();
            names.try_fold(value, |value: &Value, name| value.get(name))
        };
        // `vars` or `props` as a whole is left to Serverless Devs.
        let found = below(root, rest).filter(|_| !rest.is_empty())?;
        Some((owner.to_owned(), found.clone()))
    }
}

/// A text as it is written: what the reader adds to an expression stands behind a NUL.
fn written(text: &str) -> &str {
    text.split('\0').next().unwrap_or_default()
}

/// A value whose texts are as they are written.
pub(super) fn as_written(value: &Value) -> Value {
    match value {
        Value::String(text) => written(text).into(),
        Value::Array(items) => items.iter().map(as_written).collect(),
        Value::Object(map) => {
            let each = map
                .iter()
                .map(|(name, one)| (name.clone(), as_written(one)));
            Value::Object(each.collect())
        }
        other => other.clone(),
    }
}

/// A name that needs no brackets, in ASCII.
fn is_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && name.chars().all(is_letter)
}

/// A value in the middle of a text; lists and maps have no place there.
fn spelled(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A part of a text.
#[derive(Clone, Copy)]
enum Piece<'t> {
    /// What stands as it is.
    Text(&'t str),
    /// What stands between `${` and `}`.
    Expression(&'t str),
}

/// A text cut at its `${…}`. `None` where Serverless Devs would run something else in it.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        // What nothing closes is no expression that can be worked out here.
        let (expression, after) = behind.split_once('}')?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Expression(expression));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    let is_plain = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => !is_live(text),
        Piece::Expression(_) => true,
    };
    // Other templates that Serverless Devs knows.
    let foreign = text.contains("{{") || text.contains("<%");
    (!foreign && pieces.iter().all(is_plain)).then_some(pieces)
}
