//! What stands as it is online by decisions.

use std::collections::BTreeSet;

use serde_json::Value;

use super::comparable::{comparable, says_nothing};
use super::witness::Witnesses;
use crate::model::document::{agree, leaves};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::seal::Sealer;
use crate::snapshot::Part;
use crate::state::record::KeptPath;

/// What earlier decisions keep as it is online, whatever half of the resource the run takes care of.
/// In the records of 0.1 that is everything that was not as the project had it.
pub fn kept_before(part: &Part, sealer: &Sealer) -> Vec<(Path, KeptPath)> {
    Witnesses::new(part, sealer).standing()
}

/// The settings that are not online as the project has them; both documents are sealed.
pub fn unlike(part: &Part, project: &Value, online: &Value) -> Vec<Path> {
    let (kind, own) = (part.resource.kind, part.own_routes());
    let project = leaves(kind, project);
    let mentioned = |path: &Path| project.contains_key(path);
    let online = comparable((kind, &own), leaves(kind, online), &mentioned);
    let paths: BTreeSet<&Path> = project.keys().chain(online.keys()).collect();
    // A project without the configuration leaves nothing to the service either, so whatever stands there is
    // unlike it.
    let nothing = says_nothing(kind, &project);
    let differs = |path: &&Path| match nothing {
        true => online.contains_key(path),
        false => !agree(project.get(path), online.get(path)),
    };
    paths.into_iter().filter(differs).cloned().collect()
}

/// Which halves of a function have something that stands kept. Triggers, domains and configurations
/// count with the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stands {
    pub config: bool,
    pub code: bool,
}

impl Stands {
    /// With a setting that stands kept, too; the whole resource where the path is empty.
    #[must_use]
    pub fn with(self, resource: &Resource, path: &Path) -> Stands {
        let code = resource.kind.is_code(path.top());
        Stands {
            config: self.config || !code,
            code: self.code || code,
        }
    }
}
