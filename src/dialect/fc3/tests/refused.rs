//! Every rule, broken once: exactly one problem, which names the property and the remedy in both
//! languages.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{parsed, refused, set, whole, with, written};
use crate::error::{Error, Outcome, Who};
use crate::words::Lang;

/// A pointer into the whole project, what is written there instead (null: nothing), a part of the
/// message, and the property that it names where that is another.
#[derive(Deserialize)]
struct Case(String, Value, String, #[serde(default)] Option<String>);

#[test]
fn one_wrong_property_is_one_problem() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("refused.json")).expect("JSON");
    for Case(pointer, value, says, names) in cases {
        let mut props = whole::project();
        set(&mut props, &pointer, value);
        let error = parsed(&props).expect_err(&pointer);
        assert_problem(&error, &names.unwrap_or_else(|| written(&pointer)), &says);
    }
}

#[track_caller]
fn assert_problem(error: &Error, path: &str, says: &str) {
    assert_eq!((error.outcome, error.who), (Outcome::Usage, Who::Template));
    let line = |lang| error.render(lang).replace("\n  →", " →");
    let text = line(Lang::En).replace(" (fix s.yaml)", "");
    assert!(error.causes.is_empty(), "more than one problem: {text}");
    assert!(text.starts_with(&format!("{path}: ")), "{path}: {text}");
    assert!(
        text.contains(" → ") && text.contains(says),
        "{says}: {text}"
    );
    let text = line(Lang::Zh);
    assert!(text.starts_with(&format!("{path}：")), "{path}: {text}");
    assert!(text.contains(" → ") && !text.is_ascii(), "{text}");
}

#[test]
fn the_whole_project_is_valid() {
    parsed(&whole::project()).expect("valid");
}

#[test]
fn there_can_be_too_much() {
    let layers = vec!["acs:fc:cn-hangzhou:official:layers/a/versions/1"; 6];
    let error = refused(json!({"layers": layers}));
    assert_problem(&error, "props.layers", "keep at most 5");
    let tags: Vec<_> = (0..21).map(|n| json!({"key": format!("k{n}")})).collect();
    let error = refused(json!({"tags": tags}));
    assert_problem(&error, "props.tags", "keep at most 20");
    let error = refused(json!({"environmentVariables": {"A": "x".repeat(5000)}}));
    assert_problem(&error, "props.environmentVariables", "limit is 4096");
}

#[test]
fn a_typo_is_told() {
    let error = refused(json!({"timeuot": 3}));
    assert_problem(&error, "props.timeuot", "did you mean timeout?");
    let error = refused(json!({"environmentVariable": {}}));
    assert_problem(&error, "props.environmentVariable", "environmentVariables?");
}

#[test]
fn a_runtime_asks_for_what_it_needs() {
    let container = refused(json!({"runtime": "custom-container", "code": null}));
    assert_problem(&container, "props.customContainerConfig", "needs it");
    let sandbox = refused(json!({"runtime": "micro-sandbox", "code": null}));
    assert_problem(&sandbox, "props.microSandboxConfig", "needs it");
    let custom = refused(json!({"runtime": "custom", "code": null}));
    assert_problem(&custom, "props.code", "is missing");
}

#[test]
fn every_problem_is_told_at_once_but_no_more_than_twenty() {
    let three = refused(json!({"timeout": 0, "memorySize": 1, "region": null}));
    assert_eq!(three.what.text(Lang::En), "s.yaml has 3 problems");
    assert_eq!(three.causes.len(), 3);
    let names = (0..30).map(|n| (format!("1{n}"), json!("a"))).collect();
    let thirty = refused(json!({"environmentVariables": Value::Object(names)}));
    assert_eq!(thirty.what.text(Lang::Zh), "s.yaml 中有 30 处问题");
    assert_eq!(thirty.causes.len(), 21);
    assert_eq!(thirty.causes[20].text(Lang::En), "and 10 more");
}

#[test]
fn props_are_a_block() {
    for props in [json!(null), json!("{}"), json!([])] {
        let error = parsed(&props).expect_err("no block");
        assert!(error.render(Lang::En).starts_with("props: "), "{error:?}");
    }
}

/// Each line names everything that stands in the way, and the component that can do it.
#[test]
fn what_this_version_cannot_do() {
    for (changes, says) in [
        (json!({"code": "oss://r/b/y.zip"}), "props.code: oss://"),
        (json!({"code": " OSS://r/b/y.zip"}), "props.code: oss://"),
    ] {
        let error = refused(changes);
        let text = error.render(Lang::En);
        assert_eq!((error.outcome, error.who), (Outcome::Usage, Who::Template));
        assert!(text.starts_with("not supported by fc-guard 0."), "{text}");
        assert!(
            text.contains(says) && text.contains("(component: fc3)"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 2, "{text}");
    }
    // The dialect is chosen before; that there is no service, or that there is functionName, is why it is this one.
    let fc2 = json!({"region": "cn-hangzhou", "service": {"name": "s"},
        "function": {"name": "f", "codeUri": "./code", "caPort": 9000},
        "triggers": [{"name": "http", "type": "http", "config": {}}]});
    let text = parsed(&fc2).expect_err("FC 2.0").render(Lang::En);
    for says in [
        "FC 2.0",
        "props.service is missing",
        "service: {name: shop}",
        "props.service.name: FC 3.0 has no services",
        "props.function.name → props.functionName",
        "props.function.codeUri → props.code",
        "props.function.caPort → props.customRuntimeConfig.port",
        "props.triggers[0].type → props.triggers[0].triggerType",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

/// What upstream ignores explains what is missing.
#[test]
fn a_refusal_comes_with_what_is_left_out() {
    let trigger = json!([{"triggerName": "t", "type": "http", "triggerConfig": {}}]);
    for (changes, says) in [
        (
            json!({"code": null, "codeUri": "./code"}),
            vec![
                "props.code: is missing",
                "props.codeUri: is not a known property",
                "did you mean code?",
            ],
        ),
        (
            json!({"triggers": trigger}),
            vec![
                "props.triggers[0].triggerType: is missing",
                "did you mean triggerType?",
            ],
        ),
        (
            json!({"timeout": 0, "memory": 512}),
            vec!["props.timeout: ", "did you mean memorySize?"],
        ),
        (
            json!({"timeout": 0, "caPort": 9000}),
            vec!["did you mean customRuntimeConfig.port?"],
        ),
        (
            json!({"timeout": 0, "port": 9000, "runtime": "custom-container",
                "customContainerConfig": {"image": "i"}}),
            vec!["did you mean customContainerConfig.port?"],
        ),
        (
            json!({"timeout": 0, "functionArn": "a"}),
            vec!["what the service answers"],
        ),
    ] {
        let text = refused(changes).render(Lang::En);
        for says in says {
            assert!(text.contains(says), "{says}: {text}");
        }
        assert!(text.contains("note on s.yaml: "), "{text}");
    }
}

#[test]
fn a_null_is_no_value() {
    let error = parsed(&{
        let mut props = with(json!({}));
        props["description"] = Value::Null;
        props
    });
    assert_problem(
        &error.expect_err("null"),
        "props.description",
        "has no value",
    );
}
