//! Requests recorded from the official SDKs must verify, and stop verifying when anything changes.

#![allow(clippy::unwrap_used)] // These are tests.

use fc_emulator::{Config, Emulator, Key, Request, Response};
use serde_json::Value;

const ID: &str = "LTAI5tFixedAccessKeyId00";
const SECRET: &str = "FixedAccessKeySecret0123456789ab";
/// Node puts `%27` on the wire where the SDK signed `'`; legal names contain neither.
const UNVERIFIABLE: &str = "function-get-weird-name";

fn emulator() -> Emulator {
    let sts = |id: &str, secret: &str, token: &str| Key {
        token: Some(token.to_owned()),
        ..Key::new("sts", id, secret)
    };
    let keys = vec![
        Key::new("owner", ID, SECRET),
        sts(ID, SECRET, "CAISFixedSecurityToken=="),
        sts("STS.abc", SECRET, "CAISFixedSecurityToken=="),
        sts("STS.x", "s", "t"),
    ];
    Emulator::new(Config {
        keys,
        check_clock: false,
        ..Config::default()
    })
    .unwrap()
}

fn captures() -> Vec<(String, Request)> {
    let captures: Vec<Value> =
        serde_json::from_str(include_str!("fixtures/captures.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let request = |capture: &Value| Request {
        method: text(&capture["method"]),
        target: text(&capture["url"]),
        headers: capture["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect(),
        body: text(&capture["body"]).into_bytes(),
    };
    captures
        .iter()
        .map(|capture| (text(&capture["name"]), request(capture)))
        .filter(|(name, _)| name != UNVERIFIABLE)
        .collect()
}

fn body(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

#[test]
fn recorded_requests_verify() {
    let captures = captures();
    assert!(captures.len() > 80);
    for (name, request) in captures {
        let response = emulator().handle(&request);
        assert_ne!(response.status, 403, "{name}: {}", body(&response));
        assert!(!body(&response).contains("MissingRequiredHeader"), "{name}");
    }
}

#[test]
fn changed_requests_do_not_verify() {
    for (name, mut request) in captures() {
        request.target = request
            .target
            .replacen("/2", "/3", 1)
            .replacen("/1", "/9", 1);
        let response = emulator().handle(&request);
        assert_eq!(response.status, 403, "{name}");
        assert!(
            body(&response).contains("NotMatch"),
            "{name}: {}",
            body(&response)
        );
    }
}

#[test]
fn changed_bodies_do_not_verify() {
    for (name, mut request) in captures() {
        let is_acs = request.header("x-acs-version").is_some();
        if !is_acs || request.body.is_empty() {
            continue;
        }
        request.body.push(b' ');
        assert_eq!(emulator().handle(&request).status, 403, "{name}");
    }
}

#[test]
fn an_upload_gets_its_checksum() {
    let (_, upload) = captures()
        .into_iter()
        .find(|(name, _)| name == "oss-put-ip")
        .unwrap();
    let response = emulator().handle(&upload);
    assert_eq!(response.status, 200);
    assert_eq!(
        response.header("x-oss-hash-crc64ecma"),
        Some("2220831586920633690")
    );
}

#[test]
fn old_requests_are_refused_by_the_clock() {
    let config = Config {
        keys: vec![Key::new("owner", ID, SECRET)],
        ..Config::default()
    };
    let (_, request) = captures()
        .into_iter()
        .find(|(name, _)| name == "function-list")
        .unwrap();
    let response = Emulator::new(config).unwrap().handle(&request);
    assert!(body(&response).contains("InvalidTimeStamp.Expired"));
}

#[test]
fn strangers_are_refused() {
    let (_, request) = captures()
        .into_iter()
        .find(|(name, _)| name == "function-list")
        .unwrap();
    let response = Emulator::new(Config::default()).unwrap().handle(&request);
    assert_eq!(response.status, 403);
    assert!(body(&response).contains(&format!("The AccessKey ID {ID} is invalid.")));
}

#[test]
fn unsigned_requests_are_refused() {
    let answer = |path| body(&emulator().handle(&Request::new("GET", path)));
    let known = answer("/2023-03-30/functions");
    assert!(known.contains("required HTTP header Authorization was not specified"));
    assert!(answer("/nowhere").contains("'GET' against '/nowhere' is not supported"));
}
