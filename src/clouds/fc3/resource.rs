//! The calls about a resource, whatever its kind.

use serde_json::Value;

use super::own::Which;
use super::service::FC3;
use crate::clouds::Beside;
use crate::error;
use crate::model::kind::calls::Calls;
use crate::model::kind::{Kind, Naming};
use crate::model::resource::Resource;
use crate::wire::{Action, Client, Failure, Reply, Task, no_call};

/// What a write that a kind does not have is named in its failure.
pub(super) const PUT_NOTHING: Action = Action::new(&FC3, "Put", Task::Update);
const DELETE_NOTHING: Action = Action::new(&FC3, "Delete", Task::Delete);

impl Client<'_> {
    /// What is read of a resource of FC 3.0.
    pub(in crate::clouds) async fn get_third(
        &self,
        resource: &Resource,
    ) -> Result<Option<Reply>, Failure> {
        self.read(which(resource), None).await
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

    /// As [`Client::configs`], of FC 3.0.
    pub(in crate::clouds) async fn configs_third(
        &self,
        kind: Kind,
        function: &Resource,
    ) -> error::Result<Vec<Beside>> {
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

    /// As [`Client::create`], of FC 3.0.
    pub(in crate::clouds) async fn create_third(
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

    /// As [`Client::update`], of FC 3.0.
    pub(in crate::clouds) async fn update_third(
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

    /// As [`Client::delete`], of FC 3.0.
    pub(in crate::clouds) async fn delete_third(
        &self,
        resource: &Resource,
        etag: Option<&str>,
    ) -> Result<(), Failure> {
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
        function: resource.function().unwrap_or_else(|| resource.name()),
        name: resource.name(),
    }
}
