//! Settings that nobody can configure here yet. The reads say so in the service's words, because
//! upstream clients ask for them at every deploy.

use serde_json::{Value, json};

use super::Cloud;
use crate::error::{ApiError, Result};
use crate::http::Response;
use crate::route::Call;

impl Cloud {
    /// `GetAsyncInvokeConfig`.
    pub(crate) fn get_async(&mut self, call: &Call<'_>) -> Result<Response> {
        self.absent(call, "AsyncConfigNotExists", "async config")
    }

    /// `GetConcurrencyConfig`.
    pub(crate) fn get_concurrency(&mut self, call: &Call<'_>) -> Result<Response> {
        self.absent(call, "OnDemandConfigNotFound", "concurrency config")
    }

    /// `GetProvisionConfig`, which answers an empty ARN where nothing was configured.
    pub(crate) fn get_provision(&mut self, call: &Call<'_>) -> Result<Response> {
        let empty = json!({"functionArn": "", "target": 0, "defaultTarget": 0, "current": 0});
        self.nothing(call, &empty)
    }

    /// `GetScalingConfig`, which answers an empty ARN where nothing was configured.
    pub(crate) fn get_scaling(&mut self, call: &Call<'_>) -> Result<Response> {
        let empty = json!({"functionArn": "", "minInstances": 0, "currentInstances": 0, "targetInstances": 0});
        self.nothing(call, &empty)
    }

    /// `ListVpcBindings`.
    pub(crate) fn list_bindings(&mut self, call: &Call<'_>) -> Result<Response> {
        self.nothing(call, &json!({"vpcIds": []}))
    }

    fn nothing(&self, call: &Call<'_>, body: &Value) -> Result<Response> {
        self.function(call.name(0))?;
        Ok(Response::ok(body))
    }

    fn absent(&self, call: &Call<'_>, code: &str, what: &str) -> Result<Response> {
        let name = call.name(0);
        self.function(name)?;
        let message = format!("{what} of function '{name}' does not exist");
        Err(ApiError::new(404, code, message))
    }
}
