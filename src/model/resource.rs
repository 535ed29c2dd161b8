//! Which things in the cloud fc-guard takes care of, and how each is named.

use serde::{Deserialize, Serialize};

pub use crate::model::kind::Kind;

use crate::model::kind::{Naming, Place};
use crate::model::path::Path;
use crate::plain::line;
use crate::words::Words;

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
        let root = match self.kind.spec().place {
            Place::Props => return path.clone(),
            Place::List(list) => Path::default().key(list).item(&self.name),
            Place::Block => Path::default().key(self.kind.name()),
        };
        Path([root.0, path.0.clone()].concat())
    }

    /// What people call it: `function demo`, `trigger demo/http`, `custom domain a.example.com`,
    /// `asyncInvokeConfig of demo/test`.
    pub fn label(&self) -> Words {
        let (function, name) = (line(&self.function), line(&self.name));
        let name = match self.kind.spec().naming {
            Naming::Own(_) => name,
            Naming::Function => function.clone(),
            Naming::Qualifier if name == "LATEST" => function.clone(),
            Naming::Qualifier => format!("{function}/{name}"),
        };
        (self.kind.spec().label)(&function, &name)
    }
}
