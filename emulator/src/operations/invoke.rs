//! Invoking a function: the payload comes back. And what stands in the way of it.

use serde_json::{Value, json};

use super::body;
use super::body::Shape::{Flag, Text};
use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::doc::text;
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Cloud {
    /// `InvokeFunction`. Nothing runs here; a synchronous call answers its own payload. What is disabled is
    /// refused in words that nobody has seen (G35).
    pub(crate) fn invoke(&mut self, call: &Call<'_>) -> Result<Response> {
        let name = call.name(0);
        let function = self.function(name)?;
        // Only to refuse a version or alias that is not there.
        function.qualifier(call)?;
        if function.is_disabled() {
            let message = format!("invocation of function '{name}' is disabled");
            return Err(ApiError::new(403, "FunctionInvocationDisabled", message));
        }
        let checksum = function.package.as_deref().map(checksum);
        let response = match call.request.header("x-fc-invocation-type") {
            Some(kind) if kind.eq_ignore_ascii_case("Async") => {
                let id = self.begin_task(call)?;
                Response::empty(202).with("x-fc-async-task-id", id)
            }
            _ => Response::of(200, "application/octet-stream", call.request.body.clone()),
        };
        Ok(response.with("x-fc-code-checksum", checksum.unwrap_or_default()))
    }

    /// `DisableFunctionInvocation`.
    pub(crate) fn disable(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, &[("reason", Text), ("abortOngoingRequest", Flag)])?;
        let restriction = json!({
            "disable": true,
            "lastModifiedTime": call.now.iso(),
            "reason": text(&input, "reason").unwrap_or_default(),
        });
        self.restrict(call, restriction)
    }

    /// `EnableFunctionInvocation`.
    pub(crate) fn enable(&mut self, call: &Call<'_>) -> Result<Response> {
        let restriction = json!({"disable": false, "lastModifiedTime": call.now.iso()});
        self.restrict(call, restriction)
    }

    /// Keeps whether the function may be invoked. Instances that its configurations keep are destroyed
    /// with the permission and made anew with it (the API's description of the operation).
    fn restrict(&mut self, call: &Call<'_>, restriction: Value) -> Result<Response> {
        let function = self.function_mut(call.name(0))?;
        let before = function.is_disabled();
        function
            .doc
            .insert("invocationRestriction".to_owned(), restriction);
        let disabled = function.is_disabled();
        if disabled != before {
            let configs = function.configs.values_mut();
            configs.for_each(|config| config.stop(disabled, call.now));
        }
        Ok(Response::ok(&json!({"success": true})))
    }

    /// `ListInstances`: those that the configurations of instances ask for (G37).
    pub(crate) fn list_instances(&mut self, call: &Call<'_>) -> Result<Response> {
        let function = self.function(call.name(0))?;
        let qualifier = function.qualifier(call)?;
        let count = function.instances(&qualifier, call.now, self.settle);
        let instance = |index: i64| {
            json!({
                "instanceId": format!("c-{:08x}-{index}", call.name(0).len()),
                "versionId": "0",
                "qualifier": qualifier,
                "status": "Running",
            })
        };
        let instances: Vec<Value> = (0..count).map(instance).collect();
        let id = self.ids.request(call.now);
        Ok(Response::ok(
            &json!({"instances": instances, "requestId": id}),
        ))
    }
}
