//! From props to what is wanted, and back.

use serde_json::{Value, json};

use super::Fc2;
use crate::dialect::fc3::tests::CONTEXT;
use crate::dialect::{Care, Dialect as _, Extent, Reading, ResultSource, identity_of};
use crate::error::Result;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::package::CodeSource;
use crate::snapshot::Live;
use crate::words::Lang;

fn read(props: &Value) -> Result<Reading> {
    Fc2.read(Care::Deploy, props, &CONTEXT)
}

fn props() -> Value {
    json!({
        "region": "cn-hangzhou",
        "service": {"name": "shop"},
        "function": {"name": "demo", "runtime": "python3", "codeUri": "./code"},
    })
}

/// The same with another value at a JSON pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut props = props();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    props.pointer_mut(parent).expect("the parent")[name] = value;
    props
}

/// What is wanted of the resources of a kind.
fn all(props: &Value, kind: Kind) -> Vec<Value> {
    let desired = read(props).expect("a valid project").desired;
    let items = desired.items.into_iter();
    let items = items.filter(|item| item.resource.kind == kind);
    items.map(|item| item.document).collect()
}

fn one(props: &Value, kind: Kind) -> Value {
    let mut all = all(props, kind);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn refusal(props: &Value) -> String {
    read(props).expect_err("a problem").render(Lang::En)
}

/// The places that tell which resource it is.
fn identity(props: &Value) -> Vec<String> {
    let paths = identity_of(|name| props.get(name).is_some());
    paths.iter().map(ToString::to_string).collect()
}

#[test]
fn the_shape_of_the_props_tells_the_dialect() {
    assert_eq!(
        identity(&props()),
        ["region", "service.name", "function.name"]
    );
    // One that is nothing but a service has no function.
    let service = json!({"region": "r", "service": {"name": "s"}});
    assert_eq!(identity(&service), ["region", "service.name"]);
    let function = json!({"functionName": "f", "service": {"name": "s"}});
    assert_eq!(identity(&function), ["region", "functionName"]);
}

#[test]
fn what_upstream_fills_in_is_wanted() {
    assert_eq!(
        one(&props(), Kind::Service),
        json!({"serviceName": "shop", "description": ""})
    );
    assert_eq!(
        one(&props(), Kind::ServiceFunction),
        json!({
            "runtime": "python3", "functionName": "demo",
            "description": "This is default function description by fc-deploy component",
            "handler": "index.handler", "memorySize": 128, "timeout": 3,
            "instanceConcurrency": 1, "instanceType": "e1",
        })
    );
}

#[test]
fn nothing_is_what_upstream_takes_for_nothing() {
    let given = with("/function/memorySize", json!(0));
    assert_eq!(one(&given, Kind::ServiceFunction)["memorySize"], 128);
    let given = with(
        "/function/environmentVariables",
        json!({"N": 12, "ON": true}),
    );
    let variables = &one(&given, Kind::ServiceFunction)["environmentVariables"];
    assert_eq!(*variables, json!({"N": "12", "ON": "true"}));
}

#[test]
fn a_service_with_a_network_needs_a_role() {
    let vpc = json!({"vpcId": "v", "securityGroupId": "s", "vSwitchIds": ["w"], "role": ""});
    let service = one(&with("/service/vpcConfig", vpc), Kind::Service);
    assert_eq!(
        service["vpcConfig"],
        json!({"vpcId": "v", "securityGroupId": "s", "vSwitchIds": ["w"]})
    );
    assert_eq!(service["role"], "acs:ram::123:role/aliyunfcdefaultrole");
    let own = one(
        &with("/service/role", json!("acs:ram::123:role/MyRole")),
        Kind::Service,
    );
    assert_eq!(own["role"], "acs:ram::123:role/myrole");
}

#[test]
fn a_service_may_stand_alone() {
    let mut alone = props();
    alone
        .as_object_mut()
        .expect("a block")
        .shift_remove("function");
    let desired = read(&alone).expect("a valid project").desired;
    assert_eq!(desired.root.kind, Kind::Service);
    assert_eq!(desired.items.len(), 1);
    assert!(matches!(desired.code, CodeSource::Nothing));
}

#[test]
fn what_was_built_takes_the_place_of_the_code() {
    let desired = read(&props()).expect("a valid project").desired;
    // On the disk of these tests every name without an ending is a folder only if it is called `code`.
    assert!(matches!(desired.code, CodeSource::Folder(own) if own.path == "/app/code"));
    let code = |changes: Value| {
        let mut props = props();
        props["function"]
            .as_object_mut()
            .expect("a block")
            .shift_remove("codeUri");
        for (name, value) in changes.as_object().expect("a block") {
            props["function"][name] = value.clone();
        }
        props
    };
    let object = code(json!({"ossBucket": "b", "ossKey": "k.zip"}));
    let desired = read(&object).expect("a valid project").desired;
    assert!(
        matches!(desired.code, CodeSource::Oss { bucket, object } if bucket == "b" && object == "k.zip")
    );
    assert!(refusal(&code(json!({}))).contains("props.function.codeUri"));
    assert!(refusal(&code(json!({"ossKey": "k"}))).contains("props.function.ossBucket"));
    assert!(refusal(&code(json!({"ossBucket": "b"}))).contains("props.function.ossKey"));
    let both = code(json!({"codeUri": "./code", "ossKey": "k"}));
    assert!(refusal(&both).contains("has both codeUri and ossKey"));
}

/// A console export has the block that the service answers.
#[test]
fn tracing_is_off_whatever_block_says_so() {
    for off in [json!({}), json!({"type": ""}), json!("Disable"), json!("")] {
        let props = with("/service/tracingConfig", off);
        let service = one(&props, Kind::Service);
        assert_eq!(service["tracingConfig"], Value::Null);
    }
}

#[test]
fn what_is_wrong_is_told_by_its_place() {
    for (pointer, value, place) in [
        (
            "/service/logConfig",
            json!({"project": "p"}),
            "props.service.logConfig.logstore",
        ),
        (
            "/service/logConfig",
            json!("none"),
            "props.service.logConfig",
        ),
        (
            "/service/nasConfig",
            json!("none"),
            "props.service.nasConfig",
        ),
        ("/service/role", json!("MyRole"), "props.service.role"),
        (
            "/service/tracingConfig",
            json!("On"),
            "props.service.tracingConfig",
        ),
        (
            "/service/tracingConfig",
            json!("Enable"),
            "props.service.tracingConfig",
        ),
        ("/service/role", json!({"name": "r"}), "props.service.role"),
        (
            "/service/vpcConfig",
            json!({"vpcId": "v", "securityGroupId": "s"}),
            "props.service.vpcConfig.vswitchIds",
        ),
        (
            "/function/layers",
            json!(["0123#js#2"]),
            "props.function.layers[0]",
        ),
        (
            "/function/instanceSoftConcurrency",
            json!(5),
            "props.function.instanceSoftConcurrency",
        ),
        (
            "/function/runtime",
            json!("custom-container"),
            "props.function.customContainerConfig",
        ),
        (
            "/triggers",
            json!([{"name": "t", "type": "http", "config": {"methods": ["GET"]}}]),
            "props.triggers[0].config.authType",
        ),
        (
            "/triggers",
            json!([{"name": "t", "type": "x", "config": {}}]),
            "props.triggers[0].type",
        ),
        (
            "/function/description",
            json!("of ${env(STAGE)}"),
            "props.function.description",
        ),
        (
            "/triggers",
            json!([{"name": "t", "type": "oss", "config": {"events": []}}]),
            "props.triggers[0].config.bucketName",
        ),
    ] {
        let text = refusal(&with(pointer, value));
        assert!(text.contains(place), "{place} is not in\n{text}");
    }
}

#[test]
fn settings_are_found_in_the_props() {
    let service = Resource::of_service("123".to_owned(), "r".to_owned(), "shop".to_owned());
    let function = service.sibling(Kind::ServiceFunction, "demo");
    let way = |resource: &Resource, path: &Path| {
        let way = Fc2.way(&props(), resource, path);
        way.map(|way| format!("{way:?}"))
    };
    let key = |name: &str| Path::default().key(name);
    let found = way(&function, &key("timeout")).expect("a way");
    assert_eq!(found, r#"[Key("function"), Key("timeout")]"#);
    let switches = key("vpcConfig").key("vSwitchIds");
    let found = way(&service, &switches).expect("a way");
    assert!(found.ends_with(r#"Key("vswitchIds")]"#), "{found}");
    let trigger = function.sibling(Kind::ServiceTrigger, "t");
    let methods = key("triggerConfig").key("methods");
    let found = way(&trigger, &methods).expect("a way");
    assert_eq!(
        found,
        r#"[Key("triggers"), Entry(["name"], "t"), Key("config"), Key("methods")]"#
    );
    let config = function.sibling(Kind::ServiceAsyncConfig, "LATEST");
    let failed = key("destinationConfig").key("onFailure").key("destination");
    let found = way(&config, &failed).expect("a way");
    assert!(
        found.ends_with(r#"Key("destination"), Key("onFailure")]"#),
        "{found}"
    );
    // Several properties say it together.
    assert_eq!(way(&service, &key("tracingConfig")), None);
}

/// What is exported says what is online.
#[test]
fn what_is_exported_is_understood_again() {
    let mut given = props();
    given["service"]["nasConfig"] = json!({"userId": 1, "groupId": 1, "mountPoints": [
        {"serverAddr": "a.nas", "nasDir": "/d", "fcDir": "/mnt"}]});
    given["service"]["vpcConfig"] =
        json!({"vpcId": "v", "securityGroupId": "s", "vswitchIds": ["w"]});
    given["function"]["asyncConfiguration"] = json!({"maxAsyncRetryAttempts": 1,
        "destination": {"onFailure": "acs:mns:r:1:/queues/q/messages"}});
    given["triggers"] = json!([{"name": "t", "type": "http",
        "config": {"authType": "anonymous", "methods": ["GET"]}}]);
    given["customDomains"] = json!([{"domainName": "a.example.com", "protocol": "HTTP",
        "routeConfigs": [{"path": "/a"}]}]);
    let desired = read(&given).expect("a valid project").desired;
    let live = |document: &Value| Live {
        document: document.clone(),
        etag: None,
        mark: None,
    };
    let items = desired.items.iter();
    let online: Vec<(Resource, Live)> = items
        .map(|item| (item.resource.clone(), live(&item.document)))
        .collect();
    let exported = Fc2.export(&online, Some("./code")).props;
    let again = read(&exported).expect("what was exported").desired;
    for item in &desired.items {
        assert_eq!(again.document(&item.resource), Some(&item.document));
    }
}

/// Old triggers have no address of their own.
#[test]
fn an_http_trigger_without_an_address_has_that_of_the_api() {
    let place = ("1".to_owned(), "cn-beijing".to_owned(), "shop".to_owned());
    let service = Resource::of_service(place.0, place.1, place.2);
    let trigger = service
        .sibling(Kind::ServiceFunction, "demo")
        .sibling(Kind::ServiceTrigger, "web");
    let url = |document: Value| {
        let live = Live {
            document,
            etag: None,
            mark: None,
        };
        let told = ResultSource {
            region: "cn-beijing",
            online: &[(&trigger, &live)],
            extent: Extent::Settings,
        };
        Fc2.result(&told, &Sealer::new([0; 32])).real["url"].clone()
    };
    assert_eq!(
        url(json!({"triggerType": "http", "urlInternet": ""})),
        json!({"system_url": "https://1.cn-beijing.fc.aliyuncs.com/2016-08-15/proxy/shop/demo/"})
    );
    let both =
        json!({"triggerType": "http", "urlInternet": "https://a", "urlIntranet": "https://b"});
    assert_eq!(
        url(both),
        json!({"system_url": "https://a", "system_intranet_url": "https://b"})
    );
    assert_eq!(url(json!({"triggerType": "timer"})), Value::Null);
}

/// Patterns are seen from the code folder; what a runtime has no use for stays out.
#[test]
fn what_stays_out_of_a_package_goes_by_the_component() {
    let patterns = |props: &Value| match read(props).expect("a valid project").desired.code {
        CodeSource::Folder(own) => own.patterns.expect("patterns"),
        other => panic!("{other:?}"),
    };
    let python = patterns(&props());
    assert_eq!(python.more, ["node_modules"]);
    assert_eq!(python.beside, Some(("/app".to_owned(), "code".to_owned())));
    let node = patterns(&with("/function/runtime", json!("nodejs14")));
    assert!(node.more.is_empty());
}
