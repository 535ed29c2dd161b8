//! What others' deploys say of a setting: the records of colleagues, and the mark on the function.

use super::Witnesses;
use crate::drift::Verdict;
use crate::drift::base::{Halves, Judged};
use crate::model::document::Leaf;
use crate::model::fields::Field;
use crate::model::mark::{Vouch, is_steady};
use crate::model::path::Path;

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

    /// What the mark of the last deploy says of a setting with that verdict.
    pub(super) fn vouch(&self, verdict: Verdict, path: &Path, field: Option<&Field>) -> Vouch {
        let is_secret = field.is_some_and(|field| field.secret);
        match self.mark.says(&self.resource, path, is_secret) {
            // It has no digest of the setting, so that it cannot tell whether others have changed it since.
            Vouch::Settled | Vouch::Ours if verdict.foreign() && !is_steady(field) => {
                Vouch::Nothing
            }
            vouch => vouch,
        }
    }
}
