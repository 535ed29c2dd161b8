//! The emulator in the caller's own process, as the stories of fc-guard use it.

#![expect(clippy::disallowed_types, reason = "one test connects to a server")]
#![allow(
    clippy::unwrap_used,
    reason = "what a test takes for granted and is not so is a failed test"
)]

#[path = "../caller/mod.rs"]
mod caller;
mod certificates;
mod domains;
mod fc2;
mod fc2_replay;
mod oss;
mod upstream;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use caller::{Caller, PACKAGE};
use fc_emulator::{
    Clock, Config, Delivery, Emulator, Fault, Hides, Key, Kind, Request, Server, checksum,
};
use serde_json::{Value, json};

const NOW: i64 = 1_790_000_000_000;

fn config() -> Config {
    Config {
        clock: Clock::new(|| NOW),
        seed: Some(1),
        ..Config::default()
    }
}

fn emulator() -> Emulator {
    Emulator::new(config()).expect("no log file to open")
}

fn owner() -> Caller {
    Caller::new("test-ak", "test-sk", NOW)
}

fn function(name: &str) -> Value {
    json!({
        "functionName": name, "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": PACKAGE},
    })
}

fn fault(kind: Kind) -> Fault {
    Fault {
        method: None,
        path: None,
        times: Some(1),
        kind,
    }
}

/// A request that an SDK signed, and a cloud in which its key is one of the account's.
fn recorded(name: &str) -> (Emulator, Request) {
    let captures = include_str!("../captures.json");
    let captures: Vec<Value> = serde_json::from_str(captures).unwrap();
    let mut captures = captures.iter();
    let capture = captures.find(|one| one["name"] == name).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut request = Request::new(&text(&capture["method"]), &text(&capture["url"]));
    let headers = capture["headers"].as_object().unwrap().iter();
    request.headers = headers
        .map(|(name, value)| (name.clone(), text(value)))
        .collect();
    request.body = text(&capture["body"]).into_bytes();
    let key = &capture["key"];
    let key = Key {
        name: "owner".to_owned(),
        id: text(&key["id"]),
        secret: text(&key["secret"]),
        token: key["token"].as_str().map(str::to_owned),
    };
    let cloud = Emulator::new(Config {
        keys: vec![key],
        check_time: false,
        ..config()
    });
    (cloud.unwrap(), request)
}

#[test]
fn with_a_clock_and_a_seed_every_run_is_the_same() {
    let run = || {
        let (cloud, owner) = (emulator(), owner());
        let created = cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
        let token = cloud.handle(&owner.older("/2016-08-15/tempBucketToken"));
        assert_eq!((created.status, token.status), (200, 200));
        (created.headers, created.body, token.body, cloud.log())
    };
    assert_eq!(run(), run());
}

#[test]
fn the_log_is_kept_in_memory_too() {
    let (cloud, owner) = (emulator(), owner());
    cloud.handle(&owner.get("GetFunction", "/functions/demo"));
    let [entry] = &cloud.log()[..] else {
        panic!("one request");
    };
    assert_eq!(entry.time, "2026-09-21T14:13:20.000Z");
    assert_eq!(
        (entry.method.as_str(), entry.path.as_str()),
        ("GET", "/2023-03-30/functions/demo")
    );
    assert_eq!(entry.action.as_deref(), Some("GetFunction"));
    assert_eq!((entry.key.as_deref(), entry.status), (Some("owner"), 404));
}

#[test]
fn the_host_decides_the_region() {
    let (cloud, owner) = (emulator(), owner().at("fcv3.cn-shanghai.aliyuncs.com"));
    let created = cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
    let arn = "acs:fc:cn-shanghai:1234567890123456:functions/demo";
    assert_eq!(created.json()["functionArn"], arn);
}

/// G46.
#[test]
fn the_headers_must_name_the_operation() {
    let (cloud, owner) = (emulator(), owner());
    let wrong = cloud.handle(&owner.get("DeleteFunction", "/functions/demo"));
    assert_eq!(
        (wrong.status, &wrong.json()["Code"]),
        (400, &json!("InvalidArgument"))
    );
}

