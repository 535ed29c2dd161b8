//! `ETag` and `If-Match`, which are off unless asked for (see [`crate::Config`]). The tag is a checksum
//! of what a read answers, so that every write moves it.

use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::error::{ApiError, Result};
use crate::http::Response;
use crate::route::{Route, sibling};

/// Refuses a write for which the resource has moved on.
pub(crate) fn check(cloud: &mut Cloud, route: &Route, call: &Call<'_>) -> Result<()> {
    // Where no operation reads the one resource, there is no tag to compare with.
    let (Some(wanted), Some(read)) = (call.request.header("if-match"), sibling(route)) else {
        return Ok(());
    };
    // By the read of the same resource, so that the tag is the one that a client has seen.
    let current = tag(&(read.run)(cloud, call)?);
    if wanted == "*" || wanted.trim_matches('"') == current {
        return Ok(());
    }
    let message = "the resource being modified has been changed";
    Err(ApiError::new(412, "PreconditionFailed", message))
}

/// The reply with its tag, if it shows one resource.
pub(crate) fn mark(route: &Route, response: Response) -> Response {
    let shows = ["Get", "Create", "Update"]
        .iter()
        .any(|verb| route.action.starts_with(verb));
    // A list has no tag: it shows several resources, each of which has its own.
    if !shows || response.body.is_empty() {
        return response;
    }
    let tag = tag(&response);
    response.with("etag", format!("\"{tag}\""))
}

/// The tag of what a read answers.
fn tag(response: &Response) -> String {
    checksum(&response.body)
}
