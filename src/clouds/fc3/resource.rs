//! The calls about a resource, whatever its kind.

use serde_json::Value;

use super::own::Which;
use super::service::FC3;
use crate::error;
use crate::model::kind::calls::Calls;
use crate::model::kind::{Kind, Naming};
use crate::model::resource::Resource;
use crate::wire::{Action, Client, Failure, Reply, Task, no_call};

/// What a write that a kind does not have is named in its failure.
pub(super) const PUT_NOTHING: Action = Action::new(&FC3, "Put", Task::Update);
const DELETE_NOTHING: Action = Action::new(&FC3, "Delete", Task::Delete);

/// A configuration beside a function, and what was read of it, if anything was.
pub type Beside = (Resource, Option<Reply>);

impl Client<'_> {
    /// The resource as it is online, or `None` where the service says explicitly that there is none.
    ///
    /// # Errors
    /// Whatever else comes back: a read that failed is not absence.
    pub async fn get(&self, resource: &Resource) -> error::Result<Option<Reply>> {
        let reply = self.read(which(resource), None).await;
        reply.map_err(|failure| failure.into_error(&resource.label()))
    }

    pub(super) async fn read(
        &self,
        which: Which<'_>,
        qualifier: Option<&str>,
    ) -> Result<Option<Reply>, Failure> {
        match &which.kind.spec().calls {
            Calls::Own(calls) => self.get_own(calls, which, qualifier).await,
            Calls::Put(calls) => self.get_put(calls, which).await,
            Calls::Entries(calls) => self.get_entries(calls, which).await,
        }
    }

    /// The configurations of that kind beside the function, whoever made them, each with what was read of
    /// it on the way.
    ///
    /// # Errors
    /// Whatever else than a list comes back.
    pub async fn configs(&self, kind: Kind, function: &Resource) -> error::Result<Vec<Beside>> {
        let named = |name: &str| function.sibling(kind, name);
        match &kind.spec().calls {
            Calls::Put(calls) if kind.spec().naming == Naming::Qualifier => {
                let names = self.qualifiers(calls, function.name()).await;
                let names = names.map_err(|failure| failure.into_error(&named("").label()))?;
                Ok(names.iter().map(|name| (named(name), None)).collect())
            }
            // A function has one of these at most, so it is read instead of listed.
            Calls::Own(_) | Calls::Put(_) | Calls::Entries(_) => {
                let only = named(function.name());
                let reply = self.get(&only).await?;
                Ok(reply.map(|reply| (only, Some(reply))).into_iter().collect())
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
        let which = which(resource);
        match &resource.kind.spec().calls {
            Calls::Own(calls) => self.create_own(calls, which, body, headers).await,
            Calls::Put(calls) => self.put_whole(calls, which, body, etag).await,
            Calls::Entries(_) => Err(no_call(PUT_NOTHING)),
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
        let which = which(resource);
        match &resource.kind.spec().calls {
            Calls::Own(calls) => self.update_own(calls, which, (body, headers), etag).await,
            Calls::Put(calls) => self.put_whole(calls, which, body, etag).await,
            Calls::Entries(_) => Err(no_call(PUT_NOTHING)),
        }
    }

    /// Deletes the resource, as long as it still has that ETag. One that is not there counts as
    /// deleted.
    ///
    /// # Errors
    /// Whatever the service says against it.
    pub async fn delete(&self, resource: &Resource, etag: Option<&str>) -> Result<(), Failure> {
        let which = which(resource);
        match &resource.kind.spec().calls {
            Calls::Own(calls) => self.delete_own(calls, which, etag).await,
            Calls::Put(calls) => self.delete_put(calls, which, etag).await,
            // Entries come and go one by one. Were this taken for done, it would be put on record.
            Calls::Entries(_) => Err(no_call(DELETE_NOTHING)),
        }
    }
}

fn which(resource: &Resource) -> Which<'_> {
    Which {
        kind: resource.kind,
        function: resource.root_name(),
        name: resource.name(),
    }
}
