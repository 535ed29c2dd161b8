//! What the service may answer about a custom domain, in each way that nobody has seen it do: a `null` is nothing.
//!
//! The emulator guesses here: G8, G26, G27, G28, G29.

use fc_emulator::Domains;
use serde_json::json;

use crate::cloud::Weather;
use crate::console::zipped;
use crate::story::Story;
use crate::yaml::COMPONENT;

const DOMAIN: &str = "www.example.com";

/// Each way.
fn ways() -> [Domains; 3] {
    let plain = Domains::default();
    let nulls = Domains {
        nulls: true,
        uncounted: true,
        ..plain
    };
    let folded = Domains {
        folded: true,
        certified: true,
        ..plain
    };
    [plain, nulls, folded]
}

/// A function with a route in a domain that has a certificate.
fn file(path: &str) -> String {
    format!(
        "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: fc-guard\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: example.com/a:1\n        port: 9000\n      customDomain:\n        domainName: {DOMAIN}\n        protocol: HTTP,HTTPS\n        certConfig:\n          certName: c\n          certificate: |\n            -----BEGIN CERTIFICATE-----\n            MIIB\n            -----END CERTIFICATE-----\n          privateKey: |\n            -----BEGIN RSA PRIVATE KEY-----\n            MIIE\n            -----END RSA PRIVATE KEY-----\n        route:\n          path: {path}\n"
    )
}

#[test]
fn what_is_null_or_left_out_is_no_difference() {
    for domains in ways() {
        let story = Story::in_weather(Weather {
            domains,
            ..Weather::default()
        });
        story.write("s.yaml", &file("/a"));
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        story.s("drift").ok();
        // Somebody without records finds nothing to decide either.
        story.forget();
        story.s("deploy").ends("clean").writes(&[]);
        story.write("s.yaml", &file("/b"));
        story
            .s("deploy")
            .ends("changed")
            .writes(&["PUT custom-domains/www.example.com"]);
        assert_eq!(
            story.console().domain(DOMAIN)["certConfig"]["certName"],
            "c"
        );
        story.s("info").ok().never_says(&["null"]);
        story.s("remove -y").ok();
    }
}

/// A resource that is nothing but a domain, with a route to a function of FC 2.0.
fn site(path: &str) -> String {
    format!(
        "edition: 3.0.0\nname: app\naccess: default\nresources:\n  site:\n    component: {COMPONENT}\n    props:\n      region: cn-hangzhou\n      domainName: {DOMAIN}\n      protocol: HTTP\n      routeConfig:\n        routes:\n          - path: {path}\n            functionName: svc$fn\n"
    )
}

#[test]
fn a_domain_by_itself_is_compared_alike() {
    for domains in ways() {
        let story = Story::in_weather(Weather {
            domains,
            ..Weather::default()
        });
        story.console().create(json!({
            "functionName": "svc$fn", "runtime": "python3.10", "handler": "index.handler",
            "code": {"zipFile": zipped(&[("index.py", "x")])},
        }));
        story.write("s.yaml", &site("/a"));
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        story.s("drift").ends("clean");
        story.forget();
        story.s("deploy").ends("clean").writes(&[]);
        story.write("s.yaml", &site("/b"));
        story
            .s("deploy")
            .ends("changed")
            .writes(&["PUT custom-domains/www.example.com"]);
        let routes = story.console().routes(DOMAIN);
        assert_eq!(routes.len(), 1);
        assert_eq!(routes[0]["functionName"], "svc$fn");
        story.s("remove -y").ends("changed");
    }
}
