//! Documents as projects have them, with every part there or not.

use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::cloud::Garbling;

/// A change that somebody makes in the console.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// The body of `UpdateFunction`, with one setting in it.
    pub body: Value,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9 _./:@-]{1,12}",
        "[\u{4e00}-\u{4e20}a-z\"'\\\\#&*!|>%,=]{1,10}",
        Just(" leading and trailing ".to_owned()),
        Just("true".to_owned()),
        Just("0123".to_owned()),
        Just("{\"a\": 1}".to_owned()),
    ]
}

fn variables() -> impl Strategy<Value = Value> {
    let value = prop_oneof![4 => text(), 1 => Just(String::new())];
    btree_map("[A-Za-z][A-Za-z0-9_]{0,8}", value, 0..5).prop_map(|map| json!(map))
}

fn memory() -> impl Strategy<Value = Value> {
    (2..=48_u32).prop_map(|steps| json!(steps * 64))
}

fn log() -> impl Strategy<Value = Value> {
    (any::<bool>(), any::<bool>()).prop_map(|(instances, requests)| {
        json!({
            "project": "p", "logstore": "l", "logBeginRule": "DefaultRegex",
            "enableInstanceMetrics": instances, "enableRequestMetrics": requests,
        })
    })
}

fn network() -> impl Strategy<Value = Value> {
    vec("vsw-[a-z0-9]{4}", 1..3).prop_map(
        |switches| json!({"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": switches}),
    )
}

fn hooks() -> impl Strategy<Value = Value> {
    (of(1..=300_u32), of(1..=60_u32)).prop_map(|(first, last)| {
        let hook = |timeout: Option<u32>| {
            timeout.map(|timeout| json!({"handler": "index.hook", "timeout": timeout}))
        };
        object([("initializer", hook(first)), ("preStop", hook(last))])
    })
}

fn function() -> impl Strategy<Value = Vec<(&'static str, Option<Value>)>> {
    let first = (
        of(memory()),
        of((1..=600_u32).prop_map(Value::from)),
        of(text().prop_map(Value::from)),
        of(variables()),
        of(any::<bool>().prop_map(Value::from)),
        of(log()),
        of(network()),
        of(hooks()),
    );
    let second = (
        of(
            vec("acs:fc:cn-hangzhou:1:layers/[a-z]{3}/versions/[1-9]", 1..3)
                .prop_map(|all| json!(all)),
        ),
        of(btree_map("[a-z]{1,6}", "[a-zA-Z0-9]{0,6}", 1..4).prop_map(tags)),
        of(vec(r"8\.8\.[0-9]\.[0-9]", 1..3).prop_map(|all| json!({"nameServers": all}))),
    );
    (first, second).prop_map(|(first, second)| {
        let (memory, timeout, description, variables, internet, log, network, hooks) = first;
        let (layers, tags, dns) = second;
        vec![
            ("memorySize", memory),
            ("timeout", timeout),
            ("description", description),
            ("environmentVariables", variables),
            ("internetAccess", internet),
            ("logConfig", log),
            ("vpcConfig", network),
            ("instanceLifecycleConfig", hooks),
            ("layers", layers),
            ("tags", tags),
            ("customDNS", dns),
        ]
    })
}

fn tags(map: std::collections::BTreeMap<String, String>) -> Value {
    let pairs = map.into_iter();
    pairs
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect()
}

fn triggers() -> impl Strategy<Value = Value> {
    let methods = proptest::sample::subsequence(vec!["GET", "POST", "PUT"], 1..=3);
    let http = (
        methods,
        select(vec!["anonymous", "function"]),
        any::<bool>(),
    );
    let http = http.prop_map(|(methods, auth, closed)| {
        json!({"triggerName": "http", "triggerType": "http", "triggerConfig":
            {"authType": auth, "methods": methods, "disableURLInternet": closed}})
    });
    let timer = (1..60_u32, any::<bool>(), of(text())).prop_map(|(minutes, enable, payload)| {
        let mut config = json!({"cronExpression": format!("@every {minutes}m"), "enable": enable});
        if let Some(payload) = payload {
            config["payload"] = json!(payload);
        }
        json!({"triggerName": "timer", "triggerType": "timer", "triggerConfig": config})
    });
    (of(http), of(timer))
        .prop_map(|(http, timer)| json!([http, timer].into_iter().flatten().collect::<Vec<_>>()))
}

