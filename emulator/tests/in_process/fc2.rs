//! FC 2.0: services and what is in them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fc_emulator::{Clock, Config, Emulator, Hides, Request, Response, checksum};
use serde_json::{Value, json};

use crate::caller::{Caller, PACKAGE, PACKAGE_BYTES};
use crate::{NOW, config, owner};

/// A cloud with its owner.
struct Site {
    cloud: Emulator,
    owner: Caller,
}

/// What a request carries besides its path.
type Headers<'h> = &'h [(&'h str, &'h str)];

const EVENT_BRIDGE: Headers<'static> = &[("x-fc-enable-eventbridge-trigger", "enable")];

impl Site {
    fn new() -> Site {
        Site {
            cloud: Emulator::new(config()).expect("no log file to open"),
            owner: owner(),
        }
    }

    /// One with the service `svc` and the function `fn`.
    fn furnished() -> Site {
        let site = Site::new();
        site.post("/services", &json!({"serviceName": "svc"}));
        site.post("/services/svc/functions", &function("fn"));
        site
    }

    fn request(&self, method: &str, path: &str, headers: Headers, body: Option<&Value>) -> Request {
        let target = format!("/2016-08-15{path}");
        self.owner.fc2((method, &target), headers, body)
    }

    fn reply(&self, method: &str, path: &str, headers: Headers, body: Option<&Value>) -> Response {
        self.cloud
            .handle(&self.request(method, path, headers, body))
    }

    /// The answer to a request that succeeds.
    fn answer(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let reply = self.reply(method, path, &[], body);
        assert!(reply.status < 300, "{method} {path}: {}", text(&reply));
        reply.json()
    }

    fn get(&self, path: &str) -> Value {
        self.answer("GET", path, None)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.answer("POST", path, Some(body))
    }

    fn put(&self, path: &str, body: &Value) -> Value {
        self.answer("PUT", path, Some(body))
    }

    fn delete(&self, path: &str) {
        self.answer("DELETE", path, None);
    }

    /// Status and code of a refusal.
    fn refusal(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, String) {
        refusal(&self.reply(method, path, &[], body))
    }
}

fn refusal(reply: &Response) -> (u16, String) {
    let code = reply.json()["ErrorCode"].clone();
    (reply.status, code.as_str().unwrap_or_default().to_owned())
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

fn text(reply: &Response) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

fn function(name: &str) -> Value {
    json!({
        "functionName": name, "runtime": "python3", "handler": "index.handler",
        "code": {"zipFile": PACKAGE},
    })
}

fn trigger(name: &str, kind: &str, config: &Value) -> Value {
    json!({"triggerName": name, "triggerType": kind, "triggerConfig": config})
}

fn timer(name: &str) -> Value {
    trigger(
        name,
        "timer",
        &json!({"cronExpression": "@every 1m", "enable": true}),
    )
}

const FN: &str = "/services/svc/functions/fn";
const TRIGGERS: &str = "/services/svc/functions/fn/triggers";

fn names(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item[key].as_str().unwrap().to_owned())
        .collect()
}

/// G59, G64: the defaults of a real answer, and of later members.
#[test]
fn a_new_service_and_its_function_have_the_defaults() {
    let site = Site::new();
    let made = site.post(
        "/services",
        &json!({"serviceName": "svc", "name": "svc", "import": true}),
    );
    let wanted = json!({
        "serviceName": "svc", "description": "", "role": "", "internetAccess": true,
        "logConfig": {
            "project": "", "logstore": "", "enableRequestMetrics": false,
            "enableInstanceMetrics": false, "logBeginRule": "None",
        },
        "vpcConfig": {"vpcId": "", "vSwitchIds": [], "securityGroupId": "", "role": ""},
        "nasConfig": {"userId": -1, "groupId": -1, "mountPoints": []},
        "tracingConfig": {}, "ossMountConfig": {"mountPoints": []},
    });
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert_eq!(site.get("/services/svc"), made);
    let made = site.post("/services/svc/functions", &function("fn"));
    let wanted = json!({
        "functionName": "fn", "description": "", "memorySize": 128, "timeout": 3,
        "initializer": "", "initializationTimeout": 3, "instanceConcurrency": 1,
        "instanceSoftConcurrency": null, "instanceType": "e1", "environmentVariables": {},
        "instanceLifecycleConfig": {
            "preFreeze": {"handler": "", "timeout": 3}, "preStop": {"handler": "", "timeout": 3},
        },
        "customDNS": null, "cpu": null, "diskSize": null, "layers": null, "layersArnV2": null,
        "codeSize": 22, "codeChecksum": checksum(PACKAGE_BYTES),
    });
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert_eq!(made.get("code"), None);
    assert_eq!(site.get(FN), made);
}

/// G59: upstream's component names the object twice, and the second time by words of its own.
#[test]
fn the_words_of_upstream_for_an_object_are_passed_over() {
    let site = Site::furnished();
    let code = json!({"ossBucketName": "packages", "ossObjectName": "no.zip"});
    let body = json!({"ossBucket": "packages", "ossKey": "no.zip", "timeout": 9});
    let made = site.put(FN, &body);
    assert_eq!(made["timeout"], 9);
    for word in ["ossBucket", "ossKey"] {
        assert_eq!(made.get(word), None);
    }
    // The object counts where the API has it.
    let mut body = body;
    body["code"] = code;
    assert_ne!(site.reply("PUT", FN, &[], Some(&body)).status, 200);
}

