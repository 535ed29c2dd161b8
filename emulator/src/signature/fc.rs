//! The scheme of API 2016-08-15, which still guards the temporary code bucket.

use super::{Claim, header_lines, hmac_sha256, id_and_signature, window};
use crate::clock::parse_http_date;
use crate::encoding::{base64, decode};
use crate::error::ApiResult;
use crate::http::Request;

/// Reads the claim of a request from what follows the scheme's name.
pub(super) fn claim(request: &Request, authorization: &str) -> ApiResult<Claim> {
    let (key_id, signature) = id_and_signature(authorization)?;
    let date = request.header("date").unwrap_or("");
    let text = format!(
        "{}\n{}\n{}\n{date}\n{}{}",
        request.method,
        request.header("content-md5").unwrap_or(""),
        request.header("content-type").unwrap_or(""),
        header_lines(request, "x-fc-"),
        decode(request.path()),
    );
    Ok(Claim {
        key_id,
        signature,
        text,
        token: request.header("x-fc-security-token").map(str::to_owned),
        valid: parse_http_date(date).and_then(window),
        sign: |secret, text| base64(&hmac_sha256(secret, text)),
    })
}
