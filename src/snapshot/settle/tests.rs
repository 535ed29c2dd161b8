//! Laws about interrupted writes.

use serde_json::{Value, json};

use super::*;
use crate::model::resource::Kind;

fn resource(kind: Kind) -> Resource {
    Resource::of_function("1".to_owned(), "r".to_owned(), "demo".to_owned()).sibling(kind, "demo")
}

fn record(kind: Kind, sent: Value, seen: Value) -> Record {
    let mut record = Record::new(resource(kind), "k".to_owned());
    record.baseline = Some(Baseline {
        sent,
        seen: Some(seen),
        modified: None,
        at: "then".to_owned(),
        deployed: None,
        owned: Vec::new(),
        kept: None,
        adopted: None,
    });
    record
}

fn intent(before: Option<Value>, sent: Value, intended: Value, writes: &[&str]) -> Intent {
    Intent {
        at: "now".to_owned(),
        before,
        sent,
        intended,
        writes: writes.iter().map(|one| (*one).to_owned()).collect(),
        owned: Vec::new(),
        kept: None,
        is_stranger: false,
        is_handed: false,
        provenance: None,
    }
}

/// The baseline after an update of these settings, if it counts as done.
fn updated(before: &Value, intended: &Value, writes: &[&str], online: &Value) -> Option<Baseline> {
    let record = record(Kind::Function, before.clone(), before.clone());
    let intent = intent(
        Some(before.clone()),
        intended.clone(),
        intended.clone(),
        writes,
    );
    let function = resource(Kind::Function);
    let (baseline, done) = settle(&function, &intent, Some(online), &record);
    assert_eq!(done, baseline != record.baseline, "{baseline:?}");
    baseline.filter(|_| done)
}

#[test]
fn what_is_as_it_was_before_is_not_done() {
    let (before, after) = (json!({"timeout": 10}), json!({"timeout": 20}));
    assert!(updated(&before, &after, &["timeout"], &before).is_none());
    let done = updated(&before, &after, &["timeout"], &after).expect("it stands online");
    assert_eq!(done.seen, Some(after.clone()));
    let third = json!({"timeout": 30});
    assert!(updated(&before, &after, &["timeout"], &third).is_none());
}

#[test]
fn an_object_in_oss_is_never_taken_for_what_is_online() {
    let before = json!({"code": "1"});
    let after = json!({"code": "oss://bucket/two"});
    for online in ["1", "2", "3"] {
        let online = json!({"code": online});
        assert!(updated(&before, &after, &["code"], &online).is_none());
    }
    // With another setting in the same request the request is seen to have arrived, and still nobody
    // knows whose code it is.
    let before = json!({"code": "1", "timeout": 10});
    let after = json!({"code": "oss://bucket/two", "timeout": 20});
    let online = json!({"code": "3", "timeout": 20});
    let done = updated(&before, &after, &["code", "timeout"], &online).expect("the timeout");
    assert_eq!(done.sent, json!({"code": "1", "timeout": 20}));
    assert_eq!(done.seen, Some(json!({"code": "1", "timeout": 20})));
}

#[test]
fn a_new_build_under_the_same_tag_cannot_be_seen() {
    let image = |build: &str| json!({"customContainerConfig": {"image": "a:1", "imageId": build}});
    let online = json!({"customContainerConfig": {"image": "a:1"}});
    let writes = &["customContainerConfig"];
    assert!(updated(&online, &image("two"), writes, &online).is_none());
    // Unless the docker client told under which digest it was pushed.
    let with =
        |uri: &str| json!({"customContainerConfig": {"image": "a:1", "resolvedImageUri": uri}});
    let (before, meant) = (with("a@sha256:1"), with("sha256:2"));
    assert!(updated(&before, &meant, writes, &before).is_none());
    assert!(updated(&before, &meant, writes, &with("a@sha256:3")).is_none());
    assert!(updated(&before, &meant, writes, &with("a@sha256:2")).is_some());
}

#[test]
fn of_a_creation_only_what_it_carried_is_ours() {
    let function = resource(Kind::Function);
    let mut record = Record::new(function.clone(), "k".to_owned());
    let wanted = json!({"functionName": "demo", "timeout": 20, "environmentVariables": {"A": "1"}});
    let intent = intent(None, wanted.clone(), wanted, &[]);
    record.pending = Some(intent.clone());
    let online = json!({
        "functionName": "demo", "timeout": 20, "cpu": 0.5, "description": "by colleague",
        "environmentVariables": {"A": "1", "THEIRS": "2"},
    });
    let (baseline, done) = settle(&function, &intent, Some(&online), &record);
    assert!(done);
    assert_eq!(
        baseline.and_then(|baseline| baseline.seen),
        Some(json!({
            "functionName": "demo", "timeout": 20, "cpu": 0.5, "environmentVariables": {"A": "1"},
        }))
    );
}

#[test]
fn others_routes_say_nothing_about_ours() {
    let route = |path: &str, function: &str| json!({"path": path, "functionName": function});
    let domain = |routes: &[Value]| json!({"routeConfig": {"routes": routes}});
    let (ours, other) = (route("/a", "demo"), route("/x", "x"));
    let before = domain(std::slice::from_ref(&other));
    let after = domain(&[other.clone(), ours.clone()]);
    let online = domain(&[ours, route("/y", "y")]);
    let record = record(Kind::CustomDomain, json!({}), before.clone());
    let domains = resource(Kind::CustomDomain);
    let write = intent(Some(before), after.clone(), after, &["routeConfig"]);
    assert!(settle(&domains, &write, Some(&online), &record).1);
    let removal = intent(None, json!({}), Value::Null, &[]);
    assert!(!settle(&domains, &removal, Some(&online), &record).1);
    let without = domain(std::slice::from_ref(&other));
    assert_eq!(
        settle(&domains, &removal, Some(&without), &record),
        (None, true)
    );
}
