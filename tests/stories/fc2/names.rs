//! Names of resources, and names of files.

use serde_json::json;

use super::{edit, new};
use crate::story::Story;

const DOMAIN: &str = "2016-08-15/custom-domains/shop.example.com";

/// Upstream only warns of a name that begins with a digit; whether it is one the service says.
#[test]
fn a_name_that_begins_with_a_digit_is_left_to_the_service() {
    for (old, new_name, path) in [
        ("name: shop", "name: 1shop", "props.service.name"),
        ("name: demo", "name: 1demo", "props.function.name"),
        ("name: web\n", "name: 1web\n", "props.triggers[0].name"),
    ] {
        let story = new();
        edit(&story, old, new_name);
        let told = story.s("deploy").fails();
        told.says(&[
            &format!("{path}: begins with a digit or -"),
            "is set to an invalid value",
        ]);
        story.s("plan").ends("changed").says(&[path]);
    }
}

#[test]
fn a_name_with_other_letters_is_refused_here() {
    for name in ["name: de/mo", "name: 1 demo", "name: ''"] {
        let story = new();
        edit(&story, "name: demo", name);
        let told = story.s("deploy").ends("usage");
        assert!(told.sent.is_empty(), "{}", told.transcript());
    }
}

fn pem(kind: &str, text: &str) -> String {
    format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n")
}

/// A project in a folder below the one in which the commands are given, with a certificate in files.
fn below() -> Story {
    let story = Story::new();
    let domain = "      customDomains:
        - domainName: shop.example.com
          protocol: HTTP,HTTPS
          certConfig: {certName: own, certificate: ./tls/cert.pem, privateKey: ./tls/key.pem}
          routeConfigs:
            - path: /*
";
    let props = format!("{}{domain}", super::PROPS);
    story.write("sub/s.yaml", &super::file(&props));
    story.write(
        "sub/code/index.py",
        "def handler(e, c):\n    return 'sub'\n",
    );
    story
}

fn certificate(story: &Story) -> String {
    let online = story.console().older("GET", DOMAIN, &json!(null));
    online["certConfig"]["certificate"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Upstream reads the files of a certificate from the folder in which the command was given; where there are none they
/// are looked for beside the project's file, as everything else is.
#[test]
fn a_certificate_is_read_from_where_the_command_was_given() {
    let story = below();
    let write = |folder: &str, name: &str| {
        story.write(&format!("{folder}tls/cert.pem"), &pem("CERTIFICATE", name));
        story.write(
            &format!("{folder}tls/key.pem"),
            &pem("RSA PRIVATE KEY", &format!("key-canary-{name}")),
        );
    };
    write("sub/", "beside");
    story.s("deploy -t sub/s.yaml").ends("changed");
    assert!(certificate(&story).contains("beside"));
    write("", "here");
    story.s("deploy -t sub/s.yaml").ends("changed");
    assert!(certificate(&story).contains("here"));
}
