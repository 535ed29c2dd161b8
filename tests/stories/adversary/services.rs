//! The same with the resources of FC 2.0. The service gives an ETag to services, functions and triggers, and honours it:
//! of these nothing is ever overwritten without a word. Domains, bindings and asynchronous calls have none, so that they
//! are read right before each write, and the window of that one request is left.

use serde_json::{Value, json};

use super::faults::{Fault, every_fault, faults, recovers, removed};
use super::foreign::Foreign;
use super::trace::{Trace, trace};
use super::writes::{after_a_deploy, after_a_removal, after_a_restore, nothing_is_lost_of};
use crate::caller::PACKAGE;
use crate::console::{Console, checksum, zipped};
use crate::fc2::{FUNCTION, SERVICE};
use crate::story::Story;

const API: &str = "2016-08-15";
const DOMAIN: &str = "2016-08-15/custom-domains/www.example.com";
const ASYNC: &str = "2016-08-15/services/shop.LATEST/functions/demo/async-invoke-config";
const WEB: &str = "2016-08-15/services/shop/functions/demo/triggers/web";
const TICK: &str = "2016-08-15/services/shop/functions/demo/triggers/tick";
const BINDING: &str = "2016-08-15/services/shop/binding";

/// A project with everything.
fn project(new: bool) -> String {
    let (version, methods, timeout, path) = match new {
        false => ("1", "GET", 10, "/*"),
        true => ("2", "GET, POST", 20, "/ours/*"),
    };
    let level = if new { "debug-canary" } else { "info-canary" };
    format!(
        "edition: 3.0.0
name: app
access: default
resources:
  web:
    component: fc-guard
    props:
      region: cn-hangzhou
      service:
        name: shop
        description: version {version}
        internetAccess: true
        vpcBinding: [vpc-{version}]
      function:
        name: demo
        runtime: python3
        handler: index.handler
        memorySize: 256
        timeout: {timeout}
        codeUri: ./code
        environmentVariables:
          LEVEL: {level}
        asyncConfiguration:
          maxAsyncEventAgeInSeconds: 36{version}
          maxAsyncRetryAttempts: 1
      triggers:
        - name: web
          type: http
          config:
            authType: anonymous
            methods: [{methods}]
        - name: tick
          type: timer
          config:
            cronExpression: '@every 5m'
            enable: true
            payload: version {version}
      customDomains:
        - domainName: www.example.com
          protocol: HTTP
          routeConfigs:
            - path: {path}
"
    )
}

/// Somebody else's function in another service, with a route in our domain.
fn shared(story: &Story) {
    let console = story.console();
    console.older(
        "POST",
        &format!("{API}/services"),
        &json!({"serviceName": "stall"}),
    );
    let function = json!({"functionName": "other", "runtime": "python3", "handler": "a.b", "code": {"zipFile": PACKAGE}});
    console.older(
        "POST",
        &format!("{API}/services/stall/functions"),
        &function,
    );
    let other = json!({"path": "/others/*", "serviceName": "stall", "functionName": "other"});
    if add_route(&console, &other) {
        return;
    }
    let domain = json!({"domainName": "www.example.com", "protocol": "HTTP", "routeConfig": {"routes": [other]}});
    console.older("POST", &format!("{API}/custom-domains"), &domain);
}

/// Adds a route, if the domain is there.
fn add_route(console: &Console, route: &Value) -> bool {
    let mut routes = domain(&console.state())["routeConfig"]["routes"].clone();
    let Some(all) = routes.as_array_mut() else {
        return false;
    };
    all.push(route.clone());
    console.attempts("PUT", DOMAIN, &json!({"routeConfig": {"routes": routes}}))
}

fn create() -> Trace {
    let story = Story::new();
    story.write("s.yaml", &project(false));
    shared(&story);
    trace("create", story, "deploy")
}

