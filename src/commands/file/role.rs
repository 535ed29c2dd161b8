//! The role of a service of FC 2.0, which all resources that deploy into it have in common.

use serde_json::Value;

use super::ProjectFile;
use crate::commands::said::SaidResource;
use crate::dialect;

impl ProjectFile {
    /// Whether a resource of the file deploys something into the service of these props that needs a role.
    pub(in crate::commands) fn needs_role(&self, props: &Value) -> bool {
        let own = SaidResource::handed(props);
        let this = self.resources().iter().find(|one| self.is_own(one));
        let access = this.and_then(|this| self.access_of(this));
        let ours = self.resources().iter().filter(|one| self.guards(one));
        let mut ours = ours.filter(|one| self.access_of(one) == access);
        ours.any(|one| {
            let said = |name: &str| one.in_run().get(name).ok();
            SaidResource::stated(one.in_run()).shares_service(&own)
                && dialect::needs_role(said("service"), said("function"))
        })
    }
}
