//! The requests that the official SDK of FC 2.0 made (npm `@alicloud/fc2` 2.6.6), one after the other to one cloud:
//! every signature is right, and every answer has at least what the SDK was answered when they were recorded. Those
//! answers came from a stand-in, so where one is said to be made up its code counts, and not its status.

use fc_emulator::{Config, Emulator, Fault, Key, Kind, Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::config;

/// When the requests were signed, in milliseconds.
const THEN: i64 = 1_767_323_045_000;

const KEY: (&str, &str) = (
    "LTAI5tFixedAccessKeyId00",
    "FixedAccessKeySecret0123456789ab",
);
const LENT: (&str, &str) = ("STS.FixedTemporaryKey000000", "CAISFixedSecurityToken==");

/// The tag that stands for whatever the resource has; it is not signed.
const ANY_TAG: &str = "e19d5cd5af0378da05f63f891c7467af";

/// Answers that no service gives; the SDK was shown them to see what becomes of them.
const NO_ANSWER: [&str; 4] = [
    "err-503-html",
    "err-404-empty-body",
    "err-camelcase-body",
    "err-400-invalid",
];

/// Of these the recorded status was made up.
const STATUS_MADE_UP: [&str; 2] = ["err-function-not-empty", "err-service-not-empty"];

#[derive(Deserialize)]
struct Recording {
    name: String,
    method: String,
    url: String,
    headers: serde_json::Map<String, Value>,
    body: String,
    status: u16,
    reply: Value,
}

struct Replay {
    cloud: Emulator,
    caller: Caller,
}

impl Replay {
    fn new() -> Replay {
        let key = |name: &str, id: &str, token: Option<&str>| Key {
            name: name.to_owned(),
            id: id.to_owned(),
            secret: KEY.1.to_owned(),
            token: token.map(str::to_owned),
        };
        let cloud = Emulator::new(Config {
            keys: vec![key("owner", KEY.0, None), key("lent", LENT.0, Some(LENT.1))],
            check_time: false,
            ..config()
        });
        Replay {
            cloud: cloud.unwrap(),
            caller: Caller::new(KEY.0, KEY.1, THEN),
        }
    }

    /// A request of our own that succeeds.
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Response {
        let header = [("x-fc-enable-eventbridge-trigger", "enable")];
        let target = format!("/2016-08-15{path}");
        let request = self.caller.fc2((method, &target), &header, body);
        let reply = self.cloud.handle(&request);
        assert!(reply.status < 300, "{method} {path}: {}", text(&reply));
        reply
    }

    /// What must stand there before a request is answered as it was.
    fn prepare(&self, name: &str) {
        let fault = |status, code: &str| {
            self.cloud.fault(Fault {
                method: None,
                path: None,
                times: Some(1),
                kind: Kind::Status {
                    status,
                    code: code.to_owned(),
                    message: "ordered".to_owned(),
                },
            });
        };
        match name {
            "function-create-oss" => {
                let package = crate::caller::PACKAGE_BYTES;
                self.cloud.object("bkt", "key.zip", package.to_vec());
            }
            "err-function-not-empty" => {
                let timer = json!({
                    "triggerName": "t", "triggerType": "timer",
                    "triggerConfig": {"cronExpression": "@every 1m"},
                });
                self.ask("POST", "/services/svc/functions/fn3/triggers", Some(&timer));
            }
            "alias-delete" => {
                let path = "/services/svc.prod/functions/fn/provision-config";
                self.ask("PUT", path, Some(&json!({"target": 0})));
            }
            "layer-get" => {
                let layer = json!({"code": {"zipFile": crate::caller::PACKAGE}});
                self.ask("POST", "/layers/l/versions", Some(&layer));
            }
            "function-delete" => self.clear("/services/svc/functions/fn/triggers", "triggers"),
            "service-delete" => {
                self.clear("/services/svc/functions/fn3/triggers", "triggers");
                self.clear("/services/svc/functions", "functions");
                self.clear("/services/svc/versions", "versions");
            }
            "err-403-denied" => fault(403, "AccessDenied"),
            "err-403-signature" => fault(403, "SignatureNotMatch"),
            "err-409-concurrent-update" => fault(409, "ConcurrentUpdateError"),
            "err-429-throttled" => fault(429, "ResourceThrottled"),
            "err-500" => fault(500, "InternalServerError"),
            _ => {}
        }
    }

    /// Deletes all that a list shows.
    fn clear(&self, path: &str, key: &str) {
        let listed = self.ask("GET", path, None).json();
        for one in listed[key].as_array().unwrap() {
            let names = ["triggerName", "functionName", "versionId"];
            let name = names.iter().find_map(|name| one[*name].as_str()).unwrap();
            self.ask("DELETE", &format!("{path}/{name}"), None);
        }
    }

    /// The request as it was, with the tag that its resource has by now.
    fn request(&self, recording: &Recording) -> Request {
        let mut request = Request::new(&recording.method, &recording.url);
        let headers = recording.headers.iter();
        request.headers = headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect();
        request.body = recording.body.clone().into_bytes();
        let path = recording.url.strip_prefix("/2016-08-15").unwrap();
        let path = path.strip_suffix("/versions").unwrap_or(path);
        for (_, value) in request
            .headers
            .iter_mut()
            .filter(|(_, value)| value == ANY_TAG)
        {
            if recording.status < 300 {
                let read = self.ask("GET", path, None);
                *value = read.header("etag").unwrap().to_owned();
            }
        }
        request
    }
}

fn text(reply: &Response) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

/// Whether an answer has every member that was recorded, in the same form. A member that was `null` may be missing,
/// and a private key is never told.
fn covers(path: &str, recorded: &Value, ours: &Value) -> Result<(), String> {
    let differs = || Err(format!("{path}: {recorded} was recorded, not {ours}"));
    match (recorded, ours) {
        (Value::Null, _) => Ok(()),
        (Value::Object(recorded), Value::Object(ours)) => {
            recorded.iter().try_for_each(|(name, recorded)| {
                let path = format!("{path}.{name}");
                match ours.get(name) {
                    Some(ours) => covers(&path, recorded, ours),
                    None => covers(&path, recorded, &Value::Null),
                }
            })
        }
        (Value::Array(recorded), Value::Array(ours)) => match (recorded.first(), ours.first()) {
            (Some(recorded), Some(ours)) => covers(&format!("{path}[0]"), recorded, ours),
            _ => Ok(()),
        },
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => Ok(()),
        (_, Value::Null) if path.ends_with("privateKey") => Ok(()),
        _ => differs(),
    }
}

fn check(recording: &Recording, reply: &Response) -> Result<(), String> {
    let Recording {
        name,
        status,
        reply: recorded,
        ..
    } = recording;
    let name = name.as_str();
    let ours = reply.json();
    let told = |what: &str| Err(format!("{what}: {} {}", reply.status, text(reply)));
    if NO_ANSWER.contains(&name) {
        // There is no service any more; what counts is that the signature was right.
        return match reply.status {
            404 => Ok(()),
            _ => told("not 404"),
        };
    }
    match name {
        // No ZIP by its first bytes, as G40 wants one.
        "layer-publish" => match reply.status {
            400 => return Ok(()),
            _ => return told("not refused"),
        },
        // The stand-in knew nothing of layers.
        _ if name.starts_with("layer-") => {
            return match reply.status {
                200..300 => Ok(()),
                _ => told("refused"),
            };
        }
        _ => {}
    }
    if reply.status != *status && !STATUS_MADE_UP.contains(&name) {
        return told(&format!("not {status}"));
    }
    if *status >= 300 {
        return match ours["ErrorCode"] == recorded["ErrorCode"] {
            true => Ok(()),
            false => told("another code"),
        };
    }
    // An invocation is answered with what the function says.
    match recorded.is_object() {
        true => covers("", recorded, &ours),
        false => Ok(()),
    }
}

/// G25, G60, G63, G64, G66, G68, G69, G70, G72, G73.
#[test]
fn what_the_official_sdk_asks_is_answered_as_it_was() {
    let recordings: Vec<Recording> =
        serde_json::from_str(include_str!("../fc2-captures.json")).unwrap();
    assert_eq!(recordings.len(), 117);
    let replay = Replay::new();
    let mut wrong = Vec::new();
    for recording in &recordings {
        replay.prepare(&recording.name);
        let request = replay.request(recording);
        let reply = replay.cloud.handle(&request);
        if let Err(what) = check(recording, &reply) {
            wrong.push(format!("{}: {what}", recording.name));
        }
    }
    assert_eq!(wrong, [""; 0]);
    let signed = replay.cloud.log();
    let unsigned = signed.iter().filter(|entry| entry.key.is_none());
    assert_eq!(unsigned.count(), 0);
}

#[test]
fn a_changed_header_breaks_the_signature() {
    let recordings: Vec<Recording> =
        serde_json::from_str(include_str!("../fc2-captures.json")).unwrap();
    let replay = Replay::new();
    let mut recordings = recordings.iter();
    let create = recordings.find(|one| one.name == "service-create").unwrap();
    let mut request = replay.request(create);
    for (name, value) in &mut request.headers {
        if name == "x-fc-account-id" {
            value.push('0');
        }
    }
    let reply = replay.cloud.handle(&request);
    assert_eq!(reply.json()["ErrorCode"], "SignatureNotMatch");
}

#[derive(Deserialize)]
struct Asked {
    run: String,
    method: String,
    path: String,
    #[serde(default)]
    headers: std::collections::BTreeMap<String, String>,
    body: Option<Value>,
    status: u16,
}

/// What the unmodified component `fc` (0.1.35) asked when it created, changed and removed a module with every kind of
/// setting, against a stand-in. That knew nothing of versions, so what the module named of them before there were any
/// is `LATEST` here, and it did not take a configuration without a qualifier for that of `LATEST`. Upstream only warns
/// where the one trigger that cannot be updated is not.
///
/// G59, G63, G66, G67, G69.
#[test]
fn what_upstream_asks_is_answered_as_it_was() {
    let asked: Vec<Asked> = serde_json::from_str(include_str!("../fc2-upstream.json")).unwrap();
    let replay = Replay::new();
    // One of the routes leads there.
    replay.ask("POST", "/services", Some(&json!({"serviceName": "other"})));
    let function = json!({
        "functionName": "ofn", "runtime": "python3", "handler": "x",
        "code": {"zipFile": crate::caller::PACKAGE},
    });
    replay.ask("POST", "/services/other/functions", Some(&function));
    let mut wrong = Vec::new();
    for one in &asked {
        let headers: Vec<(&str, &str)> = one
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let (run, method, path) = (&one.run, &one.method, &one.path);
        let request = replay
            .caller
            .fc2((method, path), &headers, one.body.as_ref());
        let reply = replay.cloud.handle(&request);
        let wanted = match method == "PUT" && path.ends_with("/mns1") {
            true => 400,
            false => one.status,
        };
        if reply.status != wanted {
            let told = text(&reply);
            wrong.push(format!("{run}: {method} {path}: {} {told}", reply.status));
        }
    }
    assert_eq!(wrong, [""; 0]);
    let state = replay.cloud.state();
    let left: Vec<&String> = state["services"].as_object().unwrap().keys().collect();
    assert_eq!(left, ["other"]);
    assert_eq!(state["customDomains"], json!({}));
}