fn deployed() -> Story {
    let story = Story::new();
    story.write("s.yaml", &project(false));
    story.s("deploy").ends("changed");
    shared(&story);
    story.s("deploy").ends("clean");
    story
}

fn update() -> Trace {
    let story = deployed();
    story.write("s.yaml", &project(true));
    story.write(
        "code/index.py",
        "def handler(event, context):\n    return 'new'\n",
    );
    trace("update", story, "deploy")
}

fn remove() -> Trace {
    trace("remove", deployed(), "remove -y")
}

fn restore() -> Trace {
    let story = deployed();
    let console = story.console();
    console.older("PUT", SERVICE, &json!({"description": "hot"}));
    console.older(
        "PUT",
        FUNCTION,
        &json!({"code": {"zipFile": zipped(&[("index.py", "hot fix")])}, "memorySize": 512}),
    );
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    trace("restore", story, &format!("restore {id} -y"))
}

fn service(state: &Value) -> &Value {
    &state["services"]["shop"]
}

fn demo(state: &Value) -> &Value {
    &service(state)["functions"]["demo"]
}

fn domain(state: &Value) -> &Value {
    &state["customDomains"]["www.example.com"]
}

fn calls(state: &Value) -> String {
    demo(state)["configs"].to_string()
}

fn has_route(state: &Value, path: &str) -> bool {
    let routes = domain(state)["routeConfig"]["routes"].as_array();
    routes
        .into_iter()
        .flatten()
        .any(|route| route["path"] == path)
}

fn variable(console: &Console, name: &str) -> bool {
    let mut all = demo(&console.state())["environmentVariables"].clone();
    all.is_object() && {
        all[name] = json!("theirs-canary");
        console.attempts("PUT", FUNCTION, &json!({"environmentVariables": all}))
    }
}

/// What only a first deploy can meet.
const NOT_NEW: &[&str] = &["update", "restore"];

