//! A read that failed is not absence.

use serde_json::{Value, json};

use super::{function as demo, of};
use crate::error::{Error, Outcome, Who};
use crate::model::resource::Kind;
use crate::ports::{Method, TransportError};
use crate::wire::fake::{Fake, SECRET, TOKEN, done, header};
use crate::words::Lang;

fn function(fake: &Fake) -> Result<Option<Value>, Error> {
    done(fake.client().get_function("demo")).map(|found| found.map(|reply| reply.doc))
}

fn shown(error: &Error) -> String {
    error.render(Lang::En)
}

#[test]
fn a_function_comes_with_everything_the_server_sent() {
    let doc = json!({"functionName": "demo", "newField": {"a": [1, 2.50]}});
    let fake = Fake::new().raw(200, &[("ETag", "\"e1\"")], &doc.to_string());
    let reply = done(fake.client().get_function("demo"))
        .expect("a reply")
        .expect("a function");
    assert_eq!(reply.doc, doc);
    assert_eq!(reply.etag.as_deref(), Some("\"e1\""));
}

#[test]
fn a_call_is_sent_as_the_sdk_sends_it() {
    let fake = Fake::new().json(200, &json!({"functionName": "demo"}));
    function(&fake).expect("a reply");
    let request = fake.request(0);
    assert_eq!(request.method, Method::Get);
    assert_eq!(
        request.url,
        "http://127.0.0.1:8080/2023-03-30/functions/demo"
    );
    assert_eq!(request.timeout, 30_000);
    assert!(request.body.is_empty());
    let expected = [
        ("accept", "application/json"),
        ("x-acs-action", "GetFunction"),
        ("x-acs-version", "2023-03-30"),
        ("x-acs-date", "2026-01-02T03:04:05Z"),
        ("x-acs-signature-nonce", "01010101010101010101010101010101"),
        ("x-acs-security-token", TOKEN),
        ("x-acs-accesskey-id", "LTAI5tFixedAccessKeyId00"),
    ];
    for (name, value) in expected {
        assert_eq!(header(&request, name), Some(value), "{name}");
    }
    assert_eq!(header(&request, "host"), None, "the transport writes it");
    assert_eq!(header(&request, "content-type"), None, "there is no body");
    let authorization = header(&request, "authorization").unwrap_or_default();
    assert!(authorization.contains("SignedHeaders=host;x-acs-accesskey-id;x-acs-action;"));
}

#[test]
fn only_the_explicit_code_is_absence() {
    let function = function(&Fake::new().refuse(404, "FunctionNotFound"));
    assert_eq!(function.expect("no error"), None);
    let domain = Fake::new().refuse(404, "DomainNameNotFound");
    assert!(
        done(
            domain
                .client()
                .get(&of(Kind::CustomDomain, "a.example.com"))
        )
        .expect("no error")
        .is_none()
    );
    let triggers = Fake::new().refuse(404, "FunctionNotFound");
    assert_eq!(
        done(triggers.client().list_triggers(&demo())).expect("no error"),
        None
    );
}