/// G3, G59.
#[test]
fn names_are_matched_without_case_and_slips_are_refused() {
    let site = Site::furnished();
    let vpc =
        json!({"VpcConfig": {"VPCID": "vpc-1", "vswitchIds": ["vsw-1"], "securityGroupId": "sg"}});
    let changed = site.put("/services/svc", &vpc);
    let wanted =
        json!({"vpcId": "vpc-1", "vSwitchIds": ["vsw-1"], "securityGroupId": "sg", "role": ""});
    assert_eq!(changed["vpcConfig"], wanted);
    let invalid = refused(400, "InvalidArgument");
    let slip = json!({"descripton": "x"});
    assert_eq!(site.refusal("PUT", "/services/svc", Some(&slip)), invalid);
    let slip = json!({"logConfig": {"projet": "x"}});
    assert_eq!(site.refusal("PUT", "/services/svc", Some(&slip)), invalid);
    assert_eq!(site.refusal("GET", "/services?limt=1", None), invalid);
    let newer = Config {
        newer: true,
        ..config()
    };
    let site = Site {
        cloud: site.cloud.fork(newer).unwrap(),
        owner: owner(),
    };
    assert_eq!(site.put("/services/svc", &json!({"novel": 1}))["novel"], 1);
}

/// G62, G64.
#[test]
fn null_is_not_given_and_what_is_given_takes_the_place_of_what_was() {
    let site = Site::furnished();
    let log = json!({
        "description": "d",
        "logConfig": {"project": "p", "logstore": "l", "enableRequestMetrics": true},
    });
    site.put("/services/svc", &log);
    let nulls = json!({"description": null, "logConfig": null, "role": "r"});
    let kept = site.put("/services/svc", &nulls);
    assert_eq!(
        (&kept["description"], &kept["role"]),
        (&json!("d"), &json!("r"))
    );
    assert_eq!(kept["logConfig"]["enableRequestMetrics"], true);
    let block = json!({"logConfig": {"project": "p", "logstore": "l"}});
    let changed = site.put("/services/svc", &block);
    assert_eq!(changed["logConfig"]["enableRequestMetrics"], false);
    let change = json!({
        "environmentVariables": {"A": "1", "B": "2"}, "layers": ["acs:fc:cn-hangzhou:1:layers/l/versions/1"],
        "customDNS": {"nameServers": ["1.1.1.1"]},
    });
    let changed = site.put(FN, &change);
    assert_eq!(changed["layersArnV2"], change["layers"]);
    let change = json!({
        "environmentVariables": {"C": "3"}, "layers": [], "timeout": 9,
        "customDNS": {"nameServers": null, "searches": null, "dnsOptions": null},
    });
    let changed = site.put(FN, &change);
    assert_eq!(changed["environmentVariables"], json!({"C": "3"}));
    assert_eq!(
        (&changed["layers"], &changed["customDNS"]),
        (&json!([]), &Value::Null)
    );
    assert_eq!(changed["memorySize"], 128);
}

/// G10, G61.
#[test]
fn what_the_document_forbids_is_refused() {
    let site = Site::furnished();
    let wrong = [
        json!({"memorySize": 100}),
        json!({"timeout": 0}),
        json!({"initializationTimeout": 301}),
        json!({"instanceConcurrency": 2, "instanceSoftConcurrency": 3}),
        json!({"diskSize": 1024}),
        json!({"instanceLifecycleConfig": {"preStop": {"timeout": 91}}}),
        json!({"environmentVariables": {"FC_X": "1"}}),
        json!({"timeout": "9"}),
        json!({"handler": ""}),
        json!({"code": {}}),
    ];
    let before = site.get(FN);
    for change in wrong {
        assert_eq!(
            site.refusal("PUT", FN, Some(&change)),
            refused(400, "InvalidArgument"),
            "{change}"
        );
    }
    assert_eq!(site.get(FN), before);
    let path = "/services/svc/functions";
    for missing in ["functionName", "runtime", "handler", "code"] {
        let mut body = function("other");
        body.as_object_mut().unwrap().shift_remove(missing);
        let found = site.refusal("POST", path, Some(&body));
        assert_eq!(found, refused(400, "InvalidArgument"), "{missing}");
    }
    for count in 1..50 {
        site.post(path, &function(&format!("f{count}")));
    }
    let found = site.refusal("POST", path, Some(&function("one-too-many")));
    assert_eq!(found, refused(400, "LimitExceededError"));
}

