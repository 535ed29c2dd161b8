use serde_json::{Value, json};

use super::{Place, read};
use crate::error::{Error, Result};
use crate::model::desired::{CodeSource, Desired};
use crate::ports::{Entry, EntryKind, FileError, Files};
use crate::words::Lang;

/// A disk with a code folder, a jar, a script and a key file.
struct Shelf;

const FILE: EntryKind = EntryKind::File {
    executable: false,
    size: 1,
};

impl Files for Shelf {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok((path == "/app/key.pem").then(|| b"-----BEGIN KEY-----".to_vec()))
    }

    fn replace(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        unreachable!("reading the configuration writes nothing")
    }

    fn remove(&self, _: &str) -> Result<(), FileError> {
        unreachable!("reading the configuration writes nothing")
    }

    fn list(&self, _: &str) -> Result<Option<Vec<Entry>>, FileError> {
        Ok(None)
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError> {
        Ok(match path {
            "/app/code" => Some(EntryKind::Folder),
            "/app/a.jar" | "/app/a.zip" | "/app/main.py" => Some(FILE),
            _ => None,
        })
    }
}

fn props() -> Value {
    json!({
        "region": "cn-hangzhou", "functionName": "demo", "runtime": "python3.10",
        "handler": "index.handler", "code": "./code",
    })
}

/// The ordinary project with some properties set; null takes one out.
fn with(changes: Value) -> Value {
    let mut props = props();
    for (name, value) in changes.as_object().expect("an object") {
        match value {
            Value::Null => drop(props.as_object_mut().expect("an object").remove(name)),
            value => props[name] = value.clone(),
        }
    }
    props
}

fn desired(changes: Value) -> Result<Desired> {
    let place = Place {
        account: "123",
        base: "/app",
    };
    read(&with(changes), &place, &Shelf)
}

fn refused(changes: Value) -> Error {
    desired(changes).expect_err("refused")
}

#[test]
fn upstreams_defaults_are_put_in() {
    let function = desired(json!({})).expect("valid").function;
    assert_eq!(
        function,
        json!({
            "functionName": "demo", "runtime": "python3.10", "handler": "index.handler",
            "description": "", "memorySize": 512, "timeout": 3, "internetAccess": true,
            "cpu": 0.35, "diskSize": 512,
        })
    );
    let small = desired(json!({"memorySize": 128})).expect("valid").function;
    assert!(
        small.get("cpu").is_none(),
        "only the default size has a default CPU"
    );
    let custom = desired(json!({"runtime": "custom", "handler": null}))
        .expect("valid")
        .function;
    assert_eq!(
        (&custom["handler"], &custom["instanceConcurrency"]),
        (&json!("handler"), &json!(1))
    );
}

#[test]
fn what_the_file_writes_in_another_form_is_in_the_apis() {
    let changes = json!({
        "role": "MyRole", "environmentVariables": {"N": 1, "T": true, "S": "x"},
        "sessionAffinityConfig": "{\"a\":1}", "tracingConfig": {"jaegerConfig": {"endpoint": "e"}},
        "annotations": {"headers": {"x-a": 1}},
    });
    let desired = desired(changes).expect("valid");
    let function = &desired.function;
    assert_eq!(function["role"], "acs:ram::123:role/myrole");
    assert_eq!(
        function["environmentVariables"],
        json!({"N": "1", "T": "true", "S": "x"})
    );
    assert_eq!(function["sessionAffinityConfig"], json!({"a": 1}));
    assert_eq!(
        function["tracingConfig"],
        json!({"type": "Jaeger", "params": {"endpoint": "e"}})
    );
    assert!(function.get("annotations").is_none());
    assert_eq!(desired.headers, [("x-a".to_owned(), "1".to_owned())]);
}

#[test]
fn triggers_get_their_defaults_and_roles() {
    let oss = json!({"triggerName": "o", "triggerType": "oss", "sourceArn": "acs:oss:::b",
        "triggerConfig": {"events": ["oss:ObjectCreated:*"], "filter": {"key": {"prefix": "", "suffix": ""}}}});
    let jwt = json!({"triggerName": "h", "triggerType": "http", "triggerConfig": {
        "authType": "jwt", "methods": ["GET"], "authConfig": {"jwks": {"keys": [{}]},
        "tokenLookup": [{"readPosition": "header", "parameterName": "Authorization", "prefix": "Bearer "}, {"readPosition": "cookie", "parameterName": "t"}]}}});
    let triggers = desired(json!({"triggers": [oss, jwt]}))
        .expect("valid")
        .triggers;
    assert_eq!(triggers[0]["qualifier"], "LATEST");
    assert_eq!(
        triggers[0]["invocationRole"],
        "acs:ram::123:role/aliyunosseventnotificationrole"
    );
    let auth = &triggers[1]["triggerConfig"]["authConfig"];
    assert_eq!(auth["tokenLookup"], "header:Authorization:Bearer ,cookie:t");
    assert_eq!(auth["claimPassBy"], "query::");
}

