//! The calls about versions and aliases of a function, as far as removing it needs them.

use serde_json::Value;

use super::call::{Action, Call, Task};
use super::client::Client;
use super::failure::Failure;
use super::list::List;
use super::reply::absent;

const LIST_ALIASES: Action = Action::new("ListAliases", Task::Read);
const DELETE_ALIAS: Action = Action::new("DeleteAlias", Task::Delete);
const LIST_VERSIONS: Action = Action::new("ListFunctionVersions", Task::Read);
const DELETE_VERSION: Action = Action::new("DeleteFunctionVersion", Task::Delete);

impl Client<'_> {
    /// The names of the function's aliases; none where there is no function.
    ///
    /// # Errors
    /// Whatever else comes back.
    pub async fn aliases(&self, function: &str) -> Result<Vec<String>, Failure> {
        self.names(&List {
            action: LIST_ALIASES,
            segments: &["functions", function, "aliases"],
            query: None,
            entries: "aliases",
            identity: "aliasName",
        })
        .await
    }

    /// The numbers of the function's published versions; none where there is no function.
    ///
    /// # Errors
    /// Whatever else comes back.
    pub async fn versions(&self, function: &str) -> Result<Vec<String>, Failure> {
        self.names(&List {
            action: LIST_VERSIONS,
            segments: &["functions", function, "versions"],
            query: None,
            entries: "versions",
            identity: "versionId",
        })
        .await
    }

    /// Deletes an alias.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_alias(&self, function: &str, name: &str) -> Result<(), Failure> {
        let path = ["functions", function, "aliases", name];
        self.delete_by(Call::new(DELETE_ALIAS, &path)).await
    }

    /// Deletes a published version.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_version(&self, function: &str, id: &str) -> Result<(), Failure> {
        let path = ["functions", function, "versions", id];
        self.delete_by(Call::new(DELETE_VERSION, &path)).await
    }

    async fn names(&self, list: &List<'_>) -> Result<Vec<String>, Failure> {
        let found = absent(self.list(list).await, "FunctionNotFound")?.unwrap_or_default();
        let name = |entry: &Value| entry[list.identity].as_str().map(str::to_owned);
        Ok(found.iter().filter_map(name).collect())
    }
}
