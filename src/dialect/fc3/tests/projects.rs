//! Projects as people write them: every resource of upstream's own sample projects that uses nothing
//! which this version cannot do yet, with its variables resolved.

use serde_json::{Map, Value, json};

use super::{domain, parsed, settings, triggers};
use crate::model::desired::Desired;
use crate::package::CodeSource;

fn project(props: Value) -> Desired {
    parsed(&props).unwrap_or_else(|error| panic!("{error:?}: {props}"))
}

/// Lines that nearly every sample has.
fn built_in(runtime: &str, more: Value) -> Value {
    let base = json!({"region": "cn-hongkong", "functionName": format!("fc3-event-{}", runtime.replace('.', "")),
        "runtime": runtime, "code": "./code", "handler": "index.handler", "memorySize": 128, "timeout": 30});
    let both = [base, more].into_iter().filter_map(|value| match value {
        Value::Object(map) => Some(map),
        _ => None,
    });
    Value::Object(both.flatten().collect::<Map<_, _>>())
}

fn http(name: &str, config: Value) -> Value {
    json!({"triggerName": name, "triggerType": "http", "triggerConfig": config})
}

#[test]
fn event_functions() {
    let paths = "/code/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (runtime, more) in [
        (
            "nodejs14",
            json!({"environmentVariables": {"PATH": paths, "LD_LIBRARY_PATH": "/code"}}),
        ),
        (
            "nodejs18",
            json!({"functionName": "fc3-event-nodejs18-permission"}),
        ),
        (
            "nodejs18",
            json!({"endpoint": "http://123.ap-southeast-1.fc.aliyuncs.com"}),
        ),
        (
            "python3.10",
            json!({"environmentVariables": {"PYTHONPATH": "/code/python", "PATH": paths}}),
        ),
        (
            "go1",
            json!({"description": "hello world", "handler": "main", "code": "./target/code"}),
        ),
        (
            "java11",
            json!({"code": "./target/Tool-1.0-with-dependencies.jar", "memorySize": 512,
            "handler": "example.App::handleRequest", "initializationTimeout": 60,
            "initializer": "example.App::initialize"}),
        ),
        (
            "dotnetcore3.1",
            json!({"handler": "App::Example.Hello::StreamHandler", "memorySize": 512,
            "initializationTimeout": 60, "initializer": "example.App::initialize"}),
        ),
        (
            "php7.2",
            json!({"memorySize": 2048, "instanceIsolationMode": "SESSION_EXCLUSIVE",
            "sessionAffinity": "GENERATED_COOKIE", "sessionAffinityConfig": {
                "sessionConcurrencyPerInstance": 1, "sessionIdleTimeoutInSeconds": 1800,
                "sessionTTLInSeconds": 21600}}),
        ),
        (
            "nodejs16",
            json!({"layers": [
            "acs:fc:cn-hangzhou:official:layers/Nodejs-Puppeteer17x/versions/3",
            "acs:fc:cn-hangzhou:1431999136518149:layers/devs_ci_test_koa/versions/3"]}),
        ),
    ] {
        let desired = project(built_in(runtime, more));
        assert_eq!(settings(&desired)["runtime"], runtime);
        assert_eq!(settings(&desired).get("initializer"), None);
    }
}

#[test]
fn runtimes_of_ones_own() {
    for props in [
        json!({"region": "cn-hongkong", "functionName": "fc3-event-custom-go1", "timeout": 30,
            "memorySize": 512, "cpu": 0.5, "diskSize": 512, "runtime": "custom", "code": "./code",
            "customRuntimeConfig": {"command": ["/code/main"], "port": 9000}}),
        json!({"region": "cn-hongkong", "functionName": "fc3-event-debian10-python310", "timeout": 60,
            "handler": "index.handler", "memorySize": 1536, "cpu": 1, "diskSize": 512,
            "runtime": "custom.debian10", "code": "./code", "instanceConcurrency": 10,
            "customRuntimeConfig": {"command": ["gunicorn"], "args": ["-c", "conf.py", "server:app"]}}),
    ] {
        assert_eq!(
            project(props).code,
            CodeSource::folder("/app/code".to_owned())
        );
    }
    let container = json!({"region": "cn-hangzhou", "functionName": "fc3-event-custom_container",
        "runtime": "custom-container", "handler": "index.handler", "timeout": 30, "memorySize": 1024,
        "code": "./code", "instanceConcurrency": 4, "customContainerConfig": {
            "image": "registry.cn-hangzhou.aliyuncs.com/a/b:c", "entrypoint": ["node"],
            "command": ["/home/code/server.js"], "port": 9001}});
    assert_eq!(project(container).code, CodeSource::Nothing);
}

#[test]
fn http_triggers_and_a_domain() {
    let open =
        json!({"authType": "anonymous", "disableURLInternet": false, "methods": ["GET", "POST"]});
    let mut test = http(
        "http_t2",
        json!({"authType": "function", "methods": ["GET"]}),
    );
    test["qualifier"] = json!("test");
    let desired = project(built_in(
        "python3.10",
        json!({"triggers": [test, http("http_t", open)], "customDomain": {
            "domainName": "test.devsapp.net", "protocol": "HTTP",
            "route": {"methods": ["GET"], "path": "/a", "qualifier": "LATEST"}}}),
    ));
    assert_eq!(triggers(&desired)[0]["qualifier"], "test");
    assert_eq!(triggers(&desired)[1]["qualifier"], "LATEST");
    let domain = domain(&desired).expect("a domain");
    assert_eq!(
        domain["routeConfig"]["routes"][0]["functionName"],
        "fc3-event-python310"
    );
}

