//! What somebody else may do at any moment, and how to see that it is still there.

use serde_json::{Value, json};

use super::trace::DOMAIN;
use crate::cloud::Line;
use crate::console::Console;

/// One kind of write of somebody else.
pub(crate) struct Foreign {
    pub name: &'static str,
    /// Does it; says whether it could be done at that moment.
    pub act: fn(&Console) -> bool,
    /// Whether what was done is still in force.
    pub stands: fn(&Value) -> bool,
    /// The writes of ours that replace the same top-level setting, by the beginning of their path, and
    /// the setting; empty for a write that concerns the resource as a whole.
    pub target: (&'static str, &'static str),
    /// Whether it is ours to compare: what it changed must be told.
    pub told: bool,
    /// How reports name it, one way or the other.
    pub names: &'static [&'static str],
    /// The commands to which it means nothing, by the name of their trace.
    pub skips: &'static [&'static str],
}

impl Foreign {
    /// Whether a request of ours replaces what was done without having seen it: the window that a
    /// service without conditional updates leaves open.
    pub(crate) fn in_window(&self, line: &Line) -> bool {
        let (path, top) = self.target;
        // What is bound to a service of FC 2.0 has no part in its ETag, and goes with it.
        let bound = path.starts_with(&format!("{}/binding", line.path));
        let with_service = line.method == "DELETE" && bound && path != line.path;
        let conditional = !with_service && line.headers.iter().any(|(name, _)| name == "if-match");
        let whole = top.is_empty()
            || line.method == "DELETE"
            || !line.keys.iter().any(|key| key != "vpcId");
        // What belongs to the function as a whole goes with it.
        let beside = ["tags-v2", "resource-groups"].contains(&path);
        let with_function = line.method == "DELETE" && line.path == DEMO && beside;
        let same = with_function
            || with_service
            || line.path == path
            || line.path.split('?').next() == Some(path);
        line.writes() && same && !conditional && (whole || line.keys.iter().any(|key| key == top))
    }
}

const DEMO: &str = "functions/demo";
const HTTP: &str = "functions/demo/triggers/http";
const TICK: &str = "functions/demo/triggers/tick";
const ASYNC: &str = "functions/demo/async-invoke-config";
const ROUTES: &str = "custom-domains/demo.example.com";

fn put(console: &Console, body: &Value) -> bool {
    console.tries("PUT", "UpdateFunction", "/functions/demo", body)
}

fn variable(console: &Console, name: &str) -> bool {
    let mut all = console.state()["functions"]["demo"]["environmentVariables"].clone();
    if !all.is_object() {
        return false;
    }
    all[name] = json!("theirs-canary");
    put(console, &json!({"environmentVariables": all}))
}

fn trigger(console: &Console, name: &str, change: &Value, description: Option<&str>) -> bool {
    let mut config = console.trigger("demo", name);
    let (Some(map), Some(change)) = (config.as_object_mut(), change.as_object()) else {
        return false;
    };
    map.extend(change.clone());
    let mut body = json!({"triggerConfig": config.to_string()});
    if let Some(description) = description {
        body = json!({"description": description});
    }
    let path = format!("/functions/demo/triggers/{name}");
    console.tries("PUT", "UpdateTrigger", &path, &body)
}

fn route(console: &Console, path: &str, function: &str) -> bool {
    if !console.domain(DOMAIN).is_object() {
        return false;
    }
    let mut routes = console.routes(DOMAIN);
    routes.push(json!({"path": path, "functionName": function}));
    let body = json!({"routeConfig": {"routes": routes}});
    let path = format!("/custom-domains/{DOMAIN}");
    console.tries("PUT", "UpdateCustomDomain", &path, &body)
}

fn has_route(state: &Value, path: &str) -> bool {
    let routes = &state["customDomains"][DOMAIN]["routeConfig"]["routes"];
    let routes = routes.as_array().into_iter().flatten();
    routes.into_iter().any(|route| route["path"] == path)
}

