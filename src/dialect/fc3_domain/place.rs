//! Where a setting stands in the props of `s.yaml`.

use crate::dialect::PropStep;
use crate::model::path::{Path, PathStep};

/// The way to a setting; `None` for the domain as a whole, which is the whole of the props.
pub(super) fn way(path: &Path) -> Option<Vec<PropStep>> {
    let step = |step: &PathStep| match step {
        PathStep::Key(name) => PropStep::Key(name.clone()),
        PathStep::Item(name) => PropStep::Entry(&["path"], name.clone()),
    };
    (!path.0.is_empty()).then(|| path.0.iter().map(step).collect())
}
