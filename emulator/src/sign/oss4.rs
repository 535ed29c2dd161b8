//! Version 4 of the OSS signature, in a header or in the address (OSS, "Include a V4 signature in the Authorization
//! header" and "Add a V4 signature to a URL"). It is good for one day, one region and one service, and covers no body
//! but by its checksum.

use std::collections::BTreeSet;

use super::oss::{check_date, expired, mismatch};
use super::{hex, hmac_sha256_of, sha256};
use crate::clock::Moment;
use crate::config::Key;
use crate::error::Result;
use crate::http::{Request, decode, encode};

/// The first word of the header, and of the text that is signed.
pub(super) const SCHEME: &str = "OSS4-HMAC-SHA256";

/// What ends each scope.
const SCOPE_END: &str = "oss/aliyun_v4_request";

/// The parameter that holds the signature of an address. It is all of the query that is not signed.
const SIGNATURE: &str = "x-oss-signature";

/// A signature as it came.
struct Given {
    /// The id of the key.
    id: String,
    /// As `20260102`.
    day: String,
    /// Without `oss-` in front.
    region: String,
    /// The names of headers that are signed besides those that always are, joined by semicolons.
    additional: String,
    /// In hexadecimal digits.
    signature: String,
    /// As `20260102T030405Z`.
    date: String,
    /// That of a temporary key.
    token: Option<String>,
    /// How many seconds an address is good for; absent for a header.
    lasts: Option<i64>,
}

/// The key that signed a request for an object (`/bucket/key`), if there is such a key. Without `now`, the
/// signature's time is not checked.
pub(super) fn verify<'k>(
    request: &Request,
    mut keys: impl Iterator<Item = &'k Key>,
    object: &str,
    now: Option<Moment>,
) -> Result<Option<&'k Key>> {
    let given = Given::of(request).ok_or_else(mismatch)?;
    let key = keys.find(|key| key.id == given.id && key.token == given.token);
    let Some(key) = key else {
        return Ok(None);
    };
    now.map_or(Ok(()), |now| given.check_time(now))?;
    match given.signature == given.expected(request, object, &key.secret) {
        true => Ok(Some(key)),
        false => Err(mismatch()),
    }
}

/// Whether a request is signed like this.
pub(super) fn is_meant(request: &Request) -> bool {
    let authorization = request.header("authorization").unwrap_or_default();
    authorization.starts_with(SCHEME) || request.param("x-oss-signature-version").is_some()
}

/// The region that such a signature is for.
pub(super) fn region(request: &Request) -> Option<String> {
    Given::of(request).map(|given| given.region)
}

impl Given {
    /// Takes the signature apart; none if anything is missing, or the day is not that of the date.
    fn of(request: &Request) -> Option<Given> {
        let given = match request.header("authorization") {
            Some(text) => Given::in_header(request, text),
            None => Given::in_address(request),
        };
        given.filter(|given| given.date.starts_with(&given.day))
    }

    /// The one in the header.
    fn in_header(request: &Request, text: &str) -> Option<Given> {
        let parts = text.strip_prefix(SCHEME)?;
        let part = |name: &str| {
            let mut parts = parts.split(',');
            let part = parts.find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
            part.map(str::to_owned)
        };
        let [id, day, region] = scope(&part("Credential")?)?;
        Some(Given {
            id,
            day,
            region,
            additional: part("AdditionalHeaders").unwrap_or_default(),
            signature: part("Signature")?,
            date: request.header("x-oss-date")?.to_owned(),
            token: request.header("x-oss-security-token").map(str::to_owned),
            lasts: None,
        })
    }

    /// The one in the query.
    fn in_address(request: &Request) -> Option<Given> {
        let [id, day, region] = scope(&request.param("x-oss-credential")?)?;
        Some(Given {
            id,
            day,
            region,
            additional: request
                .param("x-oss-additional-headers")
                .unwrap_or_default(),
            signature: request.param(SIGNATURE)?,
            date: request.param("x-oss-date")?,
            token: request.param("x-oss-security-token"),
            lasts: Some(request.param("x-oss-expires")?.parse().ok()?),
        })
    }

    /// An address ends so long after its date; a header must be of about now.
    fn check_time(&self, now: Moment) -> Result<()> {
        let date = Moment::from_iso(&self.date);
        match (self.lasts, date) {
            (None, date) => check_date(date, now),
            (Some(lasts), Some(date)) if now <= date.plus_seconds(lasts) => Ok(()),
            (Some(_), _) => Err(expired()),
        }
    }

    /// The signature as it must be.
    fn expected(&self, request: &Request, object: &str, secret: &str) -> String {
        let (day, region, date) = (&self.day, &self.region, &self.date);
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
        // An address says nothing of the payload, which is as much as to say so.
        let unsigned = self.lasts.map_or("", |_| "UNSIGNED-PAYLOAD");
        let payload = request.header("x-oss-content-sha256").unwrap_or(unsigned);
        let additional = &self.additional;
        format!("{method}\n{path}\n{query}\n{headers}\n{additional}\n{payload}")
    }
}

/// Whether that header is signed in any case.
fn is_signed(name: &str) -> bool {
    name == "content-type" || name == "content-md5" || name.starts_with("x-oss-")
}

/// Id, day and region of a credential, if the rest of it is as it must be.
fn scope(credential: &str) -> Option<[String; 3]> {
    let parts: Vec<&str> = credential.splitn(4, '/').collect();
    let [id, day, region, end] = parts[..] else {
        return None;
    };
    (end == SCOPE_END).then(|| [id, day, region].map(str::to_owned))
}

/// The parameters sorted by name; one without a value is its bare name.
fn query(request: &Request) -> String {
    let pairs = request.query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (encode(&decode(name)), encode(&decode(value)))
    });
    let mut pairs: Vec<(String, String)> = pairs.filter(|(name, _)| name != SIGNATURE).collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| match value.as_str() {
            "" => name,
            value => format!("{name}={value}"),
        })
        .collect();
    pairs.join("&")
}
