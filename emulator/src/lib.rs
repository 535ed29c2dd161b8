//! Alibaba Cloud Function Compute 3.0 in memory, for tests and demos.
//!
//! [`Emulator`] is the whole cloud as one value: it takes a [`Request`] and gives a [`Response`],
//! synchronously and without a socket. [`serve`] puts it behind an HTTP listener.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the emulator is a machine of its own, not a part of the core"
)]

mod bucket;
mod checksum;
mod clock;
mod config;
mod control;
mod emulator;
mod encoding;
mod error;
mod fault;
mod http;
mod journal;
mod operation;
mod page;
mod route;
mod server;
mod shape;
mod signature;
mod state;

pub use checksum::code_checksum;
pub use clock::Clock;
pub use config::{Config, Key};
pub use emulator::Emulator;
pub use http::{Delivery, Request, Response};
pub use server::serve;
