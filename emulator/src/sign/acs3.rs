//! ACS3-HMAC-SHA256, the signature of the FC 3.0 API (reference: Alibaba Cloud "V3 request body and
//! signature mechanism").

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::{hex, hmac_sha256, key_of, mismatch, missing};
use crate::emulator::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, decode};

const SCHEME: &str = "ACS3-HMAC-SHA256";

/// Minutes that a signature is good for.
const VALID_FOR: i64 = 15;

/// RFC 3986: everything but letters, digits and `-_.~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The key that signed the request. `now` is in seconds since 1970; without it the time of the
/// signature is not checked (for recorded requests).
pub(crate) fn verify<'a>(request: &Request, keys: &'a [Key], now: Option<i64>) -> Result<&'a Key> {
    let given = Authorization::parse(
        request
            .header("authorization")
            .ok_or_else(|| missing("Authorization"))?,
    )?;
    let key = key_of(keys, given.credential)?;
    check_date(request, now)?;
    check_token(request, key)?;
    check_signed(request, &given)?;
    let body = hex(&Sha256::digest(&request.body));
    if request.header("x-acs-content-sha256") != Some(&body) {
        return Err(mismatch());
    }
    let canonical = canonical(request, &given, &body);
    let text = format!("{SCHEME}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
    if hex(&hmac_sha256(&key.secret, &text)) == given.signature {
        Ok(key)
    } else {
        Err(mismatch())
    }
}

struct Authorization<'a> {
    credential: &'a str,
    signed: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(text: &'a str) -> Result<Authorization<'a>> {
        let rest = text.strip_prefix(SCHEME).ok_or_else(mismatch)?;
        let part = |name: &str| {
            rest.split(',')
                .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(mismatch)
        };
        Ok(Authorization {
            credential: part("Credential")?,
            signed: part("SignedHeaders")?.split(';').collect(),
            signature: part("Signature")?,
        })
    }
}

fn check_date(request: &Request, now: Option<i64>) -> Result<()> {
    let date = request
        .header("x-acs-date")
        .ok_or_else(|| missing("x-acs-date"))?;
    let Some(now) = now else {
        return Ok(());
    };
    let time = date.parse::<jiff::Timestamp>().map_err(|_| mismatch())?;
    if (time.as_second() - now).abs() > VALID_FOR * 60 {
        return Err(ApiError::new(
            400,
            "InvalidTimeStamp.Expired",
            "the request has expired",
        ));
    }
    Ok(())
}

fn check_token(request: &Request, key: &Key) -> Result<()> {
    if request.header("x-acs-security-token") == key.token.as_deref() {
        return Ok(());
    }
    Err(ApiError::new(
        403,
        "InvalidSecurityToken",
        "the security token is invalid",
    ))
}

/// Everything that the scheme wants signed must be signed.
fn check_signed(request: &Request, given: &Authorization<'_>) -> Result<()> {
    let must = |name: &str| name == "host" || name == "content-type" || name.starts_with("x-acs-");
    let all = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase());
    let unsigned = all
        .filter(|name| must(name))
        .any(|name| !given.signed.contains(&name.as_str()));
    if unsigned || request.header("host").is_none() {
        return Err(mismatch());
    }
    Ok(())
}

fn canonical(request: &Request, given: &Authorization<'_>, body: &str) -> String {
    let path = request
        .path
        .replace('+', "%20")
        .replace('*', "%2A")
        .replace("%7E", "~");
    let mut headers = String::new();
    for name in &given.signed {
        headers.push_str(&format!("{name}:{}\n", values(request, name)));
    }
    format!(
        "{}\n{path}\n{}\n{headers}\n{}\n{body}",
        request.method,
        query(&request.query),
        given.signed.join(";"),
    )
}

fn values(request: &Request, name: &str) -> String {
    let mut values: Vec<&str> = request
        .headers
        .iter()
        .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
        .collect();
    values.sort_unstable();
    values.join(",")
}

fn query(raw: &str) -> String {
    let mut pairs: Vec<(String, String)> = raw
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (
                decode(key),
                utf8_percent_encode(&decode(value), ENCODED).to_string(),
            )
        })
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    pairs.join("&")
}
