//! VPCs that alone may invoke the functions of a service.

use serde_json::json;

use super::super::body::Shape::Text;
use super::body;
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::Fc2;
use crate::doc::required;
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Fc2 {
    /// `POST /services/S/binding`. To bind a VPC twice asks for what is there (G18).
    pub(crate) fn create_binding(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let vpc = vpc(call)?;
        let service = cloud.service_mut(call.name(0))?;
        if !service.vpcs.contains(&vpc) {
            service.vpcs.push(vpc);
        }
        Ok(Response::empty(200))
    }

    /// `GET /services/S/bindings`.
    pub(crate) fn list_bindings(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let service = cloud.service(call.name(0))?;
        Ok(Response::ok(&json!({"vpcIds": service.vpcs})))
    }

    /// `DELETE /services/S/binding`, whose body names the VPC.
    pub(crate) fn delete_binding(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let vpc = vpc(call)?;
        let service = cloud.service_mut(call.name(0))?;
        match service.vpcs.iter().position(|bound| *bound == vpc) {
            Some(index) => {
                service.vpcs.remove(index);
                Ok(Response::empty(204))
            }
            None => {
                let message = format!("vpc binding '{vpc}' does not exist");
                Err(ApiError::new(404, "VpcBindingNotFound", message))
            }
        }
    }
}

/// The VPC that the body names.
fn vpc(call: &Call<'_>) -> Result<String> {
    let doc = body::read(call, &[("vpcId", Text)])?;
    required(&doc, "vpcId").map(str::to_owned)
}