const KINDS: [Foreign; 20] = [
    Foreign {
        name: "service described",
        act: |console| console.attempts("PUT", SERVICE, &json!({"description": "theirs"})),
        stands: |state| service(state)["description"] == "theirs",
        target: (SERVICE, "description"),
        told: true,
        names: &["description"],
        skips: &[],
    },
    Foreign {
        name: "service cut off",
        act: |console| console.attempts("PUT", SERVICE, &json!({"internetAccess": false})),
        stands: |state| service(state)["internetAccess"] == false,
        target: (SERVICE, "internetAccess"),
        told: true,
        names: &["internetAccess"],
        skips: &[],
    },
    Foreign {
        name: "other variable",
        act: |console| variable(console, "THEIRS"),
        stands: |state| demo(state)["environmentVariables"]["THEIRS"] == "theirs-canary",
        target: (FUNCTION, "environmentVariables"),
        told: true,
        names: &["environmentVariables"],
        skips: &[],
    },
    Foreign {
        name: "same variable",
        act: |console| variable(console, "LEVEL"),
        stands: |state| demo(state)["environmentVariables"]["LEVEL"] == "theirs-canary",
        target: (FUNCTION, "environmentVariables"),
        told: true,
        names: &["environmentVariables"],
        skips: &[],
    },
    Foreign {
        name: "memory",
        act: |console| console.attempts("PUT", FUNCTION, &json!({"memorySize": 1024})),
        stands: |state| demo(state)["memorySize"] == 1024,
        target: (FUNCTION, "memorySize"),
        told: true,
        names: &["memorySize"],
        skips: &[],
    },
    Foreign {
        name: "code",
        act: |console| {
            let code = zipped(&[("index.py", "theirs")]);
            console.attempts("PUT", FUNCTION, &json!({"code": {"zipFile": code}}))
        },
        stands: |state| demo(state)["codeChecksum"] == checksum(&[("index.py", "theirs")]),
        target: (FUNCTION, "code"),
        told: true,
        names: &["code"],
        skips: &[],
    },
    Foreign {
        name: "trigger closed",
        act: |console| {
            let methods =
                demo(&console.state())["triggers"]["web"]["triggerConfig"]["methods"].clone();
            let config = json!({"authType": "function", "methods": methods});
            console.attempts("PUT", WEB, &json!({"triggerConfig": config}))
        },
        stands: |state| demo(state)["triggers"]["web"]["triggerConfig"]["authType"] == "function",
        target: (WEB, "triggerConfig"),
        told: true,
        names: &["shop/demo/web"],
        skips: &[],
    },
    Foreign {
        name: "timer off",
        act: |console| {
            let config =
                json!({"cronExpression": "@every 5m", "enable": false, "payload": "theirs"});
            console.attempts("PUT", TICK, &json!({"triggerConfig": config}))
        },
        stands: |state| demo(state)["triggers"]["tick"]["triggerConfig"]["enable"] == false,
        target: (TICK, "triggerConfig"),
        told: true,
        names: &["shop/demo/tick"],
        skips: &[],
    },
    Foreign {
        name: "trigger deleted",
        act: |console| console.attempts("DELETE", WEB, &Value::Null),
        stands: |state| demo(state).is_object() && demo(state)["triggers"]["web"].is_null(),
        target: (WEB, ""),
        told: true,
        names: &["shop/demo/web"],
        skips: &[],
    },
    Foreign {
        name: "async changed",
        act: |console| {
            let body = json!({"maxAsyncEventAgeInSeconds": 999, "maxAsyncRetryAttempts": 3});
            calls(&console.state()).contains("36") && console.attempts("PUT", ASYNC, &body)
        },
        stands: |state| calls(state).contains("999"),
        target: (ASYNC, ""),
        told: true,
        names: &["asyncConfiguration"],
        skips: &[],
    },
    Foreign {
        name: "async deleted",
        act: |console| console.attempts("DELETE", ASYNC, &Value::Null),
        stands: |state| demo(state).is_object() && !calls(state).contains("maxAsync"),
        target: (ASYNC, ""),
        told: true,
        names: &["asyncConfiguration"],
        skips: &[],
    },
    Foreign {
        name: "a VPC bound",
        act: |console| console.attempts("POST", BINDING, &json!({"vpcId": "vpc-theirs"})),
        stands: |state| service(state)["vpcIds"].to_string().contains("vpc-theirs"),
        // Each VPC has a request of its own, so that no other one touches it.
        target: ("2016-08-15/services/shop/binding/theirs", ""),
        told: true,
        names: &["vpcBinding"],
        skips: &[],
    },
    Foreign {
        name: "binding deleted",
        act: |console| console.attempts("DELETE", BINDING, &json!({"vpcId": "vpc-1"})),
        stands: |state| {
            service(state).is_object() && !service(state)["vpcIds"].to_string().contains("vpc-1")
        },
        target: (BINDING, ""),
        told: true,
        names: &["vpcBinding"],
        // There it is what we want, too. In a first deploy it can only come between the request that binds it and the
        // reading that proves this: nothing tells it from a request without effect, and that is what is said.
        skips: &["update", "create"],
    },
    Foreign {
        name: "our route",
        act: |console| {
            let route = json!({"path": "/theirs/*", "serviceName": "shop", "functionName": "demo"});
            add_route(console, &route)
        },
        stands: |state| has_route(state, "/theirs/*"),
        target: (DOMAIN, "routeConfig"),
        told: true,
        names: &["www.example.com"],
        skips: &[],
    },
    Foreign {
        name: "others' route",
        act: |console| {
            let route =
                json!({"path": "/third/*", "serviceName": "stall", "functionName": "other"});
            add_route(console, &route)
        },
        stands: |state| has_route(state, "/third/*"),
        target: (DOMAIN, "routeConfig"),
        told: false,
        names: &[],
        skips: &[],
    },
    Foreign {
        name: "domain deleted",
        act: |console| console.attempts("DELETE", DOMAIN, &Value::Null),
        stands: |state| domain(state).is_null(),
        target: (DOMAIN, ""),
        told: true,
        names: &["www.example.com"],
        skips: &["create"],
    },
    Foreign {
        name: "function deleted",
        act: |console| {
            for trigger in [WEB, TICK] {
                console.attempts("DELETE", trigger, &Value::Null);
            }
            console.attempts("DELETE", FUNCTION, &Value::Null)
        },
        stands: |state| demo(state).is_null(),
        target: (FUNCTION, ""),
        told: true,
        names: &["function shop/demo", "deleted online"],
        skips: &[],
    },
    Foreign {
        name: "service made",
        act: |console| {
            let body = json!({"serviceName": "shop", "description": "theirs"});
            console.attempts("POST", &format!("{API}/services"), &body)
        },
        stands: |state| service(state)["description"] == "theirs",
        target: ("2016-08-15/services", ""),
        told: true,
        names: &["service shop", "description"],
        skips: NOT_NEW,
    },
    Foreign {
        name: "function made",
        act: |console| {
            let code = zipped(&[("index.py", "theirs")]);
            let body = json!({
                "functionName": "demo", "runtime": "python3", "handler": "index.handler",
                "description": "theirs", "code": {"zipFile": code},
            });
            console.attempts("POST", &format!("{SERVICE}/functions"), &body)
        },
        stands: |state| demo(state)["description"] == "theirs",
        target: ("2016-08-15/services/shop/functions", ""),
        told: true,
        names: &["function shop/demo", "description"],
        skips: NOT_NEW,
    },
    Foreign {
        name: "stranger made",
        act: |console| {
            let config = json!({"cronExpression": "@every 9m", "enable": true});
            let body =
                json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": config});
            console.attempts("POST", &format!("{FUNCTION}/triggers"), &body)
        },
        stands: |state| demo(state)["triggers"]["theirs"].is_object(),
        target: ("none", ""),
        told: false,
        names: &[],
        skips: &[],
    },
];

