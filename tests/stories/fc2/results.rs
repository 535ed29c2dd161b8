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

const TRIGGERS: &str = "        - name: pictures
          type: oss
          role: acs:ram::1:role/events
          config:
            bucketName: pictures
            events: ['oss:ObjectCreated:*']
            filter: {Key: {Prefix: in/, Suffix: .png}}
        - name: logs
          type: log
          role: acs:ram::1:role/events
          config:
            sourceConfig: {logstore: in}
            jobConfig: {maxRetryTime: 1, triggerInterval: 30}
            logConfig: {project: p, logstore: l}
            functionParameter: {}
            enable: true
        - name: news
          type: mns_topic
          role: acs:ram::1:role/events
          config: {topicName: news, region: cn-beijing, notifyContentFormat: JSON, notifyStrategy: BACKOFF_RETRY}
        - name: rows
          type: tablestore
          role: acs:ram::1:role/events
          config: {instanceName: i, tableName: t}
";

/// Online the source of a trigger stands in its ARN; upstream tells it by the names of the file.
#[test]
fn info_says_what_calls_the_function_as_upstream_does() {
    let story = new();
    let text = story.read("s.yaml");
    story.write("s.yaml", &format!("{text}{TRIGGERS}"));
    edit(
        &story,
        "        codeUri: ./code\n",
        "        codeUri: ./code\n        asyncConfiguration:\n          maxAsyncRetryAttempts: 1\n          destination: {onFailure: 'acs:mns:::/queues/failed/messages'}\n",
    );
    story.s("deploy").ends("changed");
    let told = story.s("info").ok();
    let info = told.result();
    let config = |name: &str| {
        let mut all = info["triggers"].as_array().unwrap().iter();
        all.find(|one| one["name"] == name).unwrap()["config"].clone()
    };
    assert_eq!(config("pictures")["bucketName"], "pictures");
    assert_eq!(
        config("pictures")["filter"],
        json!({"Key": {"Prefix": "in/", "Suffix": ".png"}})
    );
    assert_eq!(config("logs")["sourceConfig"], json!({"logStore": "in"}));
    assert_eq!(
        config("logs")["logConfig"],
        json!({"logStore": "l", "project": "p"})
    );
    assert_eq!(config("news")["region"], "cn-beijing");
    assert_eq!(config("news")["topicName"], "news");
    assert_eq!(config("rows")["instanceName"], "i");
    assert_eq!(config("rows")["tableName"], "t");
    let calls = &info["function"]["asyncConfiguration"];
    let queue = format!(
        "acs:mns:cn-hangzhou:{}:/queues/failed/messages",
        crate::cloud::ACCOUNT
    );
    assert_eq!(
        calls["destinationConfig"]["onFailure"],
        json!({"destination": queue})
    );
    assert_eq!(calls["maxAsyncRetryAttempts"], 1);
    assert!(calls.get("destination").is_none(), "{calls}");
}
