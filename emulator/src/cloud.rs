//! The state of one account, and the operations on it, one file a noun.

mod binding;
mod body;
mod bound;
mod code;
mod config;
mod defaults;
mod domain;
mod function;
pub(crate) mod image;
mod invoke;
mod layer;
mod limits;
mod model;
pub(crate) mod oss;
mod page;
mod tag;
mod task;
mod trigger;
mod version;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

pub use code::checksum;

use crate::error::{ApiError, Result};
use crate::ids::Ids;
use function::Function;
use image::Images;
use layer::Layers;
use oss::Store;

/// A JSON object as the API carries it.
type Doc = Map<String, Value>;

/// Everything that stands in the account.
#[derive(Clone, Debug)]
pub(crate) struct Cloud {
    account: String,
    functions: BTreeMap<String, Function>,
    domains: BTreeMap<String, Doc>,
    layers: Layers,
    images: Images,
    /// Milliseconds that the service takes for instances and images.
    settle: u64,
    store: Store,
    pub(crate) ids: Ids,
}

impl Cloud {
    /// An empty account. The seed makes its ids the same in every run.
    pub(crate) fn new(account: &str, seed: Option<u64>, settle: u64) -> Cloud {
        let mut ids = Ids::new(seed);
        Cloud {
            account: account.to_owned(),
            functions: BTreeMap::new(),
            domains: BTreeMap::new(),
            layers: Layers::new(),
            images: Images::new(),
            settle,
            store: Store::new(&mut ids),
            ids,
        }
    }

    /// All of it as JSON.
    pub(crate) fn state(&self) -> Value {
        let functions = self.functions.iter();
        let functions: Doc = functions
            .map(|(name, function)| (name.clone(), function.state()))
            .collect();
        json!({
            "account": self.account,
            "functions": functions,
            "customDomains": self.domains,
            "layers": self.layers.keys().collect::<Vec<_>>(),
            "objects": self.store.state(),
        })
    }

    fn function(&self, name: &str) -> Result<&Function> {
        let found = self.functions.get(name);
        found.ok_or_else(|| ApiError::no_function(name))
    }

    fn function_mut(&mut self, name: &str) -> Result<&mut Function> {
        let found = self.functions.get_mut(name);
        found.ok_or_else(|| ApiError::no_function(name))
    }

    /// `acs:fc:REGION:ACCOUNT:functions/NAME`.
    fn arn(&self, region: &str, function: &str) -> String {
        format!("acs:fc:{region}:{}:functions/{function}", self.account)
    }
}

/// A text field; empty counts as absent.
fn text<'d>(doc: &'d Doc, name: &str) -> Option<&'d str> {
    doc.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// A text field that a request must carry.
fn required<'d>(doc: &'d Doc, name: &str) -> Result<&'d str> {
    text(doc, name).ok_or_else(|| ApiError::required(name))
}

/// The value at a path of member names joined by dots.
fn at<'d>(doc: &'d Doc, path: &str) -> Option<&'d Value> {
    let mut names = path.split('.');
    let first = doc.get(names.next()?)?;
    names.try_fold(first, |value, name| value.get(name))
}

/// Puts the members of `fill` where `doc` has none of that name.
fn fill(doc: &mut Doc, fill: Value) {
    let Value::Object(fill) = fill else {
        return;
    };
    for (name, value) in fill {
        doc.entry(name).or_insert(value);
    }
}