fn asynchronous() -> impl Strategy<Value = Value> {
    (1..=86_400_u32, 0..=8_u32, of("[a-z]{3,6}")).prop_map(|(age, tries, topic)| {
        let mut config = json!({"maxAsyncEventAgeInSeconds": age, "maxAsyncRetryAttempts": tries});
        if let Some(topic) = topic {
            let destination = format!("acs:mns:cn-hangzhou:1:/topics/{topic}/messages");
            config["destinationConfig"] = json!({"onFailure": {"destination": destination}});
        }
        config
    })
}

fn domain() -> impl Strategy<Value = Value> {
    let path = select(vec!["/*", "/a", "/a/*", "/x/y"]);
    let methods = proptest::sample::subsequence(vec!["GET", "POST", "HEAD"], 0..=3);
    (path, methods).prop_map(|(path, methods)| {
        let mut route = json!({"path": path});
        if !methods.is_empty() {
            route["methods"] = json!(methods);
        }
        json!({"domainName": "demo.example.com", "protocol": "HTTP", "route": route})
    })
}

/// The props of a function that the checks of `s.yaml` let through.
pub(crate) fn props() -> impl Strategy<Value = Value> {
    let beside = (
        triggers(),
        of(asynchronous()),
        of((0..=100_u32).prop_map(|count| json!({"reservedConcurrency": count}))),
        of(domain()),
    );
    (function(), beside).prop_map(
        |(function, (triggers, asynchronous, concurrency, domain))| {
            let fixed = json!({
                "region": "cn-hangzhou", "functionName": "demo", "runtime": "python3.10",
                "handler": "index.handler", "code": "./code", "triggers": triggers,
            });
            let mut props = fixed.as_object().cloned().unwrap_or_default();
            let more = [
                ("asyncInvokeConfig", asynchronous),
                ("concurrencyConfig", concurrency),
                ("customDomain", domain),
            ];
            for (name, value) in function.into_iter().chain(more) {
                props.extend(value.map(|value| (name.to_owned(), value)));
            }
            Value::Object(props)
        },
    )
}

fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

/// One setting of the function that somebody changes in the console.
pub(crate) fn change() -> impl Strategy<Value = Change> {
    let body = prop_oneof![
        (1..=600_u32).prop_map(|seconds| json!({"timeout": seconds})),
        text().prop_map(|text| json!({"description": text})),
        variables().prop_map(|all| json!({"environmentVariables": all})),
        any::<bool>().prop_map(|on| json!({"internetAccess": on})),
        log().prop_map(|log| json!({"logConfig": log})),
        network().prop_map(|network| json!({"vpcConfig": network})),
        hooks().prop_map(|hooks| json!({"instanceLifecycleConfig": hooks})),
        select(vec!["index.other", "app.main"]).prop_map(|handler| json!({"handler": handler})),
        (2..=48_u32).prop_map(|steps| json!({"memorySize": steps * 64})),
    ];
    body.prop_map(|body| Change { body })
}

/// Any damage to a text.
pub(crate) fn garbling() -> impl Strategy<Value = Garbling> {
    let bytes = prop_oneof![
        vec(any::<u8>(), 0..4),
        select(vec![
            "null", "[]", "{}", "\"\"", "-1", "1e999", "{", "\u{feff}", "\0"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    (0..=1000_usize, 1..24_usize, bytes).prop_map(|(place, length, bytes)| Garbling {
        place,
        length,
        bytes,
    })
}
