//! The calls about versions and aliases of a function, as far as removing it needs them.

use serde_json::Value;

use super::service::{FC3, NO_ALIAS, NO_FUNCTION, PAGES};
use crate::wire::{Action, Call, Client, Failure, List, Reply, Task, absent};

const LIST_ALIASES: Action = Action::new(&FC3, "ListAliases", Task::Read);
const GET_ALIAS: Action = Action::new(&FC3, "GetAlias", Task::Read);
const DELETE_ALIAS: Action = Action::new(&FC3, "DeleteAlias", Task::Delete);
const LIST_VERSIONS: Action = Action::new(&FC3, "ListFunctionVersions", Task::Read);
const DELETE_VERSION: Action = Action::new(&FC3, "DeleteFunctionVersion", Task::Delete);

impl Client<'_> {
    /// The function's aliases, each with its `aliasName`; none where there is no function.
    ///
    /// # Errors
    /// Whatever else comes back.
    pub async fn aliases(&self, function: &str) -> Result<Vec<Value>, Failure> {
        let list = List {
            pages: PAGES,
            action: LIST_ALIASES,
            segments: &["functions", function, "aliases"],
            query: None,
            headers: &[],
            entries: "aliases",
            identity: "aliasName",
        };
        Ok(absent(self.list(&list).await, NO_FUNCTION)?.unwrap_or_default())
    }

    /// The numbers of the function's published versions; none where there is no function.
    ///
    /// # Errors
    /// Whatever else comes back.
    pub async fn versions(&self, function: &str) -> Result<Vec<String>, Failure> {
        let list = List {
            pages: PAGES,
            action: LIST_VERSIONS,
            segments: &["functions", function, "versions"],
            query: None,
            headers: &[],
            entries: "versions",
            identity: "versionId",
        };
        let found = absent(self.list(&list).await, NO_FUNCTION)?.unwrap_or_default();
        let id = |entry: &Value| entry["versionId"].as_str().map(str::to_owned);
        Ok(found.iter().filter_map(id).collect())
    }

    /// One alias as it is online, or `None` where the API says that there is none, or no such
    /// function.
    ///
    /// # Errors
    /// Whatever else than the alias or those codes comes back.
    pub async fn get_alias(&self, function: &str, name: &str) -> Result<Option<Reply>, Failure> {
        let path = ["functions", function, "aliases", name];
        let call = Call::new(GET_ALIAS, &path);
        let reply = self.resource(call, ("aliasName", name)).await;
        absent(absent(reply, &[NO_ALIAS]), NO_FUNCTION).map(Option::flatten)
    }

    /// Deletes an alias.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_alias(
        &self,
        function: &str,
        name: &str,
        if_match: Option<&str>,
    ) -> Result<(), Failure> {
        let path = ["functions", function, "aliases", name];
        self.delete_by(Call::new(DELETE_ALIAS, &path).if_match(if_match))
            .await
    }

    /// Deletes a published version.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_version(&self, function: &str, id: &str) -> Result<(), Failure> {
        let path = ["functions", function, "versions", id];
        self.delete_by(Call::new(DELETE_VERSION, &path)).await
    }
}