/// G46.
#[test]
fn an_old_signature_is_refused() {
    let cloud = emulator();
    let late = Caller::new("test-ak", "test-sk", NOW - 16 * 60_000);
    let refused = cloud.handle(&late.get("ListFunctions", "/functions"));
    assert_eq!(
        (refused.status, &refused.json()["Code"]),
        (403, &json!("AccessDenied"))
    );
    let unchecked = Emulator::new(Config {
        check_time: false,
        ..config()
    });
    let reply = unchecked
        .unwrap()
        .handle(&late.get("ListFunctions", "/functions"));
    assert_eq!(reply.status, 200);
}

#[test]
fn faults_come_back_as_deliveries() {
    let (cloud, owner) = (emulator(), owner());
    let kinds = [
        (Kind::Hang, Delivery::Never),
        (
            Kind::Delay(Duration::from_secs(9)),
            Delivery::Late(Duration::from_secs(9)),
        ),
        (Kind::Cut, Delivery::Cut),
        (Kind::Close, Delivery::Close),
        (Kind::Half, Delivery::Whole),
    ];
    for (index, (kind, delivery)) in kinds.into_iter().enumerate() {
        cloud.fault(fault(kind));
        let body = function(&format!("demo{index}"));
        let reply = cloud.reply(&owner.post("CreateFunction", "/functions", &body));
        assert_eq!(reply.delivery, delivery);
    }
    let state = cloud.state();
    let created = state["functions"].as_object().unwrap();
    assert_eq!(created.len(), 5, "the request took effect all the same");
}

#[test]
fn a_refusal_by_fault_has_no_effect() {
    let (cloud, owner) = (emulator(), owner());
    cloud.fault(fault(Kind::Status {
        status: 503,
        code: "ServiceUnavailable".to_owned(),
        message: "later".to_owned(),
    }));
    let refused = cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
    assert_eq!(
        (refused.status, &refused.json()["Message"]),
        (503, &json!("later"))
    );
    assert_eq!(cloud.state()["functions"], json!({}));
    cloud.fault(fault(Kind::UnknownFields));
    let created = cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
    let plain = cloud.handle(&owner.get("GetFunction", "/functions/demo"));
    let fields = |body: &Value| body.as_object().unwrap().len();
    assert_eq!(fields(&created.json()), fields(&plain.json()) + 1);
}

/// G1.
#[test]
fn without_the_option_there_are_no_etags() {
    let (cloud, owner) = (emulator(), owner());
    let created = cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
    assert_eq!(created.header("etag"), None);
    let mut update = owner.put("UpdateFunction", "/functions/demo", &json!({"timeout": 9}));
    update
        .headers
        .push(("If-Match".to_owned(), "\"stale\"".to_owned()));
    assert_eq!(cloud.handle(&update).status, 200);
}

/// G1.
#[test]
fn with_the_option_a_stale_etag_stops_a_write() {
    let cloud = Emulator::new(Config {
        etags: true,
        ..config()
    });
    let (cloud, owner) = (cloud.unwrap(), owner());
    let created = cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
    let first = created.header("etag").unwrap().to_owned();
    let write = |timeout: u32, etag: &str| {
        let mut request = owner.put(
            "UpdateFunction",
            "/functions/demo",
            &json!({"timeout": timeout}),
        );
        request
            .headers
            .push(("If-Match".to_owned(), etag.to_owned()));
        cloud.handle(&request)
    };
    let updated = write(9, &first);
    assert_eq!(updated.status, 200);
    let stale = write(10, &first);
    assert_eq!(
        (stale.status, &stale.json()["Code"]),
        (412, &json!("PreconditionFailed"))
    );
    let read = cloud.handle(&owner.get("GetFunction", "/functions/demo"));
    assert_eq!(read.header("etag"), updated.header("etag"));
    assert_eq!(write(11, "*").status, 200);
}

