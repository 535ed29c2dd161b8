//! The blocks of a custom domain that the console has set and the file does not have, for a function's own domain
//! and for one that is a resource of its own.
//!
//! The emulator guesses here: G26, G30, G31.

use serde_json::{Value, json};

use crate::console::Console;
use crate::story::Story;
use crate::yaml::{COMPONENT, Fn, yaml};

const DOMAIN: &str = "www.example.com";

/// The form of a domain in the file.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// `customDomain` of a function.
    Function,
    /// A resource that is nothing but the domain.
    Alone,
}

const FORMS: [Form; 2] = [Form::Function, Form::Alone];

impl Form {
    /// The whole file: that protocol, and further lines of the domain and of the props.
    fn file(self, protocol: &str, more: &str, policy: &str) -> String {
        let indented = |lines: &str, by: usize| -> String {
            let lines = lines.lines();
            lines
                .map(|line| format!("{}{line}\n", " ".repeat(by)))
                .collect()
        };
        match self {
            Form::Function => {
                let domain = format!(
                    "      customDomain:\n        domainName: {DOMAIN}\n        protocol: {protocol}\n        route:\n          path: /*\n"
                );
                let prefixed = policy.replace("path: ", "path: customDomain.");
                let lines = domain + &indented(more, 8) + &indented(&prefixed, 6);
                yaml(&[Fn::demo().bare().with(&lines)])
            }
            Form::Alone => format!(
                "{}  site:\n    component: {COMPONENT}\n    props:\n      region: cn-hangzhou\n      domainName: {DOMAIN}\n      protocol: {protocol}\n      routeConfig:\n        routes:\n          - path: /*\n            functionName: demo\n{}{}",
                yaml(&[Fn::demo().bare()]),
                indented(more, 6),
                indented(policy, 6)
            ),
        }
    }

    /// An HTTP domain, deployed.
    fn deployed(self) -> Story {
        let story = Story::new();
        story.write("s.yaml", &self.file("HTTP", "", ""));
        story.s("deploy").ends("changed");
        story
    }
}

fn cert(name: &str) -> Value {
    json!({
        "certName": name,
        "certificate": format!("-----BEGIN CERTIFICATE-----\n{name}\n-----END CERTIFICATE-----\n"),
        "privateKey": format!("-----BEGIN RSA PRIVATE KEY-----\n{name}-key\n-----END RSA PRIVATE KEY-----\n"),
    })
}

/// What the console sets, one after the other.
fn changes() -> [Value; 7] {
    let tls = json!({"minVersion": "TLSv1.2", "maxVersion": "TLSv1.3", "cipherSuites": ["TLS_AES_128_GCM_SHA256"]});
    let cors =
        json!({"allowOrigins": ["https://a.example.com"], "allowCredentials": true, "maxAge": 60});
    [
        json!({"protocol": "HTTP,HTTPS", "certConfig": cert("console"), "tlsConfig": tls}),
        json!({"certConfig": cert("console")}),
        json!({"tlsConfig": tls}),
        json!({"authConfig": {"authType": "jwt", "authInfo": "{\"jwks\":{}}"}}),
        json!({"wafConfig": {"enableWAF": true}}),
        json!({"corsConfig": cors}),
        json!({"corsConfig": {"maxAge": 60}}),
    ]
}

/// What is left of what the console had set.
fn left(console: &Console, change: &Value) -> Value {
    let domain = console.domain(DOMAIN);
    assert_eq!(domain["protocol"], "HTTP");
    let blocks = change.as_object().unwrap().keys();
    let blocks = blocks.filter(|name| *name != "protocol");
    let off = [
        json!(null),
        json!({}),
        json!({"enableWAF": false}),
        json!({"authType": "anonymous"}),
    ];
    let says = |block: &&String| !off.contains(&domain[*block]);
    blocks
        .filter(says)
        .map(|name| domain[name].clone())
        .collect()
}

#[test]
fn what_the_console_added_is_taken_back_in_one_write() {
    for form in FORMS {
        let deployed = form.deployed();
        for (number, change) in changes().into_iter().enumerate() {
            let story = deployed.forked();
            let at = format!("{form:?} {number}");
            story.console().change_domain(DOMAIN, change.clone());
            let told = story.s("deploy --use-local");
            let expected = ["PUT custom-domains/www.example.com"];
            assert_eq!(told.wrote(), expected, "{at}\n{}", told.transcript());
            assert_eq!(told.word, "changed", "{at}\n{}", told.transcript());
            assert_eq!(left(&story.console(), &change), json!([]), "{at}");
            story.s("deploy").ends("clean").writes(&[]);
            story.s("plan").ends("clean");
            story.s("drift").ends("clean");
        }
    }
}

