//! JSON objects as the API carries them.

use serde_json::{Map, Value};

use crate::error::{ApiError, Result};

/// A JSON object as the API carries it.
pub(crate) type Doc = Map<String, Value>;

/// A text field; empty counts as absent.
pub(crate) fn text<'d>(doc: &'d Doc, name: &str) -> Option<&'d str> {
    doc.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// A text field that a request must carry.
pub(crate) fn required<'d>(doc: &'d Doc, name: &str) -> Result<&'d str> {
    text(doc, name).ok_or_else(|| ApiError::required(name))
}

/// The value at a path of member names joined by dots.
pub(crate) fn at<'d>(doc: &'d Doc, path: &str) -> Option<&'d Value> {
    let mut names = path.split('.');
    let first = doc.get(names.next()?)?;
    names.try_fold(first, |value, name| value.get(name))
}

/// Puts the members of `fill` where `doc` has none of that name.
pub(crate) fn fill(doc: &mut Doc, fill: Value) {
    let Value::Object(fill) = fill else {
        return;
    };
    for (name, value) in fill {
        doc.entry(name).or_insert(value);
    }
}
