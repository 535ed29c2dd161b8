//! `driftPolicy`.

use super::*;
use crate::model::owner::Owner;
use crate::words::Lang;

#[test]
fn rules_are_read_in_order() {
    let policy = json!([
        {"path": "environmentVariables.LOG_*", "owner": "console", "reason": "ops turns it"},
        {"path": ["timeout", "triggers[nightly]"], "owner": "file", "reason": "r", "until": "2026-12-31"},
    ]);
    let desired = wanted(json!({"driftPolicy": policy}));
    let rules: Vec<_> = desired
        .rules
        .all
        .iter()
        .map(|rule| {
            (
                rule.paths(),
                rule.owner,
                rule.until.map(|day| day.to_string()),
            )
        })
        .collect();
    let first = (
        "environmentVariables.LOG_*".to_owned(),
        Owner::Console,
        None,
    );
    let last = Some("2026-12-31".to_owned());
    let second = ("timeout, triggers[nightly]".to_owned(), Owner::File, last);
    assert_eq!(rules, [first, second]);
}

#[test]
fn what_is_wrong_with_a_rule_is_said() {
    let rule = |key: &str, value: serde_json::Value| {
        let mut rule = json!({"path": "timeout", "owner": "console", "reason": "r"});
        rule[key] = value;
        json!([rule])
    };
    for (policy, said) in [
        (rule("path", json!("a..b")), "not the path of a setting"),
        (rule("path", json!([])), "path"),
        (rule("path", json!("**")), "covers everything"),
        (rule("path", json!("*.?")), "covers everything"),
        (rule("owner", json!("me")), "owner"),
        (rule("reason", json!("")), "reason"),
        // The CLI hands over a date without quotes as an empty block.
        (rule("until", json!({})), "write it in quotes"),
        (rule("until", json!("31.12.2026")), "write it in quotes"),
        (rule("since", json!("2026-01-01")), "not a known property"),
        (
            json!([{"path": "timeout", "owner": "file"}]),
            "reason: is missing",
        ),
        (json!({"timeout": "console"}), "must be a list"),
    ] {
        let error = refused(json!({"driftPolicy": policy})).render(Lang::En);
        assert!(error.contains(said), "{error}");
    }
}
