//! Where the certificate of a domain and its key may come from: the file's own text, a file, an address, OSS, and
//! the certificate service; for a function's own domain and for one that is a resource of its own.
//!
//! The emulator guesses here: G2, G42, G48.

use serde_json::{Value, json};

use crate::cloud::{Fate, Line};
use crate::story::Story;
use crate::told::Told;
use crate::yaml::{COMPONENT, Fn, yaml};

const DOMAIN: &str = "www.example.com";
const PUT: &str = "PUT custom-domains/www.example.com";
const ID: u64 = 7_246_639;

/// A certificate and its key.
fn pem(name: &str) -> [String; 2] {
    [
        format!("-----BEGIN CERTIFICATE-----\n{name}\n-----END CERTIFICATE-----"),
        format!(
            "-----BEGIN RSA PRIVATE KEY-----\nkey-canary-{name}\n-----END RSA PRIVATE KEY-----"
        ),
    ]
}

/// Both forms of a domain with these lines of `certConfig`; the second is the resource `site`.
fn files(cert: &str) -> [String; 2] {
    let indented = |by: usize| -> String {
        let lines = cert.lines();
        lines
            .map(|line| format!("{}{line}\n", " ".repeat(by)))
            .collect()
    };
    let own = format!(
        "      customDomain:\n        domainName: {DOMAIN}\n        protocol: HTTP,HTTPS\n        route:\n          path: /*\n        certConfig:\n{}",
        indented(10)
    );
    let alone = format!(
        "  site:\n    component: {COMPONENT}\n    props:\n      region: cn-hangzhou\n      domainName: {DOMAIN}\n      protocol: HTTP,HTTPS\n      routeConfig:\n        routes:\n          - path: /*\n            functionName: demo\n      certConfig:\n{}",
        indented(8)
    );
    let function = Fn::demo().bare();
    [
        yaml(&[function.clone().with(&own)]),
        yaml(&[function]) + &alone,
    ]
}

/// A story for each form.
fn stories(cert: &str) -> [Story; 2] {
    files(cert).map(|text| {
        let story = Story::new();
        story.write("s.yaml", &text);
        story
    })
}

/// Puts a certificate into the certificate service.
fn keep(story: &Story, id: u64, name: &str) {
    let [certificate, key] = pem(name);
    story
        .console()
        .certificate(json!({"id": id, "certificate": certificate, "privateKey": key}));
}

/// What stands online.
fn online(story: &Story) -> Value {
    story.console().domain(DOMAIN)["certConfig"].clone()
}

fn expected(name: &str, pem: &[String; 2]) -> Value {
    json!({"certName": name, "certificate": pem[0], "privateKey": pem[1]})
}

/// How often the certificate service was asked.
fn asked(told: &Told) -> usize {
    told.sent.iter().filter(|line| line.path == "cas:").count()
}

fn is_cas(line: &Line) -> bool {
    line.path == "cas:"
}

#[test]
fn an_id_stands_for_name_certificate_and_key() {
    for certificate in [
        format!("certId: {ID}\n"),
        format!("certId: '{ID}'\ncertName: ours\n"),
    ] {
        for story in stories(&certificate) {
            keep(&story, ID, "first");
            story.s("plan").ends("changed");
            let told = story.s("deploy").ends("changed");
            assert_eq!(online(&story), expected("cret-7246639", &pem("first")));
            let again = story.s("deploy").ends("clean").writes(&[]);
            assert!(asked(&again) > 0);
            for command in ["plan", "drift"] {
                story.s(command).ends("clean");
            }
            for one in [told, again] {
                assert!(!one.text().contains("key-canary"), "{}", one.transcript());
            }
            assert!(
                !story
                    .records()
                    .values()
                    .any(|text| text.contains("key-canary"))
            );
            // Whoever has no record finds it equal.
            story.cloned().s("deploy").ends("clean").writes(&[]);
        }
    }
}

