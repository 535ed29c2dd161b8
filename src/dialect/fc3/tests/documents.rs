//! What stands in the documents: upstream's defaults, and the API's forms.

use serde_json::{Value, json};

use super::{configs, domain, parsed, settings, triggers, wanted, whole, with};

fn function(changes: Value) -> Value {
    settings(&wanted(changes))
}

fn trigger(trigger: Value) -> Value {
    triggers(&wanted(json!({"triggers": [trigger]}))).remove(0)
}

#[test]
fn upstreams_defaults_are_put_in() {
    assert_eq!(
        function(json!({})),
        json!({
            "functionName": "demo", "runtime": "python3.10", "handler": "index.handler",
            "description": "", "memorySize": 512, "timeout": 3, "internetAccess": true,
            "cpu": 0.35, "diskSize": 512,
        })
    );
}

#[test]
fn the_services_sizes_are_only_known_for_the_default_memory() {
    let small = function(json!({"memorySize": 128}));
    assert_eq!((small.get("cpu"), small.get("diskSize")), (None, None));
    let large = function(json!({"diskSize": 10240}));
    assert_eq!(large.get("cpu"), None, "one of the two is set");
    let spelled = function(json!({"memorySize": 512}));
    assert_eq!(
        (&spelled["cpu"], &spelled["diskSize"]),
        (&json!(0.35), &json!(512))
    );
}

#[test]
fn a_runtime_of_ones_own_has_a_handler_all_the_same() {
    for runtime in ["custom", "custom.debian12", "custom-container"] {
        let changes = json!({"runtime": runtime, "handler": null,
            "customContainerConfig": {"image": " i "}});
        let function = function(changes);
        assert_eq!(function["handler"], "handler");
        assert_eq!(function["instanceConcurrency"], 1);
        assert_eq!(function["customContainerConfig"]["image"], "i");
    }
    assert_eq!(function(json!({})).get("instanceConcurrency"), None);
}

#[test]
fn functions_with_a_gpu_have_sizes_of_their_own() {
    let changes = json!({"gpuConfig": {"gpuType": "fc.gpu.ada.1", "gpuMemorySize": 49152},
        "cpu": 8, "memorySize": 65536, "diskSize": 61440});
    assert_eq!(function(changes)["memorySize"], 65536);
}

#[test]
fn roles_are_arns_in_lower_case() {
    let role = |role: &str| function(json!({"role": role}))["role"].clone();
    assert_eq!(role("MyRole"), "acs:ram::123:role/myrole");
    assert_eq!(role("acs:ram::9:role/MyRole"), "acs:ram::9:role/myrole");
    assert_eq!(role(""), "");
    assert_eq!(function(json!({})).get("role"), None);
}

#[test]
fn variables_are_texts_as_yaml_writes_them() {
    let variables = json!({"N": 1, "F": 0.5, "T": true, "S": "x", "E": ""});
    assert_eq!(
        function(json!({"environmentVariables": variables}))["environmentVariables"],
        json!({"N": "1", "F": "0.5", "T": "true", "S": "x", "E": ""})
    );
}

#[test]
fn affinity_is_an_object_however_it_was_written() {
    let block = json!({"sessionTTLInSeconds": 60});
    for written in [block.clone(), json!(block.to_string())] {
        let function = function(json!({"sessionAffinityConfig": written}));
        assert_eq!(function["sessionAffinityConfig"], block);
    }
}

#[test]
fn tracing_is_a_type_and_parameters() {
    let jaeger = json!({"tracingConfig": {"jaegerConfig": {"endpoint": "e"}}});
    assert_eq!(
        function(jaeger)["tracingConfig"],
        json!({"type": "Jaeger", "params": {"endpoint": "e"}})
    );
    let plain = json!({"tracingConfig": {"type": "T", "params": {"port": 1}}});
    assert_eq!(
        function(plain)["tracingConfig"],
        json!({"type": "T", "params": {"port": "1"}})
    );
}

#[test]
fn blocks_get_upstreams_defaults_too() {
    let function = function(json!({
        "instanceLifecycleConfig": {"preStop": {"handler": "h"},
            "initializer": {"command": ["c"], "timeout": 9}},
        "nasConfig": {"userId": 0, "groupId": 0, "mountPoints": [
            {"serverAddr": "s", "mountDir": "d"}, {"serverAddr": "s", "mountDir": "e", "enableTLS": true}]},
    }));
    let hooks = &function["instanceLifecycleConfig"];
    assert_eq!(
        (
            &hooks["preStop"]["timeout"],
            &hooks["initializer"]["timeout"]
        ),
        (&json!(3), &json!(9))
    );
    let mounts = &function["nasConfig"]["mountPoints"];
    assert_eq!(
        (&mounts[0]["enableTLS"], &mounts[1]["enableTLS"]),
        (&json!(false), &json!(true))
    );
}

