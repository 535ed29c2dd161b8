//! Custom domains, in each way that the service may treat them.

use fc_emulator::{Config, Domains, Emulator, Hides, Request, Response};
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::{config, function, owner};

/// A cloud with a function, which treats domains like this.
fn cloud(domains: Domains) -> Emulator {
    let cloud = Emulator::new(Config {
        domains,
        ..config()
    });
    with_function(cloud.expect("no log file to open"))
}

fn with_function(cloud: Emulator) -> Emulator {
    let created = owner().post("CreateFunction", "/functions", &function("demo"));
    assert_eq!(cloud.handle(&created).status, 200);
    cloud
}

fn create(body: &Value) -> Request {
    owner().post("CreateCustomDomain", "/custom-domains", body)
}

fn update(name: &str, body: &Value) -> Request {
    owner().put(
        "UpdateCustomDomain",
        &format!("/custom-domains/{name}"),
        body,
    )
}

fn get(name: &str) -> Request {
    owner().get("GetCustomDomain", &format!("/custom-domains/{name}"))
}

/// A domain with one route and a certificate.
fn domain(name: &str) -> Value {
    json!({
        "domainName": name, "protocol": "HTTP,HTTPS",
        "certConfig": {"certName": "c", "certificate": "PEM", "privateKey": "k-canary"},
        "routeConfig": {"routes": [{"path": "/*", "functionName": "demo"}]},
    })
}

fn refused(reply: &Response) -> (u16, String) {
    let code = reply.json()["Code"].as_str().unwrap_or_default().to_owned();
    (reply.status, code)
}

/// G2, G28, G29.
#[test]
fn replies_have_nulls_where_nothing_is_told() {
    let plain = cloud(Domains::default());
    let reply = plain.handle(&create(&domain("a.example.com"))).json();
    let route = json!({"path": "/*", "functionName": "demo", "qualifier": "LATEST"});
    assert_eq!(reply["routeConfig"]["routes"], json!([route]));
    assert_eq!(
        reply["certConfig"],
        json!({"certName": "c", "certificate": "PEM"})
    );
    assert_eq!(reply["subdomainCount"], "0");

    let nulls = cloud(Domains {
        nulls: true,
        uncounted: true,
        ..Domains::default()
    });
    let created = nulls.handle(&create(&domain("a.example.com"))).json();
    let route = json!({"path": "/*", "functionName": "demo", "methods": null, "qualifier": null});
    assert_eq!(created["routeConfig"]["routes"], json!([route]));
    let certificate = json!({"certName": "c", "certificate": "PEM", "privateKey": null});
    assert_eq!(created["certConfig"], certificate);
    assert_eq!(created.get("subdomainCount"), None);
    let changed = nulls
        .handle(&update("a.example.com", &json!({"protocol": "HTTP"})))
        .json();
    let read = nulls.handle(&get("a.example.com")).json();
    let listed = nulls
        .handle(&owner().get("ListCustomDomains", "/custom-domains"))
        .json();
    for reply in [&changed, &read, &listed["customDomains"][0]] {
        assert_eq!(reply["certConfig"], certificate);
        assert_eq!(reply["routeConfig"]["routes"], json!([route]));
    }
    assert!(nulls.state().to_string().contains("k-canary"));
}

/// G28: what was said is told, and a key is `null` even where other secrets are shown.
#[test]
fn nulls_take_the_place_of_nothing_else() {
    let cloud = Emulator::new(Config {
        hides: Hides::Nothing,
        domains: Domains {
            nulls: true,
            ..Domains::default()
        },
        ..config()
    });
    let cloud = with_function(cloud.unwrap());
    let mut body = domain("a.example.com");
    let route =
        json!({"path": "/*", "functionName": "demo", "methods": ["GET"], "qualifier": "LATEST"});
    body["routeConfig"]["routes"] = json!([route]);
    let created = cloud.handle(&create(&body)).json();
    assert_eq!(created["routeConfig"]["routes"], json!([route]));
    assert_eq!(created["certConfig"]["privateKey"], Value::Null);
}

/// G27.
#[test]
fn names_that_differ_in_case_are_two_names_or_one() {
    let two = cloud(Domains::default());
    let made = two.handle(&create(&domain("WWW.Example.com")));
    assert_eq!(made.json()["domainName"], "WWW.Example.com");
    assert_eq!(two.handle(&create(&domain("www.example.com"))).status, 200);

    let one = cloud(Domains {
        folded: true,
        ..Domains::default()
    });
    let made = one.handle(&create(&domain("WWW.Example.com")));
    assert_eq!(made.json()["domainName"], "www.example.com");
    let again = one.handle(&create(&domain("www.EXAMPLE.com")));
    assert_eq!(refused(&again), (409, "DomainNameAlreadyExists".to_owned()));
    let changed = one.handle(&update("Www.example.com", &json!({"protocol": "HTTP"})));
    assert_eq!(changed.json()["protocol"], "HTTP");
    assert_eq!(
        one.handle(&get("www.Example.com")).json()["protocol"],
        "HTTP"
    );
    let delete = owner().signed(
        "DELETE",
        "DeleteCustomDomain",
        "/custom-domains/WWW.example.com",
        Vec::new(),
    );
    assert_eq!(one.handle(&delete).status, 204);
    assert_eq!(one.handle(&get("www.example.com")).status, 404);
}

/// G26, G31: a certificate stays where it is until another takes its place.
#[test]
fn https_needs_a_certificate_only_where_there_is_none() {
    let bare = json!({"domainName": "a.example.com", "protocol": "HTTPS"});
    let lax = cloud(Domains::default());
    assert_eq!(lax.handle(&create(&bare)).status, 200);

    let strict = cloud(Domains {
        certified: true,
        ..Domains::default()
    });
    let missing = (400, "InvalidArgument".to_owned());
    assert_eq!(refused(&strict.handle(&create(&bare))), missing);
    strict.handle(&create(&domain("a.example.com")));
    for protocol in ["HTTP", "HTTPS", "HTTP", "HTTP,HTTPS"] {
        let changed = strict.handle(&update("a.example.com", &json!({"protocol": protocol})));
        assert_eq!(
            changed.json()["certConfig"]["certificate"],
            "PEM",
            "{protocol}"
        );
    }
    let emptied = strict.handle(&update("a.example.com", &json!({"certConfig": {}})));
    assert_eq!(refused(&emptied), missing);
    let off = json!({"protocol": "HTTP", "certConfig": {}});
    assert_eq!(strict.handle(&update("a.example.com", &off)).status, 200);
}

/// The standalone component of domains asks the account's host, the one of functions the region's.
#[test]
fn a_domain_is_the_same_by_either_host() {
    let cloud = cloud(Domains::default());
    cloud.handle(&create(&domain("a.example.com")));
    let hosts = [
        "1234567890123456.cn-hangzhou.fc.aliyuncs.com",
        "fcv3.cn-hangzhou.aliyuncs.com",
    ];
    let read = hosts.map(|host| {
        let caller = Caller::new("test-ak", "test-sk", crate::NOW).at(host);
        cloud
            .handle(&caller.get("GetCustomDomain", "/custom-domains/a.example.com"))
            .json()
    });
    assert_eq!(read[0]["domainName"], "a.example.com");
    assert_eq!(read[0], read[1]);
}
