//! Bounds of single values.

use crate::doc::{Doc, at};
use crate::error::{ApiError, Result};

/// An integer's bounds.
pub(super) struct Range {
    /// Where it stands, by names joined with dots.
    pub(super) path: &'static str,
    /// Itself allowed.
    pub(super) least: i64,
    /// Itself allowed.
    pub(super) most: i64,
    /// It must be a multiple of this.
    pub(super) step: i64,
}

/// Any integer between these.
pub(super) const fn range(path: &'static str, least: i64, most: i64) -> Range {
    stepped(path, least, most, 1)
}

/// Any multiple of a step between these.
pub(super) const fn stepped(path: &'static str, least: i64, most: i64, step: i64) -> Range {
    Range {
        path,
        least,
        most,
        step,
    }
}

impl Range {
    /// Checks the value, if there is one.
    pub(super) fn check(&self, doc: &Doc) -> Result<()> {
        let Range {
            path,
            least,
            most,
            step,
        } = self;
        let Some(value) = at(doc, path).and_then(serde_json::Value::as_i64) else {
            return Ok(());
        };
        if (least..=most).contains(&&value) && value % step == 0 {
            return Ok(());
        }
        let allowed = match step {
            1 => format!("{least}-{most}"),
            _ => format!("{least}-{most}, a multiple of {step}"),
        };
        Err(ApiError::out_of_range(last(path), &allowed))
    }
}

/// Checks that a text is one of a few, if there is one.
pub(super) fn one_of(doc: &Doc, path: &str, known: &[&str]) -> Result<()> {
    match at(doc, path).and_then(serde_json::Value::as_str) {
        // An empty text counts as absent, as everywhere here.
        Some(text) if !text.is_empty() && !known.contains(&text) => {
            Err(ApiError::out_of_range(last(path), &known.join("|")))
        }
        _ => Ok(()),
    }
}

/// Checks that a list has no more entries than that, if there is one.
pub(super) fn at_most(doc: &Doc, path: &str, count: usize) -> Result<()> {
    let list = at(doc, path).and_then(serde_json::Value::as_array);
    if list.is_none_or(|list| list.len() <= count) {
        return Ok(());
    }
    Err(ApiError::invalid(format!(
        "{path} has more than {count} entries"
    )))
}

/// Checks a name of a function or trigger: letters, digits, `_` and `-`, but no digit and no `-` first.
pub(super) fn name(field: &str, name: &str, longest: usize) -> Result<()> {
    let first = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
    let rest = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if first && name.chars().all(rest) && name.len() <= longest {
        return Ok(());
    }
    let allowed =
        format!("1-{longest} letters, digits, '_' and '-', not beginning with a digit or '-'");
    Err(ApiError::out_of_range(field, &allowed))
}

/// The service names the field alone, wherever it stands.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