#[test]
fn what_is_no_setting_of_the_function_is_not_in_its_document() {
    let desired = parsed(&whole::project()).expect("valid");
    for name in [
        "region",
        "code",
        "triggers",
        "customDomain",
        "annotations",
        "supplement",
        "endpoint",
        "buildDir",
        "initializer",
        "initializationTimeout",
        "version",
    ] {
        assert_eq!(settings(&desired).get(name), None, "{name}");
    }
    for name in [
        "idleTimeout",
        "disableOndemand",
        "juiceFsConfig",
        "microSandboxConfig",
    ] {
        assert!(settings(&desired).get(name).is_some(), "{name}");
    }
    assert_eq!(desired.headers, [("x-a".to_owned(), "b".to_owned())]);
    assert_eq!(desired.endpoint.as_deref(), Some("http://127.0.0.1:1"));
    assert_eq!(
        (desired.root.account.as_str(), desired.root.region.as_str()),
        ("123", "cn-hangzhou")
    );
    assert_eq!(wanted(json!({"endpoint": ""})).endpoint, None);
}

/// The catalogue and the tables speak of the same fields: what may be written can be compared.
#[test]
fn every_setting_is_in_the_catalogue() {
    use crate::model::fields::find;
    use crate::model::resource::Kind;
    use std::collections::BTreeSet;
    let desired = parsed(&whole::project()).expect("valid");
    let kinds = desired.items.iter().map(|item| item.resource.kind);
    let kinds: BTreeSet<Kind> = kinds.collect();
    assert!(kinds.contains(&Kind::CustomDomain) && kinds.contains(&Kind::Trigger));
    for item in desired.items {
        let (kind, document) = (item.resource.kind, item.document);
        for name in document.as_object().expect("an object").keys() {
            assert!(
                find(kind.fields(&document), name).is_some(),
                "{kind:?} {name}"
            );
        }
    }
}

#[test]
fn triggers_get_their_defaults() {
    let timer = trigger(json!({"triggerName": "t", "triggerType": "timer",
        "triggerConfig": {"cronExpression": "@every 5m", "enable": true}}));
    assert_eq!(
        timer,
        json!({"triggerName": "t", "triggerType": "timer", "description": "", "qualifier": "LATEST",
            "triggerConfig": {"cronExpression": "@every 5m", "enable": true}})
    );
}

#[test]
fn triggers_that_are_called_from_outside_get_upstreams_role() {
    let triggers = triggers(&parsed(&whole::project()).expect("valid"));
    let roles: Vec<_> = triggers
        .iter()
        .map(|trigger| trigger["invocationRole"].as_str())
        .collect();
    let role = |name: &str| format!("acs:ram::123:role/{name}");
    let expected = [
        None,
        None,
        Some(role("aliyunosseventnotificationrole")),
        Some(role("r")),
        Some(role("aliyunmnsnotificationrole")),
        Some(role("aliyuncdneventnotificationrole")),
        Some(role("aliyuntablestorestreamnotificationrole")),
        None,
        None,
    ];
    assert_eq!(roles, expected.each_ref().map(Option::as_deref));
    let mut own = whole::project();
    super::set(&mut own, "/triggers/3/invocationRole", json!(""));
    let triggers = super::triggers(&parsed(&own).expect("valid"));
    assert_eq!(
        triggers[3]["invocationRole"], "",
        "an empty role is an answer too"
    );
}

fn jwt(auth: Value) -> Value {
    let mut auth = auth;
    auth["jwks"] = json!({"keys": [{"kty": "RSA"}]});
    let config = json!({"authType": "jwt", "methods": ["GET"], "authConfig": auth});
    let mut trigger =
        trigger(json!({"triggerName": "t", "triggerType": "http", "triggerConfig": config}));
    trigger["triggerConfig"]["authConfig"].take()
}

#[test]
fn the_places_of_a_token_are_texts() {
    let auth = jwt(json!({
        "tokenLookup": [
            {"readPosition": "header", "parameterName": "Authorization", "prefix": "Bearer "},
            {"readPosition": "header", "parameterName": "X-Token", "prefix": ""},
            {"readPosition": "cookie", "parameterName": "t", "prefix": "ignored"},
            "query:token",
        ],
        "claimPassBy": [
            {"mappingParameterPosition": "header", "mappingParameterName": "X-User", "claimName": "sub"},
            {"mappingParameterPosition": "query", "mappingParameterName": "q"},
        ],
        "blackList": ["/b"],
    }));
    assert_eq!(
        auth["tokenLookup"],
        "header:Authorization:Bearer ,header:X-Token,cookie:t,query:token"
    );
    assert_eq!(auth["claimPassBy"], "header:sub:X-User,query::q");
    assert_eq!(
        auth["blackList"],
        json!(["/b"]),
        "what is not known is handed on"
    );
}

