//! The calls against a server whose replies are written here. (Whether a real client and a real
//! server agree with them is the business of the emulator's tests.)

mod read;
mod retry;
mod secrets;
mod upload;
mod write;

use crate::model::resource::{Kind, Resource};

/// A resource of function demo.
pub(super) fn of(kind: Kind, name: &str) -> Resource {
    Resource::of_function("1".to_owned(), "r".to_owned(), "demo".to_owned()).sibling(kind, name)
}

pub(super) fn function() -> Resource {
    of(Kind::Function, "demo")
}
