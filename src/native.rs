//! The ports of the native entry point: reqwest, the file system, a terminal and the system's clock.
//! Only here may the program touch them directly.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod clock;
pub mod files;
pub mod http;
pub mod programs;
pub mod reader;
pub mod terminal;
