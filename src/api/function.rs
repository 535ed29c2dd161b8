//! The calls about functions.

use serde_json::Value;

use super::call::{Action, Call, Task};
use super::client::Client;
use super::failure::Failure;
use super::reply::{Identity, Reply, absent};
use crate::error;
use crate::words;

const GET: Action = Action::new("GetFunction", Task::Read);
const CREATE: Action = Action::new("CreateFunction", Task::Create);
const DELETE: Action = Action::new("DeleteFunction", Task::Delete);
const UPDATE: Action = Action::new("UpdateFunction", Task::Update);

impl Client<'_> {
    /// The function as it is online, or `None` where the API says `FunctionNotFound`.
    ///
    /// # Errors
    /// Whatever else than the function or that code comes back.
    pub async fn get_function(&self, name: &str) -> error::Result<Option<Reply>> {
        let reply = self
            .resource(Call::new(GET, &["functions", name]), identity(name))
            .await;
        absent(reply, "FunctionNotFound")
            .map_err(|failure| failure.into_error(&words!("function {name}", "函数 {name}")))
    }

    /// A published version of the function, or what an alias leads to.
    ///
    /// # Errors
    /// As [`Client::get_function`].
    pub async fn get_version(&self, name: &str, qualifier: &str) -> error::Result<Option<Reply>> {
        let call = Call::new(GET, &["functions", name]).qualifier(qualifier);
        let reply = self.resource(call, identity(name)).await;
        absent(reply, "FunctionNotFound").map_err(|failure| {
            failure.into_error(&words!(
                "function {name}/{qualifier}",
                "函数 {name}/{qualifier}"
            ))
        })
    }

    /// Creates the function that the body (`CreateFunctionInput`) describes. `headers` are those
    /// that the project asks for (`annotations.headers`); they never replace the call's own.
    ///
    /// # Errors
    /// [`Failure::exists`] where the name is taken.
    pub async fn create_function(
        &self,
        body: &Value,
        headers: &[(String, String)],
    ) -> Result<Reply, Failure> {
        let name = body["functionName"].as_str().unwrap_or_default();
        let call = Call::new(CREATE, &["functions"])
            .headers(headers)
            .body(body);
        self.resource(call, identity(name)).await
    }

    /// Sets the top-level keys in the body (`UpdateFunctionInput`) and leaves the others alone.
    /// With `if_match` the server is asked to refuse where the function has moved since.
    ///
    /// # Errors
    /// [`Failure::moved`] where it has, [`Failure::gone`] where the function is no more.
    pub async fn update_function(
        &self,
        name: &str,
        body: &Value,
        headers: &[(String, String)],
        if_match: Option<&str>,
    ) -> Result<Reply, Failure> {
        let call = Call::new(UPDATE, &["functions", name])
            .if_match(if_match)
            .headers(headers)
            .body(body);
        self.resource(call, identity(name)).await
    }

    /// Deletes the function. A function that still has triggers is not deleted.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_function(&self, name: &str, if_match: Option<&str>) -> Result<(), Failure> {
        let call = Call::new(DELETE, &["functions", name]);
        self.delete_by(call.if_match(if_match)).await
    }
}

fn identity(name: &str) -> Identity<'_> {
    ("functionName", name)
}
