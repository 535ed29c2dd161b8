//! The calls about a resource, whatever its kind and its generation.

use serde_json::Value;

use super::fc2;
use crate::error;
use crate::model::kind::Kind;
use crate::model::resource::{Generation, Resource};
use crate::wire::{Client, Failure, Reply};
use crate::words;

/// A configuration beside a function, and what was read of it, if anything was.
pub type Beside = (Resource, Option<Reply>);

impl Client<'_> {
    /// The resource as it is online, or `None` where the service says explicitly that there is none.
    ///
    /// # Errors
    /// Whatever else comes back: a read that failed is not absence.
    pub async fn get(&self, resource: &Resource) -> error::Result<Option<Reply>> {
        let reply = match resource.generation {
            Generation::SECOND => fc2::get(self, resource).await,
            _ => self.get_third(resource).await,
        };
        reply.map_err(|failure| failure.into_error(&resource.label()))
    }

    /// All triggers of the function, in the server's order, or `None` where the service says that there is no
    /// such function. Each has a `triggerName`.
    ///
    /// # Errors
    /// Whatever else comes back for any page: a list that is not whole is no list.
    pub async fn list_triggers(&self, function: &Resource) -> error::Result<Option<Vec<Value>>> {
        if function.generation != Generation::SECOND {
            return self.triggers_third(function.name()).await;
        }
        let name = function.root_name();
        fc2::triggers(self, function).await.map_err(|failure| {
            failure.into_error(&words!(
                "the triggers of function {name}",
                "函数 {name} 的触发器"
            ))
        })
    }

    /// The configurations of that kind beside the function, whoever made them, each with what was read of
    /// it on the way.
    ///
    /// # Errors
    /// Whatever else than a list comes back.
    pub async fn configs(&self, kind: Kind, function: &Resource) -> error::Result<Vec<Beside>> {
        if function.generation != Generation::SECOND {
            return self.configs_third(kind, function).await;
        }
        let found = fc2::configs(self, kind, function).await;
        found.map_err(|failure| failure.into_error(&function.sibling(kind, "").label()))
    }

    /// The custom domains of the region, each as one of the function with what the service says of it.
    ///
    /// # Errors
    /// Whatever else than the list comes back for any of its pages.
    pub async fn domains(&self, function: &Resource) -> Result<Vec<(Resource, Value)>, Failure> {
        let all = match function.generation {
            Generation::SECOND => self.domains_second().await?,
            _ => self.domains_third().await?,
        };
        let mut kinds = function.generation.kinds();
        let kind = kinds.find(|kind| kind.is_shared());
        let domain = |document: Value| {
            let name = document["domainName"].as_str()?;
            let domain = function.sibling(kind?, name);
            let document = match function.generation {
                Generation::SECOND => fc2::document(&domain, document),
                _ => document,
            };
            Some((domain, document))
        };
        Ok(all.into_iter().filter_map(domain).collect())
    }

    /// Creates the resource that the body describes. `headers` go with a function's request only, the
    /// ETag with that of a configuration, which is put whether it is there or not.
    ///
    /// # Errors
    /// [`Failure::exists`] where it is there already.
    pub async fn create(
        &self,
        resource: &Resource,
        body: &Value,
        headers: &[(String, String)],
        etag: Option<&str>,
    ) -> Result<Reply, Failure> {
        match resource.generation {
            Generation::SECOND => fc2::create(self, resource, body).await,
            _ => self.create_third(resource, body, headers, etag).await,
        }
    }

    /// Sets the top-level keys in the body, or writes a configuration as a whole.
    ///
    /// # Errors
    /// [`Failure::moved`] where somebody else was faster, [`Failure::gone`] where it is no more.
    pub async fn update(
        &self,
        resource: &Resource,
        body: &Value,
        headers: &[(String, String)],
        etag: Option<&str>,
    ) -> Result<Reply, Failure> {
        match resource.generation {
            Generation::SECOND => fc2::update(self, resource, body, etag).await,
            _ => self.update_third(resource, body, headers, etag).await,
        }
    }

    /// Deletes the resource, as long as it still has that ETag. One that is not there counts as
    /// deleted.
    ///
    /// # Errors
    /// Whatever the service says against it.
    pub async fn delete(&self, resource: &Resource, etag: Option<&str>) -> Result<(), Failure> {
        match resource.generation {
            Generation::SECOND => fc2::delete(self, resource, etag).await,
            _ => self.delete_third(resource, etag).await,
        }
    }

    /// Whether the service that it stands in has that version or alias.
    ///
    /// # Errors
    /// Whatever else than a service or its absence comes back.
    pub async fn has_qualifier(&self, of: &Resource, qualifier: &str) -> error::Result<bool> {
        let found = fc2::has_qualifier(self, of, qualifier).await;
        found.map_err(|failure| failure.into_error(&of.holder().label()))
    }

    /// Adds an entry to a list whose entries come and go one by one.
    ///
    /// # Errors
    /// [`Failure::gone`] where what has the list is no more.
    pub async fn add_entry(&self, resource: &Resource, name: &str) -> Result<(), Failure> {
        match resource.generation {
            Generation::SECOND => fc2::add_entry(self, resource, name).await,
            _ => self.add_entry_third(resource, name).await,
        }
    }

    /// Takes an entry away.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn remove_entry(&self, resource: &Resource, name: &str) -> Result<(), Failure> {
        match resource.generation {
            Generation::SECOND => fc2::remove_entry(self, resource, name).await,
            _ => self.remove_entry_third(resource, name).await,
        }
    }
}