#[test]
fn a_domain_owns_one_route() {
    let domain = json!({"domainName": "a.b", "protocol": "HTTPS", "route": {"path": "/*"},
        "certConfig": {"certName": "c", "certificate": "-----BEGIN C-----", "privateKey": "key.pem"}});
    let domain = desired(json!({"customDomain": domain}))
        .expect("valid")
        .domain
        .expect("a domain");
    assert_eq!(
        domain["routeConfig"],
        json!({"routes": [{"path": "/*", "functionName": "demo", "qualifier": "LATEST"}]})
    );
    assert_eq!(domain["certConfig"]["privateKey"], "-----BEGIN KEY-----");
    assert!(domain.get("route").is_none());
}

#[test]
fn code_is_found_in_every_form() {
    let code = |changes| desired(changes).expect("valid").code;
    assert_eq!(code(json!({})), CodeSource::Folder("/app/code".to_owned()));
    assert_eq!(
        code(json!({"code": "a.zip"})),
        CodeSource::Package("/app/a.zip".to_owned())
    );
    assert_eq!(
        code(json!({"code": "a.jar"})),
        CodeSource::Package("/app/a.jar".to_owned())
    );
    assert_eq!(
        code(json!({"code": "/app/main.py"})),
        CodeSource::File("/app/main.py".to_owned())
    );
    let jar = json!({"code": "a.jar", "runtime": "custom", "customRuntimeConfig": {"command": ["java", "-jar", "a.jar"]}});
    assert_eq!(code(jar), CodeSource::File("/app/a.jar".to_owned()));
    let oss = json!({"code": {"src": "./x", "ossBucketName": "b", "ossObjectName": "o"}});
    assert_eq!(
        code(oss),
        CodeSource::Oss {
            bucket: "b".to_owned(),
            object: "o".to_owned()
        }
    );
    let image = json!({"code": null, "handler": null, "runtime": "custom-container", "customContainerConfig": {"image": " i "}});
    let image = desired(image).expect("valid");
    assert_eq!(image.code, CodeSource::Nothing);
    assert_eq!(image.function["customContainerConfig"]["image"], "i");
}