#[test]
fn what_is_renewed_under_the_id_or_online_is_told_apart() {
    for story in stories(&format!("certId: {ID}\n")) {
        keep(&story, ID, "first");
        story.s("deploy").ends("changed");
        // A new one of ours.
        keep(&story, ID, "second");
        story
            .s("plan")
            .ends("changed")
            .says(&["certConfig.certificate"]);
        let told = story.s("deploy").ends("changed").writes(&[PUT]);
        told.never_says(&["key-canary"]);
        assert_eq!(online(&story), expected("cret-7246639", &pem("second")));
        // A new one of the console's: asked, and decided either way.
        let console = expected("console", &pem("theirs"));
        story
            .console()
            .change_domain(DOMAIN, json!({"certConfig": console}));
        story
            .s("deploy")
            .ends("drift")
            .writes(&[])
            .says(&["certConfig.certificate"]);
        story.s("drift").ends("drift");
        let kept = story.forked();
        kept.s("deploy --use-remote").ends("clean").writes(&[]);
        kept.s("deploy").ends("clean").writes(&[]);
        let home = story.forked();
        home.s("deploy --use-remote --write-back")
            .never_says(&["key-canary"]);
        story.s("deploy --use-local").ends("changed").writes(&[PUT]);
        assert_eq!(online(&story), expected("cret-7246639", &pem("second")));
        // Restoring what was overwritten leaves the key as it is, or says that it cannot.
        let backup = story.newest_backup();
        story
            .s(&format!("restore {backup} -y"))
            .never_says(&["key-canary"]);
        // Another id.
        let text = story.read("s.yaml");
        story.write("s.yaml", &text.replace("7246639", "8"));
        keep(&story, 8, "eighth");
        story.s("deploy --use-local").ends("changed");
        assert_eq!(online(&story), expected("cret-8", &pem("eighth")));
    }
}

#[test]
fn only_whoever_compares_or_writes_it_asks_for_it() {
    for story in stories(&format!("certId: {ID}\n")) {
        keep(&story, ID, "first");
        story.s("deploy").ends("changed");
        for command in [
            "info",
            "restore",
            "sync",
            "deploy --function config",
            "deploy --trigger",
        ] {
            let told = story.s(command).ok();
            assert_eq!(asked(&told), 0, "{}", told.transcript());
        }
        let told = story.s("remove -y").ok();
        assert_eq!(asked(&told), 0, "{}", told.transcript());
    }
}

/// The right to read certificates is one that not every key has.
#[test]
fn what_cannot_be_read_stops_no_look() {
    let denied = r#"{"Code": "NoPermission", "Message": "no", "RequestId": "r"}"#;
    let refuse = |story: &Story| {
        let fate = Fate::RefusedWith(403, denied.to_owned());
        story.meddle(move |_, line, _| match is_cas(line) {
            true => fate.clone(),
            false => Fate::Arrives,
        });
    };
    for story in stories(&format!("certId: {ID}\n")) {
        keep(&story, ID, "first");
        refuse(&story);
        let told = story.s("deploy").fails().writes(&[]);
        told.says(&[
            "certConfig.certId 7246639",
            "grant yundun-cert:GetUserCertificateDetail",
        ]);
        story.s("deploy").ends("changed");
        refuse(&story);
        story.s("drift").ends("clean").says(&["it is not compared"]);
        refuse(&story);
        let plan = story.s("plan").fails();
        plan.says(&["grant yundun-cert:GetUserCertificateDetail"]);
        // What else changed online is found all the same.
        story
            .console()
            .change_domain(DOMAIN, json!({"wafConfig": {"enableWAF": true}}));
        refuse(&story);
        let told = story.s("drift").ends("drift").says(&["wafConfig"]);
        told.never_says(&["certConfig.certificate:"]);
    }
}

#[test]
fn an_id_without_a_certificate_or_a_key_is_refused() {
    for story in stories(&format!("certId: {ID}\n")) {
        story
            .s("deploy")
            .fails()
            .writes(&[])
            .says(&["certId 7246639", "NotFound"]);
        let [certificate, _] = pem("first");
        story
            .console()
            .certificate(json!({"id": ID, "certificate": certificate}));
        story
            .s("deploy")
            .fails()
            .writes(&[])
            .says(&["has no private key"]);
        let [certificate, key] = pem("first");
        let old = json!({"id": ID, "certificate": certificate, "privateKey": key, "endDate": "2026-01-01", "expired": true});
        story.console().certificate(old);
        story
            .s("deploy")
            .ends("changed")
            .says(&["expired on 2026-01-01"]);
        let text = story.read("s.yaml");
        story.write("s.yaml", &text.replace("7246639", "mine"));
        story
            .s("deploy")
            .ends("usage")
            .says(&["certConfig.certId: is not the id"]);
    }
}

