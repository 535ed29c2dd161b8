//! The recorded requests, signed again.

use serde_json::{Map, Value};

use super::{Signature, Unsigned, http_date, sha256};
use crate::spelled::encode;
use crate::wire::call::{Action, Task};
use crate::wire::credential::Credential;
use crate::wire::fake::SERVICE;

fn recorded() -> Value {
    serde_json::from_str(include_str!("vectors.json")).expect("the fixture is JSON")
}

fn vectors<'v>(recorded: &'v Value, scheme: &str) -> &'v [Value] {
    recorded[scheme].as_array().expect("a list of vectors")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect(key)
}

/// A made-up key, or the id and the secret of a vector that has its own.
fn key(recorded: &Value, id: Option<&str>, secret: Option<&str>) -> Credential {
    let either = |own: Option<&str>, name| own.unwrap_or(text(recorded, name)).to_owned();
    Credential {
        account: "1234567890123456".to_owned(),
        access_key_id: either(id, "accessKeyId"),
        access_key_secret: either(secret, "accessKeySecret"),
        security_token: None,
    }
}

fn unsigned<'v>(vector: &'v Value, path: &'v str, query: &'v str) -> Unsigned<'v> {
    let fields: &Map<String, Value> = vector["headers"].as_object().expect("headers");
    let header = |(name, value): (&String, &Value)| {
        let value = value.as_str().expect("a text");
        (name.to_ascii_lowercase(), value.to_owned())
    };
    Unsigned {
        action: Action::new(&SERVICE, "Recorded", Task::Read),
        method: text(vector, "method"),
        host: "",
        region: "cn-hangzhou",
        path,
        query,
        headers: fields.iter().map(header).collect(),
        body: b"",
    }
}

fn authorized(signature: Signature, request: &Unsigned<'_>, key: &Credential) -> String {
    (signature.scheme().authorize)(request, key)
}

fn split(url: &str) -> (&str, &str) {
    url.split_once('?').unwrap_or((url, ""))
}

#[test]
fn acs3_signs_as_recorded() {
    let recorded = recorded();
    let key = key(&recorded, None, None);
    let acs3 = vectors(&recorded, "acs3");
    assert!(acs3.len() >= 20);
    for vector in acs3 {
        let name = text(vector, "name");
        let (path, query) = split(text(vector, "url"));
        let request = unsigned(vector, path, query);
        let hash = sha256(text(vector, "body").as_bytes());
        assert_eq!(request.header("x-acs-content-sha256"), hash, "{name}");
        let signed = authorized(Signature::Acs3, &request, &key);
        assert_eq!(signed, text(vector, "authorization"), "{name}");
    }
}

#[test]
fn acs3_queries_are_encoded_as_recorded() {
    for vector in vectors(&recorded(), "acs3") {
        let Some((_, query)) = text(vector, "url").split_once('?') else {
            continue;
        };
        for (_, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let plain = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            assert_eq!(encode(&plain), value);
        }
    }
}

#[test]
fn fc_signs_as_recorded() {
    let recorded = recorded();
    for vector in vectors(&recorded, "fc") {
        let expected = text(vector, "authorization");
        let key_id = expected[3..].split(':').next();
        let key = key(&recorded, key_id, None);
        let request = unsigned(vector, text(vector, "url"), "");
        let signed = authorized(Signature::Fc, &request, &key);
        assert_eq!(signed, expected, "{}", text(vector, "name"));
    }
}

#[test]
fn oss_v1_signs_as_recorded() {
    let recorded = recorded();
    for vector in vectors(&recorded, "oss") {
        let key = key(&recorded, Some("STS.x"), Some(text(vector, "secret")));
        let request = unsigned(vector, text(vector, "resource"), "");
        let signed = authorized(Signature::OssV1, &request, &key);
        assert_eq!(signed, text(vector, "authorization"));
    }
}

#[test]
fn oss_v4_signs_as_recorded() {
    let recorded = recorded();
    let key = key(&recorded, None, None);
    let v4 = vectors(&recorded, "ossV4");
    assert!(v4.len() >= 17);
    for vector in v4 {
        let request = unsigned(vector, text(vector, "path"), text(vector, "query"));
        let signed = authorized(Signature::OssV4, &request, &key);
        let name = text(vector, "name");
        assert_eq!(signed, text(vector, "authorization"), "{name}");
    }
}

#[test]
fn dates_are_utc() {
    assert_eq!(
        http_date(1_767_323_045_999),
        "Fri, 02 Jan 2026 03:04:05 GMT"
    );
}

#[test]
fn values_are_encoded_by_rfc_3986() {
    assert_eq!(encode("a b+c/d=~*'云"), "a%20b%2Bc%2Fd%3D~%2A%27%E4%BA%91");
}