/// G49: a missing service is told before what would be in it.
#[test]
fn absence_and_presence_have_errors_of_their_own() {
    let site = Site::furnished();
    let missing = [
        ("/services/none", "ServiceNotFound"),
        ("/services/none/functions/fn", "ServiceNotFound"),
        ("/services/none/functions/fn/triggers/t", "ServiceNotFound"),
        ("/services/none/versions", "ServiceNotFound"),
        ("/services/svc.2", "VersionNotFound"),
        ("/services/svc.prod", "AliasNotFound"),
        ("/services/svc/functions/none", "FunctionNotFound"),
        ("/services/svc/functions/none/triggers", "FunctionNotFound"),
        ("/services/svc/functions/fn/triggers/t", "TriggerNotFound"),
        ("/services/svc/aliases/prod", "AliasNotFound"),
        ("/custom-domains/a.example.com", "DomainNameNotFound"),
        ("/layers/l/versions/1", "LayerNotFound"),
    ];
    for (path, code) in missing {
        assert_eq!(
            site.refusal("GET", path, None),
            refused(404, code),
            "{path}"
        );
    }
    site.post(TRIGGERS, &timer("t"));
    let domain = json!({"domainName": "a.example.com"});
    site.post("/custom-domains", &domain);
    let twice = [
        (
            "/services",
            json!({"serviceName": "svc"}),
            "ServiceAlreadyExists",
        ),
        (
            "/services/svc/functions",
            function("fn"),
            "FunctionAlreadyExists",
        ),
        (TRIGGERS, timer("t"), "TriggerAlreadyExists"),
        ("/custom-domains", domain, "DomainNameAlreadyExists"),
    ];
    for (path, body, code) in twice {
        assert_eq!(
            site.refusal("POST", path, Some(&body)),
            refused(409, code),
            "{path}"
        );
    }
    let found = site.refusal("GET", "/nothing", None);
    assert_eq!(found, refused(400, "PathNotSupported"));
}

/// G63.
#[test]
fn what_has_something_left_is_not_deleted() {
    let site = Site::furnished();
    site.post(TRIGGERS, &timer("t"));
    let provision = "/services/svc/functions/fn/provision-config";
    site.put(provision, &json!({"target": 1}));
    assert_eq!(
        site.refusal("DELETE", FN, None),
        refused(409, "FunctionNotEmpty")
    );
    site.delete(&format!("{TRIGGERS}/t"));
    assert_eq!(
        site.refusal("DELETE", FN, None),
        refused(409, "ProvisionConfigExist")
    );
    site.put(provision, &json!({"target": 0}));
    let full = refused(409, "ServiceNotEmpty");
    assert_eq!(site.refusal("DELETE", "/services/svc", None), full);
    site.delete(FN);
    site.post("/services/svc/versions", &json!({}));
    assert_eq!(site.refusal("DELETE", "/services/svc", None), full);
    site.delete("/services/svc/versions/1");
    site.post("/services/svc/binding", &json!({"vpcId": "vpc-1"}));
    site.delete("/services/svc");
    assert_eq!(
        site.refusal("DELETE", "/services/svc", None),
        refused(404, "ServiceNotFound")
    );
}

/// G72.
#[test]
fn a_tag_moves_with_every_change_and_guards_writes() {
    let site = Site::furnished();
    site.post(TRIGGERS, &timer("t"));
    site.post("/services/svc/versions", &json!({}));
    let alias = json!({"aliasName": "prod", "versionId": "1"});
    site.post("/services/svc/aliases", &alias);
    let demand = "/services/svc.prod/functions/fn/on-demand-config";
    site.put(demand, &json!({"maximumInstanceCount": 1}));
    let config = json!({"triggerConfig": {"cronExpression": "@every 2m"}});
    let resources = [
        ("/services/svc", json!({"description": "x"})),
        (FN, json!({"description": "x"})),
        ("/services/svc/functions/fn/triggers/t", config),
        ("/services/svc/aliases/prod", json!({"description": "x"})),
        (demand, json!({"maximumInstanceCount": 2})),
    ];
    let tag = |path: &str| {
        let read = site.reply("GET", path, &[], None);
        read.header("etag").unwrap().to_owned()
    };
    for (path, change) in &resources {
        let before = tag(path);
        assert_eq!(before.len(), 32, "{path}");
        assert_eq!(tag(path), before, "a read moves nothing");
        let write = |tag: &str| site.reply("PUT", path, &[("if-match", tag)], Some(change));
        assert_eq!(
            refusal(&write("1234")),
            refused(412, "PreconditionFailed"),
            "{path}"
        );
        assert_eq!(tag(path), before);
        let written = write(&before);
        assert_eq!(written.status, 200, "{path}");
        assert_eq!(written.header("etag"), Some(tag(path).as_str()), "{path}");
        assert_eq!(
            refusal(&write(&before)),
            refused(412, "PreconditionFailed"),
            "{path}"
        );
    }
    // A version is published of the service that was looked at.
    let publish = |tag: &str| {
        let path = "/services/svc/versions";
        site.reply("POST", path, &[("if-match", tag)], Some(&json!({})))
    };
    assert_eq!(
        refusal(&publish("1234")),
        refused(412, "PreconditionFailed")
    );
    assert_eq!(publish(&tag("/services/svc")).status, 200);
    for (path, _) in resources.iter().rev() {
        let delete = |tag: &str| site.reply("DELETE", path, &[("if-match", tag)], None);
        assert_eq!(
            refusal(&delete("1234")),
            refused(412, "PreconditionFailed"),
            "{path}"
        );
        if *path == "/services/svc" {
            site.delete("/services/svc/versions/1");
            site.delete("/services/svc/versions/2");
        }
        assert_eq!(delete(&tag(path)).status, 204, "{path}");
    }
}

