//! Objects, one at a time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::may;
use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::cloud::bucket::Encryption;
use crate::cloud::store::{Object, Place};
use crate::config::Right;
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

/// The header that says how an object is encrypted.
const ENCRYPTION: &str = "x-oss-server-side-encryption";

/// What the names of headers begin with that a client gives an object.
const META: &str = "x-oss-meta-";

/// The conditions that a PutObject may not have, since OSS has no such operation.
const CONDITIONS: [&str; 4] = [
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "If-Unmodified-Since",
];

impl Cloud {
    /// `PutObject`. What is refused first is a guess (G58).
    pub(crate) fn put_object(&mut self, call: &Call<'_>) -> Result<Response> {
        check_conditions(call)?;
        let forbidden = forbids_overwrite(call.request)?;
        check_digest(call.request)?;
        let (bucket, key) = (call.name(0), call.name(1));
        // Where versions are kept nothing is ever overwritten, so the header has no effect.
        let forbidden = forbidden && !self.store.is_versioned(bucket);
        if forbidden && self.store.get(bucket, key).is_some() {
            let message = "The object you specified already exists and can not be overwritten.";
            let refusal = ApiError::new(409, "FileAlreadyExists", message);
            return Err(refusal.with("Key", key).with("EC", "0026-00000201"));
        }
        let object = self.sent(call)?;
        let response = described(Response::empty(200), &object);
        self.store.objects.insert(Place::new(bucket, key), object);
        Ok(response)
    }

    /// The object that a request brings.
    fn sent(&self, call: &Call<'_>) -> Result<Object> {
        let default = self.bucket(call)?.encryption;
        let meta = call.request.headers.iter();
        let meta = meta.filter(|(name, _)| name.to_ascii_lowercase().starts_with(META));
        Ok(Object {
            bytes: call.request.body.clone(),
            modified: call.now,
            content_type: call.request.header("content-type").map(str::to_owned),
            meta: meta.cloned().collect(),
            encryption: encryption(call.request)?.or(default),
        })
    }

    /// `GetObject` and `HeadObject`.
    pub(crate) fn get_object(&mut self, call: &Call<'_>) -> Result<Response> {
        let object = self.store.get(call.name(0), call.name(1));
        let object = object.ok_or_else(|| missing(call))?;
        let etag = object.etag();
        // Some clients leave the quotation marks away.
        let is = |wanted: &str| wanted.trim_matches('"') == etag.trim_matches('"');
        let (same, other) = ("if-match", "if-none-match");
        if call.request.header(same).is_some_and(|wanted| !is(wanted)) {
            let message = "At least one of the pre-conditions you specified did not hold.";
            return Err(ApiError::new(412, "PreconditionFailed", message));
        }
        let response = match call.request.header(other).is_some_and(is) {
            true => Response::empty(304),
            false => {
                let kind = object.content_type.as_deref();
                let kind = kind.unwrap_or("application/octet-stream");
                let response = Response::of(200, kind, object.bytes.as_slice());
                response.with("x-oss-object-type", "Normal")
            }
        };
        let response = response.with("last-modified", object.modified.http());
        let meta = object.meta.iter();
        let response = meta.fold(response, |response, (name, value)| {
            response.with(name, value)
        });
        Ok(described(response, object))
    }

    /// `DeleteObject`, which says the same of what was not there.
    pub(crate) fn delete_object(&mut self, call: &Call<'_>) -> Result<Response> {
        let place = Place::new(call.name(0), call.name(1));
        self.store.objects.remove(&place);
        Ok(Response::empty(204))
    }
}

/// Refuses a condition (G53).
fn check_conditions(call: &Call<'_>) -> Result<()> {
    let mut conditions = CONDITIONS.into_iter();
    let Some(name) = conditions.find(|name| call.request.header(name).is_some()) else {
        return Ok(());
    };
    let status = if call.config.oss.unimplemented {
        501
    } else {
        400
    };
    let message = "A header you provided implies functionality that is not implemented.";
    let refusal = ApiError::new(status, "NotImplemented", message);
    Err(refusal.with("Header", name).with("EC", "0017-00000245"))
}

/// Whether the request is refused where the object is there already.
fn forbids_overwrite(request: &Request) -> Result<bool> {
    let name = "x-oss-forbid-overwrite";
    match request.header(name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(value) => Err(wrong(name, value).with("EC", "0017-00000279")),
    }
}

/// Refuses a body that is not the one that was signed.
fn check_digest(request: &Request) -> Result<()> {
    let md5 = STANDARD.encode(Md5::digest(&request.body));
    match request.header("content-md5") {
        Some(wanted) if wanted != md5 => {
            let message = "The Content-MD5 you specified did not match what we received.";
            Err(ApiError::new(400, "InvalidDigest", message))
        }
        _ => Ok(()),
    }
}

/// How the request wants its object encrypted, if it says so.
fn encryption(request: &Request) -> Result<Option<Encryption>> {
    let wanted = request.header(ENCRYPTION).map(|value| {
        let read = value.parse::<Encryption>();
        read.map_err(|_| wrong(ENCRYPTION, value))
    });
    wanted.transpose()
}

/// 400 `InvalidArgument` for a header's value.
fn wrong(name: &str, value: &str) -> ApiError {
    let refusal = ApiError::invalid("The argument is invalid.");
    let refusal = refusal.with("ArgumentName", name);
    refusal.with("ArgumentValue", value)
}

/// The refusal of what is not there. Whoever may not list it need not learn even that (G54).
fn missing(call: &Call<'_>) -> ApiError {
    if call.config.oss.veiled && !may(call, Right::List, call.name(1)) {
        return ApiError::denied();
    }
    let refusal = ApiError::new(404, "NoSuchKey", "The specified key does not exist.");
    refusal.with("Key", call.name(1))
}

/// The headers that describe an object; the checksum is that of a function's code (G50).
fn described(response: Response, object: &Object) -> Response {
    let response = response
        .with("etag", object.etag())
        .with("x-oss-hash-crc64ecma", checksum(&object.bytes));
    match object.encryption {
        Some(encryption) => response.with(ENCRYPTION, encryption.name()),
        None => response,
    }
}
