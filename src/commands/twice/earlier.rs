//! What the turns before this one claimed in the same run: a name that only Serverless Devs works out is known in
//! the turn of its resource, and not before.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{What, twice, whats};
use crate::error::{Error, Result};
use crate::turn::Turn;

/// What the resource of one turn is online.
#[derive(Serialize, Deserialize)]
pub(in crate::commands) struct Claimed {
    resource: String,
    account: String,
    region: String,
    all: Vec<What>,
}

/// What the resource whose turn it is claims; none where it is not known in which account, or what it is called in
/// the file.
fn own(turn: &Turn) -> Option<Claimed> {
    let (region, all) = whats(&|name| turn.props[name].clone());
    let credential = turn.credential.as_ref().ok()?;
    Some(Claimed {
        resource: turn.place.resource.clone()?,
        account: credential.account.clone(),
        region,
        all,
    })
}

/// The claims of the run so far, this turn's among them, as they are handed on. They hold names only.
pub(in crate::commands) fn claimed(earlier: &Value, turn: &Turn) -> Result<Value> {
    let mut all = read(earlier);
    all.extend(own(turn));
    serde_json::to_value(all).map_err(|error| Error::unwritable(&error))
}

/// Refuses a resource that claims what another one did before, in the same run.
///
/// # Errors
/// A usage error that names both.
pub(in crate::commands) fn refuse(earlier: &Value, turn: &Turn) -> Result<()> {
    let Some(own) = own(turn) else {
        return Ok(());
    };
    let place = |one: &Claimed| (one.account.clone(), one.region.clone());
    let others = read(earlier).into_iter();
    for other in others.filter(|one| one.resource != own.resource && place(one) == place(&own)) {
        if let Some(what) = own.all.iter().find(|what| other.all.contains(what)) {
            return Err(twice(&other.resource, &own.resource, (&own.region, what)));
        }
    }
    Ok(())
}

/// What was handed over. Whoever hands nothing over has seen nothing.
fn read(earlier: &Value) -> Vec<Claimed> {
    serde_json::from_value(earlier.clone()).unwrap_or_default()
}
