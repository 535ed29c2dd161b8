//! A project with a secret in every place that can hold one, and the search for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// What stands in the secrets here, and what somebody put in their places online. Each pair is of one
/// length, so that no length gives a change away.
pub(crate) const HERE: [&str; 6] = [
    "QxVariableHere7f3a",
    "QxCertificateHere1",
    "QxPrivateKeyHere5c",
    "QxRegistryHere2b8d",
    "QxTriggerHere90af0",
    "QxArgumentHere4e1c",
];
pub(crate) const ONLINE: [&str; 6] = [
    "QxVariableThere9b2",
    "QxCertificatThere2",
    "QxPrivateKeThere6d",
    "QxRegistryThere3c9",
    "QxTriggerThere81e1",
    "QxArgumentThere5f2",
];

/// The secret of the key that signs what the owner of the project sends.
pub(crate) const SIGNS: &str = "owner-secret-5f0c2a9b7e";

/// A value that is spelled otherwise in JSON, in an address and in HTML.
fn awkward(secret: &str) -> String {
    format!("{secret}\"\\&<é")
}

fn pem(kind: &str, secret: &str) -> String {
    let body = STANDARD.encode([7_u8; 48]);
    format!("-----BEGIN {kind}-----\n{secret}\n{body}\n-----END {kind}-----\n")
}

fn cert(secrets: [&str; 6]) -> Value {
    json!({
        "certName": "cert",
        "certificate": pem("CERTIFICATE", secrets[1]),
        "privateKey": pem("RSA PRIVATE KEY", secrets[2]),
    })
}

fn registry(secrets: [&str; 6]) -> Value {
    json!({
        "image": "registry.example.com/demo/app:1",
        "port": 9000,
        "entrypoint": ["sh", "-c", format!("TOKEN={} exec \"$@\"", secrets[5])],
        "command": ["./serve", "--log-level=info", "--password", awkward(secrets[5])],
        "healthCheckConfig": {"httpGetUrl": format!("/health?token={}", secrets[5])},
        "registryConfig": {"authConfig": {"userName": "somebody", "password": awkward(secrets[3])}},
    })
}

/// What runs before an instance goes.
fn hooks(secrets: [&str; 6]) -> Value {
    let command = [
        "sh",
        "-c",
        &format!("mysql -uroot -p{} -e 'select 1'", secrets[5]),
    ];
    json!({"preStop": {"command": command, "timeout": 3}})
}

fn source(secrets: [&str; 6]) -> Value {
    let parameters = json!({
        "BrokerUrl": "dts.example.com:18001", "InitCheckPoint": 1_700_000_000, "RegionId": "cn-hangzhou",
        "Sid": "sid", "TaskId": "task", "Topic": "topic", "Username": "somebody",
        "Password": awkward(secrets[4]),
    });
    json!({
        "triggerEnable": true,
        "asyncInvocationType": false,
        "eventRuleFilterPattern": "{}",
        "eventSourceConfig": {
            "eventSourceType": "DTS",
            "eventSourceParameters": {"sourceDTSParameters": parameters},
        },
        "eventSinkConfig": {"deliveryOption": {"concurrency": 1}},
        "runOptions": {"mode": "event-driven"},
    })
}

/// A function with a variable, a trigger and a domain, and one with an image. JSON is YAML.
pub(crate) fn yaml(component: &str) -> Value {
    let resource = |props: Value| json!({"component": component, "props": props});
    let own = json!({
        "region": "cn-hangzhou", "functionName": "demo", "runtime": "python3.10",
        "handler": "index.handler", "code": "./code", "memorySize": 512, "timeout": 10,
        "environmentVariables": {"TOKEN": awkward(HERE[0])},
        "instanceLifecycleConfig": hooks(HERE),
        "triggers": [{"triggerName": "dts", "triggerType": "eventbridge", "triggerConfig": source(HERE)}],
        "customDomain": {
            "domainName": "demo.example.com", "protocol": "HTTP,HTTPS", "certConfig": cert(HERE),
            "route": {"path": "/*"},
        },
    });
    let boxed = json!({
        "region": "cn-hangzhou", "functionName": "boxed", "runtime": "custom-container",
        "customContainerConfig": registry(HERE),
    });
    json!({
        "edition": "3.0.0", "name": "app", "access": "default",
        "resources": {"fn": resource(own), "box": resource(boxed)},
    })
}

/// The calls by which somebody changes every secret online: action, path and body of each `PUT`.
pub(crate) fn changes() -> [(&'static str, &'static str, Value); 4] {
    let variables = json!({"TOKEN": awkward(ONLINE[0])});
    [
        (
            "UpdateFunction",
            "/functions/demo",
            json!({"environmentVariables": variables, "instanceLifecycleConfig": hooks(ONLINE)}),
        ),
        (
            "UpdateCustomDomain",
            "/custom-domains/demo.example.com",
            json!({"certConfig": cert(ONLINE)}),
        ),
        (
            "UpdateFunction",
            "/functions/boxed",
            json!({"customContainerConfig": registry(ONLINE)}),
        ),
        (
            "UpdateTrigger",
            "/functions/demo/triggers/dts",
            json!({"triggerConfig": source(ONLINE).to_string()}),
        ),
    ]
}

/// An error of the service that quotes what it was sent.
pub(crate) fn quoting(secrets: &[&str]) -> String {
    let values: Vec<Value> = secrets.iter().map(|one| json!(awkward(one))).collect();
    let raw: Vec<String> = secrets.iter().map(|one| awkward(one)).collect();
    format!("no such value: {} {}", json!(values), raw.join(" "))
}

/// The forms in which a secret may have got somewhere. Its letters are the same in JSON, in an address
/// and in HTML; in base64 they depend on where they begin.
fn forms(secret: &str) -> Vec<String> {
    let hex = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let shifted = (0..3).map(|shift| {
        let text = STANDARD.encode(format!("{}{secret}", "x".repeat(shift)));
        // The first and the last letters depend on what stands beside it.
        text[4..text.len() - 4].to_owned()
    });
    [secret.to_owned(), hex]
        .into_iter()
        .chain(shifted)
        .collect()
}

/// Which secrets are in these bytes, in whatever form.
pub(crate) fn found_in(bytes: &[u8]) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(bytes);
    let secrets = HERE.into_iter().chain(ONLINE).chain([SIGNS]);
    secrets
        .filter(|secret| forms(secret).iter().any(|form| text.contains(form)))
        .collect()
}
