//! Alibaba Cloud Function Compute in memory: the wire formats, signatures, state and errors of the
//! FC 3.0 API (2023-03-30) and of the FC 2.0 API (2016-08-15), and of OSS the objects with what a
//! store of records needs. It is strict: an unknown route, field or signature fails loudly.
//!
//! The cloud is [`Emulator::handle`], a function from request to response that a test can call in its
//! own process; [`Server`] puts the same thing on a port, and the program `fc-emulator` is that server
//! with flags. With a [`Clock`] and a seed of one's own, every reply is the same in every run.
//!
//! It is kept honest by clients that nobody here wrote: the official SDKs drive it in `tests/peers/`,
//! and requests that the official SDKs signed must verify. What nobody has seen the service do is a line in
//! `GUESSES.md` (`G1` and so on in comments).
//!
//! # Making it misbehave
//!
//! Besides [`Emulator::fault`], a server takes orders over HTTP, without a signature, from the loopback
//! address only, and without a line in the log:
//!
//! | request | effect |
//! |---|---|
//! | `POST /__emulator__/faults` | adds the [`Fault`] that the JSON body describes |
//! | `DELETE /__emulator__/faults` | removes all faults |
//! | `POST /__emulator__/images` | gives an image the digest that the JSON body names, or none (see [`Image`]) |
//! | `POST /__emulator__/buckets` | declares a bucket of OSS (see [`Bucket`]) |
//! | `POST /__emulator__/certificates` | puts a certificate into the certificate service (see [`Certificate`]) |
//! | `POST /__emulator__/files` | puts a file at an address that belongs to no service (see [`File`]) |
//! | `GET /__emulator__/state` | answers everything that the cloud holds, as JSON |

mod call;
mod checksum;
mod clock;
mod cloud;
mod config;
mod control;
mod doc;
mod emulator;
mod error;
mod etag;
mod fault;
mod http;
mod ids;
mod log;
mod operations;
mod route;
mod server;
mod service;
mod shown;
mod sign;
mod xml;

pub use checksum::checksum;
pub use clock::Clock;
pub use cloud::bucket::{Acl, Bucket, Encryption, Versioning};
pub use cloud::certificate::Certificate;
pub use cloud::file::File;
pub use cloud::image::Image;
pub use config::{Config, Domains, Grant, Hides, Key, Oss, Right};
pub use emulator::{Emulator, Reply};
pub use fault::{Delivery, Fault, Kind};
pub use http::{Request, Response};
pub use log::Entry;
pub use server::Server;
