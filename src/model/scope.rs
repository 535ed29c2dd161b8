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
    /// The service of FC 2.0 in which the function stands, and what is bound to it.
    pub service: bool,
    pub function: Option<Half>,
    pub triggers: Option<Triggers>,
    pub async_invoke: bool,
    /// Of the domains those of these names alone, where any is named.
    pub domains: Vec<String>,
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
            service: true,
            function: Some(Half::Both),
            triggers: Some(Triggers::All),
            async_invoke: true,
            domains: Vec::new(),
            rest: true,
        }
    }

    /// Whether resources of that kind are taken care of, or some of them.
    pub fn names(&self, kind: Kind) -> bool {
        match kind.spec().section {
            Section::Service => self.service,
            Section::Function => self.function.is_some(),
            Section::Triggers => self.triggers.is_some(),
            Section::AsyncInvoke => self.async_invoke,
            Section::Rest => self.rest,
        }
    }

    /// Whether a resource is taken care of.
    pub fn covers(&self, resource: &Resource) -> bool {
        let is_domain = resource.kind.is_shared() && !resource.is_root();
        if is_domain && !self.domains.is_empty() {
            return self.rest && self.domains.iter().any(|name| resource.is_called(name));
        }
        // Of all else a part is taken as a whole.
        match &self.triggers {
            Some(Triggers::Named(names)) if resource.kind.spec().section == Section::Triggers => {
                names.iter().any(|name| name == resource.name())
            }
            _ => self.names(resource.kind),
        }
    }
}