/// Whoever has no record takes a block that the file leaves out as it is, whatever decides the rest.
#[test]
fn what_stood_there_before_anybody_deployed_stays() {
    for form in FORMS {
        let deployed = form.deployed();
        for (number, change) in changes().into_iter().enumerate() {
            let story = deployed.forked();
            story.forget();
            story.console().change_domain(DOMAIN, change.clone());
            let told = story.s("deploy --use-local");
            // The protocol stands in every file.
            let expected = match number {
                0 => &["PUT custom-domains/www.example.com"][..],
                _ => &[],
            };
            assert_eq!(
                told.wrote(),
                expected,
                "{form:?} {number}\n{}",
                told.transcript()
            );
            let domain = story.console().domain(DOMAIN);
            for (name, block) in change
                .as_object()
                .unwrap()
                .iter()
                .filter(|(name, _)| *name != "protocol")
            {
                assert_eq!(domain[name], *block, "{form:?} {number}");
            }
            story.s("deploy").ends("clean").writes(&[]);
        }
    }
}

/// Of a block that the console had begun, only what was ours goes with the file's part of it.
#[test]
fn what_the_console_has_in_a_block_outlives_ours() {
    for form in FORMS {
        let story = form.deployed();
        let console = story.console();
        // It stood there before anybody deployed from here.
        story.forget();
        let theirs = json!({"maxAge": 60});
        console.change_domain(DOMAIN, json!({"corsConfig": theirs}));
        story.s("deploy --use-local").ends("clean");
        let ours = "corsConfig:\n  allowOrigins: [https://a.example.com]\n";
        story.write("s.yaml", &form.file("HTTP", ours, ""));
        story.s("deploy --use-local").ends("changed");
        let both = json!({"allowOrigins": ["https://a.example.com"], "maxAge": 60});
        assert_eq!(console.domain(DOMAIN)["corsConfig"], both, "{form:?}");
        story.write("s.yaml", &form.file("HTTP", "", ""));
        story.s("deploy").ends("changed");
        assert_eq!(console.domain(DOMAIN)["corsConfig"], theirs, "{form:?}");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// Once the rest of a block has gone from the file, what the service had chosen in it goes, too.
#[test]
fn a_block_that_left_the_file_goes_as_a_whole() {
    let blocks = [
        "tlsConfig:\n  minVersion: TLSv1.2\n  maxVersion: TLSv1.3\n  cipherSuites: [TLS_AES_128_GCM_SHA256]\n",
        "corsConfig:\n  allowOrigins: [https://a.example.com]\n  maxAge: 60\n",
        "wafConfig:\n  enableWAF: true\n",
        "authConfig:\n  authType: function\n",
    ];
    for form in FORMS {
        let story = Story::new();
        story.write("s.yaml", &form.file("HTTP", &blocks.concat(), ""));
        story.s("deploy").ends("changed");
        story.write("s.yaml", &form.file("HTTP", "", ""));
        let told = story.s("deploy").ends("changed");
        told.writes(&["PUT custom-domains/www.example.com"]);
        let names = ["tlsConfig", "corsConfig", "wafConfig", "authConfig"];
        let names = names.map(|name| (name.to_owned(), Value::Null));
        let gone = Value::Object(names.into_iter().collect());
        assert_eq!(left(&story.console(), &gone), json!([]), "{form:?}");
        story.s("deploy").ends("clean").writes(&[]);
        story.s("drift").ends("clean");
    }
}

#[test]
fn what_the_console_owns_is_enough_for_https_and_stays() {
    let rule = "driftPolicy:\n  - path: certConfig.**\n    owner: console\n    reason: renewed in the console\n";
    let both = FORMS.map(|form| [rule, ""].map(|policy| (form, policy)));
    for (form, policy) in both.into_iter().flatten() {
        let story = form.deployed();
        let console = story.console();
        story.write("s.yaml", &form.file("HTTP,HTTPS", "", policy));
        // Nobody has a certificate yet, so nothing could be served.
        let told = story.s("deploy").writes(&[]);
        told.refused(&["give the domain a certificate in the console"])
            .never_says(&["deploy once with protocol: HTTP"]);
        story.s("plan").fails().says(&["certificate"]);
        console.change_domain(DOMAIN, json!({"certConfig": cert("console")}));
        let told = story.s("deploy").ends("changed");
        told.writes(&["PUT custom-domains/www.example.com"]);
        assert_eq!(console.domain(DOMAIN)["protocol"], "HTTP,HTTPS");
        assert_eq!(console.domain(DOMAIN)["certConfig"]["certName"], "console");
        // Renewed there: nobody is asked, and nothing that is written later brings the old one back.
        console.change_domain(DOMAIN, json!({"certConfig": cert("next")}));
        story.s("deploy").ends("clean").writes(&[]);
        story.s("plan").ends("clean");
        story.s("drift").ends("clean");
        let tls = "tlsConfig:\n  minVersion: TLSv1.2\n  cipherSuites: [TLS_AES_128_GCM_SHA256]\n";
        story.write("s.yaml", &form.file("HTTP,HTTPS", tls, policy));
        story.s("deploy --use-local").ends("changed");
        assert_eq!(console.domain(DOMAIN)["certConfig"]["certName"], "next");
        // Whoever has no record finds the same.
        let clone = story.cloned();
        clone.s("deploy").ends("clean").writes(&[]);
    }
}
