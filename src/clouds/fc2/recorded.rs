//! The calls of this module beside those that the official SDK of FC 2.0 made (npm `@alicloud/fc2` 2.6.6), recorded
//! under a made-up key at a made-up time: the same method, path, canonical headers and members, and the same signature.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::Sha256;

use super::{
    add_entry, code_call, configs, create, delete, get, has_qualifier, remove_entry, triggers,
    update,
};
use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::ports::Request;
use crate::wire::fake::{Fake, SECRET, TOKEN, done, header};
use crate::wire::{Client, Credential};

const RECORDINGS: &str = include_str!("../../../emulator/tests/fc2-captures.json");

/// The tag that the requests name, which is not signed.
const TAG: &str = "e19d5cd5af0378da05f63f891c7467af";

#[derive(Deserialize)]
struct Recording {
    name: String,
    method: String,
    url: String,
    headers: Map<String, Value>,
    body: String,
    status: u16,
    reply: Value,
}

fn recorded(name: &str) -> Recording {
    let all: Vec<Recording> = serde_json::from_str(RECORDINGS).expect("recordings");
    let found = all.into_iter().find(|one| one.name == name);
    found.unwrap_or_else(|| panic!("there is no recording {name}"))
}

fn key(has_token: bool) -> Credential {
    let id = match has_token {
        true => "STS.FixedTemporaryKey000000",
        false => "LTAI5tFixedAccessKeyId00",
    };
    Credential {
        account: "1234567890123456".to_owned(),
        access_key_id: id.to_owned(),
        access_key_secret: SECRET.to_owned(),
        security_token: has_token.then(|| TOKEN.to_owned()),
    }
}

fn service() -> Resource {
    Resource::of_service(
        "1234567890123456".to_owned(),
        "cn-hangzhou".to_owned(),
        "svc".to_owned(),
    )
}

fn function(name: &str) -> Resource {
    service().sibling(Kind::ServiceFunction, name)
}

fn trigger(name: &str) -> Resource {
    function("fn").sibling(Kind::ServiceTrigger, name)
}

fn domain() -> Resource {
    function("fn").sibling(Kind::ServiceDomain, "demo.example.com")
}

fn calls() -> Resource {
    function("fn").sibling(Kind::ServiceAsyncConfig, "LATEST")
}

fn bindings() -> Resource {
    service().sibling(Kind::ServiceVpcBinding, "")
}

/// What our calls answer to the name of a recording, which is asked for with its body.
fn ask(client: &Client<'_>, name: &str, body: &Value) -> bool {
    let read = |one: &Resource| done(get(client, one)).is_ok();
    let make =
        |one: &Resource| done(create(client, one, &super::document(one, body.clone()))).is_ok();
    let write = |one: &Resource| {
        let tag = name.ends_with("ifmatch").then_some(TAG);
        done(update(
            client,
            one,
            &super::document(one, body.clone()),
            tag,
        ))
        .is_ok()
    };
    let take = |one: &Resource| {
        let tag = name.ends_with("ifmatch").then_some(TAG);
        done(delete(client, one, tag)).is_ok()
    };
    let called = body["triggerName"].as_str().unwrap_or_default();
    match name {
        "service-get" | "sts-service-get" => read(&service()),
        "service-create" => make(&service()),
        "service-update" | "service-update-clear" | "service-update-ifmatch" => write(&service()),
        "service-delete" | "service-delete-ifmatch" => take(&service()),
        "service-get-qualifier" => done(has_qualifier(client, &service(), "LATEST")).is_ok(),
        "function-get" => read(&function("fn")),
        "function-create" => make(&function("fn")),
        "function-create-oss" => make(&function("fn2")),
        "function-create-container" => make(&function("fn3")),
        "function-create-checksum-header" => make(&function("fn4")),
        "function-update"
        | "function-update-code"
        | "function-update-ifmatch"
        | "sts-function-update" => write(&function("fn")),
        "function-delete" => take(&function("fn")),
        "function-delete-ifmatch" => take(&function("fn2")),
        "trigger-get-eventbridge-header" => read(&trigger("t-eventbridge")),
        "trigger-get" => read(&trigger("t-http")),
        "trigger-update" | "trigger-update-ifmatch" => write(&trigger("t-timer")),
        "trigger-delete" => take(&trigger("t-http")),
        "trigger-delete-ifmatch" => take(&trigger("t-timer")),
        "trigger-list" => done(triggers(client, &function("fn"))).is_ok(),
        _ if name.starts_with("trigger-create") => make(&trigger(called)),
        "custom-domain-get" => read(&domain()),
        "custom-domain-create" => make(&domain()),
        "custom-domain-update" => write(&domain()),
        "custom-domain-delete" => take(&domain()),
        "async-config-get" => read(&calls()),
        "async-config-put" => write(&calls()),
        "async-config-delete" => take(&calls()),
        "async-config-list" => {
            done(configs(client, Kind::ServiceAsyncConfig, &function("fn"))).is_ok()
        }
        "vpc-binding-list" => read(&bindings()),
        "vpc-binding-create" => done(add_entry(client, &bindings(), "vpc-1")).is_ok(),
        "vpc-binding-delete" => done(remove_entry(client, &bindings(), "vpc-1")).is_ok(),
        "tag-get" => done(client.service_tags(&service())).is_ok(),
        "tag-resource" => done(client.tag_service(&service(), &body["tags"])).is_ok(),
        "tag-untag" => done(client.untag_service(&service(), "k1")).is_ok(),
        "temp-bucket-token" => done(client.temporary_bucket(None)).is_ok(),
        "temp-code-bucket-token" => done(client.temporary_bucket(Some("svc"))).is_ok(),
        other => panic!("nothing of ours makes {other}"),
    }
}