#[test]
fn triggers_of_other_services() {
    let oss = json!({"triggerName": "ossTrigger2", "triggerType": "oss", "qualifier": "LATEST",
        "sourceArn": "acs:oss:cn-huhehaote:123:bucket", "triggerConfig": {
            "events": ["oss:ObjectCreated:*", "oss:ObjectRemoved:DeleteObject"],
            "filter": {"key": {"prefix": "source2/", "suffix": ".jpg"}}}});
    let log = json!({"triggerName": "logTrigger", "triggerType": "log", "qualifier": "LATEST",
        "invocationRole": "aliyunlogetlrole", "sourceArn": "acs:log:cn-huhehaote:123:project/p",
        "triggerConfig": {"logConfig": {"project": "p", "logstore": "job-log"},
            "jobConfig": {"maxRetryTime": 1, "triggerInterval": 30},
            "sourceConfig": {"logstore": "ci-log"}, "functionParameter": {"key": "val"}, "enable": true}});
    let mns = json!({"triggerName": "mnsTrigger", "triggerType": "mns_topic", "qualifier": "LATEST",
        "sourceArn": "acs:mns:cn-huhehaote:123:/topics/t", "invocationRole": "aliyunmnsnotificationrole",
        "triggerConfig": {"filterTag": "ss", "notifyContentFormat": "STREAM",
            "notifyStrategy": "BACKOFF_RETRY"}});
    let cdn = json!({"triggerName": "cdnTrigger", "triggerType": "cdn_events",
        "sourceArn": "acs:cdn:*:123", "triggerConfig": {"eventName": "LogFileCreated",
            "eventVersion": "1.0.0", "notes": "test", "filter": {"domain": ["www.taobao.com"]}}});
    let ots = json!({"triggerName": "tablestoreTrigger", "triggerType": "tablestore",
        "sourceArn": "acs:ots:cn-shenzhen:123:instance/i/table/t", "triggerConfig": {}});
    let desired = project(built_in(
        "nodejs18",
        json!({"triggers": [oss, log, mns, cdn, ots]}),
    ));
    assert_eq!(triggers(&desired).len(), 5);
    assert_eq!(
        triggers(&desired)[1]["invocationRole"],
        "acs:ram::123:role/aliyunlogetlrole"
    );
}

#[test]
fn event_sources() {
    let kafka = json!({"triggerEnable": true, "asyncInvocationType": false, "eventRuleFilterPattern": "{}",
        "eventSinkConfig": {"deliveryOption": {"mode": "event-streaming", "eventSchema": "CloudEvents"}},
        "runOptions": {"mode": "event-streaming", "maximumTasks": 3, "errorsTolerance": "ALL",
            "retryStrategy": {"PushRetryStrategy": "BACKOFF_RETRY", "MaximumRetryAttempts": 0}},
        "eventSourceConfig": {"eventSourceType": "Kafka", "eventSourceParameters":
            {"sourceKafkaParameters": {"RegionId": "cn-huhehaote", "Topic": "t"}}}});
    let bare = json!({"triggerEnable": true, "asyncInvocationType": false,
        "eventRuleFilterPattern": r#"{"source":["acs.oss"]}"#,
        "eventSourceConfig": {"eventSourceType": "Default"}});
    let trigger = |name: &str, config: Value| json!({"triggerName": name, "triggerType": "eventbridge", "triggerConfig": config});
    let both = json!({"triggers": [trigger("kafka", kafka.clone()), trigger("default", bare)]});
    let desired = project(built_in("nodejs18", both));
    assert_eq!(
        triggers(&desired)[0]["triggerConfig"],
        kafka,
        "handed on as it is"
    );
    assert_eq!(triggers(&desired)[1].get("invocationRole"), None);
}

#[test]
fn callers_with_a_token() {
    let auth = json!({"jwks": {"keys": [{"kty": "RSA", "e": "AQAB", "use": "sig", "alg": "RS256", "n": "x"}]},
        "tokenLookup": [{"readPosition": "header", "parameterName": "Authentication", "prefix": "Bearer "}],
        "claimPassBy": [{"mappingParameterPosition": "query", "mappingParameterName": "adsa"}],
        "blackList": ["/black1/bbb", "/black2/*"]});
    let config = json!({"authType": "jwt", "disableURLInternet": false, "methods": ["GET"], "authConfig": auth});
    let desired = project(built_in(
        "nodejs16",
        json!({"triggers": [http("httpTrigger", config)]}),
    ));
    let auth = &triggers(&desired)[0]["triggerConfig"]["authConfig"];
    assert_eq!(auth["tokenLookup"], "header:Authentication:Bearer ");
    assert_eq!(auth["claimPassBy"], "query::adsa");
}
