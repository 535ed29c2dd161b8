//! ACS3-HMAC-SHA256, the signature of FC 3.0 (Alibaba Cloud, "V3 request body and signature
//! mechanism").

use super::{check_time, hex, hmac_sha256, key_of, sha256};
use crate::clock::Moment;
use crate::config::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, encode};

/// The first word of the header, and of the text that is signed.
const SCHEME: &str = "ACS3-HMAC-SHA256";

/// The key that signed the request. Without `now`, the signature's time is not checked.
pub(crate) fn verify<'k>(
    request: &Request,
    keys: &'k [Key],
    now: Option<Moment>,
) -> Result<&'k Key> {
    let given = Authorization::parse(required(request, "Authorization")?)?;
    let token = request.header("x-acs-security-token");
    let key = key_of(keys, given.credential, token)?;
    check_headers(request, now)?;
    check_signed(request, &given)?;
    let body = sha256(&request.body);
    // The header is signed; only this ties the body to it.
    if request.header("x-acs-content-sha256") != Some(&body) {
        return Err(ApiError::signature_mismatch());
    }
    if signature(request, &given, &body, &key.secret) == given.signature {
        Ok(key)
    } else {
        Err(ApiError::signature_mismatch())
    }
}

/// The header `Authorization`, taken apart.
struct Authorization<'a> {
    /// The id of the key.
    credential: &'a str,
    /// The names of the signed headers, joined by semicolons.
    signed: &'a str,
    /// In hexadecimal digits.
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Takes the header apart. The order of the parts is not fixed.
    fn parse(text: &'a str) -> Result<Authorization<'a>> {
        let rest = text
            .strip_prefix(SCHEME)
            .ok_or_else(ApiError::signature_mismatch)?;
        let part = |name: &str| {
            let mut parts = rest.split(',');
            parts
                .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(ApiError::signature_mismatch)
        };
        Ok(Authorization {
            credential: part("Credential")?,
            signed: part("SignedHeaders")?,
            signature: part("Signature")?,
        })
    }
}

/// A header that must be there.
fn required<'a>(request: &'a Request, name: &str) -> Result<&'a str> {
    request
        .header(name)
        .ok_or_else(|| ApiError::missing_header(name))
}

/// The headers that each signed request has, and its time.
fn check_headers(request: &Request, now: Option<Moment>) -> Result<()> {
    for name in ["x-acs-action", "x-acs-version", "x-acs-signature-nonce"] {
        required(request, name)?;
    }
    let date = required(request, "x-acs-date")?;
    let wrong = || ApiError::invalid(format!("x-acs-date '{date}' is not a time"));
    check_time(Moment::from_iso(date).ok_or_else(wrong)?, now)
}

/// Everything that the scheme wants signed must be signed, and nothing that is absent can be.
fn check_signed(request: &Request, given: &Authorization<'_>) -> Result<()> {
    let signed: Vec<&str> = given.signed.split(';').collect();
    let must = |name: &str| name == "content-type" || name.starts_with("x-acs-");
    let names = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase());
    let all = names
        .filter(|name| must(name))
        .all(|name| signed.contains(&name.as_str()));
    let present = signed.iter().all(|name| request.header(name).is_some());
    if all && present && signed.contains(&"host") {
        Ok(())
    } else {
        Err(ApiError::signature_mismatch())
    }
}

/// The signature as it must be.
fn signature(request: &Request, given: &Authorization<'_>, body: &str, secret: &str) -> String {
    let canonical = sha256(canonical(request, given, body).as_bytes());
    hex(&hmac_sha256(secret, &format!("{SCHEME}\n{canonical}")))
}

/// What the scheme makes of a request before it is hashed.
fn canonical(request: &Request, given: &Authorization<'_>, body: &str) -> String {
    let line = |name: &str| format!("{name}:{}\n", request.joined(name));
    let headers: String = given.signed.split(';').map(line).collect();
    // Clients differ in these three characters; the scheme does not.
    let path = request
        .path
        .replace('+', "%20")
        .replace('*', "%2A")
        .replace("%7E", "~");
    let (method, query, signed) = (&request.method, query(request), given.signed);
    format!("{method}\n{path}\n{query}\n{headers}\n{signed}\n{body}")
}

/// The parameters sorted by name. Names are signed as they are, values encoded anew.
fn query(request: &Request) -> String {
    let mut params: Vec<(String, String)> = request.params().collect();
    params.sort_unstable();
    let pair = |(name, value): (String, String)| format!("{name}={}", encode(&value));
    params.into_iter().map(pair).collect::<Vec<_>>().join("&")
}
