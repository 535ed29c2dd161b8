//! The whole thing as a person uses it: the real `s` CLI, the component in this folder, the emulator
//! as a server. Here stands only what they, a terminal, signals, docker and a browser can show; all
//! else is a story (`tests/stories/`). `cargo xtask test` builds what they need.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "the tests stand outside of the core"
)]

/// Makes two tests of each function that takes a way: through `s`, and the native program alone. The
/// native core behind `s` is the same program behind the same shim: `tests/shim/` has that seam, and
/// a handful of tests here.
macro_rules! through_s_and_alone {
    ($($name:ident)*) => {
        mod through_s {
            $(#[test] fn $name() { super::$name(crate::signal::Way::Cli(crate::project::Door::Wasm)); })*
        }
        mod alone {
            $(#[test] fn $name() { super::$name(crate::signal::Way::Alone); })*
        }
    };
}

#[allow(dead_code, reason = "the emulator's own tests use the rest of it")]
#[path = "../../emulator/tests/caller/mod.rs"]
mod caller;
#[path = "../canaries/mod.rs"]
mod canaries;
mod claims;
mod clones;
mod codes;
mod console;
mod crash;
mod drift;
mod editions;
mod emulator;
mod failures;
mod home;
mod hook;
mod images;
mod interrupt;
mod keys;
mod outputs;
mod page;
mod progress;
mod project;
mod refusals;
mod secrets;
mod session;
mod signal;
mod situations;
mod team;
