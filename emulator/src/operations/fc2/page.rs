//! Lists of FC 2.0 in pages. The token is the name of the first item of the next page (G60).

use serde_json::{Value, json};

use super::super::page::limit;
use crate::call::Call;
use crate::error::Result;
use crate::http::Response;

/// What the last page has for a token (SDKs and their tests).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// `null`.
    Null,
    /// An empty text.
    Empty,
    /// Nothing.
    Absent,
}

/// One page of items that come sorted by name, as that member of the reply: those that begin with `prefix`, from
/// `startKey` or `nextToken` on.
pub(super) fn page(
    call: &Call<'_>,
    key: &str,
    end: End,
    items: impl Iterator<Item = (String, Value)>,
) -> Result<Response> {
    let prefix = call.param("prefix").unwrap_or_default();
    page_of(
        call,
        key,
        end,
        items.filter(|(name, _)| name.starts_with(&prefix)),
    )
}

/// The same where `prefix` is no beginning of a name, but has been seen to.
pub(super) fn page_of(
    call: &Call<'_>,
    key: &str,
    end: End,
    items: impl Iterator<Item = (String, Value)>,
) -> Result<Response> {
    let (items, next) = cut(call, items)?;
    let mut body = json!({ key: items });
    match (next, end) {
        (Some(next), _) => body["nextToken"] = next.into(),
        (None, End::Null) => body["nextToken"] = Value::Null,
        (None, End::Empty) => body["nextToken"] = "".into(),
        (None, End::Absent) => {}
    }
    Ok(Response::ok(&body))
}

/// The items of the page, and the name with which the next one begins.
pub(super) fn cut(
    call: &Call<'_>,
    items: impl Iterator<Item = (String, Value)>,
) -> Result<(Vec<Value>, Option<String>)> {
    let limit = limit(call)?;
    // Both name the first item that is wanted; a token comes from the page before, so it is further on.
    let start = call.param("nextToken").or_else(|| call.param("startKey"));
    let start = start.unwrap_or_default();
    let mut rest = items.filter(|(name, _)| *name >= start);
    let shown = rest.by_ref().take(limit).map(|(_, item)| item).collect();
    Ok((shown, rest.next().map(|(name, _)| name)))
}
