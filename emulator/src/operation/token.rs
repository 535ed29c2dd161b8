//! The temporary bucket: a key that may write one object, to which code is uploaded.

use jiff::SignedDuration;
use serde_json::json;

use super::Call;
use crate::bucket::Address;
use crate::clock::iso;
use crate::config::Key;
use crate::error::ApiResult;
use crate::http::Response;
use crate::state::Grant;

const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// Grants a fresh place for code and the key that may write to it.
pub(crate) fn get(call: &mut Call<'_>) -> ApiResult<Response> {
    let bucket = format!("fc-temp-{}", call.config.region);
    let name = call.fresh_id();
    let key = Key {
        name: call.caller.name.clone(),
        id: format!("STS.{}", call.fresh_id()),
        secret: call.fresh_id(),
        token: Some(format!("CAIS{}", call.fresh_id())),
    };
    let body = json!({
        "credentials": {
            "AccessKeyId": key.id,
            "AccessKeySecret": key.secret,
            "SecurityToken": key.token,
            "Expiration": iso(call.config.clock.now() + LIFETIME),
        },
        "ossRegion": format!("oss-{}", call.config.region),
        "ossBucket": bucket,
        "objectName": name,
    });
    let address = Address::new(&bucket, &format!("{}/{name}", call.config.account));
    call.state.grants.push(Grant { key, address });
    Ok(Response::json(200, &body))
}