#[test]
fn texts_come_from_every_place_that_upstream_knows() {
    let [certificate, key] = pem("first");
    let inline = |text: &str| text.replace('\n', "\n  ");
    let written = format!(
        "certificate: |\n  {}\nprivateKey: |\n  {}\n",
        inline(&certificate),
        inline(&key)
    );
    // What stands around a text of the file, or of a file, is taken off; what is elsewhere comes as it is.
    let end = "\n";
    for (lines, end) in [
        (written.as_str(), ""),
        ("certificate: tls/c.pem\nprivateKey: ./tls/k.pem\n", ""),
        (
            "certificate: https://files.example.com/c.pem\nprivateKey: http://files.example.com/k.pem\n",
            end,
        ),
        (
            "certificate: oss://cn-hangzhou/keys/a/c.pem\nprivateKey: oss://oss-cn-beijing/keys/a/k.pem\n",
            end,
        ),
    ] {
        for story in stories(&format!("certName: ours\n{lines}")) {
            let console = story.console();
            for (name, text) in [("c.pem", &certificate), ("k.pem", &key)] {
                let text = format!("{text}\n");
                story.write(&format!("tls/{name}"), &text);
                console.file(&format!("files.example.com/{name}"), 200, &text);
                console.object("keys", &format!("a/{name}"), &text);
            }
            let told = story.s("deploy").ends("changed");
            told.never_says(&["key-canary"]);
            let texts = [format!("{certificate}{end}"), format!("{key}{end}")];
            assert_eq!(online(&story), expected("ours", &texts), "{lines}");
            story.s("deploy").ends("clean").writes(&[]);
            story.s("plan").ends("clean");
        }
    }
}

/// What stands around it is no part of a certificate: whoever sent it, with or without, it is the same.
#[test]
fn another_end_of_the_text_is_no_other_certificate() {
    let lines = "certName: ours\ncertificate: c.pem\nprivateKey: k.pem\n";
    for story in stories(lines) {
        let texts = pem("first");
        story.write("c.pem", &texts[0].replace('\n', "\r\n"));
        story.write("k.pem", &texts[1]);
        story.s("deploy").ends("changed");
        let [certificate, key] = texts.map(|text| format!("{text}\n"));
        let theirs = expected("ours", &[certificate, key]);
        story
            .console()
            .change_domain(DOMAIN, json!({"certConfig": theirs}));
        story.s("deploy").ends("clean").writes(&[]);
        story.s("drift").ends("clean");
        story.cloned().s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn what_is_no_certificate_never_comes_online() {
    for (lines, says) in [
        ("oss://cn-hangzhou/keys/none", "NoSuchKey"),
        (
            "oss://cn-hangzhou/keys/page",
            "certConfig.certificate: what the address gives is not PEM",
        ),
        (
            "oss://cn-hangzhou/keys",
            "certConfig.certificate: does not name an object of OSS",
        ),
        (
            "oss://evil.example.com/keys/page",
            "certConfig.certificate: does not name an object of OSS",
        ),
        ("https://files.example.com/none", "HTTP 404"),
        (
            "https://files.example.com/page",
            "certConfig.certificate: what the address gives is not PEM",
        ),
    ] {
        for story in stories(&format!(
            "certName: ours\ncertificate: {lines}\nprivateKey: {lines}\n"
        )) {
            let console = story.console();
            console.object("keys", "page", "<html>");
            console.file("files.example.com/none", 404, "-----BEGIN");
            console.file("files.example.com/page", 200, "<html>");
            story.s("deploy").fails().writes(&[]).says(&[says]);
        }
    }
}

/// There is one key for a certificate, so whoever put that online has put the key, too.
#[test]
fn a_new_certificate_that_upstream_has_deployed_is_not_written_again() {
    let lines = |name: &str| {
        let [certificate, key] = pem(name).map(|text| json!(text));
        format!("certName: ours\ncertificate: {certificate}\nprivateKey: {key}\n")
    };
    for (at, story) in stories(&lines("one")).into_iter().enumerate() {
        story.s("deploy").ends("changed");
        let [certificate, key] = pem("two");
        let config = json!({"certName": "ours", "certificate": certificate, "privateKey": key});
        let config = json!({"certConfig": config});
        story.console().change_domain(DOMAIN, config);
        story.write("s.yaml", &files(&lines("two"))[at]);
        story.s("plan").ends("clean");
        story.s("deploy").ends("clean").writes(&[]);
        story.s("deploy").ends("clean").writes(&[]);
        // Another key alone is ours to write.
        let other = lines("two").replace("key-canary-two", "key-canary-other");
        story.write("s.yaml", &files(&other)[at]);
        story.s("deploy").ends("changed").writes(&[PUT]);
    }
}
