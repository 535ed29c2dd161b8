//! The calls about triggers.

use serde_json::Value;

use super::call::{Action, Call, Task};
use super::client::Client;
use super::failure::Failure;
use super::list::List;
use super::reply::{Identity, Reply, absent};
use crate::error;
use crate::words;

const LIST: Action = Action::new("ListTriggers", Task::Read);
const GET: Action = Action::new("GetTrigger", Task::Read);
const CREATE: Action = Action::new("CreateTrigger", Task::Create);
const DELETE: Action = Action::new("DeleteTrigger", Task::Delete);
const UPDATE: Action = Action::new("UpdateTrigger", Task::Update);

impl Client<'_> {
    /// All triggers of the function, in the server's order, or `None` where the API says
    /// `FunctionNotFound`. Each has a `triggerName`.
    ///
    /// # Errors
    /// Whatever else comes back for any page: a list that is not whole is no list.
    pub async fn list_triggers(&self, function: &str) -> error::Result<Option<Vec<Value>>> {
        let list = List {
            action: LIST,
            segments: &["functions", function, "triggers"],
            query: None,
            entries: "triggers",
            identity: "triggerName",
        };
        absent(self.list(&list).await, "FunctionNotFound").map_err(|failure| {
            failure.into_error(&words!(
                "the triggers of function {function}",
                "函数 {function} 的触发器"
            ))
        })
    }

    /// One trigger as it is online, or `None` where the API says that there is none, or no such
    /// function.
    ///
    /// # Errors
    /// Whatever else than the trigger or those codes comes back.
    pub async fn get_trigger(&self, function: &str, name: &str) -> error::Result<Option<Reply>> {
        let path = ["functions", function, "triggers", name];
        let reply = self.resource(Call::new(GET, &path), identity(name)).await;
        absent(absent(reply, "TriggerNotFound"), "FunctionNotFound")
            .map(Option::flatten)
            .map_err(|failure| {
                failure.into_error(&words!(
                    "trigger {function}/{name}",
                    "触发器 {function}/{name}"
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

    /// Deletes the trigger.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_trigger(
        &self,
        function: &str,
        name: &str,
        if_match: Option<&str>,
    ) -> Result<(), Failure> {
        let path = ["functions", function, "triggers", name];
        self.delete_by(Call::new(DELETE, &path).if_match(if_match))
            .await
    }
}

fn identity(name: &str) -> Identity<'_> {
    ("triggerName", name)
}
