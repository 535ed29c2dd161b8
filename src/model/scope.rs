//! Which part of a project one run takes care of. What is outside of it is neither compared nor
//! written, and its half of the baseline stays as it was.

use crate::model::kind::{Kind, Section};
use crate::model::resource::Resource;

/// Which half of a function one run takes care of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Both,
    Code,
    Config,
}

impl Half {
    /// Whether a top-level setting belongs to this half.
    pub fn covers(self, top: &str) -> bool {
        match self {
            Half::Both => true,
            Half::Code => top == "code",
            Half::Config => top != "code",
        }
    }
}

/// What one run takes care of. The default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub function: Option<Half>,
    pub triggers: Option<Triggers>,
    pub async_invoke: bool,
    /// Everything else, and what is left over from earlier deploys.
    pub rest: bool,
}

/// Which triggers one run takes care of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Triggers {
    All,
    Named(Vec<String>),
}

impl Scope {
    /// The whole resource of `s.yaml`.
    pub fn whole() -> Scope {
        Scope {
            function: Some(Half::Both),
            triggers: Some(Triggers::All),
            async_invoke: true,
            rest: true,
        }
    }

    /// Whether resources of that kind are taken care of, or some of them.
    pub fn names(&self, kind: Kind) -> bool {
        match kind.spec().section {
            // What stands around the function goes with its configuration.
            Section::Service => self.function.is_some_and(|half| half != Half::Code),
            Section::Function => self.function.is_some(),
            Section::Triggers => self.triggers.is_some(),
            Section::AsyncInvoke => self.async_invoke,
            Section::Rest => self.rest,
        }
    }

    /// Whether a resource is taken care of.
    pub fn covers(&self, resource: &Resource) -> bool {
        // Only triggers are named one by one; of all else a part is taken as a whole.
        match &self.triggers {
            Some(Triggers::Named(names)) if resource.kind.spec().section == Section::Triggers => {
                names.iter().any(|name| name == resource.name())
            }
            _ => self.names(resource.kind),
        }
    }
}
