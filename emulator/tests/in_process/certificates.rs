//! Certificates where a domain may take them from: the certificate service, OSS, and an address.

use std::collections::BTreeMap;

use fc_emulator::{Certificate, File, Request};
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::{NOW, emulator, owner, recorded};

const OLDER: (&str, &str) = ("DescribeUserCertificateDetail", "2018-07-13");
const NEWER: (&str, &str) = ("GetUserCertificateDetail", "2020-04-07");
const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

fn certificate() -> Certificate {
    let about = json!({
        "id": 7246639, "certificate": PEM, "privateKey": "k", "startDate": "2026-01-01",
        "endDate": "2027-01-01",
    });
    serde_json::from_value(about).unwrap()
}

/// The members of a reply but its id.
fn members(reply: &Value) -> BTreeMap<String, Value> {
    let members = reply.as_object().unwrap().clone().into_iter();
    members.filter(|(name, _)| name != "RequestId").collect()
}

fn expected(value: Value) -> BTreeMap<String, Value> {
    members(&value)
}

#[test]
fn both_versions_tell_a_certificate() {
    let cloud = emulator();
    cloud.certificate(certificate());
    let ask = |operation, query: &str| {
        // No host of the service's has to be resolved.
        let reply = cloud.handle(&owner().rpc(operation, query));
        assert_eq!(reply.status, 200);
        members(&reply.json())
    };
    let told = json!({
        "Id": 7246639, "Name": "cert-7246639", "Cert": PEM, "Key": "k",
        "StartDate": "2026-01-01", "EndDate": "2027-01-01",
    });
    assert_eq!(ask(OLDER, "CertId=7246639"), expected(told.clone()));
    let mut more = told;
    more["Expired"] = false.into();
    more["Fingerprint"] = "523C7C694F9EABCFFC2CD73A450D801EE8325300".into();
    more["Algorithm"] = "RSA".into();
    more["BuyInAliyun"] = false.into();
    assert_eq!(
        ask(NEWER, "CertFilter=false&CertId=7246639"),
        expected(more.clone())
    );
    more.as_object_mut()
        .unwrap()
        .retain(|name, _| name != "Cert" && name != "Key");
    assert_eq!(ask(NEWER, "CertFilter=true&CertId=7246639"), expected(more));
    let entry = &cloud.log()[0];
    assert_eq!(
        entry.action.as_deref(),
        Some("DescribeUserCertificateDetail")
    );
    assert_eq!(entry.key.as_deref(), Some("owner"));
}

/// G48.
#[test]
fn what_is_not_there_is_refused_in_the_words_of_an_rpc_service() {
    let cloud = emulator();
    let refused = |request: &Request| {
        let reply = cloud.handle(request);
        let body = reply.json();
        assert_eq!(body["HostId"], "cas.aliyuncs.com");
        assert_eq!(reply.header("x-acs-request-id"), body["RequestId"].as_str());
        (reply.status, body["Code"].as_str().unwrap().to_owned())
    };
    let gone = (404, "NotFound".to_owned());
    assert_eq!(refused(&owner().rpc(OLDER, "CertId=1")), gone);
    assert_eq!(refused(&owner().rpc(NEWER, "CertId=none")), gone);
    let unknown = ("ListCert", NEWER.1);
    let none = (404, "InvalidAction.NotFound".to_owned());
    assert_eq!(refused(&owner().rpc(unknown, "")), none);
    let wrong = owner().rpc(NEWER, "CertID=1");
    assert_eq!(refused(&wrong), (400, "InvalidArgument".to_owned()));
    let stranger = Caller::new("test-ak", "another", NOW).rpc(NEWER, "CertId=1");
    assert_eq!(refused(&stranger), (403, "SignatureNotMatch".to_owned()));
}

/// What upstream's component sends.
#[test]
fn a_form_with_the_older_signature_is_taken_too() {
    let (cloud, request) = recorded("rpc-cas-certid");
    cloud.certificate(certificate());
    assert_eq!(cloud.handle(&request).json()["Cert"], PEM);
}

#[test]
fn an_object_is_read_by_version_4_of_the_signature() {
    let (cloud, mut request) = recorded("oss-v4-get");
    let key = "fc-guard/v1/prod/函数 a+b/00000007.json";
    cloud.object("team-state", key, PEM.as_bytes().to_vec());
    let reply = cloud.handle(&request);
    assert_eq!((reply.status, reply.body), (200, PEM.as_bytes().to_vec()));
    // Where no host tells it, the bucket comes first in the path.
    request.path = format!("/team-state{}", request.path);
    let host = request
        .headers
        .iter_mut()
        .find(|(name, _)| name.eq_ignore_ascii_case("host"));
    host.unwrap().1 = "127.0.0.1:80".to_owned();
    assert_eq!(cloud.handle(&request).status, 200);
}

#[test]
fn a_file_is_read_by_anybody_at_its_address_only() {
    let cloud = emulator();
    cloud.file(File {
        address: "files.example.com/c.pem".to_owned(),
        status: 200,
        body: PEM.to_owned(),
    });
    let get = |method: &str, target: &str| {
        let mut request = Request::new(method, target);
        let host = ("host".to_owned(), "files.example.com".to_owned());
        request.headers.push(host);
        let reply = cloud.handle(&request);
        (reply.status, String::from_utf8(reply.body).unwrap())
    };
    assert_eq!(get("GET", "/c.pem?v=2"), (200, PEM.to_owned()));
    assert_eq!(get("GET", "/d.pem").0, 400);
    assert_eq!(get("PUT", "/c.pem").0, 400);
}

#[test]
fn an_object_is_there_for_whoever_has_a_key() {
    let cloud = emulator();
    cloud.object("certificates", "c.pem", PEM.as_bytes().to_vec());
    assert_eq!(
        cloud.state()["objects"]["certificates/c.pem"]["size"],
        PEM.len()
    );
    let mut unsigned = Request::new("GET", "/c.pem");
    let host = "certificates.oss-cn-hangzhou.aliyuncs.com";
    unsigned.headers.push(("host".to_owned(), host.to_owned()));
    assert_eq!(cloud.handle(&unsigned).status, 403);
}
