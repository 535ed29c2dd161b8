//! What stands in a service, and keeps it from being deleted.

use super::{FC2, PAGES};
use crate::error;
use crate::model::resource::Resource;
use crate::wire::{Action, Client, Failure, List, Task, absent};

/// What stands in a service.
#[derive(Debug, Default)]
pub struct Inside {
    /// The names of its functions.
    pub functions: Vec<String>,
    /// Whether it has versions or aliases.
    pub is_published: bool,
}

impl Client<'_> {
    /// What stands in the service; nothing where there is no such service.
    ///
    /// # Errors
    /// Whatever else than lists comes back.
    pub async fn inside(&self, service: &Resource) -> error::Result<Inside> {
        let found = async {
            let functions = self.names(service, "ListFunctions", ["functions", "functionName"]);
            let functions = functions.await?;
            let versions = self.names(service, "ListServiceVersions", ["versions", "versionId"]);
            let versions = versions.await?;
            let aliases = self.names(service, "ListAliases", ["aliases", "aliasName"]);
            let aliases = aliases.await?;
            Ok(Inside {
                functions,
                is_published: !(versions.is_empty() && aliases.is_empty()),
            })
        };
        let found: Result<Inside, Failure> = found.await;
        found.map_err(|failure| failure.into_error(&service.label()))
    }

    /// The names in a list below the service.
    async fn names(
        &self,
        service: &Resource,
        action: &'static str,
        [entries, identity]: [&'static str; 2],
    ) -> Result<Vec<String>, Failure> {
        let list = List {
            pages: PAGES,
            action: Action::new(&FC2, action, Task::Read),
            segments: &["services", service.name(), entries],
            query: None,
            headers: &[],
            entries,
            identity,
        };
        let found = absent(self.list(&list).await, &["ServiceNotFound"])?;
        let found = found.unwrap_or_default();
        let names = found.iter().filter_map(|one| one[identity].as_str());
        Ok(names.map(str::to_owned).collect())
    }
}
