//! The calls by kind of resource: the one place that knows which call belongs to which kind.

use serde_json::Value;

use super::client::Client;
use super::failure::Failure;
use super::reply::Reply;
use crate::error;
use crate::model::resource::{Kind, Resource};

impl Client<'_> {
    /// The resource as it is online, or `None` where the service says explicitly that there is none.
    ///
    /// # Errors
    /// Whatever else comes back: a read that failed is not absence.
    pub async fn get(&self, resource: &Resource) -> error::Result<Option<Reply>> {
        let Resource { function, name, .. } = resource;
        match resource.kind {
            Kind::Function => self.get_function(name).await,
            Kind::CustomDomain => self.get_domain(name).await,
            Kind::Trigger => self.get_trigger(function, name).await,
            _ => self
                .get_config(resource)
                .await
                .map_err(|failure| failure.into_error(&resource.label())),
        }
    }

    /// The configurations of that kind beside the function, whoever made them.
    ///
    /// # Errors
    /// Whatever else than a list comes back.
    pub async fn configs(&self, kind: Kind, function: &Resource) -> error::Result<Vec<Resource>> {
        let of = |name: String| Resource {
            kind,
            name,
            ..function.clone()
        };
        match kind {
            Kind::VpcBinding | Kind::ConcurrencyConfig => {
                let one = of(function.name.clone());
                Ok(self.get(&one).await?.map(|_| one).into_iter().collect())
            }
            _ => {
                let names = self.qualifiers(kind, &function.name).await;
                let names =
                    names.map_err(|failure| failure.into_error(&of(String::new()).label()))?;
                Ok(names.into_iter().map(of).collect())
            }
        }
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
        match resource.kind {
            Kind::Function => self.create_function(body, headers).await,
            Kind::Trigger => self.create_trigger(&resource.function, body).await,
            Kind::CustomDomain => self.create_domain(body).await,
            _ => self.put_config(resource, body, etag).await,
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
        let Resource { function, name, .. } = resource;
        match resource.kind {
            Kind::Function => self.update_function(name, body, headers, etag).await,
            Kind::Trigger => self.update_trigger(function, name, body, etag).await,
            Kind::CustomDomain => self.update_domain(name, body, etag).await,
            _ => self.put_config(resource, body, etag).await,
        }
    }

    /// Deletes the resource, as long as it still has that ETag. One that is not there counts as
    /// deleted.
    ///
    /// # Errors
    /// Whatever the service says against it.
    pub async fn delete(&self, resource: &Resource, etag: Option<&str>) -> Result<(), Failure> {
        let Resource { function, name, .. } = resource;
        match resource.kind {
            Kind::Function => self.delete_function(name, etag).await,
            Kind::Trigger => self.delete_trigger(function, name, etag).await,
            Kind::CustomDomain => self.delete_domain(name, etag).await,
            _ => self.delete_config(resource, etag).await,
        }
    }
}
