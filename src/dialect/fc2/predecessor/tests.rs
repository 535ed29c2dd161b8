//! What upstream leaves, in the form in which it was recorded.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::left;
use crate::dialect::fc2::Fc2;
use crate::dialect::fc3::tests::CONTEXT;
use crate::dialect::{Care, Dialect as _, LeftState};
use crate::model::document::leaves;
use crate::model::kind::Kind;
use crate::ports::{Entry, EntryKind, FileError, Files, New, Rights};
use crate::state::record::{Adopted, Baseline};

/// Folders that can only be read: whoever writes into them is stopped.
struct Left(BTreeMap<String, String>);

impl Files for Left {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok(self.0.get(path).map(|text| text.clone().into_bytes()))
    }

    fn replace(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        unreachable!()
    }

    fn claim(&self, _: &str, _: &[u8]) -> Result<bool, FileError> {
        unreachable!()
    }

    fn rewrite(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        unreachable!()
    }

    fn create(&self, _: &str, _: New<'_>, _: Rights) -> Result<(), FileError> {
        unreachable!()
    }

    fn remove(&self, _: &str) -> Result<(), FileError> {
        unreachable!()
    }

    fn rename(&self, _: &str, _: &str) -> Result<(), FileError> {
        unreachable!()
    }

    fn remove_folder(&self, _: &str) -> Result<(), FileError> {
        unreachable!()
    }

    fn list(&self, folder: &str) -> Result<Option<Vec<Entry>>, FileError> {
        let files = self.0.iter();
        let entries = files.filter_map(|(path, text)| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            let kind = EntryKind::File {
                executable: false,
                size: text.len() as u64,
            };
            Some(Entry {
                name: name.to_owned(),
                kind,
                stamp: None,
            })
        });
        Ok(Some(entries.collect()))
    }

    fn kind(&self, _: &str) -> Result<Option<EntryKind>, FileError> {
        unreachable!()
    }
}

const AT: &str = "2026-11-28T22:41:08Z";

fn props() -> Value {
    json!({
        "region": "cn-hangzhou",
        "service": {"name": "a-b"},
        "function": {"name": "c", "runtime": "python3", "codeUri": "./code"},
        "triggers": [
            {"name": "o", "type": "oss", "role": "acs:ram::1:role/r",
             "config": {"bucketName": "pictures", "events": ["oss:ObjectCreated:*"], "filter": {"Key": {"Prefix": "in/", "Suffix": ""}}}},
            {"name": "h", "type": "http", "config": {"authType": "anonymous", "methods": ["GET"]}},
        ],
        "customDomains": [{"domainName": "A.example.com", "protocol": "HTTP", "routeConfigs": [{"path": "/x"}]}],
    })
}

fn read(files: &[(&str, Value)]) -> LeftState {
    let desired = Fc2
        .read(Care::Deploy, &props(), &CONTEXT)
        .expect("a project")
        .desired;
    let account = &desired.root.account;
    let named = files.iter().map(|(name, value)| {
        let name = name.replace("ACCOUNT", account);
        (name, value.to_string())
    });
    let folders = ["/near".to_owned(), "/far".to_owned()];
    left(&desired, &folders, &Left(named.collect()))
}

fn baseline(left: &LeftState, kind: Kind) -> Baseline {
    let mut all = left.records.iter().filter(|one| one.resource.kind == kind);
    let record = all.next().unwrap_or_else(|| panic!("nothing of {kind:?}"));
    record.baseline.clone().expect("a baseline")
}

fn wrapped(document: Value) -> Value {
    json!({"statefulConfig": document})
}

fn service(description: &str, at: &str) -> Value {
    wrapped(json!({
        "serviceName": "a-b", "name": "a-b", "description": description, "internetAccess": true,
        "serviceId": "s-1", "createdTime": AT, "lastModifiedTime": at, "vpcBinding": ["vpc-1"],
        "vpcConfig": {"vpcId": "vpc-1", "securityGroupId": "sg-1", "vswitchIds": ["vsw-1"]},
    }))
}

