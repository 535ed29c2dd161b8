//! The calls about triggers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::call::{Action, Call, Task};
use super::client::Client;
use super::failure::Failure;
use super::reply::{Identity, Reply, absent, json, unreadable};
use crate::error;
use crate::words;

const LIST: Action = Action::new("ListTriggers", Task::Read);
const CREATE: Action = Action::new("CreateTrigger", Task::Create);
const UPDATE: Action = Action::new("UpdateTrigger", Task::Update);

/// The most that the API gives in one page.
const PAGE: &str = "100";
/// More pages than any function has triggers for (50, unless the quota was raised).
const MOST_PAGES: usize = 100;

impl Client<'_> {
    /// All triggers of the function, in the server's order, or `None` where the API says
    /// `FunctionNotFound`. Each has a `triggerName`.
    ///
    /// # Errors
    /// Whatever else comes back for any page: a list that is not whole is no list.
    pub async fn list_triggers(&self, function: &str) -> error::Result<Option<Vec<Value>>> {
        absent(self.trigger_pages(function).await, "FunctionNotFound").map_err(|failure| {
            failure.into_error(&words!(
                "the triggers of function {function}",
                "函数 {function} 的触发器"
            ))
        })
    }

    /// Creates the trigger that the body (`CreateTriggerInput`) describes.
    ///
    /// # Errors
    /// [`Failure::exists`] where the name is taken.
    pub async fn create_trigger(&self, function: &str, body: &Value) -> Result<Reply, Failure> {
        let name = body["triggerName"].as_str().unwrap_or_default();
        let call = Call::new(CREATE, &["functions", function, "triggers"]).body(body);
        self.resource(call, identity(name)).await
    }

    /// Sets the keys in the body (`UpdateTriggerInput`).
    ///
    /// # Errors
    /// [`Failure::moved`] and [`Failure::gone`], as for functions.
    pub async fn update_trigger(
        &self,
        function: &str,
        name: &str,
        body: &Value,
        if_match: Option<&str>,
    ) -> Result<Reply, Failure> {
        let path = ["functions", function, "triggers", name];
        let call = Call::new(UPDATE, &path).if_match(if_match).body(body);
        self.resource(call, identity(name)).await
    }

    async fn trigger_pages(&self, function: &str) -> Result<Vec<Value>, Failure> {
        let mut triggers = Vec::new();
        let mut tokens = BTreeSet::new();
        let mut token = None;
        loop {
            let mut call = Call::new(LIST, &["functions", function, "triggers"]);
            call.query.push(("limit", PAGE.to_owned()));
            call.query.extend(token.map(|token| ("nextToken", token)));
            let (page, next) = self.trigger_page(&call, &tokens).await?;
            triggers.extend(page);
            let Some(next) = next else {
                return Ok(triggers);
            };
            tokens.insert(next.clone());
            token = Some(next);
        }
    }

    /// One page and the token of the next.
    async fn trigger_page(
        &self,
        call: &Call<'_>,
        seen: &BTreeSet<String>,
    ) -> Result<(Vec<Value>, Option<String>), Failure> {
        let response = self.send(call).await?;
        let mut page = json(LIST, &response)?;
        // A server written in Go spells an empty list `null`.
        let triggers = match page.get_mut("triggers").map(Value::take) {
            Some(Value::Null) => Vec::new(),
            Some(Value::Array(triggers)) if triggers.iter().all(named) => triggers,
            _ => {
                let detail = words!("the reply is not a list of triggers", "回复不是触发器列表");
                return Err(unreadable(LIST, &response, detail));
            }
        };
        match page["nextToken"].as_str() {
            None | Some("") => Ok((triggers, None)),
            Some(next) if seen.contains(next) || seen.len() == MOST_PAGES => {
                let detail = words!("the list of triggers does not end", "触发器列表没有终点");
                Err(unreadable(LIST, &response, detail))
            }
            Some(next) => Ok((triggers, Some(next.to_owned()))),
        }
    }
}

fn named(trigger: &Value) -> bool {
    trigger["triggerName"]
        .as_str()
        .is_some_and(|name| !name.is_empty())
}

fn identity(name: &str) -> Identity<'_> {
    ("triggerName", name)
}
