//! Whatever somebody changes online in a project that uses everything is noticed, and whatever the
//! service adds to its answers is not taken for a change.

use serde_json::{Map, Value, json};

use super::{parsed, whole};
use crate::drift::{ResourceDrift, Verdict, compare};
use crate::model::desired::Item;
use crate::model::document::leaves;
use crate::model::edit::set;
use crate::model::owner::Rules;
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::snapshot::{Live, Part, Snapshot};
use crate::state::record::{Baseline, Record};

fn sealer() -> Sealer {
    Sealer::new([7; 32])
}

/// Every resource of the whole project, and of one with a scaling configuration, as it was deployed.
fn deployed() -> Vec<Item> {
    let mut props = whole::project();
    let mut items = parsed(&props).expect("valid").items;
    let map = props.as_object_mut().expect("a block");
    map.shift_remove("provisionConfig");
    let policy = json!({"name": "p", "metricType": "m", "metricTarget": 0.5, "minInstances": 1,
        "maxInstances": 2, "startTime": "s", "endTime": "e", "timeZone": "z"});
    let schedule = json!({"name": "q", "target": 1, "scheduleExpression": "x", "startTime": "s",
        "endTime": "e", "timeZone": "z"});
    let scaling = json!({"minInstances": 1, "residentPoolId": "r", "enableMixMode": true,
        "enableOnDemandScaling": true, "requestDispatchPolicy": "d",
        "horizontalScalingPolicies": [policy], "scheduledPolicies": [schedule]});
    map.insert("scalingConfig".to_owned(), scaling);
    let more = parsed(&props).expect("valid").items;
    items.extend(
        more.into_iter()
            .filter(|one| one.resource.kind == Kind::ScalingConfig),
    );
    items
}

/// The verdicts when this stands online now.
fn drift(resource: &Resource, desired: &Value, live: Value) -> ResourceDrift {
    let seal = |document: &Value| sealer().seal(resource.kind, document);
    let baseline = Baseline {
        sent: seal(desired),
        seen: Some(seal(desired)),
        modified: None,
        at: String::new(),
        deployed: None,
        owned: Vec::new(),
        kept: None,
        adopted: None,
    };
    let mut record = Record::new(resource.clone(), sealer().id());
    record.baseline = Some(baseline.clone());
    let part = Part {
        record,
        baseline: Some(baseline),
        live: Some(Live {
            document: live,
            etag: None,
            mark: None,
        }),
        desired: desired.clone(),
        file: desired.clone(),
        ..Part::bare(resource.clone())
    };
    let snapshot = Snapshot::of_one(part, Rules::default());
    compare(&snapshot, &sealer()).resources.remove(0)
}

fn another(value: &Value) -> Value {
    match value {
        Value::Bool(on) => (!on).into(),
        Value::Number(number) => (number.as_f64().unwrap_or_default() + 1.0).into(),
        Value::String(text) => format!("{text}-changed").into(),
        Value::Array(items) => [items.as_slice(), &["changed".into()]].concat().into(),
        _ => "changed".into(),
    }
}

#[test]
fn every_setting_that_changes_online() {
    let mut count = 0;
    for item in deployed() {
        let (resource, desired) = (item.resource, item.document);
        let kind = resource.kind;
        for (path, leaf) in leaves(kind, &desired) {
            for value in [Some(another(&leaf.value)), None] {
                // A type names the table itself, and an entry without its owner is not ours.
                let is_frame = path.to_string() == "triggerType"
                    || path.to_string().ends_with(".functionName");
                if is_frame {
                    continue;
                }
                let mut live = desired.clone();
                set(kind, &mut live, &path, value);
                let found = drift(&resource, &desired, live).differences;
                let hit = found.iter().find(|found| found.path == path);
                let verdict = hit.map(|found| found.verdict);
                assert_eq!(
                    verdict,
                    Some(Verdict::Remote),
                    "{} {path}",
                    resource.label().en
                );
                assert_eq!(found.len(), 1, "{} {path}", resource.label().en);
                count += 1;
            }
        }
    }
    assert!(count > 300, "only {count} changes were tried");
}

#[test]
fn whatever_the_service_adds() {
    for item in deployed() {
        let (resource, desired) = (item.resource, item.document);
        let mut live = desired.clone();
        add_everywhere(&mut live);
        let drift = drift(&resource, &desired, live);
        assert!(drift.differences.is_empty(), "{drift:?}");
    }
}

/// A field that nobody knows in every block whose fields are the API's.
fn add_everywhere(document: &mut Value) {
    const FREE: [&str; 6] = [
        "environmentVariables",
        "params",
        "envs",
        "filter",
        "tags",
        "vpcIds",
    ];
    fn add(map: &mut Map<String, Value>) {
        for (name, value) in map.iter_mut() {
            match value {
                Value::Object(map) if !FREE.contains(&name.as_str()) && name != "triggerConfig" => {
                    add(map)
                }
                _ => {}
            }
        }
        map.insert("fieldOfTomorrow".to_owned(), json!({"a": ["b"]}));
    }
    if let Some(map) = document.as_object_mut() {
        add(map);
    }
}
