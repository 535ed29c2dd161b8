//! From the verdicts to a report.
//!
//! Values are masked on the way, so that whatever renders or stores a report cannot show a secret.

use serde_json::Value;

use super::deployed;
use super::{
    Decision, DifferenceReport, FileDecision, FileReport, Function, InterruptedReport, KeptDeploy,
    Name, ResourceReport, RuleReport, ToldReport,
};
use crate::drift::{self, Drift, ResourceDrift, Standing};
use crate::error::Outcome;
use crate::model::desired::Desired;
use crate::model::resource;
use crate::model::seal::masked_to;
use crate::snapshot::Snapshot;
use crate::view::files;
use crate::view::mark;
use crate::view::value::tags;

/// Files that a report lists.
const FILES: usize = 1000;

/// What was found of a function and all that belongs to it. `end_kept` are the commands that end what
/// stands kept.
pub fn function(
    desired: &Desired,
    outcome: Outcome,
    (drift, snapshot): (&Drift, &Snapshot),
    end_kept: Vec<String>,
) -> Function {
    let names = |resources: &[resource::Resource]| {
        let names = resources
            .iter()
            .map(|resource| name(resource, &desired.root.region));
        names.collect()
    };
    let (compared_with, deployed) = deployed::compared(snapshot);
    Function {
        compared_with: Some(compared_with.to_owned()),
        deployed,
        resources: drift.resources.iter().filter(says).map(resource).collect(),
        rules: drift.rules.iter().map(rule).collect(),
        orphans: names(&snapshot.orphans),
        strangers: names(&snapshot.strangers),
        end_kept,
        ..nothing(desired, outcome)
    }
}

/// What is left to say where the comparison failed; the text names no value of any setting.
pub fn failed(desired: &Desired, outcome: Outcome, error: String) -> Function {
    Function {
        error: Some(error),
        ..nothing(desired, outcome)
    }
}

/// A report without anything found, which both others fill.
fn nothing(desired: &Desired, outcome: Outcome) -> Function {
    Function {
        function: desired.root.root_name().into_owned(),
        region: desired.root.region.clone(),
        account: desired.root.account.clone(),
        outcome: outcome.word().to_owned(),
        error: None,
        resources: Vec::new(),
        rules: Vec::new(),
        orphans: Vec::new(),
        strangers: Vec::new(),
        left_behind: Vec::new(),
        end_kept: Vec::new(),
        compared_with: None,
        deployed: None,
        page: None,
    }
}

/// Whether there is anything to say about a resource.
fn says(drift: &&ResourceDrift) -> bool {
    // What is nowhere and is not wanted is only worth a line where its deletion was interrupted.
    drift.standing != Standing::Gone || drift.interrupted.is_some()
}

/// One resource, with its differences as they were found.
fn resource(drift: &ResourceDrift) -> ResourceReport {
    let texts = |paths: &[crate::model::path::Path]| {
        let texts = paths.iter().map(ToString::to_string);
        texts.collect::<Vec<_>>()
    };
    ResourceReport {
        kind: drift.resource.kind.name().to_owned(),
        name: drift.resource.name().to_owned(),
        standing: drift.standing.word().to_owned(),
        last_modified_time: drift.modified.clone(),
        told: mark::of_resource(drift).map(ToldReport::from),
        interrupted: drift
            .interrupted
            .as_ref()
            .filter(|end| end.is_news())
            .map(|end| InterruptedReport {
                at: end.at.clone(),
                done: end.done,
            }),
        differences: drift
            .differences
            .iter()
            .map(|found| difference(drift, found))
            .collect(),
        stays_deleted_by: (drift.standing == Standing::StaysDeleted)
            .then(|| drift.part.authorship()?.last.who)
            .flatten(),
        // `recorded` also has the time of other standings, where it means something else.
        stays_deleted_since: drift
            .recorded
            .clone()
            .filter(|_| drift.standing == Standing::StaysDeleted),
        kept: drift
            .kept
            .iter()
            .map(|found| found.path.to_string())
            .collect(),
        kept_values: drift
            .kept
            .iter()
            .map(|found| difference(drift, found))
            .collect(),
        console: texts(&drift.console),
    }
}

/// One setting. Values are masked here, and nothing behind this sees another one.
fn difference(drift: &ResourceDrift, found: &drift::Difference) -> DifferenceReport {
    let resource = &drift.resource;
    let is_code = resource.kind.is_function() && files::is_code(found);
    // Another resource may have a setting of that name, and no files.
    let files = is_code.then(|| drift.files()).flatten();
    let count = files.as_ref().map_or(0, Vec::len);
    // Of all four, so that secrets which differ do not get the same tag.
    let all = [&found.seen, &found.live, &found.desired, &found.sent];
    let tags = tags(all.map(Option::as_ref));
    let value = |value: &Option<Value>| value.as_ref().map(|one| masked_to(one, tags));
    // What the last deploy sent is no column of its own, so its absence needs no default.
    let is_absent = all[..3].iter().any(|side| side.is_none());
    DifferenceReport {
        path: found.path.to_string(),
        address: resource.address(&found.path).to_string(),
        verdict: found.verdict.word().to_owned(),
        owner: found.owner.map(|owner| owner.word().to_owned()),
        last_deployed: value(&found.seen),
        online: value(&found.live),
        yours: value(&found.desired),
        default: found.fallback().filter(|_| is_absent),
        decision: found.kept.as_ref().map(|kept| Decision {
            since: kept.since.clone(),
            by: kept.by.clone(),
            deploy: kept.deploy.as_deref().map(KeptDeploy::of),
            yours_then: value(&found.sent),
        }),
        files: files.map(|files| files.into_iter().take(FILES).map(file).collect()),
        more_files: count.saturating_sub(FILES),
    }
}

/// One file of the code.
fn file(file: drift::FileDifference) -> FileReport {
    FileReport {
        path: file.path,
        verdict: file.verdict.word().to_owned(),
        last_deployed: file.last,
        online: file.online,
        yours: file.yours,
        decision: file.then.map(|yours_then| FileDecision { yours_then }),
    }
}

/// One rule, whatever became of it.
fn rule(rule: &drift::RuleUse) -> RuleReport {
    RuleReport {
        paths: rule.paths.clone(),
        owner: rule.owner.word().to_owned(),
        reason: rule.reason.clone(),
        until: rule.until.clone(),
        matched: rule.matched,
        expired: rule.expired,
    }
}

/// The region only where it is another one: else each line would repeat it.
fn name(resource: &resource::Resource, region: &str) -> Name {
    let other = resource.region != region;
    Name {
        kind: resource.kind.name().to_owned(),
        name: resource.name().to_owned(),
        region: other.then(|| resource.region.clone()),
    }
}
