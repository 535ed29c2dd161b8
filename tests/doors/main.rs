//! The whole thing as a person uses it: the real `s` CLI, the component in this folder, the emulator
//! as a server, and somebody else with the official SDK. `cargo xtask test` builds what they need.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "the tests stand outside of the core"
)]

/// Makes a test a door of each function that takes one.
macro_rules! in_both_doors {
    ($($name:ident)*) => {
        mod wasm {
            $(#[test] fn $name() { super::$name(crate::project::Door::Wasm); })*
        }
        mod native {
            $(#[test] fn $name() { super::$name(crate::project::Door::Native); })*
        }
    };
}

mod codes;
mod console;
mod crash;
mod drift;
mod failures;
mod home;
mod images;
mod interrupt;
mod keys;
mod page;
mod progress;
mod project;
mod refusals;
mod secrets;
mod session;
mod signal;
mod situations;
mod whole;
mod words;
