//! What is done with a resource that others created while we were about to.

use super::{Answers, Change, Step, Write, WriteCall, open, step};
use crate::drift::{Drift, ResourceDrift};
use crate::error::Result;
use crate::model::routes;
use crate::model::seal::Sealer;

/// Nothing, where it is as the project wants it, or our routes are put into a domain. `None` where somebody
/// has to decide.
///
/// # Errors
/// As [`super::build`].
pub fn joined(drift: ResourceDrift, sealer: &Sealer) -> Result<Option<Step>> {
    // Without any answer, even of a flag: what nobody has seen nobody has decided.
    let answers = Answers::default();
    let drift = Drift {
        resources: vec![drift],
        rules: Vec::new(),
    };
    if !open(&drift, &answers).is_empty() {
        return Ok(None);
    }
    let step = step(&drift.resources[0], &answers, sealer)?;
    let adds_routes = |write: &Write| {
        let is_routes = write.tops.iter().all(|top| top == routes::CONFIG);
        is_routes && matches!(write.call, WriteCall::Update { .. })
    };
    // Routes beside those of others take nothing away. Any other difference would.
    let joins = match &step.action {
        Change::Remember => true,
        Change::Write(writes) => writes.iter().all(adds_routes),
        Change::Nothing | Change::Forget => false,
    };
    Ok(Some(step).filter(|step| joins && step.overwrites.is_empty()))
}
