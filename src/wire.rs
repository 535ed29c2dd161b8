//! How a cloud service is called: requests made and signed, sent and tried again, and what comes back
//! made out. Bodies pass through as JSON; unknown fields are kept, because the models move every month.
//!
//! Two rules hold for every call. A read that failed is not absence: only the service's own not-found
//! code with status 404 is `None`. And a write whose end nobody knows says so ([`Failure::unknown`]).

pub mod client;
pub mod credential;
pub mod endpoint;
pub mod failure;
pub mod gate;

pub(crate) mod call;
mod entity;
mod hint;
pub(crate) mod list;
mod refusal;
pub(crate) mod reply;
mod retry;
mod secrets;
pub(crate) mod sign;

#[cfg(test)]
pub(crate) mod fake;

pub use client::Client;
pub use credential::Credential;
pub use endpoint::{Endpoints, without_user};
pub use failure::Failure;
pub use reply::Reply;