/// Everything that this module asks for.
const ALL: [&str; 48] = [
    "service-get",
    "sts-service-get",
    "service-create",
    "service-update",
    "service-update-clear",
    "service-update-ifmatch",
    "service-delete",
    "service-delete-ifmatch",
    "service-get-qualifier",
    "function-get",
    "function-create",
    "function-create-oss",
    "function-create-container",
    "function-create-checksum-header",
    "function-update",
    "function-update-code",
    "function-update-ifmatch",
    "sts-function-update",
    "function-delete",
    "function-delete-ifmatch",
    "trigger-create-http",
    "trigger-create-timer",
    "trigger-create-oss",
    "trigger-create-log",
    "trigger-create-mns-topic",
    "trigger-create-cdn-events",
    "trigger-create-tablestore",
    "trigger-create-eventbridge",
    "trigger-get",
    "trigger-get-eventbridge-header",
    "trigger-update",
    "trigger-update-ifmatch",
    "trigger-delete",
    "trigger-delete-ifmatch",
    "trigger-list",
    "custom-domain-create",
    "custom-domain-get",
    "custom-domain-update",
    "custom-domain-delete",
    "async-config-put",
    "async-config-get",
    "async-config-delete",
    "async-config-list",
    "tag-get",
    "tag-resource",
    "tag-untag",
    "temp-bucket-token",
    "temp-code-bucket-token",
];

/// Those of a list of names, whose addresses are the only thing that differs.
const BINDINGS: [&str; 3] = [
    "vpc-binding-create",
    "vpc-binding-list",
    "vpc-binding-delete",
];

/// The body of a recording as our calls are given it: the checksum of a package goes with the code, and becomes a header.
fn given(recording: &Recording) -> Value {
    let mut body: Value = serde_json::from_str(&recording.body).unwrap_or_default();
    if let Some(sum) = recording.headers.get("x-fc-code-checksum") {
        body["code"]["checksum"] = sum.clone();
    }
    body
}

/// The request that ours makes of what the SDK was given.
fn ours(recording: &Recording) -> Request {
    let has_token = recording.headers.contains_key("x-fc-security-token");
    let reply = match &recording.reply {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let fake = Fake::new().raw(recording.status, &[], &reply);
    let client = fake.client_of(key(has_token));
    ask(&client, &recording.name, &given(recording));
    fake.request(0)
}

/// What of a request is signed, and what makes a write conditional. A checksum of the body (`content-md5`) is not sent:
/// the service holds the signature against the header that there is.
fn canonical<'h>(headers: impl Iterator<Item = (&'h str, &'h str)>) -> BTreeMap<String, String> {
    let counts = |name: &str| {
        ["date", "content-type", "if-match"].contains(&name) || name.starts_with("x-fc-")
    };
    let small = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    small.filter(|(name, _)| counts(name)).collect()
}

