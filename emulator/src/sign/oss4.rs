//! Version 4 of the OSS signature, in a header (OSS, "Include a V4 signature in the Authorization header"). It is
//! good for one day, one region and one service, and covers no body but by its checksum.

use std::collections::BTreeSet;

use super::{check_time, hex, hmac_sha256_of, sha256};
use crate::clock::Moment;
use crate::config::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, decode, encode};

/// The first word of the header, and of the text that is signed.
pub(super) const SCHEME: &str = "OSS4-HMAC-SHA256";

/// What ends each scope.
const SCOPE_END: &str = "oss/aliyun_v4_request";

/// A signature as it came.
struct Given<'a> {
    /// The id of the key.
    id: &'a str,
    /// As `20260102`.
    day: &'a str,
    /// Without `oss-` in front.
    region: &'a str,
    /// The names of headers that are signed besides those that always are, joined by semicolons.
    additional: &'a str,
    /// In hexadecimal digits.
    signature: &'a str,
    /// As `20260102T030405Z`.
    date: &'a str,
}

/// The key that signed a request for an object (`/bucket/key`), if there is such a key. Without `now`, the
/// signature's time is not checked.
pub(super) fn verify<'k>(
    request: &Request,
    mut keys: impl Iterator<Item = &'k Key>,
    object: &str,
    now: Option<Moment>,
) -> Result<Option<&'k Key>> {
    let given = Given::of(request).ok_or_else(ApiError::signature_mismatch)?;
    let token = request.header("x-oss-security-token");
    let key = keys.find(|key| key.id == given.id && key.token.as_deref() == token);
    let Some(key) = key else {
        return Ok(None);
    };
    let date = Moment::from_iso(given.date).ok_or_else(ApiError::signature_mismatch)?;
    check_time(date, now)?;
    match given.signature == given.expected(request, object, &key.secret) {
        true => Ok(Some(key)),
        false => Err(ApiError::signature_mismatch()),
    }
}

impl<'a> Given<'a> {
    /// Takes the header apart; none if anything is missing, or the day is not that of the date.
    fn of(request: &'a Request) -> Option<Given<'a>> {
        let parts = request.header("authorization")?.strip_prefix(SCHEME)?;
        let part = |name: &str| {
            let mut parts = parts.split(',');
            parts.find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let mut scope = part("Credential")?.splitn(4, '/');
        let (id, day, region, end) = (scope.next()?, scope.next()?, scope.next()?, scope.next()?);
        let date = request.header("x-oss-date")?;
        (end == SCOPE_END && date.starts_with(day)).then_some(Given {
            id,
            day,
            region,
            additional: part("AdditionalHeaders").unwrap_or_default(),
            signature: part("Signature")?,
            date,
        })
    }

    /// The signature as it must be.
    fn expected(&self, request: &Request, object: &str, secret: &str) -> String {
        let (day, region, date) = (self.day, self.region, self.date);
        let hash = sha256(self.canonical(request, object).as_bytes());
        let text = format!("{SCHEME}\n{date}\n{day}/{region}/{SCOPE_END}\n{hash}");
        let scope = [day, region, "oss", "aliyun_v4_request", &text];
        // Each part of the scope is signed with what the one before gave.
        let first = format!("aliyun_v4{secret}").into_bytes();
        hex(&scope
            .iter()
            .fold(first, |key, part| hmac_sha256_of(&key, part)))
    }

    /// What the scheme makes of a request before it is hashed.
    fn canonical(&self, request: &Request, object: &str) -> String {
        let path: Vec<String> = object.split('/').map(encode).collect();
        let (method, path, query) = (&request.method, path.join("/"), query(request));
        let names = request
            .headers
            .iter()
            .map(|(name, _)| name.to_ascii_lowercase());
        let also = self.additional.split(';').map(str::to_owned);
        let mut signed: BTreeSet<String> = names.filter(|name| is_signed(name)).collect();
        signed.extend(also.filter(|name| !name.is_empty()));
        let line = |name: &String| format!("{name}:{}\n", request.joined(name));
        let headers: String = signed.iter().map(line).collect();
        let payload = request.header("x-oss-content-sha256").unwrap_or_default();
        let additional = self.additional;
        format!("{method}\n{path}\n{query}\n{headers}\n{additional}\n{payload}")
    }
}

/// Whether that header is signed in any case.
fn is_signed(name: &str) -> bool {
    name == "content-type" || name == "content-md5" || name.starts_with("x-oss-")
}

/// The parameters sorted by name; one without a value is its bare name.
fn query(request: &Request) -> String {
    let pairs = request.query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<String> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (encode(&decode(name)), encode(&decode(value)));
            match value.as_str() {
                "" => name,
                value => format!("{name}={value}"),
            }
        })
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}
