//! The three ways in which requests are signed. Each is pure: parts of a request in, the value of
//! its `Authorization` header out.

pub(crate) mod acs3;
pub(crate) mod fc;
pub(crate) mod oss;

#[cfg(test)]
mod tests;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::spelled::hex;

/// `Fri, 02 Jan 2026 03:04:05 GMT`, from milliseconds since 1970.
pub(crate) fn http_date(millis: i64) -> String {
    // A clock beyond the calendar counts as 1970; the server then refuses the date in its own words.
    let time = Timestamp::from_millisecond(millis).unwrap_or_default();
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&time)
        .unwrap_or_default()
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hmac_sha256(secret: &str, text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key length fits");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hmac_sha1(secret: &str, text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("any key length fits");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// `name:value` lines, sorted by name, of the headers whose lower-case name starts with `prefix`.
fn header_lines(headers: &[(String, String)], prefix: &str) -> String {
    let mut lines: Vec<String> = headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    lines.sort_unstable();
    lines.concat()
}

/// The value of the header of that lower-case name; empty where there is none.
fn header<'h>(headers: &'h [(String, String)], name: &str) -> &'h str {
    headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map_or("", |(_, value)| value.trim())
}
