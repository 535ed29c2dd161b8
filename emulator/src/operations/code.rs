//! Code packages: where they come from, their checksum, and where they can be fetched again. How the service
//! refuses one is guessed (G40).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::doc::{Doc, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// The largest package inside a request, in bytes.
const INLINE: usize = 100 << 20;

/// The largest package in OSS, in bytes (the limit of the larger regions).
const STORED: usize = 500 << 20;

/// What a ZIP file begins with: an entry, or the end of an empty one.
const MAGIC: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

impl Cloud {
    /// The package that an `InputCodeLocation` names.
    pub(super) fn package(&self, code: &Doc) -> Result<Vec<u8>> {
        let bytes = match (
            text(code, "zipFile"),
            text(code, "ossBucketName"),
            text(code, "ossObjectName"),
        ) {
            (Some(zip), None, None) => inline(zip)?,
            (None, Some(bucket), Some(object)) => self.stored(bucket, object)?,
            // Both ways at once are as wrong as none.
            _ => return Err(unlocated()),
        };
        // Only how it begins: an archive that is broken further on is taken.
        if !MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
            return Err(ApiError::invalid("the code package is not a ZIP file"));
        }
        // A client may say what it meant to send; if it does, that must have arrived.
        let wanted = text(code, "checksum");
        match wanted.is_none_or(|wanted| wanted == checksum(&bytes)) {
            true => Ok(bytes),
            false => Err(ApiError::invalid(
                "the checksum of the code package does not match",
            )),
        }
    }

    /// An object as a package, or the refusal that it cannot be had.
    fn stored(&self, bucket: &str, object: &str) -> Result<Vec<u8>> {
        let missing = || {
            let message = format!("unable to access object '{object}' in bucket '{bucket}'");
            ApiError::invalid(message)
        };
        let object = self.store.get(bucket, object).ok_or_else(missing)?;
        sized(object.bytes.clone(), STORED)
    }

    /// `GetFunctionCode`.
    pub(crate) fn get_code(&mut self, call: &Call<'_>) -> Result<Response> {
        let name = call.name(0);
        let function = self.function(name)?;
        let qualifier = function.qualifier(call)?;
        let package = match function.resolve(name, &qualifier)? {
            Some(version) => &version.package,
            None => &function.package,
        };
        let missing = || ApiError::invalid(format!("function '{name}' has no code package"));
        let package = package.clone().ok_or_else(missing)?;
        let checksum = checksum(&package);
        let url = self.store.offer(call, &self.account, package);
        Ok(Response::ok(&json!({"checksum": checksum, "url": url})))
    }
}

/// The package inside a request.
fn inline(zip: &str) -> Result<Vec<u8>> {
    let bytes = STANDARD.decode(zip);
    sized(
        bytes.map_err(|_| ApiError::invalid("zipFile is not base64"))?,
        INLINE,
    )
}

/// The bytes, if they are not too many.
fn sized(bytes: Vec<u8>, most: usize) -> Result<Vec<u8>> {
    match bytes.len() {
        length if length > most => Err(ApiError::too_large(most)),
        _ => Ok(bytes),
    }
}

/// The service's words for code that is nowhere, which it also has for containers with code.
pub(super) fn unlocated() -> ApiError {
    ApiError::invalid("Either ossBucketName/ossObjectName or zipFile must be set")
}
