//! What others' deploys say of a setting: the records of colleagues, and the mark on the function.

use super::Witnesses;
use crate::drift::Verdict;
use crate::drift::base::{Halves, Judged};
use crate::model::document::Leaf;
use crate::model::fields::Field;
use crate::model::mark::{Vouch, is_steady};
use crate::model::path::Path;
use crate::model::routes;

impl Witnesses {
    /// What becomes of a setting that reads as changed here, where a colleague has deployed the resource.
    pub(super) fn by_colleague(
        &self,
        path: &Path,
        desired: Option<&Leaf>,
        newest: Halves<'_>,
    ) -> Option<Judged<'_>> {
        let [code, rest] = &self.colleagues;
        let is_code = self.resource.kind.is_code(path.top());
        let colleague = if is_code { code } else { rest }.as_ref()?;
        Some(colleague.judge(path, desired, newest))
    }

    /// What the mark of the last deploy says of a setting with that verdict, of which something is on record here or
    /// is not.
    pub(super) fn vouch(
        &self,
        (verdict, is_known): (Verdict, bool),
        path: &Path,
        field: Option<&Field>,
    ) -> Vouch {
        let is_secret = field.is_some_and(|field| field.secret);
        let (vouch, is_newer) = self.mark.says(&self.resource, path, is_secret);
        let is_ours = verdict == Verdict::Local;
        match vouch {
            _ if self.leads_elsewhere(path) => Vouch::Nothing,
            // What is on record is at least as new as that deploy, so who has gone back to what it left is not it.
            _ if verdict.foreign() && is_known && !is_newer => Vouch::Nothing,
            // It has no digest of the setting, so that it cannot tell whether others have changed it since.
            Vouch::Settled | Vouch::Ours if verdict.foreign() && !is_steady(field) => {
                Vouch::Nothing
            }
            Vouch::Moved if !is_steady(field) => Vouch::Nothing,
            // The record is of before that deploy, so it does not say what was changed since.
            Vouch::Theirs if is_ours && is_newer && is_known => Vouch::Moved,
            // Nothing is on record: that it takes nothing from anybody is only so if nobody took it away.
            Vouch::Nothing if is_ours && is_newer && !is_known => Vouch::Moved,
            vouch => vouch,
        }
    }

    /// Whether a setting is of a route that leads to another function. No deploy of this one has left it there.
    fn leads_elsewhere(&self, path: &Path) -> bool {
        let Some(lead) = self.resource.lead() else {
            return false;
        };
        let owner = routes::route_of(path).map(|route| routes::owner_of(&route));
        let owner = owner.and_then(|owner| self.live.get(&owner));
        owner.is_some_and(|leaf| leaf.value != *lead)
    }
}
