//! What stands in a service beside what a project deploys there. As long as anything does, it cannot be deleted.

use serde_json::Value;

use super::{FC2, PAGES};
use crate::error;
use crate::model::resource::Resource;
use crate::plain::line;
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
        let mut all = self.provisioned(service).await?;
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
        for entry in &limited {
            let read = limit(service, entry);
            all.extend(
                read.ok_or_else(|| unlike((LIMITED, "configs"), entry, "maximumInstanceCount"))?,
            );
        }
        Ok(all)
    }

    /// The instances that are provisioned in the service: these alone keep a function from being deleted.
    ///
    /// # Errors
    /// Whatever else than the list comes back, or an entry of a form that is not known and of which it does not say
    /// itself that it comes to nothing.
    pub async fn provisioned(&self, service: &Resource) -> Result<Vec<InstanceSetting>, Failure> {
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
        // What cannot be understood may be instances of this very service.
        let found = provisioned.iter().map(|one| {
            let read = provision(service, one);
            read.ok_or_else(|| unlike((PROVISIONED, "provisionConfigs"), one, "target"))
        });
        found.filter_map(Result::transpose).collect()
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

/// An entry of a list has not the form that is known. It is told by what it calls itself and how many it says.
fn unlike((action, list): (Action, &str), entry: &Value, count: &str) -> Failure {
    let (name, count_said) = (
        line(&entry["resource"].to_string()),
        line(&entry[count].to_string()),
    );
    let detail = words!(
        "the list of {list} has an entry of an unknown form: resource {name}, {count} {count_said}",
        "{list} 列表中有格式未知的条目：resource {name}，{count} {count_said}"
    );
    Failure::unlike(action, detail)
}

/// What an entry says, where that is of this service and comes to anything; `None` where it has another form.
type ReadSetting = Option<Option<InstanceSetting>>;

/// Reads `{account}#{service}#{qualifier}#{function}`. The list may hold those of other services.
fn provision(service: &Resource, config: &Value) -> ReadSetting {
    let names: Vec<&str> = config["resource"].as_str()?.split('#').collect();
    let [_, of, qualifier, function] = names[..] else {
        return is_idle(config).then_some(None);
    };
    if of != service.name() {
        return Some(None);
    }
    let count = config["target"].as_i64()?;
    Some((count > 0).then(|| InstanceSetting {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        count,
        is_limit: false,
    }))
}

/// Whether an entry says that there are no instances, that none are wanted, and that none will be by itself: whatever
/// it is of, it keeps nothing.
fn is_idle(config: &Value) -> bool {
    let is_none = |name: &str| config[name].as_i64() == Some(0);
    let is_empty = |name: &str| match &config[name] {
        Value::Null => true,
        Value::Array(all) => all.is_empty(),
        _ => false,
    };
    is_none("target")
        && is_none("current")
        && is_empty("scheduledActions")
        && is_empty("targetTrackingPolicies")
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
