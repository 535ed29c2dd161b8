//! Requests that the official SDKs signed, with their keys (npm `@alicloud/fc20230330` 4.7.6,
//! `@alicloud/fc-open20210406` 2.0.13, `@alicloud/fc2` 2.6.6, `@alicloud/cas20200407` 3.0.0, `@alicloud/pop-core`
//! 1.8.0, and `ali-oss` 6.18.1 and 6.23.0).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{acs3, fc, oss, rpc};
use crate::clock::Moment;
use crate::cloud::store::place;
use crate::config::Key;
use crate::error::ApiError;
use crate::http::Request;

const CAPTURES: &str = include_str!("../../tests/captures.json");

/// When the requests were signed.
const THEN: &str = "2026-01-02T03:04:05Z";

/// The SDK signs the apostrophe in this path as it is, but Node sends it as `%27`. No legal name has
/// one.
const UNVERIFIABLE: &str = "function-get-weird-name";

#[derive(Deserialize)]
struct Capture {
    name: String,
    key: Signer,
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    body: String,
}

#[derive(Deserialize)]
struct Signer {
    id: String,
    secret: String,
    token: Option<String>,
}

impl Capture {
    fn key(&self) -> Key {
        Key {
            name: "recorded".to_owned(),
            id: self.key.id.clone(),
            secret: self.key.secret.clone(),
            token: self.key.token.clone(),
        }
    }

    fn request(&self) -> Request {
        let headers = self.headers.iter();
        Request {
            headers: headers
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            body: self.body.clone().into_bytes(),
            ..Request::new(&self.method, &self.url)
        }
    }
}

fn captures() -> Vec<Capture> {
    serde_json::from_str(CAPTURES).unwrap()
}

fn verify(request: &Request, key: Key, now: Option<Moment>) -> Result<(), ApiError> {
    let keys = [key];
    let authorization = request.header("authorization").unwrap_or_default();
    match authorization.split(' ').next() {
        Some("FC") => fc::verify(request, &keys, now),
        _ if oss::is_signed(request) => {
            let place = place(request);
            let object = place.map(|place| format!("/{}/{}", place.bucket, place.key));
            // Without a bucket it is all of them that is asked about.
            let object = object.unwrap_or_else(|| "/".to_owned());
            oss::verify(request, keys.iter(), &object, now)
        }
        Some("") => rpc::verify(request, &keys, now),
        _ => acs3::verify(request, &keys, now),
    }
    .map(|_| ())
}

#[test]
fn every_recorded_request_verifies() {
    let all = captures();
    assert_eq!(all.len(), 121);
    for capture in &all {
        let verified = verify(&capture.request(), capture.key(), None).is_ok();
        assert_eq!(verified, capture.name != UNVERIFIABLE, "{}", capture.name);
    }
}

#[test]
fn they_verify_for_fifteen_minutes() {
    let signed = Moment::from_iso(THEN).unwrap();
    for capture in captures()
        .iter()
        .filter(|capture| capture.name != UNVERIFIABLE && !capture.name.contains("signed-url"))
    {
        let at = |minutes| {
            verify(
                &capture.request(),
                capture.key(),
                Some(signed.plus_minutes(minutes)),
            )
        };
        assert!(at(15).is_ok() && at(-15).is_ok(), "{}", capture.name);
        assert!(at(16).is_err() && at(-16).is_err(), "{}", capture.name);
    }
}

