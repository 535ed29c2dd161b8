//! Lists, page by page.

use std::collections::BTreeSet;

use serde_json::Value;

use super::call::{Action, Call};
use super::client::Client;
use super::failure::Failure;
use super::reply::unreadable;
use crate::words;

/// More pages than any list here has.
const MOST_PAGES: usize = 100;

/// How a service gives its lists page by page.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// What asks for pages of that size.
    pub size: (&'static str, &'static str),
    /// What names the next one, in a page and in the question for it.
    pub next: &'static str,
}

/// Which list it is.
pub struct List<'l> {
    pub pages: Pages,
    pub action: Action,
    pub segments: &'l [&'l str],
    /// What else the query says.
    pub query: Option<(&'static str, &'l str)>,
    /// Headers of each of its calls.
    pub headers: &'l [(String, String)],
    /// The property of a page that holds its entries.
    pub entries: &'static str,
    /// The property that every entry has, a text that is not empty.
    pub identity: &'static str,
}

impl Client<'_> {
    /// All entries, in the server's order. A list that is not whole is no list.
    ///
    /// # Errors
    /// Whatever else than the list comes back for any of its pages.
    pub async fn list(&self, list: &List<'_>) -> Result<Vec<Value>, Failure> {
        let mut entries = Vec::new();
        let mut tokens = BTreeSet::new();
        let mut token = None;
        loop {
            let mut call = Call::new(list.action, list.segments).headers(list.headers);
            let (size, next) = (list.pages.size, list.pages.next);
            let more = token.map(|token: String| (next, token));
            let asked = list.query.map(|(name, value)| (name, value.to_owned()));
            let asked = asked.into_iter().chain([(size.0, size.1.to_owned())]);
            for (name, value) in asked.chain(more) {
                call = call.query(name, value);
            }
            let (page, next) = self.page(list, &call, &tokens).await?;
            entries.extend(page);
            let Some(next) = next else {
                return Ok(entries);
            };
            tokens.insert(next.clone());
            token = Some(next);
        }
    }

    /// One page and the token of the next.
    async fn page(
        &self,
        list: &List<'_>,
        call: &Call<'_>,
        seen: &BTreeSet<String>,
    ) -> Result<(Vec<Value>, Option<String>), Failure> {
        let response = self.send(call).await?;
        let mut page = self.document(list.action, &response)?;
        let named = |entry: &Value| {
            entry[list.identity]
                .as_str()
                .is_some_and(|name| !name.is_empty())
        };
        // A server written in Go spells an empty list `null`.
        let entries = match page.get_mut(list.entries).map(Value::take) {
            Some(Value::Null) => Vec::new(),
            Some(Value::Array(entries)) if entries.iter().all(named) => entries,
            Some(Value::Array(entries)) => {
                let (name, identity) = (list.entries, list.identity);
                let at = entries.iter().take_while(|entry| named(entry)).count() + 1;
                let detail = words!(
                    "the reply is not a list of {name}: entry {at} has no {identity}",
                    "响应不是 {name} 列表：第 {at} 项没有 {identity}"
                );
                return Err(unreadable(list.action, &response, detail));
            }
            _ => {
                let name = list.entries;
                let detail = words!("the reply is not a list of {name}", "响应不是 {name} 列表");
                return Err(unreadable(list.action, &response, detail));
            }
        };
        match page[list.pages.next].as_str() {
            // The last page has no token, or an empty one.
            None | Some("") => Ok((entries, None)),
            // A server that gives the same token again would be asked for ever.
            Some(next) if seen.contains(next) || seen.len() == MOST_PAGES => {
                let name = list.entries;
                let detail = words!(
                    "the list of {name} does not end",
                    "{name} 列表的分页没有结束"
                );
                Err(unreadable(list.action, &response, detail))
            }
            Some(next) => Ok((entries, Some(next.to_owned()))),
        }
    }
}
