//! Settings that the service moves along with others.

use super::witness::Witnesses;
use crate::model::document::{Leaf, same};
use crate::model::fields::Field;
use crate::model::path::Path;
use crate::model::proportion::fits;

impl Witnesses {
    /// Whether something changed online that this setting follows, and beside which it could not stay as
    /// far as is known: else somebody changed it. Of several that follow each other, and of which the file
    /// says none, the first in the catalogue leads: about that one somebody has to decide.
    pub(super) fn moves(&self, field: &Field) -> bool {
        let place = |name: &str| field.follows.iter().position(|one| *one == name);
        let leads = |path: &Path, leaf: &Leaf| {
            let top = path.top();
            // A setting that follows nothing always leads, and so does one that the file names: it does not
            // move by itself. Between two that are left to the service only the catalogue's order decides, or
            // each of them would be told as moved by the other.
            let leader = leaf.field.is_none_or(|field| field.follows.is_empty());
            let earlier = place(top) < place(field.name);
            top != field.name
                && field.follows.contains(&top)
                && (leader || earlier || self.desired.contains_key(path))
        };
        let Some((_, seen)) = &self.baseline else {
            return false;
        };
        let before = seen.get(&Path::default().key(field.name));
        let could_stay = |path: &Path| {
            let both = before.zip(self.live.get(path));
            both.is_some_and(|(own, other)| {
                fits((field.name, &own.value), (path.top(), &other.value))
            })
        };
        let mut all = self.live.iter().chain(seen);
        all.any(|(path, leaf)| {
            let moved = !same(self.live.get(path), seen.get(path));
            moved && leads(path, leaf) && !could_stay(path)
        })
    }
}
