//! ACS3-HMAC-SHA256, the scheme of API 3.0.

use sha2::{Digest, Sha256};

use super::{Claim, hmac_sha256, window};
use crate::encoding::{encode, hex, query_pairs};
use crate::error::{ApiError, ApiResult};
use crate::http::Request;

/// Reads the claim of a request from what follows the scheme's name.
pub(super) fn claim(request: &Request, authorization: &str) -> ApiResult<Claim> {
    let signed = field(authorization, "SignedHeaders")?;
    check_signed(request, signed)?;
    let payload = payload_hash(request)?;
    let canonical = canonical_request(request, signed, &payload);
    let digest = hex(&Sha256::digest(canonical.as_bytes()));
    let date = header(request, "x-acs-date")?;
    Ok(Claim {
        key_id: field(authorization, "Credential")?.to_owned(),
        signature: field(authorization, "Signature")?.to_owned(),
        text: format!("ACS3-HMAC-SHA256\n{digest}"),
        token: request.header("x-acs-security-token").map(str::to_owned),
        valid: date.parse().ok().and_then(window),
        sign: |secret, text| hex(&hmac_sha256(secret, text)),
    })
}

/// One part of `Credential=…,SignedHeaders=…,Signature=…`.
fn field<'a>(authorization: &'a str, name: &str) -> ApiResult<&'a str> {
    authorization
        .split(',')
        .filter_map(|part| part.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .ok_or_else(|| ApiError::denied("the Authorization header is malformed"))
}

fn header<'a>(request: &'a Request, name: &str) -> ApiResult<&'a str> {
    request
        .header(name)
        .ok_or_else(|| ApiError::missing_header(name))
}

/// Every header that must be signed is among the signed ones.
fn check_signed(request: &Request, signed: &str) -> ApiResult<()> {
    let must = |name: &str| name == "host" || name == "content-type" || name.starts_with("x-acs-");
    let forgotten = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .any(|name| must(&name) && !signed.split(';').any(|listed| listed == name));
    if forgotten {
        Err(ApiError::wrong_signature())
    } else {
        Ok(())
    }
}

/// The hash of the body, which must be the one the request announces.
fn payload_hash(request: &Request) -> ApiResult<String> {
    let hash = hex(&Sha256::digest(&request.body));
    if header(request, "x-acs-content-sha256")? == hash {
        Ok(hash)
    } else {
        Err(ApiError::wrong_signature())
    }
}

fn canonical_request(request: &Request, signed: &str, payload: &str) -> String {
    format!(
        "{}\n{}\n{}\n{}\n{signed}\n{payload}",
        request.method,
        canonical_path(request.path()),
        canonical_query(request.raw_query()),
        canonical_headers(request, signed),
    )
}

fn canonical_path(path: &str) -> String {
    path.replace('+', "%20")
        .replace('*', "%2A")
        .replace("%7E", "~")
}

fn canonical_query(query: &str) -> String {
    let mut pairs = query_pairs(query);
    pairs.sort();
    let encoded: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("{key}={}", encode(value)))
        .collect();
    encoded.join("&")
}

fn canonical_headers(request: &Request, signed: &str) -> String {
    signed
        .split(';')
        .map(|name| {
            let mut values: Vec<&str> = request
                .headers
                .iter()
                .filter(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim())
                .collect();
            values.sort_unstable();
            format!("{name}:{}\n", values.join(","))
        })
        .collect()
}
