//! The services of the cloud, a folder each: a [`Service`](crate::wire::Service), and its calls, which
//! `wire` sends.

pub mod fc2;
pub mod fc3;
pub mod oss;
pub mod site;

mod fc;
