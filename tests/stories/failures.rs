//! A read that failed is not absence: nothing is written, and the message names what and why.

use serde_json::json;

use crate::cloud::{Fate, OWNER};
use crate::story::Story;
use crate::yaml::Fn;

fn refusal(status: u16, code: &str) -> Fate {
    let body = json!({"Code": code, "Message": "no", "RequestId": "1"});
    Fate::RefusedWith(status, body.to_string())
}

/// Ways in which a read can fail, and what is said of each.
fn faults() -> [(Fate, &'static str); 8] {
    [
        (refusal(403, "AccessDenied"), "AccessDenied"),
        (refusal(500, "InternalServerError"), "InternalServerError"),
        (refusal(404, "SomethingElse"), "SomethingElse"),
        (Fate::Timeout, "did not answer"),
        (Fate::Half, "JSON"),
        (Fate::Lost, ""),
        (Fate::Dropped, ""),
        (Fate::NoConnection, ""),
    ]
}

#[test]
fn on_any_read() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let reads = [
        ("functions/demo", "function demo"),
        ("functions/demo/triggers*", "demo"),
        ("custom-domains/*", "demo.example.com"),
    ];
    for (path, names) in reads {
        for (fault, cause) in faults() {
            let told = story.every("GET", path, fault).s("deploy");
            assert!(told.sent.iter().any(|line| line.is("GET", path)));
            told.refused(&[names, cause]).writes(&[]);
        }
    }
}

#[test]
fn unknown_fields_of_the_server_cause_no_question() {
    let story = Story::deployed();
    let fault = json!({"kind": "unknownFields", "path": "*"});
    let fault = serde_json::from_value(fault).unwrap();
    story.cloud.emulator.fault(fault);
    story.s("deploy").ok().writes(&[]);
}

#[test]
fn throttling_is_waited_out() {
    let story = Story::new();
    let mut left = 2;
    story.meddle(move |_, _, _| {
        let fate = match left {
            0 => return Fate::Arrives,
            _ => refusal(429, "Throttling"),
        };
        left -= 1;
        fate
    });
    let told = story.s("deploy").ok();
    let throttled = told.sent.iter().filter(|line| line.status == 429);
    assert_eq!(throttled.count(), 2);
    assert_eq!(story.console().function("demo")["memorySize"], 512);
}

#[test]
fn a_write_that_fails_half_way_says_what_was_done() {
    let story = Story::new();
    story
        .every("POST", "custom-domains*", refusal(403, "AccessDenied"))
        .s("deploy")
        .ends("partial")
        .says(&[
            "custom domain demo.example.com",
            "written before that: function demo, trigger demo/http",
        ]);
    story.s("deploy").ok().says(&[
        "function demo: unchanged",
        "custom domain demo.example.com: created",
    ]);
}

#[test]
fn a_wrong_key_is_said_to_be_wrong() {
    let story = Story::new();
    story.key.set((OWNER.0, "not-the-secret-0123456789"));
    story
        .s("deploy")
        .refused(&["SignatureNotMatch"])
        .writes(&[]);
}
