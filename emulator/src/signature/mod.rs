//! Who sent a request: the three signature schemes of Function Compute and OSS.

mod acs3;
mod fc;
mod oss;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;
use sha2::Sha256;

use crate::clock::Clock;
use crate::config::Key;
use crate::error::{ApiError, ApiResult};
use crate::http::Request;

const LARGEST_SKEW: i64 = 15 * 60;

/// What a signed request says of itself, not yet believed.
pub(crate) struct Claim {
    key_id: String,
    signature: String,
    /// The text that was signed, computed from the request.
    text: String,
    token: Option<String>,
    /// The last moment at which the request may arrive, and the first.
    valid: Option<(Timestamp, Timestamp)>,
    /// Signs a text (second) with a secret (first).
    sign: fn(&str, &str) -> String,
}

/// The rules by which claims are judged.
pub(crate) struct Verifier<'a> {
    pub(crate) keys: &'a [Key],
    pub(crate) clock: Option<Clock>,
}

impl Verifier<'_> {
    /// The key that really signed the request.
    pub(crate) fn verify(&self, request: &Request) -> ApiResult<Key> {
        let claim = claim(request)?;
        let key = self.key(&claim)?;
        self.check_time(&claim)?;
        if (claim.sign)(&key.secret, &claim.text) == claim.signature {
            Ok(key.clone())
        } else {
            Err(ApiError::wrong_signature())
        }
    }

    fn key(&self, claim: &Claim) -> ApiResult<&Key> {
        let mut known = self
            .keys
            .iter()
            .filter(|key| key.id == claim.key_id)
            .peekable();
        if known.peek().is_none() {
            return Err(ApiError::unknown_key(&claim.key_id));
        }
        known
            .find(|key| key.token == claim.token)
            .ok_or_else(|| ApiError::denied("The specified security token is invalid."))
    }

    fn check_time(&self, claim: &Claim) -> ApiResult<()> {
        let (Some(clock), Some((from, to))) = (self.clock, claim.valid) else {
            return Ok(());
        };
        if (from..=to).contains(&clock.now()) {
            return Ok(());
        }
        let message = "Specified time stamp or date value is expired.";
        Err(ApiError::new(400, "InvalidTimeStamp.Expired", message))
    }
}

/// Reads the claim of whichever scheme the request uses.
fn claim(request: &Request) -> ApiResult<Claim> {
    if request.query("OSSAccessKeyId").is_some() {
        return oss::query_claim(request);
    }
    let authorization = request
        .header("authorization")
        .ok_or_else(|| ApiError::missing_header("Authorization"))?;
    match authorization.split_once(' ') {
        Some(("ACS3-HMAC-SHA256", rest)) => acs3::claim(request, rest),
        Some(("FC", rest)) => fc::claim(request, rest),
        Some(("OSS", rest)) => oss::claim(request, rest),
        _ => Err(ApiError::denied(
            "the Authorization header uses an unknown scheme",
        )),
    }
}

/// The window around the moment of signing in which a request is believed.
fn window(signed: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let skew = jiff::SignedDuration::from_secs(LARGEST_SKEW);
    Some((
        signed.checked_sub(skew).ok()?,
        signed.checked_add(skew).ok()?,
    ))
}

/// Splits `ID:SIGNATURE`.
fn id_and_signature(text: &str) -> ApiResult<(String, String)> {
    text.split_once(':')
        .map(|(id, signature)| (id.to_owned(), signature.to_owned()))
        .ok_or_else(|| ApiError::denied("the Authorization header is malformed"))
}

/// The sorted `name:value` lines of all headers with a prefix, each line ended.
fn header_lines(request: &Request, prefix: &str) -> String {
    let mut lines: Vec<String> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    lines.sort();
    lines.concat()
}

fn hmac_sha256(secret: &str, text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hmac_sha1(secret: &str, text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

pub(crate) use oss::signed_query;
