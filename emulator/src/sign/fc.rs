//! The signature of the 2016-08-15 API (Function Compute, "Signature authentication"). It does not
//! cover the host.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{check_time, hmac_sha256, key_of};
use crate::clock::Moment;
use crate::config::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, decode};

/// The key that signed the request. Without `now`, the signature's time is not checked.
pub(crate) fn verify<'k>(
    request: &Request,
    keys: &'k [Key],
    now: Option<Moment>,
) -> Result<&'k Key> {
    let required = |name| {
        request
            .header(name)
            .ok_or_else(|| ApiError::missing_header(name))
    };
    let given = required("Authorization")?.strip_prefix("FC ");
    let parts = given.and_then(|given| given.split_once(':'));
    let (id, signature) = parts.ok_or_else(ApiError::signature_mismatch)?;
    let key = key_of(keys, id, request.header("x-fc-security-token"))?;
    let date = required("Date")?;
    let wrong = || ApiError::invalid(format!("Date '{date}' is not a time"));
    check_time(Moment::from_http(date).ok_or_else(wrong)?, now)?;
    // SDKs differ in whether the path is signed as it is sent or decoded (G73).
    let paths = [request.path.clone(), decode(&request.path)];
    let fits = |path: &String| {
        STANDARD.encode(hmac_sha256(&key.secret, &text(request, date, path))) == signature
    };
    match paths.iter().any(fits) {
        true => Ok(key),
        false => Err(ApiError::signature_mismatch()),
    }
}

/// The text that is signed.
fn text(request: &Request, date: &str, path: &str) -> String {
    let header = |name| request.header(name).unwrap_or_default();
    let (method, md5, kind) = (
        &request.method,
        header("content-md5"),
        header("content-type"),
    );
    let own = request.lines("x-fc-");
    format!("{method}\n{md5}\n{kind}\n{date}\n{own}{path}")
}
