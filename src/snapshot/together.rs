//! What is deployed together although it does not belong to one root.

use crate::error::Result;
use crate::model::desired::Desired;
use crate::state::record::Record;
use crate::state::records::Records;

/// What is on record of all of it: of the root, and of the service that it stands in.
///
/// # Errors
/// As [`Records::load`].
pub(super) async fn siblings(records: &Records<'_>, desired: &Desired) -> Result<Vec<Record>> {
    let mut all = records.siblings(&desired.root).await?;
    let holder = desired.root.holder();
    let mut roots = desired.items.iter().map(|item| item.resource.root());
    if holder != desired.root && roots.any(|root| root == holder) {
        all.extend(records.siblings(&holder).await?);
    }
    Ok(all)
}
