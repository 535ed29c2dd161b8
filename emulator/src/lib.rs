//! Alibaba Cloud Function Compute in memory: the wire formats, signatures, state and errors of the
//! FC 3.0 API, as far as this project uses them. It knows nothing of fc-guard, and it is strict: an
//! unknown route or field fails loudly.
//!
//! The cloud itself is [`Emulator::handle`], a function from request to response; [`server`] puts it
//! on a port. It is kept honest by clients that nobody here wrote: the official SDK drives it in
//! `tests/peers/`, and requests recorded from the official SDKs must verify.

pub mod cloud;
pub mod emulator;
pub mod error;
pub mod fault;
pub mod http;
pub mod log;
mod route;
pub mod server;
mod sign;

pub use emulator::{Config, Emulator, Key};
