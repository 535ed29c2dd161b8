//! Settings that the service moves along with others.

use super::witness::Witnesses;
use crate::model::document::{Leaf, same};
use crate::model::fields::{Field, Shape};
use crate::model::path::Path;
use crate::model::proportion::fits;

impl Witnesses {
    /// Whether it is the service's answer to a neighbour that was changed online: what becomes of that one, whoever
    /// decides it, is what becomes of both. Where the neighbour stands as it stood, the answer speaks for itself.
    pub(super) fn is_answer(&self, path: &Path, field: Option<&'static Field>) -> bool {
        let Some((_, seen)) = &self.baseline else {
            return false;
        };
        let source = field.and_then(|field| path.beside(field.answers?));
        source.is_some_and(|source| !same(self.live.get(&source), seen.get(&source)))
    }

    /// Whether it is the private key of a certificate that both sides changed alike. A certificate has one key, so
    /// whoever put that one there has put this key, although the service does not show it.
    pub(super) fn is_key_there(&self, path: &Path, field: Option<&'static Field>) -> bool {
        let is_key = |field: &&Field| field.write_only && matches!(field.shape, Shape::Pem);
        let certificate = field
            .filter(is_key)
            .and_then(|field| path.beside(field.beside?));
        let (Some(certificate), Some((_, seen))) = (certificate, &self.baseline) else {
            return false;
        };
        let live = self.live.get(&certificate);
        self.desired.contains_key(path)
            && !self.live.contains_key(path)
            && live.is_some()
            && same(live, self.desired.get(&certificate))
            && !same(live, seen.get(&certificate))
    }

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
