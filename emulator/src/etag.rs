//! `ETag` and `If-Match`. Of FC 2.0 both are documented; of FC 3.0 they are off unless asked for (see
//! [`crate::Config`]). The tag is a checksum of what a read answers, so that every write moves it.

use md5::{Digest as _, Md5};

use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::error::{ApiError, Result};
use crate::http::Response;
use crate::route::{Route, fc2, sibling};
use crate::service::Door;

/// Refuses a write for which the resource has moved on.
pub(crate) fn check(cloud: &mut Cloud, door: Door, route: &Route, call: &Call<'_>) -> Result<()> {
    // Where no operation reads the one resource, there is no tag to compare with.
    let (Some(wanted), Some(read)) = (call.request.header("if-match"), sibling(door, route)) else {
        return Ok(());
    };
    // By the read of the same resource, so that the tag is the one that a client has seen.
    let shown = (read.run)(cloud, call)?;
    let current = match door {
        Door::Legacy => tag_fc2(&shown),
        _ => tag(&shown),
    };
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

/// The reply of FC 2.0 with its tag, if it shows one resource that has one. It stands in no quotation marks, and a
/// write of one resource does not move that of another (G72).
pub(crate) fn mark_fc2(route: &Route, response: Response) -> Response {
    if !fc2::shows_tagged(route) {
        return response;
    }
    let tag = tag_fc2(&response);
    response.with("etag", tag)
}

/// The tag of what a read of FC 2.0 answers: 32 hexadecimal digits.
fn tag_fc2(response: &Response) -> String {
    let md5 = Md5::digest(&response.body);
    md5.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The tag of what a read answers.
fn tag(response: &Response) -> String {
    checksum(&response.body)
}
