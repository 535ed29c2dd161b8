//! What a failed write means for the deploy.

use serde_json::json;

use super::{function, of};
use crate::error::{Outcome, Who};
use crate::model::resource::Kind;
use crate::ports::{Method, TransportError};
use crate::wire::fake::{Fake, done, header};
use crate::wire::{Failure, Reply};
use crate::words::{Lang, Words};

fn create(fake: &Fake) -> Result<Reply, Failure> {
    let body = json!({"functionName": "demo", "environmentVariables": {"KEY": "topsecret"}});
    done(fake.client().create(&function(), &body, &[], None))
}

fn update(fake: &Fake) -> Result<Reply, Failure> {
    let body = json!({"description": "云"});
    done(
        fake.client()
            .update(&function(), &body, &[], Some("\"e1\"")),
    )
}

fn shown(failure: Failure) -> String {
    failure
        .into_error(&Words::same("function demo"))
        .render(Lang::En)
}

#[test]
fn a_write_carries_its_body_and_headers() {
    let fake = Fake::new().json(200, &json!({"functionName": "demo", "handler": "h"}));
    let headers = [
        ("X-Fc-Custom", "kept"),
        ("X-Acs-Action", "DeleteFunction"),
        ("Authorization", "none"),
        ("Host", "elsewhere"),
        ("Content-Type", "text/plain"),
        ("If-Match", "*"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let body = json!({"handler": "h", "description": "云"});
    let sent = fake.client();
    let reply = done(sent.update(&function(), &body, &headers, Some("\"e1\"")));
    assert_eq!(reply.expect("a reply").doc["handler"], "h");
    let request = fake.request(0);
    assert_eq!(request.method, Method::Put);
    assert_eq!(request.body, br#"{"handler":"h","description":""#.iter().copied()
        .chain("云\"}".bytes()).collect::<Vec<u8>>());
    assert_eq!(header(&request, "x-fc-custom"), Some("kept"));
    assert_eq!(header(&request, "x-acs-action"), Some("UpdateFunction"));
    assert_eq!(
        header(&request, "content-type"),
        Some("application/json; charset=utf-8")
    );
    assert_eq!(header(&request, "if-match"), Some("\"e1\""));
    assert_eq!(header(&request, "host"), None);
    let authorization = header(&request, "authorization").unwrap_or_default();
    assert!(authorization.starts_with("ACS3-HMAC-SHA256 "));
    assert!(!authorization.contains("if-match") && !authorization.contains("x-fc-custom"));
}

#[test]
fn every_resource_has_its_path() {
    let fake = Fake::new()
        .json(200, &json!({"triggerName": "t"}))
        .json(200, &json!({"triggerName": "t"}))
        .json(200, &json!({"domainName": "a.example.com"}))
        .json(200, &json!({"domainName": "A.example.com"}));
    let client = fake.client();
    let trigger = json!({"triggerName": "t"});
    done(client.create(&of(Kind::Trigger, "t"), &trigger, &[], None)).expect("created");
    done(client.update(&of(Kind::Trigger, "t"), &json!({}), &[], None)).expect("updated");
    let domain = json!({"domainName": "a.example.com"});
    done(client.create(&of(Kind::CustomDomain, "a.example.com"), &domain, &[], None))
        .expect("created");
    done(client.update(
        &of(Kind::CustomDomain, "a.example.com"),
        &json!({}),
        &[],
        None,
    ))
    .expect("updated");
    let root = "http://127.0.0.1:8080/2023-03-30";
    let expected = [
        (Method::Post, format!("{root}/functions/demo/triggers")),
        (Method::Put, format!("{root}/functions/demo/triggers/t")),
        (Method::Post, format!("{root}/custom-domains")),
        (Method::Put, format!("{root}/custom-domains/a.example.com")),
    ];
    for (number, (method, url)) in expected.into_iter().enumerate() {
        let request = fake.request(number);
        assert_eq!((request.method, request.url), (method, url));
    }
}

#[test]
fn names_cannot_leave_their_place_in_the_path() {
    let fake = Fake::new().json(200, &json!({"triggerName": "a/../b?c"}));
    done(
        fake.client()
            .update(&of(Kind::Trigger, "a/../b?c"), &json!({}), &[], None),
    )
    .expect("updated");
    assert!(fake.request(0).url.ends_with("/triggers/a%2F..%2Fb%3Fc"));
}

#[test]
fn races_are_recognised() {
    let exists = create(&Fake::new().refuse(409, "FunctionAlreadyExists")).expect_err("a failure");
    assert!(exists.exists() && !exists.moved() && !exists.gone() && !exists.unknown());
    for (status, code) in [(412, "PreconditionFailed"), (409, "ConcurrentUpdateError")] {
        let moved = update(&Fake::new().refuse(status, code)).expect_err("a failure");
        assert!(
            moved.moved() && !moved.exists() && !moved.gone() && !moved.unknown(),
            "{code}"
        );
        assert_eq!((moved.status(), moved.code()), (Some(status), Some(code)));
    }
    let gone = update(&Fake::new().refuse(404, "FunctionNotFound")).expect_err("a failure");
    assert!(gone.gone() && !gone.moved() && !gone.exists() && !gone.unknown());
    let conflict = create(&Fake::new().refuse(409, "EventBridgeTriggerConflict"));
    let conflict = conflict.expect_err("a failure");
    assert!(!conflict.exists() && !conflict.moved());
}

#[test]
fn an_unknown_end_says_so() {
    let ends = [
        Fake::new().lose(TransportError::Timeout),
        Fake::new().lose(TransportError::Broken("reset".to_owned())),
        Fake::new().refuse(500, "InternalServerError"),
        Fake::new().raw(502, &[], "<html>bad gateway</html>"),
        Fake::new().raw(200, &[], r#"{"functionName":"de"#),
        Fake::new().json(200, &json!({})),
    ];
    for fake in ends {
        let failure = create(&fake).expect_err("a failure");
        assert_eq!(fake.sent(), 1, "a create is not sent twice");
        assert!(failure.unknown(), "{failure:?}");
        let shown = shown(failure);
        assert!(
            shown.contains("not known whether the change took effect"),
            "{shown}"
        );
        assert!(shown.contains("deploy again"), "{shown}");
    }
}

#[test]
fn a_known_end_does_not() {
    let ends = [
        Fake::new().lose(TransportError::Connect("refused".to_owned())),
        Fake::new().refuse(400, "InvalidArgument"),
        Fake::new().refuse(403, "AccessDenied"),
    ];
    for fake in ends {
        let failure = create(&fake).expect_err("a failure");
        assert!(!failure.unknown(), "{failure:?}");
        assert!(!shown(failure).contains("not known"));
        assert_eq!(fake.sent(), 1);
    }
}

#[test]
fn a_refused_second_try_leaves_the_first_in_doubt() {
    let fake = Fake::new()
        .lose(TransportError::Broken("reset".to_owned()))
        .refuse(412, "PreconditionFailed");
    let failure = update(&fake).expect_err("a failure");
    assert!(
        failure.moved() && failure.unknown(),
        "our own first try may have moved it"
    );
}

#[test]
fn a_bad_value_is_for_the_template() {
    let fake = Fake::new().refuse(400, "InvalidArgument");
    let error = create(&fake)
        .expect_err("a failure")
        .into_error(&Words::same("function demo"));
    assert_eq!((error.who, error.outcome), (Who::Template, Outcome::Failed));
    assert!(
        error
            .render(Lang::En)
            .starts_with("cannot create function demo")
    );
}

#[test]
fn no_message_repeats_a_value_that_was_sent() {
    let body = json!({"Code": "InvalidArgument", "Message": "KEY=topsecret is wrong"});
    let failure = create(&Fake::new().json(400, &body)).expect_err("a failure");
    assert!(!format!("{failure:?}").contains("topsecret"));
    assert!(shown(failure).contains("KEY=••• is wrong"));
}

#[test]
fn a_code_keeps_its_meaning_whatever_was_sent() {
    let fake = Fake::new().refuse(409, "FunctionAlreadyExists");
    let body = json!({"functionName": "demo", "environmentVariables": {"KEY": "AlreadyExists"}});
    let failure = done(fake.client().create(&function(), &body, &[], None)).expect_err("a failure");
    assert!(failure.exists());
}

#[test]
fn a_write_for_which_there_is_no_call_is_never_taken_for_done() {
    let fake = Fake::new();
    let client = fake.client();
    let bindings = of(Kind::VpcBinding, "demo");
    let body = json!({"vpcIds": ["vpc-one"]});
    let failures = [
        done(client.create(&bindings, &body, &[], None)).err(),
        done(client.update(&bindings, &body, &[], None)).err(),
        done(client.delete(&bindings, None)).err(),
    ];
    for failure in failures {
        let failure = failure.expect("nothing was sent");
        assert!(!failure.unknown());
        let error = failure.into_error(&bindings.label());
        assert_eq!((error.who, error.outcome), (Who::Us, Outcome::Failed));
    }
    assert_eq!(fake.sent(), 0);
}
