//! What a service of FC 2.0 has for resources that another file deploys into it.

use serde_json::Value;

use super::online::Online;
use crate::error::Result;
use crate::model::desired::Desired;
use crate::model::kind::GIVEN_ROLE;
use crate::state::record::Record;
use crate::state::records::Records;

/// Leaves the given role where another file may be what needs it: to take it away here and to give it there would go in
/// turn.
///
/// # Errors
/// The records cannot be read.
pub(super) async fn leave_role(
    desired: &mut Desired,
    records: &Records<'_>,
    online: &Online,
) -> Result<()> {
    let mut items = desired.items.iter_mut();
    let service = items.find(|item| item.resource.kind.is_in_common());
    let Some(service) = service.filter(|item| item.document.get("role").is_none()) else {
        return Ok(());
    };
    let record = records.glance(&service.resource).await?;
    let baseline = &record.baseline;
    // Where no deploy has left it, somebody has set it since, which is told.
    let role = match baseline {
        Some(baseline) => baseline.sent.get("role").cloned(),
        None => {
            let reply = online.get(&service.resource);
            reply.and_then(|reply| reply.doc.get("role").cloned())
        }
    };
    let Some(role) = role.filter(is_given) else {
        return Ok(());
    };
    if is_deployed_by_others(&record, records).await? {
        service.document["role"] = role;
    }
    Ok(())
}

fn is_given(role: &Value) -> bool {
    let name = role.as_str().and_then(|arn| arn.rsplit(":role/").next());
    name.is_some_and(|name| name.eq_ignore_ascii_case(GIVEN_ROLE))
}

/// Whether a resource of another file was deployed into the service.
async fn is_deployed_by_others(record: &Record, records: &Records<'_>) -> Result<bool> {
    let own = records.origin().map(|origin| &origin.file);
    // A machine that shares its records has seen no functions but its own, so that the service has to tell.
    if record.is_of_others(own.map(String::as_str)) {
        return Ok(true);
    }
    let service = &record.resource;
    let inside = records.deployed_into(service).await?;
    let mut functions = inside.iter().filter(|(root, _)| root != service);
    Ok(functions.any(|(_, file)| file.as_ref() != own))
}