/// What the SDK's request is signed with where it has no checksum of its body, by the rule alone.
fn signature(recording: &Recording, canonical: &BTreeMap<String, String>) -> String {
    let line = |name: &str| canonical.get(name).cloned().unwrap_or_default();
    let signed = canonical
        .iter()
        .filter(|(name, _)| name.starts_with("x-fc-"));
    let signed: String = signed
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let (path, _) = recording
        .url
        .split_once('?')
        .unwrap_or((&recording.url, ""));
    let (method, kind, date) = (&recording.method, line("content-type"), line("date"));
    let text = format!("{method}\n\n{kind}\n{date}\n{signed}{path}");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[test]
fn our_requests_are_those_of_the_official_sdk() {
    for name in ALL.into_iter().chain(BINDINGS) {
        let theirs = recorded(name);
        let ours = ours(&theirs);
        assert_eq!(ours.method.name(), theirs.method, "{name}");
        let url = ours
            .url
            .strip_prefix("http://127.0.0.1:8080")
            .expect("the address");
        let path = |url: &str| url.split('?').next().map(str::to_owned);
        // Of a list the SDK was asked for a part, and it says for which function a bucket is; neither is signed.
        match name.ends_with("-list") || name == "temp-code-bucket-token" {
            true => assert_eq!(path(url), path(&theirs.url), "{name}"),
            false => assert_eq!(url, theirs.url, "{name}"),
        }
        let own = ours
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let mut expected = canonical(
            theirs
                .headers
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))),
        );
        // We ask for triggers of EventBridge with every trigger.
        if name.starts_with("trigger") {
            expected.insert(
                "x-fc-enable-eventbridge-trigger".to_owned(),
                "enable".to_owned(),
            );
        }
        assert_eq!(canonical(own), expected, "{name}");
        let body = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
        assert_eq!(body(&ours.body), body(theirs.body.as_bytes()), "{name}");
        let id = key(expected.contains_key("x-fc-security-token")).access_key_id;
        let signed = format!("FC {id}:{}", signature(&theirs, &expected));
        assert_eq!(header(&ours, "authorization"), Some(&*signed), "{name}");
    }
}

/// Where a request has neither a body nor a header of ours the recorded signature itself comes out.
#[test]
fn recorded_signatures_come_out() {
    let mut compared = 0;
    for name in ALL.into_iter().chain(BINDINGS) {
        let theirs = recorded(name);
        let has_more = theirs.headers.contains_key("content-md5")
            || name.starts_with("trigger")
                && !theirs
                    .headers
                    .contains_key("x-fc-enable-eventbridge-trigger");
        if has_more {
            continue;
        }
        let recorded = theirs.headers["authorization"].as_str();
        assert_eq!(header(&ours(&theirs), "authorization"), recorded, "{name}");
        compared += 1;
    }
    assert!(compared > 15, "only {compared}");
}

/// Where our calls ask for more than one thing every one of them is what it says.
#[test]
fn what_stands_in_a_service_is_asked_by_the_recorded_paths() {
    let none = r#"{"functions":[],"versions":[],"aliases":[]}"#;
    let fake = Fake::new()
        .raw(200, &[], none)
        .raw(200, &[], none)
        .raw(200, &[], none);
    done(fake.client_of(key(false)).inside(&service())).expect("lists");
    for (at, name) in ["function-list", "version-list", "alias-list"]
        .into_iter()
        .enumerate()
    {
        let theirs = recorded(name);
        let path = |url: &str| url.split('?').next().map(str::to_owned);
        let ours = fake.request(at);
        let url = ours
            .url
            .strip_prefix("http://127.0.0.1:8080")
            .expect("the address");
        assert_eq!(path(url), path(&theirs.url));
        assert_eq!(
            header(&ours, "authorization"),
            theirs.headers["authorization"].as_str()
        );
    }
    let code = Fake::new().raw(200, &[], "{}");
    done(
        code.client_of(key(false))
            .send(&code_call(&function("fn"), "LATEST")),
    )
    .expect("a reply");
    let url = &code.request(0).url;
    assert!(
        url.ends_with("/2016-08-15/services/svc.LATEST/functions/fn/code"),
        "{url}"
    );
}
