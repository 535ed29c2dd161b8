use serde_json::json;

use super::*;

fn paths(kind: Kind, document: &Value) -> Vec<String> {
    leaves(kind, document).keys().map(Path::to_string).collect()
}

#[test]
fn defaults_and_the_services_own_fields_are_no_settings() {
    let live = json!({
        "functionName": "f", "timeout": 3, "description": "", "layers": [],
        "vpcConfig": {"vpcId": "", "vSwitchIds": []}, "lastModifiedTime": "2026-01-01T00:00:00Z",
    });
    assert_eq!(paths(Kind::Function, &live), ["functionName"]);
}

#[test]
fn an_empty_variable_is_a_setting() {
    let live = json!({"environmentVariables": {"EMPTY": ""}});
    assert_eq!(paths(Kind::Function, &live), ["environmentVariables.EMPTY"]);
}

#[test]
fn a_trigger_is_read_by_its_type() {
    let live = canonical(
        Kind::Trigger,
        json!({"triggerType": "timer", "triggerConfig": "{\"cronExpression\":\"@every 5m\",\"enable\":false}"}),
    );
    assert_eq!(
        paths(Kind::Trigger, &live),
        ["triggerConfig.cronExpression", "triggerType"]
    );
}

#[test]
fn whole_numbers_are_the_same_to_the_last_digit() {
    let number = |number: Value| leaves(Kind::Function, &json!({"memorySize": number}));
    let free = |number: Value| leaves(Kind::Function, &json!({"ofTomorrow": number}));
    let is_same = |a: Leaves, b: Leaves| a.iter().all(|(path, leaf)| same(Some(leaf), b.get(path)));
    for (a, b) in [
        (
            json!(9_007_199_254_740_993_i64),
            json!(9_007_199_254_740_992_i64),
        ),
        (
            json!(18_446_744_073_709_551_615_u64),
            json!(18_446_744_073_709_551_614_u64),
        ),
        (json!(1_700_000_000), json!(1_700_000_500)),
        (json!(-5_000_001), json!(-5_000_000)),
    ] {
        assert!(!is_same(number(a.clone()), number(b.clone())), "{a} {b}");
        assert!(!is_same(free(a.clone()), free(b.clone())), "{a} {b}");
        assert!(!is_same(number(json!(a.to_string())), number(b)), "{a}");
        assert!(is_same(number(a.clone()), number(json!(a.to_string()))));
        assert!(is_same(free(a.clone()), free(a)));
    }
    assert!(is_same(number(json!(2)), number(json!(2.0))));
}

#[test]
fn sets_numbers_and_mount_points_compare_by_meaning() {
    let same_doc = |kind, a: &Value, b: &Value| {
        let (a, b) = (leaves(kind, a), leaves(kind, b));
        a.keys()
            .chain(b.keys())
            .all(|path| same(a.get(path), b.get(path)))
    };
    assert!(same_doc(
        Kind::Function,
        &json!({"cpu": 0.35, "vpcConfig": {"vSwitchIds": ["a", "b"]}, "nasConfig": {"mountPoints": [{"mountDir": "/m", "enableTLS": false}]}}),
        &json!({"cpu": 0.349_999_994, "vpcConfig": {"vSwitchIds": ["b", "a"]}, "nasConfig": {"mountPoints": [{"mountDir": "/m"}]}}),
    ));
    assert!(!same_doc(
        Kind::Function,
        &json!({"layers": ["a", "b"]}),
        &json!({"layers": ["b", "a"]}),
    ));
}

/// Not only what is compared in clear: the digest of a secret is of what it means.
#[test]
fn json_in_a_text_is_the_same_however_it_is_laid_out() {
    let sealer = crate::model::seal::Sealer::new([7; 32]);
    let trigger = |kind: &str, name: &str, text: &str| json!({"triggerType": kind, "triggerConfig": {name: text}});
    let domain = |text: &str| json!({"domainName": "d", "authConfig": {"authType": "jwt", "authInfo": text}});
    let affinity = |text: &str| canonical(Kind::Function, json!({"sessionAffinityConfig": text}));
    let (one, again) = (
        r#"{"a":{"b":[1,"x y"],"c":true}}"#,
        " {\n  \"a\": { \"c\" : true, \"b\": [1, \"x y\"] }\n} ",
    );
    let others = [
        r#"{"a":{"b":["x y",1],"c":true}}"#,
        r#"{"a":{"b":[1,"xy"],"c":true}}"#,
        r#"{"a":{"b":[1,"x y"],"c":true,"d":""}}"#,
        "no json",
    ];
    type Written<'w> = &'w dyn Fn(&str) -> Value;
    let cases: [(Kind, Written<'_>); 4] = [
        (Kind::Trigger, &|text| {
            trigger("eventbridge", "eventRuleFilterPattern", text)
        }),
        (Kind::Trigger, &|text| trigger("timer", "payload", text)),
        (Kind::CustomDomain, &|text| domain(text)),
        (Kind::Function, &|text| affinity(text)),
    ];
    for (kind, of) in cases {
        let all = |document: Value| {
            let sealed = leaves(kind, &sealer.seal(kind, &document));
            [leaves(kind, &document), sealed]
        };
        let is_same = |a: &str, b: &str| {
            let (a, b) = (all(of(a)), all(of(b)));
            let pairs = a.iter().zip(&b);
            pairs
                .map(|(a, b)| {
                    a.len() == b.len() && a.iter().all(|(path, leaf)| same(Some(leaf), b.get(path)))
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(is_same(one, again), [true, true], "{kind:?}");
        for other in others {
            assert_eq!(is_same(one, other), [false, false], "{kind:?} {other}");
        }
    }
}
