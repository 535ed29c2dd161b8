//! What the files of upstream's own tests and its commands ask of the service.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fc_emulator::{Clock, Config, Emulator, Request, Response};
use serde_json::{Value, json};

use crate::NOW;
use crate::caller::{Caller, PACKAGE};

/// A cloud whose time a test sets, and its owner.
struct Site {
    cloud: Emulator,
    owner: Caller,
    time: Arc<AtomicI64>,
}

impl Site {
    fn new() -> Site {
        let time = Arc::new(AtomicI64::new(NOW));
        let ticking = Arc::clone(&time);
        let config = Config {
            clock: Clock::new(move || ticking.load(Ordering::Relaxed)),
            seed: Some(1),
            // A signature is as old as the test.
            check_time: false,
            ..Config::default()
        };
        Site {
            cloud: Emulator::new(config).expect("no log file to open"),
            owner: Caller::new("test-ak", "test-sk", NOW),
            time,
        }
    }

    fn pass(&self, seconds: i64) {
        self.time.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// The answer to a request that succeeds.
    fn answer(&self, request: &Request) -> Value {
        let reply = self.cloud.handle(request);
        assert!(reply.status < 300, "{}", text(&reply));
        reply.json()
    }

    /// Status and code of a refusal.
    fn refusal(&self, request: &Request) -> (u16, String) {
        let reply = self.cloud.handle(request);
        let code = reply.json()["Code"].as_str().unwrap_or_default().to_owned();
        (reply.status, code)
    }

    fn create(&self, function: &Value) -> Value {
        self.answer(&self.owner.post("CreateFunction", "/functions", function))
    }

    fn delete(&self, action: &str, path: &str) -> Request {
        self.owner.signed("DELETE", action, path, Vec::new())
    }
}

fn text(reply: &Response) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

fn function(name: &str) -> Value {
    json!({
        "functionName": name, "runtime": "nodejs18", "handler": "index.handler",
        "code": {"zipFile": PACKAGE}, "sessionAffinity": "GENERATED_COOKIE",
    })
}

/// G7: upstream writes `customContainerConfig` for both runtimes of containers.
#[test]
fn a_micro_sandbox_takes_its_image_from_either_block() {
    let site = Site::new();
    let with = |block: &str| {
        json!({
            "functionName": block, "runtime": "micro-sandbox", "handler": "handler",
            block: {"image": "example.com/a:1"},
        })
    };
    let container = site.create(&with("customContainerConfig"));
    let resolved = &container["customContainerConfig"]["resolvedImageUri"];
    assert!(
        resolved
            .as_str()
            .unwrap()
            .starts_with("example.com/a@sha256:")
    );
    let own = site.create(&with("microSandboxConfig"));
    assert_eq!(
        own["microSandboxConfig"],
        json!({"image": "example.com/a:1"})
    );
    let neither = with("description");
    let request = site.owner.post("CreateFunction", "/functions", &neither);
    assert_eq!(site.refusal(&request), (400, "InvalidArgument".to_owned()));
}

/// G8: functions of FC 2.0 are seen by this API as `service$function`.
#[test]
fn a_function_of_a_service_is_one_of_version_2() {
    let site = Site::new();
    let arn = site.create(&function("svc$fn"))["functionArn"].clone();
    assert_eq!(arn, "acs:fc:cn-hangzhou:1234567890123456:functions/svc$fn");
    site.create(&function("fn"));
    let path = "/functions/svc%24fn";
    assert_eq!(
        site.answer(&site.owner.get("GetFunction", path))["functionArn"],
        arn
    );
    let listed = |query: &str| {
        let path = format!("/functions{query}");
        let found = site.answer(&site.owner.get("ListFunctions", &path));
        let names = found["functions"].as_array().unwrap().iter();
        names
            .map(|one| one["functionName"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(""), ["fn", "svc$fn"]);
    assert_eq!(listed("?fcVersion=v2"), ["svc$fn"]);
    assert_eq!(listed("?fcVersion=v3"), ["fn"]);
    for wrong in ["$fn", "svc$", "a$b$c", "1$a"] {
        let request = site
            .owner
            .post("CreateFunction", "/functions", &function(wrong));
        assert_eq!(
            site.refusal(&request),
            (400, "InvalidArgument".to_owned()),
            "{wrong}"
        );
    }
    let trigger = json!({
        "triggerName": "t", "triggerType": "http",
        "triggerConfig": "{\"authType\":\"anonymous\",\"methods\":[\"GET\"]}",
    });
    let path = format!("{path}/triggers");
    let added = site.answer(&site.owner.post("CreateTrigger", &path, &trigger));
    let url = added["httpTrigger"]["urlInternet"].as_str().unwrap();
    assert!(url.starts_with("https://svc-fn-"), "{url}");
    let routes = json!({"routes": [{"path": "/*", "functionName": "svc$fn"}]});
    let domain = json!({"domainName": "a.example.com", "protocol": "HTTP", "routeConfig": routes});
    let request = site
        .owner
        .post("CreateCustomDomain", "/custom-domains", &domain);
    let created = site.answer(&request);
    assert_eq!(
        created["routeConfig"]["routes"][0]["functionName"],
        "svc$fn"
    );
}

/// What hangs on a function is in the function's region, by whichever host it is asked for.
#[test]
fn every_arn_is_in_the_region_of_the_function() {
    let site = Site::new();
    let there = Caller::new("test-ak", "test-sk", NOW).at("fcv3.cn-shanghai.aliyuncs.com");
    site.answer(&there.post("CreateFunction", "/functions", &function("demo")));
    let arn = "acs:fc:cn-shanghai:1234567890123456:functions/demo";
    let trigger = json!({"triggerName": "t", "triggerType": "http", "triggerConfig": "{}"});
    let put = |action: &str, path: &str, body: &Value| {
        site.answer(
            &site
                .owner
                .put(action, &format!("/functions/demo/{path}"), body),
        )
    };
    let added = site.answer(&site.owner.post(
        "CreateTrigger",
        "/functions/demo/triggers",
        &trigger,
    ));
    assert_eq!(added["targetArn"], arn);
    let url = added["httpTrigger"]["urlInternet"].as_str().unwrap();
    assert!(url.ends_with(".cn-shanghai.fcapp.run"), "{url}");
    let config = put("PutAsyncInvokeConfig", "async-invoke-config", &json!({}));
    assert_eq!(config["functionArn"], arn);
    let config = put(
        "PutProvisionConfig",
        "provision-config",
        &json!({"defaultTarget": 1}),
    );
    assert_eq!(config["functionArn"], arn);
}

/// G12: upstream never takes the configuration away; it disables invocations after five refusals.
#[test]
fn a_function_that_may_not_be_invoked_has_no_instances_and_can_be_deleted() {
    let kinds = [
        (
            "PutProvisionConfig",
            "provision-config",
            json!({"defaultTarget": 2}),
        ),
        (
            "PutScalingConfig",
            "scaling-config",
            json!({"minInstances": 2}),
        ),
    ];
    for (action, path, body) in kinds {
        let site = Site::new();
        site.create(&function("demo"));
        let path = format!("/functions/demo/{path}");
        site.answer(&site.owner.put(action, &path, &body));
        let delete = site.delete("DeleteFunction", "/functions/demo");
        assert_eq!(site.refusal(&delete).0, 409);
        let instances = || {
            let path = "/functions/demo/instances";
            let listed = site.answer(&site.owner.get("ListInstances", path));
            listed["instances"].as_array().unwrap().len()
        };
        let switch = |action: &str, path: &str| {
            let path = format!("/functions/demo/invoke/{path}");
            site.answer(&site.owner.post(action, &path, &json!({})))
        };
        assert_eq!(instances(), 2);
        switch("DisableFunctionInvocation", "disable");
        assert_eq!(instances(), 0);
        switch("EnableFunctionInvocation", "enable");
        assert_eq!(instances(), 2);
        assert_eq!(site.refusal(&delete).0, 409);
        switch("DisableFunctionInvocation", "disable");
        site.answer(&delete);
    }
}

/// G13.
#[test]
fn a_session_lasts_as_long_as_was_said() {
    let site = Site::new();
    site.create(&function("demo"));
    let path = "/functions/demo/sessions";
    let body = json!({
        "sessionId": "s", "sessionTTLInSeconds": 100, "sessionIdleTimeoutInSeconds": 10,
    });
    let create = site.owner.post("CreateSession", path, &body);
    let created = site.answer(&create);
    assert_eq!(created["sessionStatus"], "Active");
    assert_eq!(created["sessionAffinityType"], "GENERATED_COOKIE");
    assert_eq!(created["qualifier"], "LATEST");
    assert_eq!(
        site.refusal(&create),
        (409, "SessionAlreadyExists".to_owned())
    );
    let one = format!("{path}/s");
    let get = site.owner.get("GetSession", &one);
    assert_eq!(site.answer(&get), created);
    let paused = site.answer(
        &site
            .owner
            .put("PauseSession", &format!("{one}/pause"), &json!({})),
    );
    assert_eq!(paused["sessionStatus"], "Paused");
    site.pass(20);
    let resume = site
        .owner
        .put("ResumeSession", &format!("{one}/resume"), &json!({}));
    assert_eq!(site.answer(&resume)["sessionStatus"], "Active");
    site.pass(11);
    let gone = (404, "SessionNotFound".to_owned());
    assert_eq!(site.refusal(&get), gone);
    let listed = |query: &str| {
        let found = site.answer(&site.owner.get("ListSessions", &format!("{path}{query}")));
        found["sessions"].as_array().unwrap().len()
    };
    assert_eq!(
        (listed("?sessionStatus=Active"), listed("?sessionId=s")),
        (0, 1)
    );
    // What is over makes room.
    site.answer(&create);
    site.answer(&site.delete("DeleteSession", &one));
    assert_eq!(
        site.refusal(&site.delete("DeleteSession", &format!("{one}?qualifier=LATEST"))),
        gone
    );
}

/// G13: the API's text has sessions for two affinities.
#[test]
fn a_function_without_affinity_has_no_sessions() {
    let site = Site::new();
    let mut plain = function("demo");
    plain["sessionAffinity"] = "NONE".into();
    site.create(&plain);
    let create = site
        .owner
        .post("CreateSession", "/functions/demo/sessions", &json!({}));
    assert_eq!(site.refusal(&create), (400, "InvalidArgument".to_owned()));
}
