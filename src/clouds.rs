//! The services of the cloud, a file or a folder each: a [`Service`](crate::wire::Service), and its calls, which
//! `wire` sends. Each may ask those below it: `fc3` asks `fc2` for a bucket, `fc2` lends one of `oss`, and all
//! of them have in common what `fc` says.

pub mod cas;
pub mod fc2;
pub mod fc3;
pub mod oss;
pub mod site;

mod fc;
mod resource;

pub use self::resource::Beside;
