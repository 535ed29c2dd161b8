//! Settings that the service moves along with others.

use super::witness::Witnesses;
use crate::model::document::{Leaf, same};
use crate::model::fields::Field;
use crate::model::path::Path;

impl Witnesses {
    /// Whether something changed online that this setting follows. Of several that follow each other,
    /// and of which the file says none, the first in the catalogue leads: about that one somebody has
    /// to decide.
    pub(super) fn moves(&self, field: &Field) -> bool {
        let place = |name: &str| field.follows.iter().position(|one| *one == name);
        let leads = |path: &Path, leaf: &Leaf| {
            let top = path.top();
            let leader = leaf.field.is_none_or(|field| field.follows.is_empty());
            let earlier = place(top) < place(field.name);
            top != field.name
                && field.follows.contains(&top)
                && (leader || earlier || self.desired.contains_key(path))
        };
        let Some((_, seen)) = &self.baseline else {
            return false;
        };
        let mut all = self.live.iter().chain(seen);
        all.any(|(path, leaf)| leads(path, leaf) && !same(self.live.get(path), seen.get(path)))
    }
}