/// G2.
#[test]
fn what_is_hidden_stands_there_all_the_same() {
    let auth = json!({"userName": "u", "password": "p-canary"});
    let body = json!({
        "functionName": "demo", "runtime": "custom-container", "handler": "x",
        "customContainerConfig": {"image": "example.com/a:1", "registryConfig": {"authConfig": auth}},
    });
    let source = json!({"sourceDTSParameters": {"Username": "u", "Password": "p-canary"}});
    let config = json!({"eventSourceConfig": {"eventSourceParameters": source}});
    let trigger = json!({
        "triggerName": "t", "triggerType": "eventbridge", "triggerConfig": config.to_string(),
    });
    for (hides, shown) in [(Hides::Keys, true), (Hides::Secrets, false)] {
        let cloud = Emulator::new(Config {
            hides,
            ..self::config()
        });
        let (cloud, owner) = (cloud.unwrap(), owner());
        let created = cloud.handle(&owner.post("CreateFunction", "/functions", &body));
        let read = cloud.handle(&owner.get("GetFunction", "/functions/demo"));
        let path = "/functions/demo/triggers";
        let added = cloud.handle(&owner.post("CreateTrigger", path, &trigger));
        let listed = cloud.handle(&owner.get("ListTriggers", path));
        for reply in [created, read, added, listed] {
            let text = String::from_utf8_lossy(&reply.body).into_owned();
            assert_eq!(reply.status, 200, "{text}");
            assert_eq!(text.contains("p-canary"), shown, "{text}");
        }
        assert_eq!(cloud.state().to_string().matches("p-canary").count(), 2);
    }
}

/// G3, G44.
#[test]
fn a_newer_service_keeps_what_the_models_do_not_have_and_tells_more() {
    let cloud = Emulator::new(Config {
        newer: true,
        revisions: true,
        ..config()
    });
    let (cloud, owner) = (cloud.unwrap(), owner());
    cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
    let path = "/functions/demo/concurrency";
    let put = json!({"reservedConcurrency": 3, "novel": {"a": 1}});
    cloud.handle(&owner.put("PutConcurrencyConfig", path, &put));
    let read = cloud
        .handle(&owner.get("GetConcurrencyConfig", path))
        .json();
    assert_eq!(read["novel"], put["novel"]);
    assert!(read["revision"].is_number());
}

#[test]
fn a_temporary_key_of_the_account_needs_its_token() {
    let key: Key = "ci:STS.ak:sk:the-token".parse().unwrap();
    let cloud = Emulator::new(Config {
        keys: vec![key],
        ..config()
    });
    let cloud = cloud.unwrap();
    let with = Caller::new("STS.ak", "sk", NOW).with_token("the-token");
    assert_eq!(
        cloud
            .handle(&with.get("ListFunctions", "/functions"))
            .status,
        200
    );
    let without = Caller::new("STS.ak", "sk", NOW);
    assert_eq!(
        cloud
            .handle(&without.get("ListFunctions", "/functions"))
            .status,
        403
    );
}

/// G41.
#[test]
fn a_download_address_leads_back_and_expires() {
    let time = Arc::new(AtomicI64::new(NOW));
    let ticking = Arc::clone(&time);
    let cloud = Emulator::new(Config {
        clock: Clock::new(move || ticking.load(Ordering::Relaxed)),
        ..config()
    });
    let (cloud, owner) = (cloud.unwrap(), owner());
    cloud.handle(&owner.post("CreateFunction", "/functions", &function("demo")));
    let code = cloud.handle(&owner.get("GetFunctionCode", "/functions/demo/code"));
    let url = code.json()["url"].as_str().unwrap().to_owned();
    let target = url.strip_prefix("http://127.0.0.1:80").unwrap();
    let mut download = Request::new("GET", target);
    download
        .headers
        .push(("host".to_owned(), "127.0.0.1:80".to_owned()));
    let package = cloud.handle(&download);
    assert_eq!(
        (package.status, checksum(&package.body)),
        (200, "2220831586920633690".to_owned())
    );
    time.fetch_add(61 * 60_000, Ordering::Relaxed);
    assert_eq!(cloud.handle(&download).status, 403);
}

#[test]
fn a_server_ends_with_its_value() {
    let server = Server::start("127.0.0.1:0", emulator()).unwrap();
    let address = server.url().strip_prefix("http://").unwrap().to_owned();
    let ask = || {
        let mut stream = TcpStream::connect(&address)?;
        write!(
            stream,
            "GET /2023-03-30/functions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        )?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply).map(|_| reply)
    };
    assert!(ask().unwrap().contains("MissingRequiredHeader"));
    assert_eq!(server.emulator().log().len(), 1);
    drop(server);
    assert!(ask().is_err());
}
