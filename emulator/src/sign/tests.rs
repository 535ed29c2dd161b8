//! Requests that the official SDKs signed, with their keys (npm `@alicloud/fc20230330` 4.7.6,
//! `@alicloud/fc-open20210406` 2.0.13, `@alicloud/fc2` 2.6.6 and `ali-oss` 6.18.1).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{acs3, fc, oss};
use crate::clock::Moment;
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
        Some("OSS") => {
            let object = format!("/fc-temp-bucket{}", request.path);
            oss::verify(request, keys.iter(), &object, now)
        }
        _ => acs3::verify(request, &keys, now),
    }
    .map(|_| ())
}

#[test]
fn every_recorded_request_verifies() {
    let all = captures();
    assert_eq!(all.len(), 84);
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
        .filter(|capture| capture.name != UNVERIFIABLE)
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

/// Whether a scheme signs that header. ACS3 leaves `x-fc-` alone.
fn is_signed(name: &str, acs3: bool) -> bool {
    match name {
        "content-type" | "authorization" => true,
        "host" => acs3,
        _ if acs3 => name.starts_with("x-acs-"),
        _ => name.starts_with("x-"),
    }
}

/// The same request with one byte of everything that is signed changed in turn.
fn flipped(request: &Request) -> Vec<Request> {
    let acs3 = request.header("x-acs-date").is_some();
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Request)| {
        let mut other = request.clone();
        change(&mut other);
        all.push(other);
    };
    with(&|other| other.method.push('X'));
    with(&|other| other.path.push('x'));
    if acs3 {
        with(&|other| other.query.push_str("&x=y"));
        with(&|other| other.body.push(b' '));
        with(&|other| {
            other
                .headers
                .push(("x-acs-added".to_owned(), String::new()))
        });
    }
    for (index, (name, _)) in request.headers.iter().enumerate() {
        if is_signed(&name.to_ascii_lowercase(), acs3) {
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
