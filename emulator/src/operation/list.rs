//! Lists of what the emulator does not keep, and which are therefore empty.

use serde_json::json;

use super::{Call, show_page};
use crate::error::ApiResult;
use crate::http::Response;

/// The versions of a function: none was published.
pub(crate) fn versions(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = call.name(0).to_owned();
    call.state.function(&name)?;
    let direction = call
        .request
        .query("direction")
        .unwrap_or_else(|| "BACKWARD".to_owned());
    Ok(Response::json(
        200,
        &json!({"versions": [], "direction": direction}),
    ))
}

/// The aliases of a function: none was made.
pub(crate) fn aliases(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = call.name(0).to_owned();
    call.state.function(&name)?;
    Ok(show_page("aliases", Vec::new(), None))
}

/// Configurations of asynchronous invocation or concurrency: there are none.
pub(crate) fn configs(_: &mut Call<'_>) -> ApiResult<Response> {
    Ok(show_page("configs", Vec::new(), None))
}

/// Provisioned instances: there are none.
pub(crate) fn provision_configs(_: &mut Call<'_>) -> ApiResult<Response> {
    Ok(show_page("provisionConfigs", Vec::new(), None))
}

/// Scaling configurations: there are none.
pub(crate) fn scaling_configs(_: &mut Call<'_>) -> ApiResult<Response> {
    Ok(show_page("scalingConfigs", Vec::new(), None))
}
