//! What the turns before this one claimed in the same run: a name that only Serverless Devs works out is known in
//! the turn of its resource, and not before.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{What, twice, whats};
use crate::commands::said::SaidResource;
use crate::error::{Error, Result};
use crate::turn::Turn;
use crate::words;

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
    let (region, all) = whats(SaidResource::handed(&turn.props));
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
    let mut all = read(earlier)?;
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
    let others = read(earlier)?.into_iter();
    for other in others.filter(|one| one.resource != own.resource && place(one) == place(&own)) {
        if let Some(what) = own.all.iter().find(|what| other.all.contains(what)) {
            return Err(twice(&other.resource, &own.resource, (&own.region, what)));
        }
    }
    Ok(())
}

/// What was handed over. Whoever hands nothing over has seen nothing.
///
/// # Errors
/// It is something else than what a turn hands on.
fn read(earlier: &Value) -> Result<Vec<Claimed>> {
    match earlier {
        Value::Null => Ok(Vec::new()),
        all => serde_json::from_value(all.clone()).map_err(|cause| unreadable(&cause)),
    }
}

fn unreadable(cause: &serde_json::Error) -> Error {
    Error::usage(words!(
        "claimed, which the turns of this run hand on, is not what fc-guard wrote; nothing was written",
        "claimed（本次运行中各轮依次传递的内容）不是 fc-guard 写出的内容；没有写入任何内容"
    ))
    .hint(words!(
        "{cause}; run the command again",
        "{cause}；请重新执行该命令"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_turn_handed_on_is_no_empty_list() {
        assert!(read(&Value::Null).unwrap().is_empty());
        assert!(read(&json!([])).unwrap().is_empty());
        let one =
            json!({"resource": "a", "account": "1", "region": "r", "all": [{"Function": "f"}]});
        assert_eq!(read(&json!([one])).unwrap().len(), 1);
        for malformed in [
            json!({}),
            json!([{}]),
            json!("x"),
            json!([one, 1]),
            json!(false),
        ] {
            assert!(read(&malformed).is_err(), "{malformed}");
        }
    }
}
