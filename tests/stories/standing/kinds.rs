//! The kinds of settings, and how each is changed on both sides.

use serde_json::{Value, json};

use crate::console::Console;
use crate::yaml::Fn;

/// One setting of a project, and how it is changed on both sides.
pub(super) struct Kind {
    /// Its path, as reports write it.
    pub path: &'static str,
    /// The project as it is deployed, and after the setting was edited in it.
    pub file: fn() -> Fn,
    pub edited: fn() -> Fn,
    /// Changes it online; the number tells one change from another.
    pub online: fn(&Console, u32),
    /// What stands online.
    pub value: fn(&Console) -> Value,
}

pub(super) fn plain() -> Fn {
    Fn::demo().with("      description: ours\n      layers: [acs:fc:cn-hangzhou:1234567890123456:layers/a/versions/1]\n      tags:\n        - key: team\n          value: shop\n      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n        maxAsyncRetryAttempts: 3\n      concurrencyConfig:\n        reservedConcurrency: 5\n")
}

pub(super) fn with(old: &str, new: &str) -> Fn {
    let mut file = plain();
    assert!(file.more.contains(old), "{old}");
    file.more = file.more.replace(old, new);
    file
}

fn timer(payload: &str) -> Fn {
    let mut file = plain();
    file.methods = Vec::new();
    file.with(&format!("      triggers:\n        - triggerName: timer\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every 5m'\n            enable: true\n            payload: '{{\"ours\": \"{payload}\"}}'\n"))
}

pub(super) fn secured(certificate: &str) -> Fn {
    let mut file = plain();
    let pem = |text: &str| format!("\"-----BEGIN {text}-----\\n-----END {text}-----\"");
    let (certificate, key) = (pem(certificate), pem("KEY canary"));
    let config = format!(
        "        certConfig:\n          certName: own\n          certificate: {certificate}\n          privateKey: {key}\n"
    );
    file.more.insert_str(0, &config);
    file
}

fn asynchronous(age: u32) -> Value {
    json!({"maxAsyncEventAgeInSeconds": age, "maxAsyncRetryAttempts": 3})
}

fn config(console: &Console, name: &str) -> Value {
    console.function("demo")["configs"][format!("{name}/LATEST")].clone()
}

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            path: "memorySize",
            file: plain,
            edited: || plain().memory(768),
            online: |console, n| console.change("demo", json!({"memorySize": 1024 + 64 * n})),
            value: |console| console.function("demo")["memorySize"].clone(),
        },
        Kind {
            path: "description",
            file: plain,
            edited: || with("description: ours", "description: edited"),
            online: |console, n| {
                console.change("demo", json!({"description": format!("theirs {n}")}));
            },
            value: |console| console.function("demo")["description"].clone(),
        },
        Kind {
            path: "layers",
            file: plain,
            edited: || with("versions/1]", "versions/2]"),
            online: |console, n| {
                let arn = |version: u32| {
                    format!("acs:fc:cn-hangzhou:1234567890123456:layers/a/versions/{version}")
                };
                console.change("demo", json!({"layers": [arn(1), arn(7 + n)]}));
            },
            value: |console| console.function("demo")["layers"].clone(),
        },
        Kind {
            path: "environmentVariables.LEVEL",
            file: plain,
            edited: || plain().variable("LEVEL", "edited-canary"),
            online: |console, n| console.set_variable("demo", "LEVEL", &format!("hot-canary-{n}")),
            value: |console| console.function("demo")["environmentVariables"].clone(),
        },
        Kind {
            path: "environmentVariables.HOT",
            file: plain,
            edited: || plain().variable("HOT", "edited-canary"),
            online: |console, n| console.set_variable("demo", "HOT", &format!("hot-canary-{n}")),
            value: |console| console.function("demo")["environmentVariables"].clone(),
        },
        // Somebody took it away.
        Kind {
            path: "environmentVariables.GONE",
            file: || plain().variable("GONE", "ours-canary"),
            edited: || plain().variable("GONE", "edited-canary"),
            online: |console, n| {
                let all = match n {
                    0 => json!({"LEVEL": "info-canary"}),
                    n => json!({"LEVEL": "info-canary", "GONE": format!("hot-canary-{n}")}),
                };
                console.change("demo", json!({"environmentVariables": all}));
            },
            value: |console| console.function("demo")["environmentVariables"].clone(),
        },
        Kind {
            path: "tags.team",
            file: plain,
            edited: || with("value: shop", "value: edited"),
            online: |console, n| console.tag("demo", "team", &format!("theirs-{n}")),
            value: |console| console.function("demo")["tags"].clone(),
        },
        Kind {
            path: "triggerConfig.methods",
            file: plain,
            edited: || plain().methods(&["PUT"]),
            online: |console, n| {
                let methods = ["GET", "POST", "DELETE"];
                let methods = &methods[..2 + n as usize % 2];
                let config = json!({"authType": "anonymous", "methods": methods});
                console.change_trigger("demo", "http", json!({"triggerConfig": config}));
            },
            value: |console| console.trigger("demo", "http"),
        },
        Kind {
            path: "triggerConfig.payload",
            file: || timer("one"),
            edited: || timer("edited"),
            online: |console, n| {
                let payload = format!("{{\"theirs\": {n}}}");
                let config =
                    json!({"cronExpression": "@every 5m", "enable": true, "payload": payload});
                console.change_trigger("demo", "timer", json!({"triggerConfig": config}));
            },
            value: |console| console.trigger("demo", "timer"),
        },
        Kind {
            path: "routeConfig.routes[/*].methods",
            file: plain,
            edited: || {
                let mut file = plain();
                file.more = file.more.replace(
                    "      description",
                    "          methods: [PUT]\n      description",
                );
                file
            },
            online: |console, n| {
                let methods = ["GET", "POST", "DELETE"];
                let methods = &methods[..2 + n as usize % 2];
                let route = json!({"path": "/*", "functionName": "demo", "methods": methods});
                let routes = json!({"routeConfig": {"routes": [route]}});
                console.change_domain("demo.example.com", routes);
            },
            value: |console| json!(console.routes("demo.example.com")),
        },
        Kind {
            path: "maxAsyncEventAgeInSeconds",
            file: plain,
            edited: || with("InSeconds: 360", "InSeconds: 480"),
            online: |console, n| {
                let body = asynchronous(1000 + n);
                console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
            },
            value: |console| {
                config(console, "asyncInvokeConfig")["maxAsyncEventAgeInSeconds"].clone()
            },
        },
        Kind {
            path: "reservedConcurrency",
            file: plain,
            edited: || with("Concurrency: 5", "Concurrency: 6"),
            online: |console, n| {
                let body = json!({"reservedConcurrency": 20 + n});
                console.put_config("demo", "concurrency", "ConcurrencyConfig", body);
            },
            value: |console| config(console, "concurrencyConfig")["reservedConcurrency"].clone(),
        },
        Kind {
            path: "code",
            file: plain,
            edited: plain,
            online: |console, n| {
                let fix = format!("def handler(event, context):\n    return 'fix {n}'\n");
                console.change_code("demo", &[("index.py", &fix)]);
            },
            value: |console| json!(console.code("demo")),
        },
    ]
}
