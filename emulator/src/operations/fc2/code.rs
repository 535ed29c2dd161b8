//! Code of functions of a service, and the temporary bucket for it.

use serde_json::{Value, json};

use super::super::code;
use super::super::limits::is_container;
use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::cloud::fc2::{Fc2, Qualified};
use crate::doc::Doc;
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Cloud {
    /// The package that a request's `code` names, if it names one. `doc` is the function as it would be; one that
    /// is new must have code unless it is a container.
    pub(super) fn code(
        &self,
        call: &Call<'_>,
        doc: &Doc,
        code: Option<Value>,
        is_new: bool,
    ) -> Result<Option<Vec<u8>>> {
        match (code, is_container(doc)) {
            (None, true) if is_new && doc.get("customContainerConfig").is_none() => {
                Err(ApiError::required("customContainerConfig"))
            }
            (None, false) if is_new => Err(ApiError::required("code")),
            (None, _) => Ok(None),
            (Some(Value::Object(mut code)), false) => {
                // What a client says of its package must be true of the one that arrived (G65).
                if let Some(checksum) = call.request.header("x-fc-code-checksum") {
                    code.insert("checksum".to_owned(), checksum.into());
                }
                self.package(&code).map(Some)
            }
            (Some(_), _) => Err(code::unlocated()),
        }
    }
}

impl Fc2 {
    /// `GET /services/S[.Q]/functions/F/code`.
    pub(crate) fn get_code(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let Qualified { service, qualifier } = Qualified::parse(call.name(0));
        let name = call.name(1);
        let (_, package) = cloud.service(&service)?.qualified(&qualifier, name)?;
        let missing = || ApiError::invalid(format!("function '{name}' has no code package"));
        let package = package.ok_or_else(missing)?.to_vec();
        let checksum = checksum(&package);
        let url = cloud.store.offer(call, &cloud.account, package);
        Ok(Response::ok(&json!({"checksum": checksum, "url": url})))
    }

    /// `GET /services/S/tempCodeBucketToken`. The function need not be there yet: the SDK names none in an update.
    pub(crate) fn lend_code_bucket(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        cloud.service(call.name(0))?;
        let folder = format!("{}/{}", cloud.account, call.name(0));
        Ok(cloud.lend(call, &folder))
    }
}