/// G72: what has no tag is written whatever the header says.
#[test]
fn domains_asynchronous_configurations_and_bindings_have_no_tag() {
    let site = Site::furnished();
    let stale = [("if-match", "1234")];
    let path = "/services/svc/functions/fn/async-invoke-config";
    let written = site.reply("PUT", path, &stale, Some(&json!({})));
    assert_eq!((written.status, written.header("etag")), (200, None));
    site.post("/custom-domains", &json!({"domainName": "a.example.com"}));
    let path = "/custom-domains/a.example.com";
    let written = site.reply("PUT", path, &stale, Some(&json!({"protocol": "HTTP"})));
    assert_eq!((written.status, written.header("etag")), (200, None));
    let binding = json!({"vpcId": "vpc-1"});
    let written = site.reply("POST", "/services/svc/binding", &stale, Some(&binding));
    assert_eq!((written.status, written.header("etag")), (200, None));
}

/// G59, G66: as upstream's component sends them, and as they are answered.
#[test]
fn triggers_of_every_type_are_kept_in_one_spelling() {
    let site = Site::furnished();
    let sent = [
        (
            "http",
            json!({"authType": "anonymous", "methods": ["GET"]}),
            json!({"authType": "anonymous", "methods": ["GET"], "disableURLInternet": false}),
        ),
        (
            "timer",
            json!({"CronExpression": "@every 1m", "enable": true}),
            json!({"cronExpression": "@every 1m", "enable": true}),
        ),
        (
            "oss",
            json!({"bucketName": "b", "events": ["e"], "filter": {"Key": {"Prefix": "p", "Suffix": "s"}}}),
            json!({"events": ["e"], "filter": {"key": {"prefix": "p", "suffix": "s"}}}),
        ),
        (
            "log",
            json!({"sourceConfig": {"logstore": "s"}, "jobConfig": {"maxRetryTime": 1, "triggerInterval": 30}, "logConfig": {"project": "p", "logstore": "l"}, "functionParameter": {"K": "v"}, "enable": true}),
            json!({"sourceConfig": {"logstore": "s"}, "jobConfig": {"maxRetryTime": 1, "triggerInterval": 30}, "logConfig": {"project": "p", "logstore": "l"}, "functionParameter": {"K": "v"}, "enable": true}),
        ),
        (
            "mns_topic",
            json!({"topicName": "t", "region": "r", "notifyStrategy": "BACKOFF_RETRY"}),
            json!({"notifyStrategy": "BACKOFF_RETRY"}),
        ),
        (
            "cdn_events",
            json!({"eventName": "LogFileCreated", "eventVersion": "1.0.0", "notes": "n", "filter": {"domain": ["d"]}}),
            json!({"eventName": "LogFileCreated", "eventVersion": "1.0.0", "notes": "n", "filter": {"domain": ["d"]}}),
        ),
        (
            "tablestore",
            json!({"instanceName": "i", "tableName": "t"}),
            json!({}),
        ),
    ];
    for (kind, config, wanted) in sent {
        let made = site.post(TRIGGERS, &trigger(kind, kind, &config));
        assert_eq!(made["triggerConfig"], wanted, "{kind}");
        assert_eq!(
            (&made["qualifier"], &made["sourceArn"]),
            (&json!("LATEST"), &json!(""))
        );
        assert_eq!(made.get("urlInternet").is_some(), kind == "http");
        assert_eq!(site.get(&format!("{TRIGGERS}/{kind}")), made);
    }
    let second = trigger("second", "http", &json!({"authType": "anonymous"}));
    let invalid = refused(400, "InvalidArgument");
    assert_eq!(site.refusal("POST", TRIGGERS, Some(&second)), invalid);
    assert_eq!(
        site.refusal("POST", TRIGGERS, Some(&trigger("x", "x", &json!({})))),
        invalid
    );
    let slip = trigger("x", "timer", &json!({"cronExpresion": "x"}));
    assert_eq!(site.refusal("POST", TRIGGERS, Some(&slip)), invalid);
    // What upstream puts, with names that are set for good.
    let put = trigger(
        "timer",
        "timer",
        &json!({"cronExpression": "@every 2m", "enable": false}),
    );
    let changed = site.put(&format!("{TRIGGERS}/timer"), &put);
    assert_eq!(changed["triggerConfig"], put["triggerConfig"]);
    let path = format!("{TRIGGERS}/mns_topic");
    let reply = site.reply("PUT", &path, &[], Some(&json!({"triggerConfig": {}})));
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.json()["ErrorMessage"],
        "Updating trigger is not supported yet."
    );
    let path = format!("{TRIGGERS}/cdn_events");
    let other = json!({"triggerConfig": {"eventName": "Other", "eventVersion": "1.0.0"}});
    assert_eq!(site.refusal("PUT", &path, Some(&other)), invalid);
    let same = json!({"triggerConfig": {"eventName": "LogFileCreated", "eventVersion": "1.0.0"}});
    site.put(&path, &same);
}

