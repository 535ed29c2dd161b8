//! Of which file, resource and environment a turn is.

use crate::state::record::Origin;

/// Where in a project's files a resource stands.
#[derive(Clone, Debug, Default)]
pub struct ProjectPlace {
    /// The folder in which Serverless Devs was started.
    pub cwd: String,
    /// The folder of `s.yaml`, absolute: relative paths start there, and the state stands there.
    pub base: String,
    /// The path of the file, where there is one.
    pub path: Option<String>,
    /// The resource's name in it, if Serverless Devs told it.
    pub resource: Option<String>,
    /// Its component, as Serverless Devs has resolved it.
    pub component: Option<String>,
    /// The environment that the command line names. Without one it may still be that Serverless Devs uses
    /// its default environment, and does not tell.
    pub typed_env: Option<String>,
    /// The environment that `s env default` has chosen for the project, where the shim knows it.
    pub default_env: Option<String>,
    /// Whether it is known if one was chosen.
    pub is_default_known: bool,
    /// Whether the command line names the access of every resource of the file.
    pub is_access_named: bool,
}

impl ProjectPlace {
    /// The environment whose values Serverless Devs lays over the props, where that is known.
    pub fn environment(&self) -> Option<&str> {
        self.typed_env.as_deref().or(self.default_env.as_deref())
    }

    /// Whether Serverless Devs lays no environment over the props, as far as that is known.
    pub fn has_no_environment(&self) -> bool {
        self.is_default_known && self.environment().is_none()
    }

    /// The environment that was chosen as the default, where the command line names none.
    pub fn unsaid_env(&self) -> Option<&str> {
        let default = self.default_env.as_deref();
        default.filter(|_| self.typed_env.is_none())
    }

    /// What in the project's files the resource is deployed as, if Serverless Devs told it.
    pub fn origin(&self) -> Option<Origin> {
        let path = self.path.as_deref()?;
        Some(Origin {
            // The name alone: a folder may be moved, and a clone stands elsewhere.
            file: path.rsplit('/').next()?.to_owned(),
            resource: self.resource.clone()?,
            env: self.environment().map(str::to_owned),
        })
    }

    /// Whether what is on record was deployed as this very resource.
    pub fn is_own(&self, origin: Option<&Origin>) -> bool {
        let own = self.origin();
        // Without a name of its own it would be equal to every record without an origin.
        own.is_some() && origin.map(|one| one.with_default(self.unsaid_env())) == own
    }

    /// That of another resource of the file, which has the same component.
    #[must_use]
    pub fn at(&self, resource: &str) -> ProjectPlace {
        ProjectPlace {
            resource: Some(resource.to_owned()),
            ..self.clone()
        }
    }

    /// Whether it is the resource of that name.
    pub fn is_of(&self, resource: &str) -> bool {
        self.resource.as_deref() == Some(resource)
    }
}
