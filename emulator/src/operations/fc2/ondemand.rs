//! How many instances a version or alias of a function may have on demand.

use serde_json::{Value, json};

use super::config::place;
use super::page::{End, page};
use super::{body, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::config::Kind;
use crate::cloud::fc2::Fc2;
use crate::doc::fill;
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Fc2 {
    /// `PUT …/on-demand-config`.
    pub(crate) fn put_on_demand(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut config = body::read(call, model::ON_DEMAND)?;
        if !config.contains_key("maximumInstanceCount") {
            return Err(ApiError::required("maximumInstanceCount"));
        }
        let at = place(cloud, call)?;
        let (service, qualifier) = (at.service, at.qualifier);
        let resource = format!("services/{service}.{qualifier}/functions/{}", call.name(1));
        fill(&mut config, json!({ "resource": resource }));
        cloud.put_beside(call, Kind::Concurrency, config)
    }

    /// `GET …/on-demand-config`.
    pub(crate) fn get_on_demand(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        match cloud.config(call, Kind::Concurrency)? {
            Some(config) => Ok(Response::ok(&Value::Object(config.doc.clone()))),
            None => Err(missing(call)),
        }
    }

    /// `DELETE …/on-demand-config`.
    pub(crate) fn delete_on_demand(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        match cloud.take(call, Kind::Concurrency)? {
            true => Ok(Response::empty(204)),
            false => Err(missing(call)),
        }
    }

    /// `GET /on-demand-configs`; its prefix is one of the names that the configurations have, and where there is none
    /// of them the list is `null`.
    pub(crate) fn list_on_demand(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let listed = cloud.beside(call, Kind::Concurrency, None);
        let response = page(call, "configs", End::Absent, listed.into_iter())?;
        let mut body = response.json();
        if body["configs"] == json!([]) {
            body["configs"] = Value::Null;
        }
        Ok(Response::ok(&body))
    }
}

/// The refusal where nothing was put (G69).
fn missing(call: &Call<'_>) -> ApiError {
    let message = format!(
        "on-demand config of function '{}' in service '{}' does not exist",
        call.name(1),
        call.name(0)
    );
    ApiError::new(404, "OnDemandConfigNotFound", message)
}