/// G66, G67.
#[test]
fn a_trigger_of_event_bridge_is_there_for_whoever_asks_for_it() {
    let site = Site::furnished();
    let source = json!({"sourceMNSParameters": {"QueueName": "q", "IsBase64Decode": true}});
    let config = json!({
        "triggerEnable": true, "eventRuleFilterPattern": "{}",
        "eventSourceConfig": {"eventSourceType": "MNS", "eventSourceParameters": source},
    });
    let body = trigger("eb", "eventbridge", &config);
    let hidden = refused(404, "TriggerNotFound");
    assert_eq!(site.refusal("POST", TRIGGERS, Some(&body)), hidden);
    let made = site.reply("POST", TRIGGERS, EVENT_BRIDGE, Some(&body));
    assert_eq!(made.status, 200, "{}", text(&made));
    let parameters = &made.json()["triggerConfig"]["eventSourceConfig"]["eventSourceParameters"];
    assert_eq!(
        parameters["sourceMNSParameters"],
        source["sourceMNSParameters"]
    );
    assert_eq!(parameters["sourceDTSParameters"], Value::Null);
    let path = format!("{TRIGGERS}/eb");
    for method in ["GET", "PUT", "DELETE"] {
        let body = json!({"triggerConfig": config});
        let body = (method == "PUT").then_some(&body);
        assert_eq!(site.refusal(method, &path, body), hidden, "{method}");
    }
    assert_eq!(site.get(TRIGGERS)["triggers"], json!([]));
    let listed = site.reply("GET", TRIGGERS, EVENT_BRIDGE, None).json();
    assert_eq!(names(&listed["triggers"], "triggerName"), ["eb"]);
    let read = site.reply("GET", &path, EVENT_BRIDGE, None);
    assert_eq!(read.json(), made.json());
    assert_eq!(site.reply("DELETE", &path, EVENT_BRIDGE, None).status, 204);
}

