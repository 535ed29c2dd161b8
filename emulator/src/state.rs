//! Everything the emulated account owns.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::bucket::Address;
use crate::checksum::code_checksum;
use crate::config::Key;
use crate::error::{ApiError, ApiResult};
use crate::fault::Fault;

/// The fields of one resource as the API shows them.
pub(crate) type Fields = Map<String, Value>;

/// One function with what belongs to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Function {
    pub(crate) fields: Fields,
    pub(crate) code: Option<Vec<u8>>,
    pub(crate) triggers: BTreeMap<String, Fields>,
}

/// A temporary key that may touch one object only.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) key: Key,
    pub(crate) address: Address,
}

/// The whole state of the emulated cloud.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) functions: BTreeMap<String, Function>,
    pub(crate) domains: BTreeMap<String, Fields>,
    pub(crate) objects: BTreeMap<Address, Vec<u8>>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) faults: Vec<Fault>,
    /// Counts everything that needs a fresh id.
    pub(crate) serial: u64,
}

impl State {
    /// The function of that name.
    pub(crate) fn function(&mut self, name: &str) -> ApiResult<&mut Function> {
        self.functions
            .get_mut(name)
            .ok_or_else(|| ApiError::no_function(name))
    }

    /// Everything as JSON, for tests that look from outside.
    pub(crate) fn snapshot(&self) -> Value {
        let triggers = |function: &Function| json!(function.triggers);
        json!({
            "functions": collect(self.functions.iter().map(|(n, f)| (n, json!(f.fields)))),
            "triggers": collect(self.functions.iter().map(|(n, f)| (n, triggers(f)))),
            "customDomains": collect(self.domains.iter().map(|(n, d)| (n, json!(d)))),
            "objects": self.objects.iter().map(|(a, body)| object_line(a, body)).collect::<Value>(),
            "faults": self.faults,
        })
    }
}

fn collect<'a>(entries: impl Iterator<Item = (&'a String, Value)>) -> Value {
    entries
        .map(|(name, value)| (name.clone(), value))
        .collect::<Fields>()
        .into()
}

fn object_line(address: &Address, body: &[u8]) -> Value {
    json!({
        "bucket": address.bucket,
        "object": address.object,
        "size": body.len(),
        "checksum": code_checksum(body),
    })
}