/// Members are known in whatever case they stand there, and what `fc` adds to an answer is none of it.
#[test]
fn a_document_is_read_as_the_service_would_answer_it() {
    let trigger = wrapped(json!({
        "triggerName": "o", "name": "o", "triggerType": "oss", "createdTime": AT,
        "triggerConfig": {"bucketName": "pictures", "events": ["oss:ObjectCreated:*"], "filter": {"Key": {"Prefix": "in/", "Suffix": ""}}},
    }));
    let left = read(&[
        ("/near/ACCOUNT-cn-hangzhou-a-b.json", service("x", AT)),
        ("/near/ACCOUNT-cn-hangzhou-a-b-c-o.json", trigger),
    ]);
    assert!(left.refused.is_empty(), "{:?}", left.refused);
    let service = baseline(&left, Kind::Service);
    let seen = service.seen.expect("an answer");
    assert_eq!(seen["vpcConfig"]["vSwitchIds"], json!(["vsw-1"]));
    for added in ["name", "vpcBinding"] {
        assert!(seen.get(added).is_none(), "{added}");
    }
    let expected = Adopted {
        file: "ACCOUNT-cn-hangzhou-a-b.json".replace("ACCOUNT", CONTEXT.account),
        ids: vec![
            ("serviceId".to_owned(), "s-1".to_owned()),
            ("createdTime".to_owned(), AT.to_owned()),
        ],
    };
    assert_eq!(service.adopted, Some(expected));
    let bound = baseline(&left, Kind::ServiceVpcBinding)
        .seen
        .expect("a list");
    assert_eq!(leaves(Kind::ServiceVpcBinding, &bound).len(), 1);
    let oss = baseline(&left, Kind::ServiceTrigger)
        .seen
        .expect("an answer");
    assert_eq!(oss["triggerConfig"]["filter"]["key"]["prefix"], "in/");
}

#[test]
fn of_two_places_the_later_deploy_counts() {
    for (near, far, expected) in [
        ("2026-11-28T22:41:08Z", "2026-11-29T00:00:00Z", "far"),
        ("2026-11-30T00:00:00Z", "2026-11-29T00:00:00Z", "near"),
    ] {
        let left = read(&[
            ("/near/ACCOUNT-cn-hangzhou-a-b.json", service("near", near)),
            ("/far/ACCOUNT-cn-hangzhou-a-b.json", service("far", far)),
        ]);
        assert_eq!(
            baseline(&left, Kind::Service).seen.expect("an answer")["description"],
            expected
        );
    }
}

/// The first versions of `fc` took the time of the last change out.
#[test]
fn a_document_without_the_time_of_the_last_change_has_that_of_its_creation() {
    let mut old = service("x", AT);
    let map = old["statefulConfig"].as_object_mut().expect("a map");
    map.shift_remove("lastModifiedTime");
    let left = read(&[("/far/ACCOUNT-cn-hangzhou-a-b.json", old)]);
    assert_eq!(baseline(&left, Kind::Service).at, AT);
}

/// Service `a-b` with function `c` and service `a` with function `b-c` have one name of a file.
#[test]
fn names_that_meet_are_told_apart_by_content() {
    let function = |name: &str| {
        let document = json!({"functionName": name, "runtime": "python3", "handler": "a.b", "createdTime": AT});
        read(&[("/near/ACCOUNT-cn-hangzhou-a-b-c.json", wrapped(document))])
    };
    assert_eq!(function("c").records.len(), 1);
    let other = function("b-c");
    assert!(other.records.is_empty());
    assert_eq!(other.refused.len(), 1);
}

/// Of a domain what led elsewhere is no route of ours, and a name in other letters is the same.
#[test]
fn routes_that_lead_elsewhere_were_not_sent() {
    let route = |path: &str, function: &str| json!({"path": path, "serviceName": "a-b", "functionName": function});
    let domain = json!({
        "domainName": "a.example.com", "accountId": CONTEXT.account, "protocol": "HTTP", "createdTime": AT,
        "routeConfig": {"routes": [route("/x", "c"), route("/y", "other"), route("/z", "c")]},
    });
    let left = read(&[("/near/A.example.com.json", domain)]);
    let domain = baseline(&left, Kind::ServiceDomain);
    let paths = |document: &Value| crate::model::routes::listed(document);
    assert_eq!(paths(&domain.sent), ["/x", "/z"]);
    assert_eq!(paths(&domain.seen.expect("an answer")), ["/x", "/y", "/z"]);
}