#[test]
fn a_missing_claim_is_said_as_upstream_says_it() {
    let text = jwt(json!({"tokenLookup": "header:a"}));
    assert_eq!(
        (&text["tokenLookup"], &text["claimPassBy"]),
        (&json!("header:a"), &json!("query::"))
    );
    assert_eq!(
        jwt(json!({"tokenLookup": "header:a", "claimPassBy": []}))["claimPassBy"],
        "query::"
    );
    let anonymous = trigger(
        json!({"triggerName": "t", "triggerType": "http", "triggerConfig":
        {"authType": "anonymous", "methods": ["GET"], "authConfig": {"a": 1}}}),
    );
    assert_eq!(anonymous["triggerConfig"]["authConfig"], json!({"a": 1}));
}

#[test]
fn a_domain_owns_one_route() {
    let given = json!({"domainName": "a.b", "protocol": "HTTP", "route": {"path": "/*"}});
    assert_eq!(
        domain(&wanted(json!({"customDomain": given}))),
        Some(
            json!({"domainName": "a.b", "protocol": "HTTP", "routeConfig": {"routes":
            [{"path": "/*", "functionName": "demo", "qualifier": "LATEST"}]}})
        )
    );
    assert_eq!(domain(&wanted(json!({}))), None);
}

#[test]
fn a_certificate_is_read_from_its_file() {
    let desired = parsed(&whole::project()).expect("valid");
    let domain = domain(&desired).expect("a domain");
    assert_eq!(
        domain["certConfig"],
        json!({"certName": "c", "certificate": "-----BEGIN C-----", "privateKey": "-----BEGIN KEY-----"})
    );
    assert_eq!(domain["authConfig"]["authInfo"], r#"{"jwks":{}}"#);
}

#[test]
fn props_are_taken_in_any_order() {
    let one = with(json!({"timeout": 5, "memorySize": 1024}));
    let other = with(json!({"memorySize": 1024, "timeout": 5}));
    assert_eq!(
        settings(&parsed(&one).expect("valid")).to_string(),
        settings(&parsed(&other).expect("valid")).to_string()
    );
}

#[test]
fn configurations_are_written_in_the_apis_names() {
    let desired = wanted(json!({
        "asyncInvokeConfig": {"asyncTask": true, "qualifier": "test"},
        "vpcBinding": {"vpcIds": ["vpc-1", "vpc-2"]},
        "provisionConfig": {"target": 2, "mode": "sync"},
        "concurrencyConfig": {"reservedConcurrency": 5},
    }));
    let configs = configs(&desired);
    let found = configs.iter().map(|config| {
        (
            config.resource.kind.name(),
            config.resource.name(),
            config.document.clone(),
        )
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            ("asyncInvokeConfig", "test", json!({"asyncTask": true})),
            (
                "vpcBinding",
                "demo",
                json!({"vpcIds": {"vpc-1": true, "vpc-2": true}})
            ),
            ("provisionConfig", "LATEST", json!({"defaultTarget": 2})),
            (
                "concurrencyConfig",
                "demo",
                json!({"reservedConcurrency": 5})
            ),
        ]
    );
    assert!(configs.iter().all(|config| config.waits));
}

#[test]
fn tags_are_a_map_whatever_their_case() {
    let tags = json!([{"key": "team", "value": "a"}, {"Key": "version", "Value": 2}]);
    let function = settings(&wanted(json!({"tags": tags})));
    assert_eq!(function["tags"], json!({"team": "a", "version": "2"}));
}

#[test]
fn auto_is_left_for_later() {
    let desired = wanted(json!({
        "logConfig": "auto|enableRequestMetrics=false",
        "role": "auto",
        "functionName": "my_f",
        "customDomain": {"domainName": "auto", "protocol": "HTTP", "route": {"path": "/*"}},
    }));
    assert_eq!(
        settings(&desired)["logConfig"],
        "auto|enableRequestMetrics=false"
    );
    assert_eq!(settings(&desired)["role"], "auto");
    assert!(desired.auto_domain);
    let domain = domain(&desired).expect("a domain");
    assert_eq!(
        domain["domainName"],
        "my-f.fcv3.123.cn-hangzhou.fc.devsapp.net"
    );
}
