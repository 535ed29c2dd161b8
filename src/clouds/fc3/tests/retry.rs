//! What is sent again, and when.

use serde_json::{Value, json};

use super::function;
use crate::ports::TransportError;
use crate::wire::fake::{Fake, done, header};
use crate::words::Lang;

const OK: &str = r#"{"functionName":"demo"}"#;

fn get(fake: &Fake) -> bool {
    done(fake.client().get_function("demo")).is_ok()
}

fn create(fake: &Fake) -> bool {
    let body: Value = json!({"functionName": "demo"});
    done(fake.client().create(&function(), &body, &[], None)).is_ok()
}

fn update(fake: &Fake) -> bool {
    done(fake.client().update(&function(), &json!({}), &[], None)).is_ok()
}

fn broken() -> TransportError {
    TransportError::Broken("reset".to_owned())
}

#[test]
fn a_throttled_call_is_sent_again_whatever_it_does() {
    for code in [
        "Throttling",
        "Throttling.User",
        "Rejected.Throttling",
        "ResourceExhausted",
    ] {
        for call in [get, create, update] {
            let fake = Fake::new()
                .refuse(429, code)
                .refuse(429, code)
                .raw(200, &[], OK);
            assert!(call(&fake), "{code}");
            assert_eq!(fake.sent(), 3);
        }
    }
    let by_code = Fake::new().refuse(400, "Throttling.Api").raw(200, &[], OK);
    assert!(create(&by_code));
    let by_proxy = Fake::new().raw(429, &[], "slow down").raw(200, &[], OK);
    assert!(create(&by_proxy));
}

#[test]
fn what_is_too_large_is_asked_for_once_and_said_to_be_that() {
    let limit = 64 * 1024 * 1024;
    let fake = Fake::new().lose(TransportError::TooLarge(limit));
    let shown = done(fake.client().get_function("demo")).expect_err("an error");
    let shown = shown.render(Lang::En);
    assert!(shown.contains("answers with more than 64 MB"), "{shown}");
    assert_eq!(fake.sent(), 1);
    assert_eq!(fake.request(0).limit, limit);
    // What was written all the same is not known.
    let fake = Fake::new().lose(TransportError::TooLarge(limit));
    let body = json!({});
    let written = done(fake.client().update(&function(), &body, &[], None));
    assert!(written.expect_err("a failure").unknown());
}

#[test]
fn reads_and_updates_survive_a_short_outage() {
    for call in [get, update] {
        let fake = Fake::new()
            .refuse(500, "InternalServerError")
            .lose(broken())
            .raw(200, &[], OK);
        assert!(call(&fake));
        assert_eq!(fake.sent(), 3);
    }
}

#[test]
fn three_tries_are_all() {
    let fake = Fake::new()
        .raw(503, &[], "")
        .raw(503, &[], "")
        .refuse(503, "ServiceUnavailable");
    let error = done(fake.client().get_function("demo")).expect_err("an error");
    assert_eq!(fake.sent(), 3);
    let shown = error.render(Lang::En);
    assert!(
        shown.contains("ServiceUnavailable: m (HTTP 503, request id r-1)"),
        "{shown}"
    );
    assert!(shown.contains("tried 3 times"), "{shown}");
}

#[test]
fn a_timeout_is_not_sent_again() {
    for call in [get, create, update] {
        let fake = Fake::new().lose(TransportError::Timeout);
        assert!(!call(&fake));
        assert_eq!(fake.sent(), 1);
    }
}

#[test]
fn refusals_are_not_sent_again() {
    for (status, code) in [
        (400, "InvalidArgument"),
        (403, "AccessDenied"),
        (409, "X"),
        (412, "Y"),
    ] {
        let fake = Fake::new().refuse(status, code);
        assert!(!update(&fake));
        assert_eq!(fake.sent(), 1);
    }
}

#[test]
fn each_try_is_signed_anew() {
    let fake = Fake::new().refuse(429, "Throttling").raw(200, &[], OK);
    assert!(get(&fake));
    for name in ["x-acs-signature-nonce", "authorization"] {
        let (first, second) = (fake.request(0), fake.request(1));
        assert_ne!(header(&first, name), header(&second, name), "{name}");
    }
}

#[test]
fn waits_grow_and_follow_the_server() {
    let busy = r#"{"Code":"Throttling"}"#;
    let fake = Fake::new()
        .raw(429, &[], busy)
        .raw(429, &[], busy)
        .raw(200, &[], OK);
    assert!(get(&fake));
    let waits = fake.waits.borrow().clone();
    assert!(
        (500..=1000).contains(&waits[0]) && (1000..=2000).contains(&waits[1]),
        "{waits:?}"
    );
    let after = |millis| {
        let fake = Fake::new()
            .raw(429, &[("X-Acs-Retry-After", millis)], busy)
            .raw(200, &[], OK);
        assert!(get(&fake));
        fake.waits.borrow()[0]
    };
    assert_eq!(after("7000"), 7_000);
    assert_eq!(after("3600000"), 20_000);
    assert!(after("1") >= 500);
    assert!(after("soon") >= 500);
}
