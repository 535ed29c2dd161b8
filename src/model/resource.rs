//! Which things in the cloud fc-guard takes care of, and how each is named.

use serde::{Deserialize, Serialize};

use crate::model::path::Path;
use crate::plain::line;
use crate::words;
use crate::words::Words;

/// A kind of resource. Adding one: a variant here, its table in `model/fields`, its calls in `api`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    Function,
    Trigger,
    CustomDomain,
    AsyncInvokeConfig,
    VpcBinding,
    ProvisionConfig,
    ScalingConfig,
    ConcurrencyConfig,
}

impl Kind {
    /// The configurations beside a function: each exists only by what is set in it, is written as a
    /// whole, and has no existence of its own in the service's console.
    pub const CONFIGS: [Kind; 5] = [
        Kind::AsyncInvokeConfig,
        Kind::VpcBinding,
        Kind::ProvisionConfig,
        Kind::ScalingConfig,
        Kind::ConcurrencyConfig,
    ];

    /// Whether it is one of [`Kind::CONFIGS`].
    pub fn is_config(self) -> bool {
        Kind::CONFIGS.contains(&self)
    }

    /// The kind's name in file names and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Trigger => "trigger",
            Kind::CustomDomain => "customDomain",
            Kind::AsyncInvokeConfig => "asyncInvokeConfig",
            Kind::VpcBinding => "vpcBinding",
            Kind::ProvisionConfig => "provisionConfig",
            Kind::ScalingConfig => "scalingConfig",
            Kind::ConcurrencyConfig => "concurrencyConfig",
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
    /// The trigger's or the domain's name, the qualifier of a configuration that has one; else the
    /// function's own name.
    pub name: String,
}

impl Resource {
    /// The ARN of the function that it belongs to.
    pub fn arn(&self) -> String {
        let Resource {
            account,
            region,
            function,
            ..
        } = self;
        format!("acs:fc:{region}:{account}:functions/{function}")
    }

    /// Where one of its settings stands among all that one resource of `s.yaml` deploys, as
    /// `driftPolicy` and reports write it: `timeout`, `triggers[http].triggerConfig.methods`,
    /// `customDomain.protocol`.
    pub fn address(&self, path: &Path) -> Path {
        let root = match self.kind {
            Kind::Function => return path.clone(),
            Kind::Trigger => Path::default().key("triggers").item(&self.name),
            _ => Path::default().key(self.kind.name()),
        };
        Path([root.0, path.0.clone()].concat())
    }

    /// What people call it: `function demo`, `trigger demo/http`, `custom domain a.example.com`,
    /// `asyncInvokeConfig of demo/test`.
    pub fn label(&self) -> Words {
        let (function, name) = (line(&self.function), line(&self.name));
        let of = match name.as_str() {
            "LATEST" => function.clone(),
            own if own == function => function.clone(),
            name => format!("{function}/{name}"),
        };
        match self.kind {
            Kind::Function => words!("function {name}", "函数 {name}"),
            Kind::Trigger => words!("trigger {function}/{name}", "触发器 {function}/{name}"),
            Kind::CustomDomain => words!("custom domain {name}", "自定义域名 {name}"),
            Kind::AsyncInvokeConfig => {
                words!(
                    "asyncInvokeConfig of {of}",
                    "函数 {of} 的 asyncInvokeConfig"
                )
            }
            Kind::VpcBinding => words!("vpcBinding of {of}", "函数 {of} 的 vpcBinding"),
            Kind::ProvisionConfig => {
                words!("provisionConfig of {of}", "函数 {of} 的 provisionConfig")
            }
            Kind::ScalingConfig => words!("scalingConfig of {of}", "函数 {of} 的 scalingConfig"),
            Kind::ConcurrencyConfig => {
                words!(
                    "concurrencyConfig of {of}",
                    "函数 {of} 的 concurrencyConfig"
                )
            }
        }
    }
}
