//! The Function Compute API (2023-03-30) as the core sees it: one [`Client`], a handful of calls,
//! bodies that pass through as JSON. Unknown fields are kept, because the models move every month.
//!
//! Two rules hold for every call. A read that failed is not absence: only the API's own not-found
//! code with status 404 is `None`. And a write whose end nobody knows says so ([`Failure::unknown`]).

pub mod client;
pub mod credential;
pub mod endpoint;
pub mod failure;
pub mod gate;

mod call;
mod code;
mod config;
mod entity;
mod entries;
mod function;
mod hint;
mod list;
mod own;
mod refusal;
mod reply;
mod resource;
mod retry;
mod secrets;
mod sign;
mod tag;
mod upload;
mod version;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod tests;

pub use client::Client;
pub use credential::Credential;
pub use endpoint::{Endpoints, without_user};
pub use failure::Failure;
pub use reply::Reply;
pub use resource::Beside;
pub use upload::OssObject;
