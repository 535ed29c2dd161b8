//! What the project wants: `s.yaml` after it has been understood and checked.

use serde_json::Value;

use crate::error::Error;
use crate::model::owner::Rule;
use crate::model::owner::pattern::Pattern;
use crate::model::resource::{Kind, Resource};
use crate::package::CodeSource;
use crate::words::Words;

/// Everything that one `s deploy` of one resource in `s.yaml` asks for.
#[derive(Clone, Debug)]
pub struct Desired {
    pub account: String,
    pub region: String,
    pub function_name: String,
    /// The function as the FC 3.0 API names its fields, without `code`. JSON that the API carries in
    /// a string (`sessionAffinityConfig`) stands here as an object.
    pub function: Value,
    /// The settings of the function that the file leaves to the service, and that stand here only
    /// because upstream fc3 creates a function with them.
    pub unsaid: &'static [&'static str],
    pub code: CodeSource,
    /// Whether it is known where the code comes from; only a command that needs none goes on without.
    pub has_code: bool,
    /// What is wrong with the file, and stops nothing.
    pub warnings: Vec<Words>,
    /// What a deploy refuses the file for, where it did not stop this command.
    pub refused: Option<Error>,
    /// In the order of `s.yaml`. `triggerConfig` stands here as an object.
    pub triggers: Vec<Value>,
    /// As the API's CustomDomain, with `routeConfig.routes` holding only this function's own route.
    pub domain: Option<Value>,
    /// Whether the domain's name was left to the service: such a domain must be there already.
    pub auto_domain: bool,
    /// The configurations beside the function, in the order in which they are written.
    pub configs: Vec<Config>,
    /// The kinds of resources of which nobody knows here which ones the file wants.
    pub open: Vec<Kind>,
    /// Extra HTTP headers of Create/UpdateFunction (`annotations.headers`, as upstream fc3).
    pub headers: Vec<(String, String)>,
    /// `driftPolicy`: whose a setting is.
    pub rules: Vec<Rule>,
    /// The variables whose values may be shown.
    pub shown: Vec<Pattern>,
    /// `props.endpoint`, if given.
    pub endpoint: Option<String>,
}

/// A configuration beside the function.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// One of [`Kind::configs`].
    pub kind: Kind,
    /// The version or alias that it belongs to; the function's name where it belongs to all of it.
    pub name: String,
    /// As the API's input names its fields.
    pub document: Value,
    /// Whether the deploy waits until as many instances are there as were asked for (`mode` of
    /// upstream fc3).
    pub waits: bool,
}

impl Desired {
    /// The names of its triggers.
    pub fn trigger_names(&self) -> impl Iterator<Item = &str> {
        let triggers = self.triggers.iter();
        triggers.filter_map(|trigger| Kind::Trigger.own_name(trigger))
    }

    /// The resource of that kind and name in this account, region and function.
    pub fn resource(&self, kind: Kind, name: &str) -> Resource {
        Resource {
            account: self.account.clone(),
            region: self.region.clone(),
            function: self.function_name.clone(),
            kind,
            name: name.to_owned(),
        }
    }
}
