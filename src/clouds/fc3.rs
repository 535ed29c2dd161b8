//! Function Compute 3.0: functions, triggers, domains, configurations, and their code.

mod code;
mod config;
mod domain;
mod entries;
mod function;
mod invocation;
mod own;
mod resource;
mod service;
mod tag;
mod upload;
mod version;

#[cfg(test)]
mod tests;

pub use invocation::{is_closed, is_draining};
pub use service::FC3;
