//! Custom domains with a route to the function.

use serde_json::{Value, json};

use super::{deployed, edit};
use crate::console::Console;
use crate::story::Story;

const DOMAIN: &str = "2016-08-15/custom-domains/demo.example.com";

const BLOCK: &str = "      customDomains:
        - domainName: demo.example.com
          protocol: HTTP
          routeConfigs:
            - path: /api/*
              methods: [GET]
      triggers:
";

/// The usual project with a domain, deployed.
fn with_domain() -> Story {
    let story = deployed();
    edit(&story, "      triggers:\n", BLOCK);
    let told = story.s("deploy").ends("changed");
    let told = told.writes(&["POST 2016-08-15/custom-domains"]);
    let url = &told.result()["url"]["custom_domain"];
    assert_eq!(
        *url,
        json!([{"domain": "http://demo.example.com", "path": "/api/*"}])
    );
    story
}

fn online(console: &Console) -> Value {
    console.older("GET", DOMAIN, &Value::Null)
}

#[test]
fn a_domain_is_created_and_then_left_alone() {
    let story = with_domain();
    story.s("deploy").ends("clean").writes(&[]);
    let route = &online(&story.console())["routeConfig"]["routes"][0];
    assert_eq!(route["serviceName"], "shop");
    assert_eq!(route["functionName"], "demo");
    // As upstream has it: what the file does not name is left to the service.
    assert_eq!(route["qualifier"], Value::Null);
}

/// What an earlier version of this program sent says the same, and is no change.
#[test]
fn a_route_to_the_newest_version_is_one_without_a_version() {
    let story = deployed();
    let named = BLOCK.replace(
        "              methods: [GET]\n",
        "              methods: [GET]\n              qualifier: LATEST\n",
    );
    edit(&story, "      triggers:\n", &named);
    story.s("deploy").ends("changed");
    assert_eq!(
        online(&story.console())["routeConfig"]["routes"][0]["qualifier"],
        "LATEST"
    );
    edit(&story, "              qualifier: LATEST\n", "");
    story.s("deploy").ok().writes(&[]);
}

/// The service says null of what a route does not have; the file that it becomes is one that can be deployed.
#[test]
fn what_is_brought_here_can_be_deployed() {
    let story = deployed();
    let block = BLOCK.replace("              methods: [GET]\n", "");
    edit(&story, "      triggers:\n", &block);
    story.s("deploy").ends("changed");
    story.s("sync").ok().never_says(&["does not pass"]);
}

#[test]
fn a_route_that_was_changed_online_stops_the_deploy() {
    let story = with_domain();
    let route = json!({"path": "/api/*", "serviceName": "shop", "functionName": "demo", "methods": ["POST"]});
    let body = json!({"routeConfig": {"routes": [route]}});
    story.console().older("PUT", DOMAIN, &body);
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["demo.example.com", "methods"]);
    story
        .s("deploy --use-local")
        .ends("changed")
        .writes(&[&format!("PUT {DOMAIN}")]);
    let route = &online(&story.console())["routeConfig"]["routes"][0];
    assert_eq!(route["methods"], json!(["GET"]));
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn routes_of_others_stay() {
    let story = with_domain();
    let console = story.console();
    let other = json!({"functionName": "other", "runtime": "python3", "handler": "a.b", "code": {"zipFile": crate::caller::PACKAGE}});
    console.older("POST", "2016-08-15/services/shop/functions", &other);
    let mut routes = online(&console)["routeConfig"]["routes"].clone();
    let theirs =
        json!({"path": "/x", "serviceName": "shop", "functionName": "other", "methods": ["GET"]});
    routes.as_array_mut().unwrap().push(theirs);
    console.older("PUT", DOMAIN, &json!({"routeConfig": {"routes": routes}}));
    story.s("deploy").ends("clean").writes(&[]);
    edit(&story, "methods: [GET]\n", "methods: [GET, PUT]\n");
    story.s("deploy").ends("changed");
    let routes = online(&console)["routeConfig"]["routes"].clone();
    assert_eq!(routes.as_array().unwrap().len(), 2, "{routes}");
    assert_eq!(routes[1]["functionName"], "other");
}

#[test]
fn what_leads_elsewhere_is_refused() {
    let story = deployed();
    let block = BLOCK.replace(
        "- path: /api/*",
        "- path: /api/*\n              functionName: other",
    );
    edit(&story, "      triggers:\n", &block);
    let told = story.s("deploy").refused(&["routeConfigs[0].functionName"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

/// A domain that leads to nothing else goes with its function.
#[test]
fn a_removal_takes_the_domain_along() {
    let story = with_domain();
    let told = story.s("remove -y").ends("changed");
    let wrote = told.wrote();
    assert!(wrote.contains(&format!("DELETE {DOMAIN}")), "{wrote:?}");
    assert!(
        wrote.contains(&"DELETE 2016-08-15/services/shop".to_owned()),
        "{wrote:?}"
    );
    assert!(!story.console().tries_older("GET", DOMAIN));
    assert!(story.records().is_empty(), "{:?}", story.records().keys());
}

/// What upstream obtained is kept; where there is none yet, fc-guard obtains none.
#[test]
fn a_name_that_is_left_to_the_service_must_be_there() {
    let story = deployed();
    edit(
        &story,
        "      triggers:\n",
        &BLOCK.replace("demo.example.com", "auto"),
    );
    story
        .s("deploy")
        .refused(&["there is no domain", ".fc.devsapp.net"])
        .writes(&[]);
    let name = "demo.shop.1234567890123456.cn-hangzhou.fc.devsapp.net";
    let route = json!({"path": "/api/*", "serviceName": "shop", "functionName": "demo", "methods": ["GET"]});
    let body = json!({"domainName": name, "protocol": "HTTP", "routeConfig": {"routes": [route]}});
    story
        .console()
        .older("POST", "2016-08-15/custom-domains", &body);
    story.s("deploy").ok().writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
}
