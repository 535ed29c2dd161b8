//! What upstream's component `fc` does and leaves behind.

use serde_json::{Map, Value, json};

use crate::cloud::ACCOUNT;
use crate::console::{Console, zipped};
use crate::fc2::{SERVICE, edit, new};
use crate::memory::Node;
use crate::story::{HOME, Story};

pub(super) const DOMAIN: &str = "2016-08-15/custom-domains/demo.example.com";
pub(in crate::fc2) const ASYNC: &str =
    "2016-08-15/services/shop.LATEST/functions/demo/async-invoke-config";
pub(super) const TRIGGER: &str = "2016-08-15/services/shop/functions/demo/triggers/web";

/// What the function does.
pub(super) const CODE: &str = "def handler(event, context):\n    return 'hello'\n";

/// What the project has beside the usual.
pub(super) const MORE: &str = "        asyncConfiguration:
          maxAsyncRetryAttempts: 1
          destination:
            onFailure: acs:mns:::/queues/failed/messages
";

const DOMAINS: &str = "      customDomains:
        - domainName: demo.example.com
          protocol: HTTP
          routeConfigs:
            - path: /api/*
              methods: [GET]
      triggers:
";

/// A project that upstream has deployed, with everything that it remembers: its component was changed since.
pub(in crate::fc2) fn switched() -> Story {
    let story = new();
    edit(
        &story,
        "        codeUri: ./code\n",
        &format!("        codeUri: ./code\n{MORE}"),
    );
    edit(&story, "      triggers:\n", DOMAINS);
    edit(
        &story,
        "        internetAccess: true\n",
        "        internetAccess: true\n        vpcBinding: [vpc-1]\n",
    );
    deploy(&story.console());
    leave(&story, ".s");
    story
}

/// Writes what upstream writes for the project above.
fn deploy(console: &Console) {
    let role = format!("acs:ram::{ACCOUNT}:role/aliyunfcdefaultrole");
    let service = json!({
        "serviceName": "shop", "description": "the shop", "internetAccess": true, "role": role,
        "vpcBinding": ["vpc-1"], "name": "shop", "tracingConfig": {},
        "logConfig": {"project": "", "logstore": "", "logBeginRule": "None",
            "enableRequestMetrics": false, "enableInstanceMetrics": false},
        "vpcConfig": {"vpcId": "", "vswitchIds": [], "securityGroupId": ""},
        "nasConfig": {"userId": -1, "groupId": -1, "mountPoints": []},
    });
    console.older("POST", "2016-08-15/services", &service);
    console.older(
        "POST",
        &format!("{SERVICE}/binding"),
        &json!({"vpcId": "vpc-1"}),
    );
    console.pass(2_000);
    deploy_function(console, "demo");
    console.pass(2_000);
    let route = json!({"path": "/api/*", "serviceName": "shop", "functionName": "demo", "methods": ["GET"]});
    let domain = json!({"domainName": "demo.example.com", "protocol": "HTTP",
        "routeConfig": {"routes": [route]}});
    console.older("POST", "2016-08-15/custom-domains", &domain);
}

/// Writes what it writes for a function of that name in the service.
pub(super) fn deploy_function(console: &Console, name: &str) {
    let function = json!({
        "functionName": name, "runtime": "python3", "handler": "index.handler",
        "description": "This is default function description by fc-deploy component",
        "memorySize": 256, "timeout": 10, "instanceConcurrency": 1, "instanceType": "e1",
        "instanceSoftConcurrency": null, "initializer": "",
        "environmentVariables": {"STAGE": "prod", "TOKEN": "info-canary-4711"},
        "code": {"zipFile": zipped(&[("index.py", CODE)])},
        "instanceLifecycleConfig": {"preFreeze": {"handler": ""}, "preStop": {"handler": ""}},
        "customDNS": {"nameServers": null, "searches": null, "dnsOptions": null},
    });
    console.older("POST", &format!("{SERVICE}/functions"), &function);
    let calls = json!({
        "destinationConfig": {"onFailure": {"destination":
            format!("acs:mns:cn-hangzhou:{ACCOUNT}:/queues/failed/messages")}},
        "maxAsyncRetryAttempts": 1,
    });
    // It is made after the function, and has a time of its own.
    console.pass(2_000);
    console.older("PUT", &async_of(name), &calls);
    let trigger = json!({
        "triggerName": "web", "triggerType": "http",
        "triggerConfig": {"authType": "anonymous", "methods": ["GET", "POST"], "disableURLInternet": false},
    });
    console.older(
        "POST",
        &format!("{SERVICE}/functions/{name}/triggers"),
        &trigger,
    );
}

fn async_of(name: &str) -> String {
    ASYNC.replace("functions/demo", &format!("functions/{name}"))
}

/// Reads everything again, as upstream does after a deploy, and leaves it in that folder of the project.
pub(super) fn leave(story: &Story, folder: &str) {
    let read = |path: &str| story.console().older("GET", path, &Value::Null);
    let binding = read(&format!("{SERVICE}/bindings"))["vpcIds"].clone();
    let more = json!({"name": "shop", "vpcBinding": binding});
    put(
        story,
        &format!("{folder}/{}", file("shop")),
        &with(read(SERVICE), &more),
    );
    leave_function(story, folder, "demo");
    put(
        story,
        &format!("{folder}/demo.example.com.json"),
        &read(DOMAIN),
    );
}

/// The same of a function of the service.
pub(super) fn leave_function(story: &Story, folder: &str, name: &str) {
    let read = |path: &str| story.console().older("GET", path, &Value::Null);
    let mut calls = read(&async_of(name));
    let map = calls.as_object_mut().unwrap();
    for own in [
        "service",
        "function",
        "qualifier",
        "createdTime",
        "lastModifiedTime",
    ] {
        map.remove(own);
    }
    let destinations = map["destinationConfig"].as_object_mut().unwrap();
    destinations.retain(|_, one| !one.is_null());
    let function = format!("{SERVICE}/functions/{name}");
    let state = with(
        read(&function),
        &json!({"name": name, "asyncConfiguration": calls}),
    );
    put(
        story,
        &format!("{folder}/{}", file(&format!("shop-{name}"))),
        &state,
    );
    let state = with(
        read(&format!("{function}/triggers/web")),
        &json!({"name": "web"}),
    );
    put(
        story,
        &format!("{folder}/{}", file(&format!("shop-{name}-web"))),
        &state,
    );
}

/// What upstream keeps of an answer, with what it adds.
fn with(mut document: Value, more: &Value) -> Value {
    let map = document.as_object_mut().unwrap();
    map.extend(more.as_object().unwrap().clone());
    json!({"statefulConfig": document})
}

/// How upstream calls the file of a service, a function or a trigger.
pub(super) fn file(name: &str) -> String {
    format!("{ACCOUNT}-cn-hangzhou-{name}.json")
}

pub(super) fn put(story: &Story, path: &str, document: &Value) {
    story.write(path, &serde_json::to_string_pretty(document).unwrap());
}

/// Changes what upstream has left of a service, a function or a trigger.
pub(super) fn change(story: &Story, name: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let path = format!(".s/{}", file(name));
    let mut document: Value = serde_json::from_str(&story.read(&path)).unwrap();
    change(document["statefulConfig"].as_object_mut().unwrap());
    put(story, &path, &document);
}

/// Everything that upstream has left, by its paths.
pub(super) fn files(story: &Story) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{HOME}/.s/");
    let all = story.files.all().into_iter();
    let left = all.filter_map(|(path, node)| match node {
        Node::File { bytes, .. } if !path.contains("/fc-guard/") => Some((path, bytes)),
        _ => None,
    });
    left.filter(|(path, _)| path.starts_with(&folder)).collect()
}
