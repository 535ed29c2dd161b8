//! Which things in the cloud fc-guard takes care of, and how each is named.

use serde::{Deserialize, Serialize};

use crate::words;
use crate::words::Words;

/// A kind of resource. Adding one: a variant here, its table in `model/fields`, its calls in `api`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    Function,
    Trigger,
    CustomDomain,
}

impl Kind {
    /// The kind's name in file names and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Trigger => "trigger",
            Kind::CustomDomain => "customDomain",
        }
    }
}

/// One resource, named so that no two are ever mistaken for each other: account, region, the
/// function it belongs to, and its own name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    pub account: String,
    pub region: String,
    pub function: String,
    pub kind: Kind,
    /// The trigger's or the domain's name; the function's own name for a function.
    pub name: String,
}

impl Resource {
    /// What people call it: `function demo`, `trigger demo/http`, `customDomain a.example.com`.
    pub fn label(&self) -> Words {
        let Resource { function, name, .. } = self;
        match self.kind {
            Kind::Function => words!("function {name}", "函数 {name}"),
            Kind::Trigger => words!("trigger {function}/{name}", "触发器 {function}/{name}"),
            Kind::CustomDomain => words!("custom domain {name}", "自定义域名 {name}"),
        }
    }
}
