//! How a service of the cloud is called: requests made and signed, sent and tried again, and what comes
//! back made out. Which services there are, and which calls, is the business of `clouds`. Bodies pass
//! through as JSON; unknown fields are kept, because the models move every month.
//!
//! Two rules hold for every call. A read that failed is not absence: only the service's own not-found
//! code with status 404 is `None`. And a write whose end nobody knows says so ([`Failure::unknown`]).

pub mod gate;

mod call;
mod client;
mod credential;
mod endpoint;
mod entity;
mod failure;
mod hint;
mod list;
mod refusal;
mod reply;
mod retry;
mod secrets;
mod service;
mod sign;

#[cfg(test)]
pub(crate) mod fake;

pub use call::{Action, Body, Call, Condition, Task, USER_AGENT, pair};
pub use client::Client;
pub use credential::Credential;
pub use endpoint::{HostOrigin, Site, without_user};
pub use entity::element;
pub use failure::{Failure, no_call};
pub use list::{List, Pages};
pub use reply::{Identity, Reply, absent, etag, unreadable};
pub use secrets::{Property, Vocabulary};
pub use service::{AddressLayout, Codes, Right, Service};
pub use sign::Signature;
