//! Who sent a request, by its signature. ACS3 is that of FC 3.0 and of all RPC services, which take an older one,
//! too; the 2016-08-15 API has one of its own, and OSS two.

pub(crate) mod acs3;
pub(crate) mod fc;
pub(crate) mod oss;
mod oss4;
pub(crate) mod rpc;
#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::clock::Moment;
use crate::config::Key;
use crate::error::{ApiError, Result};

/// How far a signature's time may be off, in minutes (FC API, "Signature authentication").
const TOLERANCE: i64 = 15;

/// The key of that id and token. Only keys of the account are known, so a key of the temporary bucket
/// opens nothing but that bucket.
fn key_of<'k>(keys: &'k [Key], id: &str, token: Option<&str>) -> Result<&'k Key> {
    let mut named = keys.iter().filter(|key| key.id == id).peekable();
    if named.peek().is_none() {
        return Err(ApiError::unknown_key(id));
    }
    // Two keys may have one id: a temporary one is told by its token.
    let mut fitting = named.filter(|key| key.token.as_deref() == token);
    fitting.next().ok_or_else(ApiError::signature_mismatch)
}

/// Refuses a signature that is too old or from the future. Without `now` every time will do.
fn check_time(signed: Moment, now: Option<Moment>) -> Result<()> {
    match now {
        Some(now) if now.off_by(signed, TOLERANCE) => {
            let (signed, now) = (signed.iso(), now.iso());
            Err(ApiError::new(
                403,
                "AccessDenied",
                format!(
                    "the difference between the request time '{signed}' and the current time '{now}' is too large"
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// The bytes in lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 in hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The bytes of an HMAC with SHA-256.
fn hmac_sha256(secret: &str, text: &str) -> Vec<u8> {
    hmac_sha256_of(secret.as_bytes(), text)
}

/// The same with a key that is no text.
fn hmac_sha256_of(key: &[u8], text: &str) -> Vec<u8> {
    mac::<Hmac<Sha256>>(key, text)
}

/// In base64, as OSS and RPC services write it.
fn hmac_sha1(secret: &str, text: &str) -> String {
    STANDARD.encode(mac::<Hmac<Sha1>>(secret.as_bytes(), text))
}

/// An HMAC of a text.
fn mac<M: Mac + KeyInit>(key: &[u8], text: &str) -> Vec<u8> {
    let keyed = <M as KeyInit>::new_from_slice(key);
    // HMAC takes keys of any length, so there is always one.
    let digest = keyed.map(|mac| mac.chain_update(text).finalize());
    digest
        .map(|digest| digest.into_bytes().to_vec())
        .unwrap_or_default()
}
