//! The calls about custom domains.

use serde_json::Value;

use super::call::{Action, Call, Task};
use super::client::Client;
use super::failure::Failure;
use super::reply::{Identity, Reply, absent};
use crate::error;
use crate::words;

const GET: Action = Action::new("GetCustomDomain", Task::Read);
const CREATE: Action = Action::new("CreateCustomDomain", Task::Create);
const DELETE: Action = Action::new("DeleteCustomDomain", Task::Delete);
const UPDATE: Action = Action::new("UpdateCustomDomain", Task::Update);

impl Client<'_> {
    /// The domain as it is online, or `None` where the API says `DomainNameNotFound`.
    ///
    /// # Errors
    /// Whatever else than the domain or that code comes back.
    pub async fn get_domain(&self, name: &str) -> error::Result<Option<Reply>> {
        let reply = self
            .resource(Call::new(GET, &["custom-domains", name]), identity(name))
            .await;
        absent(reply, "DomainNameNotFound").map_err(|failure| {
            failure.into_error(&words!("custom domain {name}", "自定义域名 {name}"))
        })
    }

    /// Creates the domain that the body (`CreateCustomDomainInput`) describes.
    ///
    /// # Errors
    /// [`Failure::exists`] where the domain is taken, possibly by another account.
    pub async fn create_domain(&self, body: &Value) -> Result<Reply, Failure> {
        let name = body["domainName"].as_str().unwrap_or_default();
        let call = Call::new(CREATE, &["custom-domains"]).body(body);
        self.resource(call, identity(name)).await
    }

    /// Sets the top-level keys in the body (`UpdateCustomDomainInput`).
    ///
    /// # Errors
    /// [`Failure::moved`] and [`Failure::gone`], as for functions.
    pub async fn update_domain(
        &self,
        name: &str,
        body: &Value,
        if_match: Option<&str>,
    ) -> Result<Reply, Failure> {
        let call = Call::new(UPDATE, &["custom-domains", name])
            .if_match(if_match)
            .body(body);
        self.resource(call, identity(name)).await
    }

    /// Deletes the domain. All its routes go with it.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_domain(&self, name: &str, if_match: Option<&str>) -> Result<(), Failure> {
        let call = Call::new(DELETE, &["custom-domains", name]);
        self.delete_by(call.if_match(if_match)).await
    }
}

fn identity(name: &str) -> Identity<'_> {
    ("domainName", name)
}
