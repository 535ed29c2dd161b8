//! What stands in a service beside what a project deploys there. As long as anything does, it cannot be deleted.

use serde_json::Value;

use super::{FC2, PAGES};
use crate::error;
use crate::model::resource::Resource;
use crate::wire::{Action, Client, Failure, List, Task, absent};

/// What stands in a service.
#[derive(Debug, Default)]
pub struct Inside {
    /// The names of its functions.
    pub functions: Vec<String>,
    /// The ids of its versions.
    pub versions: Vec<String>,
    /// The names of its aliases.
    pub aliases: Vec<String>,
}

/// What is set of the instances of a function, for a version or an alias.
#[derive(Debug, PartialEq, Eq)]
pub struct InstanceSetting {
    pub function: String,
    pub qualifier: String,
    /// How many instances.
    pub count: i64,
    /// Whether it limits those on demand; else so many are provisioned.
    pub is_limit: bool,
}

impl Inside {
    /// Whether it has versions or aliases.
    pub fn is_published(&self) -> bool {
        !(self.versions.is_empty() && self.aliases.is_empty())
    }
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
            Ok(Inside {
                functions,
                versions,
                aliases: aliases.await?,
            })
        };
        let found: Result<Inside, Failure> = found.await;
        found.map_err(|failure| failure.into_error(&service.label()))
    }

    /// What is set of instances in the service, but for what comes to none.
    ///
    /// # Errors
    /// Whatever else than lists comes back.
    pub async fn settings_of_instances(
        &self,
        service: &Resource,
    ) -> error::Result<Vec<InstanceSetting>> {
        let prefix = format!("services/{}", service.name());
        let found = async {
            let provisioned = self
                .list(&List {
                    action: Action::new(&FC2, "ListProvisionConfigs", Task::Read),
                    segments: &["provision-configs"],
                    query: Some(("serviceName", service.name())),
                    entries: "provisionConfigs",
                    identity: "resource",
                    ..WHOLE
                })
                .await?;
            let limited = self
                .list(&List {
                    action: Action::new(&FC2, "ListOnDemandConfigs", Task::Read),
                    segments: &["on-demand-configs"],
                    query: Some(("prefix", &prefix)),
                    entries: "configs",
                    identity: "resource",
                    ..WHOLE
                })
                .await?;
            let provisioned = provisioned.iter().filter_map(|one| provision(service, one));
            let limited = limited.iter().filter_map(|one| limit(service, one));
            Ok(provisioned.chain(limited).collect())
        };
        let found: Result<Vec<InstanceSetting>, Failure> = found.await;
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
            action: Action::new(&FC2, action, Task::Read),
            segments: &["services", service.name(), entries],
            entries,
            identity,
            ..WHOLE
        };
        let found = absent(self.list(&list).await, &["ServiceNotFound"])?;
        let found = found.unwrap_or_default();
        let names = found.iter().filter_map(|one| one[identity].as_str());
        Ok(names.map(str::to_owned).collect())
    }
}

/// What lists have in common.
const WHOLE: List<'static> = List {
    pages: PAGES,
    action: Action::new(&FC2, "ListServices", Task::Read),
    segments: &[],
    query: None,
    headers: &[],
    entries: "",
    identity: "",
};

/// Reads `{account}#{service}#{qualifier}#{function}`. The list may hold those of other services.
fn provision(service: &Resource, config: &Value) -> Option<InstanceSetting> {
    let names: Vec<&str> = config["resource"].as_str()?.split('#').collect();
    let [_, of, qualifier, function] = names[..] else {
        return None;
    };
    let count = config["target"].as_i64().filter(|count| *count > 0)?;
    (of == service.name()).then(|| InstanceSetting {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        count,
        is_limit: false,
    })
}

/// Reads `services/{service}.{qualifier}/functions/{function}`. A prefix is that of other names, too.
fn limit(service: &Resource, config: &Value) -> Option<InstanceSetting> {
    let names: Vec<&str> = config["resource"].as_str()?.split('/').collect();
    let ["services", of, "functions", function] = names[..] else {
        return None;
    };
    let (of, qualifier) = of.split_once('.').unwrap_or((of, "LATEST"));
    let count = config["maximumInstanceCount"].as_i64()?;
    (of == service.name()).then(|| InstanceSetting {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        count,
        is_limit: true,
    })
}
