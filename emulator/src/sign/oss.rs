//! Version 1 of the OSS signature, in a header or in the address (OSS, "Include signatures in the
//! Authorization header" and "Add signatures to URLs"), and which version a request has.

use super::{TOLERANCE, hmac_sha1, oss4};
use crate::clock::Moment;
use crate::config::Key;
use crate::error::{ApiError, Result};
use crate::http::Request;

/// The parameters that name a part of a bucket or object, or another operation on it. Version 1 signs them and what
/// begins with `response-`, and nothing else of the query (OSS, "Include signatures in the Authorization header").
pub(crate) const SUBRESOURCES: &[&str] = &[
    "acl",
    "append",
    "bucketInfo",
    "continuation-token",
    "cors",
    "delete",
    "encryption",
    "lifecycle",
    "location",
    "logging",
    "objectMeta",
    "partNumber",
    "policy",
    "position",
    "referer",
    "restore",
    "security-token",
    "symlink",
    "tagging",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
    "x-oss-process",
];

/// The parameters in which either version puts its signature.
const CARRIERS: [&str; 4] = ["OSSAccessKeyId", "Expires", "Signature", "security-token"];

/// A signature as it came.
struct Given {
    /// The id of the key.
    id: String,
    /// In base64.
    signature: String,
    /// That of a temporary key.
    token: Option<String>,
    /// What stands in the signed text where the date belongs: the date, or when an address expires.
    date: String,
    /// Whether it stands in the address.
    address: bool,
}

/// The key that signed a request for an object (`/bucket/key`). Without `now`, the signature's time is
/// not checked.
pub(crate) fn verify<'k>(
    request: &Request,
    mut keys: impl Iterator<Item = &'k Key>,
    object: &str,
    now: Option<Moment>,
) -> Result<&'k Key> {
    let unknown = || {
        let message = "The OSS Access Key Id you provided does not exist in our records.";
        ApiError::new(403, "InvalidAccessKeyId", message)
    };
    if oss4::is_meant(request) {
        return oss4::verify(request, keys, object, now)?.ok_or_else(unknown);
    }
    let given = Given::of(request).ok_or_else(ApiError::denied)?;
    let key = keys.find(|key| key.id == given.id && key.token == given.token);
    let key = key.ok_or_else(unknown)?;
    now.map_or(Ok(()), |now| check_time(&given, now))?;
    if hmac_sha1(&key.secret, &text(request, &given, object)) == given.signature {
        return Ok(key);
    }
    Err(mismatch())
}

/// Whether a request is signed for OSS, though its host need not be one of OSS.
pub(crate) fn is_signed(request: &Request) -> bool {
    let authorization = request.header("authorization").unwrap_or_default();
    authorization.starts_with("OSS ")
        || oss4::is_meant(request)
        || request.param("OSSAccessKeyId").is_some()
}

/// The region that a request is signed for, if its signature has one.
pub(crate) fn region(request: &Request) -> Option<String> {
    oss4::region(request)
}

/// Whether a parameter is of a signature, and so may stand in any query.
pub(crate) fn is_carrier(parameter: &str) -> bool {
    parameter.starts_with("x-oss-") || CARRIERS.contains(&parameter)
}

/// The signature of an address for a download.
pub(crate) fn address(secret: &str, object: &str, expires: i64) -> String {
    hmac_sha1(secret, &format!("GET\n\n\n{expires}\n{object}"))
}

impl Given {
    /// The signature of a request, in whichever of the two places it stands.
    fn of(request: &Request) -> Option<Given> {
        match request.header("authorization") {
            Some(text) => Given::in_header(request, text),
            None => Given::in_address(request),
        }
    }

    /// The one in the header.
    fn in_header(request: &Request, text: &str) -> Option<Given> {
        let (id, signature) = text.strip_prefix("OSS ")?.split_once(':')?;
        // Where both are there, the signature is of `x-oss-date`.
        let date = request.header("x-oss-date").or(request.header("date"));
        Some(Given {
            id: id.to_owned(),
            signature: signature.to_owned(),
            token: request.header("x-oss-security-token").map(str::to_owned),
            date: date.unwrap_or_default().to_owned(),
            address: false,
        })
    }

    /// The one in the query.
    fn in_address(request: &Request) -> Option<Given> {
        Some(Given {
            id: request.param("OSSAccessKeyId")?,
            signature: request.param("Signature")?,
            token: request.param("security-token"),
            date: request.param("Expires")?,
            address: true,
        })
    }
}

/// An address ends at its own time; a header must be of about now.
fn check_time(given: &Given, now: Moment) -> Result<()> {
    if given.address {
        // What is no number has expired long ago.
        let expires = given.date.parse().map_or(i64::MIN, |seconds: i64| seconds);
        return (now.seconds() <= expires).then_some(()).ok_or_else(expired);
    }
    check_date(Moment::from_http(&given.date), now)
}

/// Refuses the date of a signature that is too old, from the future, or no date at all.
pub(super) fn check_date(date: Option<Moment>, now: Moment) -> Result<()> {
    match date.is_some_and(|date| !now.off_by(date, TOLERANCE)) {
        true => Ok(()),
        false => {
            let message =
                "The difference between the request time and the current time is too large.";
            Err(ApiError::new(403, "RequestTimeTooSkewed", message))
        }
    }
}

/// 403 for an address whose time is over.
pub(super) fn expired() -> ApiError {
    ApiError::new(403, "AccessDenied", "Request has expired.")
}

/// 403 `SignatureDoesNotMatch`.
pub(super) fn mismatch() -> ApiError {
    let message = "The request signature we calculated does not match the signature you provided. \
                   Check your key and signing method.";
    ApiError::new(403, "SignatureDoesNotMatch", message)
}

/// The text that is signed.
fn text(request: &Request, given: &Given, object: &str) -> String {
    let header = |name| request.header(name).unwrap_or_default();
    let (method, md5, kind) = (
        &request.method,
        header("content-md5"),
        header("content-type"),
    );
    let (date, own, parts) = (&given.date, request.lines("x-oss-"), parts(request));
    format!("{method}\n{md5}\n{kind}\n{date}\n{own}{object}{parts}")
}

/// The signed part of the query, with the question mark; one without a value is its bare name.
fn parts(request: &Request) -> String {
    let signed = |name: &str| SUBRESOURCES.contains(&name) || name.starts_with("response-");
    let mut signed: Vec<(String, String)> =
        request.params().filter(|(name, _)| signed(name)).collect();
    signed.sort_unstable();
    let signed: Vec<String> = signed
        .into_iter()
        .map(|(name, value)| match value.as_str() {
            "" => name,
            value => format!("{name}={value}"),
        })
        .collect();
    match signed.is_empty() {
        true => String::new(),
        false => format!("?{}", signed.join("&")),
    }
}
