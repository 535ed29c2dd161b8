//! Who sent a request, by its signature. Three schemes: ACS3 for the FC 3.0 API, the older FC scheme
//! for the 2016 API, and OSS version 1 for uploads.

pub(crate) mod acs3;
pub(crate) mod fc;
pub(crate) mod oss;

use hmac::{Hmac, KeyInit, Mac};

use crate::emulator::Key;
use crate::error::{ApiError, Result};

/// The key of that id, or the service's answer to an unknown one.
fn key_of<'a>(keys: &'a [Key], id: &str) -> Result<&'a Key> {
    keys.iter().find(|key| key.id == id).ok_or_else(|| {
        ApiError::new(
            403,
            "InvalidAccessKeyID",
            format!("the access key id '{id}' does not exist"),
        )
    })
}

fn mismatch() -> ApiError {
    ApiError::new(
        403,
        "SignatureNotMatch",
        "the request signature we calculated does not match the signature you provided",
    )
}

fn missing(header: &str) -> ApiError {
    let message = format!("required HTTP header {header} was not specified");
    ApiError::new(400, "MissingRequiredHeader", message)
}

fn hmac_sha256(secret: &str, text: &str) -> Vec<u8> {
    let Ok(mut mac) = <Hmac<sha2::Sha256> as KeyInit>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hmac_sha1(secret: &str, text: &str) -> Vec<u8> {
    let Ok(mut mac) = <Hmac<sha1::Sha1> as KeyInit>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
