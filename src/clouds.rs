//! The services of the cloud, a folder each: what their calls are, sent by `wire`.

pub mod fc3;
