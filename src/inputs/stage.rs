//! Of which file, resource and environment a run is.

use super::Inputs;
use crate::state::record::Origin;

impl Inputs {
    /// The environment whose values the CLI lays over the props, where that is known.
    pub fn environment(&self) -> Option<&str> {
        self.env_name().or(self.default_env.as_deref())
    }

    /// What in the project's files the resource is deployed as, if the CLI told it.
    pub fn origin(&self) -> Option<Origin> {
        let path = self.yaml_path()?;
        Some(Origin {
            // The name alone: a folder may be moved, and a clone stands elsewhere.
            file: path.rsplit('/').next()?.to_owned(),
            resource: self.resource_name()?.to_owned(),
            env: self.environment().map(str::to_owned),
        })
    }

    /// The environment that was chosen as the default, where the command line names none.
    pub fn unsaid_env(&self) -> Option<&str> {
        let default = self.default_env.as_deref();
        default.filter(|_| self.env_name().is_none())
    }

    /// Whether what is on record was deployed as this very resource.
    pub fn is_own(&self, origin: Option<&Origin>) -> bool {
        let own = self.origin();
        // Without a name of its own it would be equal to every record without an origin.
        own.is_some() && origin.map(|one| one.with_default(self.unsaid_env())) == own
    }
}
