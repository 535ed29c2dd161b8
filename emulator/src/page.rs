//! Cutting a list into pages: `limit`, `nextToken` and `prefix`.

use crate::error::{ApiError, ApiResult};
use crate::http::Request;

const DEFAULT_LIMIT: usize = 20;
const MAX_LIMIT: usize = 100;

/// One page of named things, and the name the next page starts with.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next: Option<String>,
}

/// The page of `entries` (in the order of their names) that the request asks for.
pub(crate) fn page<'a, T>(
    request: &Request,
    entries: impl Iterator<Item = (&'a String, T)>,
) -> ApiResult<Page<T>> {
    let limit = limit(request)?;
    let prefix = request.query("prefix").unwrap_or_default();
    let start = request.query("nextToken").unwrap_or_default();
    let mut items = Vec::new();
    let chosen = entries.filter(|(name, _)| name.starts_with(&prefix) && **name >= start);
    for (name, item) in chosen {
        if items.len() == limit {
            let next = Some(name.clone());
            return Ok(Page { items, next });
        }
        items.push(item);
    }
    Ok(Page { items, next: None })
}

/// The page length the request asks for.
fn limit(request: &Request) -> ApiResult<usize> {
    let Some(text) = request.query("limit") else {
        return Ok(DEFAULT_LIMIT);
    };
    text.parse()
        .ok()
        .filter(|limit| (1..=MAX_LIMIT).contains(limit))
        .ok_or_else(|| ApiError::invalid(format!("limit must be between 1 and {MAX_LIMIT}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn pages_join_up() {
        let all: BTreeMap<String, u8> = (0..5).map(|n| (format!("f{n}"), n)).collect();
        let first = page(&Request::new("GET", "/x?limit=3&nextToken="), all.iter())
            .ok()
            .unwrap();
        assert_eq!(first.items, [&0, &1, &2]);
        assert_eq!(first.next.as_deref(), Some("f3"));
        let second = page(&Request::new("GET", "/x?limit=3&nextToken=f3"), all.iter())
            .ok()
            .unwrap();
        assert_eq!((second.items.len(), second.next), (2, None));
        assert!(page(&Request::new("GET", "/x?limit=0"), all.iter()).is_err());
    }
}