#[test]
fn nothing_else_is_absence() {
    let failures = [
        Fake::new().refuse(404, "ServiceNotFound"),
        Fake::new().refuse(404, "DomainNameNotFound"),
        Fake::new().refuse(404, "functionnotfound"),
        Fake::new().refuse(400, "FunctionNotFound"),
        Fake::new().raw(404, &[], ""),
        Fake::new().raw(404, &[], "<html>not found</html>"),
        Fake::new().raw(404, &[], r#"{"Code":"FunctionNotFound","Mess"#),
        Fake::new().raw(204, &[], ""),
        Fake::new().raw(200, &[], r#"{"functionName":"demo","runt"#),
        Fake::new().raw(200, &[], "<html>please log in</html>"),
        Fake::new().raw(301, &[("location", "http://elsewhere")], ""),
        Fake::new().json(200, &json!({})),
        Fake::new().json(200, &json!(null)),
        Fake::new().json(200, &json!([])),
        Fake::new().json(200, &json!({"functionName": "other"})),
        Fake::new().lose(TransportError::Timeout),
    ];
    for fake in failures {
        let error = function(&fake).expect_err("an error");
        assert_eq!(error.outcome, Outcome::Failed);
        assert!(
            shown(&error).starts_with("cannot read function demo"),
            "{}",
            shown(&error)
        );
        assert_eq!(fake.sent(), 1);
    }
    let gone = Fake::new().refuse(404, "FunctionNotFound");
    assert!(
        done(gone.client().get(&of(Kind::CustomDomain, "a.example.com"))).is_err(),
        "that is no domain's code"
    );
}

#[test]
fn a_refusal_names_cause_and_next_step() {
    let body = json!({
        "Code": "AccessDenied", "Message": "not authorized", "RequestId": "r-1",
        "AccessDeniedDetail": {"AuthAction": "fc:GetFunction"},
    });
    let error = function(&Fake::new().json(403, &body)).expect_err("an error");
    assert_eq!(error.who, Who::You);
    let shown = shown(&error);
    assert!(
        shown.contains("AccessDenied: not authorized (HTTP 403, request id r-1)"),
        "{shown}"
    );
    assert!(shown.contains("grant fc:GetFunction"), "{shown}");
}

#[test]
fn hints_fit_the_code() {
    let cases = [
        (403, "AccessDenied", "grant fc:GetFunction"),
        (403, "SignatureNotMatch", "check the access key"),
        (400, "SignatureDoesNotMatch", "check the access key"),
        (403, "InvalidAccessKeyID", "check the access key"),
        (404, "InvalidAccessKeyId.NotFound", "check the access key"),
        (400, "InvalidSecurityToken.Expired", "obtain new ones"),
        (400, "InvalidTimeStamp.Expired", "clock"),
        (404, "", "does not look like one from Function Compute"),
        (403, "", "does not look like one from Function Compute"),
    ];
    for (status, code, hint) in cases {
        let error = function(&Fake::new().refuse(status, code)).expect_err("an error");
        let given = error.hint.en;
        assert!(given.contains(hint), "{code}: {given}");
    }
    let other = function(&Fake::new().refuse(409, "FunctionAlreadyExists")).expect_err("an error");
    assert!(other.hint.en.contains("do what the message says"));
}

#[test]
fn no_message_repeats_a_secret() {
    let message = format!("string to sign: x-acs-security-token:{TOKEN} by {SECRET}");
    let body = json!({"Code": "SignatureDoesNotMatch", "Message": message});
    let error = function(&Fake::new().json(403, &body)).expect_err("an error");
    let debug = format!("{error:?}");
    assert!(!debug.contains(TOKEN) && !debug.contains(SECRET), "{debug}");
    assert!(
        shown(&error).contains("x-acs-security-token:••• by •••"),
        "{}",
        shown(&error)
    );
}

#[test]
fn triggers_come_from_all_pages() {
    let fake = Fake::new()
        .json(
            200,
            &json!({"triggers": [{"triggerName": "a"}], "nextToken": "b c/="}),
        )
        .json(
            200,
            &json!({"triggers": [{"triggerName": "b"}], "nextToken": ""}),
        );
    let triggers = done(fake.client().list_triggers(&demo())).expect("a list");
    let expected = vec![json!({"triggerName": "a"}), json!({"triggerName": "b"})];
    assert_eq!(triggers, Some(expected));
    let path = "http://127.0.0.1:8080/2023-03-30/functions/demo/triggers";
    assert_eq!(fake.request(0).url, format!("{path}?limit=100"));
    assert_eq!(
        fake.request(1).url,
        format!("{path}?limit=100&nextToken=b%20c%2F%3D")
    );
}

#[test]
fn no_triggers_is_an_empty_list() {
    for empty in [json!({"triggers": []}), json!({"triggers": null})] {
        let fake = Fake::new().json(200, &empty);
        assert_eq!(
            done(fake.client().list_triggers(&demo())).expect("a list"),
            Some(Vec::new())
        );
    }
}

#[test]
fn half_a_list_is_no_list() {
    let page = json!({"triggers": [{"triggerName": "a"}], "nextToken": "t"});
    let failures = [
        Fake::new().json(200, &json!({})),
        Fake::new().json(200, &json!({"triggers": {}})),
        Fake::new().json(200, &json!({"triggers": [{}]})),
        Fake::new().json(200, &json!({"triggers": ["a"]})),
        Fake::new().json(200, &page).json(200, &page),
        Fake::new().json(200, &page).refuse(403, "AccessDenied"),
        Fake::new().json(200, &page).raw(200, &[], "{"),
        Fake::new().refuse(404, "TriggerNotFound"),
    ];
    for fake in failures {
        let error = done(fake.client().list_triggers(&demo())).expect_err("an error");
        assert!(shown(&error).starts_with("cannot read the triggers of function demo"));
    }
}
