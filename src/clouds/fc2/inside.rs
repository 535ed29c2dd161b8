//! What stands in a service beside what a project deploys there. As long as anything does, it cannot be deleted.

use serde_json::Value;

use super::{FC2, PAGES};
use crate::error;
use crate::model::resource::Resource;
use crate::wire::{Action, Client, Failure, List, Task, absent};
use crate::words;

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
    /// Whatever else than lists comes back, or an entry of a form that is not known.
    pub async fn settings_of_instances(
        &self,
        service: &Resource,
    ) -> Result<Vec<InstanceSetting>, Failure> {
        let provisioned = self
            .list(&List {
                action: PROVISIONED,
                segments: &["provision-configs"],
                query: Some(("serviceName", service.name())),
                entries: "provisionConfigs",
                identity: "resource",
                ..WHOLE
            })
            .await?;
        let prefix = format!("services/{}", service.name());
        let limited = self
            .list(&List {
                action: LIMITED,
                segments: &["on-demand-configs"],
                query: Some(("prefix", &prefix)),
                entries: "configs",
                identity: "resource",
                ..WHOLE
            })
            .await?;
        // What cannot be understood may be instances of this very service.
        let provisioned = provisioned.iter().map(|one| {
            let read = provision(service, one);
            read.ok_or_else(|| unlike(PROVISIONED, "provisionConfigs"))
        });
        let limited = limited.iter().map(|one| {
            let read = limit(service, one);
            read.ok_or_else(|| unlike(LIMITED, "configs"))
        });
        let all = provisioned.chain(limited).filter_map(Result::transpose);
        all.collect()
    }

    /// The custom domains of the region, as the service says them.
    ///
    /// # Errors
    /// Whatever else than the list comes back for any of its pages.
    pub(in crate::clouds) async fn domains_second(&self) -> Result<Vec<Value>, Failure> {
        self.list(&List {
            action: DOMAINS,
            segments: &["custom-domains"],
            entries: "customDomains",
            identity: "domainName",
            ..WHOLE
        })
        .await
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
        // An entry without that text is no list, see `List`.
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

const PROVISIONED: Action = Action::new(&FC2, "ListProvisionConfigs", Task::Read);
const DOMAINS: Action = Action::new(&FC2, "ListCustomDomains", Task::Read);
const LIMITED: Action = Action::new(&FC2, "ListOnDemandConfigs", Task::Read);

/// An entry of a list has not the form that is known.
fn unlike(action: Action, list: &str) -> Failure {
    let detail = words!(
        "the list of {list} has an entry of an unknown form",
        "{list} 列表中有格式未知的条目"
    );
    Failure::unlike(action, detail)
}

/// What an entry says, where that is of this service and comes to anything; `None` where it has another form.
type ReadSetting = Option<Option<InstanceSetting>>;

/// Reads `{account}#{service}#{qualifier}#{function}`. The list may hold those of other services.
fn provision(service: &Resource, config: &Value) -> ReadSetting {
    let names: Vec<&str> = config["resource"].as_str()?.split('#').collect();
    let [_, of, qualifier, function] = names[..] else {
        return None;
    };
    let count = config["target"].as_i64()?;
    let comes_to_any = of == service.name() && count > 0;
    Some(comes_to_any.then(|| InstanceSetting {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        count,
        is_limit: false,
    }))
}

/// Reads `services/{service}.{qualifier}/functions/{function}`. A prefix is that of other names, too.
fn limit(service: &Resource, config: &Value) -> ReadSetting {
    let names: Vec<&str> = config["resource"].as_str()?.split('/').collect();
    let ["services", of, "functions", function] = names[..] else {
        return None;
    };
    let (of, qualifier) = of.split_once('.').unwrap_or((of, "LATEST"));
    let count = config["maximumInstanceCount"].as_i64()?;
    Some((of == service.name()).then(|| InstanceSetting {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        count,
        is_limit: true,
    }))
}
