//! The ways in which requests are signed. Each is pure: parts of a request in, the value of its
//! `Authorization` header out.

mod acs3;
mod fc;
mod oss_v1;
mod oss_v4;

#[cfg(test)]
mod tests;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::call::Action;
use super::credential::Credential;
use crate::ports::Clock;
use crate::spelled::hex;

/// How a service wants its requests signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// `ACS3-HMAC-SHA256`, that of the cloud's gateway.
    Acs3,
    /// That of Function Compute before 3.0.
    Fc,
    /// Version 1 of OSS, which covers no region, and no query here.
    OssV1,
    /// Version 4 of OSS, in the headers. It covers no body: whoever sends one sends its `content-md5`, too.
    OssV4,
}

impl Signature {
    pub(super) fn scheme(self) -> &'static Scheme {
        match self {
            Signature::Acs3 => &acs3::SCHEME,
            Signature::Fc => &fc::SCHEME,
            Signature::OssV1 => &oss_v1::SCHEME,
            Signature::OssV4 => &oss_v4::SCHEME,
        }
    }
}

/// One of them.
pub(super) struct Scheme {
    /// Adds the headers that the signature needs.
    pub dress: fn(&mut Unsigned<'_>, &Signer<'_>),
    /// The value of `Authorization`, once all headers are there.
    pub authorize: fn(&Unsigned<'_>, &Credential) -> String,
}

/// The parts of a request that a signature may cover.
pub(super) struct Unsigned<'u> {
    pub action: Action,
    pub method: &'u str,
    /// What `Host` will say, without a bucket before it.
    pub host: &'u str,
    pub region: &'u str,
    /// Percent-encoded, with the bucket as its first part where there is one.
    pub path: &'u str,
    /// Percent-encoded and sorted: `limit=100&nextToken=a%2Fb`.
    pub query: &'u str,
    /// Their names are in small letters.
    pub headers: Vec<(String, String)>,
    pub body: &'u [u8],
}

impl Unsigned<'_> {
    fn add(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// The value of the header of that name; empty where there is none.
    fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The signed headers, sorted by name: those that the rule picks.
    fn signed(&self, rule: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| (name.as_str(), value.trim()));
        let mut signed: Vec<(&str, &str)> = headers.filter(|(name, _)| rule(name)).collect();
        signed.sort_unstable();
        signed
    }
}

/// Who signs, and when.
pub(super) struct Signer<'s> {
    pub key: &'s Credential,
    pub clock: &'s dyn Clock,
}

/// `Fri, 02 Jan 2026 03:04:05 GMT`, from milliseconds since 1970.
fn http_date(millis: i64) -> String {
    // A clock beyond the calendar counts as 1970; the server then refuses the date in its own words.
    let time = Timestamp::from_millisecond(millis).unwrap_or_default();
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&time)
        .unwrap_or_default()
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hmac_sha256(secret: &[u8], text: &str) -> Vec<u8> {
    mac::<Hmac<Sha256>>(secret, text)
}

fn hmac_sha1(secret: &[u8], text: &str) -> Vec<u8> {
    mac::<Hmac<Sha1>>(secret, text)
}

fn mac<M: Mac + KeyInit>(secret: &[u8], text: &str) -> Vec<u8> {
    let keyed = <M as KeyInit>::new_from_slice(secret);
    // HMAC takes keys of any length, so there is always one.
    let signed = keyed.map(|mac| mac.chain_update(text).finalize());
    signed
        .map(|signed| signed.into_bytes().to_vec())
        .unwrap_or_default()
}

/// `name:value`, a line each.
fn lines(headers: &[(&str, &str)]) -> String {
    let lines = headers.iter();
    lines
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect()
}

/// The names of these headers, joined by `;`.
fn names(headers: &[(&str, &str)]) -> String {
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    names.join(";")
}
