//! The plugin by which this program stands before the deploys of another component, as the file names it.

use super::ProjectFile;
use crate::stated::{StatedPlugin, StatedResource};

/// How a text that names this program is recognised: by its name, of which paths and addresses have one, too.
const NAME: &str = "fc-guard";

impl ProjectFile {
    /// Whether the plugin that stands before the deploy of the resource whose turn it is stands before that of another
    /// one, too.
    pub(super) fn is_hooked(&self, other: &StatedResource) -> bool {
        let own = self.own_resource().map(own_plugins).unwrap_or_default();
        let mut others = own_plugins(other).into_iter();
        others.any(|one| own.iter().any(|own| own.name == one.name))
    }

    /// The name of the plugin before the deploy of the resource whose turn it is, where its failure may be ignored.
    pub(in crate::commands) fn ignored_hook(&self) -> Option<&str> {
        let own = own_plugins(self.own_resource()?);
        let ignored = own.into_iter().find(|one| !one.stops)?;
        Some(&ignored.name)
    }

    /// Whether the resource whose turn it is may be deployed at the same time as others.
    pub(in crate::commands) fn is_abreast(&self) -> bool {
        let own = self.own.as_deref().unwrap_or_default();
        self.run.is_over_file && self.stated.is_abreast("deploy", own)
    }
}

/// The plugins of a resource that may be this program. One that nothing names may be called anything.
fn own_plugins(resource: &StatedResource) -> Vec<&StatedPlugin> {
    let all: Vec<&StatedPlugin> = resource.before_deploy.iter().collect();
    let named: Vec<_> = all
        .iter()
        .copied()
        .filter(|one| one.name.contains(NAME))
        .collect();
    match named.is_empty() {
        true => all,
        false => named,
    }
}
