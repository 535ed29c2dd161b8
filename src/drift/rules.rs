//! What `driftPolicy` makes of the verdicts, and what became of its rules.

use super::{Difference, RuleUse, Verdict};
use crate::model::document::leaves;
use crate::model::owner::{Owner, Rule, Rules};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::snapshot::{Part, Snapshot};

/// Notes whose the setting is. Says whether the difference still counts: what belongs to the console
/// is not compared, but that it was deleted is never kept quiet.
pub(super) fn judge(rules: &Rules, part: &Part, difference: &mut Difference) -> bool {
    let is_consoles = part.console.contains(&difference.path);
    let owner = rules.owner(&part.resource, &difference.path);
    difference.owner = owner.or_else(|| is_consoles.then_some(Owner::Console));
    if difference.owner == Some(Owner::File) && difference.kept.is_some() {
        // Nothing changed online, and the rule is the later decision.
        difference.verdict = Verdict::Local;
    }
    if difference.owner != Some(Owner::Console) {
        return true;
    }
    // The baseline knows nothing of what the console did, but it saw what was there.
    if difference.is_deleted() {
        difference.verdict = Verdict::Remote;
        return true;
    }
    false
}

/// What became of every rule.
pub(super) fn used(snapshot: &Snapshot) -> Vec<RuleUse> {
    let rules = &snapshot.rules;
    if rules.all.is_empty() {
        return Vec::new();
    }
    let settings: Vec<(&Resource, Path)> = snapshot.parts().flat_map(settings).collect();
    // Where only a part is deployed, a rule for the rest has nothing to match.
    let covers = |rule: &Rule| {
        let mut settings = settings.iter();
        settings.any(|(resource, path)| rule.covers(resource, path))
    };
    let matched = |rule: &Rule| !snapshot.whole || covers(rule);
    let use_of = |rule: &Rule| RuleUse {
        paths: rule.paths(),
        owner: rule.owner,
        reason: rule.reason.clone(),
        until: rule.until.map(|day| day.to_string()),
        matched: matched(rule),
        expired: rules.is_over(rule),
    };
    rules.all.iter().map(use_of).collect()
}

/// Everything that is here, online, or was there at the last deploy.
fn settings(part: &Part) -> impl Iterator<Item = (&Resource, Path)> {
    let kind = part.resource.kind;
    let live = part.live.as_ref().map(|live| &live.document);
    let seen = part
        .baseline
        .as_ref()
        .and_then(|baseline| baseline.seen.as_ref());
    let documents = [Some(&part.file), live, seen].into_iter().flatten();
    documents
        .flat_map(move |document| leaves(kind, document).into_keys())
        .map(|path| (&part.resource, path))
}