/// G68.
#[test]
fn a_version_is_the_service_with_its_functions_as_they_were() {
    let site = Site::furnished();
    let versions = "/services/svc/versions";
    let publish = |headers: Headers| {
        site.reply(
            "POST",
            versions,
            headers,
            Some(&json!({"description": "one"})),
        )
    };
    assert_eq!(publish(&[]).json()["versionId"], "1");
    assert_eq!(refusal(&publish(&[])), refused(400, "VersionPublishError"));
    let ignore = [("x-fc-ignore-version-publish-error", "true")];
    assert_eq!(publish(&ignore).json()["versionId"], "1");
    site.put(FN, &json!({"timeout": 9, "code": {"zipFile": PACKAGE}}));
    assert_eq!(publish(&[]).json()["versionId"], "2");
    let weights =
        json!({"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"2": 0.2}});
    let alias = site.post("/services/svc/aliases", &weights);
    assert_eq!(alias["description"], "");
    assert_eq!(site.get("/services/svc.prod")["description"], "one");
    let timeout =
        |service: &str| site.get(&format!("/services/{service}/functions/fn"))["timeout"].clone();
    assert_eq!(
        (timeout("svc.1"), timeout("svc.prod"), timeout("svc")),
        (json!(3), json!(3), json!(9))
    );
    let listed = site.get("/services/svc.1/functions");
    assert_eq!(listed["functions"][0]["timeout"], 3);
    assert_eq!(
        site.refusal("DELETE", &format!("{versions}/2"), None),
        refused(400, "InvalidArgument")
    );
    let both = json!({"additionalVersionWeight": {"1": 0.5}});
    let found = site.refusal("PUT", "/services/svc/aliases/prod", Some(&both));
    assert_eq!(found, refused(400, "AdditionalVersionContainsMajorVersion"));
    site.put(
        "/services/svc/aliases/prod",
        &json!({"additionalVersionWeight": {}, "versionId": "2"}),
    );
    site.delete(&format!("{versions}/1"));
    site.put("/services/svc", &json!({"description": "new"}));
    // Numbers are never given twice.
    site.delete("/services/svc/aliases/prod");
    site.delete(&format!("{versions}/2"));
    assert_eq!(publish(&[]).json()["versionId"], "3");
    site.put("/services/svc", &json!({"description": "newer"}));
    publish(&[]);
    let listed = site.get(versions);
    assert_eq!(names(&listed["versions"], "versionId"), ["4", "3"]);
    assert_eq!(
        (&listed["direction"], listed.get("nextToken")),
        (&json!("BACKWARD"), None)
    );
    let page = site.get(&format!("{versions}?limit=1&direction=FORWARD"));
    assert_eq!(names(&page["versions"], "versionId"), ["3"]);
    assert_eq!(page["nextToken"], "4");
    let page = site.get(&format!("{versions}?startKey=3"));
    assert_eq!(names(&page["versions"], "versionId"), ["3"]);
}

/// G17, G69.
#[test]
fn configurations_belong_to_a_qualifier() {
    let site = Site::furnished();
    site.post("/services/svc/versions", &json!({}));
    let path =
        |qualifier: &str, kind: &str| format!("/services/svc{qualifier}/functions/fn/{kind}");
    let none = refused(404, "AsyncConfigNotExists");
    let plain = path("", "async-invoke-config");
    assert_eq!(site.refusal("GET", &plain, None), none);
    assert_eq!(site.refusal("DELETE", &plain, None), none);
    let config = json!({
        "DestinationConfig": {"OnSuccess": {"Destination": "d"}}, "MaxAsyncRetryAttempts": 1,
    });
    let made = site.put(&plain, &config);
    let wanted = json!({
        "service": "svc", "function": "fn", "qualifier": "LATEST", "maxAsyncRetryAttempts": 1,
        "maxAsyncEventAgeInSeconds": 86400, "statefulInvocation": false,
        "destinationConfig": {"onSuccess": {"destination": "d"}, "onFailure": null},
    });
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert_eq!(site.get(&path(".LATEST", "async-invoke-config")), made);
    assert_eq!(site.put(&plain, &json!({}))["maxAsyncRetryAttempts"], 3);
    assert_eq!(
        site.refusal("GET", &path(".1", "async-invoke-config"), None),
        none
    );
    site.put(&path(".1", "async-invoke-config"), &json!({}));
    let listed = site.get(&path("", "async-invoke-configs"));
    assert_eq!(names(&listed["configs"], "qualifier"), ["1", "LATEST"]);
    assert_eq!(listed["nextToken"], "");
    let unset = site.get(&path(".1", "provision-config"));
    assert_eq!(unset["resource"], "1234567890123456#svc#1#fn");
    assert_eq!(
        (&unset["target"], &unset["current"]),
        (&json!(0), &json!(0))
    );
    let set = site.put(
        &path(".1", "provision-config"),
        &json!({"target": 2, "scheduledActions": []}),
    );
    assert_eq!((&set["target"], &set["current"]), (&json!(2), &json!(2)));
    let listed = site.get("/provision-configs?serviceName=svc&qualifier=other");
    assert_eq!(listed, json!({"provisionConfigs": [set]}));
    assert_eq!(
        site.get(&path(".1", "instances"))["instances"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        site.get("/on-demand-configs?prefix=services/svc"),
        json!({"configs": null})
    );
    let demand = path(".1", "on-demand-config");
    assert_eq!(
        site.refusal("GET", &demand, None),
        refused(404, "OnDemandConfigNotFound")
    );
    let set = site.put(
        &demand,
        &json!({"maximumInstanceCount": 3, "resource": "any"}),
    );
    assert_eq!(
        set,
        json!({"maximumInstanceCount": 3, "resource": "services/svc.1/functions/fn"})
    );
    assert_eq!(
        site.get("/on-demand-configs?prefix=services/svc")["configs"],
        json!([set])
    );
    site.delete(&demand);
    assert_eq!(
        site.refusal("DELETE", &demand, None),
        refused(404, "OnDemandConfigNotFound")
    );
}

/// G18.
#[test]
fn bindings_and_tags_belong_to_a_service() {
    let site = Site::furnished();
    let vpc = json!({"vpcId": "vpc-1"});
    let bind = |method: &str| site.reply(method, "/services/svc/binding", &[], Some(&vpc));
    assert_eq!(bind("POST").status, 200);
    assert_eq!(bind("POST").status, 200);
    assert_eq!(
        site.get("/services/svc/bindings"),
        json!({"vpcIds": ["vpc-1"]})
    );
    assert_eq!(bind("DELETE").status, 204);
    assert_eq!(refusal(&bind("DELETE")), refused(404, "VpcBindingNotFound"));
    let arn = "acs:fc:cn-hangzhou:1234567890123456:services/svc";
    site.post(
        "/tag",
        &json!({"resourceArn": arn, "tags": {"a": "1", "b": "2"}}),
    );
    site.post(
        "/tag",
        &json!({"resourceArn": "services/svc", "tags": {"b": "3"}}),
    );
    let tags = || site.get(&format!("/tag?resourceArn={arn}"))["tags"].clone();
    assert_eq!(tags(), json!({"a": "1", "b": "3"}));
    assert_eq!(
        site.get("/tag?resourceArn=services/svc")["resourceArn"],
        arn
    );
    assert_eq!(
        site.get("/services?tag_a=1&tag_b=3")["services"][0]["tags"],
        tags()
    );
    assert_eq!(site.get("/services?tag_a=1&tag_b=2")["services"], json!([]));
    assert_eq!(site.get("/services/svc").get("tags"), None);
    let untag = |body: Value| site.answer("DELETE", "/tag", Some(&body));
    untag(json!({"resourceArn": arn, "tagKeys": ["a"], "all": false}));
    assert_eq!(tags(), json!({"b": "3"}));
    untag(json!({"resourceArn": arn, "tagKeys": [], "all": true}));
    assert_eq!(tags(), json!({}));
    let found = site.refusal("GET", "/tag?resourceArn=services/none", None);
    assert_eq!(found, refused(404, "ServiceNotFound"));
    let found = site.refusal("GET", "/tag?resourceArn=services/svc/functions/fn", None);
    assert_eq!(found, refused(400, "InvalidArgument"));
}

/// G25, G31, G71.
#[test]
fn a_domain_leads_to_functions_of_services_and_hides_its_key() {
    let site = Site::furnished();
    let certificate = json!({"certName": "c", "certificate": "PEM", "privateKey": "secret-canary"});
    let route = json!({"path": "/*", "serviceName": "svc", "functionName": "fn"});
    let body = json!({
        "domainName": "a.example.com", "protocol": "HTTP,HTTPS", "certConfig": certificate,
        "routeConfig": {"routes": [route]},
    });
    let made = site.post("/custom-domains", &body);
    let shown = json!({"certName": "c", "certificate": "PEM", "privateKey": null});
    assert_eq!(made["certConfig"], shown);
    assert_eq!(
        (&made["apiVersion"], &made["accountId"]),
        (&json!("2016-08-15"), &json!("1234567890123456"))
    );
    let route = &made["routeConfig"]["routes"][0];
    assert_eq!(
        (&route["qualifier"], &route["methods"]),
        (&Value::Null, &Value::Null)
    );
    let path = "/custom-domains/a.example.com";
    assert_eq!(
        site.put(path, &json!({"protocol": "HTTP"}))["certConfig"],
        shown
    );
    let lost = json!({"routeConfig": {"routes": [{"path": "/*", "serviceName": "svc", "functionName": "none"}]}});
    assert_eq!(
        site.refusal("PUT", path, Some(&lost)),
        refused(404, "FunctionNotFound")
    );
    let plain = json!({"domainName": "b.example.com"});
    let made = site.post("/custom-domains", &plain);
    assert_eq!(made["protocol"], "HTTP");
    assert_eq!(
        made["certConfig"],
        json!({"certName": "", "certificate": "", "privateKey": null})
    );
    // FC 3.0 neither sees them nor gives the name away.
    let newer = site.owner.get("GetCustomDomain", path);
    assert_eq!(site.cloud.handle(&newer).status, 404);
    let newer = site.owner.get("ListCustomDomains", "/custom-domains");
    assert_eq!(site.cloud.handle(&newer).json()["customDomains"], json!([]));
    let newer = site
        .owner
        .post("CreateCustomDomain", "/custom-domains", &plain);
    assert_eq!(site.cloud.handle(&newer).status, 409);
    let listed = site.get("/custom-domains?prefix=b");
    assert_eq!(
        names(&listed["customDomains"], "domainName"),
        ["b.example.com"]
    );
    site.delete(path);
    assert_eq!(
        site.refusal("GET", path, None),
        refused(404, "DomainNameNotFound")
    );
}

/// G60.
#[test]
fn lists_come_in_pages_by_name() {
    let site = Site::new();
    for name in ["c", "a", "b2", "b1"] {
        site.post("/services", &json!({"serviceName": name}));
    }
    let listed = |query: &str| site.get(&format!("/services{query}"));
    assert_eq!(
        names(&listed("")["services"], "serviceName"),
        ["a", "b1", "b2", "c"]
    );
    assert_eq!(listed("")["nextToken"], Value::Null);
    let page = listed("?limit=2");
    assert_eq!(names(&page["services"], "serviceName"), ["a", "b1"]);
    let token = page["nextToken"].as_str().unwrap();
    let page = listed(&format!("?limit=2&nextToken={token}"));
    assert_eq!(names(&page["services"], "serviceName"), ["b2", "c"]);
    assert_eq!(page["nextToken"], Value::Null);
    assert_eq!(
        names(&listed("?prefix=b&startKey=b2")["services"], "serviceName"),
        ["b2"]
    );
    let found = site.refusal("GET", "/services?limit=101", None);
    assert_eq!(found, refused(400, "InvalidArgument"));
}

/// G40, G65.
#[test]
fn code_comes_inside_a_request_or_from_a_bucket() {
    let site = Site::furnished();
    let url = site.get(&format!("{FN}/code"));
    assert_eq!(url["checksum"], checksum(PACKAGE_BYTES));
    let token = site.get("/services/svc/tempCodeBucketToken?functionName=undefined");
    let (bucket, object) = (&token["ossBucket"], token["objectName"].as_str().unwrap());
    let key = format!("1234567890123456/svc/{object}");
    let mut package = PACKAGE_BYTES.to_vec();
    // Another comment, and so another checksum.
    package[20] = 1;
    package.push(b'x');
    site.cloud
        .object(bucket.as_str().unwrap(), &key, package.clone());
    let code = json!({"code": {"ossBucketName": bucket, "ossObjectName": key}});
    assert_eq!(site.put(FN, &code)["codeChecksum"], checksum(&package));
    let invalid = refused(400, "InvalidArgument");
    let missing = json!({"code": {"ossBucketName": bucket, "ossObjectName": "none"}});
    assert_eq!(site.refusal("PUT", FN, Some(&missing)), invalid);
    let wrong = [("x-fc-code-checksum", "1")];
    assert_eq!(
        refusal(&site.reply("PUT", FN, &wrong, Some(&code))),
        invalid
    );
    let sum = checksum(&package);
    let right = [("x-fc-code-checksum", sum.as_str())];
    assert_eq!(site.reply("PUT", FN, &right, Some(&code)).status, 200);
    let found = site.refusal("GET", "/services/none/tempCodeBucketToken", None);
    assert_eq!(found, refused(404, "ServiceNotFound"));
    let container = json!({
        "functionName": "box", "runtime": "custom-container", "handler": "not-used",
        "customContainerConfig": {"image": "example.com/a:1", "command": "[\"x\"]"},
    });
    let made = site.post("/services/svc/functions", &container);
    assert_eq!(
        (&made["codeSize"], &made["codeChecksum"]),
        (&json!(0), &json!("0"))
    );
    let path = "/services/svc/functions/box";
    assert_eq!(site.refusal("PUT", path, Some(&code)), invalid);
}

/// G2: the configuration of a trigger is an object here.
#[test]
fn passwords_are_hidden_where_those_of_fc_3_are() {
    let site = Site::furnished();
    let source = json!({"sourceDTSParameters": {"Username": "u", "Password": "p-canary"}});
    let config = json!({"eventSourceConfig": {"eventSourceParameters": source}});
    let body = trigger("eb", "eventbridge", &config);
    let made = site.reply("POST", TRIGGERS, EVENT_BRIDGE, Some(&body));
    assert!(text(&made).contains("p-canary"), "{}", text(&made));
    let hides = Config {
        hides: Hides::Secrets,
        ..crate::config()
    };
    let site = Site {
        cloud: site.cloud.fork(hides).unwrap(),
        owner: owner(),
    };
    let listed = site.reply("GET", TRIGGERS, EVENT_BRIDGE, None);
    assert_eq!(listed.json()["triggers"][0]["triggerName"], "eb");
    assert!(!text(&listed).contains("p-canary"));
    assert!(site.cloud.state().to_string().contains("p-canary"));
}

#[test]
fn provisioned_instances_take_their_time() {
    let time = Arc::new(AtomicI64::new(NOW));
    let ticking = Arc::clone(&time);
    let slow = Config {
        clock: Clock::new(move || ticking.load(Ordering::Relaxed)),
        settle: 1000,
        ..crate::config()
    };
    let site = Site {
        cloud: Emulator::new(slow).unwrap(),
        owner: owner(),
    };
    site.post("/services", &json!({"serviceName": "svc"}));
    site.post("/services/svc/functions", &function("fn"));
    let path = format!("{FN}/provision-config");
    assert_eq!(site.put(&path, &json!({"target": 2}))["current"], 0);
    time.fetch_add(1000, Ordering::Relaxed);
    assert_eq!(site.get(&path)["current"], 2);
    assert_eq!(site.put(&path, &json!({"target": 1}))["current"], 2);
}

/// G73.
#[test]
fn a_path_may_be_signed_decoded() {
    let site = Site::new();
    let layer = json!({"code": {"zipFile": PACKAGE}});
    site.post("/layers/l/versions", &layer);
    let arn = "acs:fc:cn-hangzhou:1234567890123456:layers/l/versions/1";
    let mut request = site.request("GET", &format!("/layerarn/{arn}"), &[], None);
    let encoded = arn.replace(':', "%3A").replace('/', "%2F");
    request.path = format!("/2016-08-15/layerarn/{encoded}");
    assert_eq!(site.cloud.handle(&request).status, 200);
    request.path.push('0');
    assert_eq!(
        refusal(&site.cloud.handle(&request)),
        refused(403, "SignatureNotMatch")
    );
}

/// G8, G74.
#[test]
fn fc_3_sees_a_function_of_a_service_and_does_not_write_it() {
    let site = Site::furnished();
    site.put("/services/svc", &json!({"role": "acs:ram::1:role/r"}));
    let path = "/functions/svc%24fn";
    let read = site
        .cloud
        .handle(&site.owner.get("GetFunction", path))
        .json();
    assert_eq!(read["functionName"], "svc$fn");
    assert_eq!(
        (&read["runtime"], &read["role"]),
        (&json!("python3"), &json!("acs:ram::1:role/r"))
    );
    assert_eq!((read.get("cpu"), read.get("instanceType")), (None, None));
    let listed = |query: &str| {
        let request = site
            .owner
            .get("ListFunctions", &format!("/functions{query}"));
        let listed = site.cloud.handle(&request).json();
        names(&listed["functions"], "functionName")
    };
    assert_eq!(
        (listed(""), listed("?fcVersion=v3")),
        (vec!["svc$fn".to_owned()], Vec::new())
    );
    let update = site
        .owner
        .put("UpdateFunction", path, &json!({"timeout": 9}));
    assert_eq!(site.cloud.handle(&update).status, 404);
    let routes = json!({"routes": [{"path": "/*", "functionName": "svc$fn"}]});
    let domain = json!({"domainName": "a.example.com", "protocol": "HTTP", "routeConfig": routes});
    let request = site
        .owner
        .post("CreateCustomDomain", "/custom-domains", &domain);
    assert_eq!(site.cloud.handle(&request).status, 200);
}

#[test]
fn services_and_functions_of_fc_3_are_apart() {
    let site = Site::furnished();
    let function = json!({
        "functionName": "fn", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": PACKAGE},
    });
    let made = site.owner.post("CreateFunction", "/functions", &function);
    assert_eq!(site.cloud.handle(&made).status, 200);
    let delete = site
        .owner
        .signed("DELETE", "DeleteFunction", "/functions/fn", Vec::new());
    assert_eq!(site.cloud.handle(&delete).status, 204);
    assert_eq!(site.get(FN)["functionName"], "fn");
    let state = site.cloud.state();
    assert_eq!(state["functions"], json!({}));
    assert_eq!(
        state["services"]["svc"]["functions"]["fn"]["runtime"],
        "python3"
    );
}

/// G64.
#[test]
fn a_layer_is_one_of_both_apis() {
    let site = Site::new();
    let body =
        json!({"Description": "d", "code": {"zipFile": PACKAGE}, "compatibleRuntime": ["python3"]});
    let made = site.post("/layers/l/versions", &body);
    let arn = "acs:fc:cn-hangzhou:1234567890123456:layers/l/versions/1";
    assert_eq!(
        (&made["arnV2"], &made["acl"], &made["description"]),
        (&json!(arn), &json!(0), &json!("d"))
    );
    assert!(made["arn"].as_str().unwrap().ends_with("#l#1"));
    let newer = site.owner.get("GetLayerVersion", "/layers/l/versions/1");
    assert_eq!(site.cloud.handle(&newer).json()["layerVersionArn"], arn);
    let encoded = arn.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(site.get(&format!("/layerarn/{encoded}"))["version"], 1);
    site.answer("PUT", "/layers/l/acl?public=true", None);
    assert_eq!(site.get("/layers")["layers"][0]["acl"], 1);
    assert_eq!(site.get("/layers/l/versions")["layers"][0]["arnV2"], arn);
}
