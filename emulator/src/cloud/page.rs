//! Lists in pages: `limit` (1 to 100) and a `nextToken`, which is the name of the next item.

use serde_json::{Value, json};

use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

/// One page of the items, which come in the order of their names.
pub(super) fn page<'a>(
    request: &Request,
    key: &str,
    items: impl Iterator<Item = (&'a str, Value)>,
) -> Result<Response> {
    let limit = match request.param("limit") {
        None => 100,
        Some(text) => match text.parse() {
            Ok(limit @ 1..=100) => limit,
            _ => return Err(ApiError::invalid("limit must be between 1 and 100")),
        },
    };
    let prefix = request.param("prefix").unwrap_or_default();
    let start = request.param("nextToken").unwrap_or_default();
    let mut rest = items.filter(|(name, _)| name.starts_with(&prefix) && *name >= start.as_str());
    let shown: Vec<Value> = rest.by_ref().take(limit).map(|(_, item)| item).collect();
    let mut reply = json!({ key: shown });
    if let Some((next, _)) = rest.next() {
        reply["nextToken"] = next.into();
    }
    Ok(Response::json(200, &reply))
}