/// With ETags nothing but what has none may be lost, and of that only in the window of one request.
#[test]
fn windows_are_those_of_what_has_no_etag() {
    for trace in [update(), remove()] {
        let (_, told) = trace.undisturbed();
        for line in told.sent.iter().filter(|line| line.writes()) {
            let is_conditional = line.headers.iter().any(|(name, _)| name == "if-match");
            let has_tag = [SERVICE, FUNCTION, WEB, TICK].contains(&line.path.as_str());
            assert_eq!(is_conditional, has_tag, "{}", line.short());
        }
    }
}

#[test]
fn writes_into_a_first_deploy() {
    nothing_is_lost_of(&create(), &KINDS, after_a_deploy);
}

#[test]
fn writes_into_an_update() {
    nothing_is_lost_of(&update(), &KINDS, after_a_deploy);
}

#[test]
fn writes_into_a_removal() {
    nothing_is_lost_of(&remove(), &KINDS, after_a_removal);
}

#[test]
fn writes_into_a_restore() {
    nothing_is_lost_of(&restore(), &KINDS, after_a_restore);
}

/// What this service answers beside the usual.
fn of_service() -> Vec<Fault> {
    let mut faults = faults();
    let refused = r#"{"ErrorCode":"PreconditionFailed","ErrorMessage":"the resource being modified has been changed"}"#;
    faults.push((
        "412",
        crate::cloud::Fate::RefusedWith(412, refused.to_owned()),
    ));
    faults
}

#[test]
fn faults_of_a_first_deploy() {
    every_fault(&create(), of_service(), recovers);
}

#[test]
fn faults_of_an_update() {
    every_fault(&update(), of_service(), recovers);
}

#[test]
fn faults_of_a_removal() {
    every_fault(&remove(), of_service(), removed);
}

#[test]
fn faults_of_a_restore() {
    every_fault(&restore(), of_service(), recovers);
}