#[test]
fn an_address_verifies_until_it_expires() {
    let signed = Moment::from_iso(THEN).unwrap();
    let all = captures();
    let addresses = all.iter().filter(|one| one.name.contains("signed-url"));
    let mut count = 0;
    for capture in addresses {
        let at = |minutes| {
            let now = signed.plus_minutes(minutes);
            verify(&capture.request(), capture.key(), Some(now))
        };
        assert!(at(0).is_ok() && at(10).is_ok(), "{}", capture.name);
        let error = at(11).unwrap_err();
        assert_eq!(error.code, "AccessDenied", "{}", capture.name);
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn another_secret_or_token_does_not_verify() {
    for capture in captures() {
        let mut key = capture.key();
        key.secret.push('x');
        assert_eq!(
            verify(&capture.request(), key, None).unwrap_err().status,
            403,
            "{}",
            capture.name
        );
        let mut key = capture.key();
        key.token = Some("another".to_owned());
        assert_eq!(
            verify(&capture.request(), key, None).unwrap_err().status,
            403,
            "{}",
            capture.name
        );
    }
}

/// How a recorded request is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Acs3,
    /// That of the 2016 API, and version 1 of OSS.
    Older,
    /// Version 1 of OSS in an address, of which no header is a part.
    Address,
    Oss4,
    Rpc,
}

impl Scheme {
    fn of(request: &Request) -> Scheme {
        let authorization = request.header("authorization").unwrap_or_default();
        match authorization.split(' ').next() {
            Some("ACS3-HMAC-SHA256") => Scheme::Acs3,
            Some("OSS4-HMAC-SHA256") => Scheme::Oss4,
            Some("") if request.param("OSSAccessKeyId").is_some() => Scheme::Address,
            Some("") if oss::is_signed(request) => Scheme::Oss4,
            Some("") => Scheme::Rpc,
            _ => Scheme::Older,
        }
    }

    /// Whether it signs that header. ACS3 leaves `x-fc-` alone, and RPC all of them.
    fn signs(self, name: &str) -> bool {
        match (self, name) {
            (Scheme::Rpc | Scheme::Address, _) => false,
            (_, "content-type" | "authorization") => true,
            (_, "host") => self == Scheme::Acs3,
            (Scheme::Acs3, name) => name.starts_with("x-acs-"),
            (Scheme::Older, name) => name.starts_with("x-") || name == "content-md5",
            (Scheme::Oss4, name) => name.starts_with("x-oss-") || name == "content-md5",
        }
    }
}

/// The same request with one byte of everything that is signed changed in turn.
fn flipped(request: &Request) -> Vec<Request> {
    let scheme = Scheme::of(request);
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Request)| {
        let mut other = request.clone();
        change(&mut other);
        all.push(other);
    };
    with(&|other| other.method.push('X'));
    if scheme != Scheme::Rpc {
        with(&|other| other.path.push('x'));
    }
    if ![Scheme::Older, Scheme::Address].contains(&scheme) {
        with(&|other| other.query.push_str("&x=y"));
    }
    if [Scheme::Acs3, Scheme::Rpc].contains(&scheme) {
        with(&|other| other.body.push(b' '));
    }
    if scheme == Scheme::Acs3 {
        with(&|other| {
            other
                .headers
                .push(("x-acs-added".to_owned(), String::new()))
        });
    }
    for (index, (name, _)) in request.headers.iter().enumerate() {
        if scheme.signs(&name.to_ascii_lowercase()) {
            with(&|other| {
                let value = &mut other.headers[index].1;
                let last = value.pop().unwrap_or('a');
                value.push(if last == '0' { '1' } else { '0' });
            });
        }
    }
    all
}

#[test]
fn a_flipped_byte_does_not_verify() {
    for capture in captures() {
        for request in flipped(&capture.request()) {
            let verified = verify(&request, capture.key(), None);
            assert!(verified.is_err(), "{}: {request:?}", capture.name);
        }
    }
}

#[test]
fn what_must_be_signed_must_be_there() {
    let capture = captures()
        .into_iter()
        .find(|capture| capture.name == "function-delete")
        .unwrap();
    for name in [
        "x-acs-action",
        "x-acs-version",
        "x-acs-date",
        "x-acs-signature-nonce",
    ] {
        let mut request = capture.request();
        request.headers.retain(|(given, _)| given != name);
        let error = verify(&request, capture.key(), None).unwrap_err();
        assert_eq!(
            (error.status, error.code.as_str()),
            (400, "MissingRequiredHeader"),
            "{name}"
        );
    }
    let mut request = capture.request();
    request.headers.retain(|(given, _)| given != "host");
    assert_eq!(
        verify(&request, capture.key(), None).unwrap_err(),
        ApiError::signature_mismatch()
    );
}
