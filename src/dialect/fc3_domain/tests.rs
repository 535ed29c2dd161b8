//! From props to what is wanted, and back.

use serde_json::{Value, json};

use super::Fc3Domain;
use crate::dialect::fc3::tests::CONTEXT;
use crate::dialect::{Care, Dialect as _, Extent, Reading, ResultSource, identity_of};
use crate::error::Result;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::seal::Sealer;
use crate::snapshot::Live;

fn read(care: Care, props: &Value) -> Result<Reading> {
    Fc3Domain.read(care, props, &CONTEXT)
}

fn props() -> Value {
    json!({
        "region": "cn-hangzhou",
        "domainName": "www.example.com",
        "protocol": "HTTP",
        "routeConfig": {"routes": [
            {"path": "/a/*", "functionName": "a", "methods": ["GET"]},
            {"path": "/*", "functionName": "old$b", "qualifier": "prod"},
        ]},
    })
}

/// The same with other values at the top.
fn with(changes: Value) -> Value {
    let mut props = props();
    let changes = changes.as_object().cloned().unwrap_or_default();
    for (name, value) in changes {
        props[name] = value;
    }
    props
}

/// What a deploy refuses.
fn refused(props: &Value) -> String {
    let error = read(Care::Deploy, props).expect_err("refused");
    [error.what.en, error.hint.en].join("; ")
}

/// The places that tell which resource it is.
fn identity(props: &Value) -> Vec<String> {
    let paths = identity_of(|name| props.get(name).is_some());
    paths.iter().map(ToString::to_string).collect()
}

#[test]
fn the_shape_of_the_props_tells_the_dialect() {
    assert_eq!(identity(&props()), ["region", "domainName"]);
    let function = json!({"functionName": "demo", "customDomain": {"domainName": "a.cn"}});
    assert_eq!(identity(&function), ["region", "functionName"]);
    assert_eq!(identity(&json!({})), ["region", "functionName"]);
}

#[test]
fn a_domain_is_wanted_with_all_its_routes_and_belongs_to_nothing() {
    let all = with(json!({
        "authConfig": {"authType": "jwt", "authInfo": {"jwks": {}}},
        "wafConfig": {"enableWAF": true},
        "endpoint": "http://127.0.0.1:1",
        "autoCName": true,
    }));
    let Reading {
        desired, warnings, ..
    } = read(Care::Deploy, &all).expect("understood");
    let domain = Resource::of_domain(
        "123".to_owned(),
        "cn-hangzhou".to_owned(),
        "www.example.com".to_owned(),
    );
    assert_eq!(desired.items.len(), 1);
    assert_eq!(desired.items[0].resource, domain);
    assert_eq!(desired.endpoint.as_deref(), Some("http://127.0.0.1:1"));
    assert_eq!(warnings.len(), 1, "no DNS records are made: {warnings:?}");
    let expected = json!({
        "domainName": "www.example.com",
        "protocol": "HTTP",
        "routeConfig": {"routes": [
            {"path": "/a/*", "functionName": "a", "methods": ["GET"], "qualifier": "LATEST"},
            {"path": "/*", "functionName": "old$b", "qualifier": "prod"},
        ]},
        "authConfig": {"authType": "jwt", "authInfo": "{\"jwks\":{}}"},
        "wafConfig": {"enableWAF": true},
    });
    assert_eq!(desired.items[0].document, expected);
}

#[test]
fn a_name_left_to_the_service_is_that_of_the_first_function() {
    let mut auto = with(json!({"domainName": "Auto"}));
    auto["routeConfig"]["routes"][0]["functionName"] = "My_Fn".into();
    let desired = read(Care::Deploy, &auto).expect("understood").desired;
    let name = "my-fn.fcv3.123.cn-hangzhou.fc.devsapp.net";
    assert_eq!(desired.items[0].resource.name(), name);
    assert!(desired.auto_domain);
}

#[test]
fn what_is_wrong_is_named() {
    for (change, says) in [
        (
            json!({"routeConfig": {"routes": [{"path": "/a"}]}}),
            "functionName",
        ),
        (
            json!({"routeConfig": {"routes": [{"path": "/a", "functionName": "a"},
                {"path": "/a", "functionName": "b"}]}}),
            "more than one route",
        ),
        (json!({"protocol": "FTP"}), "protocol"),
        (json!({"domainName": "no name"}), "domainName"),
        (
            json!({"certConfig": {"certName": "c", "privateKey": "-----BEGIN"}}),
            "certificate",
        ),
        (json!({"certConfig": {"certId": "x"}}), "certConfig.certId"),
    ] {
        let told = refused(&with(change));
        assert!(told.contains(says), "{says}: {told}");
    }
}

#[test]
fn settings_have_their_places_and_come_back_as_props() {
    let place = Path::default()
        .key("routeConfig")
        .key("routes")
        .item("/a/*");
    let domain = read(Care::Look, &props())
        .expect("understood")
        .desired
        .items[0]
        .clone();
    let way = Fc3Domain.way(&props(), &domain.resource, &place.key("methods"));
    assert_eq!(way.map(|steps| steps.len()), Some(4));
    assert!(
        Fc3Domain
            .way(&props(), &domain.resource, &Path::default())
            .is_none()
    );
    let mut document = domain.document.clone();
    document["certConfig"] =
        json!({"certName": "c", "certificate": "-----BEGIN", "privateKey": null});
    document["accountId"] = "123".into();
    document["subdomainCount"] = "1".into();
    document["corsConfig"] = json!({"allowOrigins": ["*"]});
    let online = [(
        domain.resource.clone(),
        Live {
            document,
            etag: None,
            mark: None,
        },
    )];
    let exported = Fc3Domain.export(&online, None).props;
    // What was synced deploys without a change.
    let again = read(Care::Deploy, &exported)
        .expect("understood")
        .desired
        .items[0]
        .clone();
    assert_eq!(again.resource, domain.resource);
    assert_eq!(
        again.document["routeConfig"],
        domain.document["routeConfig"]
    );
    assert_eq!(exported["corsConfig"], json!({"allowOrigins": ["*"]}));
    assert!(exported.get("certConfig").is_none() && exported.get("accountId").is_none());
    let told = ResultSource {
        region: "cn-hangzhou",
        online: &[(&online[0].0, &online[0].1)],
        extent: Extent::All,
    };
    let result = Fc3Domain.result(&told, &Sealer::new([7; 32])).real;
    assert_eq!(result["domainName"], "www.example.com");
    assert_eq!(result["region"], "cn-hangzhou");
    assert_eq!(result["routeConfig"]["routes"][0]["path"], "/a/*");
    assert!(result.get("certConfig").is_none() && result.get("accountId").is_none());
    assert_eq!(result["subdomainCount"], "1");
}
