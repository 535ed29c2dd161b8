//! Invoking a function of a service, its instances, and what the account is allowed.

use serde_json::{Value, json};

use super::config::place;
use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::cloud::fc2::{Fc2, Qualified};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// The largest package in OSS, in bytes.
const CODE_SIZE: u64 = 500 << 20;

impl Fc2 {
    /// `POST …/invocations`. Nothing runs here; a synchronous call answers its own payload.
    pub(crate) fn invoke(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let Qualified { service, qualifier } = Qualified::parse(call.name(0));
        let (_, package) = cloud
            .service(&service)?
            .qualified(&qualifier, call.name(1))?;
        let checksum = package.map(checksum).unwrap_or_default();
        let response = match call.request.header("x-fc-invocation-type") {
            Some(kind) if kind.eq_ignore_ascii_case("Async") => Response::empty(202),
            _ => Response::of(200, "application/octet-stream", call.request.body.clone()),
        };
        Ok(response.with("x-fc-code-checksum", checksum))
    }

    /// `GET …/instances`: those that are provisioned (G37).
    pub(crate) fn list_instances(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let Qualified { service, qualifier } = place(cloud, call)?;
        let function = cloud.service(&service)?.function(call.name(1))?;
        let count = function.instances(&qualifier, call.now, cloud.settle);
        let instance = |index: i64| {
            json!({
                "instanceId": format!("c-{:08x}-{index}", call.name(1).len()),
                "versionId": "0",
            })
        };
        let instances: Vec<Value> = (0..count).map(instance).collect();
        Ok(Response::ok(&json!({ "instances": instances })))
    }

    /// `GET /account-settings`. Which zones there are is guessed (G70).
    pub(crate) fn account_settings(_: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let zone = format!("{}-f", call.region);
        Ok(Response::ok(
            &json!({"availableAZs": [zone], "defaultRole": ""}),
        ))
    }

    /// `GET /accountConfigs`: the only one that is known is the size of packages (G70).
    pub(crate) fn account_configs(_: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        match call.param("config").as_deref() {
            None | Some("CodeSizeLimit") => {
                Ok(Response::ok(&json!({ "CodeSizeLimit": CODE_SIZE })))
            }
            Some(_) => Err(ApiError::out_of_range("config", "CodeSizeLimit")),
        }
    }

    /// `GET /reservedCapacities`: nobody has bought any.
    pub(crate) fn list_capacities(_: &mut Cloud, _: &Call<'_>) -> Result<Response> {
        let none: [Value; 0] = [];
        Ok(Response::ok(
            &json!({"reservedCapacities": none, "nextToken": null}),
        ))
    }
}
