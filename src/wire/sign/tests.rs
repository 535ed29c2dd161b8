//! The recorded requests, signed again.

use serde_json::{Map, Value};

use super::acs3::{Parts, payload_hash};
use super::{fc, http_date, oss};
use crate::spelled::encode;

fn recorded() -> Value {
    serde_json::from_str(include_str!("vectors.json")).expect("the fixture is JSON")
}

fn vectors<'v>(recorded: &'v Value, scheme: &str) -> &'v [Value] {
    recorded[scheme].as_array().expect("a list of vectors")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect(key)
}

fn headers(vector: &Value) -> Vec<(String, String)> {
    let fields: &Map<String, Value> = vector["headers"].as_object().expect("headers");
    let header = |(name, value): (&String, &Value)| {
        (name.clone(), value.as_str().expect("a text").to_owned())
    };
    fields.iter().map(header).collect()
}

#[test]
fn acs3_signs_as_recorded() {
    let recorded = recorded();
    let (key_id, secret) = (
        text(&recorded, "accessKeyId"),
        text(&recorded, "accessKeySecret"),
    );
    let acs3 = vectors(&recorded, "acs3");
    assert!(acs3.len() >= 20);
    for vector in acs3 {
        let (path, query) = text(vector, "url")
            .split_once('?')
            .unwrap_or((text(vector, "url"), ""));
        let headers = headers(vector);
        let parts = Parts {
            method: text(vector, "method"),
            path,
            query,
            headers: &headers,
            payload_hash: &payload_hash(text(vector, "body").as_bytes()),
        };
        let name = text(vector, "name");
        assert_eq!(
            parts.authorize(key_id, secret),
            text(vector, "authorization"),
            "{name}"
        );
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
    let secret = text(&recorded, "accessKeySecret");
    for vector in vectors(&recorded, "fc") {
        let expected = text(vector, "authorization");
        let key_id = expected[3..].split(':').next().expect("a key id");
        let (method, url) = (text(vector, "method"), text(vector, "url"));
        let signed = fc::authorize(method, url, &headers(vector), (key_id, secret));
        assert_eq!(signed, expected, "{}", text(vector, "name"));
    }
}

#[test]
fn oss_signs_as_recorded() {
    for vector in vectors(&recorded(), "oss") {
        let key = ("STS.x", text(vector, "secret"));
        let (method, resource) = (text(vector, "method"), text(vector, "resource"));
        let signed = oss::authorize(method, resource, &headers(vector), key);
        assert_eq!(signed, text(vector, "authorization"));
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
