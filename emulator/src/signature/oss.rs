//! The first signature version of OSS, in a header and in the query of a signed address.

use jiff::Timestamp;

use super::{Claim, header_lines, hmac_sha1, id_and_signature, window};
use crate::bucket::Address;
use crate::clock::parse_http_date;
use crate::config::Key;
use crate::encoding::{base64, encode};
use crate::error::{ApiError, ApiResult};
use crate::http::Request;

/// Reads the claim of a request from what follows the scheme's name.
pub(super) fn claim(request: &Request, authorization: &str) -> ApiResult<Claim> {
    let (key_id, signature) = id_and_signature(authorization)?;
    let date = request
        .header("x-oss-date")
        .or_else(|| request.header("date"))
        .unwrap_or("");
    Ok(Claim {
        key_id,
        signature,
        text: text(request, date),
        token: request.header("x-oss-security-token").map(str::to_owned),
        valid: parse_http_date(date).and_then(window),
        sign: |secret, text| base64(&hmac_sha1(secret, text)),
    })
}

/// Reads the claim that a signed address makes in its query.
pub(super) fn query_claim(request: &Request) -> ApiResult<Claim> {
    let value = |name: &str| {
        request
            .query(name)
            .ok_or_else(|| ApiError::denied(format!("{name} is absent from the signed address")))
    };
    let expires = value("Expires")?;
    let last = expires
        .parse()
        .ok()
        .and_then(|second| Timestamp::from_second(second).ok());
    Ok(Claim {
        key_id: value("OSSAccessKeyId")?,
        signature: value("Signature")?,
        text: text(request, &expires),
        token: request.query("security-token"),
        valid: last.map(|last| (Timestamp::MIN, last)),
        sign: |secret, text| base64(&hmac_sha1(secret, text)),
    })
}

/// The query that makes reading an object possible until a moment.
pub(crate) fn signed_query(key: &Key, address: &Address, expires: Timestamp) -> String {
    let expires = expires.as_second();
    let token = key.token.as_deref();
    let subresource = token.map_or(String::new(), |token| format!("?security-token={token}"));
    let text = format!(
        "GET\n\n\n{expires}\n/{}/{}{subresource}",
        address.bucket, address.object
    );
    let signature = encode(&base64(&hmac_sha1(&key.secret, &text)));
    let id = encode(&key.id);
    let token = token.map_or(String::new(), |token| {
        format!("&security-token={}", encode(token))
    });
    format!("Expires={expires}&OSSAccessKeyId={id}&Signature={signature}{token}")
}

/// The text that is signed, for a date or the moment of expiry.
fn text(request: &Request, date: &str) -> String {
    format!(
        "{}\n{}\n{}\n{date}\n{}{}",
        request.method,
        request.header("content-md5").unwrap_or(""),
        request.header("content-type").unwrap_or(""),
        header_lines(request, "x-oss-"),
        resource(request),
    )
}

fn resource(request: &Request) -> String {
    let path = Address::of(request).map_or_else(
        || request.path().to_owned(),
        |address| format!("/{}/{}", address.bucket, address.object),
    );
    match request.query("security-token") {
        Some(token) => format!("{path}?security-token={token}"),
        None => path,
    }
}
