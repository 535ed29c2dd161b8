//! A domain outlives the function that it leads to. Where a resource of the file names another function
//! than before, what is on record of its domain under the earlier name is what was deployed from here.

use serde_json::Value;

use super::Live;
use super::settle::settle;
use crate::error::Result;
use crate::model::desired::Desired;
use crate::model::resource::Resource;
use crate::state::record::{Baseline, Record};
use crate::state::records::Records;

/// What is on record of a resource: of a domain the newest record, whichever of the functions that were
/// deployed as the resource of the file it was made for.
///
/// # Errors
/// As [`Records::load`].
pub(super) async fn load(
    records: &Records<'_>,
    desired: &Desired,
    resource: &Resource,
    live: Option<&Live>,
) -> Result<Record> {
    let mut newest = records.load(resource).await?;
    // A domain that belongs to no function outlives none: under another name it is another one.
    if !resource.kind.is_shared() || resource.is_root() {
        return Ok(newest);
    }
    // A domain of another region is none of this one's, whatever it is called.
    let near = |one: &&Resource| one.region == resource.region && one.account == resource.account;
    for function in desired.former.iter().filter(near) {
        let earlier = resource.under(function);
        let former = records.load(&earlier).await?;
        // Times of RFC 3339 in UTC sort as texts.
        if former.is_ours() && former.at() > newest.at() {
            newest = renamed(records, former, resource, live);
        }
    }
    Ok(newest)
}

/// The record under the name that the function has now. How an interrupted write ended only shows under
/// the name that it was made for.
fn renamed(
    records: &Records<'_>,
    mut former: Record,
    resource: &Resource,
    live: Option<&Live>,
) -> Record {
    if let Some(intent) = &former.pending {
        let seal = |live: &Live| records.sealer().seal(resource.kind, &live.document);
        let online = live.map(seal);
        let (baseline, _) = settle(&former.resource, intent, online.as_ref(), &former);
        former.baseline = baseline;
        // The write was one of the earlier name: under this one nothing is under way.
        former.pending = None;
    }
    if let Some(baseline) = former.baseline.as_mut().filter(|one| one.seen.is_none()) {
        lead_to(baseline, &resource.lead().unwrap_or_default());
    }
    Record {
        resource: resource.clone(),
        ..former
    }
}

/// That a domain stays deleted was decided about the domain, whatever its function was called.
fn lead_to(baseline: &mut Baseline, function: &str) {
    let routes = baseline.sent.pointer_mut("/routeConfig/routes");
    for route in routes.and_then(Value::as_array_mut).into_iter().flatten() {
        route["functionName"] = function.into();
    }
}
