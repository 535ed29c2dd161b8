//! The stories: one file a command, the only ones that know the order of things.

pub mod deploy;
pub mod info;
pub mod plan;
pub mod remove;
pub mod sync;
