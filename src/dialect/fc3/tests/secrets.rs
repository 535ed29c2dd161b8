//! Whatever is wrong, what the file says is never told, and nothing that it says stops the reading
//! in another way than by a problem.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{parsed, set, whole};
use crate::error::{Error, Outcome};
use crate::words::Lang;

const CANARY: &str = "canary-7f3a";

/// The canary in every kind of wrong place: as text, in a list, in a block, in a long text.
fn disguises() -> [Value; 5] {
    [
        json!(CANARY),
        json!([CANARY]),
        json!({"a": CANARY}),
        json!([{"a": [CANARY]}]),
        json!(CANARY.repeat(500)),
    ]
}

#[test]
fn a_message_names_the_property_and_never_its_value() {
    let project = whole::project();
    let mut refused = 0;
    for pointer in whole::pointers(&project) {
        for value in disguises() {
            let mut props = project.clone();
            set(&mut props, &pointer, value);
            if let Err(error) = parsed(&props) {
                refused += 1;
                check(&pointer, &error);
            }
        }
    }
    assert!(refused > 500, "only {refused} were refused");
}

#[track_caller]
fn check(pointer: &str, error: &Error) {
    let top = pointer.split('/').nth(1).unwrap_or_default();
    for lang in [Lang::En, Lang::Zh] {
        let text = error.render(lang);
        assert!(text.contains(&format!("props.{top}")), "{pointer}: {text}");
        // Where the code was looked for is told on purpose.
        assert!(top == "code" || !text.contains(CANARY), "{pointer}: {text}");
    }
}

/// A key that lost its first line is taken for a file's name, and must not be told as one.
#[test]
fn a_broken_key_is_not_told() {
    for key in [
        "MIIEvQIBADANBgkq",
        "MIIEvQIB\nADANBgkq",
        &"MIIEvQIB".repeat(300),
    ] {
        let mut props = whole::project();
        set(
            &mut props,
            "/customDomain/certConfig/privateKey",
            json!(key),
        );
        let error = parsed(&props).expect_err("no PEM text");
        assert!(!error.render(Lang::En).contains("MIIEvQIB"), "{error:?}");
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-zA-Z]{1,8}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn anything_anywhere_is_read_or_refused(at in any::<prop::sample::Index>(), value in anything()) {
        let mut props = whole::project();
        let pointers = whole::pointers(&props);
        let pointer: &String = at.get(&pointers);
        *props.pointer_mut(pointer).expect("a pointer of this document") = value;
        if let Err(error) = parsed(&props) {
            prop_assert_eq!(error.outcome, Outcome::Usage);
        }
    }
}