#[test]
fn every_problem_names_its_property() {
    let http = |config: Value| json!({"triggers": [{"triggerName": "t", "triggerType": "http", "triggerConfig": config}]});
    let trigger = |kind: &str, config: Value| json!({"triggers": [{"triggerName": "t", "triggerType": kind, "triggerConfig": config}]});
    let domain = |domain: Value| json!({"customDomain": domain});
    let cases = [
        (json!({"region": null}), "props.region"),
        (json!({"functionName": null}), "props.functionName"),
        (json!({"functionName": "1a"}), "props.functionName"),
        (
            json!({"functionName": "a".repeat(65)}),
            "props.functionName",
        ),
        (json!({"functionName": "a b"}), "props.functionName"),
        (json!({"runtime": null}), "props.runtime"),
        (json!({"runtime": 3}), "props.runtime"),
        (json!({"handler": null}), "props.handler"),
        (json!({"code": null}), "props.code"),
        (json!({"code": "./missing"}), "/app/missing"),
        (json!({"code": "https://x/y.zip"}), "props.code"),
        (json!({"code": 5}), "props.code"),
        (
            json!({"code": {"ossBucketName": "b"}}),
            "props.code.ossObjectName",
        ),
        (json!({"memorySize": 500}), "props.memorySize"),
        (json!({"memorySize": "512"}), "props.memorySize"),
        (json!({"memorySize": 65536}), "props.memorySize"),
        (json!({"cpu": 0.33}), "props.cpu"),
        (json!({"cpu": 2}), "props.cpu"),
        (json!({"cpu": "1"}), "props.cpu"),
        (json!({"diskSize": 1024}), "props.diskSize"),
        (json!({"timeout": 0}), "props.timeout"),
        (json!({"timeout": 90000}), "props.timeout"),
        (json!({"timeout": 1.5}), "props.timeout"),
        (
            json!({"instanceConcurrency": 201}),
            "props.instanceConcurrency",
        ),
        (json!({"internetAccess": "yes"}), "props.internetAccess"),
        (
            json!({"environmentVariables": ["A"]}),
            "props.environmentVariables",
        ),
        (
            json!({"environmentVariables": {"A": {"b": 1}}}),
            "props.environmentVariables.A",
        ),
        (
            json!({"environmentVariables": {"A-B": "1"}}),
            "props.environmentVariables.A-B",
        ),
        (json!({"layers": "arn"}), "props.layers"),
        (json!({"layers": [1]}), "props.layers[0]"),
        (json!({"timeuot": 3}), "did you mean timeout?"),
        (json!({"nonsense": 3}), "props.nonsense"),
        (
            json!({"logConfig": {"project": "p"}}),
            "props.logConfig.logstore",
        ),
        (
            json!({"vpcConfig": {"vpcId": "v", "securityGroupId": "s", "vSwitchIds": "w"}}),
            "props.vpcConfig.vSwitchIds",
        ),
        (
            json!({"nasConfig": {"userId": 1, "groupId": 1, "mountPoints": [{"mountDir": "/m"}]}}),
            "props.nasConfig.mountPoints[0].serverAddr",
        ),
        (
            json!({"customRuntimeConfig": {"port": 0}}),
            "props.customRuntimeConfig.port",
        ),
        (
            json!({"instanceLifecycleConfig": {"preStop": {"handler": "a", "command": ["b"]}}}),
            "props.instanceLifecycleConfig.preStop",
        ),
        (
            json!({"sessionAffinityConfig": "{"}),
            "props.sessionAffinityConfig",
        ),
        (
            json!({"runtime": "custom-container", "code": null}),
            "props.customContainerConfig",
        ),
        (json!({"triggers": {}}), "props.triggers"),
        (
            json!({"triggers": [{"triggerType": "timer", "triggerConfig": {}}]}),
            "props.triggers[0].triggerName",
        ),
        (trigger("alarm", json!({})), "props.triggers[0].triggerType"),
        (
            http(json!({"methods": ["GET"]})),
            "props.triggers[0].triggerConfig.authType",
        ),
        (
            http(json!({"authType": "none", "methods": ["GET"]})),
            "props.triggers[0].triggerConfig.authType",
        ),
        (
            http(json!({"authType": "jwt", "methods": ["GET"]})),
            "props.triggers[0].triggerConfig.authConfig",
        ),
        (
            http(json!({"authType": "function", "methods": ["get"]})),
            "props.triggers[0].triggerConfig.methods[0]",
        ),
        (
            trigger(
                "timer",
                json!({"cronExpression": "@every 5m", "enable": "true"}),
            ),
            "props.triggers[0].triggerConfig.enable",
        ),
        (
            trigger("oss", json!({"events": []})),
            "props.triggers[0].sourceArn",
        ),
        (
            trigger("mns_topic", json!({"notifyContentFormat": "XML"})),
            "props.triggers[0].triggerConfig.notifyContentFormat",
        ),
        (
            domain(json!({"protocol": "HTTP", "route": {"path": "/"}})),
            "props.customDomain.domainName",
        ),
        (
            domain(json!({"domainName": "a.b", "route": {"path": "/"}})),
            "props.customDomain.protocol",
        ),
        (
            domain(json!({"domainName": "a.b", "protocol": "HTTP"})),
            "props.customDomain.route",
        ),
        (
            domain(json!({"domainName": "a.b", "protocol": "HTTPS", "route": {"path": "/"}})),
            "props.customDomain.certConfig",
        ),
        (
            domain(json!({"domainName": "a.b", "protocol": "FTP", "route": {"path": "/"}})),
            "props.customDomain.protocol",
        ),
        (json!({"asyncInvokeConfig": {}}), "asyncInvokeConfig"),
        (json!({"vpcBinding": {}}), "vpcBinding"),
        (json!({"provisionConfig": {}}), "provisionConfig"),
        (json!({"scalingConfig": {}}), "scalingConfig"),
        (json!({"concurrencyConfig": {}}), "concurrencyConfig"),
        (json!({"tags": []}), "tags"),
        (json!({"logConfig": "auto"}), "logConfig: auto"),
        (json!({"nasConfig": "Auto|mountDir=/a"}), "nasConfig: auto"),
        (
            json!({"vpcConfig": {"vpcId": "v", "vSwitchIds": "auto"}}),
            "vpcConfig: auto",
        ),
        (
            domain(json!({"domainName": "auto"})),
            "customDomain.domainName: auto",
        ),
        (json!({"service": {}, "function": {}}), "FC 2.0"),
    ];
    for (changes, names) in cases {
        let error = refused(changes.clone());
        assert_eq!(error.outcome.code(), 2, "{changes}");
        for lang in [Lang::En, Lang::Zh] {
            let needle = if lang == Lang::Zh {
                names.replace("did you mean timeout?", "timeout")
            } else {
                names.to_owned()
            };
            let text = error.render(lang);
            assert!(text.contains(&needle), "{changes}: {text}");
        }
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let error = refused(json!({"timeout": 0, "memorySize": 1, "region": null}));
    assert_eq!(error.causes.len(), 3, "{}", error.render(Lang::En));
}

#[test]
fn no_value_of_a_secret_is_in_a_message() {
    let cert = json!({"domainName": "a.b", "protocol": "HTTPS", "route": {"path": "/"},
        "certConfig": {"certName": "c", "certificate": "canary", "privateKey": "canary"}});
    for changes in [
        json!({"environmentVariables": {"A": {"b": "canary"}}}),
        json!({"customDomain": cert}),
        json!({"customContainerConfig": {"image": "i", "registryConfig": {"authConfig": {"password": ["canary"]}}}}),
    ] {
        let text = refused(changes).render(Lang::En);
        assert!(!text.contains("canary"), "{text}");
    }
}
