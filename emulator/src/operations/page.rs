//! Lists in pages.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::call::Call;
use crate::error::{ApiError, Result};
use crate::http::Response;

/// How many items a page has where the request does not say; documented of some lists only (G38).
const DEFAULT: usize = 20;

/// One page of items that come sorted by name: those with the wanted `prefix`, at most `limit` (1 to
/// 100), from the `nextToken` of the page before on. The token is opaque; it is the next item's name in
/// base64, so that a page stays right when items come and go in between.
pub(super) fn page<'a>(
    call: &Call<'_>,
    key: &str,
    items: impl Iterator<Item = (&'a String, Value)>,
) -> Result<Response> {
    page_with(call, key, items, &[])
}

/// The same, with more members beside the list.
pub(super) fn page_with<'a>(
    call: &Call<'_>,
    key: &str,
    items: impl Iterator<Item = (&'a String, Value)>,
    more: &[(&str, Value)],
) -> Result<Response> {
    let limit = limit(call)?;
    let start = start(call)?;
    let prefix = call.param("prefix").unwrap_or_default();
    let mut rest = items.filter(|(name, _)| **name >= start && name.starts_with(&prefix));
    let shown: Vec<Value> = rest.by_ref().take(limit).map(|(_, item)| item).collect();
    let mut body = json!({ key: shown });
    for (name, value) in more {
        body[*name] = value.clone();
    }
    // Whatever is left behind the page begins the next one.
    if let Some((next, _)) = rest.next() {
        body["nextToken"] = STANDARD.encode(next).into();
    }
    Ok(Response::ok(&body))
}

/// How many items the page has.
pub(super) fn limit(call: &Call<'_>) -> Result<usize> {
    let Some(text) = call.param("limit") else {
        return Ok(DEFAULT);
    };
    let limit = text.parse().ok().filter(|limit| (1..=100).contains(limit));
    limit.ok_or_else(|| ApiError::out_of_range("limit", "1-100"))
}

/// The name of the first item of the page; empty for the first page.
fn start(call: &Call<'_>) -> Result<String> {
    let Some(token) = call.param("nextToken") else {
        return Ok(String::new());
    };
    let name = STANDARD.decode(token).ok();
    let name = name.and_then(|name| String::from_utf8(name).ok());
    name.ok_or_else(|| ApiError::invalid("nextToken is not one that a list gave"))
}
