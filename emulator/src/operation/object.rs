//! Objects in OSS: write and read.

use super::Call;
use crate::bucket::Address;
use crate::checksum::code_checksum;
use crate::error::{ApiError, ApiResult};
use crate::http::Response;

/// What OSS calls the request, if it is one the emulator knows.
pub(crate) fn action(method: &str) -> Option<&'static str> {
    match method {
        "PUT" => Some("PutObject"),
        "GET" => Some("GetObject"),
        "HEAD" => Some("HeadObject"),
        _ => None,
    }
}

/// Carries out an OSS request on one object.
pub(crate) fn carry_out(call: &mut Call<'_>) -> ApiResult<Response> {
    let malformed = || ApiError::new(400, "InvalidObjectName", "The request names no object.");
    let address = Address::of(call.request).ok_or_else(malformed)?;
    check_grant(call, &address)?;
    match call.request.method.as_str() {
        "PUT" => Ok(put(call, address)),
        // The server leaves out the body of a reply to HEAD.
        "GET" | "HEAD" => read(call, &address),
        method => Err(ApiError::unsupported(method, call.request.path())),
    }
}

/// A temporary key reaches only the object it was made for.
fn check_grant(call: &Call<'_>, address: &Address) -> ApiResult<()> {
    let grant = call
        .state
        .grants
        .iter()
        .find(|grant| grant.key.id == call.caller.id);
    match grant {
        Some(grant) if grant.address != *address => {
            Err(ApiError::denied("You have no right to access this object."))
        }
        _ => Ok(()),
    }
}

fn put(call: &mut Call<'_>, address: Address) -> Response {
    let body = call.request.body.clone();
    let response = Response::empty(200)
        .with_header("x-oss-hash-crc64ecma", &code_checksum(&body))
        .with_header("etag", &format!("\"{:0>32}\"", code_checksum(&body)));
    call.state.objects.insert(address, body);
    response
}

fn read(call: &Call<'_>, address: &Address) -> ApiResult<Response> {
    let body = call
        .state
        .objects
        .get(address)
        .ok_or_else(|| ApiError::new(404, "NoSuchKey", "The specified key does not exist."))?;
    Ok(Response {
        body: body.clone(),
        ..Response::empty(200)
    }
    .with_header("content-type", "application/octet-stream")
    .with_header("x-oss-hash-crc64ecma", &code_checksum(body)))
}

/// The form in which OSS reports an error.
pub(crate) fn error_response(error: &ApiError, request_id: &str) -> Response {
    let code = match error.code.as_str() {
        "SignatureNotMatch" => "SignatureDoesNotMatch",
        "InvalidAccessKeyID" => "InvalidAccessKeyId",
        "InvalidTimeStamp.Expired" => "RequestTimeTooSkewed",
        code => code,
    };
    let status = if code == "RequestTimeTooSkewed" {
        403
    } else {
        error.status
    };
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{code}</Code>\n  \
         <Message>{}</Message>\n  <RequestId>{request_id}</RequestId>\n</Error>\n",
        error.message.replace('&', "&amp;").replace('<', "&lt;")
    );
    Response {
        body: body.into_bytes(),
        ..Response::empty(status)
    }
    .with_header("content-type", "application/xml")
}
