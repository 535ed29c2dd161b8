//! Version 1 of the OSS signature (reference: OSS "Include a V1 signature in the Authorization
//! header").

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::hmac_sha1;
use crate::emulator::Key;
use crate::error::{ApiError, Result};
use crate::http::Request;

/// Checks that a temporary key signed the request for that object.
pub(crate) fn verify(request: &Request, keys: &[Key], resource: &str) -> Result<()> {
    let given = request
        .header("authorization")
        .and_then(|given| given.strip_prefix("OSS "));
    let (id, signature) = given
        .and_then(|given| given.split_once(':'))
        .ok_or_else(|| {
            ApiError::new(
                403,
                "AccessDenied",
                "You have no right to access this object.",
            )
        })?;
    let key = keys.iter().find(|key| key.id == id).ok_or_else(|| {
        let message = "The OSS Access Key Id you provided does not exist in our records.";
        ApiError::new(403, "InvalidAccessKeyId", message)
    })?;
    if request.header("x-oss-security-token") != key.token.as_deref() {
        let message = "The security token you provided is invalid.";
        return Err(ApiError::new(403, "InvalidSecurityToken", message));
    }
    if STANDARD.encode(hmac_sha1(&key.secret, &text(request, resource))) == signature {
        return Ok(());
    }
    let message = "The request signature we calculated does not match the signature you provided.";
    Err(ApiError::new(403, "SignatureDoesNotMatch", message))
}

fn text(request: &Request, resource: &str) -> String {
    let header = |name| request.header(name).unwrap_or_default();
    let date = match header("x-oss-date") {
        "" => header("date"),
        date => date,
    };
    let mut lines: Vec<String> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .filter(|(name, _)| name.starts_with("x-oss-"))
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    lines.sort_unstable();
    format!(
        "{}\n{}\n{}\n{date}\n{}{resource}",
        request.method,
        header("content-md5"),
        header("content-type"),
        lines.concat(),
    )
}
