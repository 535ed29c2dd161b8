//! What the commands return: other modules and hooks read it, in the shape of the component `fc`.

use serde_json::{Value, json};

use super::{deployed, edit, file, new};

const NEXT: &str = "2016-08-15/services/other/functions/next";

const DOMAIN: &str = "      customDomains:
        - domainName: shop.example.com
          protocol: HTTP
          routeConfigs:
            - path: /*
";

fn names(value: &Value) -> Vec<String> {
    let map = value.as_object().expect("a block");
    map.keys().cloned().collect()
}

#[test]
fn a_deploy_returns_what_upstream_does() {
    let story = new();
    let text = story.read("s.yaml");
    story.write("s.yaml", &format!("{text}{DOMAIN}"));
    let told = story.s("deploy").ends("changed");
    let first = told.result();
    assert_eq!(
        names(first),
        ["region", "service", "function", "url", "triggers"]
    );
    assert_eq!(first["service"], json!({"name": "shop"}));
    assert_eq!(
        first["function"],
        json!({"name": "demo", "runtime": "python3", "handler": "index.handler", "memorySize": 256, "timeout": 10})
    );
    assert_eq!(first["triggers"], json!([{"type": "http", "name": "web"}]));
    assert_eq!(
        names(&first["url"]),
        ["system_url", "system_intranet_url", "custom_domain"]
    );
    let domain = &first["url"]["custom_domain"][0]["domain"];
    assert_eq!(domain, "http://shop.example.com");
    // Where nothing is written, and where something stays as others left it, the same comes back.
    assert_eq!(story.s("deploy").ends("clean").result(), first);
    story.console().change_demo(&json!({"timeout": 60}));
    let told = story.s("deploy --use-remote").ends("clean");
    let kept = told.result();
    assert_eq!(names(kept), names(first));
    assert_eq!(kept["function"]["timeout"], 60);
}

/// Of a part only that is told, as upstream does.
#[test]
fn a_part_returns_that_part() {
    let story = deployed();
    let told = |command: &str| names(story.s(command).ends("clean").result());
    assert_eq!(told("deploy service"), ["region", "service"]);
    assert_eq!(told("deploy function"), ["region", "function"]);
    assert_eq!(told("deploy trigger"), ["region", "url", "triggers"]);
    assert_eq!(told("deploy --type code"), ["region", "function"]);
}

#[test]
fn info_returns_what_upstream_does() {
    let story = new();
    let text = story.read("s.yaml");
    story.write("s.yaml", &format!("{text}{DOMAIN}"));
    edit(&story, "memorySize: 256", "memorySize: 128");
    story.s("deploy").ends("changed");
    let told = story.s("info").ok();
    let info = told.result();
    assert_eq!(
        names(info),
        ["region", "service", "function", "triggers", "customDomains"]
    );
    assert_eq!(info["service"]["internetAccess"], true);
    // What the service fills in is told, too.
    assert_eq!(info["function"]["memorySize"], 128);
    assert_eq!(info["function"]["instanceType"], "e1");
    let trigger = &info["triggers"][0];
    assert_eq!(trigger["config"]["qualifier"], "LATEST");
    assert!(
        trigger["urlInternet"]
            .as_str()
            .is_some_and(|url| url.starts_with("https://"))
    );
    let route = &info["customDomains"][0]["routeConfigs"][0];
    assert_eq!(
        *route,
        json!({"path": "/*", "serviceName": "shop", "functionName": "demo"})
    );
}

/// As far as a file of edition 3.0.0 has it: what one resource returns is read by another.
#[test]
fn another_resource_reads_it() {
    let story = new();
    let text = file(super::PROPS);
    let other = "  other:
    component: fc-guard
    props:
      region: cn-hangzhou
      service: {name: other}
      function:
        name: next
        runtime: python3
        codeUri: ./code
        environmentVariables:
          URL: ${resources.web.output.url.system_url}
          NAME: ${resources.web.output.function.name}
";
    story.write("s.yaml", &format!("{text}{other}"));
    story.s("deploy").ends("changed");
    let online = story.console().older("GET", NEXT, &json!(null));
    let variables = &online["environmentVariables"];
    assert_eq!(variables["NAME"], "demo");
    let url = variables["URL"].as_str().expect("a text");
    assert!(url.starts_with("https://"), "{url}");
}