fn tag(console: &Console, key: &str) -> bool {
    if !console.has_function("demo") {
        return false;
    }
    console.tag("demo", key, "theirs");
    true
}

fn has_tag(state: &Value, key: &str) -> bool {
    let text = state["functions"]["demo"]["tags"].to_string();
    text.contains(key) && text.contains("theirs")
}

fn config_of(state: &Value, trigger: &str) -> Value {
    let text = state["functions"]["demo"]["triggers"][trigger]["triggerConfig"].as_str();
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}

fn is_online(state: &Value) -> bool {
    state["functions"]["demo"].is_object()
}

/// The document of the async configuration, wherever the emulator keeps it.
fn asynchronous(state: &Value) -> String {
    state["functions"]["demo"]["configs"].to_string()
}

/// The traces in which there is nothing but a function.
const BARE: &[&str] = &["object", "image"];

/// The 17 kinds that an outside review used, those of the other settings beside a function, and those
/// that only a creation can meet.
pub(crate) const KINDS: [Foreign; 24] = [
    Foreign {
        name: "other variable",
        act: |console| variable(console, "THEIRS"),
        stands: |state| {
            state["functions"]["demo"]["environmentVariables"]["THEIRS"] == "theirs-canary"
        },
        target: (DEMO, "environmentVariables"),
        told: true,
        names: &["environmentVariables"],
        skips: &[],
    },
    Foreign {
        name: "same variable",
        act: |console| variable(console, "LEVEL"),
        stands: |state| {
            state["functions"]["demo"]["environmentVariables"]["LEVEL"] == "theirs-canary"
        },
        target: (DEMO, "environmentVariables"),
        told: true,
        names: &["environmentVariables"],
        skips: &[],
    },
    Foreign {
        name: "memory",
        act: |console| put(console, &json!({"memorySize": 1024})),
        stands: |state| state["functions"]["demo"]["memorySize"] == 1024,
        target: (DEMO, "memorySize"),
        told: true,
        names: &["memorySize"],
        skips: &[],
    },
    Foreign {
        name: "timeout",
        act: |console| put(console, &json!({"timeout": 99})),
        stands: |state| state["functions"]["demo"]["timeout"] == 99,
        target: (DEMO, "timeout"),
        told: true,
        names: &["timeout"],
        skips: &[],
    },
    Foreign {
        name: "code",
        act: |console| {
            let code = crate::console::zipped(&[("index.py", "theirs")]);
            put(console, &json!({"code": {"zipFile": code}}))
        },
        stands: |state| {
            let theirs = crate::console::checksum(&[("index.py", "theirs")]);
            state["functions"]["demo"]["codeChecksum"] == theirs
        },
        target: (DEMO, "code"),
        told: true,
        names: &["code"],
        skips: &["image"],
    },
    Foreign {
        name: "trigger closed",
        act: |console| trigger(console, "http", &json!({"authType": "function"}), None),
        stands: |state| config_of(state, "http")["authType"] == "function",
        target: (HTTP, "triggerConfig"),
        told: true,
        names: &["demo/http"],
        skips: BARE,
    },
    Foreign {
        name: "timer off",
        act: |console| trigger(console, "tick", &json!({"enable": false}), None),
        stands: |state| config_of(state, "tick")["enable"] == false,
        target: (TICK, "triggerConfig"),
        told: true,
        names: &["demo/tick"],
        skips: BARE,
    },
    Foreign {
        name: "trigger described",
        act: |console| trigger(console, "http", &json!({}), Some("theirs")),
        stands: |state| state["functions"]["demo"]["triggers"]["http"]["description"] == "theirs",
        target: (HTTP, "description"),
        told: true,
        names: &["demo/http"],
        skips: BARE,
    },
    Foreign {
        name: "trigger deleted",
        act: |console| {
            console.tries(
                "DELETE",
                "DeleteTrigger",
                "/functions/demo/triggers/http",
                &Value::Null,
            )
        },
        stands: |state| {
            is_online(state) && state["functions"]["demo"]["triggers"]["http"].is_null()
        },
        target: (HTTP, ""),
        told: true,
        names: &["demo/http"],
        skips: BARE,
    },
    Foreign {
        name: "our route",
        act: |console| route(console, "/theirs/*", "demo"),
        stands: |state| has_route(state, "/theirs/*"),
        target: (ROUTES, "routeConfig"),
        told: true,
        names: &["demo.example.com"],
        skips: BARE,
    },
    Foreign {
        name: "others' route",
        act: |console| route(console, "/third/*", "other"),
        stands: |state| has_route(state, "/third/*"),
        target: (ROUTES, "routeConfig"),
        told: false,
        names: &[],
        skips: BARE,
    },
    Foreign {
        name: "domain deleted",
        act: |console| {
            let path = format!("/custom-domains/{DOMAIN}");
            console.tries("DELETE", "DeleteCustomDomain", &path, &Value::Null)
        },
        stands: |state| state["customDomains"][DOMAIN].is_null(),
        target: (ROUTES, ""),
        told: true,
        names: &["demo.example.com"],
        skips: &["create", "object", "image"],
    },
    Foreign {
        name: "async changed",
        act: |console| {
            asynchronous(&console.state()).contains("361")
                && console.tries(
                    "PUT",
                    "PutAsyncInvokeConfig",
                    "/functions/demo/async-invoke-config?qualifier=LATEST",
                    &json!({"maxAsyncEventAgeInSeconds": 999, "maxAsyncRetryAttempts": 3}),
                )
        },
        stands: |state| asynchronous(state).contains("999"),
        target: (ASYNC, ""),
        told: true,
        names: &["asyncInvokeConfig"],
        skips: BARE,
    },
    Foreign {
        name: "async deleted",
        act: |console| {
            let path = "/functions/demo/async-invoke-config?qualifier=LATEST";
            console.tries("DELETE", "DeleteAsyncInvokeConfig", path, &Value::Null)
        },
        stands: |state| is_online(state) && !asynchronous(state).contains("maxAsync"),
        target: (ASYNC, ""),
        told: true,
        names: &["asyncInvokeConfig"],
        skips: BARE,
    },
    Foreign {
        name: "new tag",
        act: |console| tag(console, "theirs"),
        stands: |state| has_tag(state, "theirs"),
        target: ("tags-v2", ""),
        told: true,
        names: &["tags"],
        skips: &[],
    },
    Foreign {
        name: "same tag",
        act: |console| tag(console, "stage"),
        stands: |state| has_tag(state, "stage"),
        target: ("tags-v2", ""),
        told: true,
        names: &["tags"],
        skips: &[],
    },
    Foreign {
        name: "switched off",
        act: |console| {
            let path = "/functions/demo/concurrency";
            let body = json!({"reservedConcurrency": 0});
            asynchronous(&console.state()).contains("reservedConcurrency")
                && console.tries("PUT", "PutConcurrencyConfig", path, &body)
        },
        stands: |state| asynchronous(state).contains("\"reservedConcurrency\":0"),
        target: ("functions/demo/concurrency", ""),
        told: true,
        names: &["concurrencyConfig"],
        skips: BARE,
    },
    Foreign {
        name: "more instances",
        act: |console| {
            let path = "/functions/demo/provision-config?qualifier=LATEST";
            let body = json!({"defaultTarget": 9, "alwaysAllocateCPU": false});
            asynchronous(&console.state()).contains("defaultTarget")
                && console.tries("PUT", "PutProvisionConfig", path, &body)
        },
        stands: |state| asynchronous(state).contains("\"defaultTarget\":9"),
        target: ("functions/demo/provision-config", ""),
        told: true,
        names: &["provisionConfig"],
        skips: BARE,
    },
    Foreign {
        name: "a VPC bound",
        act: |console| {
            let body = json!({"vpcId": "vpc-theirs"});
            console.tries(
                "POST",
                "CreateVpcBinding",
                "/functions/demo/vpc-bindings",
                &body,
            )
        },
        stands: |state| {
            state["functions"]["demo"]["vpcIds"]
                .to_string()
                .contains("vpc-theirs")
        },
        target: ("functions/demo/vpc-bindings/vpc-theirs", ""),
        told: true,
        names: &["vpcBinding"],
        skips: BARE,
    },
    Foreign {
        name: "another group",
        act: |console| {
            let body = json!({
                "ResourceId": "demo", "ResourceType": "function", "NewResourceGroupId": "rg-theirs",
            });
            console.has_function("demo")
                && console.tries("PUT", "ChangeResourceGroup", "/resource-groups", &body)
        },
        stands: |state| state["functions"]["demo"]["resourceGroupId"] == "rg-theirs",
        target: ("resource-groups", ""),
        told: true,
        names: &["resourceGroupId"],
        skips: BARE,
    },
    Foreign {
        name: "function deleted",
        act: |console| {
            // The service deletes no function that has any of these.
            for (action, path) in [
                ("DeleteTrigger", "triggers/http"),
                ("DeleteTrigger", "triggers/tick"),
                ("DeleteVpcBinding", "vpc-bindings/vpc-1"),
                ("DeleteVpcBinding", "vpc-bindings/vpc-2"),
                ("DeleteProvisionConfig", "provision-config?qualifier=LATEST"),
            ] {
                let path = format!("/functions/demo/{path}");
                console.tries("DELETE", action, &path, &Value::Null);
            }
            console.tries("DELETE", "DeleteFunction", "/functions/demo", &Value::Null)
        },
        stands: |state| !is_online(state),
        target: (DEMO, ""),
        told: true,
        names: &["function demo", "deleted online"],
        skips: &[],
    },
    Foreign {
        name: "function made",
        act: |console| {
            let code = crate::console::zipped(&[("index.py", "theirs")]);
            let body = json!({
                "functionName": "demo", "runtime": "python3.10", "handler": "index.handler",
                "description": "theirs", "code": {"zipFile": code},
            });
            console.tries("POST", "CreateFunction", "/functions", &body)
        },
        stands: |state| state["functions"]["demo"]["description"] == "theirs",
        target: ("functions", ""),
        told: true,
        names: &["function demo", "description"],
        skips: &[
            "update",
            "marked update",
            "object",
            "image",
            "restore",
            "sync",
        ],
    },
    Foreign {
        name: "trigger made",
        act: |console| {
            let config =
                json!({"cronExpression": "@every 9m", "enable": true, "payload": "theirs"});
            let body = json!({
                "triggerName": "tick", "triggerType": "timer", "triggerConfig": config.to_string(),
            });
            console.tries("POST", "CreateTrigger", "/functions/demo/triggers", &body)
        },
        stands: |state| config_of(state, "tick")["payload"] == "theirs",
        target: ("functions/demo/triggers", ""),
        told: true,
        names: &["demo/tick"],
        skips: &[
            "update",
            "marked update",
            "object",
            "image",
            "remove",
            "restore",
            "sync",
        ],
    },
    Foreign {
        name: "stranger made",
        act: |console| {
            let config = json!({"cronExpression": "@every 9m", "enable": true});
            let body = json!({
                "triggerName": "theirs", "triggerType": "timer", "triggerConfig": config.to_string(),
            });
            console.tries("POST", "CreateTrigger", "/functions/demo/triggers", &body)
        },
        stands: |state| state["functions"]["demo"]["triggers"]["theirs"].is_object(),
        target: ("functions/demo/triggers/theirs", ""),
        told: false,
        names: &[],
        skips: &[],
    },
];
