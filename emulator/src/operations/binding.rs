//! VPCs that may call a function.

use serde_json::json;

use super::body;
use super::body::Shape::Text;
use crate::call::Call;
use crate::cloud::Cloud;
use crate::doc::required;
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Cloud {
    /// `CreateVpcBinding`.
    pub(crate) fn create_binding(&mut self, call: &Call<'_>) -> Result<Response> {
        let doc = body::read(call, &[("vpcId", Text)])?;
        let vpc = required(&doc, "vpcId")?.to_owned();
        let function = self.function_mut(call.name(0))?;
        // Whether binding twice is refused is not documented; it asks for what is there (G18).
        if !function.vpcs.contains(&vpc) {
            function.vpcs.push(vpc);
        }
        Ok(Response::empty(204))
    }

    /// `ListVpcBindings`.
    pub(crate) fn list_bindings(&mut self, call: &Call<'_>) -> Result<Response> {
        let function = self.function(call.name(0))?;
        Ok(Response::ok(&json!({"vpcIds": function.vpcs})))
    }

    /// `DeleteVpcBinding`.
    pub(crate) fn delete_binding(&mut self, call: &Call<'_>) -> Result<Response> {
        let vpc = call.name(1);
        let function = self.function_mut(call.name(0))?;
        match function.vpcs.iter().position(|bound| bound == vpc) {
            Some(index) => {
                function.vpcs.remove(index);
                Ok(Response::empty(204))
            }
            None => {
                let message = format!("vpc binding '{vpc}' does not exist");
                Err(ApiError::new(404, "VpcBindingNotFound", message))
            }
        }
    }
}
