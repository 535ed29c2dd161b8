//! Which settings of a reply are compared, and when both sides say the same.

use crate::model::document::{Leaf, Leaves};
use crate::model::path::Path;
use crate::model::resource::Kind;
use crate::model::routes::OwnRoutes;

/// The settings of a reply that are ours to compare: those that the catalogue knows or the project
/// names, and of a shared custom domain only our own routes.
pub(super) fn comparable(
    (kind, own): (Kind, &OwnRoutes),
    reply: Leaves,
    mentioned: &dyn Fn(&Path) -> bool,
) -> Leaves {
    let foreign = match kind.is_shared() {
        true => own.foreign(&reply),
        false => Vec::new(),
    };
    let is_foreign = |path: &Path| foreign.iter().any(|route| path.0.starts_with(&route.0));
    let is_ours =
        |path: &Path, leaf: &Leaf| mentioned(path) || (leaf.field.is_some() && !is_foreign(path));
    reply
        .into_iter()
        .filter(|(path, leaf)| is_ours(path, leaf))
        .collect()
}

/// Whether a project leaves nothing to the service, because it does not have the configuration at all.
pub(super) fn says_nothing(kind: Kind, project: &Leaves) -> bool {
    kind.is_config() && project.is_empty()
}
