//! Files at addresses that belong to no service, which anybody may read.

use crate::call::Call;
use crate::cloud::Cloud;
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Cloud {
    /// What stands at the address.
    pub(crate) fn read_file(&mut self, call: &Call<'_>) -> Result<Response> {
        let missing = || ApiError::new(404, "NotFound", "There is nothing at this address.");
        let file = self.files.get(call.name(0)).ok_or_else(missing)?;
        let body = file.body.clone();
        Ok(Response::of(file.status, "text/plain", body))
    }
}
