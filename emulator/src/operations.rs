//! The operations on the cloud, one file a noun, and what a request may say.

mod binding;
mod body;
mod bound;
mod certificate;
mod code;
mod config;
mod defaults;
mod domain;
mod fc2;
mod file;
mod function;
mod image;
mod invoke;
mod layer;
mod limits;
mod model;
mod oss;
mod page;
mod session;
mod tag;
mod task;
mod trigger;
mod version;
