//! The operations of the API version 2016-08-15, that of FC 2.0, one file a noun. They are functions of
//! [`crate::cloud::fc2::Fc2`].

mod alias;
mod binding;
mod body;
mod code;
mod config;
mod defaults;
mod domain;
mod function;
mod invoke;
mod layer;
mod limits;
mod model;
mod ondemand;
mod page;
mod seen;
mod service;
mod tag;
mod trigger;
mod trigger_config;
mod version;

use serde_json::Value;

use crate::doc::Doc;

/// The members of a literal.
fn doc(literal: Value) -> Doc {
    match literal {
        Value::Object(doc) => doc,
        _ => Doc::new(),
    }
}
